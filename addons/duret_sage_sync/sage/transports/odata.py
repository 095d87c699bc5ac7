# Not models of Odoo: `read` and `create` override nothing.
# pylint: disable=method-required-super
"""Sage 100 over its REST interface (OData): 100 records a request at most, JSON.

Pages follow (moment, key) by a filter, never by counting rows to skip: rows that come or go between two pages move the
count, not the filter. Names of resources differ from one installation to another and are settings; names of columns
default to those of the tables.
"""

import datetime
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from urllib.parse import quote, urlencode

from ..errors import BadData, OutcomeUnknown, Refused, Unavailable
from ..profiles import Layout, Profile, load
from ..records import CLIENT, CONTACT, DOCUMENT, ENTITIES, Cursor, Line, Page, Record, Written
from .base import Capabilities, Finding
from .cells import BOOLEAN, DATE, DECIMAL, KIND, KINDS, MOMENT, RATE, TEXT, CellError, decode
from .http_door import HttpDoor, refuse_status
from .shaping import interface_dialect, shaped

PAGE = 100
# Told by SAGE or computed from the rest.
NOT_WRITTEN = {"origin", "client", "total_tax"}


@dataclass(frozen=True)
class Resources:
    """Names on this installation: resources by entity, and the property that holds the lines of a document."""

    names: Mapping[str, str] = field(
        default_factory=lambda: {CLIENT: "Clients", CONTACT: "Contacts", DOCUMENT: "DocumentsVente"}
    )
    lines: str = "Lignes"


def as_property(column: str) -> str:
    """A column's name as OData can write it: free columns have blanks.

    >>> as_property("Cle Odoo")
    'Cle_Odoo'
    """
    return re.sub(r"\W", "_", column)


def _renamed(layout: Layout) -> Layout:
    return replace(
        layout,
        columns={as_property(column): name for column, name in layout.columns.items()},
        line_columns={as_property(column): name for column, name in layout.line_columns.items()},
    )


class ODataTransport:
    """One Sage 100 company behind an address. `profile` gives columns, kinds and VAT rates."""

    capabilities = Capabilities(writes=True, lists_keys=True, finds_marks=frozenset(ENTITIES), answers_at_once=True)

    def __init__(self, door: HttpDoor, resources: Resources | None = None, profile: Profile | None = None):
        self.door = door
        self.resources = resources or Resources()
        profile = profile or load("sage100")
        self.layouts = {entity: _renamed(layout) for entity, layout in profile.layouts.items()}
        self.dialect = interface_dialect(profile)

    def close(self) -> None:
        """End the connections."""
        self.door.close()

    def acknowledge(self, entity: str) -> None:
        """Nothing to do: SAGE keeps what it has."""

    def fields(self, entity: str) -> frozenset[str]:
        """Fields that this SAGE can tell and take."""
        return frozenset(self._layout(entity).columns.values()) - {"key", "stamp", "mark"}

    def check(self) -> list[Finding]:
        """One record of each resource."""
        findings = self.door.findings()
        for entity in self.layouts:
            self._rows(entity, {"$top": "1"})
            findings.append(Finding("ok", "connected", self.resources.names[entity]))
        return findings

    # --- requests
    def _layout(self, entity: str) -> Layout:
        if entity not in self.layouts or entity not in self.resources.names:
            raise Refused("entity_not_exchanged", entity)
        return self.layouts[entity]

    def _property(self, entity: str, name: str) -> str:
        return next(column for column, f in self._layout(entity).columns.items() if f == name)

    def _ask(self, method: str, path: str, content: Mapping | None = None) -> tuple[int, dict]:
        """(status, JSON) of a request; a status that is an error is raised, except 404."""
        writes = method != "GET"
        body = json.dumps(content).encode() if content is not None else None
        headers = {"Accept": "application/json", "Content-Type": "application/json; charset=utf-8"}
        response = self.door.send(method, f"{self.door.url}/{path}", body, headers, writes=writes)
        try:
            # Decimals stay as SAGE wrote them.
            answer = json.loads(response.content, parse_float=str) if response.content else {}
        except ValueError as error:
            refuse_status(response, writes=writes)
            lost = OutcomeUnknown if writes else Unavailable
            raise lost("no_answer" if writes else "malformed", response.text[:80]) from error
        words = str(answer.get("error", {}).get("message", "")) if isinstance(answer, dict) else ""
        refuse_status(response, writes=writes, words=words)
        if not isinstance(answer, dict):
            raise (OutcomeUnknown if writes else Unavailable)(
                "no_answer" if writes else "malformed", type(answer).__name__
            )
        return response.status_code, answer

    def _rows(self, entity: str, options: Mapping[str, str]) -> tuple[list[dict], int]:
        """(rows, how many match in all) of a query."""
        options = dict(options) | {"$count": "true"}
        if self._layout(entity).line_columns and "$select" not in options:
            options["$expand"] = self.resources.lines
        query = urlencode(options, quote_via=quote)
        status, answer = self._ask("GET", f"{quote(self.resources.names[entity])}?{query}")
        if status == 404:
            raise Refused("unknown_service", self.resources.names[entity])
        try:
            rows, count = answer["value"], int(answer["@odata.count"])
            if not isinstance(rows, list) or (count and not rows):
                raise Unavailable("partial_page", self.resources.names[entity])
        except (KeyError, TypeError, ValueError) as error:
            raise Unavailable("malformed", self.resources.names[entity]) from error
        return rows, count

    # --- from SAGE
    def changes(self, entity: str, since: Cursor | None) -> Iterator[Page]:
        """Pages of 100 in the order (moment, key); the moment of `since` comes again whole."""
        if entity not in self.layouts:
            yield Page(())
            return
        stamp, key = self._property(entity, "stamp"), self._property(entity, "key")
        condition = f"{stamp} ge {since.stamp}" if since else ""
        while True:
            options = {"$top": str(PAGE), "$orderby": f"{stamp} asc,{key} asc"}
            rows, count = self._rows(entity, options | ({"$filter": condition} if condition else {}))
            records, rejected = self._records(entity, rows)
            last = len(rows) >= count
            cursor = self._cursor(rows[-1], stamp, key) if rows else since
            yield Page(tuple(records), cursor, last, tuple(rejected))
            if last:
                return
            at = self._literal(rows[-1][stamp])
            condition = f"{stamp} gt {at} or ({stamp} eq {at} and {key} gt {rows[-1][key]})"

    def everything(self, entity: str) -> Iterator[Page]:
        """All records, as `changes` gives them from the beginning."""
        return self.changes(entity, None)

    def _cursor(self, row: dict, stamp: str, key: str) -> Cursor:
        try:
            return Cursor(decode(MOMENT, str(row[stamp]), self.dialect), str(row[key]))
        except (KeyError, CellError) as error:
            raise Unavailable("malformed", f"{stamp}, {key}") from error

    def _literal(self, value: object) -> str:
        """A moment or a key for a filter, exactly as SAGE wrote it; nothing that could end the expression."""
        text = str(value)
        if not re.fullmatch(r"[\w.:+\-]+", text):
            raise Unavailable("malformed", text[:40])
        return text

    def _records(self, entity: str, rows: list[dict]) -> tuple[list[Record], list[BadData]]:
        owners = self._owners(entity, rows)
        records, rejected = [], []
        for row in rows:
            try:
                lines = row.get(self.resources.lines) or ()
                records.append(shaped(self.layouts[entity], row, lines, owners, self.dialect))
            except CellError as error:
                raw = json.dumps(row, ensure_ascii=False)[:500]
                rejected.append(BadData(0, error.code, error.detail, source=self.resources.names[entity], raw=raw))
        return records, rejected

    def _owners(self, entity: str, rows: list[dict]) -> dict[str, str]:
        """Client number → key, for the clients of a page: one request more for 100 records."""
        layout = self.layouts[entity]
        if entity == CLIENT or "client_number" not in layout.columns.values():
            return {}
        numbers = sorted({str(row.get(self._property(entity, "client_number")) or "") for row in rows} - {""})
        number, key = self._property(CLIENT, "number"), self._property(CLIENT, "key")
        owners = {}
        for start in range(0, len(numbers), 20):
            condition = " or ".join(f"{number} eq {quoted(value)}" for value in numbers[start : start + 20])
            found, _ = self._rows(CLIENT, {"$filter": condition, "$select": f"{key},{number}", "$top": str(PAGE)})
            owners |= {str(row[number]): str(row[key]) for row in found}
        return owners

    def keys(self, entity: str) -> Iterator[str]:
        """Every key, by pages of 100."""
        key, after = self._property(entity, "key"), ""
        while True:
            options = {"$select": key, "$orderby": f"{key} asc", "$top": str(PAGE)}
            rows, count = self._rows(entity, options | ({"$filter": f"{key} gt {after}"} if after else {}))
            yield from (str(row[key]) for row in rows)
            if len(rows) >= count:
                return
            after = self._literal(rows[-1][key])

    def read(self, entity: str, key: str) -> Record | None:
        """The present state of a record."""
        layout = self._layout(entity)
        expand = f"?$expand={self.resources.lines}" if layout.line_columns else ""
        status, row = self._ask("GET", self._address(entity, key) + expand)
        return None if status == 404 else self._only(entity, row)

    def find(self, entity: str, mark: str) -> Record | None:
        """The first record that bears our mark."""
        name, key = self._property(entity, "mark"), self._property(entity, "key")
        rows, _ = self._rows(entity, {"$filter": f"{name} eq {quoted(mark)}", "$orderby": f"{key} asc", "$top": "1"})
        return self._only(entity, rows[0]) if rows else None

    def _only(self, entity: str, row: dict) -> Record:
        records, rejected = self._records(entity, [row])
        if rejected:
            raise rejected[0]
        return records[0]

    def _address(self, entity: str, key: str) -> str:
        return f"{quote(self.resources.names[entity])}({quote(self._literal(key))})"

    # --- to SAGE
    def create(self, entity: str, values: Mapping[str, str], lines: tuple[Line, ...], mark: str) -> Written:
        """POST; SAGE answers with the record."""
        content = self._content(entity, values) | {self._property(entity, "mark"): mark}
        if self._layout(entity).line_columns:
            content[self.resources.lines] = self._line_contents(entity, lines)
        status, row = self._ask("POST", quote(self.resources.names[entity]), content)
        if status == 404:
            raise Refused("unknown_service", self.resources.names[entity])
        return self._written(entity, row)

    def update(
        self, entity: str, key: str, values: Mapping[str, str], mark: str, lines: tuple[Line, ...] | None = None
    ) -> Written:
        """PATCH: only what changes."""
        content = self._content(entity, values)
        if lines is not None:
            content[self.resources.lines] = self._line_contents(entity, lines)
        status, row = self._ask("PATCH", self._address(entity, key), content)
        if status == 404:
            raise Refused("not_found", key)
        return self._written(entity, row)

    def _written(self, entity: str, row: dict) -> Written:
        """What SAGE answered; an answer without key says nothing of what was done."""
        values = row.get(self._property(entity, "key")), row.get(self._property(entity, "stamp"))
        if values[0] in (None, ""):
            raise OutcomeUnknown("no_answer", self.resources.names[entity])
        number = "number" in self.layouts[entity].columns.values() and row.get(self._property(entity, "number"))
        try:
            stamp = decode(MOMENT, str(values[1] or ""), self.dialect)
        except CellError as error:
            raise OutcomeUnknown("no_answer", self.resources.names[entity]) from error
        return Written(str(values[0]), stamp, str(number or ""))

    def _content(self, entity: str, values: Mapping[str, str]) -> dict:
        columns = {name: column for column, name in self._layout(entity).columns.items()}
        homeless = {name for name, value in values.items() if value} - NOT_WRITTEN - set(columns)
        if homeless:
            raise Refused("field_without_column", ", ".join(sorted(homeless)))
        written = {name: value for name, value in values.items() if name in columns and name not in NOT_WRITTEN}
        return {columns[name]: self._json(name, value) for name, value in written.items()}

    def _line_contents(self, entity: str, lines: tuple[Line, ...]) -> list[dict]:
        columns = {name: column for column, name in self._layout(entity).line_columns.items()}
        contents = []
        for line in lines:
            content = {columns[name]: self._json(name, value) for name, value in line.values.items() if name in columns}
            contents.append(content | ({columns["key"]: int(line.key)} if line.key else {}))
        return contents

    def _json(self, name: str, value: str) -> object:
        kind = KINDS.get(name, TEXT)
        if kind in (DECIMAL, RATE):
            return float(Decimal(value)) if value else None
        if kind == DATE:
            return datetime.date.fromisoformat(value).isoformat() if value else None
        if kind == BOOLEAN:
            return int(value or 0)
        if kind == KIND:
            return int(self.dialect.kind_codes[value])
        return value


def quoted(text: str) -> str:
    """A text for a filter.

    >>> quoted("L'Étoile")
    "'L''Étoile'"
    """
    return "'" + text.replace("'", "''") + "'"
