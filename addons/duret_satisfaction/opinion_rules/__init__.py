"""Who is asked for an opinion, who is not and why, and who decides. No Odoo in here."""

from .asking import HELD, MAIL, PLANNED, SKIPPED, SMS, Facts, Reason, Verdict, decide
from .peace import Asked, days_since_asked, same_ear

__all__ = [
    "HELD",
    "MAIL",
    "PLANNED",
    "SKIPPED",
    "SMS",
    "Asked",
    "Facts",
    "Reason",
    "Verdict",
    "days_since_asked",
    "decide",
    "same_ear",
]
