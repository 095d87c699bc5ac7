"""What one run works with: both sides, the rules, the clock, chance, and the places where it may be killed."""

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from ..ownership import Ownership
from ..projection import Projection
from ..store import Store
from ..transports.base import Transport
from .report import Report
from .steps import STEPS


def utc_now() -> datetime:
    """Give the present moment, UTC without zone."""
    return datetime.now(UTC).replace(tzinfo=None)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a backend may set.

    :ivar overlap_minutes: read again before the cursor, at least 2 (`cursor`)
    :ivar chunk: records worked on together: one transaction, one set of questions to the store
    :ivar brake_percent: a run stops when more would change, vanish or be created
    :ivar brake_minimum: that many are always allowed
    :ivar max_attempts: then the operation is dead and a person looks
    :ivar first_delay, longest_delay: waits between attempts
    :ivar confirm_after: a dropped file whose content SAGE has not shown by then is dead
    :ivar operations: sent in one run at most, for each entity
    """

    overlap_minutes: int = 10
    chunk: int = 500
    brake_percent: int = 20
    brake_minimum: int = 20
    max_attempts: int = 8
    first_delay: timedelta = timedelta(minutes=1)
    longest_delay: timedelta = timedelta(hours=6)
    confirm_after: timedelta = timedelta(hours=48)
    operations: int = 500


@dataclass(slots=True)
class Exchange:
    """One run.

    :ivar forced: a manager has looked at the figures: brakes are off for this run
    :ivar now: clock, UTC without zone
    :ivar hook: called with the name of each step; a test raises Killed in it
    """

    store: Store
    transport: Transport
    ownership: Ownership = field(default_factory=Ownership)
    projection: Projection = field(default_factory=Projection)
    settings: Settings = field(default_factory=Settings)
    forced: bool = False
    now: Callable[[], datetime] = utc_now
    chance: Random = field(default_factory=Random)
    hook: Callable[[str], None] | None = None
    report: Report = field(default_factory=Report)

    def step(self, name: str) -> None:
        """Pass a named place."""
        if name not in STEPS:
            raise ValueError(name)
        if self.hook is not None:
            self.hook(name)

    @contextmanager
    def quietly(self):
        """Note nothing in the report inside the block."""
        self.report.quiet += 1
        try:
            yield
        finally:
            self.report.quiet -= 1
