"""`make test`: every kind of test, lane after lane, and a closing count.

Lanes of one process in which nothing depends on seconds share the machine, two at a time; limits in seconds are
measured by the last lane, alone. A skipped test is a failure: Odoo skips browser tests silently when Chromium or
websocket-client is missing.
"""

import concurrent.futures
import contextlib
import functools
import itertools
import subprocess
import threading
import time
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from pathlib import Path

from . import databases, postgres, server, setup, system
from .console import SuiteError, say, tail_of
from .layout import ADDONS, LOCAL, LOGS, ROOT, VENV_BIN, suite_addons

RESULTS = LOCAL / "results"
PYTEST = [str(VENV_BIN / "pytest"), "-p", "tools.pytest_no_skips", "-q"]
# pytest-odoo loads a database for every test: only for those of the addons.
NO_DATABASE = ("-p", "no:odoo")
# Browser tests need every addon's assets; they run once, on the database that has them all.
NOT_IN_BROWSER = "not Tour and not Js and not JS and not Browser"
# Files of tests/reliability without a limit in seconds, by lane; the others are those of the lane « reliability ».
RELIABILITY = ROOT / "tests" / "reliability"
CALM = {
    "exchange": ("test_sage_kill.py", "test_sage_mishaps.py", "test_sage_sql.py"),
    "rights": ("test_portal_doors.py", "test_portal_idor.py", "test_portal_models.py", "test_portal_scanner.py"),
    "mail": ("test_mail_fuzz.py", "test_mail_imap.py", "test_next_action_race.py", "test_seal_race.py"),
}


@dataclass
class Lane:
    """Outcome of one lane: counts, seconds and what failed."""

    name: str
    passed: int = 0
    failed: int = 0
    seconds: float = 0.0
    details: list[str] = field(default_factory=list)
    log: Path | None = None  # where its output goes while other lanes run; None: to the terminal


def _count(lane: Lane, report: Path) -> None:
    """Add a JUnit report's counts to the lane."""
    for suite in ET.parse(report).getroot().iter("testsuite"):
        total = int(suite.get("tests", 0))
        bad = sum(int(suite.get(name, 0)) for name in ("failures", "errors", "skipped"))
        lane.passed += total - bad
        lane.failed += bad
    for case in ET.parse(report).getroot().iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None or case.find("skipped") is not None:
            lane.details.append(f"{case.get('classname')}::{case.get('name')}")


def _pytest(lane: Lane, title: str, *arguments) -> None:
    """Run pytest in its own process and count; its output goes where the lane says and the report to a file."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    report = RESULTS / f"{title}.xml"
    report.unlink(missing_ok=True)
    line = [*PYTEST, f"--junitxml={report}", *map(str, arguments)]
    with lane.log.open("w") if lane.log else contextlib.nullcontext() as stream:
        errors = subprocess.STDOUT if stream else None
        code = subprocess.call(line, env=_env(), cwd=ROOT, stdout=stream, stderr=errors)
    if not report.exists():
        lane.failed += 1
        lane.details.append(f"{title}: pytest ended with code {code} before writing its report")
        return
    _count(lane, report)
    if code and not lane.failed:
        lane.failed += 1
        lane.details.append(f"{title}: pytest ended with code {code}")


def _env() -> dict:
    chromium = system.chromium()
    extra = {"CHROMIUM": chromium} if chromium else {}
    return server.env() | extra | {"PYTHONPATH": str(ROOT)}


def _odoo_options(database: str) -> list[str]:
    return [f"--odoo-config={server.CONFIG}", f"--odoo-database={database}", "--odoo-log-level=error"]


def lane_unit(lane: Lane, _addons: list[str]) -> None:
    """Pure packages and the layout of the repository; no database."""
    _pytest(
        lane, "unit", *NO_DATABASE, "-n", "2", "--dist", "loadfile", "tests/unit", "tests/test_layout.py", "tools/tests"
    )


def lane_odoo(lane: Lane, addons: list[str]) -> None:
    """Tests of each addon on a database with all of them: models, rights, browser tours, JavaScript units."""
    database = databases.clone(databases.suite_template(), "test_odoo")
    folders = [path for name in addons if (path := ADDONS / name / "tests").is_dir()]
    parallel = ["-n", "2", "--dist", "loadscope", "-p", "tools.pytest_own_filestore"]
    workers = parallel if len(folders) > 1 else []
    _pytest(lane, "odoo", *_odoo_options(database), "--odoo-http", *workers, *folders)
    databases.drop(database)


def _alone(addon: str, ready: dict[str, threading.Event]) -> Lane:
    """Install one addon with only what it depends on, then run its tests that need no browser.

    `ready` holds an event for each addon of the run, set once the copy that others start from is there (or never will).
    """
    lane = Lane(addon)
    database = databases.clone(_foundation(addon, ready), f"alone_{addon}")
    try:
        databases.odoo_run(f"alone_{addon}", "-d", database, "-i", addon)
        databases.clone(database, _copy_of(addon))
        ready[addon].set()
        installed = postgres.sql("select name from ir_module_module where state = 'installed'", database)
        strangers = {name for name in installed if name.startswith("duret_")} - _needed(addon)
        if addon not in installed or strangers:
            raise SuiteError(f"{addon}: installed {addon in installed}, unexpected {sorted(strangers)}")
        lane.passed += 1
        if _needed(addon) >= set(suite_addons()):
            return lane  # it stands on all the others: the lane « odoo » runs its tests with the very same modules
        report = RESULTS / f"alone_{addon}.xml"
        report.unlink(missing_ok=True)
        line = [*PYTEST, f"--junitxml={report}", *_odoo_options(database), "--odoo-http", "-k", NOT_IN_BROWSER]
        log = LOGS / f"alone_{addon}-tests.log"
        with log.open("w") as stream:
            code = subprocess.call([*line, str(ADDONS / addon / "tests")], env=_env(), cwd=ROOT, stdout=stream)
        if code not in (0, 5):
            lane.details.append(tail_of(log, 40))
        if report.exists():
            _count(lane, report)
    except SuiteError as error:
        lane.failed += 1
        lane.details.append(str(error))
    finally:
        ready[addon].set()
        databases.drop(database)
    return lane


def _copy_of(addon: str) -> str:
    """Name of the database with this addon just installed, from which those that depend on it start."""
    return f"installed_{addon}"


def _foundation(addon: str, ready: dict[str, threading.Event]) -> str:
    """Database to install an addon on: that of the dependency that brings most, else one with the web client only."""
    below = sorted((_needed(addon) - {addon}) & ready.keys(), key=lambda name: len(_needed(name)))
    if not below:
        return "tmpl_bare"
    ready[below[-1]].wait()
    return _copy_of(below[-1]) if databases.exists(_copy_of(below[-1])) else "tmpl_bare"


def _needed(addon: str) -> set[str]:
    """The addon and the suite's addons it depends on, directly or not."""
    found, todo = set(), [addon]
    while todo:
        name = todo.pop()
        found.add(name)
        todo += [dep for dep in databases.manifest(name)["depends"] if dep in suite_addons() and dep not in found]
    return found


def lane_alone(lane: Lane, addons: list[str]) -> None:
    """Each addon installed alone on a bare database (what one addon forgot, another must not supply)."""
    databases.bare_template()
    # Those that others stand on first: two at a time, each waits for what it starts from.
    ordered = sorted(addons, key=lambda name: (len(_needed(name)), name))
    ready = {name: threading.Event() for name in ordered}
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for part in pool.map(lambda name: _alone(name, ready), ordered):
            say(f"  {part.name}: {part.passed} passed, {part.failed} failed")
            lane.passed += part.passed
            lane.failed += part.failed
            lane.details += [f"alone {part.name}: {text}" for text in part.details]
    for name in ordered:
        databases.drop(_copy_of(name))


def lane_production(lane: Lane, _addons: list[str]) -> None:
    """Compose, nginx, configuration, backup and restore."""
    databases.demo_template()
    _pytest(lane, "production", *NO_DATABASE, "tests/production")


def lane_calm(lane: Lane, _addons: list[str]) -> None:
    """The promises of tests/reliability in which nothing depends on seconds."""
    databases.demo_template()
    _pytest(lane, lane.name, *NO_DATABASE, *(RELIABILITY / name for name in CALM[lane.name]))


def lane_reliability(lane: Lane, _addons: list[str]) -> None:
    """A real server with workers on a clone of the demo company: races, fuzz, mails, kills, on a quiet machine."""
    databases.demo_template()
    apart = [f"--ignore={RELIABILITY / name}" for names in CALM.values() for name in names]
    _pytest(lane, "reliability", *NO_DATABASE, *apart, RELIABILITY)


# The longest first among those that share the machine.
SHARED = ("exchange", "rights", "mail", "production")
LANES = {
    "unit": lane_unit,
    "odoo": lane_odoo,
    "alone": lane_alone,
    "exchange": lane_calm,
    "rights": lane_calm,
    "mail": lane_calm,
    "production": lane_production,
    "reliability": lane_reliability,
}


def main(lanes: str = "", addons: str = "") -> int:
    """Run the lanes (all, or the named ones) and return 0 only when every test passed and none was skipped."""
    setup.ensure(system.TEST_PACKAGES)
    chosen = lanes.split(",") if lanes else list(LANES)
    names = addons.split(",") if addons else suite_addons()
    if unknown := (set(chosen) - set(LANES)) | (set(names) - set(suite_addons())):
        raise SuiteError(f"Unknown: {', '.join(sorted(unknown))}. Lanes: {', '.join(LANES)}")
    done = []
    for shared, group in itertools.groupby(chosen, SHARED.__contains__):
        group = list(group)
        if shared and len(group) > 1:
            done += _together(group, names)
        else:
            done += [_measured(Lane(name), names) for name in group]
    return _report(done)


def _measured(lane: Lane, addons: list[str]) -> Lane:
    """Run a lane; what stops it is its failure, not the end of the others."""
    started = time.monotonic()
    if lane.log is None:
        say(f"\n=== {lane.name}: {LANES[lane.name].__doc__.splitlines()[0]}")
    try:
        LANES[lane.name](lane, addons)
    except SuiteError as error:
        lane.failed += 1
        lane.details.append(str(error))
    lane.seconds = time.monotonic() - started
    return lane


def _together(names: list[str], addons: list[str]) -> list[Lane]:
    """Run lanes two at a time, in the order of the table; what each one says is shown when it has ended."""
    say(f"\n=== {', '.join(names)}: two at a time")
    databases.demo_template()
    LOGS.mkdir(parents=True, exist_ok=True)
    lanes = [Lane(name, log=LOGS / f"lane-{name}.log") for name in names]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for lane in pool.map(functools.partial(_measured, addons=addons), lanes):
            say(f"\n=== {lane.name}: {LANES[lane.name].__doc__.splitlines()[0]}")
            say(lane.log.read_text(errors="replace") if lane.log.exists() else "")
    return lanes


def _report(lanes: list[Lane]) -> int:
    say("\n" + f"{'lane':<14}{'passed':>8}{'failed':>8}{'seconds':>9}")
    for lane in lanes:
        say(f"{lane.name:<14}{lane.passed:>8}{lane.failed:>8}{lane.seconds:>9.0f}")
    for lane in lanes:
        for text in lane.details:
            say(f"✗ {lane.name}: {text}")
    passed, failed = sum(lane.passed for lane in lanes), sum(lane.failed for lane in lanes)
    say(f"\n{passed} passed, {failed} failed")
    return 0 if passed and not failed else 1
