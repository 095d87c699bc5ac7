"""From what is known of a request to a level, with its reasons."""

from dataclasses import dataclass

# Points from which a level is reached; below the first one a request is not pressing at all.
LEVELS = ((6, 3), (3, 2), (0, 1))
CONTRACT_POINTS = 1
AGE_POINTS = ((10, 3), (5, 2), (2, 1))  # (days without answer, points)
AGAIN_POINTS = ((3, 2), (2, 1))  # (times that the client got in touch, points)
PRESSING = ("danger", "outage", "fragile")


@dataclass(frozen=True)
class Facts:
    """What is known beside the words.

    :ivar under_contract: the client has a maintenance contract
    :ivar waiting_days: whole days for which the client has waited for us; 0 when it is his turn
    :ivar contacts: how many times the client got in touch about this request
    """

    under_contract: bool = False
    waiting_days: int = 0
    contacts: int = 1


@dataclass(frozen=True)
class Reason:
    """Why a request is urgent.

    :ivar code: category of a word, or "contract", "age", "again"
    :ivar value: words of the client, or number of days or contacts, as text
    :ivar points: what it adds
    """

    code: str
    value: str
    points: int


@dataclass(frozen=True)
class Verdict:
    """Level 0 (can wait) to 3 (at once), and the reasons, the weightiest first."""

    level: int
    reasons: tuple


def assess(found, facts):
    """Say how urgent a request is.

    Of several words of a category the weightiest counts, once. « Rien d'urgent » weighs only where nothing
    presses: nobody's calm makes sparks harmless.

    :param found: iterable of :class:`words.Found`
    :param Facts facts:
    :return: Verdict
    """
    reasons = _said(found) + _known(facts)
    points = sum(reason.points for reason in reasons)
    level = next((level for least, level in LEVELS if points >= least), 0)
    return Verdict(level, tuple(sorted(reasons, key=lambda reason: -reason.points)))


def _said(found):
    strongest = {}
    for word in found:
        best = strongest.get(word.category)
        if best is None or abs(word.points) > abs(best.points):
            strongest[word.category] = word
    pressing = any(category in strongest for category in PRESSING)
    return [
        Reason(word.category, word.shown, word.points)
        for word in strongest.values()
        if not (word.category == "calm" and pressing)
    ]


def _known(facts):
    reasons = []
    if facts.under_contract:
        reasons.append(Reason("contract", "", CONTRACT_POINTS))
    if points := _step(AGE_POINTS, facts.waiting_days):
        reasons.append(Reason("age", str(facts.waiting_days), points))
    if points := _step(AGAIN_POINTS, facts.contacts):
        reasons.append(Reason("again", str(facts.contacts), points))
    return reasons


def _step(steps, value):
    return next((points for least, points in steps if value >= least), 0)
