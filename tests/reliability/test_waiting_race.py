"""A time proposed to several clients at once: the first who accepts has it, on a real server with four workers."""

import concurrent.futures
import json
from pathlib import Path

import pytest
from visitor import Visitor

from tools.suite import databases

HERE = Path(__file__).parent
SCRIPT = "\nimport json as _json\nprint('WAITING=' + _json.dumps(build(env)))\n"


@pytest.fixture(scope="module")
def waiting(database, odoo):
    """The proposals (see waiting.py)."""
    text = databases.odoo_script(database, (HERE / "waiting.py").read_text() + SCRIPT, "reliability-waiting")
    line = next(line for line in text.splitlines() if line.startswith("WAITING="))
    return json.loads(line.removeprefix("WAITING="))


def test_ten_clients_accept_at_once(odoo, waiting, sql, report):
    """Each one presses twice, all at the same moment: one visit moves, nine clients are told and still wait."""
    assert len(waiting["secrets"]) == len(waiting["visits"]) == 10
    crowd = []
    for secret in waiting["secrets"]:
        visitor = Visitor(odoo.url)
        crowd += [(visitor, secret, visitor.csrf("/rdv"))] * 2

    def accept(rival):
        visitor, secret, token = rival
        return visitor.request("POST", f"/rdv/offre/{secret}/accepter", data={"csrf_token": token}).status

    with concurrent.futures.ThreadPoolExecutor(len(crowd)) as pool:
        statuses = list(pool.map(accept, crowd))
    visits = ",".join(map(str, waiting["visits"]))
    moved = sql(f"SELECT id, duret_waiting FROM fsm_order WHERE id IN ({visits}) AND scheduled_date_start IS NOT NULL")
    states = dict(sql(f"SELECT state, count(*) FROM duret_slot_offer WHERE order_id IN ({visits}) GROUP BY state"))
    claims = sql(f"SELECT order_id FROM duret_slot_claim WHERE person_id = {waiting['person']}")
    report("waiting list", accepted=statuses.count(303), refused=statuses.count(409), states=states)
    assert sorted(set(statuses)) == [303, 409]
    # Both presses of the winner lead to his appointment.
    assert statuses.count(303) == 2
    assert states == {"accepted": "1", "lost": "9"}
    assert len(moved) == 1 and moved[0][1] == "f"
    assert claims == [[moved[0][0]]]
