"""First load of the clients of SAGE, against Odoo's own import of the same clients on the same database.

Read by an Odoo shell on a throw-away database (see tools/bench.py). SAGE's side is one file of CLIENTS clients in the
drop folder; the suite reads it, looks each client up among those that are there, writes it, binds it, and keeps its
journal. Odoo's side is `load()` in batches of 2,000 rows, as its import screen sends them, without history of changes;
it is undone before the suite begins. The two take turns, so that both meet the same machine. Prints one JSON line.
"""

import csv
import gc
import json
import tempfile
import time
from pathlib import Path

from odoo.addons.duret_sage_sync.sage.projection import decode, project
from odoo.addons.duret_sage_sync.sage.transports.csv_folder.transport import FolderTransport

CLIENTS = globals().get("CLIENTS", 20_000)
BATCH = 2_000
COLUMNS = {
    "cbMarq": "key",
    "cbModification": "stamp",
    "CT_Num": "number",
    "CT_Intitule": "name",
    "CT_Qualite": "category",
    "CT_Contact": "contact",
    "CT_Adresse": "street",
    "CT_Complement": "street2",
    "CT_CodePostal": "zip",
    "CT_Ville": "city",
    "CT_Pays": "country",
    "CT_Telephone": "phone",
    "CT_Telecopie": "fax",
    "CT_EMail": "email",
    "CT_Site": "website",
    "CT_Siret": "siret",
    "CT_Identifiant": "vat",
    "CT_Ape": "ape",
    "CT_Commentaire": "comment",
    "CT_Prospect": "prospect",
    "CT_Sommeil": "asleep",
    "CT_NumPayeur": "payer",
}
# Canonical field -> column of Odoo's import
IMPORTED = {
    "number": "duret_sage_number",
    "name": "name",
    "street": "street",
    "street2": "street2",
    "zip": "zip",
    "city": "city",
    "country": "country_id",
    "phone": "phone",
    "fax": "duret_sage_fax",
    "email": "email",
    "website": "website",
    "siret": "company_registry",
    "vat": "vat",
    "ape": "duret_sage_ape",
    "contact": "duret_sage_contact",
    "comment": "duret_sage_comment",
    "payer": "duret_sage_payer",
    "category": "duret_sage_category",
}
TOWNS = [
    *(("74000", "Annecy"), ("74940", "Annecy-le-Vieux"), ("74960", "Cran-Gevrier"), ("74600", "Seynod")),
    *(("74370", "Pringy"), ("74330", "La Balme-de-Sillingy"), ("74150", "Rumilly"), ("74230", "Thônes")),
    *(("74210", "Faverges"), ("74540", "Alby-sur-Chéran"), ("74800", "La Roche-sur-Foron"), ("73100", "Aix-les-Bains")),
]
SYLLABLES = "ba be cha del fa gri la mer mo nar pel qui ro sa ter va vil zan dou fer".split()
FORMS = ("SARL", "SAS", "SCI", "EURL", "Syndic")
TRADES = "Garage Menuiserie Boulangerie Hôtel Cabinet Transports Maçonnerie Fromagerie Pharmacie Régie Scierie".split()
FIRST = "Jean Marie Luc Odile Paul Anne Marc Lise Guy Ève Noël Rose Théo Léa Hugo Inès Rémi Zoé Axel Maud".split()


def luhn(figures):
    """The last figure of a SIREN or SIRET."""
    total = 0
    for rank, figure in enumerate(reversed(figures)):
        value = int(figure) * (2 if rank % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def family(seed):
    """A name of three syllables, or four: some 8,000 of them, as in a directory."""
    count = len(SYLLABLES)
    parts = [SYLLABLES[seed // count**place % count] for place in range(3 + seed % 2)]
    return "".join(parts).capitalize()


def client(rank):
    """One client of a base as firms of craftsmen have it: two private people for one firm."""
    zip_code, town = TOWNS[rank * 7 % len(TOWNS)]
    first, last, other = FIRST[rank * 11 % len(FIRST)], family(rank * 7919), family(rank * 104_729 + 17)
    told = {
        "key": str(rank + 1),
        "stamp": "2026-11-20 14:05",
        "number": f"CL{rank:06d}",
        "name": f"{'M.' if rank % 2 else 'Mme'} {last}-{other} {first}",
        "street": f"{rank % 180 + 1} rue de la {last}",
        "zip": zip_code,
        "city": town,
        "country": "FRANCE",
        "phone": f"04 50 {rank // 10_000:02d} {rank // 100 % 100:02d} {rank % 100:02d}",
        "email": f"{first}.{last}{rank}@exemple.test".lower().encode("ascii", "ignore").decode(),
        "prospect": "0",
        "asleep": "0",
        "category": "M" if rank % 2 else "MME",
    }
    if rank % 3 == 0:
        siren = f"{30_000_000 + rank * 37:08d}"
        siren += luhn(siren)
        siret = f"{siren}0001"
        siret += luhn(siret)
        told |= {
            "name": f"{FORMS[rank % 5]} {TRADES[rank * 13 % len(TRADES)]} {last} {other}",
            "street2": "Zone artisanale",
            "fax": f"04 57 {rank // 10_000:02d} {rank // 100 % 100:02d} {rank % 100:02d}",
            "website": f"www.{rank}.exemple.test",
            "siret": siret,
            "vat": f"FR{(12 + 3 * (int(siren) % 97)) % 97:02d}{siren}",
            "ape": "4321A",
            "contact": f"{first} {last}",
            "comment": "Appeler le matin",
            "category": "SARL",
        }
    return told


def write_file(folder, clients):
    """SAGE's export: cp1252, semicolons, and the companion that says it is whole."""
    name = folder / "depuis_sage" / "CLIENTS_000001.csv"
    name.parent.mkdir(parents=True, exist_ok=True)
    with name.open("w", encoding="cp1252", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow(COLUMNS)
        for told in clients:
            writer.writerow([told.get(field, "") for field in COLUMNS.values()])
    name.with_suffix(".ok").touch()


class Clock:
    """Seconds that pass and seconds of this process, added up."""

    def __init__(self):
        self.seconds = self.processor = 0.0

    def __enter__(self):
        gc.collect()
        self._began = time.perf_counter(), time.process_time()

    def __exit__(self, *_error):
        self.seconds += time.perf_counter() - self._began[0]
        self.processor += time.process_time() - self._began[1]

    def figures(self):
        """Give both, rounded."""
        return {"seconds": round(self.seconds, 2), "processor": round(self.processor, 2)}


def imported(clients):
    """Odoo's import of the clients, undone."""
    partners = env["res.partner"].with_context(import_file=True, tracking_disable=True, lang="fr_FR")  # noqa: F821
    rows = []
    for told in clients:
        values = decode("client", project("client", {name: told.get(name, "") for name in IMPORTED}))
        rows.append([values[name] for name in IMPORTED] + ["1" if told["category"] == "SARL" else "0"])
    clock = Clock()
    for start in range(0, len(rows), BATCH):
        with clock:
            found = partners.load([*IMPORTED.values(), "is_company"], rows[start : start + BATCH])
            partners.env.flush_all()
        if not found["ids"]:
            raise SystemExit(f"not imported: {found['messages'][:2]}")
        partners.env.invalidate_all()
    partners.env.cr.rollback()
    return clock.figures()


def exchanged(clients):
    """The suite's first load."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "echange"
        folder.mkdir()
        env["ir.config_parameter"].set_param("duret_sage_sync.roots", place)  # noqa: F821
        backend = env["duret.sage.backend"].create({"name": "SAGE", "transport": "csv", "folder": str(folder)})  # noqa: F821
        env.cr.commit()  # noqa: F821
        transport = backend._transport()
        transport.close()
        assert isinstance(transport, FolderTransport)
        write_file(folder, clients)
        clock = Clock()
        before = env.cr.sql_log_count  # noqa: F821
        with clock:
            run = backend._sync()
            env.cr.commit()  # noqa: F821
        statements = env.cr.sql_log_count - before  # noqa: F821
    bound = env["duret.sage.binding"].search_count([("backend_id", "=", backend.id)])  # noqa: F821
    return clock.figures() | {"statements": statements, "bound": bound, "stopped": run.stopped, "report": run.report}


clients = [client(rank) for rank in range(CLIENTS)]
theirs = imported(clients)
ours = exchanged(clients)
print("BENCH", json.dumps({"clients": CLIENTS, "load": theirs, "ours": ours}))
