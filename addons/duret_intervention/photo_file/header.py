"""What a file claims to be, from its first bytes: nothing is decoded."""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, UnidentifiedImageError

MAX_PIXELS = 40_000_000
# Formats of a telephone's camera and of its browser; each has a cleaning of its own.
MIMETYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}

NOT_AN_IMAGE = "not_an_image"
IMAGE_BOMB = "image_bomb"


class PictureError(ValueError):
    """The file cannot be taken as a photo; ``code`` says why."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Picture:
    """Kind of file and size in pixels, as its header says."""

    mimetype: str
    width: int
    height: int


def examine(data):
    """Look at the header of a photo.

    An « image bomb » is a small file that says it is huge: it would fill the memory of whoever opens it. Its size is
    in the header, so that it is refused before anything is decoded.

    :param bytes data: whole file
    :return: Picture
    :raise PictureError: ``not_an_image`` or ``image_bomb``
    """
    try:
        with warnings.catch_warnings():
            # Pillow warns of large images when it opens them: the limit below is stricter.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=tuple(MIMETYPES)) as image:
                width, height, kind = *image.size, image.format
    except Image.DecompressionBombError as error:
        raise PictureError(IMAGE_BOMB) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, IndexError) as error:
        raise PictureError(NOT_AN_IMAGE) from error
    if width < 1 or height < 1 or kind not in MIMETYPES:
        raise PictureError(NOT_AN_IMAGE)
    if width * height > MAX_PIXELS:
        raise PictureError(IMAGE_BOMB)
    return Picture(MIMETYPES[kind], width, height)
