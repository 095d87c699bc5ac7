"""The same questionnaire sent several times at once, on a real server with four workers: one answer a client."""

import concurrent.futures
import json
from pathlib import Path

import pytest
from visitor import Visitor

from tools.suite import databases

HERE = Path(__file__).parent
SCRIPT = "\nimport json as _json\nprint('OPINIONS=' + _json.dumps(build(env)))\n"
PRESSES = 4


@pytest.fixture(scope="module")
def opinions(database, odoo):
    """The requests (see opinions.py)."""
    text = databases.odoo_script(database, (HERE / "opinions.py").read_text() + SCRIPT, "reliability-opinions")
    line = next(line for line in text.splitlines() if line.startswith("OPINIONS="))
    return json.loads(line.removeprefix("OPINIONS="))


def test_every_client_presses_several_times(odoo, opinions, sql, report):
    """A mark kept by the page and whole forms, all at the same moment, each with another mark."""
    crowd = [(Visitor(odoo.url), secret, press) for secret in opinions["secrets"] for press in range(PRESSES)]

    def press(one):
        visitor, secret, number = one
        if not number:
            return visitor.request("POST", f"/avis/{secret}/note", data={"note": "9"}).status
        form = {f"q{opinions['mark']}": str(number), f"q{opinions['comment']}": f"envoi {number}"}
        return visitor.request("POST", f"/avis/{secret}", data=form).status

    with concurrent.futures.ThreadPoolExecutor(len(crowd)) as pool:
        statuses = list(pool.map(press, crowd))
    ids = ",".join(map(str, opinions["requests"]))
    rows = sql(f"SELECT nps, comment, state, user_input_id FROM duret_satisfaction_request WHERE id IN ({ids})")
    sheets = sql(f"SELECT count(*) FROM survey_user_input WHERE survey_id = {opinions['survey']}")
    lines = sql(
        "SELECT user_input_id, question_id, count(*) FROM survey_user_input_line JOIN survey_user_input i"
        f" ON i.id = user_input_id WHERE i.survey_id = {opinions['survey']} GROUP BY 1, 2 HAVING count(*) > 1"
    )
    report("opinions", sent=len(statuses), recorded=statuses.count(303), marks_kept=statuses.count(204))
    assert set(statuses) <= {303, 204}
    assert statuses.count(303) == len(opinions["secrets"]) * (PRESSES - 1)
    assert sheets == [[str(len(opinions["secrets"]))]], "one answer a client, none without its request"
    assert lines == [], "one line a question"
    complaints = sql(
        f"SELECT count(*), count(DISTINCT duret_opinion_ref) FROM helpdesk_ticket WHERE duret_opinion_ref IN ({ids})"
    )
    assert complaints == [[str(len(opinions["secrets"]))] * 2], "every client is unhappy, and has one complaint"
    for mark, comment, state, _sheet in rows:
        assert state == "answered"
        assert comment == f"envoi {mark}", "mark and words of the same sending"
