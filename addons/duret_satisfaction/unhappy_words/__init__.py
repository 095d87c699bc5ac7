"""Whether a comment was written by somebody who should be called back, and which of its words say so.

Pure Python, without Odoo. `reading` cuts a comment into words and clauses, `lexicon` holds the words of unhappy and of
happy clients, `judging` weighs them and explains. How words are folded (case, accents) is given by the caller: the
suite has one way of doing it, in the addon that sorts requests.
"""

from .judging import ANGRY, CALM, RESERVE, Judge, Reason, Verdict
from .showing import pieces

__all__ = ["ANGRY", "CALM", "RESERVE", "Judge", "Reason", "Verdict", "pieces"]
