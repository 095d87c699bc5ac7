"""When a technician will be at each of his visits, from what he has reported so far.

A visit begins at its time or as soon as the technician can be there, whichever is later: he comes from the visit
before, once it is over, and drives. Nobody is announced earlier than agreed.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

PLANNED, EN_ROUTE, ON_SITE, DONE = "planned", "en_route", "on_site", "done"


@dataclass(frozen=True, slots=True)
class Stop:
    """One visit of the day.

    :ivar start: agreed beginning, naive UTC
    :ivar minutes: length of the work
    :ivar place: where, as ``drive`` understands it; None when unknown
    :ivar state: planned, en_route, on_site or done
    :ivar since: naive UTC, when he set off (en_route), arrived (on_site) or was done (done)
    :ivar late: minutes of delay he announced for this visit himself
    """

    id: int
    start: datetime
    minutes: int
    place: object = None
    state: str = PLANNED
    since: datetime | None = None
    late: int = 0


def expected_arrivals(
    stops: Iterable[Stop], now: datetime, drive: Callable[[object, object], float]
) -> dict[int, datetime]:
    """Return when the technician will be at each visit that he has not reached yet.

    :param stops: visits of one technician on one day
    :param now: naive UTC
    :param drive: (place, place) -> minutes; not asked about unknown places
    :return: {visit id: naive UTC, rounded up to the minute}, never before the agreed beginning. Visits before one that
        he has begun or goes to are left out: he forgot to report them or took another order, nobody knows more.
    """
    stops = list(stops)
    reached = max((stop.start for stop in stops if stop.state != PLANNED), default=None)
    if reached is not None:
        stops = [stop for stop in stops if stop.state != PLANNED or stop.start >= reached]
    arrivals: dict[int, datetime] = {}
    free_at, place = None, None
    for stop in sorted(stops, key=lambda stop: (stop.state not in (DONE, ON_SITE), stop.start, stop.id)):
        if stop.state == DONE:
            # Several may be done: he is where he finished last.
            if free_at is None or (stop.since and stop.since >= free_at):
                free_at, place = stop.since or stop.start + timedelta(minutes=stop.minutes), stop.place
            continue
        if stop.state == ON_SITE:
            begun = stop.since or stop.start
            free_at, place = max(now, begun + timedelta(minutes=stop.minutes)), stop.place
            continue
        arrival = _arrival(stop, now, free_at, _minutes(drive, place, stop.place))
        arrivals[stop.id] = arrival
        free_at, place = arrival + timedelta(minutes=stop.minutes), stop.place
    return arrivals


def _arrival(stop: Stop, now: datetime, free_at: datetime | None, minutes: timedelta) -> datetime:
    earliest = [stop.start + timedelta(minutes=stop.late)]
    if stop.state == EN_ROUTE:
        earliest.append((stop.since or now) + minutes)
        earliest.append(now)
    elif free_at is not None:
        earliest.append(free_at + minutes)
        earliest.append(now if free_at <= now else free_at)
    elif stop.start < now:
        # The day has begun without a word from him: he is at best on his way.
        earliest.append(now)
    return _up_to_the_minute(max(earliest))


def _minutes(drive, origin, destination) -> timedelta:
    if origin is None or destination is None:
        return timedelta()
    return timedelta(minutes=drive(origin, destination))


def _up_to_the_minute(moment: datetime) -> datetime:
    whole = moment.replace(second=0, microsecond=0)
    return whole if whole == moment else whole + timedelta(minutes=1)


def news(
    agreed: Mapping[int, datetime], told: Mapping[int, datetime], expected: Mapping[int, datetime], threshold: int
) -> dict[int, datetime]:
    """Return the arrivals that clients have to be told.

    :param agreed: {visit id: agreed beginning}
    :param told: {visit id: arrival the client was last told}; a client who was told nothing expects the agreed time
    :param expected: {visit id: arrival expected now}
    :param threshold: minutes that matter to somebody who waits
    :return: {visit id: arrival}, of those that differ by the threshold or more from what the client expects

    >>> at = lambda hour, minute=0: datetime(2026, 11, 23, hour, minute)
    >>> news({1: at(9), 2: at(11)}, {}, {1: at(9, 10), 2: at(11, 20)}, 15)
    {2: datetime.datetime(2026, 11, 23, 11, 20)}
    """
    matters = timedelta(minutes=threshold)
    return {
        id_: arrival for id_, arrival in expected.items() if abs(arrival - (told.get(id_) or agreed[id_])) >= matters
    }
