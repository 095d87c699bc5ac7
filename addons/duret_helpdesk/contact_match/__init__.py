"""Whether two sheets may be the same client. No Odoo in here.

>>> similarity("Régie du Lac SARL", "SARL REGIE DU LAC")
1.0
>>> wanted = Sheet(name="Dupont Jean", phones=frozenset({"+33450123456"}))
>>> compare(wanted, Sheet(name="M. Jean DUPOND", phones=frozenset({"+33450123456"})))
Match(score=98, reasons=('phone', 'name'))
"""

from .matching import POSSIBLE, SURE, Match, Sheet, compare, rank
from .wording import search_words, similarity, words

__all__ = ["POSSIBLE", "SURE", "Match", "Sheet", "compare", "rank", "search_words", "similarity", "words"]
