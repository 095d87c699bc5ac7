from odoo import api, fields, models

from .duret_visit_event import CHANNELS


class DuretSlotRefusal(models.Model):
    """A double booking that the database refused: an error that did not happen."""

    _name = "duret.slot.refusal"
    _description = "Double Booking Refused"
    _order = "date desc, id desc"
    _rec_name = "date"

    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now, index=True)
    start = fields.Datetime("Time Wanted", readonly=True)
    channel = fields.Selection(CHANNELS, required=True, readonly=True)
    user_id = fields.Many2one("res.users", "By", readonly=True, default=lambda self: self.env.user, ondelete="set null")
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company, index=True
    )

    @api.model
    def _note(self, start, channel):
        """Count a refusal. Called by whoever catches `SlotTaken` and goes on.

        :param start: time that was wanted (naive UTC or its text)
        :param str channel: see `duret.visit.event.CHANNELS`
        """
        # sudo: a counter that nobody writes by hand.
        self.sudo().create({"start": start or False, "channel": channel, "user_id": self.env.uid})
