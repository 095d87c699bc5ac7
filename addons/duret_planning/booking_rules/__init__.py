"""Rules of the online booking: what a form may hold, when a code is good, until when a client may change his visit,
and how free times are shown by day. No Odoo in here.

>>> clock(datetime(2026, 11, 23, 7, 30), "Europe/Paris").split()
['8', 'h', '30']
"""

from datetime import datetime

from .changes import last_change, may_change
from .codes import CODE_DIGITS, MOST_TRIES, Verdict, judge, new_code, seconds_before_next
from .days import Day, Offer, clock, local_day, offers_by_day, percent, soonest
from .forms import read_address, read_contact, read_day, read_start
from .measure import IDLE_MINUTES, is_abandoned, seconds_taken
from .people import choose_known

__all__ = [
    "CODE_DIGITS",
    "IDLE_MINUTES",
    "MOST_TRIES",
    "Day",
    "Offer",
    "Verdict",
    "choose_known",
    "clock",
    "is_abandoned",
    "judge",
    "last_change",
    "local_day",
    "may_change",
    "new_code",
    "offers_by_day",
    "percent",
    "read_address",
    "read_contact",
    "read_day",
    "read_start",
    "seconds_before_next",
    "seconds_taken",
    "soonest",
]
