"""XML of X3: written and read back the same, and hostile XML does nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sage.errors import Refused, Unavailable
from sage.records import CLIENT
from sage.transports.http_door import HttpDoor
from sage.transports.x3_soap import objects
from sage.transports.x3_soap.objects import load_objects
from sage.transports.x3_soap.payload import BadPayload, parsed, read_list, read_object, write_object
from sage.transports.x3_soap.service import X3Service, _Wire
from sim.benches import X3Bench

TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=30)
BOMB = (
    '<!DOCTYPE a [<!ENTITY x "aaaaaaaaaa"><!ENTITY y "&x;&x;&x;">]><RESULT><LIN><FLD NAME="A">&y;</FLD></LIN></RESULT>'
)


@given(TEXTS, TEXTS, TEXTS, st.lists(TEXTS, max_size=4))
def test_an_object_is_read_as_it_was_written(field, first, address, names):
    values = {"B0/NUM": field, "B0/NAM#1": first, "B0/NAM#2": "deux", "A1[1]/CTY": address}
    payload = read_object(write_object(values, "L1", [{"DES": name} for name in names]))
    assert {place: payload.values[place] for place in values} == values
    assert [line["DES"] for line in payload.tables["L1"]] == names


@pytest.mark.parametrize("text", [BOMB, "", "<a>", "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", "pas du XML"])
def test_hostile_or_broken_xml_is_refused(text):
    with pytest.raises(BadPayload):
        parsed(text)
    with pytest.raises(BadPayload):
        read_list(text)


def test_an_answer_with_entities_is_no_answer(tmp_path, monkeypatch):
    bench = X3Bench(tmp_path)
    secret = tmp_path / "secret"
    secret.write_text("mot de passe")
    # Inside the result, then around the whole answer.
    monkeypatch.setattr(bench.face, "op_query", lambda *arguments: BOMB)
    with pytest.raises(Unavailable):
        list(bench.transport.keys(CLIENT))
    outer = f'<!DOCTYPE a [<!ENTITY x SYSTEM "file://{secret}">]><a>&x;</a>'.encode()
    monkeypatch.setattr(bench.face, "answer", lambda *arguments, **options: ("200 OK", "text/xml", outer))
    with pytest.raises(Unavailable) as failure:
        list(bench.transport.keys(CLIENT))
    assert "mot de passe" not in str(failure.value)
    bench.close()


def test_nothing_but_two_files_of_ours_is_loaded():
    wire = _Wire(HttpDoor("https://sage.example"))
    assert b"CAdxWebServiceXmlCC" in wire.load("/anywhere/service.wsdl")
    assert b"arrayType" in wire.load("http://schemas.xmlsoap.org/soap/encoding/")
    for address in ("file:///etc/passwd", "https://sage.example/other.xsd"):
        with pytest.raises(Refused):
            wire.load(address)


def test_the_description_has_the_twelve_operations():
    service = X3Service(HttpDoor("https://sage.example"))
    operations = service.client.wsdl.bindings.values()
    names = {name for binding in operations for name in binding._operations}
    assert names == set(
        "run save delete read query getDescription modify actionObject actionObjectKeys getDataXmlSchema insertLines "
        "deleteLines".split()
    )


def test_published_names_are_settings_and_a_broken_file_is_refused(tmp_path):
    renamed = {one.name: one.published for one in load_objects(published={"client": "ZBPC"})}
    assert (renamed["client"], renamed["order"]) == ("ZBPC", "YWSSOH")
    path = tmp_path / "objects.toml"
    for text in (
        "[client",
        '[client]\nentity = "client"\n',
        (objects.HERE / "objects.toml").read_text().replace('"unit"', '"x"'),
    ):
        path.write_text(text)
        with pytest.raises(Refused) as refusal:
            load_objects(path)
        assert refusal.value.code == "bad_profile"
