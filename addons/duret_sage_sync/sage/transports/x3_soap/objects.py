"""Which objects of X3 hold our entities, and how their fields are written; read from `objects.toml` or a site's own."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ...errors import Refused
from ...profiles import Dialect
from ...records import INVOICE, LINE_FIELDS, POSTED_INVOICE, Line, Record
from ..cells import KINDS, TEXT, CellError, decode, encode
from ..shaping import finished
from .payload import Payload

HERE = Path(__file__).parent
# Decimals with a point, dates without punctuation.
DIALECT = Dialect(decimal=".", dates=("AAAAMMJJ",), multiline=False)
NOT_WRITTEN = {"origin", "client", "total_tax", "kind"}


@dataclass(frozen=True)
class X3Object:
    """One published object.

    :ivar published: name of the web service on the site; :ivar number, key, stamp, mark: columns of its list
    :ivar fields: place → field; :ivar codes: field → (writing of X3 → ours); :ivar table, lines: lines of documents
    :ivar posted: « place=value » that makes an invoice a posted one
    """

    name: str
    entity: str
    published: str
    number: str
    key: str
    stamp: str
    mark: str
    fields: Mapping[str, str]
    kind: str = ""
    table: str = ""
    lines: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    posted: str = ""

    def record(self, key: str, stamp: str, mark: str, payload: Payload, owners: Mapping[str, str]) -> Record:
        """The record of an object; raises CellError."""
        values = {
            field: self._decoded(field, payload.values[place])
            for place, field in self.fields.items()
            if place in payload.values
        }
        if self.kind:
            values.setdefault("kind", self.kind)
            place, _, wanted = self.posted.partition("=")
            if values["kind"] == INVOICE and wanted and payload.values.get(place) == wanted:
                values["kind"] = POSTED_INVOICE
        if owners.get(values.get("client_number", "")):
            values["client"] = owners[values["client_number"]]
        lines = []
        for row in payload.tables.get(self.table, ()) if self.table else ():
            own = {field: self._decoded(field, row[name]) for name, field in self.lines.items() if name in row}
            lines.append(Line(own.pop("key", ""), own))
        return finished(self.entity, key, stamp, values, tuple(lines), mark)

    def _decoded(self, name: str, text: str) -> str:
        codes = self.codes.get(name)
        if codes and text:
            if text not in codes:
                raise CellError("unknown_kind" if name == "kind" else "bad_boolean", f"{name} : {text}")
            return codes[text]
        try:
            return decode(KINDS.get(name, TEXT), text, DIALECT)
        except CellError as error:
            raise CellError(error.code, f"{name} : {error.detail}") from error

    def places(self, values: Mapping[str, str]) -> dict[str, str]:
        """Values by place, for writing; refuses a value that has no place."""
        places = {field: place for place, field in self.fields.items()}
        homeless = {name for name, value in values.items() if value} - NOT_WRITTEN - set(places)
        if homeless:
            raise Refused("field_without_column", ", ".join(sorted(homeless)))
        wanted = [name for name in values if name in places and name not in NOT_WRITTEN]
        return {places[name]: self._encoded(name, values[name]) for name in wanted}

    def rows(self, lines: tuple[Line, ...]) -> list[dict[str, str]]:
        """Lines for writing; those that SAGE knows bear their key."""
        names = {field: name for name, field in self.lines.items()}
        rows = []
        for line in lines:
            row = {names["key"]: line.key} if line.key else {}
            rows.append(row | {names[f]: self._encoded(f, v) for f, v in line.values.items() if f in names})
        return rows

    def _encoded(self, name: str, value: str) -> str:
        back = {ours: theirs for theirs, ours in self.codes.get(name, {}).items()}
        return back[value or "0"] if back else encode(KINDS.get(name, TEXT), value, DIALECT)


def load_objects(path: Path | None = None, published: Mapping[str, str] | None = None) -> list[X3Object]:
    """The objects of a site; `published` gives other names for some. Raises Refused."""
    path = path or HERE / "objects.toml"
    try:
        tables = tomllib.loads(Path(path).read_text("utf-8"))
        objects = [X3Object(name=name, **table) for name, table in tables.items()]
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, TypeError) as error:
        raise Refused("bad_profile", f"{path}: {error}") from error
    wrong = {f for one in objects for f in one.lines.values()} - set(LINE_FIELDS) - {"key"}
    if wrong:
        raise Refused("bad_profile", ", ".join(sorted(wrong)))
    renamed = published or {}
    return [X3Object(**(vars(one) | {"published": renamed.get(one.name, one.published)})) for one in objects]
