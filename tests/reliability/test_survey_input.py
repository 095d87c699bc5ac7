"""What a client's form may hold: nothing fails, nothing is half-written, nothing runs in the office's browser."""

import concurrent.futures
import re

import pytest
from test_survey_links import letters
from visitor import Visitor

from tools.browser import Browser

__all__ = ["letters"]

SCRIPT_TAG = "<script>window.zqowned=1</script><img src=x onerror=window.zqowned=2>"
FULL = 20_000  # characters kept of a comment
BAD_MARKS = ("11", "-1", "9.5", "neuf", "99999999999999999999", "٩", "1e1", "0x9")


def test_bad_marks_and_empty_forms(letters):
    """A clear page in French that names the question; the answer that was there stays."""
    assert letters.post("careless", nps="8", comment="Tout va bien").status == 303
    for mark in BAD_MARKS:
        answer = letters.post("careless", nps=mark, comment="autre")
        assert answer.status == 422, mark
        assert f'id="q{letters.questions["nps"]}_fault"' in answer.body, mark
        kept = Visitor(letters.odoo.url).request("POST", letters.path("careless", "/note"), data={"note": mark})
        assert kept.status == 422, mark
    empty = letters.post("careless")
    assert empty.status == 422
    assert 'role="alert"' in empty.body
    assert letters.row("careless") == ["answered", "8", "Tout va bien"]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("👩‍🔧 très bien 👍🏽", "👩‍🔧 très bien 👍🏽"),
        ("\u202eمرحبا بالعالم\u202c שלום", "مرحبا بالعالم שלום"),
        ("un\rdeux\u2028trois", "un deux trois"),
        (b"avant \xed\xa0\x80 apres", None),
        (b"\xff\xfe\xfa", None),
        ("'; DROP TABLE duret_satisfaction_request; --", "'; DROP TABLE duret_satisfaction_request; --"),
        ("{{7*7}} ${7*7} <t t-out='1'/>", "{{7*7}} ${7*7} <t t-out='1'/>"),
    ],
)
def test_what_people_type(letters, sent, kept):
    """Emoji, right-to-left text, line ends, bytes that are no text: recorded as meant, shown again on the page."""
    assert letters.post("careless", nps="8", comment=sent).status == 303
    found = letters.row("careless", "nps, replace(comment, chr(10), ' ')")
    assert found[0] == "8"
    if kept is not None:
        assert found[1] == kept
    assert Visitor(letters.odoo.url).get(letters.path("careless")).ok


def test_a_text_of_a_million_characters(letters):
    """The first 20,000 stay, and the client is told; a NUL is refused, and nothing is lost by it."""
    answer = letters.post("careless", nps="8", comment="é" * 1_000_000)
    assert answer.location.endswith("coupe=1")
    assert 'role="status"' in Visitor(letters.odoo.url).get(answer.location).body
    assert letters.row("careless", "length(comment)") == [str(FULL)]
    assert letters.post("careless", nps="3", comment="avant\x00après").status == 400
    assert letters.row("careless", "nps, length(comment)") == ["8", str(FULL)]


def test_the_same_moment(letters, sql):
    """Six forms and two marks of an unhappy client at once: one answer, one complaint, one call to make."""
    crowd = [Visitor(letters.odoo.url) for _ in range(8)]

    def send(number):
        if number < 2:
            return crowd[number].request("POST", letters.path("hasty", "/note"), data={"note": "1"}).status
        return letters.post("hasty", visitor=crowd[number], nps="1", comment=f"C'est une honte {number}").status

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(send, range(8)))
    assert set(statuses) <= {204, 303}
    number = letters.letters["hasty"]["id"]
    assert letters.row("hasty", "state, nps, is_unhappy, recovery_state") == ["answered", "1", "t", "open"]
    tickets = sql(f"select id from helpdesk_ticket where duret_opinion_ref = {number}")
    assert tickets == [letters.row("hasty", "recovery_ticket_id")], "one complaint, that of the request"
    calls = (
        "select count(*) from mail_activity where res_model = 'helpdesk.ticket' and res_id = {} and duret_shown_at_once"
    )
    assert sql(calls.format(tickets[0][0])) == [["1"]]
    inputs = "select count(*) from survey_user_input i join res_partner p on p.id = i.partner_id where p.name = 'hasty'"
    assert sql(inputs) == [["1"]]


@pytest.mark.tracebacks_expected  # the office's screens open websockets on a port that has none here
def test_a_script_runs_nowhere(odoo, people, world, sql, report):
    """A script in a bad opinion is text on the page, in the portal, the complaint, the lists and the figures."""
    own, token = world["clients"]["A"], world["clients"]["A"]["given_token"]
    form = {f"q{own['given_nps']}": "2", f"q{own['given_comment']}": f"Scandaleux {SCRIPT_TAG}"}
    assert Visitor(odoo.url).request("POST", f"/avis/{token}", data=form).status == 303
    ticket = sql(f"select recovery_ticket_id from duret_satisfaction_request where id = {own['given_opinion']}")[0][0]
    pages = [people["A"].get(path) for path in (f"/avis/{token}", "/my/avis", f"/my/ticket/{ticket}")]
    for page in pages:
        assert page.ok
        assert "&lt;script&gt;window.zqowned" in page.body
        assert "<script>window.zqowned" not in page.body
        assert not re.search(r"""<img[^>]*src=["']?x["'\s]""", page.body)
    stored = sql(
        f"select count(*) from mail_message where body ilike '%<script%' or body ilike '%<img src=_x%onerror%'"
        f" union all select count(*) from helpdesk_ticket where id = {ticket} and description ilike '%<script%'"
    )
    assert stored == [["0"], ["0"]]
    screens = [f"/odoo/duret.satisfaction.request/{own['given_opinion']}", f"/odoo/helpdesk.ticket/{ticket}"]
    screens.append("/odoo/action-duret_satisfaction.duret_satisfaction_dashboard_action")
    owned, seen = [], 0
    with Browser() as browser:
        browser.use_session(odoo.url, people["manager"].session.cookies.get("session_id"))
        for screen in screens:
            browser.open(odoo.url + screen)
            seen += bool(browser.evaluate("document.body.innerText.includes('zqowned')"))
            owned.append(browser.evaluate("window.zqowned || null"))
    report("script in a comment", pages=len(pages), screens=len(screens), shown_on=seen)
    assert owned == [None] * len(screens)
    assert seen >= 2, "the text was there to be seen"
