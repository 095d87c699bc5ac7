"""Headers that are read once say the same as those that are read each time."""

import email
import email.policy
from unittest import mock

from hypothesis import example, given
from hypothesis import strategies as st
from mailroom import headers

NAMES = ("From", "To", "Subject", "Date", "Content-Type", "Content-Disposition", "References", "X-Other")
VALUES = st.text(st.characters(codec="latin-1", exclude_categories=["Cc"]), max_size=60)


def parsed(lines):
    """A message with these header lines, as Odoo's gateway parses it."""
    raw = "".join(f"{name}: {value}\r\n" for name, value in lines).encode("utf-8", "surrogateescape")
    return email.message_from_bytes(raw + b"\r\nBonjour", policy=email.policy.SMTP)


@given(st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=6))
@example([("Content-Type", 'text/plain; charset="utf-8"')])
@example([("To", "Zoé <zoe@example.com>, x@example.com"), ("To", "y@example.com")])
@example([("Subject", "long " * 400)])
def test_the_same_is_read(lines):
    plain, once = parsed(lines), parsed(lines)
    headers.read_once(once)
    for _again in range(2):
        for name in NAMES:
            expected, found = plain.get_all(name, []), once.get_all(name, [])
            assert found == expected
            assert [type(one).__name__ for one in found] == [type(one).__name__ for one in expected]
            assert [list(map(str, one.defects)) for one in found] == [list(map(str, one.defects)) for one in expected]
    assert once.get_content_type() == plain.get_content_type()
    assert once.as_bytes() == plain.as_bytes()


def test_each_header_of_each_part_is_parsed_once():
    raw = b"To: once@example.com\r\nContent-Type: multipart/mixed; boundary=once\r\n\r\n"
    raw += b'--once\r\nContent-Type: text/plain; charset="utf-8"; name="once.txt"\r\n\r\nBonjour\r\n--once--\r\n'
    message = email.message_from_bytes(raw, policy=email.policy.SMTP)
    headers.read_once(message)
    factory = type(email.policy.SMTP.header_factory)
    with mock.patch.object(factory, "__call__", autospec=True, side_effect=factory.__call__) as parse:
        for _again in range(3):
            for part in message.walk():
                part.get("To"), part.get_content_type(), part.get_filename()
    assert parse.call_count == 3, "To, and the type of the message and of its part"


def test_a_long_header_is_not_remembered():
    message = parsed([("Subject", "x" * 2 * headers.LENGTH_LIMIT)])
    headers.read_once(message)
    assert message["subject"] == message["subject"]
    assert message["subject"] is not message["subject"]


def test_a_changed_header_is_read_again():
    message = parsed([("Content-Type", "pdf; name=a.pdf")])
    headers.read_once(message)
    assert message["content-type"].startswith("pdf;")
    message.replace_header("Content-Type", "application/pdf; name=a.pdf")
    assert message.get_content_type() == "application/pdf"
