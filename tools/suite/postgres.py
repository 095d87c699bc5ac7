"""The embedded PostgreSQL cluster: no service, no port, a socket only its owner can enter."""

import contextlib
import fcntl
import os
import pwd
import shutil
import subprocess
from pathlib import Path

from .console import SuiteError, run, step
from .layout import LOCAL, PG_FALLBACK, SOCKETS
from .system import postgres_bin

PORT = 5432
USER = "odoo"
SETTINGS = """
# --- Duret suite
listen_addresses = ''
unix_socket_directories = '{sockets}'
port = {port}
max_connections = 300
shared_buffers = 256MB
work_mem = 16MB
maintenance_work_mem = 128MB
max_wal_size = 2GB
# fsync stays on (a power cut loses nothing older than a second); waiting for it at each commit does not.
synchronous_commit = off
jit = off
logging_collector = off
"""


def _owner() -> pwd.struct_passwd | None:
    """The unprivileged account for PostgreSQL when running as root (it refuses root), else None."""
    if os.geteuid():
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise SuiteError("PostgreSQL refuses to run as root and no account `postgres` exists.")


def _enterable(folder: Path) -> bool:
    """True when every other account may pass through the folder and its parents."""
    return all(parent.stat().st_mode & 0o001 for parent in (folder, *folder.parents))


def data_folder() -> Path:
    """Where the cluster's files are: below .local, or /var/tmp when its account cannot get there."""
    LOCAL.mkdir(parents=True, exist_ok=True)
    return LOCAL / "pg" if _owner() is None or _enterable(LOCAL) else PG_FALLBACK


def _as_owner(command, check=True) -> subprocess.CompletedProcess:
    owner = _owner()
    options = {"cwd": "/", "start_new_session": True}
    if owner:
        options |= {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
    if check:
        return run(command, **options)
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, **options)


def _own(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if owner := _owner():
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    folder.chmod(0o700)


def _create(data: Path) -> None:
    with step("PostgreSQL cluster"):
        shutil.rmtree(data, ignore_errors=True)
        _own(data)
        _as_owner(
            [postgres_bin() / "initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8"]
            + ["--locale=C.UTF-8", "--no-sync"]
        )
        with (data / "postgresql.conf").open("a") as stream:
            stream.write(SETTINGS.format(sockets=SOCKETS, port=PORT))
        (data / ".ready").touch()


def is_running() -> bool:
    """True when the cluster answers."""
    binary = postgres_bin()
    if binary is None or not (data_folder() / ".ready").exists():
        return False
    return _as_owner([binary / "pg_ctl", "-D", data_folder(), "status"], check=False).returncode == 0


def ensure_running() -> None:
    """Create the cluster if need be and start it; safe to call from several commands at once."""
    LOCAL.mkdir(parents=True, exist_ok=True)
    with (LOCAL / "pg.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        data = data_folder()
        if not (data / ".ready").exists():
            _create(data)
        if is_running():
            return
        _own(SOCKETS)
        log = data / "server.log"
        _as_owner([postgres_bin() / "pg_ctl", "-D", data, "-l", log, "-w", "-t", "60", "start"])


def stop() -> None:
    """Stop the cluster (waits for a clean shutdown)."""
    if is_running():
        _as_owner([postgres_bin() / "pg_ctl", "-D", data_folder(), "-m", "fast", "-w", "stop"])


def destroy() -> None:
    """Stop the cluster and delete its files."""
    stop()
    shutil.rmtree(data_folder(), ignore_errors=True)
    shutil.rmtree(SOCKETS, ignore_errors=True)


def env() -> dict:
    """PG* variables so that createdb, psql and pg_dump reach the cluster."""
    path = f"{postgres_bin()}{os.pathsep}{os.environ.get('PATH', '')}"
    return {"PGHOST": str(SOCKETS), "PGPORT": str(PORT), "PGUSER": USER, "PATH": path}


def sql(query: str, database: str = "postgres") -> list[str]:
    """Run one statement with psql and return its rows as text; raises SuiteError on failure."""
    command = [postgres_bin() / "psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", query]
    return run(command, env=os.environ | env()).stdout.splitlines()


def other_sessions() -> int:
    """Number of connections of others to the cluster."""
    return int(sql("select count(*) from pg_stat_activity where datname is not null and pid <> pg_backend_pid()")[0])
