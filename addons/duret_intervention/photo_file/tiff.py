"""The one thing of EXIF that draws: which way up the photo is shown. EXIF is a small TIFF file."""

import struct

ORIENTATION = 0x0112
SHORT = 3
UPRIGHT = 1


def orientation(tiff):
    """Read the way up.

    :param bytes tiff: content of an EXIF block, from its byte order mark
    :return: int 1–8; 1 (upright) when it does not say, or cannot be read

    >>> orientation(only_orientation(6)), orientation(b"II"), orientation(b"")
    (6, 1, 1)
    """
    order = {b"II": "<", b"MM": ">"}.get(bytes(tiff[:2]))
    if not order:
        return UPRIGHT
    try:
        (first,) = struct.unpack_from(order + "I", tiff, 4)
        (count,) = struct.unpack_from(order + "H", tiff, first)
        for index in range(count):
            tag, kind, _number, value = struct.unpack_from(order + "HHIH", tiff, first + 2 + 12 * index)
            if tag == ORIENTATION:
                return value if kind == SHORT and 1 <= value <= 8 else UPRIGHT
    except struct.error:
        return UPRIGHT
    return UPRIGHT


def only_orientation(value):
    """Write an EXIF block that says the way up and nothing else.

    :param int value: 1–8
    :return: bytes
    """
    entry = struct.pack(">HHIHH", ORIENTATION, SHORT, 1, value, 0)
    return b"MM\x00\x2a" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)
