"""Scoring a message with a trained model, in plain Python: about a millisecond a message."""

from dataclasses import dataclass
from math import exp, sqrt

from .features import EMPTY_WORDS, signs, strong_signs
from .text import Message
from .weights import Weights

SHOWN_WORDS = 6
LEAST_SHARE = 0.08  # of the strongest word's part; below, a word did not decide
LEAST_KNOWN = 0.5  # share of a message's meaningful words that the model must have seen to be sure of itself
LEAST_WORDS = 2  # words that it must know, and that must have decided: one word alone proves nothing


@dataclass(frozen=True)
class Opinion:
    """What one head thinks: its labels with their probabilities, the likeliest first."""

    ranked: tuple[tuple[str, float], ...]

    @property
    def label(self) -> str:
        """The likeliest label."""
        return self.ranked[0][0]

    @property
    def probability(self) -> float:
        """Calibrated probability that `label` is right."""
        return self.ranked[0][1]


@dataclass(frozen=True)
class Proposal:
    """The answer about a message.

    `words` are (word as written, part in the decision), the strongest first. `sure` says that the proposal may be
    followed without a person: probability above the calibrated threshold, in words that the model knows
    (`familiar`).
    """

    type: Opinion
    team: Opinion
    urgency: Opinion
    words: tuple[tuple[str, float], ...]
    familiar: bool
    sure: bool


class Classifier:
    """A model ready to score. Costs a few megabytes; thread-safe, since scoring changes nothing."""

    def __init__(self, weights: Weights):
        self._weights = weights
        self._index = {sign: rank for rank, sign in enumerate(weights.signs)}
        self._columns = {}
        start = 0
        for head, labels in weights.heads.items():
            self._columns[head] = (start, labels)
            start += len(labels)

    @property
    def figures(self) -> dict:
        """What was measured when the model was trained."""
        return self._weights.figures

    @property
    def threshold(self) -> float:
        """Probability of the type above which a message is dispatched alone."""
        return self._weights.thresholds["type"]

    def propose(self, message: Message) -> Proposal:
        """Type, team and urgency of a message, and the words that decided the type."""
        raw, sources = signs(message)
        vector = self._vector(raw)
        totals = self._totals(vector)
        opinions = {head: self._opinion(head, totals) for head in self._columns}
        kind = opinions["type"]
        deciding = self._words(kind.label, vector, sources)
        familiar = len(deciding) >= LEAST_WORDS and self._is_familiar(message)
        return Proposal(
            **opinions,
            words=deciding,
            familiar=familiar,
            sure=familiar and kind.probability >= self.threshold,
        )

    def _vector(self, raw: dict[str, float]) -> list[tuple[str, int, float]]:
        """(sign, its rank, its weight in this message) of the signs that the model knows, of length one."""
        index, idf = self._index, self._weights.idf
        found = [(sign, index[sign], value * idf[index[sign]]) for sign, value in raw.items() if sign in index]
        length = sqrt(sum(value * value for _sign, _rank, value in found)) or 1.0
        return [(sign, rank, value / length) for sign, rank, value in found]

    def _totals(self, vector) -> list[float]:
        width, table = self._weights.width, self._weights.table
        totals = list(self._weights.biases)
        for _sign, rank, value in vector:
            row = table[rank * width : (rank + 1) * width]
            totals = [total + value * weight for total, weight in zip(totals, row, strict=True)]
        return totals

    def _opinion(self, head: str, totals: list[float]) -> Opinion:
        start, labels = self._columns[head]
        heat = self._weights.temperatures[head]
        scores = [total / heat for total in totals[start : start + len(labels)]]
        top = max(scores)
        powers = [exp(score - top) for score in scores]
        whole = sum(powers)
        ranked = sorted(zip(labels, (power / whole for power in powers), strict=True), key=lambda pair: -pair[1])
        return Opinion(tuple(ranked))

    def _is_familiar(self, message: Message) -> bool:
        """Whether enough of the meaningful words are known to the model for it to decide alone."""
        forms = {word.form for word in message.subject + message.body} - EMPTY_WORDS
        forms = {form for form in forms if not form.startswith("_")}
        found = sum(1 for form in forms if self._knows(form))
        return found >= LEAST_WORDS and found >= LEAST_KNOWN * len(forms)

    def _knows(self, form: str) -> bool:
        return any(sign in self._index for sign in strong_signs(form))

    def _words(self, label: str, vector, sources) -> tuple[tuple[str, float], ...]:
        """The words that spoke for a label, by their part.

        A word's part is what its signs add to this label above what they add on average to all of them.
        """
        start, labels = self._columns["type"]
        column, width, table = start + labels.index(label), self._weights.width, self._weights.table
        parts: dict[str, float] = {}
        shown: dict[str, str] = {}
        for sign, rank, value in vector:
            row = table[rank * width + start : rank * width + start + len(labels)]
            gain = value * (table[rank * width + column] - sum(row) / len(labels))
            origin = sources.get(sign) or ()
            for word in origin:
                shown.setdefault(word.form, word.shown)
                parts[word.form] = parts.get(word.form, 0.0) + gain / len(origin)
        ranked = sorted(parts.items(), key=lambda pair: (-pair[1], pair[0]))
        kept = [(form, part) for form, part in ranked if part > 0 and form not in EMPTY_WORDS][:SHOWN_WORDS]
        return tuple((shown[form], round(part, 4)) for form, part in kept if part >= kept[0][1] * LEAST_SHARE)
