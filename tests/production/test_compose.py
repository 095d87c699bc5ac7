"""docker-compose.yml: nothing exposed but nginx, no password in it, every setting known and explained."""

import re
import shutil
import subprocess

import front
import pytest
import yaml
from duret_backup import retention

from tools.suite.layout import ROOT

COMPOSE = ROOT / "docker-compose.yml"
LONG_RUNNING = {"postgres", "odoo", "backup", "nginx"}
VARIABLE = re.compile(r"(?<!\$)\$\{(\w+)(?::?([-?])([^}]*))?\}")


@pytest.fixture(scope="module")
def compose() -> dict:
    """The file as data."""
    return yaml.safe_load(COMPOSE.read_text())


def _variables() -> dict[str, tuple[str, str]]:
    """Settings that compose reads from .env, with how and what it does when they are not there."""
    return {name: (kind, text) for name, kind, text in VARIABLE.findall(COMPOSE.read_text())}


def _sample() -> dict[str, tuple[bool, str]]:
    """Settings of config/env.sample: required or not, and the value shown."""
    lines = (ROOT / "config/env.sample").read_text().splitlines()
    found = [re.fullmatch(r"(#?)([A-Z_]+)=(.*)", line) for line in lines]
    return {match[2]: (not match[1], match[3]) for match in found if match}


def _compose_command() -> list[str] | None:
    """docker-compose, or docker with its compose plugin, when installed."""
    if shutil.which("docker-compose"):
        return ["docker-compose"]
    if shutil.which("docker") and subprocess.run(["docker", "compose", "version"], capture_output=True).returncode == 0:
        return ["docker", "compose"]
    return None


def test_only_nginx_is_reachable(compose):
    """No other service publishes a port or uses the host's network, and the database has no way out."""
    services = compose["services"]
    assert [name for name, service in services.items() if "ports" in service] == ["nginx"]
    assert not [name for name, service in services.items() if "network_mode" in service or service.get("privileged")]
    assert services["postgres"]["networks"] == ["back"]
    assert compose["networks"]["back"]["internal"] and compose["networks"]["front"]["internal"]
    assert "back" not in services["nginx"]["networks"]


def test_services_come_back_and_are_watched(compose):
    """Every lasting service starts again by itself and says whether it is well; logs do not fill the disk."""
    services = compose["services"]
    assert set(services) == LONG_RUNNING | {"init"}
    for name in LONG_RUNNING:
        assert services[name]["restart"] == "unless-stopped", name
        assert services[name]["logging"]["options"]["max-size"], name
        assert "no-new-privileges:true" in services[name]["security_opt"], name
        if name != "odoo":  # the image's own HEALTHCHECK
            assert services[name]["healthcheck"]["test"], name
    assert services["init"]["restart"] == "no"
    for name in ("odoo", "backup"):
        assert services[name]["depends_on"]["init"]["condition"] == "service_completed_successfully"


def test_no_password_is_written_or_has_a_default(compose):
    """Passwords are files of the host; no variable of a container holds one."""
    for name, secret in compose["secrets"].items():
        assert secret["file"].startswith("./secrets/"), name
    for name, service in compose["services"].items():
        for key, value in service.get("environment", {}).items():
            if re.search("PASSWORD|SECRET|TOKEN", key):
                assert key.endswith("_FILE") and value.startswith("/run/secrets/"), (name, key)
                assert value.rsplit("/", 1)[1] in service["secrets"], (name, key)
    made = re.search(r"for name in (.*); do", (ROOT / "config/secrets.sh").read_text())[1].split()
    assert set(made) == set(compose["secrets"])


def test_images_are_pinned(compose):
    """PostgreSQL to the minor version, nginx to its branch, Odoo to its series."""
    assert re.fullmatch(r"postgres:16\.\d+-\w+", compose["services"]["postgres"]["image"])
    assert re.fullmatch(r"nginx:1\.\d+", compose["services"]["nginx"]["image"])
    assert compose["services"]["odoo"]["build"]["args"]["ODOO_IMAGE"] == "${ODOO_IMAGE:-odoo:19.0}"
    assert re.search(r"^ARG ODOO_IMAGE=odoo:19\.0$", (ROOT / "Dockerfile").read_text(), re.M)


def test_every_setting_is_in_the_sample_with_its_true_default():
    """What .env may say is exactly what compose reads; the defaults shown are those that act."""
    used, shown = _variables(), _sample()
    assert set(shown) - {"COMPOSE_PROJECT_NAME"} == set(used)
    required = {name for name, (kind, _text) in used.items() if kind == "?"}
    assert {name for name, (needed, _value) in shown.items() if needed} == required | {"COMPOSE_PROJECT_NAME"}
    for name, (kind, text) in used.items():
        if kind == "-" and name != "ODOO_IMAGE":
            assert shown[name][1] == text, name


def test_odoo_may_write_where_its_volumes_are(compose):
    """A new volume takes the owner of the image's folder: one that the image lacks would belong to root."""
    ours = set(re.search(r"install -d -o odoo -g odoo -m 750 (.*)", (ROOT / "Dockerfile").read_text())[1].split())
    theirs = {"/var/lib/odoo"}  # made by the official image
    for name in ("odoo", "backup", "init"):
        volumes = compose["services"][name].get("volumes", [])
        mounts = [re.sub(r"\$\{[^}]*\}", "", mount).split(":") for mount in volumes]
        written = {mount[1] for mount in mounts if mount[2:] != ["ro"] and not mount[0].startswith(("./", "/"))}
        assert written <= ours | theirs, name


def test_the_retention_shown_is_the_one_that_acts(compose):
    """Compose, the sample and the program agree."""
    environment = compose["services"]["backup"]["environment"]
    for period, default in retention.Policy._field_defaults.items():
        assert environment[f"DURET_KEEP_{period.upper()}"].endswith(f":-{default}}}")


def test_what_is_mounted_exists(compose):
    """Each file of the repository that a container mounts is there; each volume is declared with its name."""
    for name, service in compose["services"].items():
        for mount in service.get("volumes", []):
            origin = re.sub(r"\$\{[^}]*\}", "", mount).split(":")[0]
            if origin.startswith("./"):
                assert (ROOT / origin).exists(), (name, mount)
            elif origin and not origin.startswith("/"):
                assert compose["volumes"][origin]["name"] == f"duret_{origin}", (name, mount)
    rotated = (ROOT / "config/logrotate/duret").read_text()
    for volume in ("duret_odoo-logs", "duret_nginx-logs"):
        assert f"/volumes/{volume}/_data/*.log" in rotated


def test_the_nginx_container_gives_its_template_every_variable(compose):
    """No ${...} is left in the site, none is given in vain."""
    given = {name for name in compose["services"]["nginx"]["environment"] if name.startswith("DURET_")}
    assert given == front.variables_of(front.TEMPLATE.read_text())


def test_compose_accepts_the_file_and_asks_for_what_is_missing(report, tmp_path):
    """With docker compose installed its own check runs; the checks above run everywhere."""
    command = _compose_command()
    if command is None:
        report("docker compose is not installed: the file was checked as data only")
        assert set(yaml.safe_load(COMPOSE.read_text())) >= {"services", "networks", "volumes", "secrets"}
        return
    settings = tmp_path / "env"
    settings.write_text((ROOT / "config/env.sample").read_text())
    line = [*command, "--env-file", str(settings), "-f", str(COMPOSE)]
    result = subprocess.run([*line, "config"], capture_output=True, text=True, cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert set(yaml.safe_load(result.stdout)["services"]) == LONG_RUNNING | {"init"}
    settings.write_text("COMPOSE_PROJECT_NAME=duret\n")
    result = subprocess.run([*line, "config", "-q"], capture_output=True, text=True, cwd=tmp_path)
    assert result.returncode != 0 and "set it in .env" in result.stderr
    report(f"{' '.join(command)} config: accepted")
