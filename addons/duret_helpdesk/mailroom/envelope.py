"""What stands on the outside of a message, read from raw bytes without the email parser.

A message must be stored before anything tries to understand it, so these functions never raise: they are
run on the bytes as they came.
"""

import binascii
import email.errors
import email.header
import email.utils
import hashlib
import re
from dataclasses import dataclass

HEADER_LIMIT = 256 * 1024  # bytes searched for headers; real ones stay below 64 KiB
VALUE_LIMIT = 500  # characters kept of one header, far below PostgreSQL's limit for an indexed value
SYNTHETIC_DOMAIN = "message-sans-identifiant.invalid"  # RFC 2606: .invalid is never a real domain

_ENTITY_START = re.compile(rb"\r?\n\r?\n|\r\r")
_FIELD = re.compile(r"^([!-9;-~]+)[ \t]*:(.*)$", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]|[\ud800-\udfff]")


@dataclass(frozen=True)
class Envelope:
    """The outside of one message.

    `message_id` is "" when the message has none; `sender_email` is lower case, "" when From is unusable.
    """

    sha256: str
    size: int
    message_id: str
    subject: str
    sender: str
    sender_email: str
    recipients: str
    headers: tuple[tuple[str, str], ...]

    @property
    def tracking_id(self) -> str:
        """The Message-Id, or one made from the content: the same bytes always get the same one.

        >>> read(b"").tracking_id.startswith("<e3b0c44298fc1c14")
        True
        """
        return self.message_id or f"<{self.sha256}@{SYNTHETIC_DOMAIN}>"


def printable(text: str) -> str:
    """`text` on one line, without control characters or lone surrogates (PostgreSQL refuses NUL).

    >>> printable("a\\x00b\\r\\n c")
    'ab c'
    """
    return " ".join(_CONTROL.sub("", text.replace("\r", " ").replace("\t", " ")).split())


def decode(value: bytes) -> str:
    """Bytes of a header as text: UTF-8, else Latin-1, which accepts any byte."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def decode_words(value: str) -> str:
    """RFC 2047 encoded words as text; what cannot be decoded is left as it is.

    >>> decode_words("=?utf-8?q?Panne_=C3=A9lectrique?=")
    'Panne électrique'
    >>> decode_words("=?klingon?q?abc?=")
    '=?klingon?q?abc?='
    >>> decode_words("=?klôngon?q?abc?=")
    '=?klôngon?q?abc?='
    """
    try:
        return str(email.header.make_header(email.header.decode_header(value)))
    except (LookupError, ValueError, binascii.Error, email.errors.MessageError):
        return value


def header_lines(raw: bytes) -> tuple[tuple[str, str], ...]:
    """The (name in lower case, unfolded value) pairs of the first header block, in order.

    Lines that are no header are skipped.

    >>> header_lines(b"Subject: a\\r\\n b\\r\\nX: 1\\r\\n\\r\\nbody: no")
    (('subject', 'a b'), ('x', '1'))
    """
    block = raw[:HEADER_LIMIT].lstrip(b"\r\n")
    end = _ENTITY_START.search(block)
    text = decode(block[: end.start()] if end else block)
    lines: list[str] = []
    for line in re.split(r"\r\n|\n|\r", text):
        if line[:1] in (" ", "\t") and lines:
            lines[-1] += " " + line.strip()
        elif line:
            lines.append(line)
    found = (_FIELD.match(line) for line in lines)
    return tuple((match[1].lower(), match[2].strip()) for match in found if match)


def first(headers, name: str) -> str:
    """Value of the first header called `name` (lower case), "" when there is none."""
    return next((value for key, value in headers if key == name), "")


def address_of(value: str) -> str:
    """The first e-mail address of a From-like header, lower case; "" when there is none.

    >>> address_of('"Mme Ract, syndic" <S.Ract@Example.com>')
    's.ract@example.com'
    >>> address_of("nobody")
    ''
    """
    try:
        pairs = email.utils.getaddresses([decode_words(value)])
    except (IndexError, ValueError, TypeError, AttributeError):  # known ways of the parser to fail on garbage
        pairs = []
    for _name, address in pairs:
        address = printable(address).lower()
        if re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", address):
            return address[:VALUE_LIMIT]
    loose = re.search(r"[^\s@<>,;:\"']+@[^\s@<>,;:\"']+", printable(value))
    return loose[0].lower()[:VALUE_LIMIT] if loose else ""


def addresses_of(*values: str) -> set[str]:
    """All e-mail addresses (lower case) standing in header values."""
    found: set[str] = set()
    for value in values:
        for part in re.findall(r"[^\s@<>,;:\"'()]+@[^\s@<>,;:\"'()]+", printable(decode_words(value))):
            found.add(part.lower())
    return found


def message_id_of(headers) -> str:
    """The Message-Id in a form that can be stored and indexed, "" when there is none worth the name.

    A longer one than `VALUE_LIMIT` is replaced by its digest, so that it still identifies the message.

    >>> message_id_of((("message-id", " <a@b> "),))
    '<a@b>'
    >>> message_id_of((("message-id", "<>"),))
    ''
    """
    value = printable(first(headers, "message-id"))
    if not value.strip("<> "):
        return ""
    if len(value) > VALUE_LIMIT:
        return f"<{hashlib.sha256(value.encode()).hexdigest()}@{SYNTHETIC_DOMAIN}>"
    return value


def bare(raw: bytes) -> Envelope:
    """The envelope of bytes of which nothing is read."""
    return Envelope(hashlib.sha256(raw).hexdigest(), len(raw), "", "", "", "", "", ())


def read(raw: bytes) -> Envelope:
    """The envelope of any bytes.

    >>> read(b"From: Zoe <ZOE@example.com>\\nSubject: Panne\\n\\nBonjour").sender_email
    'zoe@example.com'
    """
    headers = header_lines(raw)

    def text(name: str) -> str:
        return printable(decode_words(first(headers, name)))[:VALUE_LIMIT]

    recipients = ", ".join(filter(None, (text(name) for name in ("to", "cc", "delivered-to"))))
    return Envelope(
        sha256=hashlib.sha256(raw).hexdigest(),
        size=len(raw),
        message_id=message_id_of(headers),
        subject=text("subject"),
        sender=text("from"),
        sender_email=address_of(first(headers, "from")),
        recipients=recipients[: 2 * VALUE_LIMIT],
        headers=headers,
    )
