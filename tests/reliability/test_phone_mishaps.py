"""What happens to telephones: batteries die while something is saved, a week passes, a version comes, others write.

G2b: 10 kills, or RELIABILITY_KILLS for a long run. What the screen called saved is there.
"""

import json
import os
import random
import statistics
import threading

import conftest
import pytest
from field import field_station
from line import Line
from phone import Phone
from report_taps import wait_saved
from websocket import WebSocketException

from tools.suite import databases
from tools.suite.console import SuiteError

KILLS = int(os.environ.get("RELIABILITY_KILLS", "10"))
MOST_SECONDS = 3
FIELDS = ("work_done", "reserves", "safety_notes", "client_remarks")
DEAD = (OSError, WebSocketException, SuiteError)
OPEN_ALL = "document.querySelectorAll('.part-toggle[aria-expanded=false]').forEach((one) => one.click())"
# One edit, as the keyboard makes it, and the finger that leaves the field; true once the screen says « saved ».
EDIT = """(async (field, text) => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const area = document.querySelector('#' + field);
  area.value = text;
  area.dispatchEvent(new Event('input', {bubbles: true}));
  await frame();
  await frame();
  area.dispatchEvent(new Event('blur'));
  for (;;) {
    await frame();
    await frame();
    if (document.querySelector('.save-mark').dataset.phase === 'saved') return true;
  }
})"""
# The last value of each path that waits in the outbox.
WAITING = """(async () => {
  const every = (await indexedDB.databases()).map(({name}) => name);
  const name = every.find((one) => /^duret_intervention_\\d+$/.test(one));
  const open = indexedDB.open(name);
  const db = await new Promise((resolve) => (open.onsuccess = () => resolve(open.result)));
  const get = db.transaction('outbox').objectStore('outbox').getAll();
  const rows = await new Promise((resolve) => (get.onsuccess = () => resolve(get.result)));
  db.close();
  const found = {};
  for (const {data} of rows) {
    for (const [path, , value] of data.changes || []) found[path] = value;
  }
  return found;
})()"""
REGISTERED = "navigator.serviceWorker.getRegistration('/intervention')"
# The versions of the application that are kept on the telephone.
SHELLS = "caches.keys().then((names) => names.filter((name) => name.startsWith('duret-intervention-')).sort().join())"
# A telephone that lives in another week.
LATER = """(() => {
  const Real = Date, shift = %d;
  globalThis.Date = class extends Real {
    constructor(...args) { args.length ? super(...args) : super(Real.now() + shift); }
    static now() { return Real.now() + shift; }
  };
})()"""
WEEK = 7 * 24 * 3600 * 1000
NEW_VERSION = """
path = "web/static/lib/dompurify/DOMpurify.js"
env["ir.asset"].create({"name": "another version", "bundle": "duret_intervention.app", "path": path})
env.registry.clear_all_caches()
env.registry.signal_changes()
env.cr.commit()
"""


@pytest.fixture(scope="module")
def station():
    """A server with two technicians."""
    with field_station(conftest.source_database(), technicians=2, visits=5) as running:
        yield running


@pytest.fixture
def line(station):
    """The line between the telephone and the server."""
    with Line(station.instance.port) as joined:
        yield joined


def _started(phone, station, technician):
    """Logged in, kept on the telephone."""
    phone.log_in(technician["login"], station.password)
    phone.open_app()
    phone.install()


def _open_report(phone, visit):
    """Begin a report on site; returns its uuid."""
    phone.go(f"#visit/{visit}", "[data-screen=visit]")
    phone.tap("[data-act='visit.set_off']")
    phone.tap("[data-act='visit.arrive']")
    phone.tap("[data-act=report]")
    phone.wait("!!document.querySelector('#work_done')")
    return phone.evaluate("location.hash.split('/').pop()")


def _edit(phone, field, text):
    return phone.evaluate(f"{EDIT}({json.dumps(field)}, {json.dumps(text)})")


def _send(phone):
    phone.go("#status", "[data-act=sync]")
    phone.tap("[data-act=sync]")
    phone.wait_sent()


def _most_seconds():
    """Three seconds; more on a machine that has more to do than processors."""
    return MOST_SECONDS * max(1, os.getloadavg()[0] / os.cpu_count())


# -- G2b ------------------------------------------------------------------------------------------------------------
def _edit_until_dead(phone, number, tried, said):
    """Edit fields in turn until the telephone dies; notes what was tried and what was called saved."""
    try:
        while True:
            field = FIELDS[number % len(FIELDS)]
            number += 1
            tried[field] = number
            _edit(phone, field, f"Essai {number}")
            said[field] = number
    except DEAD:
        return number


def test_batteries_that_die_while_something_is_saved(station, line, tmp_path, report):
    """Whatever was called saved is on the telephone after kill -9, and nothing that nobody wrote."""
    technician = station.technicians[0]
    visit = technician["visits"][0]
    rng = random.Random(conftest.SEED)
    tried, said, number, waits, lost = {}, {}, 0, [], 0
    with Phone(line, tmp_path) as phone:
        _started(phone, station, technician)
        phone.cut()
        uuid = _open_report(phone, visit)
    for _kill in range(KILLS):
        with Phone(line, tmp_path) as phone:
            phone.cut()
            waits.append(phone.open_app())
            phone.go(f"#visit/{visit}/report/{uuid}", "#work_done")
            phone.evaluate(OPEN_ALL)
            phone.wait("!!document.querySelector('#client_remarks') && !!document.querySelector('#reserves')")
            timer = threading.Timer(rng.uniform(0.3, 2.5), phone.die)
            timer.start()
            number = _edit_until_dead(phone, number, tried, said)
            timer.join()
        with Phone(line, tmp_path) as phone:
            phone.cut()
            waits.append(phone.open_app())
            kept = {path: int(text.split()[1]) for path, text in phone.evaluate(WAITING).items() if path in FIELDS}
            lost += sum(kept.get(field, 0) < value for field, value in said.items())
            assert all(kept.get(field, 0) <= value for field, value in tried.items())
    with Phone(line, tmp_path) as phone:
        phone.connect()
        phone.log_in(technician["login"], station.password)
        phone.open_app()
        _send(phone)
    row = station.sql(f"select {','.join(FIELDS)} from duret_intervention_report where uuid = '{uuid}'")
    report("G2b", kills=KILLS, edits=number, lost=lost, list=f"{statistics.median(waits):.2f} s")
    assert lost == 0
    assert row == [[f"Essai {kept[field]}" for field in FIELDS]]
    assert number > KILLS, "nothing was saved: nothing is measured"
    assert statistics.median(waits) <= _most_seconds()


# -- G2c ------------------------------------------------------------------------------------------------------------
def test_seven_days_without_network_and_a_session_that_is_over(station, line, tmp_path, report):
    """Work of a week ago and of today leave together, once, after the new login; moments are corrected."""
    technician = station.technicians[0]
    first, second = technician["visits"][1:3]
    with Phone(line, tmp_path) as phone:
        _started(phone, station, technician)
        phone.cut()
        old = _open_report(phone, first)
        _edit(phone, "work_done", "Il y a une semaine")
        phone.die()
    with Phone(line, tmp_path) as phone:
        phone.send("Page.enable")
        phone.send("Page.addScriptToEvaluateOnNewDocument", source=LATER % WEEK)
        phone.cut()
        phone.open_app()
        new = _open_report(phone, second)
        _edit(phone, "work_done", "Aujourd'hui")
        waiting = phone.kept()["outbox"]
        phone.send("Network.clearBrowserCookies")
        phone.connect()
        phone.go("#status", "[data-act=sync]")
        phone.tap("[data-act=sync]")
        phone.wait("!!document.querySelector('.d_notice_bad a[href^=\"/web/login\"]')")
        assert phone.kept()["outbox"] == waiting
        phone.log_in(technician["login"], station.password)
        _send(phone)
    rows = station.sql(
        "select uuid, work_done from duret_intervention_report "
        f"where order_id in ({first}, {second}) order by work_done"
    )
    assert rows == [[new, "Aujourd'hui"], [old, "Il y a une semaine"]]
    states = station.sql(
        f"select state, count(*) from duret_sync_mutation where order_id in ({first}, {second}) group by state"
    )
    assert states == [["applied", str(waiting)]]
    report("G2c week", waiting=waiting, lost=0, twice=0)


def test_a_new_version_with_a_full_outbox(station, line, tmp_path, report):
    """The telephone offers the new version; what waits goes through the change and is sent once by the new one."""
    technician, colleague = station.technicians
    visit = technician["visits"][3]
    with Phone(line, tmp_path) as phone:
        _started(phone, station, technician)
        phone.cut()
        uuid = _open_report(phone, visit)
        _edit(phone, "work_done", "Écrit avec l'ancienne version")
        waiting = phone.kept()["outbox"]
        databases.odoo_script(station.database, NEW_VERSION, "reliability-version")
        # A colleague is logged in: the new version can be fetched, the work of the first one stays where it is.
        phone.log_in(colleague["login"], station.password)
        phone.connect()
        before = phone.evaluate(SHELLS)
        phone.evaluate(f"{REGISTERED}.then((one) => one.update()).then(() => 1)")
        phone.wait(f"{REGISTERED}.then((one) => !!one.waiting)", 60)
        phone.tap(".d_notice_info .d_notice_action")
        only_new = f"(names) => names && !names.includes(',') && names !== {json.dumps(before)}"
        phone.wait(f"{SHELLS}.then({only_new})", 60)
        assert phone.kept()["outbox"] == waiting
        phone.log_in(technician["login"], station.password)
        phone.open_app()
        _send(phone)
    rows = station.sql(f"select uuid, work_done from duret_intervention_report where order_id = {visit}")
    assert rows == [[uuid, "Écrit avec l'ancienne version"]]
    kept = station.one(f"select count(*) from duret_sync_mutation where order_id = {visit} and state = 'applied'")
    assert int(kept) == waiting
    report("G2c version", waiting=waiting, lost=0, twice=0)


# -- G2d ------------------------------------------------------------------------------------------------------------
def test_the_same_words_written_in_the_office_and_offline(station, line, tmp_path, report):
    """Both are kept, one conflict is shown, nothing else is; what only one of them wrote is simply taken."""
    technician = station.technicians[0]
    visit = technician["visits"][4]
    with Phone(line, tmp_path) as phone:
        _started(phone, station, technician)
        uuid = _open_report(phone, visit)
        _edit(phone, "work_done", "D'abord")
        _send(phone)
        phone.cut()
        values = {"work_done": "Écrit au bureau", "client_remarks": "Appelé par Claire"}
        office = (
            f"env['duret.intervention.report'].search([('uuid', '=', '{uuid}')]).write({values!r}); env.cr.commit()\n"
        )
        databases.odoo_script(station.database, office, "reliability-office")
        phone.go(f"#visit/{visit}/report/{uuid}", "#work_done")
        phone.evaluate(OPEN_ALL)
        phone.wait("!!document.querySelector('#reserves')")
        _edit(phone, "work_done", "Écrit sur place")
        _edit(phone, "reserves", "Prise sans terre")
        wait_saved(phone)
        phone.connect()
        _send(phone)
        phone.go("#conflicts", "[data-screen=conflicts] .d_conflict")
        shown = phone.evaluate("[...document.querySelectorAll('.d_conflict')].map((one) => one.innerText)")
        assert len(shown) == 1
        assert "Écrit sur place" in shown[0] and "Écrit au bureau" in shown[0]
    query = f"from duret_intervention_report where uuid = '{uuid}'"
    row = station.sql(f"select work_done, reserves, client_remarks {query}")
    assert row == [["Écrit au bureau", "Prise sans terre", "Appelé par Claire"]]
    conflicts = station.sql(
        "select path, state, phone_value::text, office_value::text from duret_sync_conflict "
        f"where report_id = (select id {query})"
    )
    assert [row[:2] for row in conflicts] == [["work_done", "open"]]
    assert "Écrit sur place" in json.dumps(conflicts, ensure_ascii=False)
    assert "Écrit au bureau" in json.dumps(conflicts, ensure_ascii=False)
    report("G2d", conflicts=len(conflicts), overwritten=0)
