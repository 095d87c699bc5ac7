"""Unhappy clients who wait for a call, in « Ma journée »."""

from odoo import api, fields, models
from odoo.fields import Domain


class DuretMyDayRecovery(models.AbstractModel):
    _name = "duret.my.day.recovery"
    _description = "My Day: Unhappy Clients"

    @api.model
    def _get_blocks(self, scope):
        """Override: unhappy clients, for whoever reads tickets."""
        blocks = super()._get_blocks(scope)
        if self.env.user.has_group("duret_base.group_assistant"):
            blocks.append(self._block_recoveries(scope))
        return blocks

    @api.model
    def _block_recoveries(self, scope):
        """Open complaints that began with an opinion, the nearest call first."""
        domain = self._day_owned(scope) & Domain([("duret_is_open", "=", True), ("duret_unhappy", "=", True)])
        now = fields.Datetime.now()
        return self._ticket_block(
            "recoveries",
            self.env._("Unhappy clients"),
            domain,
            "duret_next_action_date, id",
            lambda ticket: self._recovery_details(ticket, now),
            sequence=15,
            icon="fa-frown-o",
            empty=self.env._("No unhappy client waits."),
        )

    @api.model
    def _recovery_details(self, ticket, now):
        due = ticket.duret_next_action_date
        details = {"tone": "danger" if due and due < now else "warning"}
        return details | {"time": fields.Datetime.to_string(due)} if due else details
