from odoo import models

REFUSED = ("error", "canceled")
TAKEN = ("process", "pending", "sent")


class SmsSms(models.Model):
    """Tells the outbox of visits what became of its text messages."""

    _inherit = "sms.sms"

    def write(self, vals):
        """Override: every path that sends, refuses or cancels a text message writes its state."""
        result = super().write(vals)
        if vals.get("state") in (*REFUSED, *TAKEN):
            # sudo: the queue of text messages writes the outcome of what it was allowed to send.
            rows = self.env["duret.visit.message"].sudo().search([("sms_uuid", "in", self.mapped("uuid"))])
            if vals["state"] in TAKEN:
                rows._mark_sent()
            else:
                labels = dict(self._fields["failure_type"]._description_selection(self.env))
                code = vals.get("failure_type")
                rows._mark_failed(labels.get(code, code or vals["state"]))
        return result
