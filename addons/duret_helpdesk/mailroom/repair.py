"""Rebuilding a message that Odoo's parser cannot digest: NUL bytes, unknown charsets, broken MIME, hostile headers."""

import email
import email.message
import email.policy
import email.utils

from .content import PARSE_ERRORS, Content, extract
from .envelope import Envelope, address_of, addresses_of, decode_words, first, printable, read

ADDRESS_HEADERS = ("To", "Cc", "Delivered-To")
TEXT_HEADERS = ("Subject", "Date", "In-Reply-To", "References", "Return-Path")


def probe(raw: bytes) -> None:
    """Read a message the way Odoo's gateway does; raises one of `PARSE_ERRORS` when that fails."""
    message = email.message_from_bytes(raw, policy=email.policy.SMTP)
    for part in message.walk():
        for name, value in part.items():
            if "\x00" in name + str(value):
                raise ValueError(f"NUL in header {name}")
        part.get_filename()
        if part.get_content_maintype() == "multipart":
            continue
        if part.get_content_type().startswith("text/") and not part.get_param("charset"):
            part.set_charset("utf-8")
        content = part.get_content()
        if isinstance(content, email.message.Message):
            content.as_bytes()
        elif isinstance(content, str):
            content.encode("utf-8")
            if "\x00" in content:
                raise ValueError("NUL in a text part")


def is_parsable(raw: bytes) -> bool:
    """True when `probe` accepts the message."""
    try:
        probe(raw)
    except PARSE_ERRORS:
        return False
    return True


def repair(raw: bytes) -> bytes:
    """A well-formed message saying the same: headers that matter, the text, the files.

    The result is always accepted by `probe`; the original bytes stay in the inbox.
    """
    clean = raw.replace(b"\x00", b"")
    envelope = read(clean)
    rebuilt = _build(envelope, extract(clean))
    if is_parsable(rebuilt):
        return rebuilt
    return _build(envelope, Content(text=extract(clean, with_files=False).plain), bare=True)


def _build(envelope: Envelope, content: Content, bare: bool = False) -> bytes:
    """Write a message; with `bare`, only the sender, the recipients and ASCII text."""
    message = email.message.EmailMessage(policy=email.policy.SMTP)
    if content.html and not content.text.strip():
        message.set_content(content.html, subtype="html", charset="utf-8", cte="base64")
    else:
        message.set_content(content.text or "", charset="utf-8", cte="base64")
    for name, payload in content.files:
        message.add_attachment(payload, maintype="application", subtype="octet-stream", filename=name)
    _set(message, "From", _formatted_sender(envelope, bare))
    _set(message, "Message-Id", _ascii(envelope.message_id))
    for name in ADDRESS_HEADERS:
        _set(message, name, ", ".join(sorted(addresses_of(first(envelope.headers, name.lower())))))
    for name in TEXT_HEADERS:
        value = printable(decode_words(first(envelope.headers, name.lower())))
        _set(message, name, _ascii(value) if bare or name != "Subject" else value)
    return message.as_bytes()


def _set(message: email.message.EmailMessage, name: str, value: str) -> None:
    """Set a header unless it is empty or the library cannot write it."""
    if not value:
        return
    try:
        message[name] = value
        str(message[name])
        message.policy.fold(name, message[name])
    except PARSE_ERRORS:
        del message[name]


def _formatted_sender(envelope: Envelope, bare: bool) -> str:
    address = envelope.sender_email
    if not address or not address.isascii():
        return ""
    name = envelope.sender.split("<")[0].strip(' "') if not bare else ""
    return email.utils.formataddr((name if address_of(name) == "" else "", address))


def _ascii(value: str) -> str:
    return value.encode("ascii", "ignore").decode("ascii")
