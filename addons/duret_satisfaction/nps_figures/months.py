"""Periods and months as people in France live them, turned into UTC.

A visit that ends on 31 January at 23:30 UTC ends in February in Annecy.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import pytz

PARIS = "Europe/Paris"
PERIODS = ("month", "last_month", "quarter", "year", "all")  # named periods; `custom` has its own days


@dataclass(frozen=True)
class Period:
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    def __post_init__(self):
        if self.last < self.first:
            raise ValueError(f"{self.last} is before {self.first}")

    @property
    def days(self):
        """Number of days."""
        return (self.last - self.first).days + 1

    def before(self):
        """What the period is compared with: the same days so many months before when it begins with a month, else as
        many days just before.

        >>> Period(date(2026, 3, 1), date(2026, 3, 31)).before()
        Period(first=datetime.date(2026, 2, 1), last=datetime.date(2026, 2, 28))
        >>> Period(date(2026, 11, 1), date(2026, 11, 21)).before()
        Period(first=datetime.date(2026, 10, 1), last=datetime.date(2026, 10, 21))
        """
        eve = self.first - timedelta(days=1)
        if self.first.day != 1:
            return Period(eve - timedelta(days=self.days - 1), eve)
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        first, month = add_months(self.first, -months), add_months(self.last, -months)
        if (self.last + timedelta(days=1)).day == 1:
            return Period(first, eve)
        return Period(first, min(month + timedelta(days=self.last.day - 1), add_months(month, 1) - timedelta(days=1)))

    def bounds(self, zone=PARIS):
        """First instant and the instant after the last one, naive UTC."""
        return utc_midnight(self.first, zone), utc_midnight(self.last + timedelta(days=1), zone)


def add_months(day, months):
    """First day of the month that is so many months from the month of a day.

    >>> add_months(date(2026, 1, 31), 1), add_months(date(2026, 1, 31), -1)
    (datetime.date(2026, 2, 1), datetime.date(2025, 12, 1))
    """
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)


def named_period(name, today, start=None):
    """A period by its name.

    :param name: `month` (this one so far), `last_month`, `quarter` (this month and the two before), `year` (this month
        and the eleven before) or `all`
    :param date today: local day
    :param date start: day of the first visit, for `all`; today when unknown
    :return: Period, up to today but for `last_month`
    :raises ValueError: for another name

    >>> named_period("year", date(2026, 11, 21))
    Period(first=datetime.date(2025, 12, 1), last=datetime.date(2026, 11, 21))
    """
    if name == "last_month":
        return Period(add_months(today, -1), add_months(today, 0) - timedelta(days=1))
    if name == "all":
        return Period(min(start or today, today), today)
    back = {"month": 0, "quarter": 2, "year": 11}
    if name not in back:
        raise ValueError(f"{name} is no period")
    return Period(add_months(today, -back[name]), today)


def month_starts(period):
    """First day of each month that the period touches, in order.

    >>> [str(day) for day in month_starts(Period(date(2026, 1, 31), date(2026, 3, 1)))]
    ['2026-01-01', '2026-02-01', '2026-03-01']
    """
    count = (period.last.year - period.first.year) * 12 + period.last.month - period.first.month + 1
    return [add_months(period.first, step) for step in range(count)]


def month_bounds(period, zone=PARIS):
    """Instants at which these months begin, naive UTC: what `width_bucket` wants, so that bucket k is month k - 1."""
    return [utc_midnight(day, zone) for day in month_starts(period)]


def utc_midnight(day, zone=PARIS):
    """Naive UTC instant at which a local day begins.

    >>> utc_midnight(date(2026, 7, 1)), utc_midnight(date(2026, 12, 1))
    (datetime.datetime(2026, 6, 30, 22, 0), datetime.datetime(2026, 11, 30, 23, 0))
    """
    local = pytz.timezone(zone)
    midnight = local.normalize(local.localize(datetime.combine(day, time.min)))
    return midnight.astimezone(pytz.utc).replace(tzinfo=None)
