"""A proposal of tours applied by several people at once while others move the same visits, on a real server."""

import concurrent.futures
import json
from pathlib import Path

import pytest
from visitor import Visitor
from world import PASSWORD

from tools.suite import databases

HERE = Path(__file__).parent
SCRIPT = "\nimport json as _json\nprint('TOURS=' + _json.dumps(build(env)))\n"
PRESSES = 8


@pytest.fixture
def tours(database, odoo):
    """A proposal of its own for each test (see tours.py)."""
    text = databases.odoo_script(database, (HERE / "tours.py").read_text() + SCRIPT, "reliability-tours")
    line = next(line for line in text.splitlines() if line.startswith("TOURS="))
    return json.loads(line.removeprefix("TOURS="))


def planner(odoo):
    """Somebody who plans."""
    return Visitor(odoo.url).login("role.manager@duret.test", PASSWORD)


def outcome(answer):
    """None when the call was accepted, else the class of its error."""
    assert answer.status == 200, answer.status
    return (json.loads(answer.body).get("error") or {}).get("data", {}).get("name")


def planned(sql, visits):
    """{visit: (technician, start)} as the planning has it, checked against the times taken."""
    rows = sql(
        "SELECT o.id, o.person_id, o.scheduled_date_start, c.person_id, lower(tsrange(c.start, c.stop))"
        " FROM fsm_order o LEFT JOIN duret_slot_claim c ON c.order_id = o.id"
        f" WHERE o.id IN ({','.join(map(str, visits))}) ORDER BY o.id"
    )
    assert len(rows) == len(visits), "one time taken for each visit"
    assert all(row[1:3] == row[3:5] for row in rows), rows
    return {int(row[0]): (int(row[1]), row[2]) for row in rows}


def test_eight_people_apply_one_proposal(odoo, world, tours, sql, report):
    """All press « Apply » at the same moment: the visits change hands once, the others are told."""
    before = planned(sql, tours["visits"])
    crowd = [planner(odoo) for _number in range(PRESSES)]

    def press(visitor):
        return outcome(visitor.rpc("duret.tour.plan", "action_apply", [tours["plan"]]))

    with concurrent.futures.ThreadPoolExecutor(PRESSES) as pool:
        errors = list(pool.map(press, crowd))
    report("tours applied", accepted=errors.count(None), refused=sorted({error for error in errors if error}))
    assert errors.count(None) == 1
    assert {error for error in errors if error} == {"odoo.exceptions.UserError"}
    after = planned(sql, tours["visits"])
    assert {person for person, _start in after.values()} == set(tours["people"])
    assert all(after[visit][0] != before[visit][0] for visit in tours["visits"]), "each visit changed hands, once"
    told = sql(
        "SELECT order_id, count(*) FROM duret_visit_event WHERE channel = 'optimiser'"
        f" AND order_id IN ({','.join(map(str, tours['visits']))}) GROUP BY order_id"
    )
    assert sorted(told) == [[str(visit), "1"] for visit in sorted(tours["visits"])]


def test_a_visit_moved_at_the_same_moment(odoo, world, tours, sql, report):
    """Whoever is first wins: the whole proposal, or the visit moved by hand and nothing of the proposal."""
    before = planned(sql, tours["visits"])
    first, second = planner(odoo), planner(odoo)
    visit = tours["visits"][0]

    def apply():
        return outcome(first.rpc("duret.tour.plan", "action_apply", [tours["plan"]]))

    def move():
        person = before[visit][0]
        return outcome(
            second.rpc("fsm.order", "write", [visit], {"person_id": person, "scheduled_date_start": tours["free"]})
        )

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        applied, moved = (future.result() for future in (pool.submit(apply), pool.submit(move)))
    after = planned(sql, tours["visits"])
    report("tour against a move", applied=applied, moved=moved)
    other = tours["visits"][1]
    if applied is None:
        assert after[other][0] != before[other][0], "the whole proposal"
    else:
        assert moved is None and after[other] == before[other], "nothing of the proposal"
        assert after[visit] == (before[visit][0], tours["free"])
