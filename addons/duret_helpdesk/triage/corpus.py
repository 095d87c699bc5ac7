"""The labelled messages: one file a hand, two folders that share no hand.

A file begins with a comment that says who writes. Each message is a line `@ type urgency [team] [+sign …]`, a line
for the subject (`-` when there is none), and the body up to the next one.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .labels import TEAM_OF_TYPE, TEAMS, TYPES, URGENCIES
from .text import Message, fold, prepare, words

FOLDER = Path(__file__).parent / "corpus"
TRAINING, EVALUATION = "training", "evaluation"
KNOWN_SIGNS = {"internal", "photo", "pdf", "plan", "sheet"}
SHINGLE = 4  # words


class CorpusError(ValueError):
    """A labelled file is not written as it must be; the message names the file and the line."""


@dataclass(frozen=True)
class Example:
    """A labelled message. `hand` is who wrote it: examples of one hand are never on both sides of a split."""

    hand: str
    subject: str
    body: str
    type: str
    team: str
    urgency: str
    signs: tuple[str, ...] = ()
    is_html: bool = False

    @property
    def message(self) -> Message:
        """The message as the classifier reads it."""
        return prepare(self.subject, self.body, self.is_html, self.signs)

    def label(self, head: str) -> str:
        """The right answer for a head of the model."""
        return getattr(self, head)


def read(part: str, folder: Path = FOLDER) -> list[Example]:
    """Examples of `TRAINING` or `EVALUATION`.

    :raise CorpusError: a file is badly written
    """
    examples = []
    for path in sorted((folder / part).glob("*.txt")):
        examples += parse(path.read_text(encoding="utf-8"), path.stem)
    return examples


def parse(text: str, hand: str) -> list[Example]:
    """Examples of one file.

    >>> parse("@ invoice 1 +pdf\\nFacture\\nBonjour", "x")[0].team
    'accounts'
    """
    examples: list[Example] = []
    block: list[str] = []
    start = 0
    for number, line in enumerate([*text.splitlines(), "@ "], 1):
        if not line.startswith("@ "):
            block.append(line)
            continue
        if block and block[0].startswith("@ "):
            examples.append(_example(block, hand, start))
        block, start = [line], number
    return examples


def _example(block: list[str], hand: str, line: int) -> Example:
    parts = block[0].split()[1:]
    signs = tuple(part[1:] for part in parts if part.startswith("+"))
    names = [part for part in parts if not part.startswith("+")]
    team = names[2] if len(names) > 2 else TEAM_OF_TYPE.get(names[0] if names else "", "")
    good = len(names) in (2, 3) and names[0] in TYPES and names[1] in URGENCIES and team in TEAMS
    if not good or len(block) < 2 or set(signs) - KNOWN_SIGNS:
        raise CorpusError(
            f"{hand}, line {line}: « {block[0]} » is not « @ type urgency [team] [+sign …] » and a message"
        )
    subject = "" if block[1] == "-" else block[1]
    return Example(hand, subject, "\n".join(block[2:]).strip(), names[0], team, names[1], signs)


def fingerprint(folder: Path = FOLDER) -> str:
    """What a model is made from: the training messages and the modules that read them. Changes with any of them."""
    sources = [Path(__file__).parent / f"{name}.py" for name in ("features", "labels", "lexicon", "text")]
    digest = hashlib.sha256()
    for path in [*sources, *sorted((folder / TRAINING).glob("*.txt"))]:
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def shingles(example: Example) -> set[tuple[str, ...]]:
    """Runs of `SHINGLE` words of a message, by which near copies are recognised."""
    forms = [word.form for word in words(fold(f"{example.subject}\n{example.body}"))]
    return {tuple(forms[at : at + SHINGLE]) for at in range(max(1, len(forms) - SHINGLE + 1))}


def likeness(one: Example, other: Example) -> float:
    """Share of the shorter message's runs of words that the other holds: 1 for a copy, 0 for nothing in common."""
    mine, theirs = shingles(one), shingles(other)
    return len(mine & theirs) / min(len(mine), len(theirs))


def near_copies(
    ones: Iterable[Example], others: Iterable[Example], limit: float = 0.3
) -> list[tuple[Example, Example]]:
    """Pairs of messages across two sets that are alike beyond a limit."""
    by_run: dict[tuple[str, ...], list[Example]] = {}
    for example in others:
        for run in shingles(example):
            by_run.setdefault(run, []).append(example)
    pairs = []
    for example in ones:
        seen = {id(other): other for run in shingles(example) for other in by_run.get(run, ())}
        pairs += [(example, other) for other in seen.values() if likeness(example, other) >= limit]
    return pairs
