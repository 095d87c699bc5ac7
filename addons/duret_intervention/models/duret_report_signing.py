import base64
import secrets

from odoo import fields, models

from ..field_report import canonical, write_moment
from ..field_report.document import digest
from ..seal_chain import canonical as plain_text

FORMAT = 1


class DuretReportSigning(models.AbstractModel):
    """Closing a report with its evidence: by the client's signature, without it, or by the office."""

    _name = "duret.report.signing"
    _description = "Intervention Report: Signing"

    verify_token = fields.Char(
        "Secret of the Verification", copy=False, readonly=True, groups="base.group_system", index="btree_not_null"
    )
    message_copy_ids = fields.One2many("duret.report.message", "report_id", "Client's Copy", readonly=True)

    def _duret_sign(self, document, drawing, author, device=None):
        """Close this report with what was signed on the telephone, or with why nobody signed.

        :param field_report.signed.SignedDocument document: checked; it is about this report
        :param seal_chain.drawing.Drawing drawing: checked strokes and picture
        :param Author author: see `duret.report.changes`
        :param device: duret.sync.device
        :raises ReportLocked: when the report is closed already
        :raises BadContent, SyncRefused: the content names something that no report may hold; nothing is written then
        """
        self.ensure_one()
        self._duret_close(document.outcome, author, document.content)
        self._duret_keep_signature(
            {
                "outcome": document.outcome,
                "reason": document.reason,
                "signer_name": document.signer,
                "signer_quality": document.quality or False,
                "document": document.text,
                "document_sha256": document.sha256,
                "strokes": drawing.strokes,
                "picture": drawing.png and base64.b64encode(drawing.png),
                "signed_at": document.signed_at,
                "device_uuid": device.uuid if device else "",
                "device_name": device.name if device else "",
                "consent_version": document.consent_version,
                "consent_text": document.consent_text,
            }
        )

    def _duret_keep_signature(self, values):
        """Write the evidence of a closing down; the seal follows after the commit, the client's copy after the seal.

        :param dict values: of `duret.report.signature`
        """
        # sudo: closing was checked by the caller; signatures are written by this method only.
        signatures = self.env["duret.report.signature"].sudo()
        circumstances = signatures._duret_circumstances()
        signatures.create(
            {
                "report_id": self.id,
                "received_at": self.closed_at,
                "user_id": self.env.uid,
                "glossary": plain_text(self._duret_glossary()),
                **circumstances,
                **values,
            }
        )

    def _duret_close(self, outcome, author, content=None):
        """Override: a closed report can be verified by whoever holds its paper, is sealed, and goes to the client."""
        result = super()._duret_close(outcome, author, content)
        # sudo: only system administrators read the secret; it is printed on the client's copy.
        self.sudo()._duret_unlocked().write({"verify_token": secrets.token_urlsafe(24)})
        self.env["duret.report.seal"]._seal_soon()
        self.env["duret.report.message"]._ask(self)
        return result

    def _duret_glossary(self):
        """Names, units and limits of everything that the report names by a code, in the client's language.

        A kind that is renamed next year, or a limit that changes, must not change what this report says.

        :return: dict of dicts
        """
        report = self.with_context(lang=self._duret_client_lang())
        measures = {
            kind.code: {
                "name": kind.name,
                "unit": kind.unit or "",
                "norm": kind.norm or "",
                "decimals": kind.decimals,
                "limits": list(kind._duret_limits()),
            }
            for kind in report.measure_ids.kind_id
        }
        return {
            "measures": measures,
            "checks": {item.code: item.name for item in report.check_ids.item_id},
            "hours": {kind.code: kind.name for kind in report.hour_ids.kind_id},
            "equipment": {str(one.id): one.name for one in report.equipment_ids},
            "kind": report.type_id.name or "",
        }

    def _duret_client_lang(self):
        """Language in which the client reads this report: French, unless he chose another one that is installed."""
        codes = [code for code, _name in self.env["res.lang"].get_installed()]
        wanted = [self.partner_id.lang, self.company_id.partner_id.lang, "fr_FR"]
        return next((code for code in wanted if code in codes), codes[0])

    def _duret_office_document(self, reason):
        """The document of a report that the office closes, of the same shape as a signed one.

        :param str reason: why the office amends
        :return: (text, SHA-256)
        """
        self.ensure_one()
        client, user = self.partner_id, self.env.user
        text = canonical(
            {
                "format": FORMAT,
                "report": self.uuid,
                "visit": {"id": self.order_id.id, "name": self.order_id.name or ""},
                "client": {"name": client.name or "", "address": self._duret_site_address()},
                "technician": self.person_id.name or "",
                "content": self._duret_content(),
                "outcome": "office",
                "reason": reason,
                "signer": {"name": user.name, "quality": ""},
                "consent": {"version": "", "text": ""},
                "signed_at": write_moment(fields.Datetime.now()),
            }
        )
        return text, digest(text)

    def _duret_site_address(self):
        """Address of the site on one line."""
        order = self.order_id
        return ", ".join(filter(None, (order.street, " ".join(filter(None, (order.zip, order.city))))))

    def _duret_signed_answer(self):
        """What the telephone is told of a report that is closed.

        :return: dict
        """
        # sudo: the secret is printed on the copy that the technician may hand over.
        token = self.sudo().verify_token
        return {"report": self.uuid, "name": self.name, "state": self.state, "verify": f"/verifier/{token}"}
