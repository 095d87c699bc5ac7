from odoo import api, models
from odoo.fields import Domain


class DuretReportPortal(models.AbstractModel):
    """What clients and the holders of a paper see of reports. They have no right on the model itself."""

    _name = "duret.report.portal"
    _description = "Intervention Report: Client's Page"

    @api.model
    def _duret_reports_of(self, user):
        """Closed reports that a client may see: his own and those of his firm, unless the firm says that its contacts
        see only their own.

        :param user: res.users, a portal user
        :return: Domain on duret.intervention.report
        """
        partner = user.partner_id
        firm = partner.commercial_partner_id
        own = Domain("partner_id", "=", partner.id)
        if partner == firm or not firm.duret_portal_own_only:
            own |= Domain("partner_id.commercial_partner_id", "=", firm.id)
        return own & Domain("closed_at", "!=", False)

    @api.model
    def _duret_own_report(self, user, report_id):
        """One report of a client.

        :param user: res.users
        :param int report_id: as received
        :return: duret.intervention.report in superuser mode, empty when it is not his
        """
        # sudo: clients have no right on reports; the domain above is the whole of what they may see.
        return self.sudo().search(Domain("id", "=", report_id) & self._duret_reports_of(user), limit=1)

    @api.model
    def _duret_by_verify_token(self, token):
        """The report of a code on paper.

        :param str token: as received
        :return: duret.intervention.report in superuser mode, or empty
        """
        if not isinstance(token, str) or not 30 <= len(token) <= 40:
            # Nothing is found: an empty recordset gives no access.
            return self.sudo().browse()
        # sudo: the visitor holds a secret of 192 bits that stands on the client's copies only.
        return self.sudo().search([("verify_token", "=", token), ("closed_at", "!=", False)], limit=1)

    def _duret_client_state(self):
        """State of a report in the client's words.

        :return: (code, text)
        """
        self.ensure_one()
        if self.state == "amended":
            return "amended", self.env._("Corrected since")
        texts = {
            "signed": self.env._("Signed"),
            "absent": self.env._("Closed in your absence"),
            "refused": self.env._("Not signed"),
            "office": self.env._("Made by the office"),
        }
        return self.outcome, texts.get(self.outcome, "")

    def _duret_client_pdf(self):
        """The client's copy: the one that was filed while it is up to date, else printed anew.

        :return: bytes
        """
        self.ensure_one()
        # sudo: the caller has checked that the report is the client's.
        row = self.env["duret.report.message"].sudo().search([("report_id", "=", self.id)], limit=1)
        # sudo: as above; the number stands on the document.
        number = max(self.sudo().seal_ids.mapped("number"), default=0)
        filed = row.file_ids[:1].raw if row.filed_seal == number and number else b""
        return filed or self._duret_pdf()
