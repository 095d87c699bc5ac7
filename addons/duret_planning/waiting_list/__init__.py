"""What becomes of a time that a visit gives back; without Odoo."""

from .rules import ANSWER, NOTICE, SHORTEST, expiry, left_over

__all__ = ["ANSWER", "NOTICE", "SHORTEST", "expiry", "left_over"]
