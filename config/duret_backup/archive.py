"""One backup: a zip that `odoo db load` accepts, with a manifest inside and its SHA-256 beside it."""

import hashlib
import json
import os
import re
import zipfile
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from . import BackupError, contents, naming

DUMP = "dump.sql"
MANIFEST = "duret_manifest.json"
FILES = "filestore/"
BLOCK = 1 << 20


@dataclass
class Manifest:
    """What the archive holds besides the dump: origin, stored files with their SHA-256, files already lost."""

    database: str
    made_at: str
    files: dict[str, str] = field(default_factory=dict)
    missing_files: list[str] = field(default_factory=list)


def sha256(path: Path) -> str:
    """SHA-256 of a file, read block by block."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _safe(name: str) -> str:
    """Relative path of a stored file below the filestore; Odoo strips the same characters."""
    return re.sub("[.:]", "", name).strip("/\\")


def read_contents(archive: Path) -> contents.Contents:
    """Contents of the dump inside an archive."""
    with zipfile.ZipFile(archive) as bundle, bundle.open(DUMP) as stream:
        return contents.read(stream)


def read_manifest(archive: Path) -> Manifest:
    """The manifest inside an archive; raises BackupError when it is not one of our backups."""
    with zipfile.ZipFile(archive) as bundle:
        try:
            return Manifest(**json.loads(bundle.read(MANIFEST)))
        except KeyError as error:
            raise BackupError(f"{archive} n'est pas une sauvegarde de la suite (fichier {MANIFEST} absent).") from error


def _add_file(bundle: zipfile.ZipFile, name: str, source: Path) -> str:
    """Copy one stored file into the archive; returns its SHA-256. Raises FileNotFoundError."""
    digest = hashlib.sha256()
    entry = zipfile.ZipInfo.from_file(source, FILES + name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    with source.open("rb") as stream, bundle.open(entry, "w") as target:
        while block := stream.read(BLOCK):
            digest.update(block)
            target.write(block)
    return digest.hexdigest()


def complete(archive: Path, filestore: Path, database: str, made_at: datetime) -> Manifest:
    """Add to a dump archive the stored files that the dump refers to, and the manifest.

    The files are read after the database: Odoo only ever adds files and deletes the unreferenced ones, so
    every file the snapshot refers to is there. (Odoo's own zip copies the files first: a document uploaded
    in between would be in the database and not in the archive.) A file that the running system has already
    lost cannot be saved: it is listed, not fatal.
    """
    manifest = Manifest(database=database, made_at=made_at.isoformat())
    wanted = sorted({_safe(name) for name in read_contents(archive).files})
    with zipfile.ZipFile(archive, "a", allowZip64=True) as bundle:
        for name in wanted:
            try:
                manifest.files[name] = _add_file(bundle, name, filestore / name)
            except FileNotFoundError:
                manifest.missing_files.append(name)
        bundle.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1), zipfile.ZIP_DEFLATED)
    return manifest


def _synced(path: Path) -> None:
    """Wait until the file's bytes are on the disk."""
    with path.open("rb") as stream:
        os.fsync(stream.fileno())


def publish(part: Path, final: Path) -> None:
    """Give a finished archive its name, then write its checksum file: only a complete pair is a backup."""
    digest = sha256(part)
    checksum = naming.checksum_file(final)
    draft = checksum.with_name(f"{checksum.name}.part")
    draft.write_text(f"{digest}  {final.name}\n")
    _synced(part)
    _synced(draft)
    part.rename(final)
    draft.rename(checksum)
    folder = os.open(final.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _check_zip(archive: Path) -> None:
    """Raise BackupError unless the zip and every member in it can be read and the dump is there."""
    try:
        with zipfile.ZipFile(archive) as bundle:
            damaged = bundle.testzip()
            names = bundle.namelist()
    except zipfile.BadZipFile as error:
        raise BackupError(f"Sauvegarde illisible : {archive.name} n'est pas une archive zip valide.") from error
    if damaged or DUMP not in names:
        raise BackupError(f"Sauvegarde illisible : {damaged or DUMP} est abîmé ou absent dans {archive.name}.")


def _check_digest(archive: Path) -> None:
    """Raise BackupError unless the archive's SHA-256 is the one written beside it."""
    beside = naming.checksum_file(archive)
    if not beside.exists():
        raise BackupError(f"Empreinte absente : {beside.name}. Sans elle, rien ne prouve que l'archive est intacte.")
    expected = beside.read_text().split()[0] if beside.read_text().strip() else ""
    found = sha256(archive)
    if found != expected:
        raise BackupError(
            f"Sauvegarde corrompue : {archive.name} ne correspond pas à son empreinte SHA-256 "
            f"(attendu {expected or 'rien'}, trouvé {found}). Rien n'a été restauré ; prenez une autre sauvegarde."
        )


def verify(archive: Path) -> Manifest:
    """Check an archive against its checksum and read it to the end; returns its manifest, raises BackupError."""
    if not archive.exists():
        raise BackupError(f"Sauvegarde introuvable : {archive}")
    _check_digest(archive)
    _check_zip(archive)
    return read_manifest(archive)


def check_readable(part: Path) -> None:
    """Read a just written archive to the end, before it is published."""
    _check_zip(part)


def stored_differences(manifest: Manifest, filestore: Path) -> list[str]:
    """Stored files of the archive that are absent or different below `filestore`, in sentences; [] when equal."""
    problems = []
    for name, digest in manifest.files.items():
        path = filestore / name
        if not path.exists():
            problems.append(f"fichier {name} : absent")
        elif sha256(path) != digest:
            problems.append(f"fichier {name} : contenu différent")
    return problems
