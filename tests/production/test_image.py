"""The image holds what development has: one lock, one list of modules, and nothing that pip should not touch."""

import ast
import re
from pathlib import Path

import image_requirements
import pytest

from tools.suite import databases, odoo_source
from tools.suite.layout import ADDONS, ROOT, SUITE_ROOT_MODULE, VENV, suite_addons

REQUIREMENTS_IN = (ROOT / "requirements.in").read_text()
REQUIREMENTS_TXT = (ROOT / "requirements.txt").read_text()
OCA_PREFIX = "odoo-addon-"


@pytest.fixture(scope="module")
def pins() -> dict[str, str]:
    """Lines of the lock that the image installs, by name."""
    lines = image_requirements.image_pins(REQUIREMENTS_IN, REQUIREMENTS_TXT)
    return {image_requirements.canonical(line.split("==")[0]): line for line in lines}


def _module_folders() -> list[Path]:
    """Where modules are found, in development: ours, Odoo's (two folders), the OCA wheels'."""
    site = next((VENV / "lib").glob("python3.*/site-packages"))
    roots = [Path(line) for line in (site / "odoo-src.pth").read_text().splitlines()]
    found = [ADDONS, site / "odoo/addons", *map(Path, odoo_source.extra_addons_path())]
    for root in roots:
        found += [root / "odoo/addons", root / "addons"]
    return [folder for folder in found if folder.is_dir()]


def _manifest(module: str) -> tuple[dict, Path]:
    for folder in _module_folders():
        path = folder / module / "__manifest__.py"
        if path.exists():
            return ast.literal_eval(path.read_text()), folder
    raise AssertionError(f"module {module} is nowhere")


@pytest.fixture(scope="module")
def closure() -> dict[str, Path]:
    """Every module that installing the suite installs by its dependencies, with its folder."""
    found: dict[str, Path] = {}
    todo = [SUITE_ROOT_MODULE]
    while todo:
        module = todo.pop()
        if module not in found:
            manifest, folder = _manifest(module)
            found[module] = folder
            todo += manifest.get("depends", ["base"])
    return found


def test_the_image_installs_exactly_what_odoo_does_not_bring(pins):
    """The image's part and Odoo's part make up the whole lock, and none of Odoo's libraries is in ours."""
    by_title = image_requirements.sections(REQUIREMENTS_IN)
    locked, via = image_requirements.lock(REQUIREMENTS_TXT)
    odoo_roots = set().union(*(names for title, names in by_title.items() if title.startswith("Odoo 19")))
    odoo_part = image_requirements.reach(odoo_roots, via)
    assert len(odoo_roots) > 40
    assert odoo_part | pins.keys() == locked.keys()
    assert not odoo_part & pins.keys()
    assert not {"lxml", "werkzeug", "psycopg2-binary", "requests", "pillow"} & pins.keys()


def test_every_oca_addon_of_the_suite_is_in_the_image(pins, closure):
    """Each module comes from Odoo, from us, or from a wheel that the image installs at the locked version."""
    wheels = {name.removeprefix(OCA_PREFIX).replace("-", "_") for name in pins if name.startswith(OCA_PREFIX)}
    site = next((VENV / "lib").glob("python3.*/site-packages"))
    from_wheels = {module for module, folder in closure.items() if folder == site / "odoo/addons"}
    assert from_wheels and from_wheels <= wheels


def test_compose_and_native_install_the_same_modules(closure):
    """The one module that production installs brings every addon and every outside module that `make run` has."""
    compose = (ROOT / "config/docker/init.py").read_text()
    assert f'"DURET_MODULE", "{SUITE_ROOT_MODULE}"' in compose
    assert set(suite_addons()) <= closure.keys()
    assert set(databases.external_modules()) <= closure.keys()
    assert {module for module, folder in closure.items() if folder == ADDONS} == set(suite_addons())


def test_compose_and_native_speak_the_same_languages():
    """The first language is the users'; the order matters."""
    init = (ROOT / "config/docker/init.py").read_text()
    assert f'LANGUAGES = "{databases.LANGUAGES}"' in init


def test_libraries_that_our_addons_name_are_in_the_image(pins):
    """external_dependencies of our manifests are locked, and the image gets them."""
    for module in suite_addons():
        for name in _manifest(module)[0].get("external_dependencies", {}).get("python", []):
            distribution = image_requirements.canonical(name)
            locked = distribution in image_requirements.lock(REQUIREMENTS_TXT)[0]
            assert locked, f"{module}: {name} is not in requirements.txt"


def test_a_lock_that_does_not_fit_is_refused():
    """A package asked for and not locked stops the build instead of being forgotten."""
    with pytest.raises(ValueError, match="odoo-addon-new"):
        image_requirements.image_pins(REQUIREMENTS_IN + "\nodoo-addon-new\n", REQUIREMENTS_TXT)
    with pytest.raises(ValueError, match="no section"):
        image_requirements.image_pins("lxml\n", REQUIREMENTS_TXT)


def test_the_check_of_the_build_sees_what_is_missing(pins):
    """`--check` in the Dockerfile is silent for what is installed here, and names what is not."""
    assert image_requirements.check(list(pins.values())) == []
    assert (
        image_requirements.check(["holidays==0.1", "no-such-package==1"])[1] == "no-such-package: absent instead of 1"
    )


def test_the_server_runs_without_privilege_and_cannot_rewrite_its_code():
    """The last USER is odoo; code and settings are root's; the build uses the one lock."""
    text = (ROOT / "Dockerfile").read_text()
    assert re.findall(r"^USER (\w+)$", text, re.M)[-1] == "odoo"
    assert "HEALTHCHECK" in text and "/web/health?db_server_status=1" in text
    assert "--no-deps" in text and "--break-system-packages" in text
    for line in re.findall(r"^COPY (.*)$", text, re.M):
        words = [word for word in line.split()[:-1] if not word.startswith("--")]
        for word in words:
            assert (ROOT / word).exists(), line
            allowed = {rule.lstrip("!").strip() for rule in (ROOT / ".dockerignore").read_text().splitlines()}
            assert word.split("/")[0] in allowed, f"{word} is kept out of the build by .dockerignore"
        assert "chown=odoo" not in line
