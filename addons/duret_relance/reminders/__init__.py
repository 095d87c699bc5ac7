"""When a person must be reminded of something, to the minute. No Odoo in here."""

from .clock import CHOICES, local_day, moved_to_day, postponed

__all__ = ["CHOICES", "local_day", "moved_to_day", "postponed"]
