"""Which rule brings which field to what SAGE can hold."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from ..errors import BadData
from ..records import CLIENT, CONTACT, DOCUMENT, KINDS, ORIGIN_ODOO, ORIGIN_SAGE, Line
from . import amounts, phones, text
from .lengths import LENGTHS

LINE = "line"
_PHONES = {CLIENT: ("phone", "fax"), CONTACT: ("phone", "mobile")}
_PLACES = {"total_untaxed": 2, "total_tax": 2, "total": 2, "paid": 2, "untaxed": 2}
# Of a line: prices and quantities of SAGE have more places than amounts
_LINE_PLACES = {"quantity": 4, "unit_price": 4, "discount": 2, "tax_rate": 2, "untaxed": 2}
_UPPER = {CLIENT: ("number", "payer"), CONTACT: ("client_number",), DOCUMENT: ("number", "client_number")}


@dataclass(frozen=True)
class Projection:
    """What one SAGE can hold.

    :ivar lengths: entity (or "line") -> field -> characters
    :ivar code_page: codec of its texts
    """

    lengths: Mapping[str, Mapping[str, int]] = field(default_factory=lambda: LENGTHS)
    code_page: str = "cp1252"

    def project(self, entity: str, values: Mapping[str, str]) -> dict[str, str]:
        """Bring a content to what SAGE can hold; doing it again changes nothing.

        A street that is too long goes on in the second line of the address when that one is told and empty.

        :param entity: one of `records.ENTITIES`
        :param values: field -> text, the fields that are told
        :return: the same fields
        :raise BadData: `decimal`, `date`, `yes_no`, `kind` or `origin` for a value that SAGE cannot read at all
        """
        result = {name: self._field(entity, name, value) for name, value in values.items()}
        if entity == CLIENT and len(values.get("street", "")) > self.lengths[CLIENT]["street"]:
            self._wrap_street(values, result)
        return result

    def lines(self, lines: Iterable[Line]) -> tuple[Line, ...]:
        """Bring lines of a document to what SAGE can hold; their keys stay."""
        return tuple(Line(line.key, self._line(line.values)) for line in lines)

    def _line(self, values: Mapping[str, str]) -> dict[str, str]:
        return {name: self._field(LINE, name, value) for name, value in values.items()}

    def _field(self, entity: str, name: str, value: str) -> str:
        rule = _RULES.get((entity, name))
        if rule is not None:
            value = rule(value)
        return text.cut(text.tidy(value, self.code_page), self.lengths[entity].get(name))

    def _wrap_street(self, values: Mapping[str, str], result: dict[str, str]) -> None:
        """Share a long street out over the two lines."""
        if result.get("street2") != "":
            return
        whole = text.tidy(values["street"], self.code_page)
        first, rest = text.wrap(whole, self.lengths[CLIENT]["street"])
        result["street"] = first
        result["street2"] = text.cut(rest, self.lengths[CLIENT]["street2"])


def _tidy_upper(value: str) -> str:
    return text.tidy(text.tidy(value).upper())


def _tidy_lower(value: str) -> str:
    return text.tidy(text.tidy(value).lower())


def _phone(value: str) -> str:
    return phones.french(text.tidy(value))


def _bare(value: str) -> str:
    return text.bare(text.tidy(value))


def _zip(value: str) -> str:
    return _tidy_upper(value).replace(" ", "")


def _one_of(code: str, allowed: Iterable[str]) -> Callable[[str], str]:
    def check(value: str) -> str:
        if value and value not in allowed:
            raise BadData(0, code, value)
        return value

    return check


def _places(places: int) -> Callable[[str], str]:
    return lambda value: amounts.decimal(value, places)


_RULES: dict[tuple[str, str], Callable[[str], str]] = {
    **{(entity, name): _phone for entity, names in _PHONES.items() for name in names},
    **{(entity, name): _tidy_upper for entity, names in _UPPER.items() for name in names},
    **{(DOCUMENT, name): _places(places) for name, places in _PLACES.items()},
    **{(LINE, name): _places(places) for name, places in _LINE_PLACES.items()},
    (LINE, "product"): _tidy_upper,
    (CLIENT, "email"): _tidy_lower,
    (CONTACT, "email"): _tidy_lower,
    (CLIENT, "website"): _tidy_lower,
    (CLIENT, "siret"): _bare,
    (CLIENT, "vat"): _bare,
    (CLIENT, "ape"): _bare,
    (CLIENT, "zip"): _zip,
    (CLIENT, "country"): _tidy_upper,
    (CLIENT, "prospect"): amounts.yes_no,
    (CLIENT, "asleep"): amounts.yes_no,
    (DOCUMENT, "date"): amounts.day,
    (DOCUMENT, "kind"): _one_of("kind", KINDS),
    (DOCUMENT, "origin"): _one_of("origin", (ORIGIN_SAGE, ORIGIN_ODOO)),
}

DEFAULT = Projection()


def project(entity: str, values: Mapping[str, str]) -> dict[str, str]:
    """Bring a content to what today's Sage 100 can hold: :meth:`Projection.project` with its lengths."""
    return DEFAULT.project(entity, values)


def project_lines(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Bring lines to what today's Sage 100 can hold."""
    return DEFAULT.lines(lines)


def decode(entity: str, values: Mapping[str, str]) -> dict[str, str]:
    """Give values of SAGE as our side keeps them: telephone numbers in E.164, all else as projected.

    `project` of the result is `project` of the values.

    >>> decode("client", {"phone": "04 50 12 34 56", "name": "Favre"})
    {'phone': '+33450123456', 'name': 'Favre'}
    """
    numbers = _PHONES.get(entity, ())
    return {name: phones.to_e164(value) if name in numbers else value for name, value in values.items()}
