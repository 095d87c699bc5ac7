from odoo import models


class DuretEventReaction(models.AbstractModel):
    """The last of those who react to what happens to visits: does nothing, so that the others can call super."""

    _name = "duret.event.reaction"
    _description = "Reaction to Visit Events"

    def _duret_react(self):
        """Act on events just written, in their transaction; called once for a batch. Extend it and call super.

        Runs as superuser; what leaves the suite goes through an outbox.
        """
