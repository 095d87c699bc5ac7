"""What a complete report is.

A report is complete when the office has nothing to ask about it: both times, what was done, every required check
answered, at least one photo, and all photos there. Whether the client signed is not the technician's doing: an absent
client does not break a series.
"""

from collections.abc import Iterable
from itertools import takewhile


def is_complete(*, arrived: bool, left: bool, work: str, checks_missing: int, photos: int, photos_missing: int) -> bool:
    """Tell whether a report leaves no question.

    :param arrived: the hour of arrival is known
    :param left: the hour of departure is known
    :param work: what was done, free text
    :param checks_missing: required checks without an answer
    :param photos: photos that are there
    :param photos_missing: photos announced whose bytes have not come

    >>> is_complete(arrived=True, left=True, work="Done", checks_missing=0, photos=1, photos_missing=0)
    True
    >>> is_complete(arrived=True, left=True, work="  ", checks_missing=0, photos=1, photos_missing=0)
    False
    """
    told = arrived and left and bool(work.strip())
    return told and not checks_missing and photos > 0 and not photos_missing


def streak(latest_first: Iterable[bool]) -> int:
    """Return how many reports in a row are complete, counted from the latest one.

    >>> streak([True, True, False, True])
    2
    """
    return sum(1 for _report in takewhile(bool, latest_first))
