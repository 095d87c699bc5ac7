"""Technicians' days: nobody is twice at the same time, and the past has been carried out."""

import random
from datetime import date, datetime, timedelta

from .clock import Clock
from .records import Visit

STARTS = (8.0, 9.5, 10.5, 13.5, 14.5, 15.5, 16.5)
TRAVEL = timedelta(minutes=20)


class Agenda:
    """Books technicians without overlap.

    :param rng: source of all choices
    :param clock: the present
    """

    def __init__(self, rng: random.Random, clock: Clock):
        self.rng = rng
        self.clock = clock
        self._taken: dict[str, list[tuple[datetime, datetime]]] = {}

    def book(self, worker: str, day: date, hours: float) -> datetime:
        """Return the first free start of a technician from ``day`` on (naive UTC) and keep it.

        :param worker: login of the technician
        :param day: first day that suits
        :param hours: length of the visit
        """
        while True:
            starts = list(STARTS)
            self.rng.shuffle(starts)
            for hour in starts if self.clock.works(day) else ():
                start = self.clock.utc(day, hour)
                if self._free(worker, start, start + timedelta(hours=hours)):
                    self._taken.setdefault(worker, []).append((start, start + timedelta(hours=hours)))
                    return start
            day += timedelta(days=1)

    def _free(self, worker: str, start: datetime, end: datetime) -> bool:
        too_late = self.clock.local(end).hour + self.clock.local(end).minute / 60 > 18
        busy = self._taken.get(worker, ())
        return not too_late and all(end + TRAVEL <= begin or start >= stop + TRAVEL for begin, stop in busy)

    def carry_out(self, visit: Visit, resolutions: tuple[str, ...], products: tuple[str, ...]) -> None:
        """Set what has become of a visit by now: done, on site, planned or cancelled."""
        end = visit.start + timedelta(hours=visit.hours)
        if end < self.clock.now:
            if self.rng.random() < 0.05:
                visit.stage = "cancelled"
                return
            visit.stage = "completed"
            visit.arrived = visit.start + timedelta(minutes=self.rng.randrange(-10, 25))
            visit.left = end + timedelta(minutes=self.rng.randrange(-20, 35))
            visit.left = min(visit.left, self.clock.now)
            visit.resolution = self.rng.choice(resolutions)
            visit.products = [(product, self._quantity(product)) for product in products]
        elif visit.start <= self.clock.now:
            visit.stage = "on_site"
            visit.arrived = visit.start

    def _quantity(self, product: str) -> float:
        return float(self.rng.randrange(3, 15)) if product == "cable" else float(self.rng.choice((1, 1, 2)))
