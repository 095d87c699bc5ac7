"""Everything a chunk of records needs from the store, asked once for the whole chunk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ..dedupe import match_keys
from ..errors import BadData
from ..merge import Side
from ..records import CLIENT, DOCUMENT, Line, Record
from ..store import GONE, Binding, Candidate, Conflict, InboxRow, LocalRecord, Operation, Proposal
from .exchange import Exchange

_CANDIDATES = 20


@dataclass(slots=True)
class Arrival:
    """One record of SAGE that is being understood.

    :ivar theirs: its projected content, None when it cannot be read
    :ivar fault: why it cannot
    :ivar parent: local id of its client, None for a client or when the client is not there
    """

    row: InboxRow
    theirs: Side | None = None
    fault: BadData | None = None
    parent: str | None = None

    @property
    def record(self) -> Record:
        """The record as it came."""
        return self.row.record


@dataclass(slots=True)
class Context:
    """What the store knows about a chunk.

    :ivar hints: key -> local id, when the engine has just created the record in SAGE
    :ivar taken: local id -> key, bound by an earlier record of this chunk
    """

    entity: str
    arrivals: list[Arrival]
    bindings: dict[str, Binding] = field(default_factory=dict)
    locals: dict[str, LocalRecord] = field(default_factory=dict)
    by_local: dict[str, Binding] = field(default_factory=dict)
    conflicts: dict[str, dict[str, Conflict]] = field(default_factory=dict)
    operations: dict[str, Operation] = field(default_factory=dict)
    marks: dict[str, Operation] = field(default_factory=dict)
    proposals: dict[str, list[Proposal]] = field(default_factory=dict)
    candidates: dict[tuple[str, str], list[Candidate]] = field(default_factory=dict)
    hints: dict[str, str] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)


def load(exchange: Exchange, entity: str, rows: Sequence[InboxRow], hints: dict[str, str] | None = None) -> Context:
    """Ask the store what a chunk needs: a number of questions that does not depend on its size.

    :param rows: of one entity, each key once
    """
    store = exchange.store
    context = Context(entity, [_read(exchange, entity, row) for row in rows], hints=hints or {})
    keys = [arrival.record.key for arrival in context.arrivals]
    context.bindings = store.bindings(entity, keys)
    _find_parents(exchange, context)
    strangers = [arrival for arrival in context.arrivals if arrival.record.key not in context.bindings]
    if strangers:
        _load_strangers(exchange, context, strangers)
    known = {binding.local for binding in context.bindings.values()}
    known |= {operation.local for operation in context.marks.values()} | set(context.hints.values())
    known |= {proposal.local for found in context.proposals.values() for proposal in found}
    known |= {candidate.local for found in context.candidates.values() for candidate in found}
    if known:
        context.locals = store.locals(entity, known)
        context.by_local = store.bindings_of(entity, known)
        context.operations = store.outbox_of(entity, known)
    context.conflicts = store.conflicts(entity, keys)
    return context


def _read(exchange: Exchange, entity: str, row: InboxRow) -> Arrival:
    """Project a record; a value that cannot be read is kept as the reason."""
    arrival = Arrival(row)
    try:
        values = exchange.projection.project(entity, row.record.values)
        arrival.theirs = Side(values, told_lines(row.record, exchange))
    except BadData as fault:
        arrival.fault = fault
    return arrival


def told_lines(record: Record, exchange: Exchange) -> tuple[Line, ...] | None:
    """Give the projected lines of a document; None when they are not told: none below a total that is not zero."""
    if record.entity != DOCUMENT:
        return None
    total = record.values.get("total_untaxed", "")
    if not record.lines and (not total or total.strip("-+0.")):
        return None
    return exchange.projection.lines(record.lines)


def _find_parents(exchange: Exchange, context: Context) -> None:
    """Find the clients of contacts and documents, by key, else by number."""
    if context.entity == CLIENT:
        return
    told = [arrival for arrival in context.arrivals if arrival.theirs is not None]
    keys = {_told(arrival, "client") for arrival in told} - {""}
    numbers = {_told(arrival, "client_number") for arrival in told if not _told(arrival, "client")} - {""}
    by_key = exchange.store.bindings(CLIENT, keys) if keys else {}
    by_number = exchange.store.bindings_numbered(CLIENT, numbers) if numbers else {}
    for arrival in told:
        client = by_key.get(_told(arrival, "client")) or by_number.get(_told(arrival, "client_number"))
        arrival.parent = client.local if client else None


def _told(arrival: Arrival, name: str) -> str:
    return arrival.theirs.values.get(name, "")


def _load_strangers(exchange: Exchange, context: Context, strangers: Iterable[Arrival]) -> None:
    """Ask for what may tell who a record without binding is."""
    store, entity = exchange.store, context.entity
    marks = {arrival.record.mark for arrival in strangers} - {""}
    context.marks = store.outbox_marks(entity, marks) if marks else {}
    context.proposals = store.proposals(entity, [arrival.record.key for arrival in strangers])
    keys = {
        key
        for arrival in strangers
        if arrival.theirs is not None
        for key in match_keys(entity, arrival.theirs.values, arrival.parent)
    }
    context.candidates = store.candidates(entity, keys, _CANDIDATES) if keys else {}


def is_free(binding: Binding | None) -> bool:
    """Tell whether a local record may be bound: it is not, or what it was bound to is gone."""
    return binding is None or binding.state == GONE
