"""A run where nothing changed, over 20,000 clients and 50,000 documents; the same with 100 changes; and with thousands.

Read by an Odoo shell on a throw-away database (see tools/bench.py). The way to SAGE is the drop folder, the hardest
case: every export is complete, its rows stand in another order each time, so that each file is new and read whole.
Prints one JSON line: seconds, statements, megabytes by which the process grew, rows written by table.
"""

import json
import resource
import sys
import time

sys.path.append(BENCH_FOLDER)  # noqa: F821  (given by tools/bench.py)
import sage_volume as volume  # noqa: E402

from odoo import SUPERUSER_ID  # noqa: E402

from odoo.addons.duret_sage_sync.sage import profiles  # noqa: E402

CHANGES, MANY = 50, 1_000
WRITTEN = "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_user_tables"

env = env(user=SUPERUSER_ID)  # noqa: F821  (env is given by the Odoo shell)
backend = env["duret.sage.backend"].create({"name": "Mesure", "folder": "mesure", "brake_minimum": 100_000})
folder = backend._folder_path()
folder.mkdir(parents=True, exist_ok=True)
env.cr.commit()
layouts = profiles.load("sage100").layouts
rank = [2]


def export(changed=0, city="Annecy", first=1):
    """A complete export in another order than the last; some clients moved to another town."""
    rank[0] += 1
    turn = -1 if rank[0] % 2 else 1
    moved = range(first, first + changed)
    order = [number for number in range(1, volume.CLIENTS + 1) if number not in moved][::turn]
    stamp = {"city": city, "stamp": f"061026 {8 + rank[0] // 60:02d}:{rank[0] % 60:02d}"} if changed else {}
    rows = [*volume.clients(order), *volume.clients(moved, **stamp)]
    volume.write_file(folder, layouts["client"], rank[0], rows)
    documents = range(1, volume.DOCUMENTS + 1)[::turn]
    volume.write_file(folder, layouts["document"], rank[0], volume.documents(documents))


def written():
    """Rows written so far, by table."""
    env.cr.commit()
    env.cr.execute("SELECT pg_stat_force_next_flush()")
    env.cr.commit()
    env.cr.execute("SELECT pg_stat_clear_snapshot()")
    env.cr.execute(WRITTEN)
    return dict(env.cr.fetchall())


def measured(run):
    """Seconds, statements, growth in megabytes and rows written of one run."""
    env.invalidate_all()
    rows, statements = written(), env.cr.sql_log_count
    size, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    row = run()
    seconds, statements = time.monotonic() - started, env.cr.sql_log_count - statements
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - size) / 1024
    after = written()
    tables = {name: after[name] - rows.get(name, 0) for name in after if after[name] != rows.get(name, 0)}
    told = {"seconds": seconds, "statements": statements, "grown": grown, "written": tables}
    return told | {"counts": (row.report or {}).get("counts"), "stopped": [row.stopped, row.stopped_by]}


figures = {}
started = time.monotonic()
people = volume.fill(env, backend, folder, layouts)
figures["fill"] = time.monotonic() - started
# Keys of look-alikes are made in the first run; they belong to the first load.
figures["first"] = measured(backend._sync)
proof = measured(backend._prove)
figures["proof"] = proof
found = env["duret.sage.proof"].search([], limit=3)
figures["equal"] = {one.entity: [one.is_equal, one.gap_count] for one in found}
figures["gaps"] = [[gap.kind, gap.field, gap.ours, gap.theirs] for gap in found.gap_ids[:5]]
figures["idle"] = measured(backend._sync)
export()
figures["still"] = measured(backend._sync)
env["res.partner"].browse([people[number] for number in range(10_000, 10_000 + CHANGES)]).write({"city": "Seynod"})
env.cr.commit()
export(CHANGES, "Rumilly")
figures["changed"] = measured(backend._sync)
for name, number, first in (("thousand", MANY, 1_000), ("two_thousand", 2 * MANY, 3_000)):
    export(number, "Thônes", first)
    figures[name] = measured(backend._sync)
print("BENCH " + json.dumps(figures))
