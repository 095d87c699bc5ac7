"""When the next action of a request is due, and how much work lies between two instants. No Odoo in here."""

from .due import due_day, end_of_day
from .worked import last_full_day_start, worked_minutes

__all__ = ["due_day", "end_of_day", "last_full_day_start", "worked_minutes"]
