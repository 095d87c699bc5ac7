"""G7: the jobs that ask for opinions are killed (-9); no visit is forgotten or asked about twice.

A real cron worker of a real server runs the job that makes the requests, the follow-ups, and the queues of mails and
text messages; mails go to a real SMTP sink, text messages to an HTTP carrier of this test's own. Two days are lived:
the question, then the reminder of those who have not answered.
"""

import contextlib
import http.server
import json
import os
import random
import re
import threading
import time

import pytest
from aiosmtpd.controller import Controller
from conftest import SEED
from killing import Sink, Worker, cron_server, kill_during, slow_down, wake

from tools.suite import databases, postgres, server

BY_MAIL, BY_SMS, SKIPPED = 30, 6, 5
ASKED = BY_MAIL + BY_SMS
ANSWERED = 10
LIMIT = 40  # seconds before a day counts as lost
SLOWED = ("duret_satisfaction_request", "duret_relance_message", "mail_mail", "sms_sms")
QUESTION, REMINDER = "2026-11-24 09:00:00", "2026-12-01 09:00:00"  # Tuesdays
SETUP = f"""
env['ir.mail_server'].search([]).active = False
env['ir.cron'].search([]).active = False
env.company.write({{'email': 'service@avis.test', 'duret_survey_tickets': False, 'duret_survey_visits': True}})
domain = env['mail.alias.domain'].search([], limit=1) or env['mail.alias.domain'].create({{'name': 'duret-avis.test'}})
env.company.alias_domain_id = domain
rules = env['duret.relance.rule'].search([])
kept = rules.filtered(lambda rule: rule.code in ('opinion_mail', 'opinion_sms'))
(rules - kept).active = False
env.cr.execute("delete from duret_satisfaction_request; delete from duret_relance_message")
env.cr.execute("update fsm_order set duret_done_at = null, duret_done_noted_at = null")
env['ir.config_parameter'].set_param('sms.endpoint', 'http://127.0.0.1:@CARRIER@')
people = [{{'email': f'client{{n}}@avis.test'}} for n in range({BY_MAIL})]
people += [{{'email': False, 'phone': f'+3361234567{{n}}'}} for n in range({BY_SMS})]
people += [{{'email': f'refus{{n}}@avis.test'}} for n in range({SKIPPED})]
clients = env['res.partner'].create([{{'name': f'Client {{n}}', 'lang': 'fr_FR', **one}}
                                     for n, one in enumerate(people)])
silent, bounced, nowhere, own, gone = clients[-{SKIPPED}:]
env['duret.relance.opt.out']._choose(silent, 'satisfaction', 'stop')
bounced.message_bounce = 1
nowhere.email = False
own.email = 'quelquun@avis.test'
env.company.email = 'service@' + domain.name
own.email = 'quelquun@' + domain.name
sites = env['fsm.location'].create([{{'name': c.name, 'owner_id': c.id, 'city': 'Annecy'}} for c in clients])
visits = env['fsm.order'].create([{{'location_id': site.id}} for site in sites])
visits.write({{'date_start': '2026-11-20 08:00:00', 'date_end': '2026-11-20 09:00:00'}})
for visit in visits:
    visit.action_complete()
env.flush_all()
env.cr.execute("update fsm_order set duret_done_at = '2026-11-20 09:00', duret_done_noted_at = '2026-11-20 09:00'"
               " where id in %s", [tuple(visits.ids)])
env.cr.execute("update fsm_order set duret_done_at = '2026-11-02 09:00' where id = %s", [visits[-1].id])
env['mail.mail'].search([]).unlink()
env['sms.sms'].search([]).unlink()
jobs = [env.ref(name) for name in ('duret_satisfaction.ir_cron_ask', 'duret_relance.ir_cron_relance',
        'mail.ir_cron_mail_scheduler_action', 'sms.ir_cron_sms_scheduler_action')]
for job in jobs:
    job.active = True
print('JOBS=' + ','.join(str(job.id) for job in jobs))
print('VISITS=' + ','.join(map(str, visits.ids)))
env.cr.commit()
"""
ANSWER = f"""
for request in env['duret.satisfaction.request'].search([('state', '=', 'sent')], limit={ANSWERED}, order='id'):
    nps = request._duret_scale_question()
    request._duret_record_answer({{nps.id: 9}}, request.channel, complete=False)
env.cr.commit()
"""


class Carrier(http.server.ThreadingHTTPServer):
    """Takes text messages over HTTP as the service does, which knows them by their identifiers; kills a sender."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), CarrierPage)
        self.taken, self.worker, self.killed = [], None, 0

    def __enter__(self):
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return super().__enter__()

    def __exit__(self, *exc):
        self.shutdown()
        super().__exit__(*exc)


class CarrierPage(http.server.BaseHTTPRequestHandler):
    """One call of the carrier."""

    def do_POST(self):
        """Take a batch; the first one is taken and its sender killed before it hears so."""
        params = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["params"]
        uuids = [one["uuid"] for message in params["messages"] for one in message["numbers"]]
        self.server.taken.append(tuple(uuids))
        if not self.server.killed and self.server.worker.kill():
            self.server.killed += 1
            return
        result = [{"uuid": uuid, "state": "success", "credit": 1} for uuid in uuids]
        body = json.dumps({"jsonrpc": "2.0", "id": None, "result": result}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with contextlib.suppress(BrokenPipeError):
            self.wfile.write(body)

    def log_message(self, *_args):
        """Say nothing."""


class Site:
    """The database, the sinks, and the server that is started once for each day."""

    def __init__(self, database, sink, mail_port, carrier):
        self.database, self.sink, self.mail_port, self.carrier = database, sink, mail_port, carrier
        setup = SETUP.replace("@CARRIER@", str(carrier.server_port))
        text = databases.odoo_script(self.database, setup, "survey-kill")
        self.jobs, self.visits = (re.search(rf"{name}=(\S+)", text)[1] for name in ("JOBS", "VISITS"))
        slow_down(self.database, *SLOWED)

    @contextlib.contextmanager
    def day(self, moment, monkeypatch):
        """A server that believes it is this moment (UTC)."""
        monkeypatch.setenv("RELIABILITY_CLOCK", moment)
        instance = cron_server(self.database, self.mail_port, "survey-kill")
        self.sink.worker = self.carrier.worker = Worker(instance.log)
        try:
            yield
        finally:
            instance.kill()

    def sql(self, query):
        """Rows as lists of text."""
        return [line.split("|") for line in postgres.sql(query, self.database)]

    def kill_at_random(self, rng, times):
        """Kill whatever the worker does a moment after it was woken."""
        done, deadline = 0, time.monotonic() + LIMIT
        while done < times and time.monotonic() < deadline:
            wake(self.database, self.jobs)
            time.sleep(rng.uniform(0.05, 0.8))
            done += self.sink.worker.kill()
        return done

    def finish(self, rows):
        """Wake the jobs until the outbox holds so many rows, all sent."""
        started = time.monotonic()
        while time.monotonic() - started < LIMIT:
            if self.sql(OUTBOX)[0] == [str(rows), str(rows)]:
                return
            wake(self.database, self.jobs)
            time.sleep(0.4)


OUTBOX = "select count(*), count(*) filter (where state = 'sent') from duret_relance_message"
REQUESTS = "select visit_id, state, reason, channel, sent_at is not null, reminded_at is not null from {} order by 1"
REQUESTS = REQUESTS.format("duret_satisfaction_request")
ROWS = """
select m.message_ref, m.rank, m.channel, m.res_id, m.sms_uuid,
       (select count(*) from mail_mail w where w.mail_message_id = m.mail_message_id),
       (select count(*) from mail_message w where w.message_id = m.message_ref)
  from duret_relance_message m
"""


@pytest.fixture
def site():
    """Done visits of clients by mail, by text message, and of those who are not asked."""
    sink = Sink((4, 11, 40))
    mails = Controller(sink, hostname="127.0.0.1", port=server.free_port())
    source = os.environ.get("RELIABILITY_DB") or databases.suite_template()
    database = databases.clone(source, f"survey_{os.getpid()}")
    mails.start()
    try:
        with Carrier() as carrier:
            yield Site(database, sink, mails.port, carrier)
    finally:
        mails.stop()
        databases.drop(database)


def test_no_visit_is_forgotten_or_asked_about_twice(site, monkeypatch, capsys):
    """Two days, a dozen kills: one request a visit, one row a level, repeats with the same identity only."""
    rng, started, kills = random.Random(SEED), time.monotonic(), {}
    with site.day(QUESTION, monkeypatch):
        for table in SLOWED[:2]:
            kills[table] = kill_during(site.database, site.jobs, table, 2, site.sink.worker)
        assert site.sql(OUTBOX)[0][0] == "0", "a killed plan leaves nothing"
        kills["anywhere"] = site.kill_at_random(rng, 3)
        site.finish(ASKED)
    _check_requests(site, "sent", ASKED)
    first = len(site.sink.mails)
    databases.odoo_script(site.database, ANSWER, "survey-kill-answers")
    with site.day(REMINDER, monkeypatch):
        kills["mail_mail"] = kill_during(site.database, site.jobs, "mail_mail", 2, site.sink.worker)
        kills["anywhere"] += site.kill_at_random(rng, 1)
        site.finish(ASKED + ASKED - ANSWERED)
    kills |= {"smtp": site.sink.killed, "carrier": site.carrier.killed}
    repeats = _check_messages(site, sum(kills.values()))
    with capsys.disabled():
        took = time.monotonic() - started
        print(
            f"\n  opinions: {ASKED} asked, {SKIPPED} not, {ASKED - ANSWERED} reminded; kills {kills};"
            f" {first} + {len(site.sink.mails) - first} mails taken, {repeats} repeats, 0 missing, {took:.0f} s"
        )
    assert kills == {SLOWED[0]: 2, SLOWED[1]: 2, "mail_mail": 2, "anywhere": 4, "smtp": 3, "carrier": 1}


def _check_requests(site, state, number):
    """Each visit has exactly one request, and those who may not be asked say why."""
    rows = site.sql(REQUESTS)
    assert sorted(int(row[0]) for row in rows) == sorted(map(int, site.visits.split(",")))
    assert [row[1] for row in rows].count(state) == number
    assert sorted(row[2] for row in rows if row[1] == "skipped") == [
        "bounced",
        "internal",
        "no_address",
        "opted_out",
        "too_old",
    ]


def _check_messages(site, kills):
    """Rows of the outbox against what really left; returns the number of repeats."""
    rows = site.sql(ROWS)
    assert len(rows) == ASKED + ASKED - ANSWERED
    assert len({(row[3], row[1]) for row in rows}) == len(rows), "one row for each level of each request"
    by_mail = {row[0] for row in rows if row[2] == "mail"}
    assert {(row[5], row[6]) for row in rows if row[2] == "mail"} == {("1", "1")}, (
        "one mail, one message in the history"
    )
    mails = [(mail["Message-Id"].strip(), str(mail["To"])) for mail in site.sink.mails]
    assert {reference for reference, _to in mails} == by_mail, "nobody is missing, nothing without a row"
    assert len(set(mails)) == len(by_mail), "what comes twice is the same mail to the same client"
    texts = [uuid for batch in site.carrier.taken for uuid in batch]
    assert set(texts) == {row[4] for row in rows if row[2] == "sms"}
    assert len(site.carrier.taken) - len(set(site.carrier.taken)) <= kills
    repeats = len(mails) - len(set(mails))
    assert repeats <= kills
    _check_requests(site, "answered", ANSWERED)
    assert sum(row[1] == "sent" and row[4] == row[5] == "t" for row in site.sql(REQUESTS)) == ASKED - ANSWERED
    return repeats
