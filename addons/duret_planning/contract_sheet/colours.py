"""Colours that mean something, as the sheet itself explains them."""

from collections.abc import Iterable, Mapping

from .words import folded

# Words of a legend, by what they mean for a contract; the first that is found counts.
MEANINGS: dict[str, tuple[str, ...]] = {
    "ended": ("resilie", "resiliee", "perdu", "arrete", "arret", "termine", "plus client", "fini"),
    "suspended": ("suspendu", "en pause", "en attente", "vendu", "travaux", "absent"),
    "call": ("a rappeler", "rappeler", "relancer", "a relancer", "pas de reponse", "sans reponse"),
    "done": ("fait", "a jour", "ok", "planifie", "visite faite"),
}
_NONE = {"", "00000000", "ffffffff", "ff000000"}


def plain_colour(argb: object) -> str:
    """Six hexadecimal digits of a filled cell, or "" for none and for white.

    >>> plain_colour("FFFFC000"), plain_colour("00000000"), plain_colour(None)
    ('ffc000', '', '')
    """
    text = str(argb or "").lower()
    return "" if text in _NONE or len(text) != 8 else text[2:]


def legend_of(cells: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """What each colour means.

    :param cells: (colour, text) of the coloured cells that stand outside the rows of contracts
    :return: {colour: key of MEANINGS}

    >>> legend_of([("ff0000", "Rouge = résilié"), ("ffff00", "jaune : à rappeler"), ("00ff00", "Client")])
    {'ff0000': 'ended', 'ffff00': 'call'}
    """
    found: dict[str, str] = {}
    for colour, text in cells:
        said = f" {folded(text)} "
        for meaning, words in MEANINGS.items():
            if colour and colour not in found and any(f" {word} " in said for word in words):
                found[colour] = meaning
    return found
