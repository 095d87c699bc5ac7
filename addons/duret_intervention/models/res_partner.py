from odoo import api, fields, models


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["duret.partner.reports", "duret.report.files", "res.partner"]

    duret_report_count = fields.Integer("Number of Reports", compute="_compute_duret_report_count")

    @api.depends_context("uid")
    def _compute_duret_report_count(self):
        """Reports of the whole client: of each of its contacts."""
        reports = self.env["duret.intervention.report"]
        counts = {}
        if reports.has_access("read"):
            clients = self.commercial_partner_id
            domain = [("partner_id", "child_of", clients.ids)]
            for partner, count in reports._read_group(domain, ["partner_id"], ["__count"]):
                client = partner.commercial_partner_id
                counts[client] = counts.get(client, 0) + count
        for partner in self:
            partner.duret_report_count = counts.get(partner.commercial_partner_id, 0)

    def _duret_reports_of_files(self):
        """Override: the reports of the whole client."""
        return [("partner_id", "child_of", self.commercial_partner_id.ids)]

    def action_duret_open_reports(self):
        """Open the reports of this client, the latest first.

        :return: window action
        """
        client = self.commercial_partner_id
        action = self.env["ir.actions.act_window"]._for_xml_id("duret_intervention.duret_intervention_report_action")
        return action | {"context": {}, "domain": [("partner_id", "child_of", client.ids)]}
