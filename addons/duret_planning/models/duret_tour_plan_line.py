from odoo import api, fields, models

KEPT = [
    ("agreed", "Time agreed with the client"),
    ("crew", "Several technicians"),
    ("begun", "Already begun"),
    ("long", "Several days"),
    ("place", "Address not found on the map"),
    ("hours", "Outside the technician's hours: to be settled"),
    ("road", "Too far from the visit before or after: to be settled"),
    ("full", "No room for it that day"),
]


class DuretTourPlanLine(models.Model):
    """A visit that a plan moves, or leaves where it is for a reason."""

    _name = "duret.tour.plan.line"
    _description = "Visit of a Tour Plan"
    _order = "kind desc, new_start, id"
    _rec_name = "order_id"

    plan_id = fields.Many2one("duret.tour.plan", required=True, ondelete="cascade", index=True)
    order_id = fields.Many2one("fsm.order", "Visit", required=True, ondelete="cascade", index=True)
    kind = fields.Selection([("keep", "Stays"), ("move", "Changes")], required=True)
    reason = fields.Selection(KEPT, "Why It Stays")
    partner_id = fields.Many2one(related="order_id.duret_partner_id", string="Client")
    city = fields.Char(related="order_id.location_id.city", string="Town")
    type_id = fields.Many2one(related="order_id.type", string="Kind of Visit")
    old_person_id = fields.Many2one("fsm.person", "Technician Today", ondelete="set null")
    old_start = fields.Datetime("Start Today")
    new_person_id = fields.Many2one("fsm.person", "New Technician", ondelete="set null")
    new_start = fields.Datetime()
    person_changes = fields.Boolean(compute="_compute_changes")
    time_changes = fields.Boolean(compute="_compute_changes")

    _once = models.UniqueIndex("(plan_id, order_id)", "A visit is in a plan once.")

    @api.depends("kind", "old_person_id", "new_person_id", "old_start", "new_start")
    def _compute_changes(self):
        for line in self:
            moves = line.kind == "move"
            line.person_changes = moves and line.old_person_id != line.new_person_id
            line.time_changes = moves and line.old_start != line.new_start
