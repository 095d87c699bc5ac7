from datetime import timedelta

from odoo import api, fields, models

from ..field_report import write_moment

DAYS = 90
MOST = 100


class DuretSyncPullRequest(models.AbstractModel):
    """Pull: what became of the requests that the technician wrote."""

    _name = "duret.sync.pull.request"
    _description = "Pull: Requests"

    @api.model
    def _section_requests(self):
        """His requests of the last 90 days, newest first."""
        since = fields.Datetime.now() - timedelta(days=DAYS)
        # sudo: requests written by the current user himself.
        tickets = self.env["helpdesk.ticket"].sudo().with_context(active_test=False)
        mine = [("duret_field_user_id", "=", self.env.uid), ("create_date", ">=", since)]
        return [self._request(ticket) for ticket in tickets.search(mine, order="id desc", limit=MOST)]

    @api.model
    def _request(self, ticket):
        """One request as its author sees it; the amount is a decimal text, with taxes."""
        states = dict(ticket._fields["duret_field_state"]._description_selection(self.env))
        state = ticket.duret_field_state or "open"
        amount = ticket.duret_field_amount
        return {
            "uuid": ticket.duret_field_uuid,
            "kind": "quote" if ticket.type_id.duret_code == "quotation" else "problem",
            "number": ticket.number,
            "title": ticket.name,
            "date": write_moment(ticket.duret_field_at or ticket.create_date),
            "client": ticket.partner_id.display_name or "",
            "state": state,
            "words": ticket.stage_id.name if state == "open" else states[state],
            "amount": f"{amount:.2f}" if amount else "",
        }
