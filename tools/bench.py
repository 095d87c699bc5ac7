"""`make bench`: measures the suite against a baseline in the same run; prints ratios and writes JSON.

Single runs on a shared machine are orders of magnitude; the ratio of two measures of one run is what counts.
"""

import json
import re
import statistics
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tools.suite import databases, server, setup  # noqa: E402
from tools.suite.console import SuiteError, say, step  # noqa: E402
from tools.suite.testing import RESULTS  # noqa: E402

SCRIPTS = ROOT / "tests" / "bench"
ROUNDS = 2
REQUESTS = 60


def _measure(script: str, template: str) -> dict:
    """Run a script of tests/bench on a fresh clone of a template; returns its figures."""
    database = databases.clone(template, "bench")
    try:
        output = databases.odoo_script(database, (SCRIPTS / script).read_text(), f"bench-{script}")
    finally:
        databases.drop(database)
    found = re.findall(r"^BENCH (.*)$", output, re.M)
    if not found:
        raise SuiteError(f"{script} gave no figure:\n{output[-2000:]}")
    return json.loads(found[-1])


def mail_to_ticket() -> dict:
    """Messages per second through the suite's gateway, against bare helpdesk_mgmt on the same messages."""
    rates: dict = {"bare": [], "suite": []}
    for _round in range(ROUNDS):
        for name, template in (("bare", databases.base_template()), ("suite", databases.suite_template())):
            figures = _measure("mail_to_ticket.py", template)
            rates[name].append(figures["messages"] / figures["seconds"])
    bare, ours = max(rates["bare"]), max(rates["suite"])
    return {"what": "mail → ticket", "unit": "messages/s", "baseline": bare, "ours": ours, "ratio": ours / bare}


def phone_lookup() -> dict:
    """Median caller look-up among 50,000 contacts, against Odoo's own search."""
    figures = _measure("phone_lookup.py", databases.suite_template())
    core, ours = figures["core_ms"], figures["ours_ms"]
    return {"what": "caller look-up (50,000)", "unit": "ms", "baseline": core, "ours": ours, "ratio": core / ours}


def _median_page(template: str, path: str) -> float:
    database = databases.clone(template, "bench")
    with server.OdooServer(database) as instance:
        for _warm in range(3):
            urllib.request.urlopen(instance.url + path).read()
        times = []
        for _request in range(REQUESTS):
            started = time.perf_counter()
            urllib.request.urlopen(instance.url + path).read()
            times.append((time.perf_counter() - started) * 1000)
    databases.drop(database)
    return statistics.median(times)


def guarded_page() -> dict:
    """Median of a page of the web client's kind behind the suite's guards, against bare Odoo."""
    path = "/web/health"
    bare, ours = _median_page(databases.base_template(), path), _median_page(databases.suite_template(), path)
    return {"what": "guards on a request", "unit": "ms", "baseline": bare, "ours": ours, "ratio": bare / ours}


def main() -> int:
    """Run every measure, print the table, write the JSON."""
    setup.ensure()
    rows = []
    for measure in (mail_to_ticket, phone_lookup, guarded_page):
        with step(measure.__doc__.splitlines()[0]):
            rows.append(measure())
    say(f"\n{'measure':<26}{'unit':<12}{'baseline':>10}{'ours':>10}{'ratio':>8}   (ratio > 1: ours is better)")
    for row in rows:
        say(f"{row['what']:<26}{row['unit']:<12}{row['baseline']:>10.2f}{row['ours']:>10.2f}{row['ratio']:>8.2f}")
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / "bench.json").write_text(json.dumps(rows, indent=2, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
