"""The net promoter score of some answers, and how far it may be from the score of all clients.

The score is the share of promoters (9 and 10) less the share of detractors (0 to 6), times 100: between -100 and +100
(F. Reichheld, « The One Number You Need to Grow », Harvard Business Review, December 2003).

Answers are a sample of what all clients think. The interval is the adjusted Wald interval of B. Rocks, « Interval
Estimation for the "Net Promoter Score" », The American Statistician 70(4), 2016, p. 365-372: three answers that were
not given are added, in the proportions 1:2:1 (3/4 of a promoter, 3/2 of a passive, 3/4 of a detractor), as Agresti and
Coull do for one share; then, with p and d the adjusted shares and n' = n + 3,

    variance of one answer = p + d - (p - d)²       (trinomial, -1 / 0 / +1)
    interval = (p - d) ± z × √(variance / n')

Without the three answers a score made of promoters only would claim to be certain after one answer.
"""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

PROMOTER, DETRACTOR = 9, 6  # least mark of a promoter, greatest mark of a detractor
LEAST_MARK, GREATEST_MARK = 0, 10
ENOUGH = 5  # answers below which no mean nor score is shown
LEVEL = 0.95
ADDED, ADDED_END = 3.0, 0.75  # answers added, and those of them at each end
# Half of the interval, in points of score, up to which one says that the score is sure, fairly sure, or rough.
SURE, FAIR, ROUGH = 7.0, 15.0, 30.0


def class_of(mark):
    """Promoter, passive or detractor.

    :param int mark: 0 to 10
    :raises ValueError: for any other mark

    >>> [class_of(mark) for mark in (0, 6, 7, 8, 9, 10)]
    ['detractor', 'detractor', 'passive', 'passive', 'promoter', 'promoter']
    """
    if not LEAST_MARK <= mark <= GREATEST_MARK:
        raise ValueError(f"{mark} is not between {LEAST_MARK} and {GREATEST_MARK}")
    if mark >= PROMOTER:
        return "promoter"
    return "detractor" if mark <= DETRACTOR else "passive"


def points_of(mark):
    """What one answer adds to the score: +100, 0 or -100; the mean of the points is the score.

    >>> points_of(10), points_of(8), points_of(3)
    (100, 0, -100)
    """
    return {"promoter": 100, "passive": 0, "detractor": -100}[class_of(mark)]


@dataclass(frozen=True)
class Score:
    """Score of a number of answers."""

    promoters: int = 0
    passives: int = 0
    detractors: int = 0

    @property
    def answers(self):
        """Number of answers with a mark."""
        return self.promoters + self.passives + self.detractors

    @property
    def value(self):
        """The score, -100 to +100; None without answers."""
        if not self.answers:
            return None
        return 100 * (self.promoters - self.detractors) / self.answers

    def interval(self, level=LEVEL):
        """Bounds between which the score of all clients is, at this level of confidence.

        :param float level: between 0 and 1
        :return: (low, high), within -100 and +100; the whole range without answers
        """
        if not self.answers:
            return (-100.0, 100.0)
        centre, half = self._spread(level)
        return (max(-100.0, centre - half), min(100.0, centre + half))

    def _spread(self, level):
        """Centre and half of the interval before it is cut to what a score can be, in points."""
        count = self.answers + ADDED
        up, down = (self.promoters + ADDED_END) / count, (self.detractors + ADDED_END) / count
        variance = up + down - (up - down) ** 2
        z = NormalDist().inv_cdf((1 + level) / 2)
        return 100 * (up - down), 100 * z * sqrt(variance / count)

    @property
    def margin(self):
        """Half of the interval, in points of score: what stands behind « ± »."""
        low, high = self.interval()
        return (high - low) / 2

    @property
    def confidence(self):
        """How sure the score is: `none` (no answer), `too_few`, `rough`, `fair` or `sure`."""
        if not self.answers:
            return "none"
        margin = self.margin
        if self.answers < ENOUGH or margin > ROUGH:
            return "too_few"
        if margin > FAIR:
            return "rough"
        return "fair" if margin > SURE else "sure"

    def against(self, target):
        """Where the score stands: `unknown`, `reached`, `missed`, or `open` when the target is within the interval.

        :param float target: score aimed at

        >>> Score(90, 5, 5).against(40), Score(10, 10, 30).against(40), Score(30, 10, 10).against(40)
        ('reached', 'missed', 'open')
        """
        if self.answers < ENOUGH:
            return "unknown"
        low, high = self.interval()
        if low >= target:
            return "reached"
        return "missed" if high < target else "open"


def change(before, now):
    """How the score moved, and whether that is more than chance.

    The two samples are independent: the variances of their adjusted scores add up.

    :param Score before: of the period before
    :param Score now:
    :return: (`unknown`, `up`, `down` or `same`; difference in points of the scores as shown, None when unknown)

    >>> change(Score(20, 30, 50), Score(60, 30, 10))
    ('up', 80.0)
    >>> change(Score(5, 3, 2), Score(6, 2, 2))[0]
    'same'
    """
    if min(before.answers, now.answers) < ENOUGH:
        return ("unknown", None)
    (old, old_half), (new, new_half) = before._spread(LEVEL), now._spread(LEVEL)
    moved = new - old
    kind = "same" if abs(moved) <= sqrt(old_half**2 + new_half**2) else ("up" if moved > 0 else "down")
    return (kind, now.value - before.value)
