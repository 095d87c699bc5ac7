"""Tells the outbox of follow-ups what became of its text messages."""

from odoo import models

FAILED = ("error", "canceled")
TAKEN = ("pending", "sent", "process")


class SmsSms(models.Model):
    _inherit = "sms.sms"

    def _update_sms_state_and_trackers(self, new_state, failure_type=None):
        """Override: the outbox follows the text message by its identifier, which outlives the row of the queue."""
        # sudo: the queue of text messages writes the outcome of what it was allowed to send.
        rows = self.env["duret.relance.message"].sudo().search([("sms_uuid", "in", self.mapped("uuid"))])
        if new_state in TAKEN:
            rows._mark_sent()
        elif new_state in FAILED:
            labels = dict(self._fields["failure_type"]._description_selection(self.env))
            rows._mark_failed(labels.get(failure_type, failure_type or new_state), again=False)
        return super()._update_sms_state_and_trackers(new_state, failure_type=failure_type)
