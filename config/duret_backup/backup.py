"""Make a backup, then forget the old ones."""

import contextlib
import fcntl
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

from . import BackupError, archive, database, naming, retention


@contextlib.contextmanager
def _alone(folder: Path):
    """Only one backup at a time writes to the folder; raises BackupError when another one is running."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BackupError(f"Une autre sauvegarde est en cours dans {folder}.") from error
        yield


def _write(odoo: database.Odoo, name: str, final: Path, now: datetime) -> archive.Manifest:
    """Write the archive under a temporary name, read it back, publish it; leaves nothing behind on failure."""
    part = final.with_name(f"{final.name}.part")
    try:
        odoo.dump(name, part)
        manifest = archive.complete(part, odoo.filestore(name), name, now)
        archive.check_readable(part)
        archive.publish(part, final)
    except OSError as error:
        raise BackupError(f"Sauvegarde impossible dans {final.parent} : {error}") from error
    finally:
        part.unlink(missing_ok=True)
    return manifest


def prune(folder: Path, name: str, policy: retention.Policy, zone: tzinfo) -> list[Path]:
    """Delete the backups of a database that the policy no longer keeps; returns them."""
    found = naming.complete_backups(folder, name)
    gone = [found[moment] for moment in sorted(found.keys() - retention.kept(found, policy, zone))]
    for path in gone:
        # The checksum goes first: what is interrupted here is an incomplete pair, never a false backup.
        naming.checksum_file(path).unlink()
        path.unlink()
    return gone


def make(
    odoo: database.Odoo, name: str, folder: Path, policy: retention.Policy, zone: tzinfo
) -> tuple[Path, archive.Manifest]:
    """Back a database up into a folder and apply the retention; returns the archive and its manifest."""
    if not database.exists(name):
        raise BackupError(f"La base « {name} » n'existe pas.")
    with _alone(folder):
        for stale in folder.glob(f"{name}-*.part"):  # left by a power cut: nobody else writes now
            stale.unlink()
        now = datetime.now(UTC)
        final = folder / naming.archive_name(name, now)
        manifest = _write(odoo, name, final, now)
        prune(folder, name, policy, zone)
    return final, manifest


def latest(folder: Path, name: str) -> tuple[datetime, Path] | None:
    """The newest finished backup of a database, or None."""
    found = naming.complete_backups(folder, name)
    return max(found.items()) if found else None


def check_recent(folder: Path, name: str, max_age: timedelta, now: datetime) -> str:
    """One line about the newest backup; raises BackupError when it is older than `max_age` or absent."""
    newest = latest(folder, name)
    if newest is None:
        raise BackupError(f"Aucune sauvegarde de « {name} » dans {folder}.")
    moment, path = newest
    hours = (now - moment).total_seconds() / 3600
    if now - moment > max_age:
        raise BackupError(f"La dernière sauvegarde, {path.name}, a {hours:.0f} h : la sauvegarde quotidienne échoue.")
    return f"{path.name} ({hours:.0f} h, {path.stat().st_size / 1e6:.1f} Mo)"
