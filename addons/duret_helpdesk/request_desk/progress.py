"""How far a request is, in the four words that a client understands."""

from dataclasses import dataclass
from datetime import datetime

DONE, CURRENT, TODO = "done", "current", "todo"


@dataclass(frozen=True)
class Step:
    """One step of the line: received, taken, waiting, solved; `since` is the moment it was reached, if it was."""

    code: str
    state: str
    since: datetime | None = None


def steps(
    received: datetime,
    taken: datetime | None = None,
    waiting: datetime | None = None,
    solved: datetime | None = None,
) -> list[Step]:
    """The line of steps; exactly one is current. « Waiting for you » stands in it only while it is true.

    :param received: when the request came in
    :param taken: when somebody took it up, if anybody did
    :param waiting: since when the client's answer is awaited, if it is
    :param solved: when it was solved, if it is

    >>> [step.state for step in steps(datetime(2026, 1, 5), taken=datetime(2026, 1, 6))]
    ['done', 'current', 'todo']
    """
    reached = [("received", received), ("taken", taken)]
    if waiting and not solved:
        # Somebody asked the client something: the request was taken up then at the latest.
        reached = [("received", received), ("taken", taken or waiting), ("waiting", waiting)]
    if solved:
        reached = [("received", received), ("taken", taken or solved), ("solved", solved)]
    else:
        reached.append(("solved", None))
    current = max(rank for rank, (_code, since) in enumerate(reached) if since)
    return [
        Step(code, CURRENT if rank == current else DONE if rank < current else TODO, since)
        for rank, (code, since) in enumerate(reached)
    ]
