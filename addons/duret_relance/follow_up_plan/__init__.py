"""When a client is reminded, by which level, and why not. No Odoo in here.

A rule is a list of levels counted from an anchor (« quotation sent on… »). Everything that can stop or delay a
level has a code, so that a screen can always answer « why was this client not reminded? ».
"""

from .calendar import ContactCalendar
from .planning import Facts, Level, Outcome, Policy, next_step
from .reasons import PASSED_OVER, POSTPONED, STOPPED, Reason

__all__ = [
    "PASSED_OVER",
    "POSTPONED",
    "STOPPED",
    "ContactCalendar",
    "Facts",
    "Level",
    "Outcome",
    "Policy",
    "Reason",
    "next_step",
]
