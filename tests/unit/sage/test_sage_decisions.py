"""What a person has decided is carried out on what he saw, and stops nobody else's exchange."""

import pytest
from memory_boxes import ABSENT
from memory_world import CLIENT, World
from sage.store import OURS, THEIRS


@pytest.fixture
def world():
    return World()


def in_conflict(world):
    """A client whose name was changed on both sides.

    :return: its key
    """
    key = world.peer.add("client", CLIENT)
    world.sync()
    world.store.edit("client", world.local("client", key).id, {"name": "Favre Jeanne"})
    world.peer.tick()
    world.peer.edit("client", key, {"name": "Favre J."})
    world.sync()
    assert world.conflicts() == ["name"]
    return key


def test_a_decision_that_our_side_refuses_stops_no_exchange_and_waits_again(world):
    key = in_conflict(world)
    world.store.decide("client", key, "name", THEIRS)
    world.store.refuses = lambda change: "odoo_says_no" if change.values.get("name") == "Favre J." else ""
    other = world.peer.add("client", {**CLIENT, "name": "Blanc Marie", "phone": "0450999999"})
    report = world.sync()
    assert not report.stopped
    assert world.local("client", other).values["name"] == "Blanc Marie"
    assert world.local("client", key).values["name"] == "Favre Jeanne"
    assert [(entry.verb, entry.detail) for entry in report.entries if entry.key == key] == [
        ("rejected", "odoo_says_no")
    ]
    (conflict,) = world.store.tables["conflict"].values()
    assert (conflict.decision, conflict.ours, conflict.theirs) == ("", "Favre Jeanne", "Favre J.")
    world.store.refuses = lambda change: ""
    world.store.decide("client", key, "name", THEIRS)
    world.sync()
    assert world.conflicts() == []
    assert world.is_equal()


def test_what_somebody_types_here_after_the_decision_is_not_overwritten(world):
    key = in_conflict(world)
    world.store.decide("client", key, "name", THEIRS)
    world.store.edit("client", world.local("client", key).id, {"name": "Favre-Blanc Jeanne"})
    report = world.sync()
    assert world.local("client", key).values["name"] == "Favre-Blanc Jeanne"
    (conflict,) = world.store.tables["conflict"].values()
    assert (conflict.decision, conflict.ours, conflict.theirs) == ("", "Favre-Blanc Jeanne", "Favre J.")
    assert report.total("conflict") == 1
    assert world.sync().total("conflict") == 0


def test_a_decision_for_ours_sends_what_we_hold_now(world):
    key = in_conflict(world)
    world.store.decide("client", key, "name", OURS)
    world.store.edit("client", world.local("client", key).id, {"name": "Favre-Blanc Jeanne"})
    world.sync()
    assert world.peer.rows["client"][key].values["name"] == "Favre-Blanc Jeanne"
    assert world.is_equal()


def test_who_types_sage_s_value_himself_has_decided_the_same(world):
    key = in_conflict(world)
    world.store.decide("client", key, "name", THEIRS)
    world.store.edit("client", world.local("client", key).id, {"name": "Favre J."})
    world.sync()
    assert world.conflicts() == []
    assert world.is_equal()


@pytest.mark.parametrize("decision", [OURS, THEIRS])
def test_a_decision_about_a_record_that_was_deleted_stops_nothing(world, decision):
    key = in_conflict(world)
    world.store.decide("client", key, "name", decision)
    world.store._put("local", ("client", world.local("client", key).id), ABSENT)
    report = world.sync()
    assert not report.stopped
    assert world.conflicts() == []
