"""Countries as people type them into CT_Pays."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

# Usual writings that are no name of the list, by ISO code
_ALSO = {
    "FR": "france metropolitaine fra",
    "CH": "suiss che confederation-suisse switzerland",
    "GB": "angleterre grande-bretagne royaume-uni ecosse pays-de-galles uk gbr",
    "US": "usa etats-unis etats-unis-d-amerique",
    "NL": "hollande pays-bas nld",
    "DE": "allemagne rfa deu d",
    "BE": "belgique bel",
    "IT": "italie ita",
    "ES": "espagne esp",
    "LU": "luxembourg lux",
    "MC": "monaco principaute-de-monaco",
    "CZ": "republique-tcheque tchequie",
}


def folded(text: str) -> str:
    """Give what identifies the writing of a country: letters without accents, words joined by one blank.

    >>> folded("  États-Unis d'Amérique ")
    'etats unis d amerique'
    """
    plain = unicodedata.normalize("NFKD", text).casefold()
    return " ".join(re.findall(r"[^\W_]+", "".join(mark for mark in plain if not unicodedata.combining(mark))))


def index(countries: Iterable[tuple[int, str, Iterable[str]]]) -> Mapping[str, int]:
    """Make the table of all writings.

    :param countries: (id, ISO code of two letters, names in any language)
    :return: folded writing -> id

    >>> index([(41, "CH", ["Suisse", "Switzerland"])])["confederation suisse"]
    41
    """
    table: dict[str, int] = {}
    for number, code, names in countries:
        also = [word.replace("-", " ") for word in _ALSO.get(code, "").split()]
        for writing in (code, *names, *also):
            table.setdefault(folded(writing), number)
    return table
