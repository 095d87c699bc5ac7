"""What is known while the operations of one request are applied, read once for all of them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .field_report import Mutation


@dataclass(slots=True)
class Batch:
    """One request of one telephone.

    :ivar phone: duret.sync.device
    :ivar now: naive UTC, when the request was received
    :ivar persons: fsm.person that the user is
    :ivar reports: {uuid: duret.intervention.report}, those that exist
    :ivar visits: {id: fsm.order}, those that exist
    :ivar former: ids of visits in whose crew the user was
    :ivar told: ids of visits about which the office was told in this request
    """

    phone: Any
    now: datetime
    persons: Any = None
    reports: dict = field(default_factory=dict)
    visits: dict = field(default_factory=dict)
    former: frozenset = frozenset()
    told: set = field(default_factory=set)


@dataclass(slots=True)
class Item:
    """One operation as it came.

    :ivar op: parsed JSON, from anybody
    :ivar uuid: "" when it has none that can be kept
    :ivar text: what is kept of it
    :ivar sha256: digest of its whole text
    :ivar mutation: what it says, None when it cannot be read
    :ivar code: why it cannot be read
    :ivar row: duret.sync.mutation
    """

    op: Any
    uuid: str
    text: str
    sha256: str
    mutation: Mutation | None = None
    code: str = ""
    row: Any = None


@dataclass(slots=True)
class Step:
    """One operation that is being applied.

    :ivar author: Author of `duret_report_changes`
    :ivar moment: when it happened, corrected by what the phone's clock is worth, naive UTC
    :ivar report: duret.intervention.report in superuser mode, or empty
    :ivar visit: fsm.order in superuser mode, or empty: the report's, else the one that was named
    """

    batch: Batch
    mutation: Mutation
    row: Any
    author: Any
    moment: datetime
    report: Any
    visit: Any

    @property
    def now(self) -> datetime:
        return self.batch.now
