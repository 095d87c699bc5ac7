"""Free times as a client chooses among them: by day, once each, in local time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Offer:
    """One free time.

    :ivar start: naive UTC
    :ivar stop: naive UTC
    :ivar person_ids: technicians, the one in charge first
    :ivar detour: minutes of driving that the visit adds to the day
    """

    start: datetime
    stop: datetime
    person_ids: tuple[int, ...]
    detour: float = 0.0


@dataclass(frozen=True)
class Day:
    """The free times of a local day, in order; `morning` ends at noon."""

    day: date
    offers: tuple[Offer, ...]

    def part(self, morning: bool, zone: str) -> list[Offer]:
        """The offers of one half of the day.

        :param morning: True for those that begin before noon
        :param zone: name of the time zone
        """
        return [offer for offer in self.offers if (_local(offer.start, zone).hour < 12) is morning]


def _local(moment: datetime, zone: str) -> datetime:
    return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))


def local_day(moment: datetime, zone: str) -> date:
    """The day on which a moment (naive UTC) falls in a time zone."""
    return _local(moment, zone).date()


def clock(moment: datetime, zone: str) -> str:
    """The time as the French write it, in one piece at the end of a line.

    >>> clock(datetime(2026, 7, 1, 6, 0), "Europe/Paris"), clock(datetime(2026, 12, 1, 13, 5), "Europe/Paris")
    ('8\\xa0h', '14\\xa0h\\xa005')
    """
    local = _local(moment, zone)
    return f"{local.hour}\xa0h" + (f"\xa0{local.minute:02d}" if local.minute else "")


def percent(value: float) -> str:
    """A discount as a client reads it, with the space that French asks for.

    >>> percent(5.0), percent(2.5)
    ('−5\\xa0%', '−2,5\\xa0%')
    """
    return f"−{value:g}\xa0%".replace(".", ",")


def once_each(offers: Iterable[Offer]) -> list[Offer]:
    """One offer for each beginning, the one with the least detour, in order of time.

    The client chooses a time; which technician comes is the company's affair.
    """
    best: dict[datetime, Offer] = {}
    for offer in offers:
        held = best.get(offer.start)
        if held is None or (offer.detour, offer.person_ids) < (held.detour, held.person_ids):
            best[offer.start] = offer
    return [best[start] for start in sorted(best)]


def offers_by_day(offers: Iterable[Offer], days: Iterable[date], zone: str) -> list[Day]:
    """The days of a strip with their free times.

    :param offers: in any order, several for one beginning allowed
    :param days: the days to show; one without a free time stays, empty
    """
    held: dict[date, list[Offer]] = {day: [] for day in days}
    for offer in once_each(offers):
        day = local_day(offer.start, zone)
        if day in held:
            held[day].append(offer)
    return [Day(day, tuple(found)) for day, found in held.items()]


def soonest(offers: Iterable[Offer], after: datetime, count: int) -> list[Offer]:
    """The first free times from a moment on, for the client whose time was just taken.

    When too few follow, the nearest ones before it complete them.
    """
    ordered = once_each(offers)
    following = [offer for offer in ordered if offer.start >= after]
    before = [offer for offer in ordered if offer.start < after]
    missing = max(0, count - len(following))
    return [*before[len(before) - min(missing, len(before)) :], *following[:count]]
