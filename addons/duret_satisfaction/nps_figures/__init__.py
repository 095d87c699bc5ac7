"""Figures of opinions: the net promoter score and how sure it is, response rate, periods. No Odoo in here.

>>> score = Score(promoters=30, passives=12, detractors=8)
>>> score.value, score.confidence
(44.0, 'rough')
>>> [round(bound) for bound in score.interval()]
[21, 62]
"""

from .discretion import without_contacts
from .months import PERIODS, Period, month_bounds, month_starts, named_period, utc_midnight
from .outcome import COUNTS, counted, outcome
from .rates import MILESTONES, Rate
from .score import DETRACTOR, ENOUGH, PROMOTER, Score, change, class_of, points_of

__all__ = [
    "COUNTS",
    "DETRACTOR",
    "ENOUGH",
    "MILESTONES",
    "PERIODS",
    "PROMOTER",
    "Period",
    "Rate",
    "Score",
    "change",
    "class_of",
    "counted",
    "month_bounds",
    "month_starts",
    "named_period",
    "outcome",
    "points_of",
    "utc_midnight",
    "without_contacts",
]
