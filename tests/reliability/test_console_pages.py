"""Pages as each person's browser sees them: no console error, no missing module, no failed request.

The menus come from the database: every application that a role sees is opened, at the width of a desk and of a phone.
"""

import json

import pytest

from tools.browser import SETTLED, Browser
from tools.suite import server

DESK, PHONE = 1400, 390
INSIDERS = ("assistant", "technician", "manager", "direction", "admin")
PORTAL = (
    "/my",
    "/my/tickets",
    "/my/avis",
    "/my/ticket/{ticket}",
    "/new/ticket",
    "/my/orders",
    "/my/invoices",
    "/my/account",
    "/my/security",
)
PUBLIC = (
    "/web/login",
    "/web/reset_password",
    "/my/ticket/{ticket}/{ticket_token}",
    "/avis/{opinion_token}?note=9",
    "/avis/{given_token}",
    "/page-inconnue",
)
# A page that does not exist answers 404 by design, and the browser says so in its console.
EXPECTED = {"/page-inconnue": "404"}


def _complaints(browser, path):
    excuse = EXPECTED.get(path)
    found = [*browser.console_errors, *browser.failed_requests]
    return [text for text in found if not (excuse and excuse in text)]


def _session(visitor):
    return visitor.session.cookies.get("session_id")


def _screens(visitor):
    """Addresses in this person's main menu: (first screen of each application, all first-level screens)."""
    menus = json.loads(visitor.get("/web/webclient/load_menus").body)
    first, every = {}, {}
    for app in menus["root"]["children"]:
        for key in [app, *menus[str(app)]["children"]]:
            action = menus[str(key)].get("actionID")
            if action:
                first.setdefault(app, f"/odoo/action-{action}")
                every.setdefault(action, f"/odoo/action-{action}")
    return list(first.values()), list(every.values())


def _visit(browser, base, pages, width):
    """Open each page at this width; returns complaints."""
    found = []
    browser.resize(width, 900)
    for path in pages:
        browser.forget_complaints()
        browser.send("Page.navigate", url=base + path)
        browser.listen(0.2)
        browser.wait(SETTLED, 40)
        browser.listen(0.5)
        found += [f"{width} px {path}: {text[:300]}" for text in _complaints(browser, path)]
    return found


@pytest.fixture(scope="module")
def pages(odoo, world):
    """A server without workers on the same database: it serves the websocket on the port of its pages, as a proxy
    in front of workers does."""
    options = ["--proxy-mode", "--max-cron-threads", "0"]
    with server.OdooServer(odoo.database, options=options, name="reliability-console").start() as one:
        yield one
        assert "Traceback (most recent call last)" not in server.read_log(one.log)


@pytest.fixture(scope="module")
def browser(pages):
    """One Chromium for the module."""
    with Browser() as one:
        yield one


@pytest.mark.parametrize("role", INSIDERS)
def test_the_back_office_of_each_role(browser, pages, people, report, role):
    """Every screen of the main menu at the width of a desk, the first of each application on a phone: no complaint."""
    first, every = _screens(people[role])
    browser.use_session(pages.url, _session(people[role]))
    complaints = _visit(browser, pages.url, every, DESK) + _visit(browser, pages.url, first, PHONE)
    report(f"console {role}", desk=len(every), phone=len(first), complaints=len(complaints))
    assert every, "a role without any screen"
    assert complaints == []


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_the_portal(browser, pages, people, world, report, width):
    """A client's pages, with a ticket that has messages and files."""
    browser.use_session(pages.url, _session(people["A"]))
    paths = [path.format(**world["clients"]["A"]) for path in PORTAL]
    complaints = _visit(browser, pages.url, paths, width)
    report(f"console portal {width}", pages=len(paths), complaints=len(complaints))
    assert complaints == []


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_the_public_pages(browser, pages, world, report, width):
    """What a visitor without an account sees, a page that does not exist included."""
    browser.use_session(pages.url, None)
    paths = [path.format(**world["clients"]["A"]) for path in PUBLIC]
    complaints = _visit(browser, pages.url, paths, width)
    report(f"console public {width}", pages=len(paths), complaints=len(complaints))
    assert complaints == []


def test_the_file_that_debian_leaves_out_is_served(pages, people):
    """selfie_segmentation.js: without it every bundle of the back office complains (see the tool that writes it)."""
    path = "/mail/static/lib/selfie_segmentation/selfie_segmentation.js"
    assert people["admin"].get(path).ok


def test_a_planted_error_is_seen(browser, pages):
    """The measuring device works: a script error and a missing file are both noted."""
    browser.use_session(pages.url, None)
    browser.forget_complaints()
    browser.open(pages.url + "/web/login")
    browser.evaluate("setTimeout(() => { throw new Error('planted'); }); fetch('/web/static/nowhere.js'); 1")
    browser.listen(1)
    assert any("planted" in text for text in browser.console_errors)
    assert any("nowhere.js" in text for text in browser.failed_requests)
