"""Words of a French letter: how to greet, how to write a date or an hour. No Odoo in here."""

from .dates import appointment, long_date, opening
from .greeting import FORMAL, greeting

__all__ = ["FORMAL", "appointment", "greeting", "long_date", "opening"]
