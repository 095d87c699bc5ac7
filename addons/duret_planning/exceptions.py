"""Refusals of the planning that callers tell apart."""

from odoo.exceptions import UserError


class SlotTaken(UserError):
    """A technician is taken at that time: somebody else was faster, or he has another visit.

    Callers who can offer other times catch it; nothing was written.
    """
