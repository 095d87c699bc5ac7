"""Profiles of drop folders: how one SAGE writes its files. One TOML file each; a setting may point to the client's own.

A profile says the separator, the encoding, the decimal mark, the dates, the names of files and columns, and whether
outbound cells are disarmed because people open them in a spreadsheet.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import Refused
from ..records import ENTITIES, FIELDS, LINE_FIELDS
from ..transports.cells import DATE_FORMATS

HERE = Path(__file__).parent
ENCODINGS = {"cp1252": "cp1252", "iso-8859-15": "iso8859-15", "utf-8": "utf-8", "utf-8-bom": "utf-8-sig"}
# Columns that are no field: the key, the moment of modification, our mark, the key of a line.
SPECIAL = {"key", "stamp", "mark", "client_number"}
LINE_SPECIAL = {"key"}


@dataclass(frozen=True)
class Dialect:
    """How cells are written.

    :ivar separator: one character; :ivar encoding: a codec of Python; :ivar decimal: "," or "."
    :ivar dates: names of `DATE_FORMATS`, the first one is written
    :ivar newline: end of line that is written
    :ivar multiline: whether a cell may hold several lines
    :ivar quoting: whether SAGE understands quoted cells; else a separator inside a text becomes a blank
    :ivar neutralise: whether outbound cells that look like formulas are disarmed
    :ivar header: whether the first line names the columns
    :ivar rates: VAT rates that are known, all of them when empty
    :ivar kinds: word or number in the file (lower case) → kind of document; :ivar kind_codes: the way back
    """

    separator: str = ";"
    encoding: str = "cp1252"
    decimal: str = ","
    dates: tuple[str, ...] = ("JJMMAA",)
    newline: str = "\r\n"
    multiline: bool = False
    quoting: bool = True
    neutralise: bool = False
    header: bool = True
    rates: frozenset[str] = frozenset()
    kinds: Mapping[str, str] = field(default_factory=dict)
    kind_codes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Layout:
    """The files of one entity.

    :ivar pattern: of names from SAGE, `{sequence}` is their number
    :ivar outbound: of names to SAGE, with `{mark}` and `{operation}`
    :ivar full: every file holds all records: a missing key is a deleted record
    :ivar columns: column → field or special name, in the order of the file; :ivar line_columns: the same for lines,
        repeated on each line of a document
    """

    entity: str
    pattern: str
    outbound: str
    full: bool
    columns: Mapping[str, str]
    line_columns: Mapping[str, str]

    def match(self, name: str) -> int | None:
        """The sequence number in a file's name, 0 when names have none, None when the file is not of this entity."""
        text = re.escape(self.pattern).replace(re.escape("{sequence}"), r"(?P<sequence>\d+)")
        found = re.fullmatch(text.replace(re.escape("{any}"), ".*"), name, re.I)
        if not found:
            return None
        return int(found.groupdict().get("sequence") or 0)

    @property
    def numbered(self) -> bool:
        """Whether names carry a sequence number."""
        return "{sequence}" in self.pattern

    @property
    def every_column(self) -> dict[str, str]:
        """Header and line columns, in the order of the file."""
        return {**self.columns, **self.line_columns}


@dataclass(frozen=True)
class Profile:
    """One way SAGE writes its files; see the attributes of `Dialect` and `Layout`.

    :ivar completion: "ok" when a companion `.ok` says that a file is whole, "stable" when its size stands still
    :ivar stable_seconds: how long a size stands still then
    :ivar attachments: regular expression with a group `number`: the document that a PDF beside the files belongs to
    :ivar gap: what a missing sequence number does: "wait" keeps the files after it, "alert" only tells
    """

    name: str
    title: str
    dialect: Dialect
    layouts: Mapping[str, Layout]
    completion: str = "ok"
    stable_seconds: int = 30
    gap: str = "alert"
    attachments: str = ""


def available() -> list[str]:
    """Names of the profiles that come with the suite."""
    return sorted(path.stem for path in HERE.glob("*.toml"))


def load(which: str | Path) -> Profile:
    """A profile by its name, or from a file of the client's own.

    :raise Refused: `bad_profile`, the detail says what is wrong in it
    """
    path = HERE / f"{which}.toml" if str(which) in available() else Path(which)
    try:
        return build(tomllib.loads(path.read_text("utf-8")), path.stem)
    except (
        OSError,
        UnicodeDecodeError,
        tomllib.TOMLDecodeError,
        KeyError,
        TypeError,
        AttributeError,
        ValueError,
    ) as error:
        raise Refused("bad_profile", f"{path.name}: {error}") from error


def build(settings: Mapping, name: str) -> Profile:
    """A profile from the tables of its TOML file; raises ValueError with a sentence about what is wrong."""
    complete = settings.get("complete", {})
    profile = Profile(
        name=name,
        title=settings.get("title", name),
        dialect=_dialect(settings),
        layouts={
            entity: _layout(entity, settings["entity"][entity]) for entity in ENTITIES if entity in settings["entity"]
        },
        completion=complete.get("how", "ok"),
        stable_seconds=int(complete.get("stable_seconds", 30)),
        gap=settings.get("gap", "alert"),
        attachments=settings.get("attachments", ""),
    )
    _check(profile, set(settings["entity"]))
    return profile


def _dialect(settings: Mapping) -> Dialect:
    file = settings.get("file", {})
    kinds = {str(code).casefold(): kind for code, kind in settings.get("kinds", {}).items()}
    back: dict[str, str] = {}
    for code, kind in settings.get("kinds", {}).items():
        back.setdefault(kind, str(code))
    if file.get("encoding", "cp1252") not in ENCODINGS:
        raise ValueError(f"encoding: {', '.join(ENCODINGS)}")
    dates = file.get("dates", ["JJMMAA"])
    if not dates or set(dates) - set(DATE_FORMATS):
        raise ValueError(f"dates: {', '.join(DATE_FORMATS)}")
    dialect = Dialect(
        separator={"tab": "\t"}.get(file.get("separator", ";"), file.get("separator", ";")),
        encoding=ENCODINGS[file.get("encoding", "cp1252")],
        decimal=file.get("decimal", ","),
        dates=tuple(dates),
        newline={"crlf": "\r\n", "lf": "\n"}[file.get("newline", "crlf")],
        multiline=bool(file.get("multiline", False)),
        quoting=bool(file.get("quoting", True)),
        neutralise=bool(file.get("neutralise", False)),
        header=bool(file.get("header", True)),
        rates=frozenset(f"{float(rate):.2f}" for rate in settings.get("vat_rates", [])),
        kinds=kinds,
        kind_codes=back,
    )
    if len(dialect.separator) != 1 or dialect.separator in "\"\r\n'":
        raise ValueError("separator: one character")
    if dialect.decimal not in (",", ".") or dialect.decimal == dialect.separator:
        raise ValueError("decimal: « , » or « . », not the separator")
    return dialect


def _layout(entity: str, settings: Mapping) -> Layout:
    return Layout(
        entity=entity,
        pattern=settings["pattern"],
        outbound=settings.get("outbound", ""),
        full=bool(settings.get("full", False)),
        columns=dict(settings["columns"]),
        line_columns=dict(settings.get("lines", {})),
    )


def _check(profile: Profile, named: set[str]) -> None:
    if named - set(ENTITIES):
        raise ValueError(f"entity: {', '.join(sorted(named - set(ENTITIES)))}")
    if profile.completion not in ("ok", "stable"):
        raise ValueError("complete.how: ok, stable")
    if profile.gap not in ("alert", "wait"):
        raise ValueError("gap: alert, wait")
    if profile.attachments and "number" not in re.compile(profile.attachments).groupindex:
        raise ValueError("attachments: a group named « number » is needed")
    for layout in profile.layouts.values():
        fields = [*layout.columns.values()]
        wrong = set(fields) - set(FIELDS[layout.entity]) - SPECIAL
        wrong |= {f"lines.{name}" for name in set(layout.line_columns.values()) - set(LINE_FIELDS) - LINE_SPECIAL}
        if wrong:
            raise ValueError(f"entity.{layout.entity}: {', '.join(sorted(wrong))}")
        doubled = {name for name in fields if fields.count(name) > 1}
        if doubled:
            raise ValueError(f"entity.{layout.entity}: {', '.join(sorted(doubled))} twice")
        if "key" not in fields:
            raise ValueError(f"entity.{layout.entity}: no column gives the key")
        if layout.outbound and "{mark}" not in layout.outbound:
            raise ValueError(f"entity.{layout.entity}.outbound: without {{mark}} a file would overwrite another")
