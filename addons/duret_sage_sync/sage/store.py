"""What the engine needs to remember, and of whom it asks the records of our side.

The engine never loads a base into memory: it asks in pages and by sets of keys, so that the number of questions for
1,000 records does not depend on the base. Uniqueness is the store's business (constraints of the database): one binding
for a key and for a local record, one open operation for a local record, one operation for an idempotency key, one
waiting row of the inbox for a key, one conflict for a field.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from .errors import BadData
from .records import Cursor, Line, Record

# States of a binding
OK, CONFLICT, GONE = "ok", "conflict", "gone"
# States of a row of the inbox: new, waits for its client, waits for a person (proposal), was refused with a reason
NEW, WAITING, HELD, REJECTED = "new", "waiting", "held", "rejected"
# States of an operation of the outbox. SENDING: SAGE may have it (the process died, or no answer came); SENT: a file
# was dropped; DEAD: given up, a person may replay it; WITHDRAWN: a creation that SAGE has not and shall not have, since
# our record was taken back.
PENDING, SENDING, SENT, CONFIRMED, DEAD, WITHDRAWN = "pending", "sending", "sent", "confirmed", "dead", "withdrawn"
OPEN_OPERATIONS = frozenset({PENDING, SENDING, SENT, DEAD})
CREATE, UPDATE = "create", "update"
# Decisions of a person
OURS, THEIRS = "ours", "theirs"
SAME, DISTINCT = "same", "distinct"


@dataclass(frozen=True, slots=True)
class LocalRecord:
    """One record of our side in canonical fields, not shortened: long names are whole here.

    :ivar id: of the local record, as text
    :ivar values: every field our side can keep, "" when it is empty; a field that is absent takes no part
    :ivar version: changes whenever the record changes (a moment, a counter); compared for equality only
    :ivar parent: local id of the client of a contact or a document, None for a client
    :ivar by: who changed it last, for people to read
    """

    entity: str
    id: str
    values: Mapping[str, str]
    lines: tuple[Line, ...] = ()
    version: str = ""
    parent: str | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Binding:
    """The pair of a SAGE record and a local one, with what both last agreed on.

    :ivar base: field -> projected value of the last agreement; a field that is absent was never agreed on
    :ivar base_lines: projected lines of the last agreement, None when there was none
    :ivar digest: of SAGE's record as last taken in
    :ivar stamp: its moment of modification
    :ivar version: version of the local record as last compared
    :ivar revision: counts changes of the base
    """

    entity: str
    key: str
    local: str
    base: Mapping[str, str] = field(default_factory=dict)
    base_lines: tuple[Line, ...] | None = None
    digest: str = ""
    stamp: str = ""
    state: str = OK
    number: str = ""
    mark: str = ""
    version: str = ""
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be written into a local record.

    :ivar local: its id, None to create one
    :ivar values: only fields that change
    :ivar lines: all lines of the document, None to leave them
    :ivar parent: local id of the client, None to leave it
    """

    entity: str
    local: str | None
    values: Mapping[str, str]
    lines: tuple[Line, ...] | None = None
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """A change that was written: id and new version of the local record."""

    local: str
    version: str


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One record of SAGE as it came, stored before it is understood.

    :ivar id: of the row, sorts by arrival
    :ivar code: why it waits or was refused
    """

    id: int
    record: Record
    state: str = NEW
    code: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """One effect that SAGE is to receive.

    :ivar id: 0 until stored, sorts by creation
    :ivar idempotency: unique; the same effect is never stored twice
    :ivar verb: CREATE or UPDATE
    :ivar key: SAGE's key, "" until it is known
    :ivar payload: field -> projected value to write
    :ivar lines: of a document, None to leave them
    :ivar version: version of the local record the payload was made from
    :ivar next_try: UTC without zone; not sent before
    :ivar code: reason of the last failure
    """

    entity: str
    local: str
    verb: str
    idempotency: str
    mark: str
    payload: Mapping[str, str]
    lines: tuple[Line, ...] | None = None
    key: str = ""
    version: str = ""
    state: str = PENDING
    attempts: int = 0
    next_try: datetime | None = None
    code: str = ""
    detail: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class Conflict:
    """One field that both sides changed differently; both values stay where they are until a person decides.

    :ivar field: canonical field, or "lines" (values are then those of `merge.write_lines`)
    :ivar base: last agreed value, None when there was none
    :ivar reason: "both_changed", "not_taken" (SAGE accepted our value and holds another), "first_binding" (two records
        that existed on both sides), "totals" (sums of both sides differ)
    :ivar by: who changed our side last
    :ivar stamp: when SAGE's side changed
    :ivar decision: "" , OURS or THEIRS
    """

    entity: str
    key: str
    field: str
    base: str | None
    ours: str
    theirs: str
    reason: str
    by: str = ""
    stamp: str = ""
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A local record that may be the one SAGE speaks of.

    :ivar bound: key of SAGE it is bound to, "" when free
    """

    local: str
    values: Mapping[str, str]
    bound: str = ""
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A match that a person is asked about: is this local record the one of that key?

    :ivar rung: rung of the ladder (see `dedupe`)
    :ivar score: 0 to 100
    :ivar held: whether the record of SAGE waits for the answer
    :ivar decision: "", SAME or DISTINCT
    """

    entity: str
    key: str
    local: str
    rung: str
    score: int
    held: bool
    decision: str = ""


@dataclass(frozen=True, slots=True)
class KeyGap:
    """Difference between the keys that exist in SAGE and the bindings that are not gone.

    :ivar listed: how many keys SAGE gave
    :ivar missing: keys of bindings that SAGE does not know any more
    :ivar unknown: keys of SAGE without binding, or whose binding is gone
    """

    listed: int
    missing: Sequence[str]
    unknown: Sequence[str]


class Store(Protocol):
    """Memory of one backend. Every method is one transaction unless called inside `transaction()`."""

    # Of this database and this backend, stable for ever: part of every mark we write into SAGE.
    identity: str

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing: kept at the end, undone when an error leaves the block. Inside another: a savepoint."""

    def rehearsal(self) -> AbstractContextManager[None]:
        """Everything done inside the block is undone at its end; transactions inside keep nothing for good."""

    def lock(self) -> AbstractContextManager[None]:
        """One run at a time for this backend.

        :raise Unavailable: with the code `locked` when another run holds it
        """

    # --- bindings
    def bindings(self, entity: str, keys: Iterable[str]) -> dict[str, Binding]:
        """Give the bindings of these keys, whatever their state, by key."""

    def bindings_of(self, entity: str, locals_: Iterable[str]) -> dict[str, Binding]:
        """Give the bindings of these local records, by local id."""

    def bindings_numbered(self, entity: str, numbers: Iterable[str]) -> dict[str, Binding]:
        """Give the bindings by SAGE's number (CT_Num), by number; of several, one that is not gone."""

    def save_bindings(self, bindings: Sequence[Binding]) -> None:
        """Create or replace bindings, by (entity, key)."""

    def rebind(self, entity: str, old: str, new: str) -> None:
        """Give a binding another key: SAGE renamed it. Rows of the inbox, conflicts and proposals follow, and
        the key of its open operation; what waits under the new key already stays there."""

    def count_bindings(self, entity: str) -> int:
        """Count the bindings that are not gone."""

    def compare_keys(self, entity: str, keys: Iterable[str]) -> KeyGap:
        """Compare a stream of keys with the bindings that are not gone; keys may come twice and in any order."""

    # --- records of our side
    def locals(self, entity: str, ids: Iterable[str]) -> dict[str, LocalRecord]:
        """Give local records by id; those that do not exist are left out. Archived ones are given."""

    def changed_locals(self, entity: str, after: str, limit: int) -> list[LocalRecord]:
        """Give local records to compare, in the order of their ids, beyond the id `after` ("" from the beginning).

        Those whose version is not that of their binding, and those without binding that belong into SAGE (the store's
        rule) and whose version is not that of an open operation. Records whose binding is gone are left out.
        """

    def paired(self, entity: str) -> Iterator[tuple[Binding, LocalRecord]]:
        """Give every binding that is not gone with its local record, as a stream."""

    def unwanted(self, entity: str, locals_: Iterable[str]) -> set[str]:
        """Say which of these local records, none of them bound, SAGE is not to be given: cancelled, emptied, put aside,
        deleted. The others are held until the transaction ends: nobody takes them back meanwhile.
        """

    def unbound(self, entity: str) -> Iterator[str]:
        """Give the ids of local records that belong into SAGE and have no binding, as a stream."""

    def apply(self, changes: Sequence[Change]) -> list[Applied | BadData]:
        """Write changes of one entity, in one go.

        One change that our side refuses leaves no trace and gives a BadData in its place; the others are written.

        :return: one result for each change, in their order
        """

    def archive(self, entity: str, ids: Sequence[str], reason: str) -> None:
        """Put local records aside and flag them; nothing is deleted, ever."""

    def revive(self, entity: str, ids: Sequence[str]) -> None:
        """Take back what `archive` did."""

    # --- looking for duplicates
    def candidates(
        self, entity: str, keys: Iterable[tuple[str, str]], limit: int
    ) -> dict[tuple[str, str], list[Candidate]]:
        """Give local records by the keys of `dedupe.match_keys`, at most `limit` for a key, oldest first."""

    def proposals(self, entity: str, keys: Iterable[str]) -> dict[str, list[Proposal]]:
        """Give the proposals made for these keys of SAGE, decided or not."""

    def asked(self, entity: str, locals_: Iterable[str]) -> set[str]:
        """Say which of these local records are in a proposal that holds a record of SAGE and is not decided."""

    def save_proposals(self, proposals: Sequence[Proposal]) -> None:
        """Create or replace proposals by (entity, key, local); a decision already taken stays."""

    # --- inbox
    def inbox_put(self, records: Sequence[Record]) -> int:
        """Store records that wait to be understood; one row for a key.

        A record takes the place of the one that waits under its key, unless it is surely older than that one or than
        the binding (`cursor.surely_older`): it is left aside then. The same content leaves the row and its state as
        they are.

        :return: how many rows are new or changed
        """

    def inbox(self, entity: str, states: Sequence[str], after: int, limit: int) -> list[InboxRow]:
        """Give rows in these states in the order of arrival, beyond the id `after`."""

    def count_inbox(self, entity: str, states: Sequence[str]) -> int:
        """Count the rows in these states."""

    def inbox_done(self, ids: Sequence[int]) -> None:
        """These rows are understood and applied."""

    def inbox_state(self, rows: Sequence[InboxRow]) -> None:
        """Keep state, code and detail of these rows."""

    def reject(self, entity: str, rows: Sequence[BadData]) -> int:
        """Keep lines that are no records, once each by (entity, source, line, raw); a later file that brings one again,
        refused for the same reason, says nothing new.

        :return: how many were not known yet
        """

    # --- outbox
    def outbox_put(self, operation: Operation) -> Operation:
        """Store an operation; one with the same idempotency key is given back as it stands instead."""

    def outbox_put_all(self, operations: Sequence[Operation]) -> list[Operation]:
        """Do `outbox_put` for each of them, in one go; they are of different records and effects."""

    def outbox_of(self, entity: str, locals_: Iterable[str]) -> dict[str, Operation]:
        """Give the open operations of these local records, by local id."""

    def outbox_unsent(self, entity: str, after: int, limit: int) -> list[Operation]:
        """Give creations that SAGE has certainly not received, in the order of creation, beyond `after`: those PENDING,
        and those DEAD that were never tried."""

    def outbox_due(self, entity: str, now: datetime, after: int, limit: int) -> list[Operation]:
        """Give operations PENDING or SENDING whose `next_try` has come, in the order of creation, beyond `after`."""

    def count_due(self, entity: str, now: datetime) -> dict[str, int]:
        """Count what `outbox_due` would give, by verb."""

    def outbox_sent(self, entity: str, before: datetime, limit: int) -> list[Operation]:
        """Give operations SENT whose `next_try` lies before a moment: SAGE never showed what they hold."""

    def outbox_save(self, operations: Sequence[Operation]) -> None:
        """Replace operations by id."""

    def outbox_marks(self, entity: str, marks: Iterable[str]) -> dict[str, Operation]:
        """Give the operations that create, whatever their state, by mark."""

    # --- conflicts
    def conflicts(self, entity: str, keys: Iterable[str]) -> dict[str, dict[str, Conflict]]:
        """Give the conflicts that are not settled: key -> field -> conflict."""

    def save_conflicts(self, conflicts: Sequence[Conflict]) -> None:
        """Create or replace conflicts by (entity, key, field)."""

    def settle_conflicts(self, conflicts: Sequence[Conflict]) -> None:
        """Close these: decided, or both sides agree again. They stay readable."""

    def decided(self, entity: str, limit: int) -> list[Conflict]:
        """Give conflicts with a decision that is not carried out yet."""

    # --- cursors and runs
    def cursor(self, entity: str) -> Cursor | None:
        """Say how far the changes of an entity were taken in."""

    def set_cursor(self, entity: str, cursor: Cursor) -> None:
        """Keep it."""

    def start_run(self, kind: str, when: datetime, rehearsal: bool) -> str:
        """Open the journal of a run.

        :return: its identity
        """

    def end_run(self, run: str, when: datetime, report: Mapping[str, object]) -> None:
        """Close it with its figures."""
