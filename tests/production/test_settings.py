"""config/odoo.conf, the nginx site and the shell scripts, judged by the programs that will read them."""

import configparser
import re
import shutil
import subprocess

import front
import pytest
import yaml
from cluster import free_port

from tools.suite.layout import ROOT, VENV

CONF = ROOT / "config/odoo.conf"
SECRETS = re.compile(r"passw|secret|token|admin_passwd", re.I)


@pytest.fixture(scope="module")
def parsed():
    """Odoo's own parser after reading config/odoo.conf."""
    from odoo.tools.config import configmanager

    manager = configmanager()
    manager._log_entries.clear()
    manager._parse_config(["-c", str(CONF)])
    return manager


@pytest.fixture(scope="module")
def raw() -> configparser.RawConfigParser:
    """The file as text."""
    parser = configparser.RawConfigParser()
    parser.read(CONF)
    return parser


def test_odoo_knows_every_option(parsed, raw):
    """A misspelt option would be kept without a word and change nothing."""
    options = raw.options("options")
    assert len(options) > 25
    assert [name for name in options if name not in parsed.options_index] == []
    complaints = [
        entry for entry in parsed._log_entries if "unknown option" in entry[1] or "isn't a boolean" in entry[1]
    ]
    assert complaints == []
    for name in options:
        assert parsed.options_index[name].file_loadable, name


def test_the_values_are_what_production_needs(parsed):
    """Read back through Odoo's parser: types as Odoo understands them."""
    assert parsed["list_db"] is False and parsed["proxy_mode"] is True and parsed["with_demo"] is False
    assert parsed["db_name"] == ["duret"] and re.fullmatch(parsed["dbfilter"], "duret")
    assert not re.fullmatch(parsed["dbfilter"], "duret-restore-20261121013000")
    assert parsed["workers"] >= 2 and parsed["max_cron_threads"] >= 1
    assert parsed["limit_memory_soft"] < parsed["limit_memory_hard"]
    assert parsed["limit_time_cpu"] < parsed["limit_time_real"] < parsed["limit_time_real_cron"]
    assert parsed["gevent_port"] != parsed["http_port"]
    assert parsed["unaccent"] is True and parsed["db_template"] == "duret_template"
    assert {"base", "web", "queue_job"} <= set(parsed["server_wide_modules"])
    assert parsed["logfile"]


def test_no_secret_is_in_the_file(parsed, raw):
    """The one option about a password is empty, which shuts the database manager for everybody."""
    named = {name: raw.get("options", name) for name in raw.options("options") if SECRETS.search(name)}
    assert named == {"admin_passwd": ""}
    assert not parsed.verify_admin_password("admin") and not parsed.verify_admin_password("")


def test_the_runner_of_jobs_knows_its_options(raw):
    """Keys of [queue_job] are those that the runner's code reads."""
    site = next((VENV / "lib").glob("python3.*/site-packages"))
    code = (site / "odoo/addons/queue_job/jobrunner/runner.py").read_text()
    for name in raw.options("queue_job"):
        assert re.search(rf'queue_job_config\.get\(\s*"{name}"', code), name


def test_the_variables_of_the_containers_are_options_of_odoo(parsed):
    """ODOO_WORKERS and the others in compose would do nothing if Odoo read another name."""
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    known = {option.env_name for option in parsed.options_index.values() if option.env_name}
    code = {"ODOO_BUS_PUBLIC_SAMESITE_WS", "PGPASSWORD_FILE"}
    for name in services["odoo"]["environment"]:
        if name.startswith(("ODOO_", "PG")):
            assert name in known | code, name


def test_connections_fit_into_postgresql(parsed):
    """Every process at its most uses fewer connections than PostgreSQL accepts."""
    compose = (ROOT / "docker-compose.yml").read_text()
    accepted = int(re.search(r"PG_MAX_CONNECTIONS:-(\d+)", compose)[1])
    processes = parsed["workers"] + parsed["max_cron_threads"] + 2  # the runner of jobs and the master
    assert processes * parsed["db_maxconn"] + parsed["db_maxconn_gevent"] < accepted - 10


def test_nginx_waits_longer_than_odoo(parsed):
    """Odoo ends a request that is too long and logs it; nginx must not cut it before."""
    waits = [int(value) for value in re.findall(r"proxy_read_timeout (\d+)s", front.TEMPLATE.read_text())]
    assert min(waits) > parsed["limit_time_real"]


def test_nginx_accepts_the_site(tmp_path, report):
    """`nginx -t` on the rendered template with a throw-away certificate, without a warning."""
    site = front.Front(tmp_path, free_port(), free_port(), "127.0.0.1:8069", "127.0.0.1:8072")
    result = site.check()
    assert result.returncode == 0 and "test is successful" in result.stderr, result.stderr
    assert "[warn]" not in result.stderr, result.stderr
    version = subprocess.run([front.nginx(), "-v"], capture_output=True, text=True).stderr.strip()
    report(f"nginx -t: accepted ({version})")


def test_nothing_that_the_client_claims_is_passed_on():
    """X-Forwarded-* and X-Real-IP are set from the connection in each block that sets headers, never appended."""
    text = front.TEMPLATE.read_text()
    assert "proxy_add_x_forwarded_for" not in text and "$http_x_" not in text and "$http_forwarded" not in text
    for header, value in (("X-Forwarded-For", "$remote_addr"), ("X-Real-IP", "$remote_addr"), ("Forwarded", '""')):
        assert re.findall(rf"proxy_set_header {header} (\S+);", text) == [value, value], header
    assert text.count("proxy_set_header Host") == 2


def test_a_wrong_site_is_refused(tmp_path):
    """The check above can fail: one brace less and nginx refuses."""
    site = front.Front(tmp_path, free_port(), free_port(), "127.0.0.1:8069", "127.0.0.1:8072")
    path = tmp_path / "site.conf"
    path.write_text(path.read_text().rstrip().removesuffix("}"))
    assert site.check().returncode != 0


@pytest.mark.parametrize("script", ["config/docker/entrypoint.sh", "config/postgres/10-duret.sh", "config/secrets.sh"])
def test_shell_scripts_are_executable_and_parse(script):
    """A script that lost its executable bit would be read into PostgreSQL's own shell, or not at all."""
    path = ROOT / script
    assert path.stat().st_mode & 0o111
    shell = path.read_text().splitlines()[0].removeprefix("#!")
    assert subprocess.run([shell, "-n", str(path)], capture_output=True).returncode == 0


def test_the_entry_point_refuses_to_start_without_its_password(tmp_path):
    """An empty or absent file stops the container with its name; with a file, the command gets the password."""
    entry = str(ROOT / "config/docker/entrypoint.sh")
    for name in ("absent", "empty"):
        (tmp_path / "empty").touch()
        environment = {"PATH": "/usr/bin:/bin", "PGPASSWORD_FILE": str(tmp_path / name)}
        result = subprocess.run([entry, "true"], env=environment, capture_output=True, text=True)
        assert result.returncode == 1 and name in result.stderr
    (tmp_path / "full").write_text("word\n")
    environment = {"PATH": "/usr/bin:/bin", "PGPASSWORD_FILE": str(tmp_path / "full")}
    result = subprocess.run([entry, "printenv", "PGPASSWORD"], env=environment, capture_output=True, text=True)
    assert result.stdout == "word\n"


def test_secrets_are_drawn_once_and_kept(tmp_path):
    """Three different passwords of 32 signs in a folder that only its owner enters; a second run changes none."""

    def draw():
        subprocess.run([str(ROOT / "config/secrets.sh")], cwd=tmp_path, check=True, capture_output=True)
        return {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}

    first = draw()
    assert len(set(first.values())) == 3 and all(len(value) == 32 for value in first.values())
    assert (tmp_path / "secrets").stat().st_mode & 0o077 == 0
    assert draw() == first


def test_logrotate_accepts_the_rules(report):
    """Run where logrotate is installed; the folders are compared with compose everywhere (test_compose)."""
    program = shutil.which("logrotate") or shutil.which("/usr/sbin/logrotate")
    text = (ROOT / "config/logrotate/duret").read_text()
    assert text.count("rotate 180") == text.count("daily") == 2
    if program is None:
        report("logrotate is not installed: its rules were read, not run")
        return
    result = subprocess.run(
        [program, "-d", "-s", "/dev/null", str(ROOT / "config/logrotate/duret")], capture_output=True, text=True
    )
    assert result.returncode == 0 and "error" not in result.stderr.lower(), result.stderr
    report("logrotate -d: accepted")
