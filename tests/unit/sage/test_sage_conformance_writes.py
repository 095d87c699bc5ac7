"""What every transport that writes promises, whatever stands behind it."""

import pytest
from sage.errors import Refused
from sage.records import CLIENT, CONTACT, DOCUMENT, Line
from sim import schema
from sim.benches import BENCHES
from sim.people import FULL_CLIENT, MARK, pulled, quotation


@pytest.fixture(params=("csv", "odata", "x3"))
def writer(request, tmp_path):
    """Those that write."""
    made = BENCHES[request.param](tmp_path)
    yield made
    made.close()


def test_a_created_client_bears_our_mark_and_is_found(writer):
    values = {
        "name": "Mairie d'Épagny; service",
        "zip": "01000",
        "city": "Épagny",
        "phone": "0450112233",
        "prospect": "0",
    }
    written = writer.transport.create(CLIENT, values, (), MARK)
    assert written.pending != writer.transport.capabilities.answers_at_once
    writer.take()
    records, _ = pulled(writer, CLIENT)
    (record,) = records.values()
    assert record.mark == MARK
    assert {name: record.values[name] for name in values} == values
    assert record.number.startswith("CLI")
    assert writer.transport.find(CLIENT, MARK) == record
    assert writer.transport.find(CLIENT, "ZZZZZZZ") is None
    if not written.pending:
        assert (written.key, written.number, written.stamp) == (record.key, record.number, record.stamp)


def test_a_created_contact_bears_our_mark(writer):
    writer.sage.client(**FULL_CLIENT)
    values = {"client_number": "C0001", "last_name": "Œuvrard", "first_name": "Léa", "mobile": "0612345678"}
    writer.transport.create(CONTACT, values | {"client": "1"}, (), MARK)
    writer.take()
    (record,) = pulled(writer, CONTACT)[0].values()
    assert (record.mark, record.values["last_name"], record.values["client_number"]) == (MARK, "Œuvrard", "C0001")


def test_a_created_quotation_has_its_lines_and_is_ours(writer):
    writer.sage.client(**FULL_CLIENT)
    values = {"kind": "quotation", "client_number": "C0001", "date": "2026-11-03", "reference": "Devis 12"}
    lines = (
        Line(
            "",
            {
                "name": "Prise ; posée",
                "quantity": "3.00",
                "unit_price": "12.50",
                "tax_rate": "20.00",
                "tax_code": "C20",
            },
        ),
        Line("", {"name": "Câble", "quantity": "10.50", "unit_price": "1.20", "tax_rate": "10.00", "discount": "5.00"}),
    )
    writer.transport.create(DOCUMENT, values, lines, MARK)
    writer.take()
    (record,) = pulled(writer, DOCUMENT)[0].values()
    assert (record.mark, record.values["origin"], record.values["date"]) == (MARK, "odoo", "2026-11-03")
    assert [line.values["name"] for line in record.lines] == ["Prise ; posée", "Câble"]
    assert [line.values["quantity"] for line in record.lines] == ["3.00", "10.50"]
    assert (record.values["total_untaxed"], record.values["total"]) == ("49.47", "58.17")


def test_an_update_changes_what_it_says_and_nothing_else(writer):
    marq = writer.sage.client(**FULL_CLIENT)
    before = pulled(writer, CLIENT)[0][str(marq)]
    writer.sage.clock.tick(minutes=2)
    written = writer.transport.update(CLIENT, str(marq), {"phone": "0450999999", "street2": ""}, "")
    writer.take()
    after = pulled(writer, CLIENT)[0][str(marq)]
    assert dict(after.values) == dict(before.values) | {"phone": "0450999999", "street2": ""}
    assert after.stamp > before.stamp
    if not written.pending:
        assert (written.key, written.stamp) == (str(marq), after.stamp)


def test_the_same_update_twice_does_no_harm(writer):
    marq = writer.sage.client(**FULL_CLIENT)
    pulled(writer, CLIENT)
    for _ in range(2):
        writer.transport.update(CLIENT, str(marq), {"city": "Annecy"}, "")
    writer.take()
    records, _ = pulled(writer, CLIENT)
    assert [record.values["city"] for record in records.values()] == ["Annecy"]


def test_lines_of_a_document_are_replaced_as_a_whole(writer):
    writer.sage.client(**FULL_CLIENT)
    marq = quotation(writer.sage)
    old = pulled(writer, DOCUMENT)[0][str(marq)].lines[0]
    lines = (
        Line(old.key, dict(old.values) | {"quantity": "5.00"}),
        Line("", {"name": "En plus", "quantity": "1.00", "unit_price": "10.00", "tax_rate": "20.00"}),
    )
    writer.transport.update(DOCUMENT, str(marq), {"reference": "Revu"}, MARK, lines)
    writer.take()
    after = pulled(writer, DOCUMENT)[0][str(marq)]
    assert after.values["reference"] == "Revu"
    assert [(line.values["name"], line.values["quantity"]) for line in after.lines] == [
        ("Tableau 13 modules ; posé", "5.00"),
        ("En plus", "1.00"),
    ]
    assert after.lines[0].key == old.key


def test_a_long_name_comes_back_as_sage_cut_it(writer):
    name = "Syndicat des copropriétaires de la résidence « Les Balcons du Semnoz » - bâtiment principal"
    writer.transport.create(CLIENT, {"name": name}, (), MARK)
    writer.take()
    (record,) = pulled(writer, CLIENT)[0].values()
    assert record.values["name"] == name[:69].rstrip()


def test_an_update_of_nobody_is_refused(writer):
    writer.sage.client(**FULL_CLIENT)
    pulled(writer, CLIENT)
    with pytest.raises(Refused) as refusal:
        writer.transport.update(CLIENT, "999", {"city": "Annecy"}, "")
    assert refusal.value.code == "not_found"


def test_what_sage_refuses_is_told(writer):
    values = {"kind": "quotation", "client_number": "INCONNU", "date": "2026-11-03"}
    if writer.transport.capabilities.answers_at_once:
        with pytest.raises(Refused) as refusal:
            writer.transport.create(DOCUMENT, values, (), MARK)
        assert refusal.value.code == "sage_says_no"
        assert "INCONNU" in refusal.value.detail
    else:
        writer.transport.create(DOCUMENT, values, (), MARK)
        writer.take()
        assert "INCONNU" in writer.face.refused[0][1]
    assert not writer.sage.rows("F_DOCENTETE")


def test_a_closed_invoice_is_not_changed(writer):
    writer.sage.client(**FULL_CLIENT)
    marq = quotation(writer.sage)
    writer.sage.transform(marq, schema.INVOICE)
    writer.sage.post(marq)
    before = pulled(writer, DOCUMENT)[0][str(marq)]
    try:
        writer.transport.update(DOCUMENT, str(marq), {"reference": "Autre"}, "")
        writer.take()
        assert "clôturé" in writer.face.refused[0][1]
    except Refused as refusal:
        assert "clôturé" in refusal.detail
    assert writer.sage.row("F_DOCENTETE", marq)["DO_Ref"] == before.values["reference"]


def test_a_field_that_sage_has_not_is_refused(writer):
    with pytest.raises(Refused) as refusal:
        writer.transport.create(CLIENT, {"name": "Martin", "last_name": "x"}, (), MARK)
    assert refusal.value.code == "field_without_column"
    writer.take()
    assert not writer.sage.rows("F_COMPTET")
