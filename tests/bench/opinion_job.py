"""The job that asks for opinions: 10,000 visits done on one day, and their questions handed to the mail queue.

Read by an Odoo shell on a throw-away database (see tools/bench.py). Prints one JSON line: seconds, megabytes by which
the process grew, statements of each batch. The visits are copies of one real visit, made by SQL: how they were done
is not what is measured.
"""

import json
import resource
import time
from datetime import timedelta

from odoo import fields

VISITS, SENT_SAMPLE = 10_000, 1_000
COLUMNS = "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER'"


def copies(table, pattern, count, changes):
    """Insert copies of one row; `changes` = {column: SQL of the value, with n, the number of the copy}."""
    env.cr.execute(COLUMNS, (table,))  # noqa: F821  (env is given by the Odoo shell)
    names = [name for (name,) in env.cr.fetchall() if name != "id"]  # noqa: F821
    values = ", ".join(changes.get(name, f'source."{name}"') for name in names)
    listed = ", ".join(f'"{name}"' for name in names)
    env.cr.execute(  # noqa: F821
        f"INSERT INTO {table} ({listed}) SELECT {values} FROM {table} source, generate_series(1, %s) n"
        " WHERE source.id = %s ORDER BY n RETURNING id",
        (count, pattern.id),
    )
    return [row_id for (row_id,) in env.cr.fetchall()]  # noqa: F821


def fill():
    """10,000 clients, each with a site and a visit that was done an hour ago."""
    done = fields.Datetime.now() - timedelta(hours=1)
    client = env["res.partner"].create({"name": "Client de mesure", "email": "mesure@volume.example", "lang": "fr_FR"})  # noqa: F821
    site = env["fsm.location"].create({"name": "Site", "owner_id": client.id, "city": "Annecy"})  # noqa: F821
    visit = env["fsm.order"].create({"location_id": site.id, "date_start": done, "date_end": done})  # noqa: F821
    visit.action_complete()
    env.flush_all()  # noqa: F821
    own = {"email": "'client' || n || '@volume.example'", "email_normalized": "'client' || n || '@volume.example'"}
    clients = copies("res_partner", client, VISITS, own | {"commercial_partner_id": "NULL"})
    env.cr.execute("UPDATE res_partner SET commercial_partner_id = id WHERE id = ANY(%s)", (clients,))  # noqa: F821
    places = copies("res_partner", site.partner_id, VISITS, {"parent_id": f"{clients[0]} + n - 1"})
    sites = copies(
        "fsm_location", site, VISITS, {"owner_id": f"{clients[0]} + n - 1", "partner_id": f"{places[0]} + n - 1"}
    )
    changes = {"location_id": f"{sites[0]} + n - 1", "name": "'MESURE-' || n"}
    if "duret_partner_id" in env["fsm.order"]._fields:  # noqa: F821
        changes["duret_partner_id"] = f"{clients[0]} + n - 1"
    copies("fsm_order", visit, VISITS, changes)
    env.cr.execute("ANALYZE res_partner, fsm_order, fsm_location")  # noqa: F821
    env.cr.commit()  # noqa: F821
    env.invalidate_all()  # noqa: F821


def grown():
    """Megabytes of memory that the process has had at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measured(step):
    """Run a step; returns its seconds, the growth of memory in megabytes and its statements."""
    before, statements, started = grown(), env.cr.sql_log_count, time.monotonic()  # noqa: F821
    step()
    return {
        "seconds": time.monotonic() - started,
        "grown": grown() - before,
        "statements": env.cr.sql_log_count - statements,  # noqa: F821
    }


def batches(step):
    """Statements of each batch of a step of the job."""
    model, counts = type(env["ir.cron"]), []  # noqa: F821
    plain, last = model._commit_progress, [env.cr.sql_log_count]  # noqa: F821

    def noted(self, *arguments, **options):
        self.env.flush_all()
        counts.append(self.env.cr.sql_log_count - last[0])
        result = plain(self, *arguments, **options)
        last[0] = self.env.cr.sql_log_count
        return result

    model._commit_progress = noted
    try:
        figures = measured(step)
    finally:
        model._commit_progress = plain
    return figures | {"batches": counts}


fill()
requests = env["duret.satisfaction.request"]  # noqa: F821
figures = {"visits": VISITS, "asked": batches(requests._cron_duret_ask)}
figures["planned"] = requests.search_count([("name", "like", "MESURE-"), ("state", "=", "planned")])
figures["again"] = batches(requests._cron_duret_ask)


def planned():
    """The follow-ups of the first morning on which the questions may leave, whatever day it is today."""
    rule, after = env.ref("duret_satisfaction.relance_rule_opinion_mail"), 0  # noqa: F821
    now = fields.Datetime.now()
    morning = rule.company_id._duret_contact_calendar(now).first_contact(now + timedelta(days=3))
    while records := engine._next_batch(rule, after):
        engine._plan_batch(rule, records, morning)
        after = records[-1].id
        env["ir.cron"]._commit_progress(len(records))  # noqa: F821
        env.invalidate_all()  # noqa: F821


engine = env["duret.relance.engine"]  # noqa: F821
figures["plan"] = batches(planned)
rows = env["duret.relance.message"].search([("res_model", "=", requests._name), ("state", "=", "planned")])  # noqa: F821
figures["rows"] = len(rows)
sender = env["duret.relance.sender"]  # noqa: F821
figures["sent"] = measured(lambda: [sender._send(rows[at : at + 200]) for at in range(0, SENT_SAMPLE, 200)])
print("BENCH " + json.dumps(figures))
