"""What the pen left on the screen: strokes, and the picture of them. Judged before anything of it is kept."""

import base64
import binascii
import math
import struct
from dataclasses import dataclass

from .evidence import canonical

MOST_PNG = 400_000  # bytes
MOST_STROKES = 500
MOST_POINTS = 20_000
MOST_PIXELS = 2_000  # a side
_PNG = b"\x89PNG\r\n\x1a\n"
_NAMES = ("p", "t", "x", "y")


class DrawingError(ValueError):
    """A signature that is refused; `code` is one of png_size, png_shape, strokes_size, strokes_shape, empty."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Drawing:
    """Strokes as canonical text, number of points, and the bytes of the picture (empty when there is none)."""

    strokes: str
    points: int
    png: bytes


def read_drawing(strokes: object, png: object, *, required: bool) -> Drawing:
    """Read what the telephone sent.

    :param strokes: list of strokes, each a list of points {x, y, t, p}
    :param png: the picture in base64
    :param required: True when somebody signed: an empty screen is no signature
    :raise DrawingError: too large, not of the right shape, or empty though required
    """
    points = _count_points(strokes)
    picture = _read_png(png)
    if required and not (points and picture):
        raise DrawingError("empty")
    return Drawing(canonical(strokes), points, picture)


def _count_points(strokes: object) -> int:
    if not isinstance(strokes, list) or not all(isinstance(stroke, list) for stroke in strokes):
        raise DrawingError("strokes_shape")
    count = sum(len(stroke) for stroke in strokes)
    if len(strokes) > MOST_STROKES or count > MOST_POINTS:
        raise DrawingError("strokes_size")
    if not all(_is_point(point) for stroke in strokes for point in stroke):
        raise DrawingError("strokes_shape")
    return count


def _is_point(point: object) -> bool:
    return isinstance(point, dict) and tuple(sorted(point)) == _NAMES and all(_is_number(v) for v in point.values())


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value) and abs(value) < 1e15


def _read_png(png: object) -> bytes:
    if not isinstance(png, str):
        raise DrawingError("png_shape")
    if len(png) > MOST_PNG * 4 // 3 + 8:
        raise DrawingError("png_size")
    try:
        data = base64.b64decode(png, validate=True)
    except (binascii.Error, ValueError) as error:
        raise DrawingError("png_shape") from error
    if len(data) > MOST_PNG:
        raise DrawingError("png_size")
    if data:
        _check_png(data)
    return data


def _check_png(data: bytes) -> None:
    """Refuse what is not a PNG of a size that a telephone's screen can have."""
    if data[:8] != _PNG or data[12:16] != b"IHDR" or len(data) < 45 or data[-8:-4] != b"IEND":
        raise DrawingError("png_shape")
    width, height = struct.unpack(">II", data[16:24])
    if not (0 < width <= MOST_PIXELS and 0 < height <= MOST_PIXELS):
        raise DrawingError("png_size")
