"""What SAGE can hold of a content: both sides are compared there, and only there.

Odoo keeps « Copropriété Les Terrasses du Semnoz, bâtiments A à F » whole; SAGE keeps its first 35 or 69 characters in
one code page. Brought to what SAGE can hold, the two are equal: the echo of a shortened name is no change.

>>> project("client", {"name": " Régie  du Lac ", "phone": "+33450123456", "siret": "123 456 789 00012"})
{'name': 'Régie du Lac', 'phone': '04 50 12 34 56', 'siret': '12345678900012'}
"""

from .fields import DEFAULT, Projection, decode, project, project_lines
from .lengths import LENGTHS, OLD_LENGTHS
from .phones import french, to_e164

__all__ = [
    *("DEFAULT", "LENGTHS", "OLD_LENGTHS", "Projection", "decode", "french", "project", "project_lines", "to_e164"),
]
