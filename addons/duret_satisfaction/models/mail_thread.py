"""A client who answers the mail instead of clicking in it has answered: he is not reminded."""

from odoo import models

from odoo.addons.duret_helpdesk.models.mail_thread import trace_of


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def _duret_referenced_document(self, message_dict):
        """Override: the client's own words stop the series; those of his robot (« I am on holiday ») do not."""
        document = super()._duret_referenced_document(message_dict)
        trace = trace_of(self.env)
        requests = self.env["duret.satisfaction.request"]
        if trace and not trace.only_in_thread and requests._duret_wrote_back(document, trace.sender_email):
            document._duret_note_client_answer(message_dict.get("date"))
        return document
