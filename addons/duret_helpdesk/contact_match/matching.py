"""How likely two sheets are the same client, and why."""

import re
from dataclasses import dataclass, field

from .wording import nearness, similarity, street_words, words

SURE = 90  # from here on it is the same client unless a person says otherwise
POSSIBLE = 60  # from here on it is shown

_NEAR_NAME = 0.62
_SAME_NAME = 0.95
_NEAR_STREET = 0.7
# What one thing in common is worth; the best counts, the others add a little.
_WORTH = {"siret": 100, "email": 95, "phone": 85, "name_address": 80, "name": 62}
_EACH_MORE = 13
_REASONS = tuple(_WORTH)


@dataclass(frozen=True)
class Sheet:
    """What is known of a client; empty for what is not.

    :ivar phones: numbers in E.164 form
    :ivar email: normalized address
    :ivar siret: any writing of the 14 digits
    """

    name: str = ""
    phones: frozenset = field(default_factory=frozenset)
    email: str = ""
    siret: str = ""
    street: str = ""
    zip: str = ""
    city: str = ""


@dataclass(frozen=True)
class Match:
    """How likely (0 to 100), and by what: siret, email, phone, name_address, name."""

    score: int
    reasons: tuple

    @property
    def is_sure(self):
        """True when a second sheet should not be made without asking."""
        return self.score >= SURE


def compare(wanted, known):
    """Compare two sheets; the order of the two changes nothing.

    :param Sheet wanted: the one about to be created
    :param Sheet known: one that exists
    :return: Match, or None when they have nothing telling in common
    """
    common = {
        "siret": _same_siret(wanted.siret, known.siret),
        "email": bool(wanted.email) and wanted.email.lower() == known.email.lower(),
        "phone": bool(wanted.phones & known.phones),
    }
    near = similarity(wanted.name, known.name)
    if near >= _NEAR_NAME and _same_address(wanted, known):
        common["name_address"] = True
    elif near >= _SAME_NAME and len(words(wanted.name)) > 1:
        common["name"] = True
    elif near >= _NEAR_NAME and any(common.values()):
        common["name"] = True
    reasons = tuple(reason for reason in _REASONS if common.get(reason))
    if not reasons:
        return None
    score = max(_WORTH[reason] for reason in reasons) + _EACH_MORE * (len(reasons) - 1)
    return Match(min(score, 100), reasons)


def rank(wanted, known, limit=5):
    """Give the sheets that may be the wanted one, the likeliest first.

    :param Sheet wanted: the one about to be created
    :param dict known: {key: Sheet}
    :param int limit: how many at most
    :return: list of (key, Match)
    """
    matches = ((key, compare(wanted, sheet)) for key, sheet in known.items())
    likely = [(key, match) for key, match in matches if match and match.score >= POSSIBLE]
    return sorted(likely, key=lambda pair: (-pair[1].score, pair[0]))[:limit]


def _same_siret(one, other):
    one, other = (re.sub(r"\D", "", text or "") for text in (one, other))
    return len(one) == 14 and one == other


def _same_address(one, other):
    """Same post code (or same town when one of them has none), and a street that reads alike."""
    if one.zip and other.zip:
        if one.zip.replace(" ", "") != other.zip.replace(" ", ""):
            return False
    elif not (one.city and other.city) or words(one.city) != words(other.city):
        return False
    first, second = street_words(one.street), street_words(other.street)
    if _numbers(first) != _numbers(second):
        return False
    return nearness(first, second) >= _NEAR_STREET


def _numbers(found):
    return {word for word in found if word.isdigit()}
