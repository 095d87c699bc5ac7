"""Answers of a routing server are believed when they make sense, and only then."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slotting.routing_server import TABLE, ServerAnswerError, ServerTravel, ask_all, questions, table_path
from slotting.travel import Place, RoadModel

ANNECY, THONES, CLUSES = Place(45.9055, 6.1229), Place(45.8814, 6.3239), Place(46.0605, 6.5806)


def answer(seconds, metres=None):
    """What a table service sends."""
    return {"code": "Ok", "durations": seconds, "distances": metres}


def test_the_server_is_believed():
    """1,501 seconds are 26 minutes, 28 with a margin of a tenth; kilometres are the server's."""
    for margin, minutes in ((0.0, 26), (0.1, 28)):
        travel = ServerTravel(RoadModel(margin), margin)
        travel.learn([ANNECY], [THONES], answer([[1501]], [[20400]]))
        assert travel(ANNECY, THONES) == minutes
        assert travel.kilometres(ANNECY, THONES) == 20.4


def test_what_it_does_not_know_is_estimated():
    """A place off the roads (null) and a way that was not asked come from the built-in model."""
    travel, model = ServerTravel(RoadModel()), RoadModel()
    travel.learn([ANNECY], [THONES, CLUSES], answer([[None, 2400]]))
    assert travel(ANNECY, THONES) == model(ANNECY, THONES)
    assert travel(ANNECY, CLUSES) == 40
    assert travel(CLUSES, ANNECY) == model(CLUSES, ANNECY)
    assert travel.kilometres(ANNECY, CLUSES) == model.kilometres(ANNECY, CLUSES)
    assert travel(CLUSES, CLUSES) == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"code": "InvalidQuery"},
        {"code": "Ok"},
        {"code": "Ok", "durations": [[]]},
        {"code": "Ok", "durations": "x"},
        {"code": "Ok", "durations": [[-5]]},
        {"code": "Ok", "durations": [["abc"]]},
        {"code": "Ok", "durations": [[float("inf")]]},
        [],
        None,
    ],
)
def test_an_answer_that_makes_no_sense_is_refused(wrong):
    """Whatever stands behind the address, the engine never counts with nonsense."""
    with pytest.raises(ServerAnswerError):
        ServerTravel(RoadModel()).learn([ANNECY], [THONES], wrong)


def test_the_question_is_written_as_the_service_wants_it():
    """Longitude before latitude, numbers for sources and destinations."""
    path = table_path([ANNECY], [THONES, CLUSES])
    assert path == (
        "/table/v1/driving/6.122900,45.905500;6.323900,45.881400;6.580600,46.060500"
        "?annotations=duration,distance&sources=0&destinations=1;2"
    )


points = st.builds(Place, st.integers(450, 460).map(lambda n: n / 10), st.integers(0, 99).map(lambda n: n / 10))


@given(st.lists(points, max_size=250), points)
def test_every_way_of_the_new_visit_is_asked_and_no_question_is_too_long(places, centre):
    """To it and from it, whatever the number of places; all pairs when they are few."""
    asked = list(questions(places, centre))
    pairs = {(source, target) for sources, targets in asked for source in sources for target in targets}
    for place in set(places) - {centre}:
        assert {(place, centre), (centre, place)} <= pairs
    assert all(len({*sources, *targets}) <= TABLE for sources, targets in asked)
    if len({*places, centre}) <= TABLE:
        assert len(asked) <= 1


def test_without_a_new_visit_many_places_are_not_asked():
    """A whole day of a hundred places is estimated rather than asked in a thousand questions."""
    many = [Place(45 + n / 1000, 6) for n in range(TABLE + 1)]
    assert list(questions(many)) == []
    assert len(list(questions(many[:TABLE]))) == 1


def test_answers_before_a_failure_stay():
    """The first question was answered, the second was not: what is known is used."""
    travel = ServerTravel(RoadModel())
    many = [Place(45 + n / 1000, 6) for n in range(TABLE)]
    replies = [answer([[60.0] * (TABLE - 1)])]

    def ask(_path):
        if not replies:
            raise ServerAnswerError("gone")
        return replies.pop()

    with pytest.raises(ServerAnswerError):
        ask_all(travel, ask, many, ANNECY)
    assert travel(ANNECY, many[0]) == 1
    assert travel(many[0], ANNECY) == RoadModel()(many[0], ANNECY)
