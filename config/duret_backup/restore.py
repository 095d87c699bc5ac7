"""Bring a backup back: beside the running database first, checked, and only then in its place."""

from datetime import UTC, datetime
from pathlib import Path

from . import BackupError, archive, contents, database

# `odoo db load` gives a restored database a new identity. After a disaster it must keep the old one: links
# in mails already sent are signed with the secret, and they point to the address.
IDENTITY = (
    "database.create_date",
    "database.secret",
    "database.uuid",
    "web.base.url",
    "base.login_cooldown_after",
    "base.login_cooldown_duration",
)
STAMP = "%Y%m%d%H%M%S"


def check(odoo: database.Odoo, source: Path, name: str) -> list[str]:
    """Compare a restored database and its files with the archive; returns what differs, in sentences."""
    expected = archive.read_contents(source)
    problems = contents.differences(expected, database.inspect(name))
    return problems + archive.stored_differences(archive.read_manifest(source), odoo.filestore(name))


def _load_checked(odoo: database.Odoo, source: Path, name: str) -> None:
    """Load the archive as a new database and compare; deletes it and raises BackupError when it differs."""
    odoo.load(source, name)
    problems = check(odoo, source, name)
    if problems:
        odoo.drop(name)
        shown = "\n".join(f"  - {problem}" for problem in problems[:20])
        raise BackupError(f"La restauration diffère de la sauvegarde ({len(problems)} écarts) :\n{shown}")


def _keep_identity(source: Path, name: str) -> None:
    """Give the restored database the identity that the backup had."""
    saved = archive.read_contents(source).parameters
    database.set_parameters(name, {key: saved[key] for key in IDENTITY if saved.get(key) is not None})


def restore(odoo: database.Odoo, source: Path, name: str, *, replace: bool = False, copy: bool = False) -> str | None:
    """Restore an archive as the database `name`.

    :param replace: when the database exists, set it aside under another name instead of refusing
    :param copy: a harmless copy for trials: new identity, no mail in or out, no scheduled action
    :return: name under which the former database was set aside, or None
    :raises BackupError: damaged archive, existing database, or a result that differs from the archive
    """
    archive.verify(source)
    occupied = database.exists(name)
    if occupied and not replace:
        raise BackupError(f"La base « {name} » existe déjà. Choisissez un autre nom, ou ajoutez --replace.")
    stamp = datetime.now(UTC).strftime(STAMP)
    draft = f"{name}-restore-{stamp}"
    _load_checked(odoo, source, draft)
    if copy:
        odoo.neutralize(draft)
    else:
        _keep_identity(source, draft)
    former = None
    if occupied:
        former = f"{name}-before-{stamp}"
        odoo.rename(name, former)
    odoo.rename(draft, name)
    return former
