"""Counting how well a model does, on messages that it was not trained on."""

from collections import Counter
from collections.abc import Iterable

from .classifier import Classifier
from .corpus import Example
from .labels import TYPES


def evaluate(classifier: Classifier, examples: Iterable[Example]) -> dict:
    """Figures of a model on labelled messages.

    :return: `messages`, `accuracy` (all), `coverage` (share dispatched alone), `precision` (of those),
        `by_type` {type: messages, precision and recall over all, dispatched, right}, `team` and `urgency` accuracy
        (of what is dispatched, urgency within one step), `confusion` {right type: {proposed: count}}, and `wrong`:
        what was dispatched wrongly (hand, subject, right, proposed, probability)
    """
    rows = [(example, classifier.propose(example.message)) for example in examples]
    sure = [(example, found) for example, found in rows if found.sure]
    return {
        "messages": len(rows),
        "accuracy": share(sum(found.type.label == example.type for example, found in rows), len(rows)),
        "coverage": share(len(sure), len(rows)),
        "precision": share(sum(found.type.label == example.type for example, found in sure), len(sure)),
        "team": share(sum(found.team.label == example.team for example, found in sure), len(sure)),
        "urgency": share(
            sum(abs(int(found.urgency.label) - int(example.urgency)) <= 1 for example, found in rows), len(rows)
        ),
        "by_type": {kind: _of_type(kind, rows) for kind in TYPES},
        "confusion": _confusion(rows),
        "wrong": [
            [example.hand, example.subject, example.type, found.type.label, round(found.type.probability, 3)]
            for example, found in sure
            if found.type.label != example.type
        ],
    }


def share(part: int, whole: int) -> float:
    """Part of a whole, 0 when there is nothing.

    >>> share(1, 3)
    0.3333
    """
    return round(part / whole, 4) if whole else 0.0


def _of_type(kind: str, rows) -> dict:
    right = [found for example, found in rows if example.type == kind]
    proposed = [example for example, found in rows if found.type.label == kind]
    hits = sum(found.type.label == kind for found in right)
    sure = [(example, found) for example, found in rows if found.sure and found.type.label == kind]
    return {
        "messages": len(right),
        "precision": share(hits, len(proposed)),
        "recall": share(hits, len(right)),
        "dispatched": len(sure),
        "dispatched_right": sum(example.type == kind for example, _found in sure),
        "coverage": share(sum(found.sure for found in right), len(right)),
    }


def _confusion(rows) -> dict[str, dict[str, int]]:
    counts = Counter((example.type, found.type.label) for example, found in rows)
    return {kind: {other: counts[kind, other] for other in TYPES if counts[kind, other]} for kind in TYPES}


def report(title: str, figures: dict) -> str:
    """Figures as a table for a terminal."""
    lines = [
        f"{title}: {figures['messages']} messages",
        f"  dispatched alone {figures['coverage']:.1%}, of which right {figures['precision']:.1%}"
        f" (team {figures['team']:.1%}); right over all {figures['accuracy']:.1%};"
        f" urgency within one step {figures['urgency']:.1%}",
        f"  {'type':<13}{'messages':>9}{'precision':>11}{'recall':>9}{'coverage':>10}{'alone':>7}{'right':>7}"
        "   taken for",
    ]
    for kind, row in figures["by_type"].items():
        others = {name: count for name, count in figures["confusion"][kind].items() if name != kind}
        taken = ", ".join(f"{name} {count}" for name, count in sorted(others.items(), key=lambda pair: -pair[1]))
        lines.append(
            f"  {kind:<13}{row['messages']:>9}{row['precision']:>11.1%}{row['recall']:>9.1%}{row['coverage']:>10.1%}"
            f"{row['dispatched']:>7}{row['dispatched_right']:>7}   {taken}"
        )
    lines += [
        f"  wrong: {hand} « {subject} » {right} → {found} ({p})" for hand, subject, right, found, p in figures["wrong"]
    ]
    return "\n".join(lines)
