# Not models of Odoo: `read` and `create` override nothing.
# pylint: disable=method-required-super
"""Sage X3 as a transport.

A published list (`query`) gives number, technical key, moment and mark of every object; those that changed are then
read one by one. X3 keeps quotation, order and invoice as objects of their own: each is a document here.
"""

from collections.abc import Iterator, Mapping

from ...errors import BadData, OutcomeUnknown, Refused, Unavailable
from ...records import CLIENT, ENTITIES, Cursor, Line, Page, Record, Written, key_order
from ..base import Capabilities, Finding
from ..cells import MOMENT, CellError, decode
from .objects import DIALECT, X3Object, load_objects
from .payload import BadPayload, read_list, read_object, write_object
from .service import X3Service

PAGE = 50
LIST_SIZE = 200_000


class Listed:
    """One line of a published list."""

    def __init__(self, one: X3Object, row: Mapping[str, str]):
        self.object = one
        try:
            self.number, self.key = row[one.number].strip(), row[one.key].strip()
            self.stamp = decode(MOMENT, row[one.stamp], DIALECT)
        except (KeyError, CellError) as error:
            raise Unavailable("malformed", f"{one.published}: {one.number}, {one.key}, {one.stamp}") from error
        self.mark = row.get(one.mark, "").strip()

    def order(self) -> tuple:
        """Place among changes: moment, then key."""
        return self.stamp, key_order(self.key)


class X3Transport:
    """One folder of X3. `objects` say which services are published under which names."""

    capabilities = Capabilities(writes=True, lists_keys=True, finds_marks=frozenset(ENTITIES), answers_at_once=True)

    def __init__(self, service: X3Service, objects: list[X3Object] | None = None, list_size: int = LIST_SIZE):
        self.service = service
        self.objects = objects or load_objects()
        self.list_size = list_size

    def close(self) -> None:
        """End the connections."""
        self.service.wire.door.close()

    def acknowledge(self, entity: str) -> None:
        """Nothing to do: SAGE keeps what it has."""

    def fields(self, entity: str) -> frozenset[str]:
        """Fields that this SAGE can tell and take."""
        return frozenset(field for one in self._objects(entity) for field in one.fields.values())

    def check(self) -> list[Finding]:
        """One line of each published list."""
        findings = self.service.wire.door.findings()
        for one in self.objects:
            try:
                self._list(one, [], 1)
            except Refused as error:
                if error.code == "login":
                    raise
                findings.append(Finding("error", error.code, f"{one.published} {error.detail}".strip()))
            else:
                findings.append(Finding("ok", "connected", one.published))
        return findings

    def _objects(self, entity: str) -> list[X3Object]:
        objects = [one for one in self.objects if one.entity == entity]
        if not objects:
            raise Refused("no_published_name", entity)
        return objects

    # --- from SAGE
    def _list(self, one: X3Object, pairs: list[tuple[str, str]], size: int = 0) -> list[Listed]:
        """Lines whose columns have these values; all of them for an empty criterion."""
        size = size or self.list_size
        try:
            rows = read_list(self.service.list(one.published, pairs or [(one.number, "")], size))
        except BadPayload as error:
            raise Unavailable("malformed", str(error)) from error
        if size == self.list_size and len(rows) >= size:
            # SAGE stopped at the limit: the rest would look deleted.
            raise Unavailable("partial_page", f"{one.published} {len(rows)}")
        return [Listed(one, row) for row in rows]

    def changes(self, entity: str, since: Cursor | None) -> Iterator[Page]:
        """The list of all objects, those modified since, read in the order (moment, key)."""
        listed = [row for one in self.objects if one.entity == entity for row in self._list(one, [])]
        listed = sorted((row for row in listed if since is None or row.stamp >= since.stamp), key=Listed.order)
        owners: dict[str, str] = {}
        for start in range(0, len(listed) or 1, PAGE):
            records, rejected = [], []
            for row in listed[start : start + PAGE]:
                try:
                    record = self._read(row, owners)
                    records += [record] if record else []
                except CellError as error:
                    rejected.append(BadData(0, error.code, error.detail, source=row.object.published, raw=row.number))
            last = start + PAGE >= len(listed)
            end = listed[min(start + PAGE, len(listed)) - 1] if listed else None
            yield Page(tuple(records), Cursor(end.stamp, end.key) if end else since, last, tuple(rejected))

    def everything(self, entity: str) -> Iterator[Page]:
        """All records, as `changes` gives them from the beginning."""
        return self.changes(entity, None)

    def _read(self, row: Listed, owners: dict[str, str]) -> Record | None:
        """The object of a line; None when it went away since."""
        one = row.object
        text = self.service.read(one.published, [(one.number, row.number)])
        if text is None:
            if self._list(one, [(one.key, row.key)], 2):
                raise Refused("sage_says_no", f"{one.published} {row.number}")
            return None
        try:
            payload = read_object(text)
        except BadPayload as error:
            raise Unavailable("malformed", f"{one.published} {row.number}: {error}") from error
        return one.record(row.key, row.stamp, row.mark, payload, self._owners(one, payload, owners))

    def _owners(self, one: X3Object, payload, owners: dict[str, str]) -> dict[str, str]:
        """Key of the client of an object, asked once for each client."""
        place = next((place for place, field in one.fields.items() if field == "client_number"), "")
        number = payload.values.get(place, "").strip()
        if number and number not in owners:
            client = self._objects(CLIENT)[0]
            found = self._list(client, [(client.number, number)], 2)
            owners[number] = found[0].key if found else ""
        return owners

    def keys(self, entity: str) -> Iterator[str]:
        """Keys of the lists."""
        for one in self._objects(entity):
            yield from (row.key for row in self._list(one, []))

    def _located(self, entity: str, column: str, value: str) -> Listed | None:
        """The line whose key or mark has this value; the smallest key of several."""
        found = [row for one in self._objects(entity) for row in self._list(one, [(getattr(one, column), value)], 100)]
        return min(found, key=lambda row: key_order(row.key), default=None)

    def read(self, entity: str, key: str) -> Record | None:
        """The present state of an object."""
        return self._whole(self._located(entity, "key", key))

    def find(self, entity: str, mark: str) -> Record | None:
        """The object that bears our mark."""
        return self._whole(self._located(entity, "mark", mark))

    def _whole(self, row: Listed | None) -> Record | None:
        try:
            return self._read(row, {}) if row else None
        except CellError as error:
            raise BadData(0, error.code, error.detail, source=row.object.published, raw=row.number) from error

    # --- to SAGE
    def create(self, entity: str, values: Mapping[str, str], lines: tuple[Line, ...], mark: str) -> Written:
        """`save`; the key is in the answer, or found by our mark."""
        kind = values.get("kind", "")
        one = next((one for one in self._objects(entity) if one.kind == kind), None)
        if one is None:
            raise Refused("no_published_name", kind)
        places = one.places(values)
        places[f"{next(iter(one.fields)).partition('/')[0]}/{one.mark}"] = mark
        rows = one.rows(lines) if one.table else None
        self.service.save(one.published, write_object(places, one.table, rows))
        return self._written(entity, "mark", mark)

    def update(
        self, entity: str, key: str, values: Mapping[str, str], mark: str, lines: tuple[Line, ...] | None = None
    ) -> Written:
        """`modify`, by the number that belongs to the key."""
        row = self._located(entity, "key", key)
        if row is None:
            raise Refused("not_found", key)
        one = row.object
        rows = one.rows(lines) if one.table and lines is not None else None
        self.service.modify(
            one.published, [(one.number, row.number)], write_object(one.places(values), one.table, rows)
        )
        return self._written(entity, "key", key)

    def _written(self, entity: str, column: str, value: str) -> Written:
        """What SAGE holds after a writing; when it cannot be seen, the writing has happened all the same."""
        try:
            row = self._located(entity, column, value)
        except Unavailable as error:
            raise OutcomeUnknown("no_answer", f"{error.code} {error.detail}".strip()) from error
        if row is None:
            raise OutcomeUnknown("no_answer", entity)
        return Written(row.key, row.stamp, row.number)
