"""One file of an export, examined: what it is, which columns it has, which rows could be taken, and what is twice."""

import sqlite3
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..errors import BadData
from ..profiles import Dialect, Layout, Profile
from ..records import CLIENT, Record
from ..transports.cells import DATE, DECIMAL, KINDS, MOMENT, PHONE, RATE, ZIP
from ..transports.csv_folder.lines import Reader, Row, Unread
from ..transports.csv_folder.reading import FileTrouble, Table, folded
from . import guess

SAMPLE = 5_000
EXAMPLES = 5
BATCH = 1_000


@dataclass
class Facts:
    """Everything found out about one file."""

    path: Path
    encoding: guess.Encoding
    separator: str = ";"
    separator_sure: str = guess.UNSURE
    header: list[str] = field(default_factory=list)
    layout: Layout | None = None
    profile: str = ""
    recognised: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    decimal: str = ","
    decimals: tuple[int, int] = (0, 0)
    dates: Counter = field(default_factory=Counter)
    rows: int = 0
    taken: int = 0
    rejected: int = 0
    reasons: Counter = field(default_factory=Counter)
    examples: dict[str, list[BadData]] = field(default_factory=dict)
    repaired: Counter = field(default_factory=Counter)
    twice: dict[str, list[tuple[str, int, str]]] = field(default_factory=dict)
    trouble: str = ""
    detail: str = ""


def examine(path: Path, profiles: list[Profile]) -> Facts:
    """Examine a file against the profiles that exist; the one that knows most of its columns is taken."""
    facts = Facts(path, guess.encoding_of(path))
    with path.open("rb") as stream:
        facts.trouble = Reader(stream, facts.encoding.codec, "").trouble
    if facts.trouble:
        return facts
    lines = _first_lines(path, facts.encoding.codec)
    if not lines:
        facts.trouble = "empty_file"
        return facts
    facts.separator, facts.separator_sure = guess.separator_of(lines[:50])
    facts.header = _cells(path, facts)
    _recognise(facts, profiles)
    if facts.layout is None:
        facts.trouble, facts.detail = "unknown_header", facts.separator.join(facts.header)[:120]
        return facts
    _sample(facts)
    profile = next(profile for profile in profiles if profile.name == facts.profile)
    _read(facts, _dialect(facts, profile.dialect))
    return facts


def _first_lines(path: Path, codec: str) -> list[str]:
    with path.open("rb") as stream:
        raw = [stream.readline(1 << 16) for _ in range(200)]
    texts = [line.decode(codec, "replace").strip("\r\n\ufeff") for line in raw]
    return [text for text in texts if text.strip()]


def _reader(stream, facts: Facts) -> Reader:
    return Reader(stream, facts.encoding.codec, facts.separator, len(facts.header))


def _cells(path: Path, facts: Facts) -> list[str]:
    with path.open("rb") as stream:
        first = next(iter(Reader(stream, facts.encoding.codec, facts.separator)), None)
    return [cell.strip() for cell in first.cells] if isinstance(first, Row) else []


def _recognise(facts: Facts, profiles: list[Profile]) -> None:
    """The entity and the profile that know most columns, those of the file's own name first."""
    best = (0, 0)
    for profile in profiles:
        for layout in profile.layouts.values():
            known = {folded(name): name for name in layout.every_column}
            found = {name: known[folded(name)] for name in facts.header if folded(name) in known}
            named = layout.match(facts.path.name) is not None
            if found and (len(found), named) > best:
                best = (len(found), named)
                facts.profile, facts.layout = profile.name, layout
                facts.recognised = {name: layout.every_column[column] for name, column in found.items()}
                facts.missing = [name for name in layout.every_column if name not in found.values()]
                facts.unknown = [name for name in facts.header if name and folded(name) not in known]


def _sample(facts: Facts) -> None:
    """Decimals, dates and repaired damage in the first rows."""
    places = {place: facts.recognised.get(name, "") for place, name in enumerate(facts.header)}
    days, numbers = [], []
    with facts.path.open("rb") as stream:
        for count, row in enumerate(_reader(stream, facts)):
            if count > SAMPLE:
                break
            if isinstance(row, Unread) or not count:
                continue
            for place, cell in enumerate(row.cells):
                kind = KINDS.get(places.get(place, ""), "")
                (days if kind in (DATE, MOMENT) else numbers if kind in (DECIMAL, RATE) else []).append(cell)
                _count_damage(facts, kind, cell)
    facts.dates = guess.dates_of(days)
    facts.decimal, *counts = guess.decimal_of(numbers)
    facts.decimals = tuple(counts)


def _count_damage(facts: Facts, kind: str, cell: str) -> None:
    word = guess.damaged(cell)
    text = cell.strip()
    if kind == ZIP and len(text) == 4 and text.isdigit():
        word = "codes postaux à quatre chiffres (zéro perdu)"
    elif kind == PHONE and text.isdigit() and len(text) == 9:
        word = "téléphones à neuf chiffres (zéro perdu), réparés"
    if word:
        facts.repaired[word] += 1


def _dialect(facts: Facts, said: Dialect) -> Dialect:
    return replace(
        said,
        separator=facts.separator,
        encoding=facts.encoding.codec,
        decimal=facts.decimal,
        dates=guess.chosen_dates(facts.dates) or said.dates,
        header=True,
    )


def _read(facts: Facts, dialect: Dialect) -> None:
    """Every row, as the exchange would read it."""
    table = Table(facts.path, facts.layout, dialect)
    base = sqlite3.connect("")
    base.execute("CREATE TABLE seen (what TEXT, value TEXT, who TEXT)")
    batch: list[tuple[str, str, str]] = []
    try:
        for item in table.records():
            if isinstance(item, BadData):
                facts.reasons[item.code] += 1
                examples = facts.examples.setdefault(item.code, [])
                examples += [item] if len(examples) < EXAMPLES else []
            else:
                facts.taken += 1
                batch += _traces(facts.layout.entity, item)
            if len(batch) >= BATCH:
                base.executemany("INSERT INTO seen VALUES (?, ?, ?)", batch)
                batch = []
    except FileTrouble as trouble:
        facts.trouble, facts.detail = trouble.code, trouble.detail
    base.executemany("INSERT INTO seen VALUES (?, ?, ?)", batch)
    facts.rows, facts.rejected = table.rows, table.rejected
    facts.twice = _doubles(base)
    base.close()


def _traces(entity: str, record: Record) -> list[tuple[str, str, str]]:
    """What may not be twice: (what, value, whose)."""
    values, who = record.values, record.number or record.key
    traces = [("clé", record.key, who)]
    if record.number != record.key:
        traces.append(("numéro", record.number, who))
    if entity == CLIENT:
        traces.append(("SIRET", values.get("siret", ""), who))
        traces.append(("e-mail", values.get("email", "").casefold(), who))
        if values.get("zip"):
            traces.append(("nom et code postal", f"{folded(values.get('name', ''))} {values['zip']}", who))
    return [trace for trace in traces if trace[1].strip()]


def _doubles(base: sqlite3.Connection) -> dict[str, list[tuple[str, int, str]]]:
    """What is twice: by kind, (value, how many, whose)."""
    base.execute("CREATE INDEX seen_index ON seen (what, value)")
    rows = base.execute(
        "SELECT what, value, count(*), group_concat(who, ', ') FROM seen GROUP BY what, value HAVING count(*) > 1"
        " ORDER BY what, count(*) DESC, value"
    )
    found: dict[str, list[tuple[str, int, str]]] = {}
    for what, value, count, who in rows:
        found.setdefault(what, []).append((value, count, who[:80]))
    return found
