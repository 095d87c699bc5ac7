from odoo import api, fields, models


class HelpdeskTicket(models.Model):
    """The ticket of the suite: one mixin a concern (`duret_ticket_*.py`), composed here.

    The mixins come before `helpdesk.ticket`, so that their overrides run before those of the OCA modules.
    """

    _name = "helpdesk.ticket"
    _inherit = [
        "duret.ticket.mail",
        "duret.ticket.portal",
        "duret.ticket.kind",
        "duret.ticket.next.action",
        "duret.ticket.measure",
        "duret.ticket.sla",
        "duret.ticket.triage",
        "duret.ticket.callback",
        "helpdesk.ticket",
    ]
    # Turns on Odoo's own brake against loops, which needs to know where the sender's address is kept.
    _primary_email = "partner_email"

    partner_id = fields.Many2one(index=True)
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

    _duret_number_idx = models.Index("(number)")

    @api.depends("duret_mail_ids")
    def _compute_duret_mail_count(self):
        groups = self.env["duret.mail.inbox"]._read_group([("ticket_id", "in", self.ids)], ["ticket_id"], ["__count"])
        counts = {ticket.id: count for ticket, count in groups}
        for ticket in self:
            ticket.duret_mail_count = counts.get(ticket.id, 0)
