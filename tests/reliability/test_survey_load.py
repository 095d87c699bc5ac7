"""Ten thousand done visits: the job that asks about them, in a real cron worker; statements, time and memory.

2,000 in the daily round; SURVEY_VISITS=10000 before a release.
"""

import os
import re
import time
from pathlib import Path

import pytest
from killing import cron_server, wake

from tools.suite import databases, postgres, server

VISITS = int(os.environ.get("SURVEY_VISITS", "2000"))
BATCH = 500
FIRST = 1_000_000  # ids of the clients, sites and visits; those of the sites' own addresses begin at twice this
MOST_STATEMENTS = 60  # of any batch
MOST_MEMORY = 150  # MB by which the worker grows
MOST_SECONDS = 60 * VISITS / 10_000 + 10
DONE = "2026-11-20 09:00:00"
SETUP = f"""
env['ir.cron'].search([]).active = False
env['fsm.order'].search([]).write({{'duret_done_noted_at': False}})
env.cr.execute('delete from duret_satisfaction_request')
client = env['res.partner'].create({{'name': 'Client', 'email': 'client@charge.test', 'lang': 'fr_FR'}})
site = env['fsm.location'].create({{'name': 'Site', 'owner_id': client.id, 'city': 'Annecy'}})
visit = env['fsm.order'].create({{'location_id': site.id}})
visit.write({{'date_start': '{DONE}', 'date_end': '{DONE}'}})
visit.action_complete()
job = env.ref('duret_satisfaction.ir_cron_ask')
job.active = True
print('MADE=%s,%s,%s,%s,%s' % (client.id, site.partner_id.id, site.id, visit.id, job.id))
env.cr.commit()
"""


def _multiply(database, table, row, first, **changed):
    """Copy a row VISITS times, with ids from `first`; `changed` are SQL expressions in g, the number of the copy."""
    names = "select column_name from information_schema.columns where table_name = '{}' and is_generated = 'NEVER'"
    changed = {"id": f"{first} + g"} | changed
    columns = postgres.sql(names.format(table), database)
    values = ", ".join(changed.get(name, f't."{name}"') for name in columns)
    listed = ", ".join(f'"{name}"' for name in columns)
    copies = f"from {table} t, generate_series(1, {VISITS}) g where t.id = {row}"
    postgres.sql(f"insert into {table} ({listed}) select {values} {copies}", database)


@pytest.fixture
def site():
    """A database with the visits, and the id of the job."""
    source = os.environ.get("RELIABILITY_DB") or databases.suite_template()
    database = databases.clone(source, f"survey_load_{os.getpid()}")
    try:
        yield database, _fill(database)
    finally:
        databases.drop(database)


def _fill(database):
    """Make the clients, their sites and their done visits; returns the id of the job."""
    text = databases.odoo_script(database, SETUP, "survey-load")
    client, address, place, visit, job = re.search(r"MADE=(\S+)", text)[1].split(",")
    mail = "'client' || g || '@charge.test'"
    own = {"email": mail, "email_normalized": mail, "commercial_partner_id": f"{FIRST} + g"}
    _multiply(database, "res_partner", client, FIRST, **own)
    _multiply(database, "res_partner", address, 2 * FIRST, commercial_partner_id=f"{2 * FIRST} + g")
    places = {"partner_id": f"{2 * FIRST} + g", "owner_id": f"{FIRST} + g"}
    _multiply(database, "fsm_location", place, FIRST, **places)
    noted = {"location_id": f"{FIRST} + g", "name": "'CHARGE-' || g", "duret_done_noted_at": f"timestamp '{DONE}'"}
    _multiply(database, "fsm_order", visit, FIRST, **noted)
    postgres.sql("analyze", database)
    return job


def _worker(log):
    """Process of the cron worker, 0 before it lives."""
    found = re.findall(r"Worker WorkerCron \((\d+)\) alive", server.read_log(log))
    return int(found[-1]) if found else 0


def _memory(process):
    """(now, peak) in MB."""
    text = Path(f"/proc/{process}/status").read_text()
    return tuple(int(re.search(rf"{name}:\s+(\d+) kB", text)[1]) / 1024 for name in ("VmRSS", "VmHWM"))


def test_the_job_costs_the_same_for_each_batch(site, capsys):
    database, job = site
    instance = cron_server(database, server.free_port(), "survey-load", modules=("reliability_counter",))
    waiting = "select count(*) from duret_satisfaction_request where state = 'planned'"
    try:
        deadline = time.monotonic() + 60
        while not (process := _worker(instance.log)) and time.monotonic() < deadline:
            time.sleep(0.1)
        before, started = _memory(process)[0], time.monotonic()
        wake(database, job)
        while int(postgres.sql(waiting, database)[0]) <= VISITS and time.monotonic() - started < 3 * MOST_SECONDS:
            time.sleep(0.2)
        asked = time.monotonic() - started
        ended = "fully done"
        while ended not in server.read_log(instance.log) and time.monotonic() - started < 3 * MOST_SECONDS:
            time.sleep(0.2)
        peak, seconds = _memory(process)[1], time.monotonic() - started
    finally:
        instance.kill()
    batches = re.findall(r"BATCH (\d+) rows (\d+) statements", server.read_log(instance.log))
    counts = [int(statements) for rows, statements in batches if int(rows) == BATCH]
    made, again = counts[: VISITS // BATCH], counts[VISITS // BATCH :]
    first, then = (made[0], again[0]), [f"{min(found[1:])}-{max(found[1:])}" for found in (made, again)]
    with capsys.disabled():
        print(
            f"\n  opinions: {VISITS} visits, asked in {asked:.1f} s, all in {seconds:.1f} s; statements of a batch:"
            f" {first[0]}, then {then[0]} (asked), {first[1]}, then {then[1]} (looked at again);"
            f" memory + {peak - before:.0f} MB"
        )
    rows = "select count(*), count(distinct visit_id) from duret_satisfaction_request where state = 'planned'"
    assert postgres.sql(rows, database) == [f"{VISITS + 1}|{VISITS + 1}"]
    assert max(made[1:]) - min(made[1:]) <= 2, made
    assert max(again[1:]) - min(again[1:]) <= 2, again
    assert max(counts) <= MOST_STATEMENTS, counts
    assert seconds <= MOST_SECONDS
    assert peak - before <= MOST_MEMORY
