"""A spreadsheet of contracts as it is after years of being kept by hand; the same bytes' worth of mess every time.

What is in it is counted while it is written, so that a test knows the truth without asking the code under test.
"""

import random
from datetime import date, datetime, timedelta
from io import BytesIO

import openpyxl
from openpyxl.styles import PatternFill

HEADERS = ["Client ", "Adresse", "CP", "Commune", "Tél", "Mail", "Matériel", "Périodicité", "Dernière visite"]
HEADERS += ["A faire", "Durée", "REMARQUES"]
COLOURS = {"done": "FF92D050", "call": "FFFFFF00", "ended": "FFFF0000", "suspended": "FFBFBFBF"}
LEGEND = {"done": "vert = fait", "call": "jaune = à rappeler", "ended": "rouge = résilié"}
LEGEND["suspended"] = "gris = suspendu"
TOWNS = [("Annecy", 74000), ("Annecy-le-Vieux", 74940), ("Cran-Gevrier", 74960), ("Seynod", 74600)]
TOWNS += [("Thônes", 74230), ("Faverges", 74210), ("Rumilly", 74150), ("La Clusaz", 74220), ("Aix-les-Bains", 73100)]
TOWNS += [("Bellegarde", "01200"), ("Gex", 1170)]
SECTORS = ["ANNECY", "ARAVIS", "BOUT DU LAC", "ALBANAIS", "AIX", "AIN"]
SURNAMES = """Abry Blanc Bouvier Burnet Chappaz Collomb Curtet Dupraz Excoffier Falcoz Fontaine Gaillard Grosset Jacquet
Lachenal Lathuille Maniglier Mermillod Missillier Mugnier Pernet Perrissin Pollet Quétand Ravoire Sadier Tissot Vulliet
Vittoz Viviant""".split()
FIRST_NAMES = ["Jean", "Marie", "Paul", "Lucie", "Bernard", "Odile", "René", "Chantal", "Yves", "Nadia"]
STREETS = ["rue des Glières", "route de Thônes", "chemin des Fins", "avenue du Rhône", "impasse du Pré", "bd du Lycée"]
APPLIANCES = ["Alarme", "VMC double flux", "PAC Daikin", "Portail", "Borne IRVE", "Clim Mitsubishi", "Interphone"]
SEVERAL = ["Alarme + VMC", "PAC Daikin\nBallon 300 L", "2 clim Mitsubishi, VMC", "Alarme/Interphone", "12 x BAES"]
PERIODS = ["annuel", "Annuel", "1 an", "12", "1x/an", "semestriel", "6 mois", "2x/an", "tous les 2 ans", None]
REMARKS = [None, None, "clé chez voisin", "code 4521B", "gardien 06 12 34 56 78", "appeler avant !!", "chien"]
MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
FIRST_DAY = date(1899, 12, 30)


def _written(mixer, day):
    """The same day in one of the ways in which it has been typed over the years."""
    return [
        lambda: datetime(day.year, day.month, day.day),
        lambda: (day - FIRST_DAY).days,
        lambda: f"{day:%d/%m/%Y}",
        lambda: f"{day:%d.%m.%y}",
        lambda: f"{day.day} {MONTHS[day.month - 1]} {day.year}",
        lambda: f"fait le {day:%d/%m/%y}",
    ][mixer.randrange(6)]()


def _contract(mixer, rank):
    """A row that can be understood without doubt; unique by its street number."""
    town, code = TOWNS[rank % len(TOWNS)]
    name = f"{SURNAMES[rank % len(SURNAMES)]} {FIRST_NAMES[mixer.randrange(10)]}"
    name = [name, name.upper(), f"M. {name}", f"Mme {name} "][mixer.randrange(4)]
    last = date(2026, 1, 5) + timedelta(days=mixer.randrange(300)) - timedelta(days=365 * mixer.randrange(2))
    phone = f"04 50 {rank % 90 + 10} {mixer.randrange(10, 99)} {rank // 90 + 10}"
    phone = [phone, int(phone.replace(" ", "")), phone.replace(" ", ".")][mixer.randrange(3)]
    kit = SEVERAL[mixer.randrange(5)] if rank % 6 == 0 else APPLIANCES[mixer.randrange(7)]
    return {
        "client": name,
        "street": f"{rank + 1} {STREETS[mixer.randrange(6)]}",
        "zip": code,
        "city": town if mixer.randrange(3) else town.upper(),
        "phone": phone,
        "mail": f"client{rank}@exemple.fr" if mixer.randrange(3) else None,
        "kit": kit,
        "period": PERIODS[mixer.randrange(10)],
        "last": _written(mixer, last),
        "next": None,
        "minutes": [None, "1h", "1h30", 45, 2][mixer.randrange(5)],
        "note": REMARKS[mixer.randrange(7)],
    }


# What makes a row doubtful, and the code that must be given: changes to a sound row.
DOUBTFUL = [
    ({"last": "?"}, "last_unknown"),
    ({"last": "12/03"}, "last_no_year"),
    ({"last": "31/02/2025"}, "last_impossible"),
    ({"last": "voir avec Sandrine"}, "last_unreadable"),
    ({"last": "14/05/2025 ?"}, "last_unsure"),
    ({"last": datetime(2027, 3, 2)}, "last_in_future"),
    ({"last": None, "next": None}, "no_date"),
    ({"next": datetime(2019, 1, 8)}, "next_before_last"),
    ({"period": "bisannuel"}, "period"),
    ({"period": "?"}, "period"),
    ({"client": None}, "no_client"),
    ({"client": "Perret ou Perret-Duc ?"}, "client_unsure"),
    ({"zip": None, "city": None}, "no_town"),
    ({"zip": "7400"}, "zip"),
    ({"kit": "?"}, "no_equipment"),
    ({"minutes": "la matinée"}, "minutes"),
]
# Readings worth a note but no doubt: the cell, and the day that must come out.
MONTH_ONLY = [("mars 2026", date(2026, 3, 15)), ("début avril 2026", date(2026, 4, 5)), ("05/2026", date(2026, 5, 15))]


def make_sheet(size=200, seed=9):
    """Write the workbook.

    :param int size: rows of contracts, duplicates included, at least 40
    :return: (bytes, dict of facts: contracts, doubts {row: code}, duplicates {row: first row}, others {row: kind},
        states {row: state}, merged {row: client}, month_only {row: day})
    """
    mixer, book = random.Random(seed), openpyxl.Workbook()
    sheet, facts = book.active, {name: {} for name in ("doubts", "duplicates", "others", "states", "merged")}
    facts["month_only"] = {}
    sheet.title = "ENTRETIENS"
    _heading(sheet)
    rows = [_contract(mixer, rank) for rank in range(size - 6)]
    kinds = [None] * len(rows)
    for place, doubt in enumerate(DOUBTFUL):
        rows[9 * place + 5 if size >= 160 else place].update(doubt[0])
        kinds[9 * place + 5 if size >= 160 else place] = doubt[1]
    sound = [place for place, kind in enumerate(kinds) if not kind]
    for place, (said, day) in zip(sound[20:], MONTH_ONLY, strict=False):
        rows[place]["last"] = said
        kinds[place] = day
    painted = dict(zip(sound[4:18:2], ["done", "call", "ended", "ended", "suspended", "call", "done"], strict=False))
    _body(sheet, rows, kinds, painted, facts)
    _doubles(sheet, [rows[place] for place in sound[:6]], facts)
    sheet.append([])
    sheet.append(["TOTAL", *[None] * 5, f"{size} contrats"])
    facts["others"][sheet.max_row] = "total"
    notes = book.create_sheet("Feuil2")
    notes.append(["à commander", "filtres VMC x10"])
    facts["contracts"] = size
    content = BytesIO()
    book.save(content)
    return content.getvalue(), facts


def _heading(sheet):
    sheet.append(["CONTRATS ENTRETIEN - GAETAN - maj 14/11"])
    sheet.merge_cells("A1:L1")
    sheet.append([])
    for rank, (kind, text) in enumerate(LEGEND.items()):
        cell = sheet.cell(2, 2 * rank + 1, text)
        cell.fill = PatternFill("solid", fgColor=COLOURS[kind])
    sheet.append([])
    sheet.append(HEADERS)


def _body(sheet, rows, kinds, painted, facts):
    """Sectors with their titles and sub-totals, the header again after a page, a client over two merged rows."""
    for place, (row, kind) in enumerate(zip(rows, kinds, strict=True)):
        if place % 36 == 0:
            _sector(sheet, SECTORS[place // 36 % len(SECTORS)], facts)
        if place == 100:
            sheet.append(HEADERS)
            facts["others"][sheet.max_row] = "header"
        sheet.append(list(row.values()))
        number = sheet.max_row
        if isinstance(kind, date):
            facts["month_only"][number] = kind
        elif kind:
            facts["doubts"][number] = kind
        if place in painted:
            for cell in sheet[number]:
                cell.fill = PatternFill("solid", fgColor=COLOURS[painted[place]])
            facts["states"][number] = painted[place]
        row["row"] = number
        if place in (30, 31) and not kind:
            _merge_with_above(sheet, rows, place, facts)


def _sector(sheet, name, facts):
    sheet.append([])
    sheet.append([f"SECTEUR {name}"])
    number = sheet.max_row
    sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=12)
    facts["others"][number] = "title"


def _merge_with_above(sheet, rows, place, facts):
    """The second contract of a client: his name and address stand once, in merged cells."""
    if place != 31:
        return
    number = rows[place]["row"]
    for column in range(1, 7):
        sheet.merge_cells(start_row=number - 1, end_row=number, start_column=column, end_column=column)
    facts["merged"][number] = " ".join(str(rows[place - 1]["client"]).split())


def _doubles(sheet, rows, facts):
    """The same contracts once more, further down, typed a little differently."""
    for row in rows:
        again = {name: value for name, value in row.items() if name != "row"}
        again |= {"client": f"{row['client'].upper()} ", "note": "voir plus haut ?"}
        sheet.append(list(again.values()))
        facts["duplicates"][sheet.max_row] = row["row"]
