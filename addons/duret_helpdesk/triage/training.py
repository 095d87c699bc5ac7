"""Training the model with scikit-learn. Runs as a program of its own, so that no server keeps its memory.

    python -m triage.training --out model.bin [--corrections rows.json] [--against active.bin]

Everything that is decided from data (heat of the probabilities, threshold) is decided on messages of hands that the
fold did not train on. The evaluation folder is only measured, never used to decide.
"""

import argparse
import json
import sys
from array import array
from collections import Counter
from collections.abc import Sequence
from math import log, sqrt
from pathlib import Path

from .classifier import Classifier
from .corpus import EVALUATION, TRAINING, Example, fingerprint, read
from .corrections import from_row
from .evaluation import evaluate, report
from .features import signs
from .labels import TEAMS, TYPES, URGENCIES
from .weights import Weights, dump, load

HEADS = {"type": TYPES, "team": TEAMS, "urgency": URGENCIES}
STRENGTH = {"type": 12.0, "team": 8.0, "urgency": 4.0}  # inverse of regularisation, chosen by folds over hands
FOLDS = 8
LEAST_SEEN = {"w": 2, "b": 2, "c": 3, "s": 2}  # messages that must hold a sign for it to be learned
TARGET = 0.965  # precision asked of the folds: a margin above the 95 % that is promised
LOWEST, HIGHEST = 0.5, 0.95  # bounds of the threshold


def fit(examples: Sequence[Example]) -> Weights:
    """Weights learned from examples; probabilities are not calibrated yet, and nothing is dispatched alone."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    rows = [signs(example.message)[0] for example in examples]
    known, idf = _vocabulary(rows)
    matrix = csr_matrix(_triplets(rows, known, idf), shape=(len(rows), len(known)))
    columns, biases = [], []
    for head, labels in HEADS.items():
        answers = [example.label(head) for example in examples]
        model = LogisticRegression(C=STRENGTH[head], class_weight="balanced", max_iter=2000, tol=1e-5)
        model.fit(matrix, answers)
        table, intercepts = _by_label(model, labels)
        columns += table
        biases += intercepts
    table = array("f", (float(column[rank]) for rank in range(len(known)) for column in columns))
    return Weights(
        signs=list(known),
        heads={head: list(labels) for head, labels in HEADS.items()},
        idf=array("f", idf),
        table=table,
        biases=[round(float(bias), 6) for bias in biases],
        temperatures=dict.fromkeys(HEADS, 1.0),
        thresholds=dict.fromkeys(HEADS, 1.1),
    )


def _vocabulary(rows) -> tuple[dict[str, int], list[float]]:
    """Signs kept with their rank, and their rarity: log((1 + n) / (1 + messages that hold it)) + 1."""
    held = Counter(sign for row in rows for sign in row)
    kept = sorted(sign for sign, count in held.items() if count >= LEAST_SEEN.get(sign[0], 1))
    return {sign: rank for rank, sign in enumerate(kept)}, [
        log((1 + len(rows)) / (1 + held[sign])) + 1 for sign in kept
    ]


def _triplets(rows, known, idf):
    values, lines, ranks = [], [], []
    for line, row in enumerate(rows):
        found = [(known[sign], value * idf[known[sign]]) for sign, value in row.items() if sign in known]
        length = sqrt(sum(value * value for _rank, value in found)) or 1.0
        for rank, value in found:
            values.append(value / length)
            lines.append(line)
            ranks.append(rank)
    return values, (lines, ranks)


def _by_label(model, labels):
    """Columns and intercepts in the order of our labels; a label without example is never proposed."""
    coefficients, intercepts = model.coef_, model.intercept_
    if len(model.classes_) == 2:  # scikit-learn keeps one row for two classes
        coefficients, intercepts = [-coefficients[0] / 2, coefficients[0] / 2], [-intercepts[0] / 2, intercepts[0] / 2]
    rank = {label: at for at, label in enumerate(model.classes_)}
    never = [0.0] * model.coef_.shape[1]
    table = [coefficients[rank[label]] if label in rank else never for label in labels]
    return table, [float(intercepts[rank[label]]) if label in rank else -50.0 for label in labels]


def train(examples: Sequence[Example]) -> Weights:
    """Calibrated weights, with the figures of the folds.

    Hands are dealt to `FOLDS` folds; each example is scored by a model that saw no message of its hand.
    """
    folds = _folds(examples)
    scored = []
    for rank in range(FOLDS):
        test = [example for example in examples if folds[example.hand] == rank]
        rest = [example for example in examples if folds[example.hand] != rank]
        if test and rest:
            classifier = Classifier(fit(rest))
            scored += [(example, classifier.propose(example.message)) for example in test]
    weights = fit(examples)
    for head in HEADS:
        weights.temperatures[head] = _temperature([(row.label(head), getattr(found, head)) for row, found in scored])
    weights.thresholds["type"], figures = _threshold(scored, weights.temperatures["type"])
    weights.figures = {"examples": len(examples), "hands": len(folds), "folds": figures, "source": fingerprint()}
    return weights


def _folds(examples) -> dict[str, int]:
    """Fold of each hand: the largest first, to the fold that has the fewest messages."""
    sizes, loads, folds = Counter(example.hand for example in examples), [0] * FOLDS, {}
    for hand, size in sorted(sizes.items(), key=lambda pair: (-pair[1], pair[0])):
        folds[hand] = loads.index(min(loads))
        loads[folds[hand]] += size
    return folds


def _temperature(pairs) -> float:
    """Heat under which the right answers are the least surprising (temperature scaling: Guo et al., 2017)."""

    def surprise(heat: float) -> float:
        total = 0.0
        for answer, opinion in pairs:
            powers = {label: max(p, 1e-12) ** (1 / heat) for label, p in opinion.ranked}
            total -= log(max(powers.get(answer, 0.0), 1e-12) / sum(powers.values()))
        return total

    return round(min((step / 50 for step in range(10, 151)), key=surprise), 4)


def _heated(opinion, heat: float) -> float:
    powers = [max(p, 1e-12) ** (1 / heat) for _label, p in opinion.ranked]
    return powers[0] / sum(powers)


def _threshold(scored, heat: float) -> tuple[float, dict]:
    """The lowest threshold from which the folds' precision stays at `TARGET` or above.

    :return: threshold between `LOWEST` and `HIGHEST`, and coverage and precision of the folds at it
    """
    rows = sorted(
        ((_heated(found.type, heat), found.type.label == example.type, found) for example, found in scored),
        key=lambda row: -row[0],
    )
    eligible = [(probability, right) for probability, right, found in rows if found.familiar]
    chosen, hits = HIGHEST, 0
    for count, (probability, right) in enumerate(eligible, 1):
        hits += right
        if hits / count >= TARGET:
            chosen = probability
    chosen = round(min(max(chosen, LOWEST), HIGHEST), 4)
    kept = [right for probability, right in eligible if probability >= chosen]
    accuracy = sum(right for _probability, right, _found in rows) / max(1, len(rows))
    return chosen, {
        "accuracy": round(accuracy, 4),
        "coverage": round(len(kept) / max(1, len(rows)), 4),
        "precision": round(sum(kept) / max(1, len(kept)), 4),
    }


def main(arguments: list[str] | None = None) -> int:
    """Train, measure and write a model; prints the figures as JSON on the last line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--corrections", type=Path, help="JSON list of corrections to learn from")
    parser.add_argument("--held-back", type=Path, help="JSON list of corrections to measure on")
    parser.add_argument("--against", type=Path, help="model to compare with")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args(arguments)
    learned, held_back = _rows(options.corrections), _rows(options.held_back)
    frozen = read(EVALUATION)
    weights = train(read(TRAINING) + learned)
    figures = {"new": _measure(Classifier(weights), frozen, held_back)}
    if options.against:
        figures["active"] = _measure(Classifier(load(options.against.read_bytes())), frozen, held_back)
    kept = ("messages", "accuracy", "coverage", "precision")
    weights.figures["evaluation"] = {key: figures["new"]["evaluation"][key] for key in kept}
    weights.figures["corrections"] = len(learned)
    options.out.write_bytes(dump(weights))
    if options.verbose:
        sys.stdout.write(report("Evaluation", figures["new"]["evaluation"]) + "\n")
    figures |= {"training": weights.figures["folds"], "threshold": weights.thresholds["type"]}
    sys.stdout.write(json.dumps(figures, ensure_ascii=False) + "\n")
    return 0


def _rows(path: Path | None) -> list[Example]:
    return [from_row(row) for row in json.loads(path.read_text())] if path else []


def _measure(classifier: Classifier, frozen, held_back) -> dict:
    found = {"evaluation": evaluate(classifier, frozen)}
    if held_back:
        found["held_back"] = evaluate(classifier, held_back)
    return found


if __name__ == "__main__":
    sys.exit(main())
