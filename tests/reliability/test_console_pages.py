"""Pages as each person's browser sees them: no console error, no missing module, no failed request.

The menus come from the database: every application that a role sees is opened, at the width of a desk and of a phone.
"""

import json

import pytest

from tools.browser import Browser

WIDTHS = (1400, 390)
INSIDERS = ("assistant", "technician", "manager", "direction", "admin")
PORTAL = ("/my", "/my/tickets", "/my/ticket/{ticket}", "/new/ticket", "/my/orders", "/my/invoices", "/my/account", "/my/security")
PUBLIC = ("/web/login", "/web/reset_password", "/my/ticket/{ticket}/{ticket_token}", "/page-inconnue")
# A page that does not exist answers 404 by design, and the browser says so in its console.
EXPECTED = {"/page-inconnue": "404"}


def _complaints(browser, path):
    excuse = EXPECTED.get(path)
    found = [*browser.console_errors, *browser.failed_requests]
    return [text for text in found if not (excuse and excuse in text)]


def _session(visitor):
    return visitor.session.cookies.get("session_id")


def _actions(visitor):
    """Addresses of the screens in this person's main menu: each application, and each of its first-level screens."""
    menus = json.loads(visitor.get("/web/webclient/load_menus").body)
    found = {}
    for app in menus["root"]["children"]:
        for key in [app, *menus[str(app)]["children"]]:
            action = menus[str(key)].get("actionID")
            if action:
                found.setdefault(action, menus[str(key)]["name"])
    return found


def _visit(browser, odoo, pages):
    """Open each page at each width; returns complaints."""
    found = []
    for width in WIDTHS:
        browser.resize(width, 900)
        for path in pages:
            browser.forget_complaints()
            browser.open(odoo.url + path)
            found += [f"{width} px {path}: {text[:300]}" for text in _complaints(browser, path)]
    return found


@pytest.fixture(scope="module")
def browser(odoo):
    """One Chromium for the module."""
    with Browser() as one:
        yield one


@pytest.mark.parametrize("role", INSIDERS)
def test_the_back_office_of_each_role(browser, odoo, people, report, role):
    """Every screen of the main menu opens without a complaint."""
    actions = _actions(people[role])
    browser.use_session(odoo.url, _session(people[role]))
    complaints = _visit(browser, odoo, [f"/odoo/action-{number}" for number in actions])
    report(f"console {role}", screens=len(actions), widths=len(WIDTHS), complaints=len(complaints))
    assert actions, "a role without any screen"
    assert complaints == []


def test_the_portal(browser, odoo, people, world, report):
    """A client's pages, with a ticket that has messages and files."""
    browser.use_session(odoo.url, _session(people["A"]))
    pages = [path.format(**world["clients"]["A"]) for path in PORTAL]
    complaints = _visit(browser, odoo, pages)
    report("console portal", pages=len(pages), complaints=len(complaints))
    assert complaints == []


def test_the_public_pages(browser, odoo, world, report):
    """What a visitor without an account sees, a page that does not exist included."""
    browser.use_session(odoo.url, None)
    pages = [path.format(**world["clients"]["A"]) for path in PUBLIC]
    complaints = _visit(browser, odoo, pages)
    report("console public", pages=len(pages), complaints=len(complaints))
    assert complaints == []
