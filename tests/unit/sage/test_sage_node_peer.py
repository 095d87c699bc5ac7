"""The same SOAP against a second server that shares no line with ours: node-soap, from the same description."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sage.errors import Refused
from sage.records import CLIENT
from sage.transports.http_door import HttpDoor
from sage.transports.x3_soap import service
from sage.transports.x3_soap.objects import load_objects
from sage.transports.x3_soap.service import X3Service
from sage.transports.x3_soap.transport import X3Transport

ROOT = Path(__file__).resolve().parents[3]
sys.path.append(str(ROOT))

from tools.lint import node_env  # noqa: E402 (the path above comes first)

NAME = "Café « L'Œuf » & <fils>"


@pytest.fixture(scope="module")
def address():
    """A running peer."""
    command = ["node", str(ROOT / "tests/sim/x3_peer.cjs"), str(service.HERE / "service.wsdl"), "odoo", "motdepasse"]
    peer = subprocess.Popen(command, env=os.environ | node_env(), stdout=subprocess.PIPE, text=True)
    yield f"http://127.0.0.1:{int(peer.stdout.readline())}"
    peer.terminate()
    peer.wait(10)
    peer.stdout.close()


def transport_to(address, password="motdepasse"):
    """A transport that knows clients only."""
    objects = [one for one in load_objects() if one.entity == CLIENT]
    return X3Transport(X3Service(HttpDoor(address, "odoo", password)), objects)


def test_another_library_understands_us_and_we_understand_it(address):
    transport = transport_to(address)
    assert [finding.code for finding in transport.check()] == ["connected"]
    values = {"name": NAME, "street": "1 rue de l'Église", "zip": "01000", "city": "Épagny", "phone": "+33 4 50"}
    written = transport.create(CLIENT, values, (), "ABCDEFGH234567")
    assert (written.key, written.number) == ("1", "X0001")
    record = transport.find(CLIENT, "ABCDEFGH234567")
    assert {name: record.values[name] for name in values} == values
    changed = transport.update(CLIENT, "1", {"city": "Annecy"}, "ABCDEFGH234567")
    assert changed.key == "1"
    (page,) = transport.changes(CLIENT, None)
    assert [(one.values["city"], one.values["name"], one.mark) for one in page.records] == [
        ("Annecy", NAME, "ABCDEFGH234567")
    ]
    assert list(transport.keys(CLIENT)) == ["1"]
    assert transport.read(CLIENT, "2") is None
    transport.close()


def test_it_says_no_in_an_http_200(address):
    transport = transport_to(address)
    with pytest.raises(Refused) as refusal:
        transport.create(CLIENT, {"city": "Annecy"}, (), "ABCDEFG")
    assert (refusal.value.code, refusal.value.detail) == ("sage_says_no", "Raison sociale obligatoire")
    transport.close()


def test_it_refuses_a_wrong_password(address):
    transport = transport_to(address, "faux")
    with pytest.raises(Refused) as refusal:
        transport.check()
    assert refusal.value.code == "login"
    transport.close()
