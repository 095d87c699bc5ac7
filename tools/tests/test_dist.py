"""Wheels of the addons: built without network, complete, the same twice, and installable."""

import subprocess
import sys
import zipfile

import pytest

from tools import dist
from tools.suite.layout import ADDONS


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel of the lowest addon."""
    return dist.build(ADDONS / "duret_base", tmp_path_factory.mktemp("dist"))


def test_wheel_holds_the_addon(wheel):
    """Manifest, data, French, icon and tests; nothing of how it was packed."""
    assert wheel.name == "odoo_addon_duret_base-19.0.1.0.0-py3-none-any.whl"
    assert dist.faults(wheel, ADDONS / "duret_base") == []
    names = {name.removeprefix("odoo/addons/duret_base/") for name in zipfile.ZipFile(wheel).namelist()}
    assert {"__manifest__.py", "i18n/fr.po", "security/res_groups.xml", "tests/__init__.py"} <= names
    assert any(name.startswith("static/description/icon") for name in names)
    assert "pyproject.toml" not in names
    assert not [name for name in names if "__pycache__" in name]


def test_same_sources_give_the_same_bytes(wheel, tmp_path):
    """A wheel can be compared with the one that runs in production."""
    assert dist.build(ADDONS / "duret_base", tmp_path).read_bytes() == wheel.read_bytes()


def test_a_missing_file_is_noticed(wheel, tmp_path):
    """A wheel without its French is refused."""
    short = tmp_path / wheel.name
    with zipfile.ZipFile(wheel) as whole, zipfile.ZipFile(short, "w") as cut:
        for name in whole.namelist():
            if not name.endswith("i18n/fr.po"):
                cut.writestr(name, whole.read(name))
    assert dist.faults(short, ADDONS / "duret_base") == [f"{wheel.name}: lacks odoo/addons/duret_base/i18n/fr.po"]


def test_wheel_installs_without_an_index(wheel, tmp_path):
    """pip puts it where Odoo looks for addons."""
    command = [sys.executable, "-m", "pip", "install", "--no-index", "--no-deps", "--target", str(tmp_path), str(wheel)]
    subprocess.run(command, check=True, capture_output=True)
    assert (tmp_path / "odoo/addons/duret_base/__manifest__.py").is_file()
