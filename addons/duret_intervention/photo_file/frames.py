"""Frames: several pieces of photos in one request body.

A frame is 4 bytes (big-endian: length of the header), a header in JSON, then the bytes it announces::

    {"photo": uuid, "sha256": 64 hexadecimal digits, "size": whole photo in bytes, "offset": int, "length": int}

A frame without bytes (``length`` 0) asks how far the photo came. One bad frame does not spoil the others, as long as
it says where the next one begins.
"""

import json
import re
import struct
from dataclasses import dataclass

MAX_BODY = 4 * 1024 * 1024
MAX_PHOTO = 8 * 1024 * 1024
MAX_HEADER = 1024
MAX_FRAMES = 200
PREFIX = struct.Struct(">I")

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
SHA256 = re.compile(r"[0-9a-f]{64}")

BAD_FRAME = "bad_frame"
TRUNCATED = "truncated"
TOO_BIG = "too_big"
TOO_MANY = "too_many"


@dataclass(frozen=True)
class Frame:
    """One piece of a photo, or why it cannot be taken.

    ``photo`` is empty when the frame does not even name one; ``error`` is empty when the frame is good.
    """

    photo: str = ""
    sha256: str = ""
    size: int = 0
    offset: int = 0
    data: bytes = b""
    error: str = ""

    @property
    def is_whole(self):
        """True when this one frame brings the whole photo."""
        return self.offset == 0 and len(self.data) == self.size


def write_frame(photo, sha256, size, offset, data):
    """Write one frame.

    :param str photo: uuid
    :param str sha256: of the whole photo
    :param int size: of the whole photo, in bytes
    :param int offset: place of ``data`` in the photo
    :param bytes data: may be empty: then the frame asks how far the photo came
    :return: bytes
    """
    fields = {"photo": photo, "sha256": sha256, "size": size, "offset": offset, "length": len(data)}
    header = json.dumps(fields, separators=(",", ":")).encode()
    return PREFIX.pack(len(header)) + header + bytes(data)


def read_frames(body):
    """Read the frames of a request body.

    Never raises: what cannot be read is a frame with an ``error``; what follows a frame of unknown length is lost,
    which the sender sees because those photos are not in the answer.

    :param bytes body:
    :return: list of `Frame`, in order
    """
    if len(body) > MAX_BODY:
        return [Frame(error=TOO_BIG)]
    view, frames, start = memoryview(body), [], 0
    while start < len(view):
        if len(frames) == MAX_FRAMES:
            frames.append(Frame(error=TOO_MANY))
            break
        frame, start = _read_one(view, start)
        frames.append(frame)
    return frames


def _read_one(view, start):
    """Read the frame at a place of the body.

    :return: (Frame, place of the next one: the end of the body when it cannot be known)
    """
    end = len(view)
    after = start + PREFIX.size
    if after > end:
        return Frame(error=TRUNCATED), end
    (length,) = PREFIX.unpack(view[start:after])
    if not 0 < length <= MAX_HEADER:
        return Frame(error=BAD_FRAME), end
    if after + length > end:
        return Frame(error=TRUNCATED), end
    header = _header(view[after : after + length])
    if header is None:
        return Frame(error=BAD_FRAME), end
    return _with_data(header, view, after + length)


def _header(raw):
    """Fields of a header as a dict, None when it does not say how many bytes follow."""
    try:
        header = json.loads(bytes(raw))
    except (ValueError, RecursionError):
        return None
    if not isinstance(header, dict) or not _is_count(header.get("length"), MAX_BODY):
        return None
    return header


def _with_data(header, view, start):
    """Join a header and the bytes that follow it."""
    stop = start + header["length"]
    named = {key: header.get(key) for key in ("photo", "sha256", "size", "offset")}
    photo = named["photo"] if isinstance(named["photo"], str) and UUID.fullmatch(named["photo"]) else ""
    if stop > len(view):
        return Frame(photo=photo, error=TRUNCATED), len(view)
    if error := _refused(named, photo, header["length"]):
        return Frame(photo=photo, error=error), stop
    return Frame(**named, data=bytes(view[start:stop])), stop


def _refused(named, photo, length):
    """Why a header cannot be taken, empty when it can."""
    sha256, size, offset = named["sha256"], named["size"], named["offset"]
    if not photo or not isinstance(sha256, str) or not SHA256.fullmatch(sha256):
        return BAD_FRAME
    if _is_count(size) and size > MAX_PHOTO:
        return TOO_BIG
    if not _is_count(size) or not size or not _is_count(offset) or offset + length > size:
        return BAD_FRAME
    return ""


def _is_count(value, most=None):
    """True for a whole number from 0 to ``most``; True and False are no numbers."""
    return type(value) is int and value >= 0 and (most is None or value <= most)
