from odoo import fields, models


class FsmOrderType(models.Model):
    """Kind of visit: how long, by whom, with which skills, who may book it and how early."""

    _inherit = "fsm.order.type"
    _order = "duret_sequence, name, id"

    name = fields.Char(translate=True)
    active = fields.Boolean(default=True)
    duret_sequence = fields.Integer("Sequence", default=10)
    duret_code = fields.Char("Code", copy=False, help="Short name by which other programs know this kind of visit")
    duret_minutes = fields.Integer("Length (minutes)", default=60, required=True)
    duret_buffer_minutes = fields.Integer("Kept Free Afterwards (minutes)", default=0)
    duret_skill_ids = fields.Many2many("hr.skill", string="Skills Needed")
    duret_crew = fields.Integer("Technicians Needed", default=1, required=True)
    duret_online = fields.Boolean("Clients Book Alone", help="Otherwise only the office books it")
    duret_notice_hours = fields.Integer("Minimum Notice (hours)", default=24, help="Shortest time before the visit")
    duret_horizon_days = fields.Integer("Bookable Ahead (days)", default=60, required=True)
    duret_price_text = fields.Char("Price Shown to the Client", translate=True)
    duret_description = fields.Char("Shown to the Client", translate=True)
    duret_question_ids = fields.One2many("duret.visit.question", "type_id", "Questions to Ask")
    duret_ticket_type_id = fields.Many2one(
        "helpdesk.ticket.type", "Request Type", help="Type of request that this kind of visit answers"
    )

    _duret_code_unique = models.UniqueIndex(
        "(duret_code) WHERE duret_code IS NOT NULL", "Another kind of visit has this code."
    )
    _duret_numbers = models.Constraint(
        "CHECK (duret_minutes > 0 AND duret_minutes <= 1440 AND duret_buffer_minutes >= 0 AND duret_crew >= 1"
        " AND duret_notice_hours >= 0 AND duret_horizon_days BETWEEN 1 AND 366)",
        "A visit lasts between 1 minute and a day, needs one technician at least, and is booked at most a year ahead.",
    )
