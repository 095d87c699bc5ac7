"""Words of days, hours and lengths, without accents."""

import re
import unicodedata

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
)
NUMBERS = {
    "un": 1,
    "une": 1,
    "deux": 2,
    "trois": 3,
    "quatre": 4,
    "cinq": 5,
    "six": 6,
    "sept": 7,
    "huit": 8,
    "dix": 10,
    "quinze": 15,
    "vingt": 20,
    "trente": 30,
}
# Part of the day: (hour at which it starts, hour at which it is over), decimals
PARTS = {
    "matin": (9, 12),
    "midi": (12, 13.5),
    "apres-midi": (14, 17.5),
    "soir": (17, 19),
    "fin de matinee": (11.5, 12),
    "debut d apres-midi": (14, 15),
    "fin d apres-midi": (16.5, 17.5),
    "fin de journee": (17, 17.5),
}
MAX_LENGTH = 60  # characters; nobody says a time at greater length


def fold(text):
    """Give a text in lower case, without accents, each space single.

    :param str text: as typed
    :return: str

    >>> fold("Après–Demain,  16 H")
    'apres-demain, 16 h'
    """
    plain = unicodedata.normalize("NFKD", text or "").lower()
    plain = "".join(mark for mark in plain if not unicodedata.combining(mark))
    plain = re.sub(r"[\u2010-\u2015]", "-", plain)
    plain = re.sub(r"['’`´]", " ", plain)
    return re.sub(r"\s+", " ", plain).strip()
