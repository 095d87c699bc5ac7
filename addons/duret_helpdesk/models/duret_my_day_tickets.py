from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

ROWS = 8


class DuretMyDayTickets(models.AbstractModel):
    """Blocks made of tickets and of mails: deadlines, sorting, clients who do not answer."""

    _name = "duret.my.day.tickets"
    _inherit = "duret.my.day.block"
    _description = "My Day: Tickets"

    @api.model
    def _block_sla(self, scope):
        """Open tickets whose promised deadline is about to be missed, the nearest first, then those that missed it."""
        domain = self._day_owned(scope) & Domain(
            [("duret_is_open", "=", True), ("duret_sla_state", "in", ["at_risk", "breached"])]
        )
        states = dict(self.env["helpdesk.ticket"]._fields["duret_sla_state"]._description_selection(self.env))
        return self._ticket_block(
            "sla",
            self.env._("Deadlines at risk"),
            domain,
            "duret_sla_state, duret_sla_deadline, id",  # "at_risk" before "breached"
            lambda ticket: {
                "time": fields.Datetime.to_string(ticket.duret_sla_deadline) if ticket.duret_sla_deadline else "",
                "tone": "danger" if ticket.duret_sla_state == "breached" else "warning",
                "badge": states[ticket.duret_sla_state],
            },
            sequence=20,
            icon="fa-hourglass-half",
            empty=self.env._("Every promised deadline is kept."),
        )

    @api.model
    def _block_triage(self):
        """Requests that the program did not dare to sort alone, the oldest first. They belong to the front desk."""
        return self._ticket_block(
            "triage",
            self.env._("To sort"),
            Domain([("duret_is_open", "=", True), ("duret_triage_state", "=", "to_sort")]),
            "create_date, id",
            lambda ticket: {"time": fields.Datetime.to_string(ticket.create_date)},
            action=self._triage_action(),
            sequence=30,
            icon="fa-random",
            empty=self.env._("Everything is sorted."),
        )

    @api.model
    def _triage_action(self):
        """The screen made for sorting, instead of a list."""
        return {
            "type": "ir.actions.client",
            "tag": "duret_helpdesk.triage",
            "name": self.env._("To sort"),
        }

    @api.model
    def _block_waiting(self, scope):
        """Tickets whose client has not answered for longer than the company's setting."""
        days = self.env.company.duret_waiting_days
        domain = self._day_owned(scope) & Domain(
            [
                ("duret_is_open", "=", True),
                ("stage_id", "in", self._waiting_stages()),
                ("last_stage_update", "<", fields.Datetime.now() - timedelta(days=days)),
            ]
        )
        return self._ticket_block(
            "waiting",
            self.env._("No answer from the client for %(days)s days", days=days),
            domain,
            "last_stage_update, id",
            lambda ticket: {"time": fields.Datetime.to_string(ticket.last_stage_update)},
            sequence=60,
            icon="fa-pause-circle-o",
            empty=self.env._("No client keeps us waiting."),
        )

    @api.model
    def _waiting_stages(self):
        return self.env["helpdesk.ticket.stage"].search([("duret_waits_for_client", "=", True)]).ids

    @api.model
    def _ticket_block(self, code, title, domain, order, details, **values):
        """Block of tickets.

        :param details: function (ticket) → what its row has more than every ticket's
        """
        tickets = self.env["helpdesk.ticket"].search(domain, limit=ROWS, order=order)
        return self._day_block(
            code,
            title,
            tickets,
            domain,
            lambda ticket: self._ticket_row(ticket) | details(ticket),
            limit=ROWS,
            **values,
        )

    @api.model
    def _ticket_row(self, ticket):
        partner = ticket.partner_id
        mine = ticket.user_id == self.env.user
        return {
            **self._day_phone(partner.phone),
            "key": ticket.id,
            "model": ticket._name,
            "id": ticket.id,
            "title": ticket.name,
            "subtitle": " · ".join(filter(None, [partner.name or ticket.partner_name, ticket.number])),
            "owner": self._day_owner(ticket.user_id),
            "actions": ["call"] if mine else ["call", "assign"],
        }

    @api.model
    def _block_mails(self):
        """Messages that could not become a ticket by themselves, the newest first."""
        domain = Domain("state", "=", "quarantined")
        inbox = self.env["duret.mail.inbox"]
        rows = inbox.search_fetch(domain, ["subject", "sender", "reason", "received_at"], limit=ROWS)
        reasons = dict(inbox._fields["reason"]._description_selection(self.env))
        return self._day_block(
            "mails",
            self.env._("Mails to handle"),
            rows,
            domain,
            lambda mail: {
                "key": mail.id,
                "model": mail._name,
                "id": mail.id,
                "title": mail.subject or self.env._("(no subject)"),
                "subtitle": " · ".join(filter(None, [mail.sender, reasons.get(mail.reason)])),
                "time": fields.Datetime.to_string(mail.received_at),
                "actions": [],
            },
            limit=ROWS,
            sequence=40,
            icon="fa-envelope-o",
            empty=self.env._("No mail waits."),
        )
