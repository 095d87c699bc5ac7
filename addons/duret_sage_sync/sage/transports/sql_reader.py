# Not models of Odoo: `read` and `create` override nothing.
# pylint: disable=method-required-super
"""Sage 100's own tables, read through any DB-API driver. It never writes: neither could it, nor may it.

Only SELECT statements with parameters leave this module. The connection is opened read only where the driver allows;
`check` says so when the login could write all the same. Names of columns come from a profile and are quoted.

Tried on SQLite and PostgreSQL holding the tables of Sage 100; the writing for SQL Server is not tried on one.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..errors import BadData, Refused, Unavailable
from ..profiles import Layout, Profile, load
from ..records import CLIENT, CONTACT, DOCUMENT, Cursor, Line, Page, Record, Written
from .base import Capabilities, Finding
from .cells import MOMENT, CellError, decode
from .shaping import as_text, interface_dialect, shaped

PAGE = 500
TABLES = {CLIENT: "F_COMPTET", CONTACT: "F_CONTACTT", DOCUMENT: "F_DOCENTETE"}
LINES = "F_DOCLIGNE"
# Which rows are of the entity: clients are no suppliers, sales are no purchases.
ONLY = {CLIENT: ("CT_Type", 0), DOCUMENT: ("DO_Domaine", 0)}


@dataclass(frozen=True)
class Product:
    """How one database is spoken to.

    :ivar mark: place of a parameter; :ivar first: statements at the opening
    :ivar top: limit after SELECT; :ivar limit: limit at the end
    """

    mark: str
    first: tuple[str, ...] = ()
    top: str = ""
    limit: str = ""


PRODUCTS = {
    "sqlite": Product("?", ("PRAGMA query_only = ON",), limit="LIMIT %d"),
    "postgresql": Product("%s", ("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",), limit="LIMIT %d"),
    "sqlserver": Product("?", ("SET LOCK_TIMEOUT 3000",), top="TOP (%d)"),
}


def named(column: str) -> str:
    """A quoted name; refuses what no column of SAGE is called.

    >>> named("Cle Odoo")
    '"Cle Odoo"'
    """
    if not re.fullmatch(r"[A-Za-z_][\w ]{0,127}", column):
        raise Refused("bad_profile", column)
    return f'"{column}"'


class SqlReader:
    """Reads one company. `connect` opens a DB-API connection, `errors` is the driver's base error."""

    capabilities = Capabilities(lists_keys=True, finds_marks=frozenset(TABLES), answers_at_once=True)

    def __init__(
        self, connect: Callable[[], Any], errors: type[Exception], product: str, profile: Profile | None = None
    ):
        self.product = PRODUCTS[product]
        self.errors = errors
        profile = profile or load("sage100")
        self.layouts = profile.layouts
        self.dialect = interface_dialect(profile)
        try:
            self.connection = connect()
            self._open(self.product.first)
        except errors as error:
            raise Unavailable("unreachable", str(error).strip()[:200]) from error

    def _open(self, statements: Sequence[str]) -> None:
        """Say for the whole session, not for one transaction, that nothing will be written."""
        cursor = self.connection.cursor()
        for statement in statements:
            cursor.execute(statement)
        cursor.close()
        self.connection.commit()

    def close(self) -> None:
        """End the connection."""
        self.connection.close()

    def fields(self, entity: str) -> frozenset[str]:
        """Fields that this SAGE can tell."""
        return frozenset(self._layout(entity).columns.values()) - {"key", "stamp", "mark"}

    def check(self) -> list[Finding]:
        """One row of each table."""
        findings = []
        for entity in self.layouts:
            try:
                self._select(entity, (), (), 1)
            except Unavailable as error:
                findings.append(Finding("error", "missing_table", f"{TABLES[entity]} ({error.detail})"))
            else:
                findings.append(Finding("ok", "connected", TABLES[entity]))
        return findings

    # --- statements
    def _layout(self, entity: str) -> Layout:
        if entity not in self.layouts:
            raise Refused("entity_not_exchanged", entity)
        return self.layouts[entity]

    def _column(self, entity: str, field: str) -> str:
        return next(column for column, name in self._layout(entity).columns.items() if name == field)

    def _fetch(self, statement: str, parameters: Sequence) -> list[dict]:
        """Rows as dictionaries; the transaction ends at once, so that SAGE's database can clean up behind us."""
        try:
            cursor = self.connection.cursor()
            cursor.execute(statement, tuple(parameters))
            names = [column[0] for column in cursor.description]
            rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
            cursor.close()
            self.connection.rollback()
        except self.errors as error:
            raise Unavailable("unreachable", str(error).strip()[:200]) from error
        return rows

    def _select(self, entity: str, conditions: Sequence[str], parameters: Sequence, limit: int) -> list[dict]:
        """Rows of an entity in the order (moment, key), with the key of their client."""
        layout, order = self._layout(entity), ["t." + named(self._column(entity, "key"))]
        if "stamp" in layout.columns.values():
            order.insert(0, "t." + named(self._column(entity, "stamp")))
        columns = ", ".join("t." + named(column) for column in layout.columns)
        join, conditions, parameters = "", list(conditions), list(parameters)
        if "client_number" in layout.columns.values():
            columns += ', c."cbMarq" AS client_key'
            number = named(self._column(entity, "client_number"))
            join = f'LEFT JOIN "F_COMPTET" c ON c."CT_Num" = t.{number} AND c."CT_Type" = 0'
        if entity in ONLY:
            conditions.append(f"t.{named(ONLY[entity][0])} = {self.product.mark}")
            parameters.append(ONLY[entity][1])
        where = "WHERE " + " AND ".join(conditions) if conditions else ""
        parts = [
            self._top(limit),
            columns,
            "FROM",
            named(TABLES[entity]),
            "t",
            join,
            where,
            "ORDER BY",
            ", ".join(order),
        ]
        return self._fetch(" ".join([*parts, self._limit(limit)]), parameters)

    def _top(self, limit: int) -> str:
        return "SELECT " + (self.product.top % limit if self.product.top else "")

    def _limit(self, limit: int) -> str:
        return self.product.limit % limit if self.product.limit else ""

    def _lines(self, layout: Layout, keys: Sequence) -> dict[str, list[dict]]:
        """Lines of some documents by key, in order: one statement, whatever their number."""
        lines: dict[str, list[dict]] = {}
        if not keys or not layout.line_columns:
            return lines
        columns = ", ".join("l." + named(column) for column in layout.line_columns)
        same = " AND ".join(f"h.{named(name)} = l.{named(name)}" for name in ("DO_Domaine", "DO_Type", "DO_Piece"))
        key, marks = named(self._column(DOCUMENT, "key")), ", ".join([self.product.mark] * len(keys))
        parts = ["SELECT", columns, f", h.{key} AS document_key FROM", named(LINES), "l JOIN", named(TABLES[DOCUMENT])]
        parts += ["h ON", same, f"WHERE h.{key} IN ({marks})", f'ORDER BY h.{key}, l."DL_Ligne"']
        for row in self._fetch(" ".join(parts), keys):
            lines.setdefault(as_text(row["document_key"]), []).append(row)
        return lines

    # --- records
    def changes(self, entity: str, since: Cursor | None) -> Iterator[Page]:
        """Pages in the order (moment, key); the moment of `since` comes again whole."""
        if entity not in self.layouts:
            yield Page(())
            return
        stamp, key = self._column(entity, "stamp"), self._column(entity, "key")
        at, then, mark = "t." + named(stamp), "t." + named(key), self.product.mark
        conditions, parameters = ([f"{at} >= {mark}"], [since.stamp]) if since else ([], [])
        while True:
            rows = self._select(entity, conditions, parameters, PAGE + 1)
            last = len(rows) <= PAGE
            rows = rows[:PAGE]
            records, rejected = self._records(entity, rows)
            cursor = self._cursor(rows[-1], stamp, key) if rows else since
            yield Page(tuple(records), cursor, last, tuple(rejected))
            if last:
                return
            conditions = [f"({at} > {mark} OR ({at} = {mark} AND {then} > {mark}))"]
            parameters = [rows[-1][stamp], rows[-1][stamp], rows[-1][key]]

    def everything(self, entity: str) -> Iterator[Page]:
        """All records, as `changes` gives them from the beginning."""
        return self.changes(entity, None)

    def _cursor(self, row: Mapping, stamp: str, key: str) -> Cursor:
        try:
            return Cursor(decode(MOMENT, as_text(row[stamp]), self.dialect), as_text(row[key]))
        except CellError as error:
            raise Unavailable("malformed", stamp) from error

    def _records(self, entity: str, rows: list[dict]) -> tuple[list[Record], list[BadData]]:
        layout = self.layouts[entity]
        lines = self._lines(layout, [row[self._column(entity, "key")] for row in rows])
        records, rejected = [], []
        for row in rows:
            try:
                owner = {}
                if row.get("client_key") is not None:
                    owner = {as_text(row[self._column(entity, "client_number")]).strip(): as_text(row["client_key"])}
                own = lines.get(as_text(row[self._column(entity, "key")]), ())
                records.append(shaped(layout, row, own, owner, self.dialect))
            except CellError as error:
                rejected.append(BadData(0, error.code, error.detail, source=TABLES[entity], raw=str(row)[:500]))
        return records, rejected

    def keys(self, entity: str) -> Iterator[str]:
        """Every key, page by page."""
        key, mark = self._column(entity, "key"), self.product.mark
        after: list = []
        while True:
            conditions = [f"t.{named(key)} > {mark}"] if after else []
            if entity in ONLY:
                conditions.append(f"t.{named(ONLY[entity][0])} = {mark}")
            where = "WHERE " + " AND ".join(conditions) if conditions else ""
            parts = [
                self._top(PAGE),
                "t." + named(key),
                "FROM",
                named(TABLES[entity]),
                "t",
                where,
                "ORDER BY t." + named(key),
            ]
            fixed = [ONLY[entity][1]] if entity in ONLY else []
            rows = self._fetch(" ".join([*parts, self._limit(PAGE)]), after + fixed)
            yield from (as_text(row[key]) for row in rows)
            if len(rows) < PAGE:
                return
            after = [rows[-1][key]]

    def read(self, entity: str, key: str) -> Record | None:
        """The present state of a record."""
        column = f"t.{named(self._column(entity, 'key'))} = {self.product.mark}"
        return self._only(entity, self._select(entity, [column], [int(key) if key.isdigit() else key], 1))

    def find(self, entity: str, mark: str) -> Record | None:
        """The first record that bears our mark."""
        column = f"t.{named(self._column(entity, 'mark'))} = {self.product.mark}"
        rows = self._select(entity, [column], [mark], PAGE)
        first = min(rows, key=lambda row: row[self._column(entity, "key")], default=None)
        return self._only(entity, [first] if first else [])

    def _only(self, entity: str, rows: list[dict]) -> Record | None:
        records, rejected = self._records(entity, rows)
        if rejected:
            raise rejected[0]
        return records[0] if records else None

    # --- never
    def create(self, entity: str, values: Mapping[str, str], lines: tuple[Line, ...], mark: str) -> Written:
        """Refused: SAGE's tables are written by SAGE alone."""
        raise Refused("read_only", entity)

    def update(
        self, entity: str, key: str, values: Mapping[str, str], mark: str, lines: tuple[Line, ...] | None = None
    ) -> Written:
        """Refused: SAGE's tables are written by SAGE alone."""
        raise Refused("read_only", entity)

    def acknowledge(self, entity: str) -> None:
        """Nothing to do: the tables stay what they are."""
