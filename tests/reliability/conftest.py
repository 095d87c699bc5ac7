"""A real server with four workers on a clone of the demo company, and the people who visit it.

Everything is bounded, on 127.0.0.1, seeded (RELIABILITY_SEED, printed), and stopped at the end whatever happens.
"""

import json
import os
import random
import sys
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE), str(HERE.parents[1] / "addons" / "duret_base")]

import world as world_module  # noqa: E402
from visitor import Visitor  # noqa: E402

from tools.suite import databases, postgres, server  # noqa: E402

SEED = int(os.environ.get("RELIABILITY_SEED", "20260301"))
WORKERS = int(os.environ.get("RELIABILITY_WORKERS", "4"))
# More options for the server, as on its command line: how each guard is shown to be needed.
OPTIONS = os.environ.get("RELIABILITY_OPTIONS", "").split()
SCRIPT = "\nimport json as _json\nprint('WORLD=' + _json.dumps(build(env)))\n"


def pytest_report_header():
    """Show how to run the same thing again."""
    return f"reliability: RELIABILITY_SEED={SEED}, {WORKERS} workers"


def source_database() -> str:
    """The database to clone: RELIABILITY_DB when given (to measure another set of modules), else the demo."""
    return os.environ.get("RELIABILITY_DB") or databases.demo_template()


@pytest.fixture(scope="session")
def rng():
    """Random numbers of this run; the same seed gives the same run."""
    return random.Random(SEED)


@pytest.fixture(scope="session")
def database():
    """A clone of the demo database of this process's own; dropped at the end."""
    name = databases.clone(source_database(), f"reliability_{os.getpid()}")
    yield name
    databases.drop(name)


@pytest.fixture(scope="session")
def world(database):
    """The two clients and the users (see world.py), made before the server starts."""
    text = databases.odoo_script(database, (HERE / "world.py").read_text() + SCRIPT, "reliability-world")
    line = next(line for line in text.splitlines() if line.startswith("WORLD="))
    return json.loads(line.removeprefix("WORLD="))


class Mailbox:
    """Takes every mail of the server under test and keeps it."""

    def __init__(self):
        self.mails = []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 (name given by aiosmtpd)
        """Keep the mail's bytes."""
        self.mails.append(envelope.content)
        return "250 OK"


@pytest.fixture(scope="session")
def mailbox():
    """An SMTP server of this run's own, so that mails go nowhere else."""
    controller = Controller(Mailbox(), hostname="127.0.0.1", port=server.free_port())
    controller.start()
    yield controller
    controller.stop()


@pytest.fixture(scope="session")
def odoo(database, world, mailbox):
    """The server: four workers, believing its reverse proxy as in production."""
    options = ["--proxy-mode", "--max-cron-threads", "0", "--log-level", "info"]
    options += ["--smtp", "127.0.0.1", "--smtp-port", mailbox.port, "--email-from", "service@duret.test", *OPTIONS]
    instance = server.OdooServer(database, workers=WORKERS, options=options, name="reliability")
    instance.log.unlink(missing_ok=True)
    with instance.start():
        yield instance


@pytest.fixture(scope="session")
def sql(database):
    """Run SQL on the database under test; rows as lists of text."""
    return lambda query: [line.split("|") for line in postgres.sql(query, database)]


@pytest.fixture(scope="session")
def people(odoo, world):
    """Visitors by name: A, sibling, B, technician, assistant, manager, direction, admin (logged in), anonymous."""
    logins = {key: f"portal.{key.lower()}@client.test" for key in ("A", "sibling", "B")}
    logins |= {role: f"role.{role}@duret.test" for role in world_module.ROLES}
    found = {name: Visitor(odoo.url).login(login, world["password"]) for name, login in logins.items()}
    return found | {"anonymous": Visitor(odoo.url)}


@pytest.fixture
def report(capsys):
    """Print counts so that they are seen even when the test passes."""

    def show(title: str, **counts):
        with capsys.disabled():
            print(f"\n  {title}: " + ", ".join(f"{key} {value}" for key, value in counts.items()))

    return show


@pytest.fixture(autouse=True)
def tracebacks(request):
    """Fail a test during which the server logged a traceback."""
    if "odoo" not in request.fixturenames:
        yield
        return
    instance = request.getfixturevalue("odoo")
    before = len(server.read_log(instance.log))
    yield
    new = server.read_log(instance.log)[before:]
    if request.node.get_closest_marker("tracebacks_expected"):
        return
    assert "Traceback (most recent call last)" not in new, new[new.index("Traceback") - 300 :][:3000]


def pytest_configure(config):
    """Declare the markers of this folder."""
    config.addinivalue_line("markers", "tracebacks_expected: the server may log tracebacks during this test")


ROUTES_SCRIPT = "\nimport json as _json\nprint('ROUTES=' + _json.dumps(dump(env)))\n"


@pytest.fixture(scope="session")
def routing_table(database, world):
    """Every route of the installed modules (see routes.py), each once."""
    text = databases.odoo_script(database, (HERE / "routes.py").read_text() + ROUTES_SCRIPT, "reliability-routes")
    line = next(line for line in text.splitlines() if line.startswith("ROUTES="))
    return list({(one["url"], one["type"]): one for one in json.loads(line.removeprefix("ROUTES="))}.values())
