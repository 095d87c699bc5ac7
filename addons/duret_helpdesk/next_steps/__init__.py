"""When the next action of a request is due, in working days. No Odoo in here."""

from .due import due_day, end_of_day

__all__ = ["due_day", "end_of_day"]
