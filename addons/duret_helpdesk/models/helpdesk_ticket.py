from odoo import api, fields, models


class HelpdeskTicket(models.Model):
    """The ticket of the suite: one mixin a concern (`duret_ticket_*.py`), composed here.

    The mixins come before `helpdesk.ticket`, so that their overrides run before those of the OCA modules.
    """

    _name = "helpdesk.ticket"
    _inherit = [
        "duret.ticket.mail",
        "duret.ticket.portal",
        "duret.ticket.request",
        "duret.ticket.kind",
        "duret.ticket.priority",
        "duret.ticket.next.action",
        "duret.ticket.measure",
        "duret.ticket.answer",
        "duret.ticket.sla.words",
        "duret.ticket.sla.promise",
        "duret.ticket.sla",
        "duret.ticket.triage",
        "duret.ticket.callback",
        "duret.ticket.letter",
        "duret.ticket.call",
        "duret.ticket.relance",
        "duret.ticket.first.values",
        "helpdesk.ticket",
    ]
    # Turns on Odoo's own brake against loops, which needs to know where the sender's address is kept.
    _primary_email = "partner_email"

    partner_id = fields.Many2one(index=True)
    duret_waits_for_client = fields.Boolean(related="stage_id.duret_waits_for_client")
    commercial_partner_id = fields.Many2one(index=True)
    duret_related_ticket_id = fields.Many2one(
        "helpdesk.ticket",
        "Named Ticket",
        index="btree_not_null",
        ondelete="set null",
        copy=False,
        help="Ticket that the message mentions although its sender is not part of it.",
    )
    duret_mail_ids = fields.One2many("duret.mail.inbox", "ticket_id", "Incoming Mail")
    duret_mail_count = fields.Integer(compute="_compute_duret_mail_count")

    # The copy of a ticket has its own urgency.
    priority = fields.Selection(copy=False)

    _duret_number_idx = models.Index("(number)")
    _duret_to_sort_idx = models.Index("(create_date) WHERE duret_triage_state = 'to_sort'")
    # The clocks to read again, which are few: nobody looks through the others.
    _duret_clock_stale_idx = models.Index("(id) WHERE duret_clock_key IS NULL")
    # « Ma journée » reads the clients who keep us waiting among the open tickets only.
    _duret_at_risk_idx = models.Index(
        "(duret_sla_state, duret_sla_deadline, user_id)"
        " WHERE duret_is_open IS TRUE AND duret_sla_state IN ('at_risk', 'breached')"
    )
    _duret_waiting_idx = models.Index("(stage_id, last_stage_update) WHERE duret_is_open IS TRUE")

    @api.depends("duret_mail_ids")
    def _compute_duret_mail_count(self):
        groups = self.env["duret.mail.inbox"]._read_group([("ticket_id", "in", self.ids)], ["ticket_id"], ["__count"])
        counts = {ticket.id: count for ticket, count in groups}
        for ticket in self:
            ticket.duret_mail_count = counts.get(ticket.id, 0)
