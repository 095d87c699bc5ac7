"""Telephone numbers as people in France and Switzerland write them. No Odoo in here.

>>> e164("04.50-12 34/56"), e164("+33 (0)6 12 34 56 78"), e164("anonyme")
('+33450123456', '+33612345678', None)
>>> display("+33450123456"), display("+41223456789")
('04 50 12 34 56', '+41 22 345 67 89')
"""

from .display import display
from .parsing import Number, e164, parse_cell
from .searching import like_patterns, search_key

__all__ = ["Number", "display", "e164", "like_patterns", "parse_cell", "search_key"]
