"""A big file of SAGE through the store of the suite: how much the process grows while it is read and kept.

Read by an Odoo shell on a throw-away database (see tools/bench.py), with MEGABYTES given. Documents of fifty lines
whose clients are unknown: every one is read, stored before it is understood, looked at, and waits. Prints one JSON
line.
"""

import json
import resource
import sys
import time

sys.path.append(BENCH_FOLDER)  # noqa: F821  (given by tools/bench.py)
import sage_volume as volume  # noqa: E402

from odoo import SUPERUSER_ID  # noqa: E402

from odoo.addons.duret_sage_sync.sage import profiles  # noqa: E402

LINES = 50
LINE_BYTES = 166

env = env(user=SUPERUSER_ID)  # noqa: F821  (env is given by the Odoo shell)
backend = env["duret.sage.backend"].create({"name": "Mesure", "folder": "mesure"})
folder = backend._folder_path()
folder.mkdir(parents=True, exist_ok=True)
layout = profiles.load("sage100").layouts["document"]
documents = MEGABYTES * 1_000_000 // (LINES * LINE_BYTES)  # noqa: F821  (given by tools/bench.py)


def rows():
    """Documents with their lines."""
    for number in range(1, documents + 1):
        cells = volume.document_cells(number, total_untaxed="5000,00", total="6000,00")
        for rank in range(LINES):
            yield cells, volume.line_cells(number * LINES + rank)


volume.write_file(folder, layout, 1, rows())
size = next((folder / "depuis_sage").glob("*.csv")).stat().st_size
env.cr.commit()
env["res.partner"].search([], limit=500).read()
before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
run = backend._sync(forced=True)
figures = {
    "bytes": size,
    "documents": documents,
    "seconds": time.monotonic() - started,
    "grown": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024,
    "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    "waiting": env["duret.sage.inbox"].search_count([("state", "=", "waiting")]),
    "stopped": run.stopped,
}
print("BENCH " + json.dumps(figures))
