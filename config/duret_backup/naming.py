"""Names of the files in the backup folder: `<database>-<UTC time>.zip` beside `<same>.zip.sha256`."""

import re
from datetime import UTC, datetime
from pathlib import Path

STAMP = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r"^(?P<database>[A-Za-z0-9_-]{1,60}?)-(?P<stamp>\d{8}T\d{6}Z)\.zip$")


def archive_name(database: str, moment: datetime) -> str:
    """File name of the backup of a database made at an aware moment.

    >>> archive_name("duret", datetime(2026, 11, 21, 1, 30, tzinfo=UTC))
    'duret-20261121T013000Z.zip'
    """
    return f"{database}-{moment.astimezone(UTC).strftime(STAMP)}.zip"


def parse(name: str) -> tuple[str, datetime] | None:
    """Database and moment (UTC) of a backup's file name, or None when the file is not one of ours.

    >>> parse("duret-20261121T013000Z.zip")[0]
    'duret'
    >>> parse("notes.zip") is None
    True
    """
    match = _NAME.match(name)
    if not match:
        return None
    try:
        moment = datetime.strptime(match["stamp"], STAMP).replace(tzinfo=UTC)
    except ValueError:  # digits that are no date: somebody else's file
        return None
    return match["database"], moment


def checksum_file(archive: Path) -> Path:
    """The file beside an archive that holds its SHA-256, readable by `sha256sum -c`."""
    return archive.with_name(f"{archive.name}.sha256")


def complete_backups(folder: Path, database: str) -> dict[datetime, Path]:
    """Finished backups of a database in a folder by moment; one without its checksum file is not finished."""
    found = {}
    for path in folder.glob("*.zip"):
        parsed = parse(path.name)
        if parsed and parsed[0] == database and checksum_file(path).exists():
            found[parsed[1]] = path
    return found
