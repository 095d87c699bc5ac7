"""Guesses about a file nobody has described: encoding, separator, decimals, dates; and how sure each one is."""

import codecs
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..transports.cells import DATE_FORMATS, DATE_WIDTHS, MOJIBAKE, parsed_moment
from ..transports.csv_folder.lines import split

BLOCK = 1 << 20
SURE, LIKELY, UNSURE = "sûr", "probable", "incertain"
SEPARATORS = (";", "\t", "|", ",")
# Letters that French texts have in each code page, as bytes.
ACCENTS = "éèêëàâäîïôöùûüçÉÈÊËÀÂÎÏÔÙÛÜÇ°«»’œŒ€–…\u00a0"
PAGES = {"cp1252": "Windows (cp1252)", "iso8859-15": "ISO-8859-15", "cp850": "DOS (cp850)", "mac_roman": "Macintosh"}
DECIMAL_COMMA = re.compile(r"-?\d[\d  \u00a0\u202f]*,\d+")
DECIMAL_POINT = re.compile(r"-?\d[\d  ]*\.\d+")


@dataclass(frozen=True)
class Encoding:
    """A guess: codec of Python, name for people, how sure, and why."""

    codec: str
    title: str
    sure: str
    why: str


def encoding_of(path: Path) -> Encoding:
    """The encoding of a file, read whole but in blocks."""
    with path.open("rb") as stream:
        head = stream.read(4)
        stream.seek(0)
        if head.startswith(codecs.BOM_UTF8):
            return Encoding("utf-8-sig", "UTF-8", SURE, "le fichier le dit lui-même (BOM)")
        if head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return Encoding("utf-16", "UTF-16", SURE, "le fichier le dit lui-même (BOM)")
        counts, utf8 = _counted(iter(lambda: stream.read(BLOCK), b""))
    high = sum(counts.values())
    if not high:
        return Encoding("cp1252", "ASCII", SURE, "aucun accent : tous les encodages conviennent")
    if utf8:
        return Encoding("utf-8-sig", "UTF-8", SURE if high > 8 else LIKELY, f"{high} octets accentués, tous valables")
    return _page(counts, high)


def _counted(blocks: Iterable[bytes]) -> tuple[Counter, bool]:
    """(how often each byte above 127 occurs, whether all is UTF-8)."""
    counts: Counter = Counter()
    decoder, utf8 = codecs.getincrementaldecoder("utf-8")(), True
    for block in blocks:
        counts.update(block.translate(None, bytes(range(128))))
        if utf8:
            try:
                decoder.decode(block)
            except UnicodeDecodeError:
                utf8 = False
    if utf8:
        try:
            decoder.decode(b"", True)
        except UnicodeDecodeError:
            utf8 = False
    return counts, utf8


def _page(counts: Counter, high: int) -> Encoding:
    """The code page in which most bytes above 127 are letters of French."""
    scores = {}
    for page in PAGES:
        own = {character.encode(page)[0] for character in ACCENTS if len(character.encode(page, "ignore")) == 1}
        scores[page] = sum(count for byte, count in counts.items() if byte in own) / high
    windows = sum(count for byte, count in counts.items() if 0x80 <= byte <= 0x9F)
    best = max(scores, key=lambda page: (round(scores[page], 3), -list(PAGES).index(page)))
    why = f"{scores[best]:.0%} des octets accentués sont des lettres françaises"
    if best in ("cp1252", "iso8859-15"):
        if not windows and counts.get(0xA4):
            best = "iso8859-15"
        elif not windows:
            why += " ; identique ici en ISO-8859-15"
            best = "cp1252"
    sure = SURE if scores[best] > 0.98 else LIKELY if scores[best] > 0.9 else UNSURE
    return Encoding(best, PAGES[best], sure, why)


def separator_of(lines: list[str]) -> tuple[str, str]:
    """(separator, how sure) from the first lines: the one that gives the most columns, the same on most lines."""
    best, score, sure = ";", 0.0, UNSURE
    for separator in SEPARATORS:
        widths = Counter(len(split(line, separator) or ()) for line in lines)
        width, same = widths.most_common(1)[0] if widths else (0, 0)
        share = same / max(1, len(lines))
        if width > 1 and share * width > score:
            best, score, sure = separator, share * width, SURE if share > 0.95 else LIKELY
    return best, sure


def decimal_of(values: Iterable[str]) -> tuple[str, int, int]:
    """(decimal mark, how many values have a comma, how many a point)."""
    comma = point = 0
    for value in values:
        comma += bool(DECIMAL_COMMA.fullmatch(value.strip()))
        point += bool(DECIMAL_POINT.fullmatch(value.strip()))
    return ("." if point > comma else ","), comma, point


def dates_of(values: Iterable[str]) -> Counter:
    """How many values each format of dates understands; those of no format are counted under an empty name."""
    found: Counter = Counter()
    for value in values:
        text = value.strip().partition(" ")[0].partition("T")[0]
        if not text.strip("0/-. "):
            continue
        names = [name for name, form in DATE_FORMATS.items() if _is_date(text, name, form)]
        found.update(names or [""])
    return found


def _is_date(text: str, name: str, form: str) -> bool:
    padded = text.zfill(DATE_WIDTHS[name]) if name in DATE_WIDTHS and text.isdigit() else text
    parsed = parsed_moment(padded, form)
    return bool(parsed) and len(padded) == len(parsed.strftime(form)) and 1970 <= parsed.year <= 2068


def chosen_dates(found: Counter) -> tuple[str, ...]:
    """Formats to try, the one that understands most values first; two names of one format count once."""
    ranked, seen = [], set()
    for name, _count in found.most_common():
        if name and DATE_FORMATS[name] not in seen:
            seen.add(DATE_FORMATS[name])
            ranked.append(name)
    return tuple(ranked)


def damaged(text: str) -> str:
    """What Excel or another code page did to a cell, in a word of the report; "" when nothing shows."""
    if MOJIBAKE.search(text):
        return "accents abîmés (UTF-8 lu comme Windows), réparés"
    if "\u00a0" in text or "\u202f" in text:
        return "espaces insécables, remplacées"
    return ""
