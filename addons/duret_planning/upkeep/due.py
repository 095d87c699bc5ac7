"""Dates of a maintenance contract.

The rhythm runs from an anchor, not from the last visit: a visit made a week early or late, but within the
tolerance, moves nothing, so that a contract of March stays one of March for years. A visit made outside the
tolerance restarts the rhythm on its own day.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

LATER, DUE, LATE, UNKNOWN = "later", "due", "late", "unknown"


@dataclass(frozen=True)
class Plan:
    """The rhythm of a contract.

    :ivar anchor: a day on which a visit was or is due; its day of the month is kept where the month has it
    :ivar months: months between two visits, at least 1
    :ivar weeks: tolerance before and after each due day, in weeks
    """

    anchor: date
    months: int
    weeks: int = 0

    def day(self, rank: int) -> date:
        """The due day so many periods after the anchor (before it when negative).

        >>> Plan(date(2024, 1, 31), 1).day(1), Plan(date(2024, 1, 31), 1).day(2)
        (datetime.date(2024, 2, 29), datetime.date(2024, 3, 31))
        """
        return add_months(self.anchor, rank * self.months)

    def first_after(self, day: date) -> date:
        """The first due day strictly after a day."""
        elapsed = (day.year - self.anchor.year) * 12 + day.month - self.anchor.month
        rank = elapsed // self.months
        while self.day(rank) <= day:
            rank += 1
        return self.day(rank)


def add_months(day: date, months: int) -> date:
    """The same day some months later (earlier when negative), or the last one of a shorter month.

    >>> add_months(date(2024, 2, 29), 12), add_months(date(2026, 8, 31), 6)
    (datetime.date(2025, 2, 28), datetime.date(2027, 2, 28))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def window(due: date, weeks: int) -> tuple[date, date]:
    """First and last day on which a visit counts for a due day, both included."""
    around = timedelta(weeks=weeks)
    return due - around, due + around


def after_visit(plan: Plan, due: date | None, visit: date) -> tuple[date, date]:
    """What a visit changes.

    :param plan: the rhythm
    :param due: day for which a visit was waited for; None when nobody knows
    :param visit: day on which it was made
    :return: (anchor, next due day); the next due day is always after the visit

    >>> after_visit(Plan(date(2026, 3, 15), 12, 4), date(2026, 3, 15), date(2026, 4, 2))
    (datetime.date(2026, 3, 15), datetime.date(2027, 3, 15))
    >>> after_visit(Plan(date(2026, 3, 15), 12, 4), date(2026, 3, 15), date(2026, 6, 1))
    (datetime.date(2026, 6, 1), datetime.date(2027, 6, 1))
    """
    if due is not None:
        first, last = window(due, plan.weeks)
        if first <= visit <= last:
            return plan.anchor, plan.first_after(max(due, visit))
    return visit, add_months(visit, plan.months)


def resume(plan: Plan, due: date | None, today: date) -> date | None:
    """The next due day of a contract that was suspended: dates missed meanwhile are not owed.

    :return: the same day while it is still to come, else the first one of the rhythm from today on
    """
    if due is None or due >= today:
        return due
    return plan.first_after(today - timedelta(days=1))


def standing(due: date | None, weeks: int, today: date) -> str:
    """Where a running contract stands: LATER, DUE (its window is open), LATE (it has closed) or UNKNOWN."""
    if due is None:
        return UNKNOWN
    first, last = window(due, weeks)
    if today > last:
        return LATE
    return DUE if today >= first else LATER
