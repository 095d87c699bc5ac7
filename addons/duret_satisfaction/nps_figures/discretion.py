"""What a comment must not hand on: numbers to call and addresses to write to."""

import re

HIDDEN = "…"
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# At least eight figures with at most two characters of punctuation between two of them: a telephone number, no price.
_NUMBER = re.compile(r"(?<!\w)\+?\(?\d(?:[ .\-/()\u00a0\u202f]{0,2}\d){7,}(?!\w)")


def without_contacts(text):
    """A comment without telephone numbers nor mail addresses; the rest is untouched.

    :param str text:
    :return: str

    >>> without_contacts("Rappelez-moi au 06 12 34 56 78 ou à jeanne@client.example, avant le 12/11.")
    'Rappelez-moi au … ou à …, avant le 12/11.'
    >>> without_contacts("Facture de 1 250 euros, 3 prises à 45,50.")
    'Facture de 1 250 euros, 3 prises à 45,50.'
    """
    return _NUMBER.sub(HIDDEN, _MAIL.sub(HIDDEN, text))
