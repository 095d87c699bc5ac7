"""A position and its seal.

What a client signs holds only the seal of a position, so that the position itself can be erased later without
breaking the signature. The salt, drawn by the telephone, keeps anybody from finding the position by trying them all.
"""

import hashlib
import re
from dataclasses import dataclass
from decimal import Decimal

SALT = re.compile(r"[0-9a-f]{16,64}")
NUMBER = re.compile(r"-?\d{1,3}(\.\d{1,9})?")
ACCURACY = re.compile(r"\d{1,7}(\.\d{1,6})?")


class PlaceError(ValueError):
    """The position is not one."""


@dataclass(frozen=True)
class Place:
    """Salt (hexadecimal), degrees of latitude and longitude, accuracy in metres: all as the telephone wrote them."""

    salt: str
    lat: str
    lon: str
    accuracy: str

    @property
    def seal(self):
        """SHA-256 of the four, in 64 hexadecimal digits."""
        return hashlib.sha256(f"{self.salt}|{self.lat}|{self.lon}|{self.accuracy}".encode()).hexdigest()


def read_place(data):
    """Read a position.

    :param dict data: ``salt``, ``lat``, ``lon``, ``accuracy`` as str
    :return: Place
    :raise PlaceError: something is missing, no decimal number, or not on earth
    """
    values = [data.get(key) for key in ("salt", "lat", "lon", "accuracy")]
    patterns = (SALT, NUMBER, NUMBER, ACCURACY)
    if not all(
        isinstance(value, str) and value.isascii() and pattern.fullmatch(value)
        for value, pattern in zip(values, patterns, strict=True)
    ):
        raise PlaceError("not a position")
    place = Place(*values)
    if abs(Decimal(place.lat)) > 90 or abs(Decimal(place.lon)) > 180:
        raise PlaceError("not on earth")
    return place


def within_visit(taken, arrived, left):
    """Tell whether a photo was taken during the work: positions outside visits are nobody's business.

    All three are told by the same telephone, so that a wrong clock does not matter.

    :param datetime taken: or None
    :param datetime arrived: None when the technician never said that he was there
    :param datetime left: None when he is still there
    """
    return bool(taken and arrived and arrived <= taken and (not left or taken <= left))
