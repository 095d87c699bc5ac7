"""The repository keeps its shape: each rule of tests/layout holds, and each rule can fail."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import layout  # noqa: E402 (the path above comes first)

# Read and parsed once for all the rules.
TREE = layout.Tree(ROOT)

MANIFEST = {
    "name": "Base",
    "summary": "What two addons share",
    "version": "19.0.1.0.0",
    "license": "AGPL-3",
    "author": "Duret Électricité",
    "development_status": "Beta",
    "depends": ["mail"],
}
MODEL = """from odoo import fields, models


class DuretThing(models.Model):
    _name = "duret.thing"

    name = fields.Char()
"""
GOOD = {
    "__init__.py": "from . import models\n",
    "pyproject.toml": "[build-system]\n",
    "readme/DESCRIPTION.md": "What it does.\n",
    "i18n/fr.po": "",
    "static/description/icon.png": "",
    "tests/__init__.py": "from . import test_thing\n",
    "tests/test_thing.py": '@tagged("post_install", "-at_install")\nclass TestThing(C):\n    def test_it(self): pass\n',
    "models/__init__.py": "from . import duret_thing\n",
    "models/duret_thing.py": MODEL,
    "security/ir.model.access.csv": "id,model_id:id\naccess_thing,model_duret_thing\n",
    "counting/__init__.py": "",
    "counting/sums.py": "import math\n",
    "views/duret_thing_views.xml": '<odoo><record id="a" model="x"/><menuitem id="b"/></odoo>',
}


def plant(root: Path, addon: str = "duret_base", manifest: dict | None = None) -> Path:
    """A small addon without a fault; returns its folder."""
    folder = root / "addons" / addon
    for name, text in GOOD.items():
        write(folder / name, text)
    write(folder / "__manifest__.py", repr(MANIFEST | (manifest or {})))
    write(root / "tests/unit/test_sums.py", "from counting import sums\n")
    write(root / "docs/architecture.md", "graph BT\n    low[duret_base<br/>foundation]\n")
    return folder


def write(path: Path, text: str) -> None:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.mark.parametrize("rule", layout.ALL, ids=lambda rule: rule.__name__)
def test_repository(rule):
    """The rule holds in the repository."""
    faults = rule(TREE)
    assert not faults, "\n" + rule.__doc__ + "\n" + "\n".join(faults)


def test_the_addons_are_seen():
    """The rules above would hold for an empty tree too."""
    assert set(TREE.addons) == set(layout.manifests.ALLOWED_EDGES)


def test_a_good_addon_has_no_fault(tmp_path):
    """Otherwise the tests below would prove nothing."""
    plant(tmp_path)
    tree = layout.Tree(tmp_path)
    assert {rule.__name__: rule(tree) for rule in layout.ALL} == {rule.__name__: [] for rule in layout.ALL}


# rule, file of the addon (None: manifest keys), its text, part of the expected fault
ROUTE = "class C:\n    @http.route({options})\n    def page(self, **kw):\n        {body}\n"
FAULTS = [
    ("dependency_edges", None, {"depends": ["duret_suite"]}, "must not depend on duret_suite"),
    ("dependency_edges", None, {"depends": ["website"]}, "website is refused"),
    ("manifest_keys", None, {"license": "LGPL-3"}, "not 'AGPL-3'"),
    ("manifest_keys", None, {"version": "19.0.1.0"}, "is not 19.0.x.y.z"),
    ("manifest_keys", None, {"author": "Someone"}, "author is 'Someone'"),
    ("manifest_keys", None, {"summary": ""}, "summary is missing"),
    ("manifest_keys", None, {"installable": True}, "repeats its default"),
    ("imports_follow_dependencies", "models/a.py", "from odoo.addons.duret_far.models import b", "without depending"),
    ("tests_are_loaded", "tests/test_forgotten.py", "", "Odoo never runs it"),
    ("file_size", "models/long.py", "#\n" * 401, "401 lines"),
    ("method_size", "models/long.py", "def f():\n" + "    pass\n" * 50, "f has 51 lines"),
    ("no_reminders", "models/a.py", "x = 1  # TO" + "DO later", "models/a.py:1"),
    ("one_model_per_file", "models/two.py", MODEL + MODEL.replace("thing", "other"), "2 models"),
    ("one_model_per_file", "models/other.py", MODEL, "is named duret_thing.py"),
    ("every_model_has_rights", "models/duret_bare.py", MODEL.replace("thing", "bare"), "duret.bare has no line"),
    ("external_ids_are_unique", "data/twice.xml", '<odoo><record id="duret_base.a" model="x"/></odoo>', "a in"),
    ("constraints_are_objects", "models/a.py", "class A:\n    _sql_constraints = []", "ignored by Odoo 19"),
    (
        "own_fields_are_prefixed",
        "models/res_partner.py",
        'class P(models.Model):\n    _inherit = "res.partner"\n    colour = fields.Char("Colour")',
        "duret_colour",
    ),
    ("labels_are_exported", "models/a.py", "_ = self.env._", "self.env._ under another name"),
    ("labels_are_exported", "models/a.py", "say = partial(env._, name=1)", "env._ under another name"),
    ("labels_are_exported", "models/a.py", "say = self.with_context(a=1).env._", ".env._ under another name"),
    ("labels_are_exported", "models/a.py", "say = getattr(self.env, '_')", "under another name"),
    ("labels_are_exported", "models/a.py", "TEXT = 'Call'\nself.env._(TEXT)", "of something else than a text"),
    ("commits_are_listed", "models/a.py", "def f(cr):\n    cr.commit()", "commit in f"),
    ("sudo_is_explained", "models/a.py", "def f(self):\n    # checked\n    x = 1\n    self.sudo().name", "a.py:4"),
    ("errors_are_not_swallowed", "models/a.py", "try:\n    x\nexcept Exception:\n    y = 1", "a.py:3"),
    ("errors_are_not_swallowed", "models/a.py", "try:\n    x\nexcept:\n    y = 1", "a.py:3"),
    ("errors_are_not_swallowed", "models/a.py", "with contextlib.suppress(Exception):\n    x", "suppressed"),
    ("tests_are_not_skipped", "tests/test_thing.py", "def test_a(self):\n    self.skipTest('x')", "skipTest"),
    ("tests_are_not_skipped", "tests/test_thing.py", "@unittest.skip('x')\ndef test_a(): pass", "unittest.skip"),
    (
        "tests_run_after_installation",
        "tests/test_thing.py",
        "class A(B):\n    def test_a(self): pass",
        "A is not tagged",
    ),
    ("pure_packages_are_pure", "counting/sums.py", "from odoo import models", "imports odoo"),
    ("pure_packages_are_pure", "counting/sums.py", "from ..models import duret_thing", "leaves its own folder"),
    ("pure_packages_are_pure", "guessing/__init__.py", "", "no test in tests/unit"),
    ("pure_names_are_unique", "json/__init__.py", "", "hides a standard module"),
    ("routes_say_their_methods", "controllers/a.py", ROUTE.format(options="'/a'", body="return 1"), "says no methods"),
    (
        "reading_changes_nothing",
        "controllers/a.py",
        ROUTE.format(options="'/a', methods=['GET']", body="return self.write({})"),
        "answers GET and calls ['write']",
    ),
    (
        "form_tokens_stay",
        "controllers/a.py",
        ROUTE.format(options="'/a', methods=['POST'], csrf=False", body="return 1"),
        "no form token",
    ),
]


@pytest.mark.parametrize(("rule", "name", "text", "expected"), FAULTS, ids=[f"{row[0]}-{row[3]}" for row in FAULTS])
def test_a_fault_is_found(tmp_path, rule, name, text, expected):
    """One fault planted in a good addon makes its rule speak."""
    folder = plant(tmp_path, manifest=text if name is None else None)
    if name:
        write(folder / name, text)
    assert any(expected in fault for fault in rule_named(rule)(layout.Tree(tmp_path)))


def rule_named(name: str):
    """The rule of this name."""
    return {rule.__name__: rule for rule in layout.ALL}[name]


def test_every_rule_can_fail():
    """No rule is without a planted fault."""
    shown = {row[0] for row in FAULTS} | {"needed_files", "no_cycle", "diagram_tells_the_truth"}
    assert shown == {rule.__name__ for rule in layout.ALL}


@pytest.mark.parametrize("name", ["__init__.py", "pyproject.toml", "readme/DESCRIPTION.md", "i18n/fr.po"])
def test_a_missing_file_is_found(tmp_path, name):
    """Each needed file is asked for."""
    (plant(tmp_path) / name).unlink()
    assert rule_named("needed_files")(layout.Tree(tmp_path)) == [f"duret_base: {name} is missing"]


def test_a_missing_icon_and_missing_tests_are_found(tmp_path):
    """An addon has an icon and at least one test."""
    folder = plant(tmp_path)
    (folder / "static/description/icon.png").unlink()
    (folder / "tests/test_thing.py").unlink()
    faults = rule_named("needed_files")(layout.Tree(tmp_path))
    assert faults == ["duret_base: static/description/icon.png is missing", "duret_base: no test"]


def test_a_cycle_is_found(tmp_path):
    """Two addons that need each other."""
    plant(tmp_path, "duret_base", {"depends": ["duret_relance"]})
    plant(tmp_path, "duret_relance", {"depends": ["duret_base"]})
    assert len(rule_named("no_cycle")(layout.Tree(tmp_path))) == 2


@pytest.mark.parametrize(
    ("drawn", "fault"),
    [
        ("low[duret_base]\n mid[duret_relance] --> low\n", None),
        ("low[duret_base]\n mid[duret_relance]\n", "duret_relance needs ['duret_base'], drawn []"),
        ("low[duret_base]\n", "duret_relance needs ['duret_base'], drawn []"),
        ("low[duret_base] --> mid\n mid[duret_relance] --> low\n", "duret_base needs [], drawn ['duret_base', "),
        ("low[duret_base]\n mid[duret_relance] --> low\n old[duret_gone]\n", "duret_gone is not an addon"),
    ],
)
def test_a_wrong_diagram_is_found(tmp_path, drawn, fault):
    """An arrow missing, an addon missing, an arrow too many, an addon that is gone."""
    plant(tmp_path, "duret_base")
    plant(tmp_path, "duret_relance", {"depends": ["duret_base"]})
    write(tmp_path / "docs/architecture.md", drawn)
    faults = rule_named("diagram_tells_the_truth")(layout.Tree(tmp_path))
    assert any(fault in text for text in faults) if fault else faults == []


def test_what_is_allowed_passes(tmp_path):
    """Explained sudo, recorded errors, a form that asks for its method, a fallen privilege."""
    folder = plant(tmp_path)
    write(
        folder / "models/a.py",
        "def f(self):\n    # Checked by _check_owner above.\n    self.sudo().name = 1\n    self.sudo(False)\n"
        "    self.env._('%(name)s has left' ' the house', name=1)\n"
        "    try:\n        x = 1\n    except Exception as error:\n        self.record(error)\n",
    )
    body = "if request.httprequest.method == 'POST': self.create({})"
    write(folder / "controllers/a.py", ROUTE.format(options="'/a', methods=['GET', 'POST']", body=body))
    tree = layout.Tree(tmp_path)
    assert not [fault for rule in layout.ALL for fault in rule(tree)]
