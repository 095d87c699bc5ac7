"""Odoo processes: configuration file, command lines, and servers that start, answer and stop."""

import contextlib
import os
import secrets
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from . import odoo_source, postgres, python_env
from .console import SuiteError, tail_of
from .layout import ADDONS, CONFIG, DATA, LOGS, VENV_BIN

MAIL_SINK_PORT = 8025  # SMTP port of the catcher for outgoing mail
CONFIG_TEXT = """[options]
# Written by the workshop tools for development and tests; production uses config/odoo.conf.
addons_path = {addons}
data_dir = {data}
db_host = {host}
db_port = {port}
db_user = {user}
db_maxconn = 40
admin_passwd = {secret}
http_interface = 127.0.0.1
list_db = False
smtp_server = 127.0.0.1
smtp_port = {smtp}
unaccent = True
limit_time_cpu = 600
limit_time_real = 1200
log_level = info
"""


def write_config() -> None:
    """Write .local/odoo.conf; keeps the master password of an earlier one."""
    secret = secrets.token_urlsafe(24)
    if CONFIG.exists():
        for line in CONFIG.read_text().splitlines():
            if line.startswith("admin_passwd = "):
                secret = line.split(" = ", 1)[1]
    for folder in (DATA, LOGS):
        folder.mkdir(parents=True, exist_ok=True)
    text = CONFIG_TEXT.format(
        addons=",".join([str(ADDONS), *odoo_source.extra_addons_path()]),
        data=DATA,
        host=postgres.env()["PGHOST"],
        port=postgres.PORT,
        user=postgres.USER,
        secret=secret,
        smtp=MAIL_SINK_PORT,
    )
    if not CONFIG.exists() or CONFIG.read_text() != text:
        CONFIG.write_text(text)
        CONFIG.chmod(0o600)


def env() -> dict:
    """Environment for any Odoo process or test run."""
    merged = python_env.env()
    pg = postgres.env()
    pg["PATH"] = f"{VENV_BIN}{os.pathsep}{pg['PATH']}"
    return merged | pg


def command(*arguments) -> list[str]:
    """Command line of Odoo's `server` with the workshop's configuration."""
    return [str(VENV_BIN / "odoo"), "server", "-c", str(CONFIG), *map(str, arguments)]


def free_port() -> int:
    """A TCP port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_port_free(port: int) -> bool:
    """True when nobody listens on the port of 127.0.0.1."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


class OdooServer:
    """A real Odoo server on one database, with or without worker processes.

    Use as a context manager: it is stopped at the end, whatever happened. With workers, websockets are
    served on `gevent_port`; without, on the same port as the pages.
    """

    def __init__(self, database: str, port: int | None = None, workers: int = 0, options=(), name: str = ""):
        self.database = database
        self.port = port or free_port()
        self.workers = workers
        self.gevent_port = free_port() if workers else self.port
        self.options = list(options)
        self.log = LOGS / f"{name or database}-{self.port}.log"
        self.process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        """Base address of the server."""
        return f"http://127.0.0.1:{self.port}"

    def start(self, timeout: float = 90) -> "OdooServer":
        """Start the process and wait until it answers (seconds); raises SuiteError with its log otherwise."""
        arguments = ["-d", self.database, "--db-filter", f"^{self.database}$", "--http-port", self.port]
        if self.workers:
            arguments += ["--workers", self.workers, "--gevent-port", self.gevent_port]
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as stream:
            self.process = subprocess.Popen(
                command(*arguments, *self.options),
                stdout=stream,
                stderr=subprocess.STDOUT,
                env=env() | {"ODOO_MAX_HTTP_THREADS": "12"},
                start_new_session=True,
            )
        self.wait_ready(timeout)
        return self

    def wait_ready(self, timeout: float) -> None:
        """Wait until the server answers a request on its database."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise SuiteError(f"Odoo stopped while starting:\n{tail_of(self.log)}")
            # A 4xx or 5xx is an answer too: the server is up (the caller looks at pages itself).
            with contextlib.suppress(OSError):
                try:
                    urllib.request.urlopen(f"{self.url}/web/health", timeout=5)
                except urllib.error.HTTPError:
                    return
                return
            time.sleep(0.1)
        raise SuiteError(f"Odoo did not answer within {timeout} s:\n{tail_of(self.log)}")

    def stop(self) -> None:
        """Ask for a clean stop, then insist after 15 s."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """Kill the process and all its workers at once (kill -9)."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def __enter__(self) -> "OdooServer":
        return self if self.process else self.start()

    def __exit__(self, *_exc) -> None:
        self.stop()


def shell(database: str, script: str | None = None, timeout: float | None = None) -> subprocess.CompletedProcess:
    """Run an Odoo shell; with a script it is read from standard input and its output is captured."""
    line = [str(VENV_BIN / "odoo"), "shell", "-c", str(CONFIG), "-d", database, "--no-http"]
    if script is None:
        return subprocess.run([*line, "--log-level", "warn"], env=env())
    return subprocess.run(line, input=script, text=True, capture_output=True, env=env(), timeout=timeout)


def read_log(path: Path) -> str:
    """Whole text of a server log."""
    return path.read_text(errors="replace") if path.exists() else ""
