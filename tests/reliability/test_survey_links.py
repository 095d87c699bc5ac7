"""The link of a question: robots that follow it answer nothing, its client answers, and nobody else opens it.

The letters are real: two jobs made them, the queue of mails gave them to an SMTP server (see survey_letters.py).
"""

import concurrent.futures
import email
import email.policy
import html
import json
import random
import re
import secrets
import statistics
import string
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from conftest import SEED
from test_portal_scanner import _checksums as checksums
from visitor import Visitor

from tools.browser import Browser
from tools.suite import databases

HERE = Path(__file__).parent
SCRIPT = "\nimport json as _json\nprint('LETTERS=' + _json.dumps(build(env, {port})))\n"
FORGED = 1000
ROWS = "select {} from duret_satisfaction_request where id = {}"
# What an answer writes.
COUNTS = """
select (select count(*) from survey_user_input), (select count(*) from survey_user_input_line),
       (select count(*) from duret_satisfaction_request where answered_at is not null),
       (select count(*) from helpdesk_ticket), (select count(*) from mail_message)
"""


class Letters:
    """What the clients received, and how a visitor uses it."""

    def __init__(self, odoo, sql, made, mails):
        self.odoo, self.sql, self.questions = odoo, sql, made["questions"]
        self.letters, self.texts = made["letters"], made["texts"]
        self.mails = {str(mail["To"]): mail for mail in mails}

    def path(self, name, what=""):
        """Path of the client's page."""
        return f"/avis/{self.letters[name]['token']}{what}"

    def row(self, name, columns="state, nps, comment"):
        """Columns of the client's request."""
        return self.sql(ROWS.format(columns, self.letters[name]["id"]))[0]

    def links(self, name):
        """Addresses of this site in a client's mail: its HTML, its text and its headers."""
        mail = next(one for to, one in self.mails.items() if self.letters[name]["email"] in to)
        text = "".join(part.get_content() for part in mail.walk() if part.get_content_maintype() == "text")
        text += str(mail["List-Unsubscribe"])
        found = [urlsplit(one) for one in re.findall(r"https?://[^\s\"'<>)]+", html.unescape(text))]
        own = {one.netloc for one in found if one.path.startswith("/avis/")}
        paths = [one for one in found if one.netloc in own]
        return sorted({one.path + (f"?{one.query}" if one.query else "") for one in paths if one.path not in ("", "/")})

    def form(self, **answers):
        """Fields of the form: nps, comment, welcome… by role or topic."""
        return {f"q{self.questions[name]}": value for name, value in answers.items()}

    def post(self, name, what="", visitor=None, **answers):
        """Send the form of a client."""
        return (visitor or Visitor(self.odoo.url)).request("POST", self.path(name, what), data=self.form(**answers))


@pytest.fixture(scope="module")
def letters(odoo, database, mailbox, sql):
    """Real mails in a real mailbox."""
    before = len(mailbox.handler.mails)
    source = (HERE / "survey_letters.py").read_text() + SCRIPT.format(port=mailbox.port)
    text = databases.odoo_script(database, source, "reliability-letters")
    made = json.loads(next(line for line in text.splitlines() if line.startswith("LETTERS=")).removeprefix("LETTERS="))
    mails = [email.message_from_bytes(one, policy=email.policy.SMTP) for one in mailbox.handler.mails[before:]]
    return Letters(odoo, sql, made, mails)


@pytest.fixture(scope="module")
def phone(odoo):
    """A telephone's browser."""
    with Browser(390, 844) as one:
        yield one


# --- robots -----------------------------------------------------------------------------------------------------------


def test_every_link_of_the_mails_followed_by_a_robot(letters, odoo, phone, sql, report):
    """GET and HEAD of all links with every mark, and a browser whose scripts click: all tables stay as they are."""
    name, visitor = "scanned", Visitor(odoo.url)
    links = letters.links(name)
    assert len([link for link in links if link.startswith("/avis/")]) == 11, "a link for each mark"
    texted = re.search(r"/avis/[\w-]+", " ".join(letters.texts))[0]
    links += [texted, *(f"{texted}?note={mark}" for mark in ("0", "10", "11", "-1", "x", "9&merci=1"))]
    visitor.get("/my")
    before, statuses = checksums(sql), []
    for link in links:
        statuses += [visitor.request(method, link).status for method in ("GET", "HEAD")]
    rendered = _rendered_by_a_robot(phone, odoo, letters.path(name, "?note=9"))
    after = checksums(sql)
    changed = sorted(table for table in before if before[table] != after[table])
    report("scanner of opinions", links=len(links), calls=len(statuses), tables=len(before), changed=len(changed))
    assert changed == []
    assert set(statuses) == {200}
    assert rendered == "9", "the robot saw the page with the mark of its link"


def _rendered_by_a_robot(phone, odoo, path):
    """Let a browser without a person run the page's script and invent gestures; returns the mark that it shows."""
    phone.open(odoo.url + path)
    phone.evaluate("""
        for (const name of ["pointerdown", "touchstart", "keydown", "click", "scroll"]) {
            document.body.dispatchEvent(new Event(name, {bubbles: true}));
        }
        const marks = [...document.querySelectorAll("[data-nps] input")];
        for (const mark of [...marks.slice(0, 3), marks[9]]) {
            mark.click();
            mark.dispatchEvent(new Event("change", {bubbles: true}));
        }
        window.scrollTo(0, document.body.scrollHeight);
    """)
    phone.listen(1.5)
    return phone.evaluate("document.querySelector('[data-nps] input:checked').value")


# --- a person ---------------------------------------------------------------------------------------------------------


def _touch(phone, selector):
    """One tap of a finger on an element, as the browser reports a person's."""
    point = phone.evaluate(f"""(() => {{
        const found = document.querySelector({json.dumps(selector)});
        found.scrollIntoView({{block: "center"}});
        const box = found.getBoundingClientRect();
        return [box.x + box.width / 2, box.y + box.height / 2];
    }})()""")
    spot = {"x": point[0], "y": point[1]}
    phone.send("Input.dispatchTouchEvent", type="touchStart", touchPoints=[spot])
    phone.send("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])
    phone.listen(0.5)


def _wait_kept(phone, mark):
    """Wait until the page says that it has kept a mark."""
    phone.wait(f"document.querySelector('form[data-page]').dataset.kept === '{mark}'")


def test_a_tap_records_and_the_same_link_corrects(letters, odoo, phone, report):
    """The link of 9, one touch of the page: kept. The link of 4: shown beside the 9, replaced by a touch, once."""
    phone.open(odoo.url + letters.path("tapped", "?note=9"))
    width = phone.evaluate("document.documentElement.scrollWidth")
    assert letters.row("tapped")[0] == "sent", "opening is not answering"
    _touch(phone, "h1")
    _wait_kept(phone, 9)
    first = letters.row("tapped", "state, nps, source, user_input_id, answered_at")
    assert first[:3] == ["answered", "9", "mail"]
    phone.open(odoo.url + letters.path("tapped", "?note=4"))
    assert "9" in phone.evaluate("document.querySelector('.said').innerText")
    _touch(phone, "[data-nps] label:nth-of-type(5)")
    _wait_kept(phone, 4)
    again = letters.row("tapped", "state, nps, source, user_input_id, answered_at")
    assert again == ["answered", "4", "mail", *first[3:]], "the same answer, corrected"
    phone.evaluate(f"document.querySelector('[name=q{letters.questions['comment']}]').value = 'Un mot de plus'")
    _touch(phone, "form button")
    phone.wait("location.search.includes('merci')")
    assert letters.row("tapped", "nps, comment, user_input_id") == ["4", "Un mot de plus", first[3]]
    phone.open(odoo.url + letters.path("tapped", "?note=10"))
    _touch(phone, "h1")
    phone.listen(1)
    assert letters.row("tapped", "nps, comment") == ["4", "Un mot de plus"], "only the form corrects a whole answer"
    report("tap of opinions", width=width, errors=len(phone.console_errors))
    assert width <= 390
    assert phone.console_errors == []


# --- strangers --------------------------------------------------------------------------------------------------------


def _forged(rng, letters, world):
    """Secrets that are not: invented, true ones with a fault, those of other things, and what attackers type."""
    real = [one["token"] for one in letters.letters.values()] + [world["clients"]["B"]["given_token"]]
    client = world["clients"]["B"]
    others = [str(client[key]) for key in ("ticket_token", "order_token", "answer_token", "survey_token", "opinion")]
    typed = ["' OR 1=1--", '" OR ""="', "%", "_" * 43, "%" * 43, "*", "../my", "é" * 43, "\u202eAAAA", "🔥" * 20]
    typed += ["0", "None", "essai", "A" * 5000, "1;select pg_sleep(3)--", "${7*7}", "{{7*7}}", "\u0661" * 43]
    found = others + [one for one in typed if "/" not in one]
    letters_of = string.ascii_letters + string.digits + "-_"
    while len(found) < FORGED:
        token, place = rng.choice(real), rng.randrange(43)
        changed = rng.choice([one for one in letters_of if one != token[place]])
        swapped = token.swapcase()
        found += [
            token[:place] + changed + token[place + 1 :],
            token[: rng.randrange(1, 43)],
            token + rng.choice(letters_of),
            swapped if swapped != token else token[1:],
            secrets.token_urlsafe(32),
        ]
    return found[:FORGED]


def test_a_thousand_forged_secrets(letters, odoo, world, sql, report):
    """From a thousand addresses, by GET and both POSTs: one and the same page, nothing written, no time betrays."""
    rng = random.Random(SEED)
    forged, before = _forged(rng, letters, world), sql(COUNTS)
    crowd = [Visitor(odoo.url) for _ in range(8)]
    form = letters.form(nps="9", comment="zqforged") | {"note": "9"}

    def attempt(number):
        visitor, path = crowd[number % 8], "/avis/" + quote(forged[number], safe="")
        visitor.session.headers["X-Forwarded-For"] = f"10.20.{number >> 8}.{number & 255}"
        kind = number % 3
        if not kind:
            return number, visitor.get(path)
        return number, visitor.request("POST", path + ("/note" if kind == 2 else ""), data=form)

    batches = [list(range(worker, FORGED, 8)) for worker in range(8)]
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        answers = [one for batch in pool.map(lambda numbers: [attempt(n) for n in numbers], batches) for one in batch]
    seen = {(answer.status, answer.body) for _number, answer in answers}
    report("forged secrets", tries=len(answers), pages=len(seen), written=sql(COUNTS) != before)
    odd = {forged[number][:60]: answer.status for number, answer in answers if answer.status != 404}
    assert odd == {}
    assert len(seen) == 1, [body[:300] for _status, body in seen]
    assert sql(COUNTS) == before


def test_time_does_not_say_how_near_a_guess_is(letters, odoo, report):
    """A true secret with another last letter takes as long as an invented one: less apart than chance puts halves."""
    visitor, times = Visitor(odoo.url), {"near": [], "far": []}
    near = letters.letters["scanned"]["token"]
    near = near[:-1] + ("A" if near[-1] != "A" else "B")
    for number in range(60):
        visitor.session.headers["X-Forwarded-For"] = f"10.21.{number >> 8}.{number & 255}"
        for kind, token in (("near", near), ("far", secrets.token_urlsafe(32))):
            times[kind].append(visitor.get(f"/avis/{token}").seconds * 1000)
    near, far = (statistics.median(found) for found in times.values())
    halves = [statistics.median(found[place::2]) for found in times.values() for place in (0, 1)]
    noise = max(halves) - min(halves)
    report("time of a guess", near=f"{near:.2f} ms", far=f"{far:.2f} ms", noise=f"{noise:.2f} ms")
    assert abs(near - far) <= noise + 1


def test_one_address_guesses_no_further_than_the_limit(letters, odoo, report):
    """200 guesses from one address: 20 a minute are looked at by GET, 60 in ten minutes by POST; then 429."""
    visitor = Visitor(odoo.url, address="198.51.100.77")
    reading = [visitor.get(f"/avis/{secrets.token_urlsafe(32)}").status for _ in range(100)]
    writing = [visitor.request("POST", f"/avis/{secrets.token_urlsafe(32)}/note", data={"note": 9}) for _ in range(100)]
    report("guesses", read=reading.count(404), written=sum(one.status == 404 for one in writing))
    assert 20 <= reading.count(404) <= 40
    assert reading.count(404) + reading.count(429) == 100
    assert [one.status for one in writing].count(404) <= 60
    assert writing[-1].status == 429


def test_closed_links(letters, odoo, database, sql):
    """Expired, over since yesterday, made anonymous: the page of any wrong link, and nothing is recorded."""
    source = (HERE / "survey_letters.py").read_text() + f"\nclose(env, {letters.letters!r})\n"
    databases.odoo_script(database, source, "reliability-letters-closed")
    before, visitor = sql(COUNTS), Visitor(odoo.url)
    wrong = visitor.get(f"/avis/{secrets.token_urlsafe(32)}")
    for name, status in (("expired", 410), ("stale", 410), ("erased", 404)):
        shown = [visitor.get(letters.path(name, "?note=9")), letters.post(name, nps="9", comment="trop tard")]
        shown.append(visitor.request("POST", letters.path(name, "/note"), data={"note": "9"}))
        assert [one.status for one in shown] == [status] * 3, name
        assert {one.body for one in shown} == {wrong.body}, name
    assert sql(COUNTS) == before
