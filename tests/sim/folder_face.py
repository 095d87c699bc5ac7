"""The simulated SAGE behind a folder: scheduled exports, scheduled imports, and what goes wrong with files."""

import csv
import datetime
import io
from pathlib import Path

from . import schema
from .store import Sage, SageRefusal

NAMES = {"F_COMPTET": "CLIENTS", "F_CONTACTT": "CONTACTS", "F_DOCENTETE": "DOCUMENTS"}
HEADS = {
    "F_COMPTET": (
        "cbMarq cbModification,Cle Odoo,CT_Num CT_Intitule CT_Qualite CT_Contact CT_Adresse CT_Complement "
        "CT_CodePostal CT_Ville CT_Pays CT_Telephone CT_Telecopie CT_EMail CT_Site CT_Siret CT_Identifiant CT_Ape "
        "CT_Commentaire CT_Prospect CT_Sommeil CT_NumPayeur"
    ),
    "F_CONTACTT": (
        "cbMarq cbModification CT_Skype CT_Num CT_Nom CT_Prenom CT_Fonction CT_Telephone CT_TelPortable CT_EMail "
        "CT_Civilite"
    ),
    "F_DOCENTETE": (
        "cbMarq cbModification DO_NoWeb DO_Type DO_Piece DO_Date DO_Tiers DO_Ref DO_Statut DO_TotalHTNet DO_TotalTTC "
        "DO_MontantRegle"
    ),
}
LINES = (
    "DL_No AR_Ref DL_Design DL_Qte EU_Enumere DL_PrixUnitaire DL_Remise01REM_Valeur DL_CodeTaxe1 DL_Taxe1 DL_MontantHT"
).split()


def columns_of(table: str) -> list[str]:
    """Columns of an export, in order."""
    return [name for part in HEADS[table].split(",") for name in ([part] if part == "Cle Odoo" else part.split())]


class FolderFace:
    """SAGE's side of a drop folder. `encoding`, `separator` and `day` are those of its export formats."""

    def __init__(self, sage: Sage, root: Path, encoding="cp1252", separator=";", day="%d%m%y", companions=True):
        self.sage = sage
        self.root = Path(root)
        self.encoding, self.separator, self.day = encoding, separator, day
        self.companions = companions
        self.sequence = 0
        self.refused: list[tuple[str, str]] = []
        self.marks: set[str] = set()

    # --- exports
    def export(self, table: str, sequence: int | None = None) -> Path:
        """A complete export of a table; returns its path."""
        self.sequence = sequence or self.sequence + 1
        path = self.root / "depuis_sage" / f"{NAMES[table]}_{self.sequence:06d}.csv"
        path.write_bytes(self.content(table))
        self.finish(path)
        return path

    def export_all(self) -> None:
        """One export of everything, as a scheduled task does."""
        for table in NAMES:
            self.export(table)

    def finish(self, path: Path) -> None:
        """Say that a file is whole."""
        if self.companions:
            path.with_suffix(".ok").write_text(f"taille={path.stat().st_size}\n")

    def content(self, table: str) -> bytes:
        """The bytes of an export."""
        buffer = io.StringIO()
        writer = csv.writer(buffer, delimiter=self.separator, lineterminator="\r\n")
        documents = table == "F_DOCENTETE"
        heads = columns_of(table)
        writer.writerow(heads + (LINES if documents else []))
        fixed = {"F_COMPTET": '"CT_Type" = 0', "F_DOCENTETE": '"DO_Domaine" = 0'}.get(table, "1 = 1")
        with self.sage.lock:
            for row in self.sage.rows(table, fixed):
                head = [self._cell(table, name, row[name]) for name in heads]
                lines = self.sage.lines(row["cbMarq"]) if documents else []
                for line in lines or ([dict.fromkeys(LINES)] if documents else [None]):
                    own = [self._cell("F_DOCLIGNE", name, line[name]) for name in LINES] if line is not None else []
                    writer.writerow(head + own)
        return buffer.getvalue().encode(self.encoding, "replace")

    def _cell(self, table, name, value):
        if value is None:
            return ""
        kind = schema.TECHNICAL.get(name, schema.TABLES[table].get(name))
        if kind == schema.DECIMAL:
            return f"{float(value):.2f}".replace(".", ",")
        if kind == schema.DATE:
            return datetime.date.fromisoformat(value).strftime(self.day)
        if kind == schema.MOMENT:
            return datetime.datetime.fromisoformat(value).strftime(f"{self.day} %H:%M")
        return str(value)

    # --- imports
    def import_all(self) -> int:
        """Take every file that waits, in the order of names; returns how many were taken."""
        taken = 0
        for path in sorted((self.root / "vers_sage").glob("*.csv")):
            mark = path.with_name(path.name + ".ok")
            if self.companions and not mark.exists():
                continue
            try:
                self.import_file(path)
            except SageRefusal as error:
                self.refused.append((path.name, str(error)))
            path.unlink()
            mark.unlink(missing_ok=True)
            taken += 1
        return taken

    def import_file(self, path: Path) -> None:
        """One file, as SAGE's import reads it: by cbMarq when it is there, else a new record."""
        table = next(table for table, name in NAMES.items() if path.name.startswith(name))
        rows = list(
            csv.DictReader(io.StringIO(path.read_bytes().decode(self.encoding), newline=""), delimiter=self.separator)
        )
        head = {name: self._read(table, name, text) for name, text in rows[0].items() if name in schema.TABLES[table]}
        lines = None
        if "DL_Design" in rows[0]:
            lines = [{name: self._read("F_DOCLIGNE", name, row[name]) for name in LINES} for row in rows]
            lines = [line for line in lines if line["DL_Design"] or line["DL_Qte"]]
        if rows[0]["cbMarq"]:
            self._change(table, int(rows[0]["cbMarq"]), head, lines)
        else:
            self._create(table, {name: value for name, value in head.items() if value not in ("", None)}, lines or [])

    def _read(self, table, name, text):
        kind = schema.TABLES[table][name]
        if kind == schema.DECIMAL:
            return text.replace(",", ".") if text else None
        if kind == schema.DATE:
            return datetime.datetime.strptime(text, self.day).date().isoformat() if text else None
        if kind == schema.INTEGER:
            return int(text) if text else None
        return text

    def _create(self, table, head, lines):
        if table == "F_COMPTET":
            self.sage.client(**head)
        elif table == "F_CONTACTT":
            self.sage.contact(**head)
        else:
            self.sage.document([{k: v for k, v in line.items() if v not in ("", None)} for line in lines], **head)

    def _change(self, table, marq, head, lines):
        if table == "F_DOCENTETE":
            self.sage.change_document(marq, lines, **head)
        else:
            self.sage.change(table, marq, **head)
