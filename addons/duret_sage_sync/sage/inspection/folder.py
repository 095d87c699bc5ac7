"""A folder of exports as a whole: files, missing numbers, files that are twice, PDF documents."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ..profiles import Profile
from ..transports.csv_folder import files
from ..transports.csv_folder.ledger import gaps
from .facts import Facts, examine

TEXTS = {".csv", ".txt", ".tsv"}
REPORT = "rapport_sage.txt"
NUMBER = re.compile(r"(.*?)(\d{1,12})(\D*)")


@dataclass
class FolderFacts:
    """Everything found out about a folder.

    :ivar code: 0 = fits, 1 = something is to be mended, 2 = cannot be used as it is
    """

    path: Path
    files: list[Facts] = field(default_factory=list)
    gaps: list[tuple[str, int, int]] = field(default_factory=list)
    same: list[list[str]] = field(default_factory=list)
    pdfs: dict[str, str] = field(default_factory=dict)

    @property
    def code(self) -> int:
        """Exit code of the check."""
        read = [facts for facts in self.files if not facts.trouble]
        if not any(facts.taken for facts in read):
            return 2
        flawed = any(facts.trouble or facts.rejected or facts.twice.get("clé") for facts in self.files)
        return int(bool(flawed or self.gaps))


def examine_folder(path: Path, profiles: list[Profile]) -> FolderFacts:
    """Examine the files of a folder, and of its `depuis_sage` when it is a drop folder."""
    found = FolderFacts(path)
    texts = [one for one in _listed(path) if one.suffix.casefold() in TEXTS and one.name != REPORT]
    found.files = [examine(one, profiles) for one in texts]
    found.gaps = list(_gaps(texts))
    found.same = _same(texts)
    patterns = [re.compile(profile.attachments, re.I) for profile in profiles if profile.attachments]
    for one in _listed(path):
        if one.suffix.casefold() == ".pdf":
            hits = [pattern.search(one.stem) for pattern in patterns]
            found.pdfs[one.name] = next((hit.group("number") for hit in hits if hit), "")
    return found


def _listed(path: Path) -> list[Path]:
    folders = [path, path / files.FROM_SAGE]
    return sorted(one for folder in folders if folder.is_dir() for one in folder.iterdir() if one.is_file())


def _gaps(paths: list[Path]) -> Iterator[tuple[str, int, int]]:
    """Missing numbers among names that differ by their last number only; days of a calendar are no numbers."""
    series: dict[tuple[str, str], list[int]] = {}
    for path in paths:
        hit = NUMBER.fullmatch(path.stem)
        if hit and not re.fullmatch(r"(19|20)\d{6,12}", hit.group(2)):
            series.setdefault((hit.group(1), hit.group(3) + path.suffix), []).append(int(hit.group(2)))
    for (head, tail), numbers in sorted(series.items()):
        for low, high in gaps(numbers):
            yield f"{head}…{tail}", low, high


def _same(paths: list[Path]) -> list[list[str]]:
    """Files of one content, compared only where sizes agree."""
    sizes: dict[int, list[Path]] = {}
    for path in paths:
        sizes.setdefault(path.stat().st_size, []).append(path)
    found: dict[str, list[str]] = {}
    for group in sizes.values():
        for path in group if len(group) > 1 else ():
            found.setdefault(files.fingerprint(path), []).append(path.name)
    return [names for names in found.values() if len(names) > 1]
