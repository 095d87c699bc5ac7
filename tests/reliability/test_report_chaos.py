"""G2: reports over a network that fails all the time. Every one arrives once, whole, as it was signed.

200 reports, or RELIABILITY_REPORTS for a long run.
"""

import hashlib
import json
import os
import struct
import time
import zlib
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import conftest
import pytest
from chaos import PHOTO_BYTES, TRICKS, Telephone
from field import field_station
from report_sender import PHOTOS, Photo, Sender, Writer, jpeg, random_of, signature_png

from tools.suite import databases
from tools.suite.layout import FILESTORE

REPORTS = int(os.environ.get("RELIABILITY_REPORTS", "200"))
TELEPHONES = 10
MOST_SECONDS = 100 * max(1, REPORTS / 200)
VERIFY = """
import json
from collections import Counter
from odoo.addons.duret_intervention.seal_chain import faults

# What the scheduled task does: photos that came after the last closing of a report wait for it.
while env["duret.report.seal"]._seal_batch(env.registry):
    continue
verdicts, said, notified = Counter(), {}, Counter()
for uuid in WANTED:
    report = env["duret.intervention.report"].search([("uuid", "=", uuid)])
    (verdict, texts), = report._duret_verify().values()
    verdicts[verdict] += 1
    if texts:
        said[uuid] = texts
    notified[report.action_verify()["params"]["type"]] += 1
    env.invalidate_all()
seals = env["duret.report.seal"].search([], order="number")
links = [str(fault) for fault in faults([seal._link() for seal in seals])]
kinds = Counter(seals.filtered(lambda seal: seal.report_uuid in WANTED).mapped("kind"))
found = {"verdicts": verdicts, "said": said, "notified": notified, "links": links, "kinds": kinds}
print("VERIFIED=" + json.dumps(found))
"""


@pytest.fixture(scope="module")
def station():
    """A server with two workers and ten technicians who have two visits each."""
    with field_station(conftest.source_database(), technicians=TELEPHONES, visits=2, days=1) as running:
        running.visit_names = {int(id_): name for id_, name in running.sql("select id, name from fsm_order")}
        yield running


@pytest.fixture(scope="module")
def sent(station):
    """All telephones after they sent everything; with what was done to them."""
    counts = Counter()
    share = -(-REPORTS // TELEPHONES)
    phones = [Telephone(station, rank, min(share, REPORTS - rank * share), counts) for rank in range(TELEPHONES)]
    started = time.monotonic()
    with ThreadPoolExecutor(TELEPHONES) as pool:
        for job in [pool.submit(phone.run, started + 2 * MOST_SECONDS) for phone in phones]:
            job.result()
    counts["seconds"] = round(time.monotonic() - started)
    return phones, counts


def _people(station):
    return ",".join(str(technician["user"]) for technician in station.technicians)


def _verify(station, uuids):
    script = f"WANTED = {sorted(uuids)!r}\n{VERIFY}"
    text = databases.odoo_script(station.database, script, "reliability-verify")
    line = next(line for line in text.splitlines() if line.startswith("VERIFIED="))
    return json.loads(line.removeprefix("VERIFIED="))


def test_every_report_arrives_once(station, sent, report):
    """N reports, 0 lost, 0 twice, each operation once, with what was written on the telephone."""
    phones, counts = sent
    written = {one.uuid: one for phone in phones for one in phone.reports}
    sabotaged = sum(counts[trick] for trick in TRICKS)
    report(
        "G2", reports=len(written), sabotaged=f"{sabotaged / counts['requests']:.0%}", **dict(sorted(counts.items()))
    )
    assert [refusal for phone in phones for refusal in phone.sender.refusals] == []
    assert sabotaged >= counts["requests"] / 2
    rows = station.sql(
        "select uuid, outcome, photos_missing, work_done from duret_intervention_report "
        f"where create_uid in ({_people(station)})"
    )
    assert len(rows) == len(written) == REPORTS
    assert {uuid: tuple(rest) for uuid, *rest in rows} == {
        uuid: ("signed", "0", one.content["work_done"]) for uuid, one in written.items()
    }
    ops = {op["uuid"] for one in written.values() for op in one.ops}
    kept = station.sql(f"select uuid, state from duret_sync_mutation where user_id in ({_people(station)})")
    assert len(kept) == len(ops)
    assert {uuid for uuid, _state in kept} == ops
    assert {state for _uuid, state in kept} == {"applied"}


def test_every_byte_is_as_it_was_made(station, sent, report):
    """SHA-256 of each photo's file, and of each signed document, as the telephone computed them."""
    phones, _counts = sent
    wanted = {photo.uuid: photo.sha256 for phone in phones for one in phone.reports for photo in one.photos}
    rows = station.sql(
        "select photo.uuid, file.store_fname from duret_report_photo photo "
        "join ir_attachment file on file.id = photo.attachment_id "
        f"where photo.create_uid in ({_people(station)})"
    )
    stored = [(uuid, (FILESTORE / station.database / name).read_bytes()) for uuid, name in rows]
    assert {uuid: hashlib.sha256(data).hexdigest() for uuid, data in stored} == wanted
    assert len(stored) == len(wanted)
    documents = {one.uuid: one.document_sha256 for phone in phones for one in phone.reports}
    rows = station.sql(
        "select report.uuid, encode(sha256(convert_to(document, 'UTF8')), 'hex') from duret_report_signature proof "
        f"join duret_intervention_report report on report.id = proof.report_id where user_id in ({_people(station)})"
    )
    assert len(rows) == len(documents)
    assert {uuid: sha256 for uuid, sha256 in rows} == documents
    report("G2 digests", photos=len(stored), documents=len(rows), wrong=0)


def test_every_report_is_genuine_and_every_link_holds(station, sent, report):
    """The verification says so of each report; the chain has no hole."""
    phones, _counts = sent
    uuids = {one.uuid for phone in phones for one in phone.reports}
    found = _verify(station, uuids)
    report("G2 verified", **found["verdicts"], seals=found["kinds"], broken=len(found["links"]))
    assert found["said"] == {}
    assert found["verdicts"] == {"genuine": REPORTS}
    assert found["notified"] == {"success": REPORTS}
    assert found["links"] == []
    assert found["kinds"] == {"signed": REPORTS, "photos": REPORTS}


def test_one_bit_changed_afterwards_is_named(station, sent):
    """A photo on the disk, a text, a line of the journal: three reports are no longer genuine, all others are."""
    phones, _counts = sent
    photo, text, journal = (phones[rank].reports[0] for rank in (0, 1, 2))
    (name,) = station.sql(
        "select file.store_fname from ir_attachment file join duret_report_photo photo on file.id = attachment_id "
        f"where uuid = '{photo.photos[0].uuid}'"
    )[0]
    path = FILESTORE / station.database / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    # The stored file may be shared with the database that was cloned: another file takes its name.
    path.unlink()
    path.write_bytes(data)
    station.sql(
        "update duret_intervention_report set work_done = overlay(work_done placing 's' from 1 for 1) "
        f"where uuid = '{text.uuid}'"
    )
    report_id = station.one(f"select id from duret_intervention_report where uuid = '{journal.uuid}'")
    station.sql(
        "update duret_sync_mutation set payload = replace(payload, 'Passer', 'Qasser') "
        f"where kind = 'report.sign' and report_id = {report_id}"
    )
    untouched = phones[3].reports[0]
    found = _verify(station, {one.uuid for one in (photo, text, journal, untouched)})
    assert found["verdicts"] == {"altered": 3, "genuine": 1}
    assert set(found["said"]) == {photo.uuid, text.uuid, journal.uuid}
    assert "Photo" in "\n".join(found["said"][photo.uuid])
    assert len({tuple(texts) for texts in found["said"].values()}) == 3


def _wrong(station, writer, mine, theirs):
    """Operations and what is wrong with each: code of the refusal -> operation."""
    report = writer.report(mine, photos=1)
    opened, change = report.ops[0], report.ops[1]

    def like(op, **values):
        return op | {"uuid": writer.new_uuid()} | values

    signing = report.ops[-1]
    return [
        ("bad_shape", opened | {"uuid": "../../etc/passwd"}),
        ("bad_shape", "drop table"),
        ("unknown_format", like(opened, format=99)),
        ("unknown_kind", like(opened, kind="report.erase")),
        ("not_yours", like(opened, visit=theirs, report=writer.new_uuid())),
        ("unknown_visit", like(opened, visit=2**30, report=writer.new_uuid())),
        ("bad_value", like(change, data={"changes": [["work_done", None, 7]]})),
        ("too_long", like(change, data={"changes": [["work_done", None, "x" * 20_001]]})),
        ("too_long", like(signing, data=signing["data"] | {"png": "A" * 10_000_000})),
        ("bad_signature", like(signing, data=signing["data"] | {"sha256": "0" * 64})),
        ("unknown_photo", like(report.ops[-2])),
    ]


def test_what_is_wrong_is_refused_alone(station, report):
    """Each with its reason, in one request; what is good in it is applied, a script stays a text."""
    mine, theirs = station.technicians[:2]
    rng = random_of("bad input")
    writer = Writer(mine, station.visit_names, [jpeg(PHOTO_BYTES, rng)], rng)
    sender = Sender(station.url, mine, station.password)
    good = writer.report(mine["visits"][0], photos=1)
    script = "<script>alert(1)</script>"
    good.ops[1:-1] = [writer.op("report.change", good, {"changes": [["work_done", None, script]]})]
    wrong = _wrong(station, writer, mine["visits"][0], theirs["visits"][0])
    answers = sender.push([good.ops[0], *(op for _code, op in wrong), good.ops[1]])
    assert [one["state"] for one in answers] == ["applied", *["refused"] * len(wrong), "applied"]
    assert [one["code"] for one in answers[1:-1]] == [code for code, _op in wrong]
    assert all(one["message"] for one in answers[1:-1])
    assert station.one(f"select work_done from duret_intervention_report where uuid = '{good.uuid}'") == script
    # A small file that says that it is 60,000 pixels wide and high.
    bomb = signature_png()
    size = struct.pack(">II", 60_000, 60_000)
    head = b"IHDR" + size + bomb[24:29]
    bomb = bomb[:12] + head + struct.pack(">I", zlib.crc32(head)) + bomb[33:]
    photos = [Photo(writer.new_uuid(), data, hashlib.sha256(data).hexdigest()) for data in (b"#!/bin/sh" * 99, bomb)]
    fine = good.photos[0]
    body = sender.frames([photos[0], photos[1], fine]) + sender.frames([photos[0]])[:-50]
    told = json.loads(sender.line.send(PHOTOS, body))["photos"]
    assert [one["code"] for one in told] == ["not_an_image", "image_bomb", "", "truncated"]
    assert told[2]["complete"] and not any(told[place]["complete"] for place in (0, 1, 3))
    report("bad input", refused=len(wrong) + 3, applied=3)
