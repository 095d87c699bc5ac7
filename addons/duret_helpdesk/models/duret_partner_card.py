from odoo import models
from odoo.tools.misc import format_date, format_datetime

SHOWN_TICKETS = 6
SHOWN_CALLS = 3
OUTCOME_TONES = {"answered": "success", "made": "success", "missed": "danger", "unanswered": "warning"}


class DuretPartnerCard(models.AbstractModel):
    """Open tickets and last calls on the client card."""

    _name = "duret.partner.card"
    _description = "Client Card: Tickets and Calls"

    def _duret_card_sections(self):
        """Override: tickets and calls."""
        return [*super()._duret_card_sections(), *self._duret_card_tickets(), *self._duret_card_calls()]

    def _duret_card_tickets(self):
        """Open tickets of the client and of the people of his firm, the newest first."""
        tickets = self.env["helpdesk.ticket"]
        if not tickets.has_access("read"):
            return []
        tickets = tickets.search(
            [("commercial_partner_id", "=", self.commercial_partner_id.id), ("stage_id.closed", "=", False)],
            order="id desc",
            limit=SHOWN_TICKETS,
        )
        return [
            {
                "code": "tickets",
                "title": self.env._("Open tickets"),
                "sequence": 10,
                "icon": "fa-ticket",
                "empty": self.env._("No open ticket"),
                "rows": [self._duret_card_ticket(ticket) for ticket in tickets],
            }
        ]

    def _duret_card_ticket(self, ticket):
        owner = ticket.user_id.name
        opened = format_date(self.env, ticket.create_date)
        return {
            "model": ticket._name,
            "id": ticket.id,
            "number": ticket.number,
            "title": ticket.name,
            "subtitle": " · ".join(filter(None, (ticket.number, opened, owner))),
            "badge": ticket.stage_id.name,
            "tone": "danger" if ticket.priority == "3" else "secondary",
        }

    def _duret_card_calls(self):
        """Last calls with the client."""
        calls = self.env["crm.phonecall"]
        if not calls.has_access("read"):
            return []
        family = self | self.commercial_partner_id
        took_place = [("partner_id", "in", family.ids), ("duret_outcome", "in", list(OUTCOME_TONES))]
        calls = calls.search(took_place, limit=SHOWN_CALLS)
        outcomes = dict(calls._fields["duret_outcome"]._description_selection(self.env))
        return [
            {
                "code": "calls",
                "title": self.env._("Last calls"),
                "sequence": 50,
                "icon": "fa-phone",
                "empty": self.env._("No call yet"),
                "rows": [
                    {
                        "model": call._name,
                        "id": call.id,
                        "title": call.name,
                        "subtitle": format_datetime(self.env, call.date, dt_format="short"),
                        "badge": outcomes[call.duret_outcome],
                        "tone": OUTCOME_TONES[call.duret_outcome],
                    }
                    for call in calls
                ],
            }
        ]

    def action_duret_open_calls(self):
        """Open the journal on the calls of this contact and of the people of his firm.

        :return: window action on ``crm.phonecall``
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("duret_helpdesk.crm_phonecall_action")
        return action | {
            "domain": [("partner_id", "child_of", self.id)],
            "context": {"default_partner_id": self.id, "default_state": "done", "default_direction": "out"},
        }
