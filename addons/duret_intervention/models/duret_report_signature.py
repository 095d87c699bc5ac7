import base64

from odoo import api, fields, models
from odoo.http import request

from ..seal_chain import canonical

QUALITIES = [
    ("owner", "Owner of the place"),
    ("tenant", "Tenant"),
    ("manager", "Property manager"),
    ("caretaker", "Caretaker"),
    ("relative", "Member of the family"),
    ("employee", "Employee of the client"),
    ("other", "Other"),
]
OUTCOMES = [
    ("signed", "Signed"),
    ("absent", "Client absent"),
    ("refused", "Client refuses to sign"),
    ("office", "Amended by the office"),
]
CONSENT_VERSION = "2026-1"
MOST_AGENT = 500


class DuretReportSignature(models.Model):
    """What closed a report: the document as it came, who signed it or why nobody did, and under which circumstances.

    Simple electronic signature (regulation eIDAS, article 25; Civil Code, articles 1366 and 1367): it is worth what
    its circumstances are worth, so they are kept: strokes, clocks, device, address, the words that were agreed to.
    """

    _name = "duret.report.signature"
    _inherit = "duret.append.only"
    _description = "Signature of a Report"
    _order = "id desc"
    _rec_name = "signer_name"

    report_id = fields.Many2one(
        "duret.intervention.report", required=True, ondelete="restrict", index=True, readonly=True
    )
    outcome = fields.Selection(OUTCOMES, required=True, readonly=True)
    reason = fields.Text(readonly=True, help="Why nobody signed, or why the office amends.")
    signer_name = fields.Char("Signed By", readonly=True)
    signer_quality = fields.Selection(QUALITIES, "Capacity", readonly=True)
    document = fields.Text("Signed Document", required=True, readonly=True)
    document_sha256 = fields.Char("SHA-256 of the Document", required=True, readonly=True)
    strokes = fields.Text(required=True, readonly=True)
    picture = fields.Binary("Signature", attachment=True, readonly=True)
    received_at = fields.Datetime("Received On", required=True, readonly=True)
    signed_at = fields.Datetime("Signed On (Phone)", required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Sent By", required=True, ondelete="restrict", readonly=True)
    device_uuid = fields.Char("Device", readonly=True)
    device_name = fields.Char("Name of the Device", readonly=True)
    ip_address = fields.Char("IP Address", readonly=True)
    user_agent = fields.Char("Browser", readonly=True)
    consent_version = fields.Char("Version of the Consent", readonly=True)
    consent_text = fields.Text("Words Agreed To", readonly=True)
    glossary = fields.Text(
        "Words of the Day", readonly=True, help="Names, units and limits as they were when the report was closed."
    )

    _report_unique = models.Constraint("UNIQUE(report_id)", "This report is already closed.")

    @api.model
    def _duret_qualities(self):
        """Capacities in which somebody signs, for the telephone.

        :return: list of dict(code, name) in the user's language
        """
        labels = self._fields["signer_quality"]._description_selection(self.env)
        return [{"code": code, "name": label} for code, label in labels]

    @api.model
    def _duret_consent(self):
        """Words above the signature, and their version: one and the other go into the signed document.

        :return: dict(version, text) in the user's language
        """
        text = self.env._(
            "I have read the summary of this report. By signing I confirm that the visit took place, the work done, "
            "the products used and the remarks written above. My signature, its date and the device on which it was "
            "made are kept with the report as evidence. I receive a copy by e-mail when my address is known."
        )
        return {"version": CONSENT_VERSION, "text": text}

    @api.model
    def _duret_circumstances(self):
        """Where the present request comes from.

        :return: dict of field values; empty texts outside a request
        """
        if not request:
            return {"ip_address": "", "user_agent": ""}
        agent = request.httprequest.user_agent.string or ""
        return {"ip_address": request.httprequest.remote_addr or "", "user_agent": agent[:MOST_AGENT]}

    def _duret_picture(self):
        """Picture of the signature.

        :return: bytes of a PNG, empty when nobody signed
        """
        self.ensure_one()
        return base64.b64decode(self.with_context(bin_size=False).picture or b"")

    def _duret_circumstances_text(self):
        """Everything about the signature but its document, strokes and picture, as one text.

        :return: str
        """
        self.ensure_one()
        names = ("outcome", "reason", "signer_name", "signer_quality", "document_sha256", "device_uuid", "device_name")
        names += ("ip_address", "user_agent", "consent_version", "consent_text", "glossary")
        values = {name: self[name] or "" for name in names}
        moments = {name: self[name].isoformat() for name in ("received_at", "signed_at")}
        return canonical(values | moments | {"user_id": self.user_id.id, "report": self.report_id.uuid})
