"""`make screenshots`: pictures of each main screen, with the demo company, into docs/pictures.

A picture is described by what a person does: who logs in, which menu or address, how wide the window is.
The run fails when a page complains in the browser's console.
"""

import json
import runpy
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tools.browser import Browser, session_cookie  # noqa: E402
from tools.suite import databases, server, setup, system  # noqa: E402
from tools.suite.console import say  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
DESK, PHONE = (1400, 900), (390, 844)


@dataclass(frozen=True)
class Picture:
    """One screen: file name, who looks (None: nobody is logged in), address, window."""

    name: str
    login: str | None
    address: str
    size: tuple[int, int] = DESK
    # What is done on the page before the picture: (element, "click", "show" or what is typed into it; "\n": Enter).
    steps: tuple[tuple[str, str], ...] = ()


def load_pictures() -> list[Picture]:
    """The list in tools/pictures.toml."""
    rows = tomllib.loads((ROOT / "tools" / "pictures.toml").read_text())["picture"]
    sizes = {"desk": DESK, "phone": PHONE}
    return [
        Picture(
            r["name"], r.get("login"), r["address"], sizes[r.get("size", "desk")], tuple(map(tuple, r.get("steps", ())))
        )
        for r in rows
    ]


def act(browser: Browser, steps: tuple[tuple[str, str], ...]) -> None:
    """Do what a picture asks for, each step when its element is there and the answer to the one before is drawn."""
    for selector, what in steps:
        target = f"document.querySelector({json.dumps(selector)})"
        browser.wait(f"Boolean({target})")
        if what == "click":
            browser.evaluate(f"{target}.click()")
        elif what == "show":
            browser.evaluate(f"{target}.scrollIntoView()")
        else:
            value, enter = what.rstrip("\n"), what.endswith("\n")
            change = (
                f"t.focus(); t.value = {json.dumps(value)}; t.dispatchEvent(new InputEvent('input', {{bubbles: true}}))"
            )
            browser.evaluate(f"(() => {{ const t = {target}; {change}; }})()")
            browser.listen(1.5)
            if enter:
                key = "new KeyboardEvent('keydown', {key: 'Enter', bubbles: true, cancelable: true})"
                browser.evaluate(f"{target}.dispatchEvent({key})")
        browser.listen(1)


def resolve(database: str, pictures: list[Picture]) -> dict[str, str]:
    """Real addresses: `{model|domain}` is replaced by the id of its newest record."""
    script = [
        "import json, re",
        f"addresses = {[picture.address for picture in pictures]!r}",
        "def fill(match):",
        "    model, _bar, domain = match[1].partition('|')",
        "    record = env[model].search(eval(domain or '[]'), order='id desc', limit=1)",
        "    assert record, match[1]",
        "    return str(record.id)",
        "filled = {a: re.sub(r'\\{([^}]+)\\}', fill, a) for a in addresses}",
        "print('ADDRESSES ' + json.dumps(filled))",
    ]
    output = databases.odoo_script(database, "\n".join(script) + "\n", "pictures")
    line = next(text for text in output.splitlines() if text.startswith("ADDRESSES "))
    return json.loads(line.removeprefix("ADDRESSES "))


def main(names: list[str]) -> int:
    """Take the pictures (all, or the named ones); returns 1 when a page complained."""
    setup.ensure(system.TEST_PACKAGES)
    values = runpy.run_path(str(ROOT / "addons/duret_suite/scenario/logins.py"))
    pictures = [picture for picture in load_pictures() if not names or picture.name in names]
    database = databases.clone(databases.demo_template(), "pictures")
    addresses = resolve(database, pictures)
    complaints = 0
    with server.OdooServer(database) as odoo, Browser() as browser:
        sessions = {None: None}
        for picture in pictures:
            if picture.login not in sessions:
                sessions[picture.login] = session_cookie(odoo.url, picture.login, values["PASSWORD"])
            browser.use_session(odoo.url, sessions[picture.login])
            browser.resize(*picture.size)
            browser.forget_complaints()
            browser.open(odoo.url + addresses[picture.address])
            browser.listen(1)
            act(browser, picture.steps)
            browser.screenshot(PICTURES / f"{picture.name}.png")
            bad = browser.console_errors + browser.failed_requests
            complaints += len(bad)
            say(f"  {picture.name}.png" + "".join(f"\n    ! {text}" for text in bad))
    databases.drop(database)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
