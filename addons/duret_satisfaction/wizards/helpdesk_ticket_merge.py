"""Complaints that are merged into another ticket."""

from odoo import models

REQUEST = "duret.satisfaction.request"


class HelpdeskTicketMerge(models.TransientModel):
    _inherit = "helpdesk.ticket.merge"

    def merge_tickets(self):
        """Override: the opinion that opened a complaint follows it into the ticket that stays."""
        tickets = self.ticket_ids  # merged ones are archived, and no longer listed
        result = super().merge_tickets()
        # sudo: the right to merge was checked above; the links of the program follow.
        gone, kept = (tickets - self.dst_ticket_id).sudo(), self.dst_ticket_id.sudo()
        gone._duret_hand_opinion_to(kept)
        return result
