"""Words that say something about urgency, found whatever their accents and case, and not when they are denied.

Being wrong on the safe side is the rule: what is not clearly denied counts.
"""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

HARMLESS = "harmless"
GAP = 2  # other words allowed between two words of an expression: « ça sent *vraiment très* le brûlé »
# What may stand between a negation and what it denies: « pas *vu d'* étincelles ».
FILLERS = frozenset(
    "d de du des le la l les un une en y a au aux avons avez ont eu ete vu vus vue senti entendu constate remarque "
    "trace traces signe signes odeur odeurs risque risques encore ou et me nous".split()
)
DENIALS = frozenset("pas aucun aucune sans ni jamais nullement".split())
# « plus » denies only with « ne » (« il n'y a plus de fumée »); alone it may mean « more ».
ONLY_WITH_NE = frozenset(["plus"])
NE = frozenset(["n", "ne"])
NE_REACH = 5
# Words of other languages and signs count as words too: only letters and digits are kept.
TOKEN = re.compile(r"[^\W_]+")
CLAUSE_END = re.compile(r"[.;:!?,()\n\r•–—]|\bmais\b|\bpar contre\b", re.IGNORECASE)


@dataclass(frozen=True)
class Word:
    """An expression to look for.

    :ivar text: as a person wrote it
    :ivar category: "danger", "outage", "fragile", "calm" or "harmless" (hides the words that it contains)
    :ivar points: what it adds to the urgency
    """

    text: str
    category: str
    points: int = 0


@dataclass(frozen=True)
class Found:
    """An expression found in a text, as the client wrote it."""

    category: str
    shown: str
    points: int


@dataclass(frozen=True)
class _Token:
    key: str
    start: int
    stop: int
    clause: int


def key_of(text):
    """Give the form under which words are compared: no accents, no capitals, no punctuation.

    >>> key_of("Ça sent le BRÛLÉ !")
    'ca sent le brule'
    """
    return " ".join(_plain(match[0]) for match in TOKEN.finditer(text))


def find(text, words):
    """Find what a text says about urgency.

    :param str text: plain text
    :param words: iterable of :class:`Word`
    :return: list of :class:`Found` in the order of the text; an expression that is denied is left out, one that
        occurs several times is given once
    """
    tokens = _tokens(text)
    places = _places(tokens)
    spans = sorted(
        ((span, word) for word in words for span in _spans(tokens, places, _keys(word.text))),
        key=lambda pair: (pair[0][0], -len(pair[0])),
    )
    hidden = {place for span, word in spans if word.category == HARMLESS for place in span}
    denied, result = set(), {}
    for span, word in spans:
        if word.category == HARMLESS or hidden & set(span):
            continue
        if _is_denied(tokens, span, denied):
            denied.update(range(span[0], span[-1] + 1))
        else:
            shown = text[tokens[span[0]].start : tokens[span[-1]].stop]
            result.setdefault((word.category, key_of(shown)), Found(word.category, shown, word.points))
    return list(result.values())


def _plain(text):
    decomposed = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "oe"))
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()


def _tokens(text):
    """Words of a text with their place and the number of their clause."""
    ends = [match.start() for match in CLAUSE_END.finditer(text)]
    result, clause = [], 0
    for match in TOKEN.finditer(text):
        while clause < len(ends) and ends[clause] < match.start():
            clause += 1
        result.append(_Token(_plain(match[0]), match.start(), match.end(), clause))
    return result


@lru_cache(maxsize=1024)
def _keys(text):
    """Compared form of each word of an expression; the expressions are the same for every text."""
    return tuple(key_of(text).split())


def _places(tokens):
    """Indexes of the words of a text by their first two letters: most expressions begin with none of them."""
    places = defaultdict(list)
    for index, token in enumerate(tokens):
        places[token.key[:2]].append(index)
    return places


def _spans(tokens, places, keys):
    """Places where the words of an expression follow each other in one clause.

    :param dict places: see `_places`; words that are the same begin alike (`_same`)
    :return: list of lists of indexes, one for each word of the expression
    """
    if not keys:
        return []
    starts = [index for index in places.get(keys[0][:2], ()) if _same(tokens[index].key, keys[0])]
    return [span for span in (_span_from(tokens, keys, start) for start in starts) if span]


def _span_from(tokens, keys, start):
    span = [start]
    for key in keys[1:]:
        window = range(span[-1] + 1, min(span[-1] + 2 + GAP, len(tokens)))
        same_clause = (place for place in window if tokens[place].clause == tokens[start].clause)
        place = next((place for place in same_clause if _same(tokens[place].key, key)), None)
        if place is None:
            return None
        span.append(place)
    return span


def _same(found, wanted):
    """Whether two words are the same but for their plural or their feminine: étincelle(s), brûlé(es)."""
    return found == wanted or (len(wanted) > 3 and found in (wanted + "s", wanted + "e", wanted + "es", wanted + "x"))


def _is_denied(tokens, span, denied):
    """Whether a negation stands before an expression, or inside it.

    :param denied: places of what was denied before: « pas de fumée ni d'étincelles » denies both
    """
    inside = set(range(span[0], span[-1])) - set(span)
    if any(_denies(tokens, place) for place in inside):
        return True
    clause = tokens[span[0]].clause
    for place in range(span[0] - 1, -1, -1):
        token = tokens[place]
        if token.clause != clause:
            return False
        if _denies(tokens, place):
            return True
        if token.key not in FILLERS and place not in denied:
            return False
    return False


def _denies(tokens, place):
    token = tokens[place]
    if token.key in DENIALS:
        return True
    if token.key not in ONLY_WITH_NE:
        return False
    before = tokens[max(0, place - NE_REACH) : place]
    return any(other.key in NE and other.clause == token.clause for other in before)
