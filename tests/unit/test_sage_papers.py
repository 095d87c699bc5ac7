"""What the accountant's SAGE shows of the demo company: the same papers for the same company, sums that are right."""

import csv
from datetime import datetime
from types import SimpleNamespace

from scenario.generator import build
from scenario.sage_books import Books
from scenario.sage_papers import Papers, pdf

NOW = datetime(2026, 11, 19, 10, 0)
LAYOUTS = {
    "client": SimpleNamespace(
        pattern="CLIENTS_{sequence}.csv",
        columns={"Cle": "key", "Moment": "stamp", "Repere": "mark", "Num": "number", "Nom": "name", "Ville": "city"},
        line_columns={},
    )
}


def papers():
    """Papers of one company."""
    return Papers(build(NOW))


def amount(cell):
    """Cents of a cell."""
    return round(float(cell.replace(",", ".")) * 100)


def test_the_same_company_has_the_same_papers():
    first, second = papers(), papers()
    assert [cells for _client, cells in first.clients()] == [cells for _client, cells in second.clients()]
    assert first.documents() == second.documents()


def test_sums_are_right_and_numbers_unique():
    documents = papers().documents()
    assert len({cells["number"] for cells, _lines in documents}) == len(documents)
    for cells, lines in documents:
        untaxed = sum(amount(line["untaxed"]) for line in lines)
        rate = float(lines[0]["tax_rate"].replace(",", "."))
        assert amount(cells["total_untaxed"]) == untaxed
        assert amount(cells["total"]) == untaxed + round(untaxed * rate / 100)
        assert amount(cells["paid"]) in (0, amount(cells["total"]))


def test_both_sides_correct_the_same_fields_differently():
    told = papers()
    ours, theirs = told.ours(), told.theirs()
    assert ours.keys() == theirs.keys()
    for client, values in ours.items():
        assert all(theirs[client][name] != value for name, value in values.items())


def test_books_export_and_take_what_is_dropped(tmp_path):
    books = Books(tmp_path, LAYOUTS)
    key = books.add("client", NOW, {"name": "Léa Œuvrard", "number": "C1"})
    for name, row in (("create", ";;MARK;;Neuf;Annecy"), ("update", f"{key};;;C1;;Seynod"), ("none", ";;X;;Refus;")):
        path = tmp_path / "vers_sage" / f"CLIENTS_{name}.csv"
        head = "Cle;Moment;Repere;Num;Nom;Ville" if name != "update" else "Cle;Moment;Repere;Num;Sans;Ville"
        path.write_bytes(f"{head}\r\n{row}\r\n".encode("cp1252"))
        path.with_name(path.name + ".ok").write_bytes(b"")
    assert books.take(NOW, refuses=["Refus"]) == 3
    assert not list((tmp_path / "vers_sage").iterdir())
    books.export()
    with (tmp_path / "depuis_sage" / "CLIENTS_000001.csv").open(encoding="cp1252", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    assert [(row["Nom"], row["Ville"], row["Repere"]) for row in rows] == [
        ("Léa Œuvrard", "Seynod", ""),
        ("Neuf", "Annecy", "MARK"),
    ]
    assert (tmp_path / "depuis_sage" / "CLIENTS_000001.ok").exists()


def test_a_printed_quotation_is_a_whole_pdf():
    content = pdf("Devis DE00042")
    assert content.startswith(b"%PDF-1.4") and content.endswith(b"%%EOF\n")
    table = int(content.split(b"startxref\n")[1].split(b"\n")[0])
    assert content[table:].startswith(b"xref")
