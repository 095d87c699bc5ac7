"""Quotations and invoices that SAGE prints as PDF beside its exports: which are whole, whose they are, what is wrong.

A name tells the number of a document (« Devis DE00012 - Martin.pdf »). A file that still moves is left alone; one that
no document can be made of says why. Nothing is moved or read into memory here.
"""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .profiles import Profile
from .transports.csv_folder import files

LARGEST = 25 * 1024 * 1024
TAIL = 1024
# A file without an end is given up when nothing was added for so long.
GIVE_UP_SECONDS = 900
NOT_OURS = (".part", ".ok", ".tmp", ".csv", ".txt")


@dataclass(frozen=True, slots=True)
class Paper:
    """One file that SAGE has printed.

    :ivar number: of its document, "" when the name does not tell
    :ivar fault: code of `words_fr`, "" when it can be filed; :ivar detail: what is particular to this case
    """

    path: Path
    number: str
    sha256: str
    size: int
    fault: str = ""
    detail: str = ""


def papers(root: Path, profile: Profile, now: Callable[[], float] = time.time) -> Iterator[Paper]:
    """Give the files of a drop folder that are documents and do not move any more, the oldest first.

    :param root: of the drop folder
    :param profile: whose `attachments` finds the number in a name; without it nothing is filed
    :param now: clock
    """
    folder = Path(root) / files.FROM_SAGE
    if not profile.attachments or not folder.is_dir():
        return
    pattern = re.compile(profile.attachments, re.I)

    def wanted(name: str) -> int | None:
        return 0 if _is_paper(name, pattern, profile) else None

    for file in files.listed(folder, wanted):
        if not files.is_whole(file.path, "stable", profile.stable_seconds, now):
            continue
        fault, detail = fault_of(file.path, file.size)
        if fault == "paper_cut" and not files.is_whole(file.path, "stable", GIVE_UP_SECONDS, now):
            continue
        sha = files.fingerprint(file.path)
        if files.unchanged(file):
            yield Paper(file.path, number_in(file.path.stem, pattern), sha, file.size, fault, detail)


def number_in(stem: str, pattern: re.Pattern) -> str:
    """Give the number of a document that a name tells, without the blanks and dashes people put into it.

    >>> number_in("Devis DE-00012 Martin", re.compile(r"(?P<number>DE-?[0-9]+)"))
    'DE00012'
    """
    found = pattern.search(stem)
    return re.sub(r"[\s_-]", "", found.group("number")).upper() if found else ""


def fault_of(path: Path, size: int) -> tuple[str, str]:
    """Say why a file cannot be filed: (code, detail), ("", "") when it can."""
    if size == 0:
        return "paper_empty", ""
    if size > LARGEST:
        return "paper_huge", f"{size / 1024 / 1024:.0f} Mo"
    with path.open("rb") as stream:
        if stream.read(5) != b"%PDF-":
            return "paper_not_pdf", path.suffix
        stream.seek(max(0, size - TAIL))
        return ("", "") if b"%%EOF" in stream.read() else ("paper_cut", "")


def _is_paper(name: str, pattern: re.Pattern, profile: Profile) -> bool:
    lower = name.lower()
    if lower.endswith(".pdf"):
        return True
    if lower.endswith(NOT_OURS) or any(layout.match(name) is not None for layout in profile.layouts.values()):
        return False
    return bool(pattern.search(Path(name).stem))
