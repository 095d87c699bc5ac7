"""How urgent a request is, and why: words of the client, who he is, how long and how often he has asked.

No Odoo in here.
"""

from .assess import Facts, Reason, Verdict, assess
from .words import Found, Word, find, key_of

__all__ = ["Facts", "Found", "Reason", "Verdict", "Word", "assess", "find", "key_of"]
