"""Who is told what about a visit, and when; without Odoo."""

from .quiet import QuietHours, moment_to_send, reminder_moment
from .sms_text import parts, to_gsm
from .state import ASSIGNED, CANCELLED, CHANGED, CONFIRMATION, MOVED, REMOVED, client_news, technician_news

__all__ = [
    "ASSIGNED",
    "CANCELLED",
    "CHANGED",
    "CONFIRMATION",
    "MOVED",
    "REMOVED",
    "QuietHours",
    "client_news",
    "moment_to_send",
    "parts",
    "reminder_moment",
    "technician_news",
    "to_gsm",
]
