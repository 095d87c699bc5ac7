import base64
import json
from datetime import timedelta

from odoo import models
from odoo.tools import format_datetime

from ..field_report import judge, parse_moment

# Longest side of a photo on the document, by how many there are: the document stays below 4 MB.
EDGES = ((12, 900), (30, 640))
SMALLEST_EDGE = 420
TEXTS = ("work_done", "reserves", "safety_notes", "client_remarks")


class DuretReportView(models.AbstractModel):
    """What a client reads of a closed report, on paper and on his page.

    It comes from the signed document and the glossary of that day: the same report gives the same page next year.
    """

    _name = "duret.report.view"
    _description = "Intervention Report: Page"

    def _duret_view(self, with_photos=True):
        """Everything that the document shows.

        :param bool with_photos: read the photos too
        :return: dict of texts and lists, in the client's language
        """
        self.ensure_one()
        report = self.with_context(lang=self._duret_client_lang(), tz=self._duret_zone())
        # sudo: whoever may read the report may read what closed it; the client's page checks that it is his.
        signature = report.sudo().signature_ids[:1]
        document = report._duret_read_document(signature)
        glossary = json.loads(signature.glossary) if signature.glossary else report._duret_glossary()
        content = document.get("content") or report._duret_content()
        return {
            "report": report,
            # sudo: name, address and mentions of the company, printed on every document.
            "company": report.company_id.sudo(),
            "client": document.get("client")
            or {"name": report.partner_id.name, "address": report._duret_site_address()},
            "visit": document.get("visit") or {"name": report.order_id.name},
            "kind": glossary.get("kind"),
            "technician": document.get("technician") or report.person_id.name,
            **report._duret_view_times(content),
            **{name: content.get(name, "") for name in TEXTS},
            "follow_up": content.get("follow_up") and (content.get("follow_up_note") or report.env._("Yes")),
            **report._duret_view_lines(content, glossary),
            "photos": report._duret_view_photos(content) if with_photos else [],
            "signature": report._duret_view_signature(signature),
            "seal": report._duret_view_seal(),
            "verify_url": report._duret_verify_url(),
        }

    def _duret_zone(self):
        return self.company_id.resource_calendar_id.tz or "Europe/Paris"

    def _duret_read_document(self, signature):
        """The signed document; empty when it cannot be read, which the verification says."""
        try:
            document = json.loads(signature.document or "{}")
        except ValueError:
            return {}
        return document if isinstance(document, dict) else {}

    # -- parts ------------------------------------------------------------------------------------------------------

    def _duret_view_times(self, content):
        """Day, arrival, departure and time on site, on the clock of the company."""
        start, stop = (parse_moment(content.get(name)) for name in ("arrived_at", "left_at"))
        length = stop - start if start and stop and stop > start else timedelta()
        return {
            "day": self._duret_moment(start or self.closed_at, "EEEE d MMMM y"),
            "arrived": self._duret_moment(start, "HH:mm"),
            "left": self._duret_moment(stop, "HH:mm"),
            "reasons": [content[name] for name in ("arrived_reason", "left_reason") if content.get(name)],
            "length": self._duret_length(round(length.total_seconds() / 60)),
        }

    def _duret_moment(self, moment, form):
        return format_datetime(self.env, moment, tz=self._duret_zone(), dt_format=form) if moment else ""

    def _duret_length(self, minutes):
        """A length as people write it: « 1 h 05 », « 45 min »."""
        if not minutes:
            return ""
        hours, rest = divmod(minutes, 60)
        return f"{hours} h {rest:02d}" if hours else f"{rest} min"

    def _duret_view_lines(self, content, glossary):
        """Lists of what was done, measured and used, in the order of the report."""
        answers = dict(self.env["duret.report.check"]._fields["answer"]._description_selection(self.env))
        rows = {name: [] for name in ("checks", "measures", "hours", "products", "equipment")}
        for path, value in sorted(content.items()):
            family, _slash, key = path.partition("/")
            if family == "checks":
                name = glossary["checks"].get(key, key)
                rows["checks"].append(
                    {**value, "name": name, "code": value["answer"], "answer": answers[value["answer"]]}
                )
            elif family == "measures":
                rows["measures"].append(self._duret_view_measure(value, glossary["measures"].get(value["kind"], {})))
            elif family == "hours":
                rows["hours"].append((glossary["hours"].get(key, key), self._duret_length(value)))
            elif family == "products":
                rows["products"].append(value | {"quantity": self._duret_number(value["quantity"])})
            elif family == "equipment":
                rows["equipment"].append(glossary["equipment"].get(key, key))
        rows["measures"].sort(key=lambda row: (row["name"], row["place"]))
        rows["products"].sort(key=lambda row: row["name"])
        return rows

    def _duret_view_measure(self, value, kind):
        """One measure with its limits of the day and what they say of it."""
        low, high = kind.get("limits") or (None, None)
        unit = kind.get("unit", "")
        limits = " – ".join(
            filter(
                None,
                (
                    low is not None and f"≥ {self._duret_number(low)}",
                    high is not None and f"≤ {self._duret_number(high)}",
                ),
            )
        )
        return {
            "name": kind.get("name") or value["kind"],
            "place": value["place"],
            "note": value["note"],
            "value": f"{self._duret_number(value['value'])} {unit}".strip() if value["value"] else "–",
            "limits": f"{limits} {unit}".strip() if limits else "",
            "norm": kind.get("norm", ""),
            "verdict": judge(value["value"], low, high),
        }

    def _duret_number(self, text):
        """A decimal text as the client's language writes it: « 0,35 »."""
        point = self.env["res.lang"]._get_data(code=self.env.lang or "fr_FR").decimal_point
        return (text or "").replace(".", point or ",")

    def _duret_closing_day(self):
        """Day on which this report was closed, in words.

        :return: str
        """
        self.ensure_one()
        return self._duret_moment(self.closed_at, "d MMMM y")

    # -- photos -----------------------------------------------------------------------------------------------------

    def _duret_view_photos(self, content):
        """Rows of photos: those before and after side by side, the others two by two.

        :return: list of rows, each a list of at most two dict(image, label, caption, taken, place)
        """
        # sudo: whoever may read the report may see its photos; callers checked that.
        photos = {photo.uuid: photo for photo in self.sudo().photo_ids if f"photos/{photo.uuid}" in content}
        edge = next((edge for most, edge in EDGES if len(photos) <= most), SMALLEST_EDGE)
        rows, single, used = [], [], set()
        for uuid, photo in photos.items():
            if uuid in used:
                continue
            other = photos.get(photo.pair_uuid)
            if other and other != photo and other.uuid not in used:
                used |= {uuid, other.uuid}
                pair = sorted((photo, other), key=lambda one: (one.kind != "before", one.taken_at))
                rows.append([one._duret_view(self, edge) for one in pair])
            elif not any(one.pair_uuid == uuid for one in photos.values()):
                single.append(photo._duret_view(self, edge))
        return rows + [single[place : place + 2] for place in range(0, len(single), 2)]

    # -- end --------------------------------------------------------------------------------------------------------

    def _duret_view_signature(self, signature):
        """Who signed, or why nobody did."""
        if not signature:
            return {}
        qualities = dict(signature._fields["signer_quality"]._description_selection(self.env))
        data = signature._duret_picture()
        return {
            "outcome": signature.outcome,
            "image": data and f"data:image/png;base64,{base64.b64encode(data).decode()}",
            "name": signature.signer_name,
            "quality": qualities.get(signature.signer_quality, ""),
            "reason": signature.reason,
            "date": self._duret_moment(signature.signed_at, "d MMMM y, HH:mm"),
            "consent": signature.consent_text,
            "consent_version": signature.consent_version,
        }

    def _duret_view_seal(self):
        """The seal of the closing, as printed."""
        # sudo: number, date and hash of the seal are printed on the client's copy.
        seal = self.sudo().seal_ids.sorted("number")[:1]
        if not seal:
            return {}
        return {"number": seal.number, "hash": seal.sha256, "date": self._duret_moment(seal.sealed_at, "dd/MM/y HH:mm")}

    def _duret_verify_url(self):
        """Address of the public page that says whether this report is genuine.

        :return: str, empty while it is open
        """
        # sudo: the secret is printed on the client's copy; it shows a date and a number only.
        token = self.sudo().verify_token
        return f"{self.get_base_url()}/verifier/{token}" if token else ""

    def _duret_card_row(self):
        """Number, day, technician and how it ended.

        :return: dict, see `res.partner._duret_card_sections`
        """
        self.ensure_one()
        outcomes = dict(self._fields["outcome"]._description_selection(self.env))
        day = self._duret_closing_day()
        return {
            "model": self._name,
            "id": self.id,
            "title": self.name,
            "subtitle": " · ".join(filter(None, (day, self.type_id.name, self.person_id.name))),
            "badge": outcomes.get(self.outcome, ""),
            "tone": {"signed": "success", "refused": "danger"}.get(self.outcome, "secondary"),
        }
