from odoo import api, models

from .mail_thread import trace_of


class DuretTicketRelance(models.AbstractModel):
    """Tickets may be followed up: the client whom we wait for, the repair that nobody has called about."""

    _name = "duret.ticket.relance"
    _description = "Ticket: Follow-up"
    _inherit = ["duret.relance.mixin"]

    @api.model
    def message_new(self, msg, custom_values=None):
        """Override: the client who writes a ticket was in touch at that time: noted with the row and not after it."""
        author = self.env["res.partner"].browse(msg.get("author_id") or [])
        if trace_of(self.env) and msg.get("date") and author and self._duret_opened_by_client(author):
            custom_values = {"duret_client_answer_date": msg["date"], **(custom_values or {})}
        return super().message_new(msg, custom_values=custom_values)

    def _duret_opened_by_client(self, author):
        """Whether the message that opens a ticket counts as the client's, as `_duret_is_client_answer` will say.

        :param author: res.partner, one
        """
        subtype_id = self.env["ir.model.data"]._xmlid_to_res_id("helpdesk_mgmt.hlp_tck_created")
        internal = subtype_id in self.env["mail.message.subtype"]._duret_internal_ids()
        return not internal and self._duret_is_outsider(author)

    @api.model
    def _duret_relance_default_user(self, company):
        """Override: the front desk calls for tickets that nobody has taken.

        :param company: res.company
        :return: res.users
        """
        return company.duret_front_desk_user_id
