"""What a run did, or would do: figures, and a line for each record up to a bound."""

from collections import Counter
from dataclasses import dataclass, field

_MOST_LINES = 1_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One record in a report.

    :ivar verb: from SAGE: created, updated, bound, revived, conflict, restored, held (a question), waiting (for its
        client), rejected, rejected_line, doubled (twice in SAGE), gone; to SAGE: sent_create, sent_update, unsent,
        retry, dead, withdrawn (taken back here before it left), late (taken back here, and in SAGE all the same); only
        counted: read, same
    :ivar detail: fields, or the code of a reason
    """

    entity: str
    verb: str
    key: str
    local: str
    detail: str


@dataclass(slots=True)
class Report:
    """Figures of one run.

    :ivar counts: (entity, verb) -> how many
    :ivar entries: the first records, one line each
    :ivar rungs: (entity, rung of the ladder) -> how many records were bound by it: nothing is merged without a reason
    :ivar left_out: how many lines are counted but not listed
    :ivar stopped: code of what ended the run early, "" when it went to its end
    """

    kind: str = "sync"
    rehearsal: bool = False
    counts: Counter = field(default_factory=Counter)
    rungs: Counter = field(default_factory=Counter)
    entries: list[Entry] = field(default_factory=list)
    left_out: int = 0
    stopped: str = ""
    stopped_by: str = ""
    quiet: int = 0

    def note(
        self, entity: str, verb: str, *, key: str = "", local: str = "", detail: str = "", number: int = 1
    ) -> None:
        """Count something that happened and list it while there is room."""
        if self.quiet or not number:
            return
        self.counts[entity, verb] += number
        if verb in ("same", "read"):
            return
        if len(self.entries) < _MOST_LINES:
            self.entries.append(Entry(entity, verb, key, local, detail))
        else:
            self.left_out += 1

    def note_rung(self, entity: str, rung: str) -> None:
        """Count a record that was bound to one of ours, by what told that they are the same."""
        if not self.quiet:
            self.rungs[entity, rung] += 1

    def total(self, *verbs: str) -> int:
        """Give how many records met these verbs, over all entities."""
        return sum(number for (_entity, verb), number in self.counts.items() if verb in verbs)

    def figures(self) -> dict[str, object]:
        """Give what the journal keeps: plain types only."""
        return {
            "kind": self.kind,
            "rehearsal": self.rehearsal,
            "counts": _by_entity(self.counts),
            "rungs": _by_entity(self.rungs),
            "stopped": self.stopped,
            "stopped_by": self.stopped_by,
        }


def _by_entity(counter: Counter) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for (entity, name), number in sorted(counter.items()):
        found.setdefault(entity, {})[name] = number
    return found
