"""Tells the outbox of follow-ups what became of its text messages."""

from odoo import models

FAILED = ("error", "canceled")
TAKEN = ("pending", "sent", "process")


class SmsSms(models.Model):
    _inherit = "sms.sms"

    def write(self, vals):
        """Override: the outbox follows the text message by its identifier, which outlives the row of the queue.

        Every way to an outcome passes here: the queue, a delivery report, the buttons of a person.
        """
        result = super().write(vals)
        if vals.get("state") in TAKEN + FAILED:
            self._duret_tell_outbox(vals["state"], vals.get("failure_type"))
        return result

    def _duret_tell_outbox(self, state, failure_type):
        """Write the outcome of these text messages on the rows that they were made for.

        :param str state: one of TAKEN or FAILED
        :param failure_type: code of core, or False
        """
        # sudo: the queue of text messages writes the outcome of what it was allowed to send.
        rows = self.env["duret.relance.message"].sudo().search([("sms_uuid", "in", self.mapped("uuid"))])
        if state in TAKEN:
            rows._mark_sent()
        elif rows:
            labels = dict(self._fields["failure_type"]._description_selection(self.env))
            rows._mark_failed(labels.get(failure_type, failure_type or state), again=False)
