from odoo import fields, models


class DuretVisitOfferMessage(models.AbstractModel):
    """Proposes a time set free to a client of the waiting list; the link leads to the page that takes his answer."""

    _name = "duret.visit.offer.message"
    _description = "Message About a Time Proposed"

    def _duret_offer(self):
        """The proposal that this message is about."""
        self.ensure_one()
        # sudo: proposals are written by the waiting list only; the outbox reads the one it sends.
        return self.env["duret.slot.offer"].sudo().search([("event_id", "=", self.event_id.id)], limit=1)

    def _decide_offer(self):
        """Choose whether the client may still be asked.

        :return: True when he may; the row is dropped otherwise
        """
        self.ensure_one()
        offer = self._duret_offer()
        if not offer or not offer._is_open():
            self._mark_dropped(self.env._("The time is no longer proposed."))
            return False
        values = {"kind": "offer", "told_start": offer.start, "old_start": self.order_id.scheduled_date_start}
        self.write(values | {"sequence": self._change_number()})
        return True

    def duret_link(self):
        """Override: a proposal is answered on a page of its own."""
        return self._duret_offer()._url() if self.kind == "offer" else super().duret_link()

    def duret_until(self):
        """Until when the client may take the time proposed, in words."""
        self.ensure_one()
        offer = self._duret_offer()
        return self._duret_moment_words(offer.expires_at or fields.Datetime.now())

    def _frame_button(self):
        """Override: the button of a proposal leads to its answer."""
        if self.kind == "offer":
            return {"url": self.duret_link(), "title": self.env._("See the time proposed")}
        return super()._frame_button()
