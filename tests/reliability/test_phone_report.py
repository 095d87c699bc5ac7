"""A whole report on the telephone in a cellar: written, photographed, signed, killed, and sent once.

Nothing is called behind the screens: everything is tapped, typed, chosen or drawn, at the width of a telephone.
"""

import hashlib
import json

import conftest
import pytest
from field import field_station
from field_pictures import take_picture
from line import Line
from phone import Phone
from report_taps import (
    answer_checks,
    draw_signature,
    measure,
    photograph,
    request_quotation,
    sign,
    take_product,
    wait_saved,
)

WORK = "Remplacé l'interrupteur différentiel 30 mA – « l'ancien déclenchait »."
WISH = "La cliente veut un devis pour une borne de recharge"
SIGNER = "Mme Aline Perrissin"


@pytest.fixture(scope="module")
def station():
    """A server with one technician and his visits."""
    with field_station(conftest.source_database(), technicians=1) as running:
        yield running


@pytest.fixture
def line(station):
    """The line between the telephone and the server."""
    with Line(station.instance.port) as joined:
        yield joined


@pytest.fixture
def visit(station):
    """The first visit of his day."""
    return station.technicians[0]["visits"][0]


def test_a_report_from_the_cellar(station, line, visit, tmp_path, report):
    """Without network from the arrival to the signature; after kill -9 and the network's return, all of it is there."""
    technician = station.technicians[0]
    before, after = (take_picture(tmp_path / f"{name}.jpg", name) for name in ("before", "after"))
    with Phone(line, tmp_path / "profile") as phone:
        phone.log_in(technician["login"], station.password)
        phone.open_app()
        phone.install()
        phone.cut()
        phone.go(f"#visit/{visit}", "[data-screen=visit]")
        phone.tap("[data-act='visit.set_off']")
        phone.tap("[data-act='visit.arrive']")
        phone.tap("[data-act=report]")
        uuid = _write(phone, before, after)
        request_quotation(phone, WISH, uuid, visit)
        sign(phone, SIGNER)
        draw_signature(phone)
        phone.tap(".action-bar .btn-main")
        phone.wait("!!document.querySelector('.sealed')")
        waiting = phone.kept()
        assert waiting["photos"] == 2
        phone.die()
    with Phone(line, tmp_path / "profile") as phone:
        phone.cut()
        phone.open_app()
        phone.go(f"#visit/{visit}/report/{uuid}", ".sealed")
        assert not phone.evaluate("!!document.querySelector('textarea')")
        assert phone.kept() == waiting
        phone.log_in(technician["login"], station.password)
        phone.connect()
        phone.go("#status", "[data-act=sync]")
        phone.tap("[data-act=sync]")
        phone.wait_sent()
        complaints = [text for text in phone.console_errors if "ERR_INTERNET_DISCONNECTED" not in text]
        assert complaints == []
    _check_report(station, uuid, visit)
    _check_photos(station, uuid)
    _check_request(station)
    report("whole report", waiting=waiting["outbox"], photos=waiting["photos"])


def _write(phone, before, after):
    """Everything of a report but the signature; returns its uuid."""
    phone.type("#work_done", WORK)
    wait_saved(phone)
    photograph(phone, "before", before, 1)
    photograph(phone, "after", after, 2)
    answer_checks(phone)
    measure(phone, "620,5")
    take_product(phone)
    return phone.evaluate("location.hash").split("/")[3]


def _check_report(station, uuid, visit):
    """One report, closed by the signature; what the server keeps is what was signed, byte for byte."""
    rows = station.sql(
        f"select id, outcome, order_id, arrived_at is not null, left_at is not null, work_done"
        f" from duret_intervention_report where uuid = '{uuid}'"
    )
    assert [row[1:] for row in rows] == [["signed", str(visit), "t", "t", WORK]]
    (text, sha256), *more = station.sql(
        f"select encode(convert_to(document, 'UTF8'), 'hex'), document_sha256 from duret_report_signature"
        f" where report_id = {rows[0][0]}"
    )
    assert not more
    signed = bytes.fromhex(text)
    assert hashlib.sha256(signed).hexdigest() == sha256
    document = json.loads(signed)
    assert document["signer"]["name"] == SIGNER
    families = {path.split("/")[0] for path in document["content"]}
    assert families >= {"arrived_at", "left_at", "work_done", "checks", "measures", "photos", "products"}
    assert [value["value"] for path, value in document["content"].items() if path.startswith("measures/")] == ["620.5"]
    user = station.technicians[0]["user"]
    assert station.sql(f"select distinct state from duret_sync_mutation where user_id = {user}") == [["applied"]]


def _check_photos(station, uuid):
    """Both pictures are in, small and upright, with the fingerprint made on the telephone."""
    rows = station.sql(
        "select photo.kind, photo.state, photo.width, photo.height from duret_report_photo photo"
        f" join duret_intervention_report report on report.id = photo.report_id where report.uuid = '{uuid}'"
        " order by photo.kind"
    )
    assert rows == [["after", "received", "1536", "2048"], ["before", "received", "2048", "1536"]]


def _check_request(station):
    """The wish of the client is a request of the office, once."""
    assert station.one(f"select count(*) from helpdesk_ticket where description like '%{WISH}%'") == "1"
