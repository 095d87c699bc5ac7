"""How long a van takes from one place to another, without any service.

The road is longer than the straight line, and the longer the way the more of it is on faster roads. The minutes are
therefore a function of the great-circle distance alone, that rises band by band and ever more slowly. Such a curve is
concave: going through a third place is never shorter, which the slot engine relies on when it adds a visit to a day.

The bands are fitted on the real drives of `data/drives.csv` by `calibration.py`; both say from where the figures come.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import asin, ceil, cos, radians, sin, sqrt
from typing import NamedTuple

EARTH_KM = 6371.0088  # mean radius, IUGG


class _Point(NamedTuple):
    lat: float
    lon: float


class Place(_Point):
    """A point on the map, in degrees (WGS 84). A tuple, because the engine looks pairs of them up by the thousand.

    :raises ValueError: when there is no such point
    """

    __slots__ = ()

    def __new__(cls, lat: float, lon: float):
        """Check the point; its tuple is made by `_Point`."""
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):
            raise ValueError(f"not on the map: {lat}, {lon}")
        return super().__new__(cls, lat, lon)


Travel = Callable[[Place, Place], int]
"""Minutes by road from one place to another: the built-in model, or the answers of a routing server."""


def great_circle(start: Place, stop: Place) -> float:
    """Return the kilometres between two places as the crow flies (haversine formula)."""
    lat1, lat2 = radians(start.lat), radians(stop.lat)
    half = sin((lat2 - lat1) / 2) ** 2
    half += cos(lat1) * cos(lat2) * sin(radians(stop.lon - start.lon) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(1.0, half)))


@dataclass(frozen=True, slots=True)
class Band:
    """One stretch of a drive.

    :ivar until: kilometres as the crow flies where the band ends
    :ivar factor: kilometres of road for one as the crow flies
    :ivar speed: kilometres of road an hour; never slower than in the band before
    """

    until: float
    factor: float
    speed: float

    @property
    def pace(self) -> float:
        """Minutes for one kilometre as the crow flies."""
        return 60 * self.factor / self.speed


# Fitted by `calibration.py` on `data/drives.csv`; `tests/unit/test_travel.py` tells by how many minutes they miss.
START = 1.5  # minutes that every drive costs, to leave and to find the door
BANDS = (
    Band(until=10.0, factor=1.6, speed=63.0),
    Band(until=30.0, factor=1.45, speed=65.0),
    Band(until=float("inf"), factor=1.45, speed=80.0),
)
SAME_PLACE_KM = 0.1  # nearer than that nobody drives
REMEMBERED = 200_000  # pairs of places kept in memory, some 40 MB


class RoadModel:
    """Minutes and kilometres by road, remembered for each pair of places.

    >>> annecy, chamonix = Place(45.9055, 6.1229), Place(45.9238, 6.8693)
    >>> RoadModel()(annecy, annecy)
    0
    """

    def __init__(self, margin: float = 0.0, start: float = START, bands: tuple[Band, ...] = BANDS):
        """Prepare a model.

        :param margin: part added to every drive (0.1 = ten minutes more in a hundred), for winter roads
        :param start: minutes that every drive costs, whatever its length
        :param bands: from the shortest drives to the longest
        :raises ValueError: when a longer band is slower, as going through a third place could then be shorter
        """
        paces = [band.pace for band in bands]
        if margin < 0 or start < 0 or paces != sorted(paces, reverse=True) or bands[-1].until != float("inf"):
            raise ValueError("a longer way cannot be slower, nor take less than no time; the last band has no end")
        self._start = start * (1 + margin)
        self._bands = bands
        self._paces = [(band.until, pace * (1 + margin)) for band, pace in zip(bands, paces, strict=True)]
        self._known: dict[tuple[Place, Place], int] = {}
        self.note = ""

    def __call__(self, start: Place, stop: Place) -> int:
        """Return whole minutes from one place to another, rounded up."""
        try:
            return self._known[start, stop]
        except KeyError:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            minutes = ceil(self.exact(great_circle(start, stop)) - 1e-9)
            # The way back is as long, and is asked for next.
            self._known[start, stop] = self._known[stop, start] = minutes
            return minutes

    def exact(self, crow_km: float) -> float:
        """Return minutes, not rounded, for a distance as the crow flies."""
        if crow_km <= SAME_PLACE_KM:
            return 0.0
        total, before = self._start, 0.0
        for until, pace in self._paces:
            if crow_km <= until:
                return total + (crow_km - before) * pace
            total += (until - before) * pace
            before = until
        return total

    def kilometres(self, start: Place, stop: Place) -> float:
        """Return kilometres of road from one place to another."""
        crow_km = great_circle(start, stop)
        total = before = 0.0
        for band in self._bands:
            total += max(0.0, min(crow_km, band.until) - before) * band.factor
            before = band.until
        return total
