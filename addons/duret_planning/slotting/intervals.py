"""Sorted lists of half-open intervals of whole minutes.

A moment is the number of minutes since 1970-01-01 00:00 UTC: integers add and compare many times faster than
datetimes, and have no daylight saving time. An interval (start, stop) holds start and not stop.

>>> subtract([(0, 60)], [(10, 20), (50, 70)])
[(0, 10), (20, 50)]
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

EPOCH = datetime(1970, 1, 1)
MINUTE = timedelta(minutes=1)

Interval = tuple[int, int]


def floor_minute(moment: datetime) -> int:
    """Return the last whole minute not after a naive UTC moment."""
    return (moment - EPOCH) // MINUTE


def ceil_minute(moment: datetime) -> int:
    """Return the first whole minute not before a naive UTC moment."""
    return -((EPOCH - moment) // MINUTE)


def to_datetime(minute: int) -> datetime:
    """Return the naive UTC datetime of a minute."""
    return EPOCH + minute * MINUTE


def merge(intervals: Iterable[Interval]) -> list[Interval]:
    """Return the union of intervals, sorted, touching ones joined, empty ones left out."""
    merged: list[Interval] = []
    for start, stop in sorted(intervals):
        if start >= stop:
            continue
        if merged and start <= merged[-1][1]:
            if stop > merged[-1][1]:
                merged[-1] = (merged[-1][0], stop)
        else:
            merged.append((start, stop))
    return merged


def subtract(intervals: list[Interval], holes: list[Interval]) -> list[Interval]:
    """Return what is in `intervals` and not in `holes`; both sorted and disjoint, as :func:`merge` gives them."""
    left: list[Interval] = []
    first = 0
    for start, stop in intervals:
        while first < len(holes) and holes[first][1] <= start:
            first += 1
        index = first
        while index < len(holes) and holes[index][0] < stop:
            if holes[index][0] > start:
                left.append((start, holes[index][0]))
            start = max(start, holes[index][1])
            index += 1
        if start < stop:
            left.append((start, stop))
    return left


def intersect(ones: list[Interval], others: list[Interval]) -> list[Interval]:
    """Return what is in both lists; both sorted and disjoint."""
    common: list[Interval] = []
    left = right = 0
    while left < len(ones) and right < len(others):
        start = max(ones[left][0], others[right][0])
        stop = min(ones[left][1], others[right][1])
        if start < stop:
            common.append((start, stop))
        if ones[left][1] < others[right][1]:
            left += 1
        else:
            right += 1
    return common


def measure(intervals: list[Interval]) -> int:
    """Return the minutes that disjoint intervals hold."""
    return sum(stop - start for start, stop in intervals)
