"""A trained model as bytes: numbers and words only, so that reading one can run nothing.

Layout: 8 bytes of magic, 32 bytes of SHA-256 of the rest, then a zlib stream of: 4 bytes length of the header
(big endian), the header (JSON), and the weights as little-endian 32-bit floats, sign by sign.
"""

import hashlib
import json
import sys
import zlib
from array import array
from dataclasses import dataclass, field

MAGIC = b"DTRIAGE2"
SIZE_LIMIT = 32 * 1024 * 1024  # bytes, unpacked


class WeightsError(ValueError):
    """The bytes are not a model, or were altered."""


@dataclass
class Weights:
    """A linear model with several heads over one list of signs.

    heads: {head: its labels, in the order of the columns}; `idf` has one number a sign, `table` one row a sign and
    one column a label, heads after one another; `biases` one number a column; `temperatures` and `thresholds`
    one number a head.
    """

    signs: list[str]
    heads: dict[str, list[str]]
    idf: array
    table: array
    biases: list[float]
    temperatures: dict[str, float]
    thresholds: dict[str, float]
    figures: dict = field(default_factory=dict)

    @property
    def width(self) -> int:
        """Number of columns."""
        return sum(len(labels) for labels in self.heads.values())


def dump(weights: Weights) -> bytes:
    """Bytes of a model. The order of the heads is the order of the columns, and is kept."""
    header = {
        "signs": weights.signs,
        "heads": weights.heads,
        "biases": weights.biases,
        "temperatures": weights.temperatures,
        "thresholds": weights.thresholds,
        "figures": weights.figures,
    }
    text = json.dumps(header, ensure_ascii=False).encode()
    packed = zlib.compress(len(text).to_bytes(4, "big") + text + _floats(weights.idf) + _floats(weights.table), 9)
    return MAGIC + hashlib.sha256(packed).digest() + packed


def load(raw: bytes) -> Weights:
    """The model of these bytes.

    :raise WeightsError: wrong magic, checksum, size or shape
    """
    if raw[:8] != MAGIC or hashlib.sha256(raw[40:]).digest() != raw[8:40]:
        raise WeightsError("not a triage model, or altered")
    opener = zlib.decompressobj()
    try:
        data = opener.decompress(raw[40:], SIZE_LIMIT)
        size = int.from_bytes(data[:4], "big")
        header = json.loads(data[4 : 4 + size])
        weights = Weights(idf=array("f"), table=array("f"), **header)
    except (zlib.error, ValueError, TypeError) as error:
        raise WeightsError(f"unreadable triage model: {error}") from error
    numbers = array("f")
    rest = data[4 + size :]
    if opener.unconsumed_tail or len(rest) != 4 * len(weights.signs) * (1 + weights.width):
        raise WeightsError("triage model of the wrong shape")
    numbers.frombytes(rest)
    if sys.byteorder == "big":
        numbers.byteswap()
    weights.idf, weights.table = numbers[: len(weights.signs)], numbers[len(weights.signs) :]
    return weights


def _floats(values: array) -> bytes:
    values = array("f", values)
    if sys.byteorder == "big":
        values.byteswap()
    return values.tobytes()
