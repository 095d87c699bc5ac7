"""The books of the simulated SAGE: what a person types there, and what the product does with it.

Habits kept, each of which has broken a connector somewhere: the moment of modification has no seconds; texts are cut
without a word; characters outside the code page become « ? »; client numbers are in capitals and may be renamed; a
quotation becomes an order or an invoice in place, with another number; deletions leave no trace.
"""

import datetime
import sqlite3
import threading
from decimal import ROUND_HALF_UP, Decimal

from . import schema

CENT = Decimal("0.01")


class SageRefusal(Exception):
    """SAGE says no, with the sentence that it shows."""


class Clock:
    """The clock of the simulated server; it moves only when told."""

    def __init__(self, start: str = "2026-11-02T08:00:00"):
        self.now = datetime.datetime.fromisoformat(start)

    def tick(self, **duration) -> None:
        """Let time pass: `tick(minutes=2)`."""
        self.now += datetime.timedelta(**duration)

    def stamp(self) -> str:
        """Now, to the minute, as SAGE keeps it."""
        return self.now.replace(second=0, microsecond=0).isoformat(timespec="seconds")


class Sage:
    """One company file of SAGE. `page` is the code page of its texts. Safe to use from a server's threads."""

    def __init__(self, path: str = ":memory:", clock: Clock | None = None, page: str = "cp1252"):
        self.clock = clock or Clock()
        self.page = page
        self.lock = threading.RLock()
        self.base = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self.base.row_factory = sqlite3.Row
        # A stand-in need not survive a power cut.
        self.base.execute("PRAGMA synchronous = OFF")
        if not self.base.execute("SELECT 1 FROM sqlite_master WHERE name = 'F_COMPTET'").fetchone():
            for statement in schema.create_statements():
                self.base.execute(statement)
        self.base.execute(
            "CREATE TABLE IF NOT EXISTS F_DOCCURRENTPIECE (prefix TEXT PRIMARY KEY, number INTEGER NOT NULL)"
        )

    def close(self) -> None:
        """Close the file."""
        self.base.close()

    # --- rows -----------------------------------------------------------------------------------------------------

    def insert(self, table: str, **columns) -> int:
        """A new row, kept as SAGE would keep it; returns its cbMarq."""
        with self.lock:
            stamp = self.clock.stamp()
            kept = self.kept(table, columns) | {"cbModification": stamp, "cbCreation": stamp, "cbCreateur": "COLS"}
            names = ", ".join(f'"{name}"' for name in kept)
            marks = ", ".join("?" * len(kept))
            return self.base.execute(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', [*kept.values()]).lastrowid

    def update(self, table: str, marq: int, **columns) -> None:
        """Change columns of a row; the moment of modification follows, to the minute."""
        with self.lock:
            kept = self.kept(table, columns) | {"cbModification": self.clock.stamp()}
            names = ", ".join(f'"{name}" = ?' for name in kept)
            self.base.execute(f'UPDATE "{table}" SET {names} WHERE "cbMarq" = ?', [*kept.values(), marq])

    def delete(self, table: str, marq: int) -> None:
        """Remove a row; nothing says that it was there."""
        with self.lock:
            self.base.execute(f'DELETE FROM "{table}" WHERE "cbMarq" = ?', [marq])

    def rows(self, table: str, condition: str = "1 = 1", parameters=(), tail: str = 'ORDER BY "cbMarq"') -> list[dict]:
        """Rows of a table as dictionaries."""
        with self.lock:
            found = self.base.execute(f'SELECT * FROM "{table}" WHERE {condition} {tail}', parameters).fetchall()
        return [dict(row) for row in found]

    def row(self, table: str, marq: int) -> dict | None:
        """One row by its identity."""
        found = self.rows(table, '"cbMarq" = ?', [marq])
        return found[0] if found else None

    def kept(self, table: str, columns: dict) -> dict:
        """What SAGE keeps of these values: cut, in its code page, keys in capitals. An unknown column is refused."""
        kinds = schema.TABLES[table]
        unknown = set(columns) - set(kinds)
        if unknown:
            raise SageRefusal(f"Champ inconnu : {', '.join(sorted(unknown))}")
        return {name: self._kept_value(name, kinds[name], value) for name, value in columns.items()}

    def _kept_value(self, name: str, kind, value):
        if value is None or kind == schema.INTEGER:
            return None if value is None else int(value or 0)
        if kind == schema.DECIMAL:
            return str(Decimal(str(value or 0)))
        if not isinstance(kind, int):
            return str(value)
        text = str(value).replace("\r\n", " ").replace("\n", " ")
        text = text.encode(self.page, "replace").decode(self.page)[:kind].rstrip()
        return text.upper() if name in schema.UPPER else text

    # --- what people do -------------------------------------------------------------------------------------------

    def client(self, **columns) -> int:
        """Type a client; SAGE gives the number when none is given. Returns cbMarq."""
        with self.lock:
            if not (columns.get("CT_Intitule") or "").strip():
                raise SageRefusal("Le champ Intitulé est obligatoire")
            columns.setdefault("CT_Num", "")
            columns["CT_Num"] = columns["CT_Num"] or f"CLI{self._next('CLI'):05d}"
            if self.rows("F_COMPTET", '"CT_Num" = ?', [columns["CT_Num"].upper()[:17]]):
                raise SageRefusal(f"Le compte tiers {columns['CT_Num']} existe déjà")
            fixed = {"CT_Type": 0, "CG_NumPrinc": "411000", "CT_Sommeil": 0, "CT_Prospect": 0}
            return self.insert("F_COMPTET", **(fixed | columns))

    def rename_client(self, marq: int, number: str) -> None:
        """Another number for a client, followed by contacts and documents, whose own moments do not move."""
        with self.lock:
            old = self.row("F_COMPTET", marq)["CT_Num"]
            self.update("F_COMPTET", marq, CT_Num=number)
            for table, column in (("F_CONTACTT", "CT_Num"), ("F_DOCENTETE", "DO_Tiers"), ("F_DOCLIGNE", "CT_Num")):
                self.base.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE "{column}" = ?', [number.upper(), old])

    def contact(self, **columns) -> int:
        """Type a contact of an existing client. Returns cbMarq."""
        with self.lock:
            self._client_exists(columns.get("CT_Num", ""))
            if not (columns.get("CT_Nom") or "").strip():
                raise SageRefusal("Le champ Nom est obligatoire")
            return self.insert("F_CONTACTT", **columns)

    def document(self, lines=(), **columns) -> int:
        """Type a document with its lines; SAGE gives the number and computes the totals. Returns cbMarq."""
        with self.lock:
            self._client_exists(columns.get("DO_Tiers", ""))
            kind = int(columns.get("DO_Type") or 0)
            if kind == schema.POSTED:
                raise SageRefusal("Une facture comptabilisée ne se saisit pas")
            columns["DO_Piece"] = columns.get("DO_Piece") or self._number(kind)
            fixed = {"DO_Domaine": 0, "DO_Type": kind, "DO_Statut": 0, "DO_Date": self.clock.now.date().isoformat()}
            marq = self.insert("F_DOCENTETE", **(fixed | {k: v for k, v in columns.items() if v not in (None, "")}))
            for position, line in enumerate(lines, 1):
                self.line(marq, position, **line)
            self.count(marq)
            return marq

    def line(self, document: int, position: int, **columns) -> int:
        """One line of a document; DL_No stays with it for ever. Returns cbMarq."""
        head = self.row("F_DOCENTETE", document)
        own = {name: head[name] for name in ("DO_Domaine", "DO_Type", "DO_Piece")}
        net = Decimal(str(columns.get("DL_Qte") or 0)) * Decimal(str(columns.get("DL_PrixUnitaire") or 0))
        net *= 1 - Decimal(str(columns.get("DL_Remise01REM_Valeur") or 0)) / 100
        net = net.quantize(CENT, ROUND_HALF_UP)
        gross = (net * (1 + Decimal(str(columns.get("DL_Taxe1") or 0)) / 100)).quantize(CENT, ROUND_HALF_UP)
        amounts = {
            "DL_MontantHT": net,
            "DL_MontantTTC": gross,
            "DL_No": self._next("DL_No"),
            "CT_Num": head["DO_Tiers"],
        }
        return self.insert("F_DOCLIGNE", **(columns | own | amounts | {"DL_Ligne": position * 10000}))

    def lines(self, document: int) -> list[dict]:
        """Lines of a document, in order."""
        head = self.row("F_DOCENTETE", document)
        return self.rows("F_DOCLIGNE", '"DO_Type" = ? AND "DO_Piece" = ?', [head["DO_Type"], head["DO_Piece"]])

    def count(self, document: int) -> None:
        """Totals of a document, tax counted by rate."""
        lines = self.lines(document)
        net = sum((Decimal(str(line["DL_MontantHT"])) for line in lines), Decimal(0))
        bases: dict[Decimal, Decimal] = {}
        for line in lines:
            rate = Decimal(str(line["DL_Taxe1"] or 0))
            bases[rate] = bases.get(rate, Decimal(0)) + Decimal(str(line["DL_MontantHT"]))
        tax = sum(((base * rate / 100).quantize(CENT, ROUND_HALF_UP) for rate, base in bases.items()), Decimal(0))
        totals = {"DO_TotalHT": net, "DO_TotalHTNet": net, "DO_TotalTTC": net + tax, "DO_NetAPayer": net + tax}
        self.update("F_DOCENTETE", document, **totals)

    def transform(self, document: int, kind: int) -> str:
        """Quotation → order → delivery → invoice: the same rows get another type and number. Returns the number."""
        with self.lock:
            head = self.row("F_DOCENTETE", document)
            number = self._number(kind)
            kept = {schema.QUOTATION: "DL_PieceDE", schema.ORDER: "DL_PieceBC", schema.DELIVERY: "DL_PieceBL"}
            trace = {kept[head["DO_Type"]]: head["DO_Piece"]} if head["DO_Type"] in kept else {}
            for line in self.lines(document):
                self.update("F_DOCLIGNE", line["cbMarq"], DO_Type=kind, DO_Piece=number, **trace)
            self.update("F_DOCENTETE", document, DO_Type=kind, DO_Piece=number, DO_PieceOrig=head["DO_Piece"])
            return number

    def post(self, document: int) -> None:
        """The accountant posts an invoice: type 6 becomes 7, the number stays."""
        with self.lock:
            for line in self.lines(document):
                self.update("F_DOCLIGNE", line["cbMarq"], DO_Type=schema.POSTED)
            self.update("F_DOCENTETE", document, DO_Type=schema.POSTED, DO_Cloture=1)

    def change(self, table: str, marq: int, **columns) -> None:
        """Change a client or a contact; another number for a client is a renaming."""
        with self.lock:
            number = columns.pop("CT_Num", None) if table == "F_COMPTET" else None
            if number and number.upper() != self.row(table, marq)["CT_Num"]:
                self.rename_client(marq, number)
            self.update(table, marq, **columns)

    def change_document(self, document: int, lines=None, **columns) -> None:
        """Change a document that is still open; `lines` are all of its lines, those with DL_No stay the same rows."""
        with self.lock:
            head = self.row("F_DOCENTETE", document)
            if head["DO_Type"] == schema.POSTED or head["DO_Cloture"]:
                raise SageRefusal(f"Le document {head['DO_Piece']} est clôturé")
            self.update("F_DOCENTETE", document, **columns)
            if lines is None:
                return
            known = {line["DL_No"]: line["cbMarq"] for line in self.lines(document)}
            for marq in known.values():
                self.delete("F_DOCLIGNE", marq)
            for position, line in enumerate(lines, 1):
                number = line.pop("DL_No", None)
                marq = self.line(document, position, **line)
                if number in known:
                    self.update("F_DOCLIGNE", marq, DL_No=number)
            self.count(document)

    def remove_document(self, document: int) -> None:
        """Delete a document and its lines."""
        with self.lock:
            for line in self.lines(document):
                self.delete("F_DOCLIGNE", line["cbMarq"])
            self.delete("F_DOCENTETE", document)

    # --- numbers --------------------------------------------------------------------------------------------------

    def _next(self, prefix: str) -> int:
        statement = (
            "INSERT INTO F_DOCCURRENTPIECE VALUES (?, 1) "
            "ON CONFLICT (prefix) DO UPDATE SET number = number + 1 RETURNING number"
        )
        return self.base.execute(statement, [prefix]).fetchall()[0][0]

    def _number(self, kind: int) -> str:
        prefix = schema.PREFIXES[kind]
        return f"{prefix}{self._next(prefix):05d}"

    def _client_exists(self, number: str) -> None:
        if not self.rows("F_COMPTET", '"CT_Num" = ?', [(number or "").upper()]):
            raise SageRefusal(f"Le compte tiers {number} n'existe pas")
