"""Each gate of `make lint`, run for real on a small repository: green when nothing is wrong, red on one planted fault.

The gates of XML and JavaScript need Node, which only `make lint` installs: `tools/tests/test_lint.py` covers how they
fail (a program that fails makes its gate fail).
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools.suite.layout import LOCAL, ROOT

COPIED = ["pyproject.toml", ".pylintrc", ".editorconfig", "package.json", "package-lock.json", "tools", "tests/layout"]
MANIFEST = """{
    "name": "Base",
    "summary": "What two addons share",
    "version": "19.0.1.0.0",
    "development_status": "Beta",
    "author": "Duret Électricité",
    "license": "AGPL-3",
    "depends": ["mail"],
    "data": ["security/ir.model.access.csv"],
}
"""
MODEL = '''from odoo import fields, models


class DuretThing(models.Model):
    """A thing."""

    _name = "duret.thing"
    _description = "Thing"

    name = fields.Char(help="How it is called.")
'''
PO_HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
FRENCH = '#. module: duret_base\nmsgid "How it is called."\nmsgstr "{}"\n'
ACCESS = """id,name,model_id:id,group_id:id,perm_read,perm_write,perm_create,perm_unlink
duret_thing_access,thing,model_duret_thing,base.group_user,1,0,0,0
"""
TEST = '''from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestThing(TransactionCase):
    """A thing is made."""

    def test_made(self):
        """It has its name."""
        self.assertEqual(self.env["duret.thing"].create({"name": "x"}).name, "x")
'''
FILES = {
    "__init__.py": "from . import models\n",
    "__manifest__.py": MANIFEST,
    "pyproject.toml": "[build-system]\n",
    "readme/DESCRIPTION.md": "What it does.\n",
    "i18n/fr.po": PO_HEADER + FRENCH.format("Comment elle s’appelle."),
    "i18n/duret_base.pot": PO_HEADER + FRENCH.format(""),
    "static/description/icon.png": "",
    "models/__init__.py": "from . import duret_thing\n",
    "models/duret_thing.py": MODEL,
    "security/ir.model.access.csv": ACCESS,
    "tests/__init__.py": "from . import test_thing\n",
    "tests/test_thing.py": TEST,
}
LICENCE = ('AGPL-3",\n    "depends": ["mail"]', 'LGPL-3",\n    "depends": ["helpdesk_mgmt"]')
# gate, file, what it says instead of what it said (None: at its end), part of what the gate must say
PLANTED = [
    ("ruff check", "models/duret_thing.py", None, "import os\n", "F401"),
    ("ruff check", "models/duret_thing.py", None, "print(1)\n", "T201"),
    ("ruff format", "models/duret_thing.py", None, "x  =  1\n", "unformatted"),
    ("pylint-odoo", "models/duret_thing.py", 'help="How', 'string="Name", help="How', "attribute-string-redundant"),
    ("pylint-odoo", "__manifest__.py", "AGPL-3", "LGPL-3", "license-allowed"),
    ("odoo-linter", "models/duret_thing.py", "help=", 'compute="_compute_name", help=', "_compute_name"),
    ("odoo-linter", "security/ir.model.access.csv", "base.group_user", "base.group_nobody", "xml-id-not-found"),
    ("manifestoo", "__manifest__.py", *LICENCE, "LGPL-3"),
    ("layout", "security/ir.model.access.csv", "model_duret_thing", "model_other", "every_model_has_rights"),
    ("french", "i18n/fr.po", "Comment elle s’appelle.", "", "not translated"),
    ("french", "models/duret_thing.py", "How it is called.", "Its name.", "is in the sources"),
    ("places", "readme/DESCRIPTION.md", None, "See /ro" + "ot/notes.\n", "names "),
    ("links", "readme/DESCRIPTION.md", None, "[more](gone.md)\n", "gone.md"),
    ("scripts", "run.sh", None, "#!/bin/sh\nset -e\nif\n", "run.sh"),
]


@pytest.fixture
def repository(tmp_path):
    """A repository with one good addon and the real tools and settings."""
    for name in COPIED:
        source, target = ROOT / name, tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(source, target)
    for name, text in FILES.items():
        path = tmp_path / "addons/duret_base" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/architecture.md").write_text("graph BT\n    base[duret_base]\n")
    return tmp_path


def run(repository: Path, *gates: str) -> subprocess.CompletedProcess:
    """Run gates of the repository's own tools/lint.py."""
    command = [sys.executable, "tools/lint.py", *gates]
    environment = os.environ | {"DURET_LOCAL": str(LOCAL)}
    return subprocess.run(command, cwd=repository, env=environment, capture_output=True, text=True)


def test_nothing_planted(repository):
    """All gates are green; the faults below are the only ones."""
    result = run(repository, *sorted({row[0] for row in PLANTED}))
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(("gate", "name", "old", "new", "expected"), PLANTED, ids=[f"{r[0]}-{r[4]}" for r in PLANTED])
def test_planted(repository, gate, name, old, new, expected):
    """The gate is red and says what is wrong."""
    path = repository / "addons/duret_base" / name
    text = path.read_text() if path.exists() else ""
    path.write_text(text + new if old is None else text.replace(old, new))
    assert path.read_text() != text
    result = run(repository, gate)
    assert result.returncode == 1
    assert expected in result.stdout
