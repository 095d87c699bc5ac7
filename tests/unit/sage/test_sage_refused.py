"""A record that our side refused comes in once the cause is mended here: by itself at night, or when a person asks."""

import pytest
from memory_world import CLIENT, LINES, QUOTE, World
from sage.engine import repair, scan
from sage.errors import Refused


@pytest.fixture
def world():
    """A client that our side refuses, for a cause that a person can mend here."""
    made = World()
    made.store.refuses = lambda change: "number_taken" if change.values.get("name") == "Favre Jean" else ""
    made.refused = made.peer.add("client", CLIENT)
    made.quote = made.peer.add("document", {**QUOTE, "client": made.refused}, LINES)
    made.peer.add("client", {"name": "Autre"})
    assert made.sync().counts["client", "rejected"] == 1
    return made


def mend(world):
    world.store.refuses = lambda change: ""


def test_a_refused_record_comes_in_at_night_once_its_cause_is_mended(world):
    assert scan(world.exchange()).total("created") == 0
    mend(world)
    assert world.sync().total("created") == 0
    report = scan(world.exchange())
    assert report.total("created") == 2  # with the quotation that waited for its client
    assert world.local("client", world.refused).values["name"] == "Favre Jean"
    assert world.is_equal()


def test_what_is_still_refused_is_not_written_again(world):
    scan(world.exchange())
    written = dict(world.store.writes)
    for _night in range(2):
        scan(world.exchange())
    assert {name: count for name, count in world.store.writes.items() if name != "run"} == {
        name: count for name, count in written.items() if name != "run"
    }


def test_repair_takes_in_what_was_refused_once_its_cause_is_mended(world):
    (gap,) = [one for one in world.gaps() if one.entity == "client"]
    assert (gap.kind, gap.repair) == ("only_sage", "pull")
    mend(world)
    assert repair(world.exchange(), gap)
    assert world.local("client", world.refused).values["name"] == "Favre Jean"


def test_repair_says_why_a_record_is_still_refused(world):
    client, quote = world.gaps()
    for gap, code in ((client, "number_taken"), (quote, "no_client")):
        with pytest.raises(Refused) as refusal:
            repair(world.exchange(), gap)
        assert refusal.value.code == code
    assert len(world.store.tables["binding"]) == 1
