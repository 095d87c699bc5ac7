"""The holes of the base modules, one test each: what A may do to B through the portal's pages."""

import concurrent.futures
import re

import pytest


def _state(sql, world, letter):
    return sql(
        f"select stage_id, closed_date is null from helpdesk_ticket where id = {world['clients'][letter]['ticket']}"
    )


def test_nobody_closes_a_ticket_by_following_a_link(people, world, sql):
    """GET /ticket/close changes nothing, not even for the ticket's owner: mail scanners follow links."""
    own = world["clients"]["A"]
    before = _state(sql, world, "A")
    answer = people["A"].get("/ticket/close", ticket_id=own["ticket"], stage_id=own["stage"])
    assert answer.status in (302, 303)
    assert _state(sql, world, "A") == before


@pytest.mark.parametrize("who", ["A", "sibling", "anonymous"])
def test_nobody_closes_the_ticket_of_another_client(people, world, sql, who):
    """POST with a valid form token on B's ticket: refused, stage unchanged."""
    other = world["clients"]["B"]
    before = _state(sql, world, "B")
    answer = people[who].post("/ticket/close", ticket_id=other["ticket"], stage_id=other["stage"])
    assert answer.status in (302, 303, 403, 404)
    assert _state(sql, world, "B") == before


def test_the_client_sees_the_files_of_answers_only(people, world):
    """The ticket's page offers the file of the public answer, not that of the internal note, nor its secret."""
    own = world["clients"]["A"]
    page = people["A"].get(f"/my/ticket/{own['ticket']}")
    assert page.ok
    assert f"public-{own['word']}.txt" in page.body
    assert f"interne-{own['word']}.txt" not in page.body
    assert f"sans-message-{own['word']}.txt" not in page.body
    assert own["internal_file_token"] not in page.body


def test_the_offered_files_open(people, world):
    """The links of the page work, for the client and for a visitor with the ticket's link."""
    own = world["clients"]["A"]
    for visitor, path in (("A", ""), ("anonymous", f"/{own['ticket_token']}")):
        page = people[visitor].get(f"/my/ticket/{own['ticket']}{path}")
        links = re.findall(r'href="(/web/content/[^"]+)"', page.body)
        assert links, "no file offered"
        for link in links:
            assert people[visitor].get(link.replace("&amp;", "&")).ok


@pytest.mark.parametrize("who", ["A", "B", "anonymous"])
def test_the_file_of_an_internal_note_opens_for_nobody_outside(people, world, who):
    """Not by its number, not with its secret, not as a picture: the notes of A stay inside."""
    own = world["clients"]["A"]
    number, secret = own["internal_file"], own["internal_file_token"]
    for path in (
        f"/web/content/{number}",
        f"/web/content/{number}?access_token={secret}",
        f"/web/image/{number}?access_token={secret}",
        f"/web/content/ir.attachment/{number}/raw?access_token={secret}",
    ):
        answer = people[who].get(path)
        assert "contenu interne" not in answer.body, path


def test_an_employee_reads_the_file_of_an_internal_note(people, world):
    """The guard stops clients, not the people who wrote the note."""
    answer = people["admin"].get(f"/web/content/{world['clients']['A']['internal_file']}")
    assert "contenu interne" in answer.body


def test_the_link_of_a_ticket_closed_ninety_one_days_ago_is_dead(people, world):
    """Anonymous: back to the portal's door, no word of the ticket. Its owner, logged in, still reads it."""
    own = world["clients"]["A"]
    dead = people["anonymous"].get(f"/my/ticket/{own['old_ticket']}/{own['old_token']}")
    assert dead.status == 303
    assert own["word"] not in dead.body
    assert own["word"] in people["A"].get(f"/my/ticket/{own['old_ticket']}").body


def test_the_link_of_an_open_ticket_works(people, world):
    """A token in good order opens exactly its ticket."""
    own = world["clients"]["A"]
    assert own["word"] in people["anonymous"].get(f"/my/ticket/{own['ticket']}/{own['ticket_token']}").body
    wrong = people["anonymous"].get(f"/my/ticket/{world['clients']['B']['ticket']}/{own['ticket_token']}")
    assert wrong.status == 303
    assert world["clients"]["B"]["word"] not in wrong.body


def test_a_ticket_is_not_created_by_following_a_link(people, sql):
    """GET /submitted/ticket shows the form instead of writing."""
    before = sql("select count(*) from helpdesk_ticket")
    answer = people["A"].get("/submitted/ticket", subject="par lien", description="x")
    assert answer.status in (302, 303)
    assert sql("select count(*) from helpdesk_ticket") == before


def _filled(page):
    """The required answers of a request form, as a client would give them."""
    fields = re.findall(r'<(?:input|select|textarea)[^>]*name="(question_\d+)"[^>]*required', page)
    choices = dict(re.findall(r'<select[^>]*name="(question_\d+)".*?<option value="([^"]+)"', page, re.S))
    yes_no = set(re.findall(r'<input type="radio"[^>]*name="(question_\d+)"', page))
    answers = {name: "no" if name in yes_no else choices.get(name, "Disjoncteur") for name in fields}
    return answers | {"key": re.search(r'name="key" value="([^"]+)"', page)[1]}


def test_a_client_creates_and_closes_a_ticket_of_their_own(people, world, sql):
    """The guards leave the ordinary way open: form, page, POST to close."""
    kind = sql("select id from helpdesk_ticket_type where duret_code = 'information'")[0][0]
    form = f"/my/tickets/new/{kind}"
    made = people["A"].post(form, form_page=form, **_filled(people["A"].get(form).body))
    assert made.status in (302, 303), made.status
    number = re.search(r"/my/ticket/(\d+)", made.location)[1]
    done = people["A"].post(f"/my/ticket/{number}/close", form_page=f"/my/ticket/{number}")
    assert done.status in (302, 303)
    closed = "select s.closed from helpdesk_ticket t join helpdesk_ticket_stage s on s.id = t.stage_id where t.id = "
    assert sql(closed + number)[0][0] in (True, "t", "true", "True")


def test_a_form_sent_by_rivals_is_one_ticket(people, sql):
    """The same form from eight clicks at once: one ticket, and everybody is led to it."""
    kind = sql("select id from helpdesk_ticket_type where duret_code = 'information'")[0][0]
    form = f"/my/tickets/new/{kind}"
    answers = _filled(people["A"].get(form).body)
    before = int(sql("select count(*) from helpdesk_ticket")[0][0])
    with concurrent.futures.ThreadPoolExecutor(8) as clicks:
        made = list(clicks.map(lambda _click: people["A"].post(form, form_page=form, **answers), range(8)))
    assert {one.status for one in made} == {303}
    assert len({one.location for one in made}) == 1
    assert int(sql("select count(*) from helpdesk_ticket")[0][0]) == before + 1


@pytest.mark.parametrize("stage", ["0", "999999", "abc", "", "\x00", "-1"], ids=repr)
def test_closing_into_an_unknown_stage_is_refused(people, world, sql, stage):
    """An unknown or malformed stage: 400 or 404, nothing written."""
    own = world["clients"]["A"]
    before = _state(sql, world, "A")
    answer = people["A"].post("/ticket/close", ticket_id=own["ticket"], stage_id=stage)
    assert answer.status in (400, 404)
    assert _state(sql, world, "A") == before


def test_a_stage_that_is_not_offered_is_refused(people, world, sql):
    """A real stage that the portal does not offer: refused."""
    hidden = sql("select id from helpdesk_ticket_stage where close_from_portal is not true limit 1")[0][0]
    before = _state(sql, world, "A")
    answer = people["A"].post("/ticket/close", ticket_id=world["clients"]["A"]["ticket"], stage_id=hidden)
    assert answer.status in (400, 404)
    assert _state(sql, world, "A") == before
