"""Files of a drop folder: is one whole, its fingerprint, how to write one so that nobody ever reads half of it."""

import errno
import hashlib
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ...errors import Unavailable

# Names that people at the client's read.
FROM_SAGE, TO_SAGE, DONE, ERROR, SENT = "depuis_sage", "vers_sage", "traites", "erreurs", "envoyes"
FOLDERS = (FROM_SAGE, TO_SAGE, DONE, ERROR, SENT)
PART, OK = ".part", ".ok"
BLOCK = 1 << 20
# Why a disk refuses, for the people who can do something about it.
REASONS = {
    errno.ENOSPC: "disque plein",
    errno.EDQUOT: "quota de disque atteint",
    errno.EACCES: "droits insuffisants, ou fichier ouvert ailleurs",
    errno.EPERM: "droits insuffisants",
    errno.EROFS: "disque en lecture seule",
    errno.EBUSY: "fichier ouvert ailleurs",
    errno.ETXTBSY: "fichier ouvert ailleurs",
    errno.EIO: "erreur du disque ou du réseau",
    errno.ESTALE: "partage réseau coupé",
    errno.EHOSTDOWN: "partage réseau coupé",
}
# What an archived file bears before its suffix when a later one of its name has come.
ASIDE = re.compile(r"\.[0-9a-f]{8}(?=\.[^.]+$)")


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file from SAGE: where it lies, its number (0 without), its size and moment when it was looked at."""

    path: Path
    sequence: int
    size: int
    moment: int


def why(error: OSError) -> str:
    """Say why a file could not be read or written.

    >>> why(OSError(errno.ENOSPC, "No space left on device"))
    'disque plein'
    """
    return REASONS.get(error.errno) or error.strerror or type(error).__name__


def refused_by_disk(error: OSError) -> Unavailable:
    """Give the reason that people read in the place of an error of the disk: nothing was done, it is tried again."""
    name = Path(str(error.filename)).name if error.filename else ""
    return Unavailable("disk", f"{name} : {why(error)}" if name else why(error))


def fingerprint(path: Path) -> str:
    """SHA-256 of a file, read in blocks."""
    sha = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            sha.update(block)
    return sha.hexdigest()


def arrived(path: Path, sequence: int) -> Arrived:
    """Look at a file; raises FileNotFoundError when it went away."""
    state = path.stat()
    return Arrived(path, sequence, state.st_size, state.st_mtime_ns)


def unchanged(file: Arrived) -> bool:
    """Whether a file still is what it was when it was looked at."""
    try:
        return arrived(file.path, file.sequence) == file
    except FileNotFoundError:
        return False


def companion(path: Path) -> Path | None:
    """`name.csv.ok` or `name.ok` beside a file, in either case of letters; None when there is none."""
    for name in (path.name + OK, path.stem + OK):
        for candidate in (path.with_name(name), path.with_name(name.upper()), path.with_name(path.stem + OK.upper())):
            if candidate.is_file():
                return candidate
    return None


def promised(mark: Path) -> dict[str, str]:
    """What a companion says of its file: lines `taille=…`, `sha256=…`; most are empty."""
    pairs = (line.partition("=") for line in mark.read_text("latin-1").splitlines() if "=" in line)
    return {name.strip().casefold(): value.strip().casefold() for name, _, value in pairs}


def is_whole(path: Path, completion: str, seconds: int, now: Callable[[], float] = time.time) -> bool:
    """Whether SAGE has finished writing: its companion is there and agrees, or nothing moved for some seconds.

    The age is that of the last change of content or name by this machine's own clock: a copy may carry the moment of
    its original, so the older of the two moments says nothing.
    """
    if completion == "ok":
        mark = companion(path)
        if mark is None:
            return False
        said = promised(mark)
        return said.get("taille", str(path.stat().st_size)) == str(path.stat().st_size)
    state = path.stat()
    return now() - max(state.st_mtime, state.st_ctime) >= seconds


def listed(folder: Path, match: Callable[[str], int | None]) -> Iterator[Arrived]:
    """Files of a folder that `match` gives a number, in the order of numbers, then of moments, then of names."""
    found = []
    with os.scandir(folder) as entries:
        for entry in entries:
            number = match(entry.name) if entry.is_file(follow_symlinks=False) else None
            if number is not None:
                found.append(arrived(folder / entry.name, number))
    yield from sorted(found, key=lambda file: (file.sequence, file.moment, file.path.name))


def write_part(path: Path, blocks: Iterable[bytes]) -> Path:
    """Write `path` beside its name, whole and on the disk; the name itself comes with `publish`."""
    part = path.with_name(path.name + PART)
    with part.open("wb") as stream:
        for block in blocks:
            stream.write(block)
        stream.flush()
        os.fsync(stream.fileno())
    return part


def publish(part: Path, path: Path) -> None:
    """Give a written file its name in one step, and see that the folder remembers it."""
    part.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Names too must survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(path: Path, blocks: Iterable[bytes]) -> None:
    """Write a file so that a reader sees all of it or nothing."""
    publish(write_part(path, blocks), path)


def make_way(name: str, folder: Path, sha: str) -> None:
    """Give the archived file of a name another one, unless it has this content: the plain name is the newest's.

    SAGE may give all its exports one name, or begin its numbers again.
    """
    target = folder / name
    if target.exists() and (other := fingerprint(target)) != sha:
        target.replace(folder / f"{target.stem}.{other[:8]}{target.suffix}")


def put_away(path: Path, folder: Path, sha: str) -> Path:
    """Move a file and its companion into an archive; another file of that name there keeps its place."""
    target = folder / path.name
    if target.exists() and fingerprint(target) != sha:
        target = folder / f"{path.stem}.{sha[:8]}{path.suffix}"
    mark = companion(path)
    path.replace(target)
    if mark is not None:
        mark.unlink()
    sync_folder(folder)
    sync_folder(path.parent)
    return target
