"""A comment as a list of words: as typed, as compared, and in which clause they stand."""

import re
from dataclasses import dataclass

TEXT_LIMIT = 20_000  # characters read: what the client's page keeps of a comment
# Words that a doubled letter tells from others (« sale »); elsewhere people hesitate about it, and it is not read.
DOUBLED = frozenset(["salle", "salles"])
# Words, numbers, and the faces and thumbs that people put in the place of words.
EMPHASIS, REPEATED = re.compile(r"(.)\1{2,}"), re.compile(r"(.)\1+")
TOKEN = re.compile(r"\d+|[^\W\d_]+|[\U0001F300-\U0001FAFF\u2639\u263A]")
CLAUSE_END = re.compile(
    r"[.;:!?,()\n\r•–—…]|\b(?:mais|par contre|cependant|pourtant|en revanche|sinon)\b", re.IGNORECASE
)
# How people write on a telephone; each stands for one or more words.
SHORTHAND = {
    **dict.fromkeys(("tjs", "tjrs", "tjr", "tjour", "toujour", "tjours"), "toujours"),
    **dict.fromkeys(("jms", "jamai", "jame", "jamait"), "jamais"),
    **dict.fromkeys(("vrmt", "vmt", "vraimen", "vrament"), "vraiment"),
    **dict.fromkeys(("pb", "pbs", "pbm", "prob", "pblm", "problem"), "probleme"),
    **dict.fromkeys(("jattends", "jattend", "jatend", "jatends", "jatten"), "j attends"),
    **dict.fromkeys(("dessu", "decut", "desu", "decus"), "decu"),
    **dict.fromkeys(("mecontan", "mecontant", "mecontants"), "mecontent"),
    **dict.fromkeys(("contan", "contant", "contants"), "content"),
    **dict.fromkeys(("nikel", "nickelle", "niquel"), "nickel"),
    **dict.fromkeys(("tre", "trs"), "tres"),
    **dict.fromkeys(("nvl", "nvlle", "nvelle"), "nouvelle"),
    **dict.fromkeys(("qq1", "qqn"), "quelqu un"),
    **dict.fromkeys(("rep", "repons"), "reponse"),
    **dict.fromkeys(("honteu", "onteux", "onte"), "honteux"),
    **dict.fromkeys(("arnaq", "arnak", "arnake"), "arnaque"),
    **dict.fromkeys(("recomande", "recomand", "recommande"), "recommande"),
    "pa": "pas",
    "ds": "dans",
    "tt": "tout",
    "tro": "trop",
    "bcp": "beaucoup",
    "pro": "professionnel",
    "pros": "professionnel",
    "sympas": "sympa",
    "jsuis": "je suis",
    "chui": "je suis",
    "manq": "manque",
    "ya": "il y a",
}


@dataclass(frozen=True)
class Token:
    """A word of a comment.

    :ivar form: as compared: folded, shorthand written out, no letter written twice
    :ivar start: place of its first character
    :ivar stop: place after its last character
    :ivar clause: number of its clause
    """

    form: str
    start: int
    stop: int
    clause: int


def read(text, fold):
    """Cut a comment into words.

    :param str text: what the client wrote
    :param fold: function (str) → str, lower case without accents
    :return: list of Token

    >>> [token.form for token in read("Nuuul, jattends TJRS !", str.lower)]
    ['nul', 'j', 'atends', 'toujours']
    """
    text = text[:TEXT_LIMIT]
    ends = [match.start() for match in CLAUSE_END.finditer(text)]
    tokens, clause = [], 0
    for match in TOKEN.finditer(text):
        while clause < len(ends) and ends[clause] <= match.start():
            clause += 1
        word = bare(fold(match[0]))
        forms = SHORTHAND.get(word, word).split()
        tokens += [Token(once(form), match.start(), match.end(), clause) for form in forms]
    return tokens


def bare(word):
    """A word without the letters that are repeated for emphasis.

    >>> bare("nuuuul"), bare("arnaque"), bare("salle")
    ('nul', 'arnaque', 'salle')
    """
    return EMPHASIS.sub(r"\1", word)


def once(word):
    """A word with its doubled letters written once: there people hesitate.

    >>> once("inadmissible"), once("salle"), once("2000000")
    ('inadmisible', 'salle', '2000000')
    """
    if word in DOUBLED or word.isdigit():
        return word
    return REPEATED.sub(r"\1", word)


def is_near(word, known):
    """Whether two words differ by one letter: one more, one less, another one, or two changed places.

    >>> is_near("incompetan", "incompeten"), is_near("inadmisbile", "inadmisible"), is_near("retard", "regard")
    (True, True, True)
    >>> is_near("mecontent", "content")
    False
    """
    if abs(len(word) - len(known)) > 1:
        return False
    place = next((index for index, pair in enumerate(zip(word, known, strict=False)) if pair[0] != pair[1]), None)
    if place is None:
        return True
    rest, other = word[place:], known[place:]
    swapped = len(rest) > 1 and rest[1::-1] == other[:2] and rest[2:] == other[2:]
    return swapped or rest[1:] == other[1:] or rest[1:] == other or rest == other[1:]
