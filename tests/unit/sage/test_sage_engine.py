"""The engine over a store in memory and a small SAGE: each rule of the exchange, one story each."""

from dataclasses import replace

import pytest
from memory_world import CLIENT, LINES, LONG, QUOTE, World
from sage.engine import replay, scan
from sage.store import CONFIRMED, DEAD, OURS, SENDING, THEIRS


@pytest.fixture
def world():
    return World()


def test_a_client_of_sage_arrives_and_a_second_run_writes_nothing(world):
    key = world.peer.add("client", CLIENT)
    report = world.sync()
    assert report.figures()["counts"] == {"client": {"created": 1, "read": 1}}
    assert world.local("client", key).values["phone"] == "+33450123456"
    before, sent = dict(world.store.writes), dict(world.peer.writes)
    world.sync()
    assert (dict(world.store.writes), dict(world.peer.writes)) == (before, sent)
    assert world.is_equal()


def test_a_client_of_ours_is_created_once_and_gets_its_number(world):
    local = world.store.add("client", {**CLIENT, "number": ""})
    world.sync()
    key = world.key("client", local)
    assert world.peer.rows["client"][key].mark
    assert world.local("client", key).values["number"] == "C00001"
    world.sync()
    assert len(world.peer.rows["client"]) == 1
    assert world.is_equal()


@pytest.mark.parametrize("fault", ["timeout", "lost", "unavailable"])
def test_a_creation_without_answer_is_searched_before_it_is_tried_again(world, fault):
    world.store.add("client", CLIENT)
    world.peer.faults = [("create", fault)]
    world.sync()
    world.peer.tick(90)
    world.sync()
    assert len(world.peer.rows["client"]) == 1
    assert [op.state for op in world.store.tables["outbox"].values()] == [CONFIRMED]
    assert world.is_equal()


def test_the_record_shows_its_mark_before_the_search_does(world):
    local = world.store.add("client", CLIENT)
    world.peer.faults = [("create", "timeout")]
    world.sync()
    world.sync()  # too early to try again, but SAGE's record has come
    assert world.key("client", local) == "1"
    assert world.is_equal()


def test_the_echo_of_a_shortened_name_leaves_the_long_one(world):
    local = world.store.add("client", {**CLIENT, "name": LONG})
    world.sync()
    assert world.peer.rows["client"]["1"].values["name"] == LONG[:69].rstrip()
    world.peer.edit("client", "1", {"phone": "06 12 34 56 78"})
    world.sync()
    assert world.store.tables["local"]["client", local].values["name"] == LONG
    assert world.store.tables["local"]["client", local].values["phone"] == "+33612345678"
    assert world.is_equal()


def test_fields_changed_on_both_sides_flow_and_the_same_field_waits(world):
    key = world.peer.add("client", {**CLIENT, "city": "Annecy"})
    world.sync()
    local = world.local("client", key)
    world.store.edit("client", local.id, {"name": "Favre Jeanne", "city": "Cran"})
    world.peer.tick()
    world.peer.edit("client", key, {"name": "Favre J.", "phone": "0611223344"})
    report = world.sync()
    assert report.total("conflict") == 1
    assert world.conflicts() == ["name"]
    assert world.local("client", key).values["name"] == "Favre Jeanne"
    assert world.peer.rows["client"][key].values["name"] == "Favre J."
    assert world.peer.rows["client"][key].values["city"] == "Cran"
    assert world.local("client", key).values["phone"] == "+33611223344"
    assert [(gap.field, gap.repair) for gap in world.gaps()] == [("name", "decide")]


@pytest.mark.parametrize(("decision", "name"), [(OURS, "Favre Jeanne"), (THEIRS, "Favre J.")])
def test_a_decision_ends_the_conflict_on_both_sides(world, decision, name):
    test_fields_changed_on_both_sides_flow_and_the_same_field_waits(world)
    world.store.decide("client", "1", "name", decision)
    world.sync()
    assert world.conflicts() == []
    assert world.local("client", "1").values["name"] == name
    assert world.peer.rows["client"]["1"].values["name"] == name
    assert world.is_equal()


def test_what_somebody_typed_into_sage_meanwhile_is_not_overwritten(world):
    key = world.peer.add("client", CLIENT)
    world.sync()
    world.store.edit("client", world.local("client", key).id, {"name": "Favre Jeanne"})

    def meanwhile(step):
        if step == "push.collected":
            world.peer.edit("client", key, {"name": "Favre Julie"})

    world.sync(hook=meanwhile)
    assert world.conflicts() == ["name"]
    assert world.peer.rows["client"][key].values["name"] == "Favre Julie"


@pytest.mark.parametrize("taken", ["FAVRE JEANNE", "Favre Jean"])
def test_what_sage_does_not_take_is_told_and_not_sent_for_ever(world, taken):
    key = world.peer.add("client", CLIENT)
    world.sync()
    world.peer.mangle = lambda entity, values: {**values, "name": taken}
    world.store.edit("client", world.local("client", key).id, {"name": "Favre Jeanne"})
    world.sync()
    assert [c.reason for c in world.store.tables["conflict"].values()] == ["not_taken"]
    sent = dict(world.peer.writes)
    world.sync()
    world.sync()
    assert dict(world.peer.writes) == sent
    assert world.local("client", key).values["name"] == "Favre Jeanne"
    world.peer.mangle = lambda entity, values: values
    world.store.decide("client", key, "name", OURS)
    world.sync()
    assert world.peer.rows["client"][key].values["name"] == "Favre Jeanne"
    assert world.is_equal()


def test_a_field_of_sage_comes_back_and_fills_when_empty(world):
    key = world.peer.add("client", {**CLIENT, "siret": "", "category": "PRO"})
    world.sync()
    world.store.edit("client", world.local("client", key).id, {"siret": "73282932000074", "category": "MIENNE"})
    report = world.sync()
    assert world.local("client", key).values["category"] == "PRO"
    assert world.peer.rows["client"][key].values["siret"] == "73282932000074"
    assert report.total("restored") == 1
    assert world.is_equal()


def test_documents_wait_for_their_client_and_follow_him(world):
    client = world.store.add("client", CLIENT)
    quote = world.store.add("document", QUOTE, LINES, parent=client)
    world.sync()
    key = world.key("document", quote)
    assert world.peer.rows["document"][key].values["client"] == world.key("client", client)
    assert world.local("document", key).values["number"] == "DE00002"
    orphan = world.peer.add("document", {**QUOTE, "client": "99", "client_number": "C00099"}, LINES)
    assert world.sync().total("waiting") == 1
    world.peer._next = 99
    world.peer.add("client", {"name": "Late"})
    world.sync()
    assert world.local("document", orphan).parent == world.local("client", "99").id
    assert world.is_equal()


def test_a_transformation_in_place_keeps_the_binding_and_closes_the_document(world):
    client = world.store.add("client", CLIENT)
    quote = world.store.add("document", QUOTE, LINES, parent=client)
    world.sync()
    key = world.key("document", quote)
    for kind, number in (("order", "BC00007"), ("invoice", "FA00009"), ("posted_invoice", "FA00009")):
        world.peer.tick()
        world.peer.transform(key, kind, number)
        world.sync()
        assert world.key("document", quote) == key
        assert world.local("document", key).values["kind"] == kind
        assert world.local("document", key).values["number"] == number
    with pytest.raises(PermissionError):
        world.store.edit("document", quote, {"total": "1"})
    record = world.store.tables["local"]["document", quote]
    changed = {**record.values, "total": "999"}
    world.store._put("local", ("document", quote), replace(record, values=changed, version="x"))
    sent = dict(world.peer.writes)
    world.sync()
    assert dict(world.peer.writes) == sent
    assert world.local("document", key).values["total"] == "120.00"


@pytest.mark.parametrize(
    ("wrong", "code"), [({"total": "121"}, "totals_tax"), ({"total_untaxed": "90", "total": "110"}, "totals_lines")]
)
def test_a_document_whose_sums_are_wrong_is_refused_and_the_others_go_on(world, wrong, code):
    client = world.peer.add("client", CLIENT)
    bad = world.peer.add("document", {**QUOTE, "client": client, **wrong}, LINES)
    good = world.peer.add("document", {**QUOTE, "client": client, "number": "DE7"}, LINES)
    world.sync()
    row = world.store.tables["inbox"]["document", bad]
    assert (row.state, row.code) == ("rejected", code)
    assert world.local("document", good)
    world.peer.tick(60)
    world.peer.edit("document", bad, QUOTE)
    world.sync()
    assert world.is_equal()


def test_a_hard_delete_sets_aside_and_never_deletes(world):
    keys = [world.peer.add("client", {**CLIENT, "name": name, "phone": ""}) for name in ("Un", "Deux", "Trois")]
    world.sync()
    gone = world.local("client", keys[1]).id
    world.peer.delete("client", keys[1])
    world.sync()
    assert [gap.kind for gap in world.gaps()] == ["gone"]
    report = scan(world.exchange())
    assert report.total("gone") == 1
    assert world.store.tables["archived"] == {("client", gone): "deleted_in_sage"}
    assert ("client", gone) in world.store.tables["local"]
    assert world.is_equal()


def test_the_scan_fetches_what_the_cursor_passed_over(world):
    world.peer.add("client", CLIENT)
    world.sync()
    world.peer.clock = world.peer.clock.replace(year=2020)
    late = world.peer.add("client", {"name": "Passed over"})
    world.peer.clock = world.peer.clock.replace(year=2026)
    world.sync()
    assert world.key("client", late) is None and ("client", late) not in world.store.tables["binding"]
    scan(world.exchange())
    assert world.local("client", late).values["name"] == "Passed over"


def test_brakes_stop_before_the_first_write(world):
    keys = [world.peer.add("client", {"name": f"Client {number}"}) for number in range(60)]
    world.sync()
    ours = {place: record for place, record in world.store.tables["local"].items()}
    world.peer.tick()
    for key in keys[:40]:
        world.peer.edit("client", key, {"name": "X"})
    report = world.sync()
    assert (report.stopped, report.stopped_by) == ("would_change", "40/60")
    assert world.store.tables["local"] == ours
    for key in keys[:40]:
        del world.peer.rows["client"][key]
    report = scan(world.exchange())
    assert (report.stopped, world.store.tables["archived"]) == ("would_vanish", {})
    report = scan(world.exchange(forced=True))
    assert report.total("gone") == 40


def test_the_brake_of_creations_stops_a_first_load_that_found_nothing_in_sage(world):
    for number in range(30):
        world.store.add("client", {"name": f"Client {number}"})
    assert world.sync().stopped == "would_create"
    assert world.peer.writes["create"] == 0
    assert world.sync(forced=True).total("sent_create") == 30


def test_a_rehearsal_gives_the_report_of_the_run_and_writes_nothing(world):
    client = world.peer.add("client", CLIENT)
    world.peer.add("document", {**QUOTE, "client": client}, LINES)
    world.store.add("client", {"name": "Autre", "zip": "73000"})
    tables = {name: dict(rows) for name, rows in world.store.tables.items()}
    said = world.sync(rehearsal=True)
    assert {name: dict(rows) for name, rows in world.store.tables.items() if rows} == {
        n: r for n, r in tables.items() if r
    }
    assert (world.peer.writes["create"], world.peer.acknowledged) == (0, [])
    done = world.sync()
    assert said.figures()["counts"] == done.figures()["counts"]
    assert done.total("sent_create") == 1


def test_what_a_rehearsal_undoes_is_no_write(world):
    world.peer.add("client", CLIENT)
    world.store.add("client", {"name": "Autre", "zip": "73000"})
    world.sync(rehearsal=True)
    assert dict(world.store.writes) == {"local": 1}


def test_dead_operations_are_seen_and_played_again(world):
    client = world.store.add("client", CLIENT)
    world.peer.faults = [("create", "timeout")] + [("find", "unavailable")] * 9
    for _attempt in range(9):
        world.peer.tick(24 * 60)
        world.peer.noise = False
        world.peer.rows["client"], hidden = {}, world.peer.rows["client"]
        world.sync()
        world.peer.rows["client"].update(hidden)
    (operation,) = world.store.tables["outbox"].values()
    assert (operation.state, operation.code) == (DEAD, "unreachable")
    world.peer.faults = []
    assert replay(world.exchange(), operation).state == SENDING
    world.sync()
    assert len(world.peer.rows["client"]) == 1
    assert world.key("client", client)


def test_a_refused_record_does_not_hold_the_others(world):
    world.store.refuses = lambda change: "no_name" if change.values.get("name") == "" else ""
    bad, good = world.peer.add("client", {"name": ""}), world.peer.add("client", CLIENT)
    world.sync()
    assert world.store.tables["inbox"]["client", bad].code == "no_name"
    assert world.local("client", good)


def test_old_and_doubled_deliveries_change_nothing(world):
    key = world.peer.add("client", CLIENT)
    world.sync()
    for number in range(3):
        world.peer.edit("client", key, {"name": f"Favre {number}"})
    world.peer.noise = True
    world.sync()
    world.sync()
    assert world.local("client", key).values["name"] == "Favre 2"


def test_a_moment_at_the_border_of_a_page_is_not_skipped():
    world = World(page=3)
    for number in range(10):
        world.peer.add("client", {"name": f"Client {number}"})
    world.sync()
    late = world.peer.add("client", {"name": "In the same minute"})
    world.peer.rows["client"][late] = world.peer.rows["client"][late].__class__(
        "client", late, world.peer.rows["client"]["1"].stamp, {"name": "In the same minute"}
    )
    world.sync()
    assert world.local("client", late)
