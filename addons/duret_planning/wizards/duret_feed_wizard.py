from odoo import api, fields, models


class DuretFeedWizard(models.TransientModel):
    """Shows a technician the link of his calendar, makes another one, or takes it back."""

    _name = "duret.feed.wizard"
    _description = "Calendar Link of a Technician"

    person_id = fields.Many2one(
        "fsm.person", "Technician", required=True, default=lambda self: self._default_person_id(), ondelete="cascade"
    )
    url = fields.Char("Link", compute="_compute_url")

    @api.model
    def _default_person_id(self):
        """The technician who is looking."""
        return self.env["fsm.person"].search([("partner_id", "=", self.env.user.partner_id.id)], limit=1)

    @api.depends("person_id")
    def _compute_url(self):
        for wizard in self:
            wizard.url = wizard.person_id._duret_feed_url() if wizard.person_id else ""

    def action_renew(self):
        """Make a new link.

        :return: action that shows it
        """
        self.person_id.duret_renew_feed()
        return self._duret_show()

    def action_stop(self):
        """Take the link back.

        :return: action that shows there is none
        """
        self.person_id.duret_stop_feed()
        return self._duret_show()

    def _duret_show(self):
        self.invalidate_recordset(["url"])
        action = self.env["ir.actions.act_window"]._for_xml_id("duret_planning.duret_feed_wizard_action")
        return action | {"res_id": self.id}
