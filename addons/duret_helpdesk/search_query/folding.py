"""One writing for words that people write in several ways."""

import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ł": "l"})


def fold(text: str) -> str:
    """The text in lower case, without accents nor ligatures, as PostgreSQL's `unaccent` and `lower` make it.

    >>> fold("Électricité Cœur-de-Ville, Maître FAVRE")
    'electricite coeur-de-ville, maitre favre'
    """
    decomposed = unicodedata.normalize("NFKD", text.lower())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return bare.lower().translate(_LIGATURES)
