"""The technicians' application in a real browser: a day without network, a dead battery, a session that is over."""

import os
import time

import conftest
import pytest
from field import field_station
from line import Line
from phone import LISTED, Phone

from tools.suite import databases

# What a technician wrote must be there again, letter for letter.
WORK = "Remplacé le disjoncteur général 40 A ; serrage vérifié – « tout est bon »."
MOST_SECONDS = 3
LONG_TEXT = "textarea#work_done"


@pytest.fixture(scope="module")
def station():
    """A server with technicians who have six visits today."""
    with field_station(conftest.source_database(), technicians=2) as running:
        yield running


@pytest.fixture
def line(station):
    """The line between the telephone and the server."""
    with Line(station.instance.port) as joined:
        yield joined


@pytest.fixture
def technician(station):
    """The first one."""
    return station.technicians[0]


def _first_screen_limit():
    """One second; on a machine that has more to do than processors, what a technician may wait at most."""
    return 1 if os.getloadavg()[0] <= os.cpu_count() else MOST_SECONDS


def _log_in(phone, station, technician):
    phone.log_in(technician["login"], station.password)


def _states(station, ids):
    rows = station.sql(f"select id, duret_day_state from fsm_order where id in ({','.join(map(str, ids))})")
    return {int(id_): state for id_, state in rows}


def test_a_day_without_network(station, line, technician, tmp_path, report):
    """Loaded once, the application works without network, survives kill -9, and everything arrives once."""
    visit = technician["visits"][0]
    with Phone(line, tmp_path) as phone:
        _log_in(phone, station, technician)
        phone.open_app()
        phone.install()
        phone.cut()
        opened = [(phone.open_app(), phone.first_screen()) for _time in range(3)]
        reopened, drawn = (min(seconds) for seconds in zip(*opened, strict=True))
        _work(phone, visit)
        waiting = phone.kept()["outbox"]
        assert _sent(station, technician) == []
        phone.die()
    with Phone(line, tmp_path) as phone:
        phone.cut()
        revived = phone.open_app()
        assert phone.kept()["outbox"] == waiting
        phone.go(f"#visit/{visit}", "[data-screen=visit] .d_state_on_site")
        # The kill took the session away: the technician is told, logs in, and it is sent.
        phone.send("Network.clearBrowserCookies")
        phone.connect()
        phone.go("#status", "[data-act=sync]")
        phone.tap("[data-act=sync]")
        phone.wait("!!document.querySelector('.d_notice_bad a[href^=\"/web/login\"]')")
        _log_in(phone, station, technician)
        phone.open_app()
        phone.wait_sent()
        complaints = [text for text in phone.console_errors if "ERR_" not in text]
        assert complaints == []
    _check(station, technician, visit, waiting)
    assert max(reopened, revived) <= MOST_SECONDS
    assert drawn <= _first_screen_limit()
    report("offline", waiting=waiting, reopened=f"{reopened:.2f} s", revived=f"{revived:.2f} s", drawn=f"{drawn:.2f} s")


def _work(phone, visit):
    """Set off, arrive, write the work done; wait until the screen says that it is kept."""
    phone.go(f"#visit/{visit}", "[data-screen=visit]")
    phone.tap("[data-act='visit.set_off']")
    phone.tap("[data-act='visit.arrive']")
    phone.tap("[data-act=report]")
    phone.type(LONG_TEXT, WORK)
    phone.wait(
        f"""(async () => {{
            const {{user}} = await new Promise((resolve) => {{
                const request = indexedDB.open('duret_intervention');
                request.onsuccess = () => {{
                    const get = request.result.transaction('values').objectStore('values').get('owner');
                    get.onsuccess = () => resolve(get.result);
                }};
            }});
            const rows = await new Promise((resolve) => {{
                const request = indexedDB.open('duret_intervention_' + user);
                request.onsuccess = () => {{
                    const get = request.result.transaction('outbox').objectStore('outbox').getAll();
                    get.onsuccess = () => resolve(get.result);
                }};
            }});
            return rows.some(({{data}}) => data.changes?.[0][2] === {WORK!r});
        }})()"""
    )


def _sent(station, technician):
    """Kind and state of what the server got from a technician (the demo company has others)."""
    user = technician["user"]
    return station.sql(f"select kind, state from duret_sync_mutation where user_id = {user} order by id")


def _check(station, technician, visit, waiting):
    """The server has each operation once, and what they say."""
    rows = _sent(station, technician)
    assert len(rows) == waiting
    assert {state for _kind, state in rows} == {"applied"}
    kinds = [kind for kind, _state in rows]
    assert [kinds.count(kind) for kind in ("visit.set_off", "visit.arrive", "report.open")] == [1, 1, 1]
    assert station.sql(f"select work_done, state from duret_intervention_report where order_id = {visit}") == [
        [WORK, "draft"]
    ]
    assert _states(station, [visit]) == {visit: "on_site"}


def test_the_work_of_one_is_never_sent_by_another(station, line, tmp_path):
    """What waits for one technician stays when another one logs in on the same telephone."""
    first, second = station.technicians
    visit = first["visits"][1]
    known = int(station.one("select count(*) from duret_sync_mutation"))
    with Phone(line, tmp_path) as phone:
        _log_in(phone, station, first)
        phone.open_app()
        phone.install()
        phone.cut()
        phone.go(f"#visit/{visit}", "[data-screen=visit]")
        phone.tap("[data-act='visit.set_off']")
        assert phone.kept()["outbox"] == 1
        _log_in(phone, station, second)
        phone.connect()
        phone.go("#status", "[data-act=sync]")
        phone.tap("[data-act=sync]")
        phone.wait("!!document.querySelector('.d_notice_bad a[href=\"#settings\"]')")
        assert phone.kept()["outbox"] == 1
        assert _states(station, [visit]) == {visit: "planned"}
        _log_in(phone, station, first)
        phone.tap("[data-act=sync]")
        phone.wait_sent()
    assert _states(station, [visit]) == {visit: "en_route"}
    rows = station.sql("select user_id from duret_sync_mutation order by id")[known:]
    assert rows == [[str(first["user"])]]


# A row as an older version of the application left it, with less in it; it waits some seconds more.
OLD_ROW = """(async () => {
  const name = (await indexedDB.databases()).map(({name}) => name).find((one) => /_\\d+$/.test(one));
  const request = indexedDB.open(name);
  const db = await new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
  const row = {
    uuid: crypto.randomUUID(), kind: 'visit.arrive', at: new Date().toISOString(), visit: VISIT,
    madeAt: Date.now(), notBefore: Date.now() + 25000,
  };
  const add = db.transaction('outbox', 'readwrite').objectStore('outbox').add(row);
  await new Promise((resolve) => { add.onsuccess = resolve; });
  db.close();
})()"""
NEWER = """
bundle, path = "duret_intervention.app", "web/static/src/core/utils/colors.js"
env["ir.asset"].create({"name": "newer", "bundle": bundle, "directive": "append", "path": path})
env.cr.commit()
env.registry.signal_changes()
"""


def test_a_newer_version_sends_what_an_older_one_left(station, line, tmp_path):
    """A new version waits for a tap, then sends the row that the older one left in its own format."""
    technician = station.technicians[1]
    visit = technician["visits"][2]
    with Phone(line, tmp_path) as phone:
        _log_in(phone, station, technician)
        phone.open_app()
        phone.install()
        phone.evaluate(OLD_ROW.replace("VISIT", str(visit)))
        before = phone.evaluate("JSON.parse(document.getElementById('duret-given').textContent).version")
        databases.odoo_script(station.database, NEWER, "reliability-newer")
        phone.evaluate("navigator.serviceWorker.getRegistration('/intervention').then((one) => one.update()) && true")
        phone.wait("!!document.querySelector('.d_notice_info .d_notice_action')")
        assert phone.kept()["outbox"] == 1
        phone.tap(".d_notice_info .d_notice_action")
        phone.wait(f"JSON.parse(document.getElementById('duret-given').textContent).version !== {before!r}")
        phone.wait(LISTED)
        phone.wait_sent(90)
    assert _states(station, [visit]) == {visit: "on_site"}


def test_the_worker_sends_with_the_application_closed(station, line, tmp_path):
    """Where the browser has Background Sync, what waits leaves without the technician opening anything."""
    technician = station.technicians[1]
    visit = technician["visits"][3]
    with Phone(line, tmp_path) as phone:
        _log_in(phone, station, technician)
        phone.open_app()
        phone.install()
        phone.cut()
        phone.go(f"#visit/{visit}", "[data-screen=visit]")
        phone.tap("[data-act='visit.set_off']")
        phone.wait("navigator.serviceWorker.ready.then((one) => one.sync.getTags()).then((tags) => tags.length > 0)")
        phone.leave()
        phone.connect()
        assert _states(station, [visit]) == {visit: "planned"}
        phone.wake_worker()
        deadline = time.monotonic() + 20
        while _states(station, [visit]) != {visit: "en_route"} and time.monotonic() < deadline:
            phone.listen(0.3)
    assert _states(station, [visit]) == {visit: "en_route"}
