"""Names and addresses brought to the words that tell them apart, and how near two of them are."""

import re
import unicodedata
from functools import lru_cache

_LEGAL = "sa sas sasu sarl eurl sci scop snc ei eirl scp ste societe ets etablissements etablissement cie gie gmbh ag"
_CIVILITY = "m mr monsieur mme madame mlle mademoiselle me maitre dr docteur mm"
_SMALL = "le la les l de du des d et ou a au aux en the"
_NAME_NOISE = frozenset(f"{_LEGAL} {_CIVILITY} {_SMALL}".split())
_STREET_WORDS = {
    "av": "avenue",
    "ave": "avenue",
    "bd": "boulevard",
    "bld": "boulevard",
    "blvd": "boulevard",
    "ch": "chemin",
    "che": "chemin",
    "chem": "chemin",
    "rte": "route",
    "r": "rue",
    "pl": "place",
    "imp": "impasse",
    "all": "allee",
    "st": "saint",
    "ste": "sainte",
    "lot": "lotissement",
    "res": "residence",
    "sq": "square",
}
_STREET_NOISE = frozenset(_SMALL.split()) | {"n", "no", "numero"}
_WORD = re.compile(r"[^\W_]+")
_LONGEST = 300  # characters: enough for any name, and a bound on the time spent


@lru_cache(maxsize=16384)
def fold(text):
    """Give the words of a text in lower case without accents.

    :param str text: any writing
    :return: tuple of str
    """
    plain = unicodedata.normalize("NFKD", (text or "")[:_LONGEST]).casefold()
    return tuple(_WORD.findall("".join(mark for mark in plain if not unicodedata.combining(mark))))


def words(name):
    """Give the words that identify a name, whatever their order: civilities and legal forms are left out.

    :param str name: of a person or a firm
    :return: tuple of str, sorted; every word when nothing but noise is there

    >>> words("Mme Hélène LE GOFF"), words("M. ou Mme")
    (('goff', 'helene'), ('m', 'mme', 'ou'))
    """
    found = fold(name)
    kept = [word for word in found if word not in _NAME_NOISE]
    return tuple(sorted(kept or found))


def street_words(street):
    """Give the words of a street, abbreviations written out.

    >>> street_words("12 bis, av. du Gal-de-Gaulle")
    ('12', 'avenue', 'bis', 'gal', 'gaulle')
    """
    expanded = [_STREET_WORDS.get(word, word) for word in fold(street)]
    return tuple(sorted(word for word in expanded if word not in _STREET_NOISE))


def search_words(name):
    """Give the text by which a database looks for names near this one.

    :param str name: as typed
    :return: str, the identifying words
    """
    return " ".join(words(name))


def similarity(one, other):
    """Tell how near two names are, by their words in any order.

    :return: float from 0 (nothing in common) to 1 (the same words)
    """
    return nearness(words(one), words(other))


def nearness(one, other):
    """Tell how near two lists of words are: Dice's coefficient of their groups of three letters (as pg_trgm cuts
    them), so that a letter typed wrong costs a little and a missing word much.

    :param one: tuple of words
    :param other: tuple of words
    :return: float from 0 to 1
    """
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    first, second = _trigrams(one), _trigrams(other)
    return 2 * len(first & second) / (len(first) + len(second))


@lru_cache(maxsize=16384)
def _trigrams(found):
    return frozenset(part for word in found for part in _cut(f"  {word} "))


def _cut(word):
    return (word[start : start + 3] for start in range(len(word) - 2))
