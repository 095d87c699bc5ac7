"""Production on this machine, without containers: the same scripts, settings and templates, run for real."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "config"), str(ROOT / "config/docker"), str(HERE)]

from cluster import Cluster  # noqa: E402
from small_suite import DATABASE, init  # noqa: E402

from tools.suite import databases, server  # noqa: E402
from tools.suite.layout import VENV_BIN  # noqa: E402

BACKUP = ROOT / "config/backup.py"


@pytest.fixture(scope="session")
def cluster():
    """A PostgreSQL cluster as in production, deleted at the end."""
    instance = Cluster()
    try:
        yield instance.start()
    finally:
        instance.stop()


@pytest.fixture(scope="session")
def source():
    """The database to save: PRODUCTION_DB when given, else a clone of the demo company.

    PostgreSQL copies no template that somebody reads, and other lanes copy it meanwhile.
    """
    if given := os.environ.get("PRODUCTION_DB"):
        yield given
        return
    name = databases.clone(databases.demo_template(), f"production_{os.getpid()}")
    yield name
    databases.drop(name)


def workshop_backup(*arguments) -> subprocess.CompletedProcess:
    """Run config/backup.py on the workshop's own cluster, as `make backup` does."""
    environment = server.env() | {"ODOO_RC": str(server.CONFIG), "DURET_ODOO": str(VENV_BIN / "odoo")}
    line = [VENV_BIN / "python", BACKUP, *arguments]
    return subprocess.run(list(map(str, line)), env=environment, capture_output=True, text=True)


@pytest.fixture(scope="session")
def demo_archive(source, tmp_path_factory) -> Path:
    """A backup of the demo company, made on the workshop's cluster."""
    folder = tmp_path_factory.mktemp("backups")
    result = workshop_backup("backup", "-d", source, "-f", folder)
    assert result.returncode == 0, result.stdout + result.stderr
    return next(folder.glob("*.zip"))


@pytest.fixture(scope="session")
def first_start(cluster, tmp_path_factory) -> Path:
    """The first start of a small suite; returns the folder of its password and of its stand-in for the addons."""
    folder = tmp_path_factory.mktemp("init")
    (folder / "addons").mkdir()
    (folder / "addons/code.py").write_text("first = True\n")
    result = init(cluster, folder)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "suite installée" in result.stdout
    return folder


@pytest.fixture(scope="session")
def small(first_start) -> str:
    """Name of the small database."""
    return DATABASE


@pytest.fixture
def report(capsys):
    """Print a line that is seen even when the test passes."""

    def show(text: str) -> None:
        with capsys.disabled():
            print(f"\n  {text}", end="")

    return show
