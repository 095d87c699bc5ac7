"""Which backups stay: the newest of each of the last days, weeks and months that have one (pure rules)."""

from collections.abc import Callable, Iterable
from datetime import datetime, tzinfo
from typing import NamedTuple


class Policy(NamedTuple):
    """How many daily, weekly and monthly backups stay (the same backup may count for all three)."""

    daily: int = 7
    weekly: int = 4
    monthly: int = 12


def _newest_of_each(moments: list[datetime], period: Callable, count: int) -> set[datetime]:
    """The newest moment of each of the `count` latest periods; `moments` is sorted, newest first."""
    chosen: dict = {}
    for moment in moments:
        key = period(moment)
        if key not in chosen:
            if len(chosen) == count:
                break
            chosen[key] = moment
    return set(chosen.values())


def kept(moments: Iterable[datetime], policy: Policy, zone: tzinfo) -> set[datetime]:
    """The backups that stay, among the aware moments of those that exist.

    Days, ISO weeks and months are those of `zone` (the company's clock). The newest backup always stays,
    whatever the policy says.

    >>> from datetime import UTC
    >>> days = [datetime(2026, 11, day, 2, tzinfo=UTC) for day in range(1, 21)]
    >>> [moment.day for moment in sorted(kept(days, Policy(3, 2, 1), UTC))]
    [15, 18, 19, 20]
    """
    ordered = sorted(moments, reverse=True)
    if not ordered:
        return set()
    local = {moment: moment.astimezone(zone) for moment in ordered}
    stay = {ordered[0]}
    stay |= _newest_of_each(ordered, lambda moment: local[moment].date(), policy.daily)
    stay |= _newest_of_each(ordered, lambda moment: local[moment].isocalendar()[:2], policy.weekly)
    stay |= _newest_of_each(ordered, lambda moment: (local[moment].year, local[moment].month), policy.monthly)
    return stay
