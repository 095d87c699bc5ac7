"""From the words of a comment to a verdict, with its reasons."""

import unicodedata
from dataclasses import dataclass
from itertools import islice

from . import lexicon
from .matching import Phrases
from .reading import TEXT_LIMIT, read

CALM, RESERVE, ANGRY = "calm", "reserve", "angry"
# Points from which somebody calls the client, and from which the comment is worth a look.
ANGRY_FROM, RESERVE_FROM = 3, 1
REACH = 3  # words before which « ne » is looked for
LONGEST_CLAUSE = 40  # words before which « personne ne » is looked for: a text without a full stop must cost no more
# Complaints that the same client's praise makes lighter: he was asked what could be better, and says so.
LIGHTER = frozenset(["delay", "mild", "money", "dirt", "conduct"])
MUCH_PRAISE = 3
LOUD_SHARE, LOUD_LETTERS = 0.6, 12
MARKS_OF_A_CRY = ("!!", "?!", "!?", "??")


@dataclass(frozen=True)
class Reason:
    """Words that weighed.

    :ivar category: key of `lexicon.UNHAPPY`, "denied" (praise or promise denied), "loud" (capitals, !!) or "ironic"
    :ivar shown: as the client wrote it; "" for what is no word
    :ivar points: what it adds
    """

    category: str
    shown: str
    points: int


@dataclass(frozen=True)
class Verdict:
    """`level` is ANGRY (call him), RESERVE (a regret in passing) or CALM; the weightiest reason first."""

    level: str
    points: int
    reasons: tuple


@dataclass(frozen=True)
class _Hit:
    category: str
    points: int
    places: tuple  # of the words, in the list of words


class Judge:
    """Reads comments. Made once: it prepares the expressions.

    :param fold: function (str) → str, lower case without accents

    >>> judge = Judge(str.lower)
    >>> judge.verdict("C'est nul").level, judge.verdict("C'est pas nul").level
    ('angry', 'calm')
    """

    def __init__(self, fold):
        self.fold = fold
        self.unhappy = Phrases(
            fold,
            [
                (category, points, texts)
                for category, table in lexicon.UNHAPPY.items()
                for points, texts in table.items()
            ],
        )
        self.happy = Phrases(fold, [("happy", points, texts) for points, texts in lexicon.HAPPY.items()])
        self.expected = Phrases(fold, [("expected", points, texts) for points, texts in lexicon.EXPECTED.items()])
        self.harmless, self.others, self.ironic = (
            Phrases(fold, [(name, 0, texts)])
            for name, texts in (("harmless", lexicon.HARMLESS), ("others", lexicon.OTHERS), ("ironic", lexicon.IRONIC))
        )

    def verdict(self, text):
        """Judge a comment.

        Of several expressions of a category the weightiest counts, once. Praise makes small complaints lighter; a
        complaint made stronger or shouted weighs one point more, praise beside a real failure is taken for irony
        and weighs nothing. Irony alone decides nothing: it is not recognised without a fact.

        :param str text: plain text, any
        :return: Verdict
        """
        text = unicodedata.normalize("NFC", (text or "")[:TEXT_LIMIT])
        tokens = read(text, self.fold)
        bad, praise = self._hits(tokens)
        strongest = {}
        for hit in bad:
            if hit.category not in strongest or hit.points > strongest[hit.category].points:
                strongest[hit.category] = hit
        ironic = self._is_ironic(tokens, strongest.values())
        lighter = 0 if ironic else min(2, 1 if 0 < praise < MUCH_PRAISE else 2 * bool(praise))
        reasons = [Reason(hit.category, _shown(text, tokens, hit), hit.points) for hit in strongest.values()]
        points = self._points(strongest.values(), lighter)
        if points:
            reasons += self._tone(text, tokens, strongest.values(), ironic)
            points += sum(reason.points for reason in reasons[len(strongest) :])
        level = ANGRY if points >= ANGRY_FROM else RESERVE if points >= RESERVE_FROM else CALM
        return Verdict(level, points, tuple(sorted(reasons, key=lambda reason: -reason.points)))

    # -- what is there --------------------------------------------------------------------------------------------

    def _hits(self, tokens):
        """Complaints that are neither denied nor harmless nor about somebody else; number of praises.

        :return: (list of _Hit, int)
        """
        hidden = {place for _category, _points, places in self.harmless.find(tokens) for place in places}
        elsewhere = {tokens[places[0]].clause for _category, _points, places in self.others.find(tokens)}
        bad, praise = [], 0
        for category, points, places in self.unhappy.find(tokens):
            if not hidden & set(places) and tokens[places[0]].clause not in elsewhere:
                points = self._softened(tokens, places, points)
                if not _is_denied(tokens, places):
                    bad.append(_Hit(category, points, places))
        for _category, points, places in self.happy.find(tokens):
            if _is_denied(tokens, places):
                bad += [_Hit("denied", points, _with_denial(tokens, places))] if not hidden & set(places) else []
            elif tokens[places[0]].clause not in elsewhere:
                praise += 1
        bad += [
            _Hit("failed", points, _with_denial(tokens, places))
            for _category, points, places in self.expected.find(tokens)
            if _is_failed(tokens, places) and not hidden & set(places)
        ]
        return bad, praise

    def _softened(self, tokens, places, points):
        """Points of an expression with « un peu » or « petit » before it."""
        before = tokens[max(0, places[0] - 2) : places[0]]
        soft = any(token.form in lexicon.SOFT and token.clause == tokens[places[0]].clause for token in before)
        return max(1, points - 1) if soft else points

    # -- what it weighs -------------------------------------------------------------------------------------------

    def _points(self, hits, lighter):
        """Sum of the points, small complaints made lighter by praise."""
        small = sum(hit.points for hit in hits if hit.category in LIGHTER)
        return sum(hit.points for hit in hits if hit.category not in LIGHTER) + max(min(small, 1), small - lighter)

    def _is_ironic(self, tokens, hits):
        """Whether « bravo » or « quel sérieux » stands beside something that really went wrong."""
        return bool(self.ironic.find(tokens)) and any(hit.points >= 2 for hit in hits)

    def _tone(self, text, tokens, hits, ironic):
        """What the way of writing adds to what is said: reasons of one point each."""
        found = []
        beside = [tokens[place] for hit in hits for place in range(max(0, hit.places[0] - 2), hit.places[0])]
        if strong := next((token for token in beside if token.form in lexicon.STRONG), None):
            found.append(Reason("strong", text[strong.start : strong.stop], 1))
        letters = [char for char in text if char.isalpha()]
        capitals = sum(char.isupper() for char in letters)
        loud = len(letters) >= LOUD_LETTERS and capitals >= LOUD_SHARE * len(letters)
        if loud or any(mark in text for mark in MARKS_OF_A_CRY):
            found.append(Reason("loud", "", 1))
        if ironic:
            found.append(Reason("ironic", "", 1))
        return found


def _clause_before(tokens, place):
    """Places before one, in its clause, the nearest first."""
    while place > 0 and tokens[place - 1].clause == tokens[place].clause:
        place -= 1
        yield place


def _negation(tokens, place):
    """Place of the negation before a word, with nothing but small words between; None without one."""
    for before in _clause_before(tokens, place):
        form = tokens[before].form
        a_little = form == "peu" and before and tokens[before - 1].form == "un"
        if (form in lexicon.DENIALS or form in lexicon.AVERTED) and not a_little:
            return before
        if form not in lexicon.FILLERS and form != "plus" and not a_little:
            return None
    return None


def _follows(tokens, place):
    """Whether a negation follows a verb: « ne marche plus », « se moque pas »."""
    after = place + 1
    if after >= len(tokens) or tokens[after].clause != tokens[place].clause:
        return False
    if tokens[after].form in lexicon.DENIALS - {"sans", "peu", "rien", "zero"}:
        return True
    if tokens[after].form != "plus":
        return False
    last = after + 1 == len(tokens) or tokens[after + 1].clause != tokens[after].clause
    ne = any(tokens[before].form in lexicon.NE for before in range(max(0, place - REACH), place))
    return last or ne


def _is_denied(tokens, places):
    """Whether an expression is denied: before it, inside it, or after its verb."""
    if tokens[places[0]].form in lexicon.DENIALS:
        return False
    inside = set(range(places[0], places[-1])) - set(places)
    if any(tokens[place].form in lexicon.DENIALS for place in inside):
        return True
    return _negation(tokens, places[0]) is not None or _follows(tokens, places[-1])


def _is_failed(tokens, places):
    """Whether something that a client may expect was not done: « pas réparé », « personne n'est venu »."""
    negation = _negation(tokens, places[0])
    if negation is not None and tokens[negation].form not in lexicon.AVERTED:
        return True
    return _follows(tokens, places[-1]) or _nobody(tokens, places[0])


def _nobody(tokens, place):
    """« Personne ne… », « nul n'a… » before a verb."""
    return any(
        tokens[before].form in lexicon.NOBODY and tokens[before + 1].form in lexicon.NE
        for before in islice(_clause_before(tokens, place), LONGEST_CLAUSE)
    )


def _with_denial(tokens, places):
    """The words to show: what is denied, with its negation."""
    negation = _negation(tokens, places[0])
    if negation is not None:
        return (negation, *places)
    near = islice(_clause_before(tokens, places[0]), LONGEST_CLAUSE)
    nobody = next((place for place in near if tokens[place].form in lexicon.NOBODY), None)
    if nobody is not None:
        return (nobody, *places)
    return (*places, places[-1] + 1) if _follows(tokens, places[-1]) else places


def _shown(text, tokens, hit):
    return text[tokens[hit.places[0]].start : tokens[hit.places[-1]].stop]
