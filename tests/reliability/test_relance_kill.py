"""G7: the job of reminders is killed (-9) at ten points; nobody is forgotten, nobody gets two different mails.

The job and the mail queue run in a real cron worker of a real server; mails go to a real SMTP sink. Killed three
times while the day is planned, three times while mails are written, four times while the sink is taking a mail.
"""

import os
import re
import time

import pytest
from aiosmtpd.controller import Controller
from killing import Sink, Worker, cron_server, kill_during, slow_down, wake

from tools.suite import databases, postgres, server

NUMBER = 30
LIMIT = 60  # seconds before the test gives up
SETUP = f"""
from odoo import fields
env['ir.mail_server'].search([]).active = False
env['ir.cron'].search([]).active = False
domain = env['mail.alias.domain'].search([], limit=1) or env['mail.alias.domain'].create({{'name': 'relance.test'}})
env.company.write({{'alias_domain_id': domain.id, 'email': 'service@relance.test'}})
rule = env.ref('duret_helpdesk.relance_rule_waiting')
(env['duret.relance.rule'].search([]) - rule).active = False
env['helpdesk.ticket'].search([]).active = False
awaiting = env.ref('helpdesk_mgmt.helpdesk_ticket_stage_awaiting')
for number in range({NUMBER}):
    client = env['res.partner'].create({{'name': f'Client {{number}}', 'email': f'client{{number}}@relance.test'}})
    ticket = env['helpdesk.ticket'].create(
        {{'name': f'Photo {{number}}', 'description': '<p>?</p>', 'partner_id': client.id}})
    ticket.stage_id = awaiting
    ticket.last_stage_update = '2026-11-20 09:00:00'
env['mail.mail'].search([]).unlink()
jobs = env.ref('duret_relance.ir_cron_relance') | env.ref('mail.ir_cron_mail_scheduler_action')
jobs.active = True
print('JOBS=' + ','.join(map(str, jobs.ids)))
env.cr.commit()
"""


@pytest.fixture(scope="module")
def site():
    """A database with waiting tickets, a sink, a server with one cron worker: (database, sink, jobs)."""
    source = os.environ.get("RELIABILITY_DB") or databases.suite_template()
    database = databases.clone(source, f"relance_{os.getpid()}")
    jobs = re.search(r"JOBS=(\S+)", databases.odoo_script(database, SETUP, "relance-kill"))[1]
    slow_down(database, "duret_relance_message", "mail_mail")
    sink = Sink((3, 9, 17, 26))
    controller = Controller(sink, hostname="127.0.0.1", port=server.free_port())
    controller.start()
    instance = cron_server(database, controller.port, "relance-kill")
    sink.worker = Worker(instance.log)
    yield database, sink, jobs
    instance.kill()
    controller.stop()
    databases.drop(database)


def test_nobody_is_forgotten_nobody_gets_two(site, capsys):
    database, sink, jobs = site
    started = time.monotonic()
    planning = kill_during(database, jobs, "duret_relance_message", 3, sink.worker)
    assert postgres.sql("select count(*) from duret_relance_message", database) == ["0"], "a killed plan leaves nothing"
    writing = kill_during(database, jobs, "mail_mail", 3, sink.worker)
    left = "select count(*) from duret_relance_message where state <> 'sent'"
    while time.monotonic() - started < LIMIT:
        rows = postgres.sql("select count(*) from duret_relance_message", database)
        if rows == [str(NUMBER)] and postgres.sql(left, database) == ["0"]:
            break
        wake(database, jobs)
        time.sleep(0.5)
    rows = [line.split("|", 3) for line in postgres.sql(ROWS, database)]
    mails = [(mail["Message-Id"].strip(), str(mail["To"])) for mail in sink.mails]
    repeats = len(mails) - len(set(mails))
    with capsys.disabled():
        took = time.monotonic() - started
        print(
            f"\n  reminders: {NUMBER} due, kills {planning} + {writing} + {sink.killed}, {len(mails)} mails taken,"
            f" {NUMBER - len({to for _ref, to in mails})} missing, {repeats} repeats, {took:.0f} s"
        )
    assert (planning, writing, sink.killed) == (3, 3, 4), "each kill found its moment"
    assert len(rows) == NUMBER and {state for _ref, state, _mails, _messages in rows} == {"sent"}
    assert {count for _ref, _state, count, _messages in rows} == {"1"}, "one row of the mail queue for each reminder"
    assert {count for _ref, _state, _mails, count in rows} == {"1"}, "one message on each document"
    assert {ref for ref, *_ in rows} == {ref for ref, _to in mails}, "nobody is missing; repeats are the same mail"
    assert len(set(mails)) == NUMBER and repeats <= sink.killed


ROWS = """
select r.message_ref, r.state,
       (select count(*) from mail_mail m join mail_mail_res_partner_rel l on l.mail_mail_id = m.id
         where l.res_partner_id = r.partner_id),
       (select count(*) from mail_message m where m.model = r.res_model and m.res_id = r.res_id
           and m.message_type = 'auto_comment')
  from duret_relance_message r
"""
