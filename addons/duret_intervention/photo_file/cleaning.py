"""Copies of photos for clients: every block that does not draw is taken out, every pixel stays.

Position, date, name of the telephone, comments and hidden second pictures stand in blocks of their own. Only the
blocks that are needed to draw are kept (a list of what may stay, not of what must go); the image data are copied byte
for byte. The way up is kept.
"""

import re
import struct
import zlib

from .tiff import UPRIGHT, only_orientation, orientation

JPEG_START = b"\xff\xd8"
PNG_START = b"\x89PNG\r\n\x1a\n"
EXIF = b"Exif\x00\x00"
# Markers without content, in the middle of image data: restarts and stuffed bytes.
IN_DATA = re.compile(rb"\xff+([^\x00\xd0-\xd7\xff])")
SOS, EOI, APP0, APP1, APP2, APP14, APP15, COMMENT = 0xDA, 0xD9, 0xE0, 0xE1, 0xE2, 0xEE, 0xEF, 0xFE
PNG_DRAWS = {
    *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs"),
    *(b"cICP", b"mDCV", b"cLLI", b"acTL", b"fcTL", b"fdAT"),
}
WEBP_DRAWS = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
WEBP_EXIF_FLAG, WEBP_XMP_FLAG = 0x08, 0x04


class UncleanError(ValueError):
    """The file is not built as its kind should be: no clean copy can be promised."""


def without_position(data):
    """Make the copy of a photo that a client may have.

    :param bytes data: JPEG, PNG or WebP file
    :return: bytes of the same kind; cleaning again changes nothing
    :raise UncleanError: another kind of file, or a file cut short
    """
    data = bytes(data)
    try:
        if data.startswith(JPEG_START):
            return _clean_jpeg(data)
        if data.startswith(PNG_START):
            return _clean_png(data)
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return _clean_webp(data)
    except struct.error as error:
        raise UncleanError("cut short") from error
    raise UncleanError("unknown kind of file")


# --- JPEG -------------------------------------------------------------------------------------------------------
def _clean_jpeg(data):
    """Keep what draws up to the end of the first image; what follows it (second pictures) is left out."""
    kept, turned, place = [], UPRIGHT, 2
    while True:
        marker, place = _next_marker(data, place)
        if marker == EOI:
            break
        (length,) = struct.unpack_from(">H", data, place)
        content = data[place + 2 : place + length]
        if length < 2 or len(content) != length - 2:
            raise UncleanError("cut short")
        if marker == APP1 and content.startswith(EXIF):
            turned = orientation(content[len(EXIF) :])
        if _jpeg_draws(marker, content):
            kept.append(bytes((0xFF, marker)) + data[place : place + length])
        place += length
        if marker == SOS:
            stop = _end_of_scan(data, place)
            kept.append(data[place:stop])
            place = stop
    start = [JPEG_START] if turned == UPRIGHT else [JPEG_START, _jpeg_exif(turned)]
    return b"".join([*start, *kept, bytes((0xFF, EOI))])


def _next_marker(data, place):
    """Read the marker at a place; any number of FF may stand before it.

    :return: (int marker, place after it)
    """
    if data[place : place + 1] != b"\xff":
        raise UncleanError("no marker")
    while data[place : place + 1] == b"\xff":
        place += 1
    if place >= len(data):
        raise UncleanError("cut short")
    return data[place], place + 1


def _end_of_scan(data, place):
    """Find where compressed data stop: at the first marker that is neither a restart nor a stuffed byte."""
    found = IN_DATA.search(data, place)
    if not found:
        raise UncleanError("cut short")
    return found.start()


def _jpeg_draws(marker, content):
    """True for the segments that are needed to draw the image."""
    if marker == COMMENT or APP0 <= marker <= APP15:
        kept = {APP0: b"JFIF\x00", APP2: b"ICC_PROFILE\x00", APP14: b"Adobe"}.get(marker)
        return kept is not None and content.startswith(kept)
    return True


def _jpeg_exif(turned):
    content = EXIF + only_orientation(turned)
    return bytes((0xFF, APP1)) + struct.pack(">H", len(content) + 2) + content


# --- PNG --------------------------------------------------------------------------------------------------------
def _clean_png(data):
    kept, turned, place = [], UPRIGHT, len(PNG_START)
    while True:
        length, kind = struct.unpack_from(">I4s", data, place)
        stop = place + 12 + length
        if stop > len(data):
            raise UncleanError("cut short")
        if kind == b"eXIf":
            turned = orientation(data[place + 8 : stop - 4])
        if kind in PNG_DRAWS:
            kept.append(data[place:stop])
        place = stop
        if kind == b"IEND":
            break
    if turned != UPRIGHT:
        kept.insert(1, _png_chunk(b"eXIf", only_orientation(turned)))
    return b"".join([PNG_START, *kept])


def _png_chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


# --- WebP -------------------------------------------------------------------------------------------------------
def _clean_webp(data):
    kept, turned, place = [], UPRIGHT, 12
    (size,) = struct.unpack_from("<I", data, 4)
    if size + 8 > len(data):
        raise UncleanError("cut short")
    while place < size + 8:
        kind, length = struct.unpack_from("<4sI", data, place)
        content = data[place + 8 : place + 8 + length]
        if len(content) != length:
            raise UncleanError("cut short")
        if kind == b"EXIF":
            turned = orientation(content.removeprefix(EXIF))
        if kind in WEBP_DRAWS:
            kept.append((kind, content))
        place += 8 + length + length % 2
    return _webp_file(kept, turned)


def _webp_file(chunks, turned):
    """Write the chunks again; the flags of the first one say whether there is an EXIF chunk."""
    flags = WEBP_EXIF_FLAG if turned != UPRIGHT else 0
    out = []
    for kind, content in chunks:
        if kind == b"VP8X" and content:
            kept = content[0] & ~(WEBP_EXIF_FLAG | WEBP_XMP_FLAG)
            content = bytes((kept | flags,)) + content[1:]
        out.append(_webp_chunk(kind, content))
    if flags and any(kind == b"VP8X" for kind, _content in chunks):
        out.append(_webp_chunk(b"EXIF", only_orientation(turned)))
    body = b"WEBP" + b"".join(out)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _webp_chunk(kind, content):
    return kind + struct.pack("<I", len(content)) + content + b"\x00" * (len(content) % 2)
