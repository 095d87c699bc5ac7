"""A PostgreSQL cluster as in production: passwords over TCP, and an Odoo account that is no superuser."""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

from tools.suite import server, system
from tools.suite.layout import LOGS, ROOT, VENV_BIN

ENTRYPOINT = ROOT / "config/docker/entrypoint.sh"


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _account() -> dict:
    """Options for subprocess: PostgreSQL refuses root, so root lends it the account `postgres`."""
    if os.geteuid():
        return {}
    owner = pwd.getpwnam("postgres")
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}


class Cluster:
    """A throw-away cluster, set up by the very script that the production container runs."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="duret-production-", dir="/var/tmp"))
        self.port = free_port()
        self.password_file = self.folder / "password"
        self.data_dir = self.folder / "odoo"
        self.binaries = system.postgres_bin()

    def _postgres(self, *command) -> None:
        result = subprocess.run(
            list(map(str, command)), cwd="/", capture_output=True, text=True, start_new_session=True, **_account()
        )
        assert result.returncode == 0, result.stdout + result.stderr

    def start(self) -> "Cluster":
        """Create the cluster, start it, run config/postgres/10-duret.sh."""
        data, sockets = self.folder / "data", self.folder / "sockets"
        for folder in (data, sockets, self.data_dir):
            folder.mkdir()
        if owner := _account():
            for folder in (self.folder, data, sockets):
                os.chown(folder, owner["user"], owner["group"])
        self._postgres(
            *(self.binaries / "initdb", "-D", data, "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"),
            *("--auth-local=trust", "--auth-host=scram-sha-256"),
        )
        settings = f"-c listen_addresses=127.0.0.1 -c port={self.port} -c unix_socket_directories={sockets}"
        settings += " -c fsync=off -c max_connections=150"
        log = self.folder / "sockets" / "server.log"
        self._postgres(self.binaries / "pg_ctl", "-D", data, "-l", log, "-o", settings, "-w", "start")
        self.password_file.write_text(secrets.token_urlsafe(24))
        environment = os.environ | {
            "PATH": f"{self.binaries}{os.pathsep}{os.environ['PATH']}",
            "PGHOST": str(sockets),
            "PGPORT": str(self.port),
            "POSTGRES_USER": "postgres",
            "DURET_DB_PASSWORD_FILE": str(self.password_file),
        }
        subprocess.run(["sh", ROOT / "config/postgres/10-duret.sh"], env=environment, check=True, capture_output=True)
        return self

    def stop(self) -> None:
        """Stop the cluster and delete everything."""
        self._postgres(self.binaries / "pg_ctl", "-D", self.folder / "data", "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.folder)

    def environment(self, database: str = "duret") -> dict:
        """Variables of a container: the password comes from a file, through the entry point only."""
        path = f"{VENV_BIN}{os.pathsep}{self.binaries}{os.pathsep}{os.environ['PATH']}"
        clean = {key: value for key, value in server.env().items() if not key.startswith(("PG", "ODOO_"))}
        return clean | {
            "PATH": path,
            "PGHOST": "127.0.0.1",
            "PGPORT": str(self.port),
            "PGUSER": "odoo",
            "PGDATABASE": database,
            "PGPASSWORD_FILE": str(self.password_file),
            "ODOO_RC": str(ROOT / "config/odoo.conf"),
            "ODOO_ADDONS_PATH": ",".join(server_addons_path()),
            "ODOO_DATA_DIR": str(self.data_dir),
            "ODOO_LOGFILE": str(LOGS / "production.log"),
            "ODOO_BUS_PUBLIC_SAMESITE_WS": "1",
            "TZ": "Europe/Paris",
        }

    def run(self, *command, database: str = "duret", script: str | None = None, **extra) -> subprocess.CompletedProcess:
        """Run a command as a container would: through the entry point, with the container's variables."""
        return subprocess.run(
            [str(ENTRYPOINT), *map(str, command)],
            env=self.environment(database) | extra,
            input=script,
            capture_output=True,
            text=True,
        )

    def sql(self, database: str, query: str) -> list[str]:
        """Rows of a query as text, asked by Odoo's account."""
        result = self.run("psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", query)
        assert result.returncode == 0, result.stderr
        return result.stdout.splitlines()


def server_addons_path() -> list[str]:
    """Folders of addons outside Python's own path: ours, and an Odoo checkout's when there is one."""
    for line in server.CONFIG.read_text().splitlines():
        if line.startswith("addons_path = "):
            return line.split(" = ", 1)[1].split(",")
    raise AssertionError("the workshop's odoo.conf names no addons_path")
