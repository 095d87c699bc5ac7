from odoo import models


class DuretEventReactionBoard(models.AbstractModel):
    """What happens to a visit appears on every open board."""

    _name = "duret.event.reaction.board"
    _description = "Reaction to Visit Events: Board"

    def _duret_react(self):
        """Override: announce the visits, once for the whole batch."""
        self.env["duret.planning.board"]._duret_announce(self.order_id.ids)
        return super()._duret_react()
