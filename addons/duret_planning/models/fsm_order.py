from odoo import api, fields, models

from .duret_visit_day import ANSWERS, STATES
from .duret_visit_event import CHANNELS


class FsmOrder(models.Model):
    """The visit: one mixin a concern (`duret_visit_*.py`), composed here.

    The mixins come before `fsm.order`, so that their overrides run before those of the OCA modules. The journal is the
    outermost: it tells what really happened, once time has been claimed.
    """

    _name = "fsm.order"
    _inherit = [
        "duret.visit.waiting",
        "duret.visit.day",
        "duret.visit.booking",
        "duret.visit.calendar",
        "duret.visit.journal",
        "duret.visit.claim",
        "duret.visit.schedule",
        "duret.visit.portal",
        "duret.visit.notice",
        "duret.appointment.mixin",
        "duret.visit.contract",
        "fsm.order",
    ]

    duret_ticket_id = fields.Many2one(
        "helpdesk.ticket",
        string="Ticket",
        index="btree_not_null",
        tracking=True,
        help="Request of the client that this visit answers",
    )
    # The day's visits are read each time « Ma journée » changes.
    scheduled_date_start = fields.Datetime(index=True, tracking=True)
    scheduled_date_end = fields.Datetime(index=True)
    duret_client_phone = fields.Char(related="location_id.owner_id.phone", string="Client's telephone")
    duret_partner_id = fields.Many2one(
        "res.partner",
        string="Client",
        compute="_compute_duret_partner_id",
        store=True,
        index="btree_not_null",
        help="Who asked for the visit: the contact of the ticket, else the owner of the site",
    )
    duret_contract_id = fields.Many2one(index="btree_not_null")
    # Each change of a calendar looks for the visit of its event.
    calendar_event_id = fields.Many2one(index="btree_not_null")
    duret_confirmed = fields.Boolean(
        "Agreed with the Client", tracking=True, copy=False, help="The optimiser never moves a time that was agreed."
    )
    duret_channel = fields.Selection(CHANNELS, "Booked By", copy=False, help="Way by which the appointment was made")
    duret_day_off_agreed = fields.Boolean(
        "Day Off Agreed", copy=False, help="Planned although the technician or the company does not work that day"
    )
    duret_day_state = fields.Selection(STATES, "In the Field", default="planned", copy=False)
    duret_is_near = fields.Boolean(
        "Near", compute="_compute_duret_is_near", help="Worth reporting about: not days ahead"
    )
    duret_since = fields.Datetime("In This State Since", copy=False)
    duret_late_minutes = fields.Integer("Announced Delay (minutes)", copy=False)
    duret_expected_start = fields.Datetime(
        "Expected At", copy=False, help="When the technician will be there, when that is later than agreed"
    )
    duret_told_start = fields.Datetime("Arrival Told to the Client", copy=False)
    duret_delay_answer = fields.Selection(ANSWERS, "Answer to the Delay", copy=False)
    duret_waiting = fields.Boolean(
        "Wants an Earlier Time",
        copy=False,
        tracking=True,
        help="On the waiting list: the client is asked when a time that suits him is set free",
    )
    duret_waiting_since = fields.Datetime("Waiting Since", copy=False, readonly=True)
    duret_offer_ids = fields.One2many("duret.slot.offer", "order_id", "Times Proposed")
    duret_claim_ids = fields.One2many("duret.slot.claim", "order_id", "Time Taken")
    duret_message_ids = fields.One2many("duret.visit.message", "order_id", "Messages Sent")
    duret_event_ids = fields.One2many("duret.visit.event", "order_id", "Events")

    _duret_link_secret_unique = models.UniqueIndex("(duret_link_secret) WHERE duret_link_secret IS NOT NULL")

    _duret_waiting_idx = models.Index("(duret_waiting_since, id) WHERE duret_waiting")

    @api.depends("location_id.owner_id", "duret_ticket_id.partner_id")
    def _compute_duret_partner_id(self):
        for order in self:
            order.duret_partner_id = order.duret_ticket_id.partner_id or order.location_id.owner_id
