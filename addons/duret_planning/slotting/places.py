"""Where a postal address is, from tables in the addon: no service is asked, nothing leaves the company.

`data/towns.csv` holds every town of Ain, Isère, Savoie and Haute-Savoie with its postal codes and the coordinates of
its town hall; `data/departments.csv` the seat of every French department, enough to say that Paris is too far. Both
come from public lists under the Licence Ouverte 2.0 of Etalab (INSEE, La Poste, DILA), see `tools/postal_codes.py`.
"""

import csv
import functools
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from .travel import Place

DATA = Path(__file__).parent / "data"
SERVED_COUNTRIES = ("", "FR")

_CODE = re.compile(r"^(?:F(?:R)?\s*-?\s*)?(\d{2})\s?(\d{3})$", re.I)
_CEDEX = re.compile(r"\bcedex\b.*$")
_ARTICLE = re.compile(r"^(le|la|les|l|aux|au) ")


@dataclass(frozen=True, slots=True)
class Located:
    """An address on the map.

    :ivar place: where
    :ivar precision: "town" (its town hall), "code" (the middle of the inhabitants of a postal code) or "department"
        (its seat: good for "too far", not for a visit)
    :ivar town: name of the town, as the table writes it; empty when only the code or the department is known
    """

    place: Place
    precision: str
    town: str = ""


class UnknownAddress(Exception):
    """The address cannot be put on the map.

    :ivar reason: "empty" (neither code nor town), "foreign" (outside France), "malformed" (not a French postal code),
        "unknown" (no such code or town), "several" (towns of that name, and no code to choose by)
    """

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class _Town:
    name: str
    inhabitants: int
    place: Place


def locate(postal_code: str | None, town: str | None, country: str | None = None) -> Located:
    """Return where an address is, as finely as code and town tell.

    :param postal_code: as typed: "74000", "74 000", "F-74000"
    :param town: as typed: "Annecy", "ANNECY CEDEX 9", "st jorioz"
    :param country: ISO code of two letters; empty for France
    :raises UnknownAddress: with the reason
    """
    if (country or "").upper() not in SERVED_COUNTRIES:
        raise UnknownAddress("foreign")
    name = plain_name(town or "")
    code = _read_code(postal_code)
    if code is None:
        return _by_name(name)
    towns = _by_code().get(code, ())
    for one in towns:
        if plain_name(one.name) == name:
            return Located(one.place, "town", one.name)
    if towns:
        return Located(_middle(towns), "code", towns[0].name if len(towns) == 1 else "")
    near = [one for one in _by_plain_name().get(name, ()) if one[0][:2] == code[:2]]
    if len({place for _code, place in near}) == 1:  # a cedex, or a slip in the last figures
        return Located(near[0][1], "town", (town or "").strip())
    seat = _seats().get(_department(code))
    if seat is None:
        raise UnknownAddress("unknown")
    return Located(seat, "department")


def plain_name(town: str) -> str:
    """Return the name of a town as it is compared.

    >>> plain_name("St-Gervais Les Bains"), plain_name("La Clusaz"), plain_name("ANNECY CEDEX 9")
    ('saint gervais les bains', 'clusaz', 'annecy')
    """
    letters = unicodedata.normalize("NFKD", town.replace("œ", "oe").replace("Œ", "oe"))
    letters = "".join(letter for letter in letters if not unicodedata.combining(letter)).lower()
    words = re.sub(r"[^a-z0-9]+", " ", letters)
    words = _CEDEX.sub("", words).strip()
    words = re.sub(r"\bste\b", "sainte", re.sub(r"\bst\b", "saint", words))
    return _ARTICLE.sub("", words)


def _read_code(postal_code: str | None) -> str | None:
    typed = (postal_code or "").strip()
    if not typed:
        return None
    found = _CODE.match(typed)
    if not found:
        raise UnknownAddress("malformed")
    return found[1] + found[2]


def _by_name(name: str) -> Located:
    if not name:
        raise UnknownAddress("empty")
    places = {place for _code, place in _by_plain_name().get(name, ())}
    if not places:
        raise UnknownAddress("unknown")
    if len(places) > 1:
        raise UnknownAddress("several")
    return Located(places.pop(), "town")


def _department(code: str) -> str:
    """Department of a postal code: three figures overseas; the two of Corsica share their first two."""
    if code.startswith("97"):
        return code[:3]
    if code.startswith("20"):
        return "2A" if code < "20200" else "2B"
    return code[:2]


def _middle(towns: tuple[_Town, ...]) -> Place:
    """Middle of the inhabitants; towns without any count as one."""
    weights = [max(1, town.inhabitants) for town in towns]
    total = sum(weights)
    lat = sum(weight * town.place.lat for weight, town in zip(weights, towns, strict=True)) / total
    lon = sum(weight * town.place.lon for weight, town in zip(weights, towns, strict=True)) / total
    return Place(round(lat, 5), round(lon, 5))


@functools.cache
def _by_code() -> dict[str, tuple[_Town, ...]]:
    towns: dict[str, list[_Town]] = {}
    with (DATA / "towns.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            place = Place(float(row["latitude"]), float(row["longitude"]))
            towns.setdefault(row["postal_code"], []).append(_Town(row["town"], int(row["inhabitants"]), place))
    return {code: tuple(found) for code, found in towns.items()}


@functools.cache
def _by_plain_name() -> dict[str, list[tuple[str, Place]]]:
    names: dict[str, list[tuple[str, Place]]] = {}
    for code, towns in _by_code().items():
        for town in towns:
            names.setdefault(plain_name(town.name), []).append((code, town.place))
    return names


@functools.cache
def _seats() -> dict[str, Place]:
    with (DATA / "departments.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["department"]: Place(float(row["latitude"]), float(row["longitude"])) for row in csv.DictReader(file)
        }
