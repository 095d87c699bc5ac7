"""What goes wrong beside the engine, and how it is found and repaired."""

from dataclasses import replace

import pytest
from memory_world import CLIENT, LINES, QUOTE, World
from sage.engine import Killed, repair, scan
from sage.errors import Refused, Unavailable
from sage.records import Written
from sage.store import DEAD, SENT


@pytest.fixture
def world():
    return World()


def test_one_run_at_a_time(world):
    with world.store.lock(), pytest.raises(Unavailable, match="locked"):
        world.sync()


def test_a_gap_behind_the_engines_back_is_found_and_repaired(world):
    key = world.peer.add("client", {**CLIENT, "city": "Annecy"})
    client = world.peer.add("client", {"name": "Autre"})
    document = world.peer.add("document", {**QUOTE, "client": client}, LINES)
    world.sync()
    for entity, place, values in (("client", key, {"city": "Cran"}), ("document", document, {"total": "1.00"})):
        record = world.local(entity, place)
        values = {**record.values, **values}
        world.store._put("local", (entity, record.id), replace(record, values=values))
    found = world.gaps()
    assert [(gap.entity, gap.field, gap.ours, gap.theirs) for gap in found] == [
        ("client", "city", "Cran", "Annecy"),
        ("document", "total", "1.00", "120.00"),
    ]
    assert not world.is_equal()
    assert all(repair(world.exchange(), gap) for gap in found)
    assert world.is_equal()
    assert world.peer.rows["client"][key].values["city"] == "Cran"
    assert world.local("document", document).values["total"] == "120.00"


def test_other_gaps_say_what_repairs_them(world):
    gone = world.peer.add("client", CLIENT)
    world.sync()
    world.peer.delete("client", gone)
    waiting = world.peer.add("client", {"name": "Not read yet"})
    unsent = world.store.add("client", {"name": "Not sent yet"})
    found = {gap.kind: gap for gap in world.gaps()}
    assert {kind: (gap.key, gap.local, gap.repair) for kind, gap in found.items()} == {
        "gone": (gone, "", "scan"),
        "only_sage": (waiting, "", "pull"),
        "only_odoo": ("", unsent, "push"),
    }
    for gap in found.values():
        repair(world.exchange(), gap)
    assert world.is_equal()


def test_a_record_deleted_behind_the_engines_back_comes_again(world):
    key = world.peer.add("client", CLIENT)
    world.sync()
    del world.store.tables["local"]["client", world.local("client", key).id]
    world.peer.tick()
    world.peer.edit("client", key, {"city": "Annecy"})
    world.sync()
    assert world.local("client", key).values["city"] == "Annecy"
    assert world.is_equal()


def test_a_dropped_file_that_sage_never_shows_is_given_up_and_told(world):
    world = World(answers_at_once=False)
    world.store.add("client", CLIENT)
    world.peer.create = lambda *_arguments: Written("", pending=True)
    world.sync()
    (operation,) = world.store.tables["outbox"].values()
    assert operation.state == SENT
    world.peer.tick(60 * 49)
    assert world.sync().total("dead") == 1
    (operation,) = world.store.tables["outbox"].values()
    assert (operation.state, operation.code) == (DEAD, "not_confirmed")


def test_what_sage_refuses_goes_out_again_once_it_is_corrected(world):
    create, world.peer.capabilities = world.peer.create, replace(world.peer.capabilities, finds_marks=frozenset())

    def strict(entity, values, lines, mark):
        if not values["zip"]:
            raise Refused("no_zip")
        return create(entity, values, lines, mark)

    world.peer.create = strict
    client = world.store.add("client", {**CLIENT, "zip": ""})
    assert world.sync().total("dead") == 1
    assert world.sync().total("dead") == 0  # it waits for a person
    world.store.edit("client", client, {"zip": "74000"})
    assert world.sync().total("sent_create") == 1
    assert world.is_equal()


def test_what_sage_may_have_is_not_created_again_after_a_correction(world):
    client = world.store.add("client", CLIENT)
    world.peer.capabilities = replace(world.peer.capabilities, finds_marks=frozenset())
    world.peer.faults = [("create", "timeout")]
    hidden = world.peer.rows["client"]
    world.peer.changes = lambda entity, since: iter(())
    world.sync()
    world.peer.tick(90)
    assert world.sync().total("dead") == 1
    (operation,) = world.store.tables["outbox"].values()
    assert (operation.state, operation.code) == (DEAD, "cannot_search")
    world.store.edit("client", client, {"zip": "73000"})
    world.peer.tick(90)
    world.sync()
    assert len(hidden) == 1
    del world.peer.changes
    world.sync()
    assert world.peer.rows["client"]["1"].values["zip"] == "73000"
    assert world.is_equal()


@pytest.mark.parametrize("step", ["push.sent", "push.answered", "push.inside"])
def test_killed_after_a_creation_that_the_next_reading_does_not_show(world, step):
    """Only the operation knows that SAGE may have it: the mark is searched."""
    client = world.store.add("client", CLIENT)

    def hook(passed):
        if passed == step:
            raise Killed

    with pytest.raises(Killed):
        world.sync(hook=hook)
    world.store._locked = False
    world.peer.changes = lambda entity, since: iter(())
    world.sync()
    assert len(world.peer.rows["client"]) == 1
    assert world.key("client", client) == "1"


def test_a_key_that_the_list_forgot_is_no_deletion(world):
    keys = [world.peer.add("client", {"name": name}) for name in ("Un", "Deux")]
    world.sync()
    world.peer.keys = lambda entity: iter(keys[:1] if entity == "client" else ())
    assert scan(world.exchange()).total("gone") == 0
    assert world.store.tables["archived"] == {}
    world.peer.capabilities = replace(world.peer.capabilities, answers_at_once=False)
    assert scan(world.exchange()).total("gone") == 1
