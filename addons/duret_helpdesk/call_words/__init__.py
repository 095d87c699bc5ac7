"""« À rappeler avant » as people say it: 16h, demain 9h, lundi, dans 1h30. No Odoo in here.

>>> from datetime import datetime
>>> now = datetime(2026, 11, 20, 9, 0)  # a Friday, 10 o'clock in Annecy
>>> read_deadline("16h", now), read_deadline("lundi", now)
(datetime.datetime(2026, 11, 20, 15, 0), datetime.datetime(2026, 11, 23, 8, 0))
>>> say_deadline(datetime(2026, 11, 23, 8, 0), now)
'lundi 23 novembre à 9 h'
"""

from .reading import DeadlinePassed, DeadlineUnreadable, read_deadline
from .saying import say_deadline, suggestions

__all__ = ["DeadlinePassed", "DeadlineUnreadable", "read_deadline", "say_deadline", "suggestions"]
