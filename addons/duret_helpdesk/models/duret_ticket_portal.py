from odoo import models
from odoo.fields import Domain


class DuretTicketPortal(models.AbstractModel):
    """What a client sees of a ticket and may do with it on the portal."""

    _name = "duret.ticket.portal"
    _description = "Ticket: Portal"

    def _duret_portal_attachments(self):
        """Files that the client may see: those of messages written to them, and those they sent with the form.

        :return: ir.attachment records in superuser mode
        """
        self.ensure_one()
        # sudo: the portal's document check came first; only what the client was sent is kept.
        messages = self.env["mail.message"].sudo()
        written_to_client = [("model", "=", self._name), ("res_id", "=", self.id)]
        shown = messages.search(messages._get_search_domain_share() & Domain(written_to_client)).attachment_ids
        # sudo: same check; what a client sent is his own to see.
        own = self.sudo().attachment_ids.filtered(lambda file: file.create_uid.share and not file._duret_is_internal())
        return shown | own

    def _duret_portal_closing_stages(self):
        """Stages into which the client may close the ticket from its page.

        :return: helpdesk.ticket.stage records
        """
        self.ensure_one()
        # sudo: names of stages are shown to the client on this page by design.
        stages = self.sudo().team_id.with_company(self.company_id)._get_applicable_stages()
        return stages.filtered("close_from_portal")

    def _duret_close_from_portal(self, stage_id):
        """Close the ticket on the client's demand.

        :param int stage_id: a stage that the page offers
        :return: True when done; False for a stage that is not offered or a ticket already closed
        """
        self.ensure_one()
        # sudo: the controller has checked that the client may read this ticket; portal users have no write right.
        ticket = self.sudo()
        if ticket.closed or stage_id not in ticket._duret_portal_closing_stages().ids:
            return False
        ticket.stage_id = stage_id
        return True

    def _duret_closed_on(self):
        """Closing date of a closed ticket: from then on its secret link expires."""
        self.ensure_one()
        return self.closed and self.closed_date
