"""Building sites for the MDE software: an accepted quotation becomes one numbered file, and its reader says yes or no.

One way only. The editor and its formats are not known yet, so this is a plain file that any import can read: UTF-8 with
a mark, one line for the site, one for each line of the quotation, and names of columns in French.

    a_prendre/   CHANTIER_000012.csv, whole as soon as it has its name
    accuses/     what MDE writes: CHANTIER_000012.ok (its own number inside, if it has one) or CHANTIER_000012.err (why)
    acceptes/    files that were taken, with their receipt
    refuses/     files that were refused, with the reason
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..errors import Refused, Unavailable
from ..records import Line
from .base import Finding
from .csv_folder import files

OUT, RECEIPTS, TAKEN, REFUSED = "a_prendre", "accuses", "acceptes", "refuses"
FOLDERS = (OUT, RECEIPTS, TAKEN, REFUSED)
# Fields of a site, in the order of the file: (column, field).
SITE = (
    ("chantier", "number"),
    ("devis", "quotation"),
    ("date_acceptation", "accepted_on"),
    ("client_numero", "client_number"),
    ("client", "client"),
    ("adresse", "street"),
    ("complement", "street2"),
    ("code_postal", "zip"),
    ("ville", "city"),
    ("telephone", "phone"),
    ("email", "email"),
    ("reference", "reference"),
    ("total_ht", "total_untaxed"),
    ("total_ttc", "total"),
)
LINE = (
    ("ligne", "position"),
    ("article", "product"),
    ("designation", "name"),
    ("quantite", "quantity"),
    ("unite", "unit"),
    ("prix_unitaire", "unit_price"),
    ("remise", "discount"),
    ("taux_tva", "tax_rate"),
    ("montant_ht", "untaxed"),
)
AMOUNTS = {"total_untaxed", "total", "quantity", "unit_price", "discount", "tax_rate", "untaxed"}
NAME = re.compile(r"CHANTIER_(\d{6,})\.(ok|err)", re.I)
MAX_WORDS = 2_000


@dataclass(frozen=True, slots=True)
class Receipt:
    """What MDE says of a site.

    :ivar number: of the site; :ivar accepted: yes or no; :ivar words: MDE's own number, or its reason
    """

    number: int
    accepted: bool
    words: str


class ChantierFolder:
    """The folder between the suite and MDE. Numbers come from the caller, who gives each site one and keeps it."""

    def __init__(self, root: Path):
        self.root = Path(root)
        if self.root.is_dir():
            for name in FOLDERS:
                (self.root / name).mkdir(exist_ok=True)

    def check(self) -> list[Finding]:
        """Whether the folders are there, and how many files wait for MDE."""
        missing = [name for name in FOLDERS if not (self.root / name).is_dir()]
        if missing:
            return [Finding("error", "no_folder", str(self.root / missing[0]))]
        waiting = sorted(path.name for path in (self.root / OUT).glob("CHANTIER_*.csv"))
        return [Finding("ok", "folder_ready", str(self.root))] + [
            Finding("warning", "chantier_waiting", name) for name in waiting
        ]

    def hand_off(self, number: int, site: Mapping[str, str], lines: Iterable[Line]) -> Path:
        """Give a site to MDE; given twice, it is there once.

        :param number: of the site, above 0, never used for another one
        :param site: fields of `SITE` but the number, decimals « 1234.50 », days « 2026-11-21 »
        :raise Refused: without number or client, or when another site already bears this number
        :raise Unavailable: the folder cannot be written
        """
        if number < 1:
            raise Refused("chantier_number")
        if not site.get("client", "").strip():
            raise Refused("chantier_client", f"{number:06d}")
        content = self.content(number, site, lines)
        name = f"CHANTIER_{number:06d}.csv"
        for folder in (OUT, TAKEN):
            path = self.root / folder / name
            if path.exists():
                if path.read_bytes() != content:
                    raise Refused("chantier_twice", name)
                return path
        try:
            files.write_whole(self.root / OUT / name, [content])
        except OSError as error:
            raise Unavailable("no_room", f"{name} ({files.why(error)})") from error
        return self.root / OUT / name

    def content(self, number: int, site: Mapping[str, str], lines: Iterable[Line]) -> bytes:
        """The bytes of a site's file; cells are disarmed, since people open it in a spreadsheet."""
        buffer = io.StringIO()
        writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
        writer.writerow([column for column, _field in (*SITE, *LINE)])
        head = [self._cell(field, {**site, "number": f"{number:06d}"}.get(field, "")) for _column, field in SITE]
        rows = [{**line.values, "position": str(place)} for place, line in enumerate(lines, 1)] or [{}]
        for row in rows:
            writer.writerow(head + [self._cell(field, row.get(field, "")) for _column, field in LINE])
        return b"\xef\xbb\xbf" + buffer.getvalue().encode("utf-8", "replace")

    def _cell(self, field: str, value: str) -> str:
        text = " ".join(value.split())
        if field in AMOUNTS:
            return text.replace(".", ",")
        return "'" + text if text[:1] in ("=", "+", "-", "@") else text

    def receipts(self) -> Iterator[Receipt]:
        """What MDE has said since; the same again until `settle`."""
        for path in sorted((self.root / RECEIPTS).iterdir()):
            found = NAME.fullmatch(path.name)
            if found and path.is_file():
                words = path.read_bytes()[:MAX_WORDS].decode("utf-8", "replace").replace("\ufeff", "").strip()
                yield Receipt(int(found.group(1)), found.group(2).casefold() == "ok", words)

    def settle(self, receipt: Receipt) -> None:
        """A receipt is kept by the suite: put the file away with it. Repeated, it changes nothing."""
        folder = self.root / (TAKEN if receipt.accepted else REFUSED)
        name = f"CHANTIER_{receipt.number:06d}.csv"
        for path in (self.root / OUT / name, *self._receipt_files(receipt)):
            if path.exists():
                path.replace(folder / path.name)
        files.sync_folder(folder)

    def _receipt_files(self, receipt: Receipt) -> list[Path]:
        wanted = (receipt.number, "ok" if receipt.accepted else "err")
        found = ((path, NAME.fullmatch(path.name)) for path in (self.root / RECEIPTS).iterdir())
        return [path for path, name in found if name and (int(name.group(1)), name.group(2).casefold()) == wanted]
