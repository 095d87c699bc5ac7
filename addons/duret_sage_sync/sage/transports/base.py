# Not models of Odoo: `read` and `create` override nothing.
# pylint: disable=method-required-super
"""What the engine asks of a transport. Each one passes the same conformance suite.

A transport is one connection to one SAGE company. It turns SAGE's writing into canonical records and back, says plainly
what it cannot do, and raises only errors of `errors`. It holds no memory of its own about what the engine has done,
except what a drop folder shows.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from ..records import ENTITIES, Cursor, Line, Page, Record, Written

# Our mark in SAGE: DO_NoWeb and DO_Ref hold 17 characters; CT_Raccourci, the shortest field in question, 7.
MARK_LENGTH = 17
SHORTEST_MARK = 7


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a transport can do.

    :ivar writes: creates and updates (SQL reading does not)
    :ivar lists_keys: `keys` gives every key that exists now, so that a missing key is a deleted record
    :ivar finds_marks: entities for which `find` sees what was created a moment ago
    :ivar answers_at_once: `read` gives SAGE's present state and writes are done when they return; a drop folder does
        neither
    :ivar mark_length: characters of SAGE's field that holds our mark, 7 to 17
    :ivar entities: what is exchanged this way at all; of the others nothing is asked, compared or sent
    :ivar written: what SAGE takes this way, where `writes` is set: an export may have no import beside it
    """

    writes: bool = False
    lists_keys: bool = False
    finds_marks: frozenset[str] = frozenset()
    answers_at_once: bool = False
    mark_length: int = MARK_LENGTH
    entities: frozenset[str] = frozenset(ENTITIES)
    written: frozenset[str] = frozenset(ENTITIES)

    def sends(self, entity: str) -> bool:
        """Tell whether our side may create or change records of an entity in SAGE this way."""
        return self.writes and entity in self.entities & self.written


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of a connection test.

    :ivar level: "ok", "warning" or "error"
    :ivar code: reason, with a French sentence in `words_fr`
    :ivar detail: what is particular to this case
    """

    level: str
    code: str
    detail: str = ""


class Transport(Protocol):
    """One way to SAGE. Methods raise `Unavailable`, `OutcomeUnknown` (writes only) or `Refused`."""

    capabilities: Capabilities

    def fields(self, entity: str) -> frozenset[str]:
        """Say which fields this SAGE can tell and take (Sage 100 has no second line of a name).

        A create or update with a non-empty field outside of them is refused: `field_without_column`.
        """

    def check(self) -> list[Finding]:
        """Try the connection without changing anything.

        :return: findings; none of level "error" means that exchanges may begin
        """

    def changes(self, entity: str, since: Cursor | None) -> Iterator[Page]:
        """Give the records modified since a moment, page by page, in the order (stamp, key).

        The interval is closed: records of the very moment `since.stamp` come again, whatever their key. A record may
        come twice; none may be left out, not even one whose moment equals that of a page's last record.

        :param entity: one of `records.ENTITIES`
        :param since: None for everything
        :return: iterator of :class:`Page`, read as it is used; lines that are no records in `Page.rejected`
        """

    def everything(self, entity: str) -> Iterator[Page]:
        """Give all records SAGE holds now: for a drop folder those of its last complete export.

        Nothing is marked as taken: the daily proof reads it, whatever was read before.

        :raise Unavailable: `no_full_export` or `partial_list` when nobody can tell
        """

    def acknowledge(self, entity: str) -> None:
        """Learn that everything `changes` gave for this entity is kept for good.

        A drop folder registers the files and moves them to its archive now, never earlier. Not called by a rehearsal.
        """

    def keys(self, entity: str) -> Iterator[str]:
        """Give every technical key that exists now, in any order; only with `capabilities.lists_keys`."""

    def read(self, entity: str, key: str) -> Record | None:
        """Give one record, None when there is none.

        :raise BadData: it exists and cannot be understood
        """

    def find(self, entity: str, mark: str) -> Record | None:
        """Give the record that bears our mark, None when there is none; for entities of `finds_marks` only.

        When several bear it, the one with the smallest key: it was there first.
        """

    def create(self, entity: str, values: Mapping[str, str], lines: tuple[Line, ...], mark: str) -> Written:
        """Create a record that bears our mark.

        :param values: canonical field -> text, already such as SAGE can hold it
        :param lines: of a document, their `key` is empty
        Where `answers_at_once` is not set, the same mark again gives the same file again: nothing is created twice.

        :param mark: at most `capabilities.mark_length` characters out of A-Z and 2-7 (base 32)
        :raise OutcomeUnknown: SAGE may have created it
        """

    def update(
        self,
        entity: str,
        key: str,
        values: Mapping[str, str],
        mark: str,
        lines: tuple[Line, ...] | None = None,
    ) -> Written:
        """Change some fields of a record, leaving the others as they are.

        :param values: only the fields to change
        :param mark: of the record, "" when it bears none
        :param lines: all lines of the document, None to leave them as they are
        :raise OutcomeUnknown: SAGE may have taken it; sending the same again does no harm
        :raise Refused: with the code `not_found` when the record is gone
        """

    def close(self) -> None:
        """End the connection; the transport is not used afterwards."""
