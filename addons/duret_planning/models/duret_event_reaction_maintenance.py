from zoneinfo import ZoneInfo

from odoo import models


class DuretEventReactionMaintenance(models.AbstractModel):
    """A visit that is booked, made or cancelled is known to its maintenance contract at once, by whatever way."""

    _name = "duret.event.reaction.maintenance"
    _description = "Reaction to Visit Events: Maintenance"

    def _duret_react(self):
        """Override: link the visit to its contract, stop the chase, count a visit that was made."""
        super()._duret_react()
        orders = self.order_id
        orders.filtered(lambda order: not order.duret_contract_id)._duret_find_contract()
        mine = orders.filtered("duret_contract_id")
        if not mine:
            return
        mine.duret_contract_id._notice_visits()
        done = self.filtered(lambda event: event.kind == "done").order_id & mine
        for order in done:
            zone = ZoneInfo(order.company_id.resource_calendar_id.tz or "Europe/Paris")
            order.duret_contract_id._note_visit(order._duret_made_on(zone))
