# Not models of Odoo: `read` and `create` override nothing.
# pylint: disable=method-required-super
"""The drop folder as a transport.

depuis_sage/   SAGE writes here; a file is read once it is whole
vers_sage/     we write here; SAGE's scheduled import reads
traites/       files that were taken
erreurs/       files that could not be read, and the refused lines of the others
envoyes/       what was dropped for SAGE
"""

import os
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ...errors import BadData, Refused, Unavailable
from ...profiles import Layout, Profile
from ...records import Cursor, Line, Page, Record, Written
from ..base import Capabilities, Finding
from . import files
from .index import Index, Place
from .ledger import Ledger, gaps
from .outgoing import Outgoing
from .reading import FileTrouble, Table
from .refusals import Refusals

PAGE = 500


@dataclass
class Taken:
    """A file that was read to its end and waits for the engine to say that it is kept."""

    file: files.Arrived
    sha: str
    refusals: Refusals
    rows: int = 0
    known: bool = False
    unreadable: bool = False


@dataclass(frozen=True)
class Attachment:
    """A document of SAGE as a PDF: its path, the number of its quotation or invoice, its SHA-256."""

    path: Path
    number: str
    sha256: str


def _pages_of(table: Table) -> Iterator[Page]:
    """Records and refused lines of a file, some hundreds at a time."""
    records: list[Record] = []
    rejected: list[BadData] = []
    for item in table.records():
        (rejected if isinstance(item, BadData) else records).append(item)
        if len(records) + len(rejected) >= PAGE:
            yield Page(tuple(records), None, False, tuple(rejected))
            records, rejected = [], []
    if records or rejected:
        yield Page(tuple(records), None, False, tuple(rejected))


class FolderTransport:
    """Files in a folder, read by a profile. `ledger` remembers which contents were taken."""

    def __init__(self, root: Path, profile: Profile, ledger: Ledger, now: Callable[[], float] = time.time):
        self.root = Path(root)
        self.profile = profile
        self.ledger = ledger
        self.now = now
        self.taken: dict[str, list[Taken]] = {}
        self.indexes: dict[str, Index] = {}
        written = frozenset(entity for entity, layout in profile.layouts.items() if layout.outbound)
        full = all(layout.full for layout in profile.layouts.values())
        self.capabilities = Capabilities(
            writes=bool(written), lists_keys=full, entities=frozenset(profile.layouts), written=written
        )
        self.outgoing = Outgoing(self.root, profile.dialect, profile.completion)
        if self.root.is_dir():
            for name in files.FOLDERS:
                (self.root / name).mkdir(exist_ok=True)

    def close(self) -> None:
        """Drop what was read and not acknowledged; the files stay where they are."""
        for entity in list(self.taken):
            self._forget(entity)
        for entity in list(self.indexes):
            self.indexes.pop(entity).close()

    # --- what is there
    def check(self) -> list[Finding]:
        """Folder, files that wait, files that are not whole, numbers that are missing."""
        missing = [name for name in files.FOLDERS if not (self.root / name).is_dir()]
        if missing:
            return [Finding("error", "no_folder", str(self.root / missing[0]))]
        closed = [Finding("error", *trouble) for trouble in self._closed()]
        if closed:
            return closed
        findings = [Finding("ok", "folder_ready", str(self.root))]
        ready, waiting = [], []
        for layout in self.profile.layouts.values():
            for file in files.listed(self.root / files.FROM_SAGE, layout.match):
                (ready if self._is_whole(file.path) else waiting).append(file.path.name)
            lost = ", ".join(f"{low}" if low == high else f"{low}-{high}" for low, high in self.gaps(layout))
            findings += [Finding("warning", "sequence_gap", f"{layout.entity} {lost}")] if lost else []
        findings += [Finding("ok", "files_waiting", ", ".join(ready))] if ready else []
        return findings + [Finding("warning", "file_waiting", name) for name in waiting]

    def _closed(self) -> Iterator[tuple[str, str]]:
        """Folders that this process may not read or write: (code, path)."""
        for name in files.FOLDERS:
            path = self.root / name
            if not os.access(path, os.R_OK | os.X_OK):
                yield "folder_not_readable", str(path)
            elif not os.access(path, os.W_OK):
                yield "folder_not_writable", str(path)

    def gaps(self, layout: Layout) -> list[tuple[int, int]]:
        """Numbers that never arrived, among those taken and those that wait; Unavailable without the folder."""
        if not layout.numbered:
            return []
        try:
            here = [file.sequence for file in files.listed(self.root / files.FROM_SAGE, layout.match)]
        except OSError as error:
            raise Unavailable("no_folder", str(self.root / files.FROM_SAGE)) from error
        return gaps([*self.ledger.sequences(layout.entity), *here])

    def fields(self, entity: str) -> frozenset[str]:
        """Fields that this SAGE can tell and take."""
        return frozenset(self._layout(entity).columns.values()) - {"key", "stamp", "mark"}

    def _layout(self, entity: str) -> Layout:
        if entity not in self.profile.layouts:
            raise Refused("entity_not_exchanged", entity)
        return self.profile.layouts[entity]

    def _is_whole(self, path: Path) -> bool:
        try:
            return files.is_whole(path, self.profile.completion, self.profile.stable_seconds, self.now)
        except FileNotFoundError:
            return False

    def _ready(self, layout: Layout) -> Iterator[files.Arrived]:
        """Whole files in the order of their numbers; in a profile that waits, none beyond a missing number."""
        try:
            found = list(files.listed(self.root / files.FROM_SAGE, layout.match))
        except OSError as error:
            raise Unavailable("no_folder", str(self.root / files.FROM_SAGE)) from error
        waits = self.profile.gap == "wait" and layout.numbered
        lost = self.gaps(layout) if waits else []
        for file in found:
            if lost and file.sequence > lost[0][0]:
                return
            if self._is_whole(file.path):
                yield file
            elif waits:
                return

    # --- from SAGE
    def changes(self, entity: str, since: Cursor | None) -> Iterator[Page]:
        """Every file that was not taken yet, whatever `since`: a delivery is read whole."""
        self._forget(entity)
        if entity not in self.profile.layouts:
            yield Page(())
            return
        held = None
        for page in self._pages(self._layout(entity)):
            if held is not None:
                yield held
            held = page
        yield replace(held, last=True) if held else Page(())

    def _pages(self, layout: Layout) -> Iterator[Page]:
        for file in self._ready(layout):
            try:
                taken = Taken(file, files.fingerprint(file.path), Refusals())
            except FileNotFoundError as error:
                raise Unavailable("file_vanished", file.path.name) from error
            taken.known = self._known(layout, taken)
            if not taken.known:
                yield from self._file(layout, taken)
            if not files.unchanged(file):
                raise Unavailable("file_changed", file.path.name)
            self.taken.setdefault(layout.entity, []).append(taken)

    def _known(self, layout: Layout, taken: Taken) -> bool:
        """Whether a content was taken already.

        Without moments of modification, a content that comes back after another one is news: somebody undid a change.
        """
        known = self.ledger.known(taken.sha)
        if not known or "stamp" in layout.columns.values():
            return known
        newer = not layout.numbered or taken.file.sequence > max(self.ledger.sequences(layout.entity), default=0)
        return not newer or self.ledger.last(layout.entity) == taken.sha

    def _file(self, layout: Layout, taken: Taken) -> Iterator[Page]:
        """Pages of one file; one that cannot be read at all is one refused line without number."""
        table = Table(taken.file.path, layout, self.profile.dialect)
        try:
            self._acceptable(layout, taken)
            for page in _pages_of(table):
                for bad in page.rejected:
                    taken.refusals.add(bad)
                yield page
        except FileTrouble as trouble:
            taken.unreadable = True
            bad = BadData(0, trouble.code, trouble.detail, source=taken.file.path.name)
            taken.refusals.add(bad)
            yield Page((), None, False, (bad,))
        taken.rows = table.rows

    def everything(self, entity: str) -> Iterator[Page]:
        """Records of the last complete export, taken or not; nothing is noted. Unavailable when there is none."""
        if entity not in self.profile.layouts:
            yield Page(())
            return
        layout = self._layout(entity)
        path = self._complete(layout)
        try:
            file = files.arrived(path, 0)
            yield from _pages_of(Table(path, layout, self.profile.dialect))
        except FileTrouble as trouble:
            raise Unavailable("partial_list", f"{path.name} {trouble.detail}".strip()) from trouble
        except FileNotFoundError as error:
            raise Unavailable("file_vanished", path.name) from error
        if not files.unchanged(file):
            raise Unavailable("file_changed", path.name)
        yield Page(())

    def _acceptable(self, layout: Layout, taken: Taken) -> None:
        """The companion agrees; and nothing older comes after something newer.

        A late file of changes is taken when its records have moments, which tell old from new to the hour. A late
        complete export has nothing to say that a later one has not said better.
        """
        mark = files.companion(taken.file.path)
        said = files.promised(mark).get("sha256", "") if mark else ""
        if said and said != taken.sha:
            raise FileTrouble("checksum")
        last = max(self.ledger.sequences(layout.entity), default=0)
        outdated = layout.full or "stamp" not in layout.columns.values()
        if layout.numbered and taken.file.sequence < last and outdated:
            raise FileTrouble("late_file", str(taken.file.sequence))

    def acknowledge(self, entity: str) -> None:
        """Everything given is kept: write the refused lines, register the contents, archive the files.

        Stopped between two of these steps, the file is read again or, once registered, only archived.
        """
        for taken in self.taken.pop(entity, []):
            path = taken.file.path
            if taken.refusals.count:
                name = f"{path.stem}.{taken.sha[:8]}.rejets.csv"
                files.write_whole(self.root / files.ERROR / name, taken.refusals.blocks())
            numbers = (taken.file.sequence, taken.rows, taken.refusals.count)
            self.ledger.keep(entity, taken.sha, path.name, *numbers)
            if files.unchanged(taken.file):
                folder = self.root / (files.ERROR if taken.unreadable else files.DONE)
                files.make_way(path.name, folder, taken.sha)
                files.put_away(path, folder, taken.sha)
            taken.refusals.close()

    def _forget(self, entity: str) -> None:
        for taken in self.taken.pop(entity, []):
            taken.refusals.close()

    # --- one record, all keys
    def _newest(self, layout: Layout) -> Iterator[Path]:
        """Files of an entity, the newest first; what was taken before the numbers began again comes last."""
        here = [file for file in files.listed(self.root / files.FROM_SAGE, layout.match) if self._is_whole(file.path)]
        done = files.listed(self.root / files.DONE, lambda name: layout.match(files.ASIDE.sub("", name)))
        taken = set(self.ledger.sequences(layout.entity)) | {file.sequence for file in here}

        def rank(file: files.Arrived) -> tuple:
            is_plain = not files.ASIDE.search(file.path.name)
            return file.sequence in taken, file.sequence, is_plain, file.moment, file.path.name

        yield from (file.path for file in sorted([*here, *done], key=rank, reverse=True))

    def _complete(self, layout: Layout) -> Path:
        """The newest file that holds every record."""
        path = next(self._newest(layout), None) if layout.full else None
        if path is None:
            raise Unavailable("no_full_export", layout.entity)
        return path

    def keys(self, entity: str) -> Iterator[str]:
        """Keys of the last complete export; raises Unavailable when a line hides its key: that is no deletion."""
        layout = self._layout(entity)
        path = self._complete(layout)
        try:
            yield from Table(path, layout, self.profile.dialect).keys()
        except FileTrouble as trouble:
            raise Unavailable("partial_list", trouble.detail or path.name) from trouble
        except FileNotFoundError as error:
            raise Unavailable("file_vanished", path.name) from error

    def read(self, entity: str, key: str) -> Record | None:
        """The record as the newest file has it; with complete exports, absent there means gone."""
        return self._search(entity, lambda record: record.key == key)

    def find(self, entity: str, mark: str) -> Record | None:
        """The record that bears our mark, once SAGE has exported it."""
        return self._search(entity, lambda record: record.mark == mark)

    def _search(self, entity: str, wanted: Callable[[Record], bool]) -> Record | None:
        layout = self._layout(entity)
        for path in self._newest(layout):
            table = Table(path, layout, self.profile.dialect)
            try:
                found = [item for item in table.records() if isinstance(item, Record) and wanted(item)]
            except FileTrouble as trouble:
                raise Unavailable("partial_list", f"{path.name} {trouble.detail}") from trouble
            except FileNotFoundError as error:
                raise Unavailable("file_vanished", path.name) from error
            if found:
                return min(found, key=lambda record: (len(record.key), record.key)) if layout.full else found[-1]
            if layout.full:
                if table.rejected:
                    raise Unavailable("partial_list", path.name)
                return None
        return None

    # --- to SAGE
    def create(self, entity: str, values: Mapping[str, str], lines: tuple[Line, ...], mark: str) -> Written:
        """Drop a file with a new record; SAGE's next export says whether it took it."""
        self.outgoing.create(self._outbound(entity), values, lines, mark)
        return Written("", pending=True)

    def update(
        self, entity: str, key: str, values: Mapping[str, str], mark: str, lines: tuple[Line, ...] | None = None
    ) -> Written:
        """Drop a file with the fields that change."""
        layout = self._outbound(entity)
        place = self._place(layout, key)
        if place is None:
            raise Refused("not_found", key)
        self.outgoing.update(layout, key, place.number, values, mark or place.mark, lines)
        return Written(key, number=place.number, pending=True)

    def _place(self, layout: Layout, key: str) -> Record | Place | None:
        """Number and mark of a record: with complete exports the newest file is read once for all changes."""
        if not layout.full:
            return self.read(layout.entity, key)
        path = next(self._newest(layout), None)
        if path is None:
            return None
        index = self.indexes.setdefault(layout.entity, Index())
        try:
            if not index.covers(path):
                table = Table(path, layout, self.profile.dialect)
                index.fill(path, (item for item in table.records() if isinstance(item, Record)))
                index.rejected = table.rejected
        except FileTrouble as trouble:
            raise Unavailable("partial_list", f"{path.name} {trouble.detail}") from trouble
        except FileNotFoundError as error:
            raise Unavailable("file_vanished", path.name) from error
        place = index.get(key)
        if place is None and index.rejected:
            raise Unavailable("partial_list", path.name)
        return place

    def _outbound(self, entity: str) -> Layout:
        layout = self._layout(entity)
        if not layout.outbound:
            raise Refused("not_outbound", entity)
        return layout

    # --- documents as PDF
    def attachments(self) -> Iterator[Attachment]:
        """PDF files beside the exports whose name holds the number of a document; each whole, by its own end mark."""
        if not self.profile.attachments:
            return
        pattern = re.compile(self.profile.attachments, re.I)

        def named(name: str) -> int | None:
            return 0 if name.lower().endswith(".pdf") and pattern.search(name) else None

        for file in files.listed(self.root / files.FROM_SAGE, named):
            if self._pdf_is_whole(file.path):
                number = pattern.search(file.path.stem).group("number").upper()
                yield Attachment(file.path, number, files.fingerprint(file.path))

    def _pdf_is_whole(self, path: Path) -> bool:
        """A PDF ends with %%EOF; SAGE prints them without companion, so a few quiet seconds are asked for as well."""
        with path.open("rb") as stream:
            if stream.read(5) != b"%PDF-":
                return False
            stream.seek(max(0, path.stat().st_size - 1024))
            return b"%%EOF" in stream.read() and files.is_whole(path, "stable", self.profile.stable_seconds, self.now)

    def attachment_done(self, attachment: Attachment) -> None:
        """The PDF is filed: archive it."""
        files.put_away(attachment.path, self.root / files.DONE, attachment.sha256)
