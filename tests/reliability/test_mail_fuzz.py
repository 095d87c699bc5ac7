"""G5: 560 messages through the real gateway, and a feeding process killed at 20 places. 0 lost, 0 doubled."""

import hashlib
import json
import os
import random
import re
from pathlib import Path

import pytest
from conftest import SEED
from mailfuzz.mutations import corpus
from mailfuzz.shapes import SHAPES, Context, write

from tools.suite import databases, postgres, server

KILL_POINTS = 20
SETTLED = {"ticket", "reply", "duplicate", "suppressed", "quarantined", "document"}


@pytest.fixture(scope="module")
def mail_database():
    """A clone of the suite's database for the mail only."""
    name = databases.clone(os.environ.get("RELIABILITY_DB") or databases.suite_template(), f"mailfuzz_{os.getpid()}")
    yield name
    databases.drop(name)


@pytest.fixture(scope="module")
def run(mail_database, tmp_path_factory):
    """Run the feeder with a specification; returns what it printed."""
    here = Path(__file__).parent / "mailfuzz"
    script = f"import sys\nsys.path.insert(0, {str(here)!r})\n" + (here / "feeder.py").read_text()
    folder = tmp_path_factory.mktemp("mail")

    def call(**spec):
        path = folder / f"spec-{random.getrandbits(32):x}.json"
        path.write_text(json.dumps(spec))
        done = server.shell(mail_database, f"SPEC = {str(path)!r}\n{script}", timeout=900)
        assert "Traceback" not in done.stdout, done.stdout[-3000:]
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    call.folder = folder
    return call


@pytest.fixture(scope="module")
def known(run):
    """Message-Id and number of a ticket that exists."""
    return json.loads(re.search(r"KNOWN=(.*)", run(do="prepare"))[1])


def save(folder, messages):
    """Write messages to files; returns [name, path] pairs with unique names."""
    pairs = []
    for number, (name, raw) in enumerate(messages):
        path = folder / f"{hashlib.sha256(raw).hexdigest()}.eml"
        path.write_bytes(raw)
        pairs.append([f"{number}-{name}", str(path)])
    return pairs


def rows_by_sha(database):
    """{sha256: (state, reason, has original)} of the whole inbox."""
    rows = postgres.sql("select sha256, state, coalesce(reason, ''), length(eml) from duret_mail_inbox", database)
    return {sha: (state, reason, length) for sha, state, reason, length in (row.split("|") for row in rows)}


def test_every_message_is_accounted_for(run, known, mail_database):
    messages = corpus(SEED, **known)
    assert (len(SHAPES), len(messages)) == (60, 560)
    output = run(do="feed", messages=save(run.folder, messages), journal=str(run.folder / "journal"))
    print(output.strip().splitlines()[-1])
    found = rows_by_sha(mail_database)
    lost = [name for name, raw in messages if hashlib.sha256(raw).hexdigest() not in found]
    states = {}
    for _name, raw in messages:
        state, reason, _length = found.get(hashlib.sha256(raw).hexdigest(), ("lost", "", 0))
        states[f"{state} {reason}".strip()] = states.get(f"{state} {reason}".strip(), 0) + 1
    print("G5:", dict(sorted(states.items())))
    assert not lost
    assert {state for state, _reason, _length in found.values()} <= SETTLED
    assert "EXCEPTION" not in output, "no exception reaches the fetcher"
    stored = postgres.sql("select sha256 from duret_mail_inbox where eml is null", mail_database)
    assert not stored, "every row keeps its original"
    linked = postgres.sql(
        "select count(*) from duret_mail_inbox i left join helpdesk_ticket t on t.id = i.ticket_id"
        " where i.state = 'ticket' and t.id is null",
        mail_database,
    )
    assert linked == ["0"]
    doubled = postgres.sql(
        "select ticket_id from duret_mail_inbox where state = 'ticket' group by 1 having count(*) > 1", mail_database
    )
    assert not doubled


def test_original_bytes_are_kept(run, known, mail_database):
    messages = corpus(SEED, **known)
    rng = random.Random(SEED)
    for _name, raw in rng.sample(messages, 25):
        sha = hashlib.sha256(raw).hexdigest()
        (kept,) = postgres.sql(
            "select encode(sha256(decode(encode(eml, 'escape'), 'base64')), 'hex')"
            f" from duret_mail_inbox where sha256 = '{sha}'",
            mail_database,
        )
        assert kept == sha


def batch_messages(point: int, rng: random.Random) -> list[tuple[str, bytes]]:
    """A small post bag: with and without Message-Id, broken, automatic, unroutable; every text unlike the others."""
    bag = []
    for index, (drop, headers) in enumerate(
        [
            ((), {}),
            (("Message-ID",), {}),
            ((), {"Content-Type": "text/plain; charset=klingon-8"}),
            ((), {"To": "personne@essai.example"}),
            ((), {"Auto-Submitted": "auto-replied"}),
            (("Message-ID",), {"Subject": b"Pan\x00ne"}),
        ]
    ):
        context = Context(100_000 + point * 100 + index, rng)
        bag.append((f"p{point}m{index}", write(context, headers, f"corps p{point}m{index}.".encode(), drop)))
    return bag


def test_killed_at_twenty_places_nothing_lost_nothing_doubled(run, known, mail_database):
    rng = random.Random(SEED)
    places = sorted(rng.uniform(0.01, 0.99) for _ in range(KILL_POINTS))
    bags = [batch_messages(point, rng) for point in range(KILL_POINTS)]
    batches = [
        {
            "messages": save(run.folder, bag),
            "journal": str(run.folder / f"journal-{point}"),
            "forget": point % 2 == 1,  # every other time the mailbox flags nothing: all comes again
        }
        for point, bag in enumerate(bags)
    ]
    rehearsal = save(run.folder, batch_messages(99, rng))
    output = run(do="kill", places=places, batches=batches, rehearsal=rehearsal)
    killed = output.count("KILLED= 1")
    print(f"G5 kill: {re.search('STATEMENTS=.*', output)[0]}, killed {killed} of {KILL_POINTS}")
    assert killed == KILL_POINTS
    found = rows_by_sha(mail_database)
    expected = ["ticket", "ticket", "ticket", "quarantined", "suppressed", "ticket"]
    for point, bag in enumerate(bags):
        states = [found.get(hashlib.sha256(raw).hexdigest(), ("lost",))[0] for _name, raw in bag]
        assert states == expected, f"point {point}"
    bodies = postgres.sql(
        "select body from mail_message where model = 'helpdesk.ticket' and body like '%corps p%'", mail_database
    )
    tickets = postgres.sql("select description from helpdesk_ticket where description like '%corps p%'", mail_database)
    for texts in (bodies, tickets):
        marks = [mark for text in texts for mark in re.findall(r"corps (p\d+m\d+)\.", text)]
        marks = [mark for mark in marks if not mark.startswith("p99m")]
        assert len(marks) == len(set(marks)) == KILL_POINTS * expected.count("ticket")
    acks = postgres.sql(
        "select ticket_id from duret_automatic_answer group by 1 having count(*) > 1",
        mail_database,
    )
    assert not acks, "acknowledged twice"
