"""What a plain SQL dump holds, read from its text (pure): the measure of what a restore must give back.

`odoo db load` runs the dump through psql without stopping at errors and throws psql's messages away: a
restore that lost an index or a table says « success ». So the expected contents are read from the dump
itself, that is from the very snapshot that was saved, and compared with the restored database.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_IDENTIFIER = r'(?:"(?:[^"]|"")+"|[^\s.("]+)'
_COPY = re.compile(rf"^COPY public\.(?P<table>{_IDENTIFIER}) \((?P<columns>.*)\) FROM stdin;$")
_INDEX = re.compile(rf"^CREATE (?:UNIQUE )?INDEX (?P<name>{_IDENTIFIER}) ON ")
_CONSTRAINT = re.compile(rf"^    ADD CONSTRAINT (?P<name>{_IDENTIFIER}) ")
_EXTENSION = re.compile(rf"^CREATE EXTENSION IF NOT EXISTS (?P<name>{_IDENTIFIER}) ")
_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\"}


@dataclass
class Contents:
    """Tables with their number of rows, names of indexes, constraints and extensions, stored files, settings."""

    rows: dict[str, int] = field(default_factory=dict)
    indexes: set[str] = field(default_factory=set)
    constraints: set[str] = field(default_factory=set)
    extensions: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    parameters: dict[str, str] = field(default_factory=dict)


def unquote(identifier: str) -> str:
    """The plain name of an SQL identifier.

    >>> unquote('"order"'), unquote("res_partner")
    ('order', 'res_partner')
    """
    if identifier.startswith('"'):
        return identifier[1:-1].replace('""', '"')
    return identifier


def unescape(text: str) -> str | None:
    r"""The value of one field of a COPY block, None for NULL.

    >>> unescape(r"a\tb"), unescape(r"\N"), unescape(r"c:\\x")
    ('a\tb', None, 'c:\\x')
    """
    if text == r"\N":
        return None
    return re.sub(r"\\(.)", lambda match: _ESCAPES.get(match[1], match[1]), text)


class _Reader:
    """Reads a dump line by line; inside a COPY block every line is one row."""

    def __init__(self):
        self.contents = Contents()
        self.table: str | None = None
        self.columns: list[str] = []

    def feed(self, line: str) -> None:
        if self.table is not None:
            self._row(line)
        elif line.startswith("COPY "):
            self._begin(line)
        elif match := _INDEX.match(line):
            self.contents.indexes.add(unquote(match["name"]))
        elif match := _CONSTRAINT.match(line):
            self.contents.constraints.add(unquote(match["name"]))
        elif match := _EXTENSION.match(line):
            self.contents.extensions.add(unquote(match["name"]))

    def _begin(self, line: str) -> None:
        match = _COPY.match(line)
        if match:
            self.table = unquote(match["table"])
            self.columns = [unquote(name) for name in match["columns"].split(", ")]
            self.contents.rows[self.table] = 0

    def _row(self, line: str) -> None:
        if line == r"\.":
            self.table = None
            return
        self.contents.rows[self.table] += 1
        if self.table == "ir_attachment":
            name = self._values(line)["store_fname"]
            if name:
                self.contents.files.add(name)
        elif self.table == "ir_config_parameter":
            values = self._values(line)
            self.contents.parameters[values["key"]] = values["value"]

    def _values(self, line: str) -> dict:
        return dict(zip(self.columns, map(unescape, line.split("\t")), strict=True))


def read(lines: Iterable[bytes]) -> Contents:
    """Contents of a plain SQL dump given as lines of UTF-8 bytes.

    >>> dump = [b"COPY public.t (id, name) FROM stdin;", b"1\\tA", b"2\\tB", b"\\\\."]
    >>> read(dump).rows
    {'t': 2}
    """
    reader = _Reader()
    for line in lines:
        reader.feed(line.decode("utf-8", "surrogateescape").rstrip("\n"))
    return reader.contents


def differences(expected: Contents, found: Contents) -> list[str]:
    """What the restored database lacks or has otherwise, in sentences for the administrator; [] when equal.

    More indexes, constraints, extensions or empty tables than expected are no loss and not reported.
    """
    problems = [f"table {table} : absente" for table in sorted(expected.rows.keys() - found.rows.keys())]
    problems += [
        f"table {table} : {found.rows[table]} lignes au lieu de {count}"
        for table, count in sorted(expected.rows.items())
        if found.rows.get(table, count) != count
    ]
    for label, wanted, present in (
        ("index", expected.indexes, found.indexes),
        ("contrainte", expected.constraints, found.constraints),
        ("extension", expected.extensions, found.extensions),
    ):
        problems += [f"{label} {name} : absent(e)" for name in sorted(wanted - present)]
    return problems
