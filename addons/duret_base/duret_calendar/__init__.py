"""French public holidays and opening hours. No Odoo in here.

>>> from datetime import date
>>> french_holidays(2027)[date(2027, 3, 29)]
'Lundi de Pâques'
"""

from .opening import OpeningHours, describe
from .public_holidays import day_bounds, easter, french_holidays

__all__ = ["OpeningHours", "day_bounds", "describe", "easter", "french_holidays"]
