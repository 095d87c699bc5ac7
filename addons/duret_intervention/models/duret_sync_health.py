from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

SILENT = timedelta(hours=24)
SLOW = timedelta(hours=4)
SKEW = 5 * 60  # seconds by which a clock may be wrong before anyone is told


class DuretSyncHealth(models.AbstractModel):
    """How a technician's telephone is doing: whether what he wrote has come."""

    _name = "duret.sync.health"
    _description = "Telephone: Health"

    person_id = fields.Many2one("fsm.person", "Technician", compute="_compute_person_id")
    health = fields.Selection(
        [("ok", "Up to Date"), ("waiting", "Waiting"), ("silent", "Silent")],
        compute="_compute_health",
        search="_search_health",
        help="Waiting: things are on the telephone only, for more than four hours. Silent: so they are, and it has not "
        "been heard of for a day.",
    )
    is_clock_wrong = fields.Boolean("Clock Wrong", compute="_compute_is_clock_wrong")

    @api.depends("user_id")
    def _compute_person_id(self):
        people = self.env["fsm.person"].search([("partner_id", "in", self.user_id.partner_id.ids)])
        by_partner = {person.partner_id: person for person in people}
        for device in self:
            device.person_id = by_partner.get(device.user_id.partner_id, False)

    @api.depends("waiting", "last_seen_at", "oldest_waiting_at")
    @api.depends_context("duret_now")
    def _compute_health(self):
        silent, slow = (self.filtered_domain(self._duret_health_domain(state)) for state in ("silent", "waiting"))
        for device in self:
            device.health = "silent" if device in silent else "waiting" if device in slow else "ok"

    @api.model
    def _duret_health_domain(self, state):
        """Return the domain of the telephones in this state."""
        now = fields.Datetime.now()
        waiting = Domain("waiting", ">", 0)
        silent = waiting & Domain("last_seen_at", "<", now - SILENT)
        slow = waiting & Domain("oldest_waiting_at", "<", now - SLOW) & ~silent
        return {"silent": silent, "waiting": slow, "ok": ~silent & ~slow}[state]

    @api.model
    def _search_health(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        states = [state for state in ("ok", "waiting", "silent") if (state in value) == (operator == "in")]
        return Domain.OR(self._duret_health_domain(state) for state in states)

    @api.depends("clock_skew_seconds")
    def _compute_is_clock_wrong(self):
        for device in self:
            device.is_clock_wrong = abs(device.clock_skew_seconds) > SKEW

    def action_duret_open_mutations(self):
        """Open what this telephone sent.

        :return: window action
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("duret_intervention.duret_sync_mutation_action")
        return action | {"domain": [("device_id", "=", self.id)]}
