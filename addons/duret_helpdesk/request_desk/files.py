"""Files sent by a client: what they are by their content, and a copy without what they should not carry.

A photo is decoded and written again: what comes out is pixels, without position, camera or comments (EXIF, GPS,
XMP), turned upright and small enough to be looked at. Nothing is decoded before its announced size was checked.
"""

import re
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps
from PIL import WebPImagePlugin as _webp  # registers its format: Odoo keeps Pillow from loading others by itself

MAX_FILE = 10 * 1024 * 1024  # bytes of one file as received
MAX_TOTAL = 20 * 1024 * 1024  # bytes of one sending
MAX_COUNT = 10
MAX_PIXELS = 60_000_000  # a telephone's biggest photo has 50 million; decoded, this is 180 MB
MAX_SIDE = 1920  # pixels kept, what Odoo keeps of an attached picture: a label of a circuit breaker stays readable
_FORMATS = {
    "JPEG": ("image/jpeg", ".jpg"),
    "PNG": ("image/png", ".png"),
    _webp.WebPImageFile.format: ("image/jpeg", ".jpg"),
}
_SIGNATURES = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}
# What Pillow raises on damaged or hostile bytes.
_DAMAGED = (
    OSError,
    ValueError,
    SyntaxError,
    TypeError,
    IndexError,
    KeyError,
    OverflowError,
    AssertionError,
    struct.error,
    zlib.error,
)


@dataclass(frozen=True)
class CleanFile:
    """A file fit to be kept: name, content, media type."""

    name: str
    content: bytes
    mimetype: str


@dataclass(frozen=True)
class Refusal:
    """A file, or a sending, that is not kept, and why.

    Codes: empty, too_big, total_too_big, too_many, not_allowed, damaged, too_many_pixels.
    """

    name: str
    code: str


def kind_of(content: bytes) -> str | None:
    """JPEG, PNG, WEBP or PDF by the first bytes, or None: the name and the announced type prove nothing."""
    if content.startswith(b"%PDF-"):
        return "PDF"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    return next((name for signature, name in _SIGNATURES.items() if content.startswith(signature)), None)


def clean_file(name: str, content: bytes) -> CleanFile | Refusal:
    """Check one file and make the copy that is kept.

    :param name: file name as received
    :param content: its bytes
    """
    if not content:
        return Refusal(name, "empty")
    if len(content) > MAX_FILE:
        return Refusal(name, "too_big")
    kind = kind_of(content)
    if kind is None:
        return Refusal(name, "not_allowed")
    if kind == "PDF":
        return CleanFile(_renamed(name, ".pdf"), content, "application/pdf")
    return _clean_photo(name, content, kind)


def refused_by_size(sizes: Iterable[tuple[str, int]]) -> list[Refusal]:
    """What a sending is refused for before anything of it is read.

    :param sizes: (name, bytes) of each file
    """
    sizes = list(sizes)
    if len(sizes) > MAX_COUNT:
        return [Refusal("", "too_many")]
    if sum(size for _name, size in sizes) > MAX_TOTAL:
        return [Refusal("", "total_too_big")]
    return [Refusal(name, "too_big") for name, size in sizes if size > MAX_FILE]


def clean_files(received: Iterable[tuple[str, bytes]]) -> tuple[list[CleanFile], list[Refusal]]:
    """Check a whole sending; one refusal means that nothing of it should be kept.

    :param received: (name, content) of each file
    """
    received = list(received)
    refused = refused_by_size((name, len(content)) for name, content in received)
    if refused:
        return [], refused
    results = [clean_file(name, content) for name, content in received]
    refused = [one for one in results if isinstance(one, Refusal)]
    return [one for one in results if isinstance(one, CleanFile)], refused


def _clean_photo(name: str, content: bytes, kind: str) -> CleanFile | Refusal:
    try:
        with Image.open(BytesIO(content), formats=[kind]) as photo:
            if photo.width * photo.height > MAX_PIXELS:
                return Refusal(name, "too_many_pixels")
            kept = _written_again(photo, kind)
    except Image.DecompressionBombError:
        return Refusal(name, "too_many_pixels")
    except _DAMAGED:
        return Refusal(name, "damaged")
    mimetype, extension = _FORMATS[kind]
    return CleanFile(_renamed(name, extension), kept, mimetype)


def _written_again(photo: Image.Image, kind: str) -> bytes:
    if kind == "JPEG":
        photo.draft("RGB", (MAX_SIDE, MAX_SIDE))  # decodes a large photo at a fraction of its size
    photo = ImageOps.exif_transpose(photo)
    photo = photo.convert("RGBA" if kind == "PNG" else "RGB")
    photo.thumbnail((MAX_SIDE, MAX_SIDE))
    photo.info.clear()
    kept = BytesIO()
    if kind == "PNG":
        photo.save(kept, "PNG", optimize=False)
    else:
        photo.save(kept, "JPEG", quality=85)
    return kept.getvalue()


def _renamed(name: str, extension: str) -> str:
    """The last part of the name, without odd characters, with the extension of what the file is."""
    base = re.split(r"[/\\]", name or "")[-1]
    base = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", base)
    base = re.sub(r"[^\w .()-]", "", base).strip(" .")[:80]
    return (base or "photo") + extension
