"""Photos and their bytes, for the tests of what telephones send and receive."""

import hashlib
import io
import uuid

from PIL import Image

from ..photo_file.frames import write_frame


def picture(colour="red", size=(640, 480), kind="JPEG"):
    """Bytes of a photo; two colours give two photos."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind)
    return out.getvalue()


def sha(data):
    """SHA-256 as telephones write it."""
    return hashlib.sha256(data).hexdigest()


def new_uuid():
    return str(uuid.uuid4())


def content(data, **values):
    """Value of a path `photos/<uuid>`."""
    return {
        "sha256": sha(data),
        "size": len(data),
        "kind": "before",
        "pair": "",
        "caption": "Tableau",
        "taken_at": "2026-11-23T08:30:00Z",
        "place": "",
    } | values


def frame(name, data, start=0, stop=None, **changes):
    """One frame of a photo, whole unless said otherwise."""
    piece = data[start:stop]
    values = {"photo": name, "sha256": sha(data), "size": len(data), "offset": start} | changes
    return write_frame(values["photo"], values["sha256"], values["size"], values["offset"], piece)
