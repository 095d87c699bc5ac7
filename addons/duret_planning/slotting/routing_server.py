"""Answers of an OSRM-compatible routing server (the « table » service), as travel times of the engine.

Only what the engine asks is asked of the server: the way to and from the new visit for every place, and every pair
when the places are few. What it does not know (a place off the roads, too many places) is told by the built-in model.
"""

import math
from collections.abc import Callable, Iterator, Sequence

from .travel import Place, RoadModel

TABLE = 100  # places in one question: the limit of a server that was not told otherwise


class ServerAnswerError(Exception):
    """The server did not answer, or not what the table service answers."""


class ServerTravel:
    """Minutes and kilometres that a server told, and the built-in model for the rest."""

    def __init__(self, model: RoadModel, margin: float = 0.0):
        """Prepare travel times without any answer yet.

        :param model: what tells the rest
        :param margin: part added to the server's minutes, which are those of free roads
        """
        self._model = model
        self._margin = 1 + margin
        self._minutes: dict[tuple[Place, Place], int] = {}
        self._kilometres: dict[tuple[Place, Place], float] = {}
        self.note = ""

    def __call__(self, start: Place, stop: Place) -> int:
        """Return whole minutes from one place to another."""
        if start == stop:
            return 0
        minutes = self._minutes.get((start, stop))
        return self._model(start, stop) if minutes is None else minutes

    def kilometres(self, start: Place, stop: Place) -> float:
        """Return kilometres by road."""
        known = self._kilometres.get((start, stop))
        return self._model.kilometres(start, stop) if known is None else known

    def learn(self, sources: Sequence[Place], targets: Sequence[Place], answer: dict) -> None:
        """Remember one answer.

        :param sources: places asked from, in order
        :param targets: places asked to, in order
        :param answer: the server's JSON, decoded
        :raises ServerAnswerError: when it is not an answer to this question
        """
        try:
            if answer["code"] != "Ok":
                raise ServerAnswerError(str(answer["code"]))
            seconds, metres = answer["durations"], answer.get("distances")
            for row, source in enumerate(sources):
                for column, target in enumerate(targets):
                    self._keep((source, target), seconds[row][column], metres[row][column] if metres else None)
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise ServerAnswerError("not the answer of a table service") from error

    def _keep(self, pair: tuple[Place, Place], seconds: float | None, metres: float | None) -> None:
        if seconds is not None:
            if not 0 <= seconds < math.inf:
                raise ValueError("a time is positive")
            self._minutes[pair] = math.ceil(seconds * self._margin / 60 - 1e-9)
        if metres is not None:
            self._kilometres[pair] = float(metres) / 1000


def questions(places: Sequence[Place], centre: Place | None = None) -> Iterator[tuple[list[Place], list[Place]]]:
    """Yield (sources, targets) to ask so that every way is known, or those of one place when there are too many.

    :param places: where the technicians are
    :param centre: where the new visit is
    """
    everywhere = list(dict.fromkeys([*([centre] if centre else []), *places]))
    if len(everywhere) <= TABLE:
        if len(everywhere) > 1:
            yield everywhere, everywhere
        return
    if centre is None:
        return
    others = [place for place in everywhere if place != centre]
    for first in range(0, len(others), TABLE - 1):
        some = others[first : first + TABLE - 1]
        yield [centre], some
        yield some, [centre]


def table_path(sources: Sequence[Place], targets: Sequence[Place]) -> str:
    """Return the path and query of a question, to put behind the server's address."""
    everywhere = list(dict.fromkeys([*sources, *targets]))
    number = {place: str(index) for index, place in enumerate(everywhere)}
    points = ";".join(f"{place.lon:.6f},{place.lat:.6f}" for place in everywhere)
    asked_from = ";".join(number[place] for place in sources)
    asked_to = ";".join(number[place] for place in targets)
    return f"/table/v1/driving/{points}?annotations=duration,distance&sources={asked_from}&destinations={asked_to}"


def ask_all(
    travel: ServerTravel, ask: Callable[[str], dict], places: Sequence[Place], centre: Place | None = None
) -> None:
    """Fill travel times with the server's answers.

    :param travel: filled in place
    :param ask: gets a path, gives the decoded JSON; raises ServerAnswerError
    :raises ServerAnswerError: at the first question that is not answered; what was answered stays
    """
    for sources, targets in questions(places, centre):
        travel.learn(sources, targets, ask(table_path(sources, targets)))
