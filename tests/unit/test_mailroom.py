"""The mail room accepts anything: property tests of its functions, and the rules of its decisions."""

import doctest
import email
import email.policy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mailroom import attachments, content, envelope, headers, html_safety, policy, reference, repair, verdict

HEADER_NAMES = st.sampled_from(
    ["From", "To", "Cc", "Subject", "Message-Id", "Date", "Content-Type", "Content-Transfer-Encoding", "References"]
    + ["In-Reply-To", "Content-Disposition", "MIME-Version", "Return-Path", "Auto-Submitted", "X-Junk"]
)
HEADER_VALUES = st.one_of(
    st.binary(max_size=60),
    st.sampled_from(
        [
            b"multipart/mixed; boundary=B",
            b"multipart/mixed",
            b"text/plain; charset=klingon-8",
            b'text/html; charset="\xff"',
            b"message/rfc822",
            b"base64",
            b"x-uuencode",
            b"=?utf-8?b?!!!?=",
            b"=?utf-8?q?=ff=fe?=",
            b'a@b, <c@d>, "x@y" <@>',
            b"<>",
            b"attachment; filename*=utf-8'fr'%ff.exe",
            b'attachment; filename="../../x"',
            b"pkcs7; \x00",
        ]
    ),
)
BODIES = st.one_of(
    st.binary(max_size=300),
    st.sampled_from([b"--B\r\nContent-Type: text/html\r\n\r\n<b>x\r\n--B--", b"--B\r\n", b"\x00" * 9]),
)


@st.composite
def messages(draw):
    """Bytes that look like a message, more or less."""
    headers = draw(st.lists(st.tuples(HEADER_NAMES, HEADER_VALUES), max_size=8))
    newline = draw(st.sampled_from([b"\r\n", b"\n", b"\r"]))
    lines = [name.encode() + b": " + value for name, value in headers]
    return newline.join(lines) + newline + newline + draw(BODIES)


ANYTHING = st.one_of(st.binary(max_size=500), messages())


@given(ANYTHING)
@settings(max_examples=400, deadline=None)
def test_envelope_of_anything_can_be_stored(raw):
    found = envelope.read(raw)
    for text in (found.message_id, found.subject, found.sender, found.sender_email, found.recipients):
        assert "\x00" not in text
        text.encode("utf-8")
        assert len(text) <= 2 * envelope.VALUE_LIMIT
    assert found.tracking_id == envelope.read(raw).tracking_id
    assert found.size == len(raw)


@given(ANYTHING)
@settings(max_examples=400, deadline=None)
def test_a_repaired_message_is_always_parsable_and_keeps_its_identity(raw):
    repaired = repair.repair(raw)
    repair.probe(repaired)
    before = envelope.read(raw.replace(b"\x00", b""))
    after = envelope.read(repaired)
    if before.sender_email.isascii() and "@" in before.sender_email and after.sender_email:
        assert after.sender_email == before.sender_email


@given(ANYTHING)
@settings(max_examples=300, deadline=None)
def test_content_of_anything_is_text(raw):
    found = content.extract(raw)
    assert "\x00" not in found.plain
    assert len(content.preview(raw)) <= content.PREVIEW_LIMIT
    for name, data in found.files:
        assert isinstance(data, bytes)
        assert name == attachments.safe_name(name)


@given(ANYTHING, st.text(max_size=20))
@settings(max_examples=200, deadline=None)
def test_classifier_accepts_anything(raw, mark):
    own = verdict.OwnIdentity(frozenset({"service-client@duret.example"}), mark)
    judged = verdict.classify(envelope.read(raw).headers, own)
    assert (judged.kind is verdict.Kind.HUMAN) == (not judged.reasons)
    assert judged.may_acknowledge == (judged.kind is verdict.Kind.HUMAN)


@given(st.text(max_size=400))
def test_safe_names_stay_in_their_folder(name):
    safe = attachments.safe_name(name)
    assert safe and safe not in {".", ".."}
    assert not set(safe) & set('/\\\x00\r\n"<>')
    assert len(safe) <= attachments.NAME_LIMIT
    assert attachments.safe_name(safe) == safe


@given(st.text(max_size=300), st.sampled_from(["https:", "http:", "", " HTTP:"]), st.sampled_from(['"', "'", ""]))
def test_no_remote_image_survives(text, scheme, quote):
    html = f"<div>{text.replace('<', '')}</div><img width=1 src={quote}{scheme}//spy.example/p.gif{quote}>"
    shown, count = html_safety.block_remote_images(html)
    if count:
        assert "spy.example" not in shown


@pytest.mark.parametrize("source", ["cid:logo@x", "data:image/png;base64,AAAA"])
def test_images_of_the_message_itself_stay(source):
    html = f'<p>x<img src="{source}"></p>'
    assert html_safety.block_remote_images(html) == (html, 0)


@given(st.integers(0, 999999999), st.text(max_size=40), st.text(max_size=40))
def test_number_is_found_in_any_subject(number, before, after):
    label = f"T-{number:05d}"
    assert label in reference.ticket_numbers(f"{before} [{label}] {after}")
    assert reference.ticket_numbers(reference.with_number(label, before)).count(label) == 1


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ({}, "human"),
        ({"Auto-Submitted": "no"}, "human"),
        ({"Auto-Submitted": "No (a person)"}, "human"),
        ({"Return-Path": "<jeanne@client.example>"}, "human"),
        ({"X-Auto-Response-Suppress": "None"}, "human"),
        ({"Precedence": "first-class"}, "human"),
        ({"Auto-Submitted": 'auto-replied; owner-email="x@y.z"'}, "auto_reply"),
        ({"AUTO-SUBMITTED": "Auto-Replied"}, "auto_reply"),
        ({"Return-Path": "<>"}, "auto_reply"),
        ({"X-Autoreply": "yes"}, "auto_reply"),
        ({"X-Autorespond": ""}, "auto_reply"),
        ({"Precedence": "auto_reply"}, "auto_reply"),
        ({"Precedence": "bulk", "Auto-Submitted": "auto-replied"}, "auto_reply"),
        ({"Auto-Submitted": "auto-generated"}, "automatic"),
        ({"Auto-Submitted": "auto-notified"}, "automatic"),
        ({"X-Auto-Response-Suppress": "All"}, "automatic"),
        ({"List-Unsubscribe": "<https://x.example>"}, "automatic"),
        ({"From": "Portail <ne-pas-repondre@regie.example>"}, "automatic"),
        ({"List-Id": "<l.example>"}, "bulk"),
        ({"Precedence": "Junk"}, "bulk"),
        ({"From": "Mail Delivery <MAILER-DAEMON@mx.example>"}, "bounce"),
        ({"Content-Type": "multipart/report; report-type=delivery-status"}, "bounce"),
        ({"Content-Type": "multipart/report; report-type=disposition-notification"}, "bounce"),
        ({"From": "Service-Client@Duret.example"}, "own"),
        ({"X-Duret-Origin": "marque"}, "own"),
        ({"X-Duret-Origin": "autre"}, "human"),
    ],
)
def test_kinds(headers, kind):
    lines = {"From": "Jeanne <jeanne@client.example>"} | headers
    raw = "".join(f"{name}: {value}\r\n" for name, value in lines.items()).encode() + b"\r\nBonjour"
    own = verdict.OwnIdentity(frozenset({"service-client@duret.example"}), "marque")
    assert verdict.classify(envelope.read(raw).headers, own).kind.value == kind


def facts(kind="human", **changes):
    """Facts of an ordinary message of this kind."""
    judged = verdict.Verdict(verdict.Kind(kind), () if kind == "human" else ("x",))
    return policy.Facts(verdict=judged, **changes)


@pytest.mark.parametrize(
    ("given_facts", "action", "reason"),
    [
        (facts(), "deliver", None),
        (facts("automatic"), "deliver_silently", None),
        (facts("auto_reply"), "note_on_thread", None),
        (facts("bounce"), "hand_to_bounces", None),
        (facts("bounce", has_sender=False), "hand_to_bounces", None),
        (facts("bulk"), "stop", "bulk"),
        (facts("own"), "stop", "own"),
        (facts(posted_by_us=True, already_posted=True), "stop", "own"),
        (facts(already_posted=True), "stop", "already_known"),
        (facts(size=0), "stop", "empty"),
        (facts(is_empty=True), "stop", "empty"),
        (facts(size=11, size_limit=10), "stop", "too_big"),
        (facts(size=10, size_limit=10), "deliver", None),
        (facts(is_sealed=True), "stop", "encrypted"),
        (facts(has_sender=False), "stop", "no_sender"),
        (facts(messages_last_hour=20), "stop", "too_many"),
        (facts(messages_last_hour=19), "deliver", None),
        (facts("auto_reply", messages_last_hour=20), "stop", "too_many"),
    ],
)
def test_decisions(given_facts, action, reason):
    decision = policy.decide(given_facts)
    assert decision.action.value == action
    assert (decision.reason and decision.reason.value) == reason


@given(
    st.sampled_from([kind.value for kind in verdict.Kind]),
    st.builds(
        dict,
        size=st.integers(0, 10**9),
        has_sender=st.booleans(),
        is_empty=st.booleans(),
        is_sealed=st.booleans(),
        already_posted=st.booleans(),
        posted_by_us=st.booleans(),
        messages_last_hour=st.integers(0, 100),
    ),
)
def test_only_people_are_answered_and_every_stop_is_explained(kind, changes):
    decision = policy.decide(facts(kind, **changes))
    if decision.action is policy.Action.DELIVER:
        assert kind == "human"
    assert (decision.action is policy.Action.STOP) == bool(decision.reason and decision.state)


@given(st.integers(0, 20), st.integers(1, 20))
def test_ticket_brake(opened, limit):
    assert policy.may_open_ticket(facts(tickets_last_hour=opened, ticket_limit=limit)) == (opened < limit)


@pytest.mark.parametrize("charset", ["klingon-8", "utf-8", "x-unknown"])
def test_repair_keeps_text_file_and_subject(charset):
    raw = (
        f"From: Zoé <zoe@client.example>\r\nTo: a@b.example\r\nSubject: Pan\x00ne électrique\r\nMessage-Id: <1@x>\r\n"
        f"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n"
        f"Content-Type: text/plain; charset={charset}\r\n\r\nPlus d'électricité\r\n--B\r\n"
        'Content-Type: image/png\r\nContent-Disposition: attachment; filename="../p.png"\r\n\r\nPNG\r\n--B--\r\n'
    ).encode()
    message = email.message_from_bytes(repair.repair(raw), policy=email.policy.SMTP)
    assert message["Subject"] == "Panne électrique"
    assert message["Message-Id"] == "<1@x>"
    assert "zoe@client.example" in message["From"]
    assert "Plus d'électricité" in message.get_body().get_content()
    assert [part.get_filename() for part in message.iter_attachments()] == ["p.png"]


@pytest.mark.parametrize(
    "module", [attachments, content, envelope, headers, html_safety, policy, reference, repair, verdict]
)
def test_examples_in_the_documentation(module):
    assert doctest.testmod(module).failed == 0
