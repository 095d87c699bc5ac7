"""From rows of an interface (JSON, SQL) to records, and the last touch that every transport gives to a record."""

import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal

from ..profiles import Dialect, Layout, Profile
from ..records import DOCUMENT, ORIGIN_ODOO, ORIGIN_SAGE, Line, Record
from .cells import DATE, KINDS, TEXT, CellError, decode, plain


def finished(
    entity: str, key: str, stamp: str, values: Mapping[str, str], lines: tuple[Line, ...] = (), mark: str = ""
) -> Record:
    """A record with what follows from its other values: tax of a document, which side made it, its number."""
    values = dict(values)
    if entity == DOCUMENT:
        values.setdefault("origin", ORIGIN_ODOO if mark else ORIGIN_SAGE)
        if values.get("total") and values.get("total_untaxed") and not values.get("total_tax"):
            values["total_tax"] = plain(Decimal(values["total"]) - Decimal(values["total_untaxed"]))
    return Record(entity, key, stamp, values, lines, mark, values.get("number", ""))


def interface_dialect(profile: Profile) -> Dialect:
    """How an interface writes what a profile says of kinds and VAT rates: decimal point, ISO dates."""
    said = profile.dialect
    return Dialect(decimal=".", dates=("AAAA-MM-JJ",), rates=said.rates, kinds=said.kinds, kind_codes=said.kind_codes)


def typed(columns: Mapping[str, str], row: Mapping, dialect: Dialect) -> dict[str, str]:
    """Fields of a row of typed values; a column that is absent is not told. Raises CellError with the field's name."""
    values = {}
    for column, field in columns.items():
        if column in row:
            kind = KINDS.get(field, TEXT)
            text = as_text(row[column])
            try:
                values[field] = decode(kind, text[:10] if kind == DATE else text, dialect)
            except CellError as error:
                raise CellError(error.code, f"{field} : {error.detail}") from error
    return values


def as_text(value: object) -> str:
    """A value of JSON or of a database as text.

    >>> as_text(None), as_text(True), as_text(12.5), as_text(Decimal("1E+2"))
    ('', '1', '12.5', '100')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime.datetime):
        return value.replace(tzinfo=None).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def shaped(
    layout: Layout, row: Mapping, lines: Iterable[Mapping], owners: Mapping[str, str], dialect: Dialect
) -> Record:
    """The record of a row and of its lines; `owners` gives the keys of clients by their numbers. Raises CellError."""
    values = typed(layout.columns, row, dialect)
    if not values.get("key"):
        raise CellError("no_key")
    if owners.get(values.get("client_number", "")):
        values["client"] = owners[values["client_number"]]
    told = []
    for line in lines:
        own = typed(layout.line_columns, line, dialect)
        told.append(Line(own.pop("key", ""), own))
    key, stamp, mark = values.pop("key"), values.pop("stamp", ""), values.pop("mark", "")
    return finished(layout.entity, key, stamp, values, tuple(told), mark)
