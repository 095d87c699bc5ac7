"""The monitoring of SAGE against a real server: figures, old proof, wrong password, server down."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tools import sage_status
from tools.suite import databases, postgres, server

HERE = Path(__file__).resolve().parent
LOGIN, PASSWORD = "supervision@duret.test", "Vigie-4-ici!"
SETUP = """
import sys
sys.path[:0] = {paths!r}
from pathlib import Path
from sim.benches import FolderBench
env['ir.cron'].search([('cron_name', 'ilike', 'SAGE')]).active = False
place = Path({place!r})
bench = FolderBench(place)
bench.sage.insert('F_COMPTET', CT_Num='ZQ001', CT_Intitule='Vigie', CT_Type=0, CT_CodePostal='74000')
bench.show()
env['ir.config_parameter'].set_param('duret_sage_sync.roots', str(place))
env['duret.sage.backend'].search([]).active = False
backend = env['duret.sage.backend'].create(dict(
    name='Vigie', transport='csv', folder=str(place / 'echange'), pushed_clients='none', automatic=False))
for login, role in (({login!r}, 'direction'), ('tech@duret.test', 'technician')):
    env['res.users'].create(dict(name=role, login=login, password={password!r},
        group_ids=[(6, 0, env.ref('duret_base.group_' + role).ids)]))
env.cr.commit()
backend._sync()
backend._prove()
env.cr.commit()
bench.close()
"""


@pytest.fixture(scope="module")
def site():
    """A server whose SAGE is in order: (database, address)."""
    source = os.environ.get("RELIABILITY_DB") or databases.suite_template()
    database = databases.clone(source, f"sage_status_{os.getpid()}")
    with tempfile.TemporaryDirectory() as place:
        paths = [str(HERE.parent), str(HERE.parents[1] / "addons" / "duret_sage_sync")]
        script = SETUP.format(paths=paths, place=place, login=LOGIN, password=PASSWORD)
        databases.odoo_script(database, script, "sage-status")
        with server.OdooServer(database, name="sage-status") as instance:
            yield database, instance.url
    databases.drop(database)


@pytest.fixture
def status(site, monkeypatch, capsys):
    """Ask as a monitoring machine does: (exit code, what was printed)."""
    monkeypatch.setenv("SAGE_STATUS_LOGIN", LOGIN)
    monkeypatch.setenv("SAGE_STATUS_PASSWORD", PASSWORD)

    def asked(*arguments, url=site[1]):
        code = sage_status.main(["--url", url, "--db", site[0], "--company", "Vigie", *arguments])
        return code, capsys.readouterr().out

    return asked


def test_a_company_in_order(status):
    code, said = status()
    assert (code, said.partition(" | ")[0]) == (0, "SAGE OK - Vigie : tout est à jour")
    assert "'gaps'=0;1;100;0" in said
    code, said = status("--format", "json")
    (company,) = json.loads(said)["companies"]
    assert (code, company["figures"]["gaps"], company["why"]) == (0, 0, [])
    assert "0  écart(s) entre Odoo et SAGE" in status("--format", "text")[1]


def test_thresholds_are_options(status):
    assert status("--lag-warning", "0")[0] == 1
    assert status("--lag-critical", "0")[0] == 2


def test_an_old_proof(site, status):
    old = "UPDATE duret_sage_run SET begun_at = begun_at - interval '{}' WHERE kind = 'proof'"
    postgres.sql(old.format("3 days"), site[0])
    code, said = status()
    assert code == 2
    assert "heures depuis la dernière preuve" in said
    postgres.sql(old.format("-3 days"), site[0])
    assert status()[0] == 0


def test_a_wrong_password_a_wrong_database_an_unknown_company(status, monkeypatch):
    assert status("--company", "Autre")[0] == 3
    assert status("--db", "nulle_part")[0] == 3
    monkeypatch.setenv("SAGE_STATUS_PASSWORD", "faux-secret")
    code, said = status()
    assert code == 3
    assert "Odoo refuse" in said
    assert "faux-secret" not in said


def test_who_may_not_read_sage_gets_nothing(status, monkeypatch):
    monkeypatch.setenv("SAGE_STATUS_LOGIN", "tech@duret.test")
    assert status()[0] == 3


def test_a_server_that_is_down(status):
    code, said = status(url=f"http://127.0.0.1:{server.free_port()}")
    assert code == 2
    assert said.startswith("SAGE CRITICAL - Odoo ne répond pas")


def test_the_command_itself(site):
    """As a program: its exit code is the one monitoring sees."""
    done = subprocess.run(
        [sys.executable, "-m", "tools.sage_status", "--url", site[1], "--db", site[0], "--company", "Vigie"],
        env={**os.environ, "SAGE_STATUS_LOGIN": LOGIN, "SAGE_STATUS_PASSWORD": PASSWORD},
        capture_output=True,
        text=True,
        cwd=HERE.parents[1],
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
