"""The code on the paper that leads to the verification."""

import io

from PIL import Image
from reportlab.graphics.barcode.qr import QrCodeWidget

LEVEL = "M"  # still read when 15 % of it are dirty


def qr_png(text: str, scale: int = 6) -> bytes:
    """A QR code as a PNG in black and white, the same bytes for the same text.

    Drawn from the modules themselves: the usual drawing routine differs in a few grey dots each time.

    :param text: what the code says
    :param scale: pixels for a module
    """
    widget = QrCodeWidget(text, barLevel=LEVEL)
    widget.qr.make()
    rows = widget.qr.modules
    image = Image.new("1", (len(rows), len(rows)), 1)
    for line, row in enumerate(rows):
        for column, dark in enumerate(row):
            if dark:
                image.putpixel((column, line), 0)
    out = io.BytesIO()
    image.resize((len(rows) * scale, len(rows) * scale), Image.Resampling.NEAREST).save(out, "PNG")
    return out.getvalue()
