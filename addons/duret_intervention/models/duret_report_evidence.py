import json

from odoo import fields, models

from ..field_report import canonical as document_text
from ..field_report import same_content
from ..seal_chain import canonical, differences, digest

GENUINE, ALTERED, PENDING, OPEN = "genuine", "altered", "pending", "open"
HEADER = ("uuid", "name", "outcome", "amendment_reason")
LINKS = ("order_id", "person_id", "amends_id")
# One row of SQL for each line of the journals: what people see of it, and the digest of its long texts.
CHANGES = """
    SELECT report_id, 'change/' || id, id, revision, made_at::text, author, user_id,
           encode(sha256(convert_to(lines_text, 'UTF8')), 'hex')
      FROM duret_report_change WHERE report_id = ANY(%(reports)s)
"""
MUTATIONS = """
    SELECT report_id, 'mutation/' || id, uuid, kind, user_id, state, made_at::text, received_at::text, payload_sha256,
           encode(sha256(convert_to(payload, 'UTF8')), 'hex'), encode(sha256(convert_to(answer, 'UTF8')), 'hex')
      FROM duret_sync_mutation WHERE report_id = ANY(%(reports)s) AND state <> 'received'
"""
CONFLICTS = """
    SELECT report_id, 'conflict/' || id, path,
           encode(sha256(convert_to(coalesce(base::text, '') || chr(10) || coalesce(phone_value::text, '') || chr(10)
                                    || coalesce(office_value::text, ''), 'UTF8')), 'hex')
      FROM duret_sync_conflict WHERE report_id = ANY(%(reports)s)
"""


class DuretReportEvidence(models.AbstractModel):
    """What of a report is sealed, and whether it is still so.

    Every part is hashed from the rows and files as they are at the moment of the question, never from a copy.
    """

    _name = "duret.report.evidence"
    _description = "Intervention Report: Evidence"

    signature_ids = fields.One2many("duret.report.signature", "report_id", readonly=True)
    seal_ids = fields.One2many("duret.report.seal", "report_id", "Seals", readonly=True)

    # -- parts ------------------------------------------------------------------------------------------------------

    def _duret_evidence_parts(self):
        """Parts that are sealed when a report is closed; photos by the hash that was announced and signed.

        :return: dict {report: {part: SHA-256}}
        """
        return self._duret_parts(lambda photo: photo.sha256)

    def _duret_photo_parts(self):
        """Parts that are sealed when the last photo has come.

        :return: dict {report: {part: SHA-256}}
        """
        return {report: report._duret_receipts(lambda photo: photo.sha256) for report in self}

    def _duret_parts_now(self):
        """Every part as it is now; a photo by its bytes.

        :return: dict {report: {part: SHA-256, None when it is gone}}
        """
        parts = self._duret_parts(self._duret_photo_now)
        return {report: parts[report] | report._duret_receipts(self._duret_photo_now) for report in self}

    def _duret_photo_now(self, photo):
        """SHA-256 of the bytes of a photo; of one that has not come yet what was announced.

        :param photo: duret.report.photo
        :return: str, None when bytes that were here are gone
        """
        data = photo.attachment_id.raw
        if data:
            return digest(data)
        return photo.sha256 if photo.state == "announced" and not photo.received_at else None

    def _duret_place_now(self, photo):
        """The seal of a photo's position: computed anew while the position is kept, the signed one once it is erased.

        :param photo: duret.report.photo
        :return: str
        """
        if not photo.latitude:
            return photo.place
        return digest("|".join((photo.salt or "", photo.latitude, photo.longitude or "", photo.accuracy or "")))

    def _duret_parts(self, photo_hash):
        logs = self._duret_log_parts()
        proofs = {signature.report_id: signature for signature in self.signature_ids}
        return {
            report: {
                "report": digest(report._duret_header()),
                "content": digest(document_text(report._duret_content())),
                "derived": digest(report._duret_derived()),
                **self._duret_signature_parts(proofs.get(report)),
                **{f"photo/{photo.uuid}": photo_hash(photo) for photo in report.photo_ids},
                **{f"place/{photo.uuid}": report._duret_place_now(photo) for photo in report.photo_ids if photo.place},
                **logs.get(report.id, {}),
            }
            for report in self
        }

    def _duret_header(self):
        """Identity of the report and how it was closed, as one text."""
        values = {name: self[name] or "" for name in HEADER} | {name: self[name].id for name in LINKS}
        values["closed_at"] = self.closed_at and self.closed_at.isoformat()
        return canonical(values)

    def _duret_derived(self):
        """What is computed from the content and shown beside it: verdicts, numbers, time on site."""
        measures = {line.uuid: [repr(line.value), line.verdict] for line in self.measure_ids}
        return canonical({"measures": measures, "work_minutes": self.work_minutes})

    def _duret_signature_parts(self, signature):
        """The signature: its document as received, its strokes, its picture, its circumstances.

        :param signature: duret.report.signature, or None
        """
        if not signature:
            return {}
        return {
            "document": digest(signature.document or ""),
            "strokes": digest(signature.strokes or ""),
            "picture": digest(signature._duret_picture()),
            "circumstances": digest(signature._duret_circumstances_text()),
        }

    def _duret_receipts(self, photo_hash):
        """Each photo and its arrival."""
        parts = {}
        for photo in self.photo_ids:
            received = photo.received_at and photo.received_at.isoformat()
            parts[f"photo/{photo.uuid}"] = photo_hash(photo)
            parts[f"receipt/{photo.uuid}"] = digest(canonical([received or "", photo.width, photo.height, photo.size]))
        return parts

    def _duret_log_parts(self):
        """Each line of the journals of these reports.

        :return: dict {report id: {part: SHA-256}}
        """
        self.env.flush_all()
        found = {}
        for query in (CHANGES, MUTATIONS, CONFLICTS):
            self.env.cr.execute(query, {"reports": self.ids})
            for report, part, *values in self.env.cr.fetchall():
                found.setdefault(report, {})[part] = digest(canonical(values))
        return found

    # -- verdict ----------------------------------------------------------------------------------------------------

    def _duret_verify(self):
        """Compare these reports with what was sealed.

        :return: dict {report: (verdict, list of texts that name what differs)}; the verdict is one of `genuine`,
            `altered`, `pending` (closed, not sealed yet) and `open`
        """
        # sudo: the caller's right to read the report was checked; only a verdict and names of parts leave.
        reports = self.sudo()
        closed = reports.filtered("closed_at")
        now = closed._duret_parts_now()
        faults = closed.seal_ids._chain_faults()
        found = {}
        for report in reports:
            if report not in now:
                found[report] = (ALTERED if report.seal_ids else OPEN, report._duret_open_findings())
                continue
            texts = report._duret_findings(now[report], [fault for fault in faults if fault[0].report_id == report])
            sealed = any(seal.kind != "photos" for seal in report.seal_ids)
            found[report] = (ALTERED if texts else GENUINE if sealed else PENDING, texts)
        return {self.browse(report.id): verdict for report, verdict in found.items()}

    def _duret_open_findings(self):
        """A sealed report that says it was never closed."""
        return [self.env._("It was sealed, and says that it is still a draft.")] if self.seal_ids else []

    def _duret_findings(self, now, faults):
        """Name what differs.

        :param dict now: the parts as they are
        :param list faults: of the chain, see `duret.report.seal._chain_faults`
        :return: list of str
        """
        words = self.env["duret.seal.words"]
        texts = [words._fault(seal, code) for seal, code in faults]
        seen = set()
        for seal in self.seal_ids.sorted("number"):
            for part, change in differences(seal.evidence or "", now):
                if part == "content" and part not in seen:
                    texts += words._content(self, self._duret_sealed_content())
                elif part not in seen:
                    texts.append(words._part(self, part, change))
                seen.add(part)
        sealed = self._duret_sealed_content()
        if "content" not in seen and self.signature_ids and not same_content(self._duret_content(), sealed):
            texts += words._content(self, sealed)
        if self._duret_state_is_wrong():
            texts.append(self.env._("Its state does not fit how it was closed."))
        return texts

    def _duret_state_is_wrong(self):
        """A state that no path leads to."""
        return self.state == "draft" or (self.state in ("signed", "absent", "refused") and self.state != self.outcome)

    def _duret_sealed_content(self):
        """The content in the signed document, empty when it cannot be read any more.

        :return: dict path -> value
        """
        try:
            content = json.loads(self.signature_ids[:1].document or "{}").get("content")
        except (ValueError, AttributeError):
            return {}
        return content if isinstance(content, dict) else {}

    def action_verify(self):
        """Say whether this report is as it was signed, and what differs.

        :return: a notification
        """
        self.ensure_one()
        self.check_access("read")
        self.env.invalidate_all()
        verdict, texts = self._duret_verify()[self]
        words = self.env["duret.seal.words"]
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": words._verdict(verdict),
                "message": "\n".join(texts) or words._comfort(self, verdict),
                "type": {GENUINE: "success", ALTERED: "danger"}.get(verdict, "warning"),
                "sticky": verdict == ALTERED,
            },
        }
