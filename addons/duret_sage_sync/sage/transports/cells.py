"""One cell of a file: what a SAGE export writes, and the plain text that the rest of the suite understands.

Exports pass through Excel, through other code pages and through people. Damage whose original is certain is repaired
(« 1000 » for a French post code, UTF-8 read as cp1252); damage that lost something refuses the line, with its reason.
"""

import datetime
import re
from decimal import Decimal, InvalidOperation

TEXT, DECIMAL, DATE, MOMENT, BOOLEAN = "text", "decimal", "date", "moment", "boolean"
ZIP, PHONE, SIRET, EMAIL, RATE, KIND = "zip", "phone", "siret", "email", "rate", "kind"

# What each canonical field holds; the others are texts.
KINDS = {
    "zip": ZIP,
    "phone": PHONE,
    "mobile": PHONE,
    "fax": PHONE,
    "siret": SIRET,
    "email": EMAIL,
    "prospect": BOOLEAN,
    "asleep": BOOLEAN,
    "kind": KIND,
    "date": DATE,
    "stamp": MOMENT,
    "total_untaxed": DECIMAL,
    "total_tax": DECIMAL,
    "total": DECIMAL,
    "paid": DECIMAL,
    "quantity": DECIMAL,
    "unit_price": DECIMAL,
    "discount": DECIMAL,
    "untaxed": DECIMAL,
    "tax_rate": RATE,
}

# Names used in profiles → format of Python; a two-figure year is this century's up to 68.
DATE_FORMATS = {
    "JJMMAA": "%d%m%y",
    "JJMMAAAA": "%d%m%Y",
    "JJ/MM/AA": "%d/%m/%y",
    "JJ/MM/AAAA": "%d/%m/%Y",
    "JJ-MM-AAAA": "%d-%m-%Y",
    "AAAA-MM-JJ": "%Y-%m-%d",
    "AAAAMMJJ": "%Y%m%d",
    "YYYYMMDD": "%Y%m%d",
}
DATE_WIDTHS = {"JJMMAA": 6, "JJMMAAAA": 8}
TRUE = {"1", "o", "oui", "y", "yes", "vrai", "true", "x", "-1"}
FALSE = {"0", "n", "non", "no", "faux", "false"}
BLANKS = re.compile("[\u00a0\u2007\u2009\u202f\t]")
INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff]")
SCIENTIFIC = re.compile(r"^\d+(?:[.,]\d+)?[eE][+-]?\d+$", re.A)
EXCEL_TEXT = re.compile(r'^="([^"]*)"$')
# What a spreadsheet would work out. « - prise(s) », « ===== », « - RJ45 cat. 6 » and « +33(0)4 50… » are texts: a mark
# before a blank and a word begins a list, where only what reaches outside the sheet counts.
_OUTSIDE = r"HYPERLINK|LIEN_HYPERTEXTE|WEBSERVICE|SERVICEWEB|IMPORT\w+|CALL|EXEC|DDE|RTD"
FORMULA = re.compile(
    r"^=(?![=>]|$)|^@\w+\(|^[+-].*\|.*!|^[+-]\S*\w!\$?[A-Z]+\$?\d"
    rf"|^[+-].*\b(?i:{_OUTSIDE})\s*\("
    r"|^[+-](?!\s+(?:[A-Za-z]|[^\x00-\x7f]))(?:.*[-+*/^&,;(<>=])?\s*[A-Za-z][\w.]*\((?!(?i:[a-z]{1,3})\))"
    r"|^[+-]\$?[A-Z]{1,3}\$?\d+(?:$|[-+*/^&:])",
    re.A,
)
# Two or three bytes of UTF-8, each read as a character of cp1252: accented letters, then punctuation.
FOLLOWING = re.escape(bytes(range(0x80, 0xC0)).decode("cp1252", "ignore"))
MOJIBAKE = re.compile(f"[\u00c2-\u00c5][{FOLLOWING}]|\u00e2[{FOLLOWING}]{{2}}")
# Most cells need nothing.
USUAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9 .,/@:'-]*", re.A)
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")
FRANCE = {"", "france", "fr", "fra"}


class CellError(ValueError):
    """A cell that cannot be understood: a code, and the detail to show beside it."""

    def __init__(self, code: str, detail: str = ""):
        super().__init__(code)
        self.code = code
        self.detail = detail[:120]


def clean(text: str) -> str:
    """A text without what exports leave in it; refuses what lost characters and what a spreadsheet would run.

    >>> clean(" SociÃ©tÃ©  Martin ")
    'Société Martin'
    >>> clean('="01000"')
    '01000'
    """
    if not text or (USUAL.fullmatch(text) and "  " not in text and text[-1] != " "):
        return text
    text = INVISIBLE.sub("", BLANKS.sub(" ", mended(text)))
    if "\ufffd" in text:
        raise CellError("lost_characters", text)
    if CONTROL.search(text.replace("\r\n", "\n")):
        raise CellError("control_characters", ascii(text))
    text = "\n".join(re.sub(" {2,}", " ", line).strip() for line in text.replace("\r\n", "\n").split("\n")).strip()
    wrapped = EXCEL_TEXT.match(text)
    if wrapped:
        return wrapped.group(1).strip()
    if text[:1] == "'" and text[1:2] and text[1] in "=+-@0123456789":
        text = text[1:]
    if FORMULA.match(text):
        raise CellError("formula", text)
    return text


def mended(text: str) -> str:
    """Undo UTF-8 that was read as cp1252, where the way back is certain.

    >>> mended("HÃ´tel de lâ€™Ã‰glise"), mended("Âge d'or, CAFÉ « déjà »")
    ('Hôtel de l’Église', "Âge d'or, CAFÉ « déjà »")
    """
    return MOJIBAKE.sub(lambda found: found.group().encode("cp1252").decode("utf-8", "replace"), text)


def decode(kind: str, text: str, dialect) -> str:
    """The plain writing of a cell: decimals « 1234.50 », dates « 2026-11-21 », booleans « 0 » or « 1 ».

    `dialect` says the decimal mark, the dates, the words of kinds, the known VAT rates. Raises CellError.
    """
    text = clean(text)
    if not text:
        return ""
    if kind in (PHONE, SIRET, ZIP) and SCIENTIFIC.match(text.replace(" ", "")):
        raise CellError("scientific", text)
    reader = READERS.get(kind)
    return reader(text, dialect) if reader else text


def _decimal(text: str, dialect) -> str:
    """French and English numbers; a thousands mark is accepted only where it separates three figures.

    >>> from types import SimpleNamespace as S
    >>> _decimal("1 234,5 €", S(decimal=",")), _decimal("-12", S(decimal=",")), _decimal("1.234,567", S(decimal=","))
    ('1234.50', '-12.00', '1234.567')
    """
    number = text.replace("€", "").replace(" ", "")
    if number.endswith("-"):
        number = "-" + number[:-1]
    thousands = "." if dialect.decimal == "," else ","
    if thousands in number:
        whole = number.split(dialect.decimal)[0].lstrip("+-")
        if not re.fullmatch(rf"\d{{1,3}}(?:{re.escape(thousands)}\d{{3}})+", whole):
            raise CellError("bad_decimal", text)
        number = number.replace(thousands, "")
    number = number.replace(dialect.decimal, ".")
    if not re.fullmatch(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)", number, re.A):
        raise CellError("bad_decimal", text)
    return plain(number)


def plain(number) -> str:
    """A decimal with two places at least, without exponent; raises CellError on anything else.

    >>> plain("7"), plain("0.125"), plain("1E+3")
    ('7.00', '0.125', '1000.00')
    """
    try:
        value = Decimal(str(number))
    except InvalidOperation as error:
        raise CellError("bad_decimal", str(number)) from error
    if not value.is_finite():
        raise CellError("bad_decimal", str(number))
    whole, _, places = format(value, "f").partition(".")
    return f"{whole}.{places.rstrip('0').ljust(2, '0')}"


def _rate(text: str, dialect) -> str:
    rate = _decimal(text.replace("%", ""), dialect)
    if dialect.rates and rate not in dialect.rates:
        raise CellError("unknown_rate", text)
    return rate


def _date(text: str, dialect) -> str:
    if not text.strip("0/-. "):
        return ""
    for name in dialect.dates:
        # Excel strips the nought of « 050926 ».
        padded = text.zfill(DATE_WIDTHS[name]) if name in DATE_WIDTHS and text.isdigit() else text
        parsed = parsed_moment(padded, DATE_FORMATS[name])
        if parsed and len(padded) == len(parsed.strftime(DATE_FORMATS[name])):
            return parsed.date().isoformat()
    raise CellError("bad_date", text)


def parsed_moment(text: str, form: str) -> datetime.datetime | None:
    """A moment in this format, or None."""
    try:
        return datetime.datetime.strptime(text, form)
    except ValueError:
        return None


def _moment(text: str, dialect) -> str:
    """ISO, or a date of the dialect with or without an hour; to the second."""
    try:
        return datetime.datetime.fromisoformat(text).replace(tzinfo=None).isoformat(timespec="seconds")
    except ValueError:
        day, _, hour = text.partition(" ")
    date = _date(day, dialect)
    for form in ("", "%H:%M", "%H:%M:%S", "%Hh%M", "%H%M%S", "%H%M"):
        at = parsed_moment(hour, form)
        if at:
            return f"{date}T{at.time().isoformat(timespec='seconds')}"
    raise CellError("bad_date", text)


def _boolean(text: str, dialect) -> str:
    word = text.casefold()
    if word in TRUE or word in FALSE:
        return "1" if word in TRUE else "0"
    raise CellError("bad_boolean", text)


def _kind(text: str, dialect) -> str:
    kind = dialect.kinds.get(text.casefold())
    if not kind:
        raise CellError("unknown_kind", text)
    return kind


def _email(text: str, dialect) -> str:
    if "@" not in text:
        raise CellError("bad_email", text)
    return text


def _zip(text: str, dialect) -> str:
    """« 74000,0 » was a number in Excel."""
    return re.sub(r"^(\d+)[.,]0+$", r"\1", text)


def _phone(text: str, dialect) -> str:
    """Nine figures lost their nought: no French number begins otherwise.

    >>> _phone("450123456", None), _phone("+33 4 50 12 34 56", None)
    ('0450123456', '+33 4 50 12 34 56')
    """
    text = re.sub(r"^(\d+)[.,]0+$", r"\1", text)
    return "0" + text if re.fullmatch(r"[1-9]\d{8}", text.replace(" ", "").replace(".", "")) else text


def _siret(text: str, dialect) -> str:
    """Fourteen figures, or the nine of a SIREN; a lost nought comes back only if the control figure agrees.

    >>> _siret("732 829 320 00074", None)
    '73282932000074'
    """
    figures = re.sub(r"^(\d+)[.,]0+$", r"\1", text)
    figures = re.sub(r"[ .\-]", "", figures)
    if not (figures.isascii() and figures.isdigit()):
        raise CellError("bad_siret", text)
    if len(figures) == 13 and luhn("0" + figures):
        return "0" + figures
    if len(figures) not in (9, 14):
        raise CellError("bad_siret", text)
    return figures


def luhn(figures: str) -> bool:
    """The control figure of SIREN and SIRET.

    >>> luhn("73282932000074"), luhn("73282932000075")
    (True, False)
    """
    total = 0
    for place, figure in enumerate(reversed(figures)):
        doubled = int(figure) * (1 + place % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


READERS = {
    DECIMAL: _decimal,
    RATE: _rate,
    DATE: _date,
    MOMENT: _moment,
    BOOLEAN: _boolean,
    KIND: _kind,
    EMAIL: _email,
    ZIP: _zip,
    PHONE: _phone,
    SIRET: _siret,
}


def complete_zip(values: dict) -> dict:
    """« 1000 » is Bourg-en-Bresse in a French address: the nought was stripped. Elsewhere it is whole."""
    code = values.get("zip", "")
    if re.fullmatch(r"\d{4}", code) and values.get("country", "").casefold() in FRANCE:
        return values | {"zip": "0" + code}
    return values


def encode(kind: str, value: str, dialect) -> str:
    """The writing of a plain value in a file for SAGE; formulas are disarmed when the profile says so."""
    if value and kind in (DECIMAL, RATE):
        value = value.replace(".", dialect.decimal)
    elif value and kind == DATE:
        value = datetime.date.fromisoformat(value).strftime(DATE_FORMATS[dialect.dates[0]])
    elif kind == KIND:
        value = dialect.kind_codes.get(value, value)
    text = re.sub(r"\s*\n\s*", " ", value.replace("\r\n", "\n")) if not dialect.multiline else value
    if dialect.neutralise and kind in (TEXT, EMAIL, PHONE) and text[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + text
    return text
