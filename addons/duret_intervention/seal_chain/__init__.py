"""What a signature proves and how reports are chained, without Odoo.

`evidence` puts what was signed into one text of parts and their hashes, `chain` links those texts so that none can be
changed, taken out or put in between unseen, `drawing` judges what the pen left on the screen, `pdf` gives a document
the same bytes each time it is made.
"""

from .chain import GENESIS, Fault, Link, faults, follow
from .code import qr_png
from .drawing import MOST_PNG, DrawingError, read_drawing
from .evidence import canonical, differences, digest, evidence_text, parts_of
from .pdf import fixed_pdf

__all__ = [
    "GENESIS",
    "MOST_PNG",
    "DrawingError",
    "Fault",
    "Link",
    "canonical",
    "differences",
    "digest",
    "evidence_text",
    "faults",
    "fixed_pdf",
    "follow",
    "parts_of",
    "qr_png",
    "read_drawing",
]
