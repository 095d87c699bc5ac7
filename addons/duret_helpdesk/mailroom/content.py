"""What a message contains, extracted leniently: good enough to preview, judge and rebuild broken messages."""

import binascii
import email
import email.errors
import email.message
import re
from dataclasses import dataclass, field

from .attachments import safe_name
from .envelope import decode, decode_words, first, header_lines, printable

# What Python's email package is known to raise on hostile input.
PARSE_ERRORS = (
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    AssertionError,
    RecursionError,
    binascii.Error,
    email.errors.MessageError,
)
PGP_START = "-----BEGIN PGP MESSAGE-----"
SEALED_TYPES = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")
PREVIEW_LIMIT = 5000  # characters
_TAGS = re.compile(r"<(style|script|head)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>", re.IGNORECASE | re.DOTALL)
_BODY_START = re.compile(rb"\r?\n\r?\n")


@dataclass
class Content:
    """The text, HTML and files of a message. `files` are (name, content) pairs."""

    text: str = ""
    html: str = ""
    files: list[tuple[str, bytes]] = field(default_factory=list)
    sealed: bool = False  # encrypted: nobody but the holder of the key can read it

    @property
    def plain(self) -> str:
        """The message as plain text."""
        return self.text.strip() or html_to_text(self.html)

    @property
    def is_empty(self) -> bool:
        """True when there is nothing to read or open."""
        return not (self.plain or self.files or "<img" in self.html.lower())


def html_to_text(html: str) -> str:
    """A rough text version, for previews only.

    >>> html_to_text("<p>Bonjour</p><script>x</script> <b>Claire</b>")
    'Bonjour Claire'
    """
    text = _TAGS.sub(" ", html).replace("&nbsp;", " ").replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
    return " ".join(text.split())


def to_text(payload: bytes, charset: str | None) -> str:
    """Bytes as text, whatever the announced charset is worth; without NUL.

    >>> to_text("été".encode(), "klingon-8")
    'été'
    """
    try:
        text = payload.decode(charset or "utf-8")
    except (LookupError, ValueError):
        text = decode(payload)
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def extract(raw: bytes, with_files: bool = True) -> Content:
    """The content of any bytes; never raises.

    :param with_files: decode the attached files; otherwise they are listed with empty content.
    """
    content = Content()
    try:
        root = email.message_from_bytes(raw)
        parts = list(root.walk())
        content.sealed = root.get_content_type() in SEALED_TYPES
    except PARSE_ERRORS:
        parts = []
    for part in parts:
        try:
            _add_part(content, part, with_files)
        except PARSE_ERRORS:
            content.files.append(("partie-illisible.bin", b""))
    if not parts or (content.is_empty and not content.sealed):
        content.text = _tail_text(raw)
    content.sealed = content.sealed or content.text.lstrip().startswith(PGP_START)
    return content


def _add_part(content: Content, part: email.message.Message, with_files: bool) -> None:
    if part.get_content_maintype() == "multipart":
        return
    name = part.get_filename()
    kind = part.get_content_type()
    attached = name or "attachment" in str(part.get("content-disposition", "")).lower()
    if kind in ("text/plain", "text/html") and not attached:
        payload = part.get_payload(decode=True) or b""
        text = to_text(payload, part.get_content_charset())
        if kind == "text/plain":
            content.text += ("\n" if content.text else "") + text
        else:
            content.html += text
        return
    if part.is_multipart():  # message/rfc822: its own parts follow in the walk
        return
    payload = (part.get_payload(decode=True) or b"") if with_files else b""
    content.files.append((safe_name(printable(decode_words(str(name or "")))), payload))


def _tail_text(raw: bytes) -> str:
    """What follows the header block, as text; all of it when there is no header block."""
    if not header_lines(raw):
        return to_text(raw, None).strip()
    start = _BODY_START.search(raw.lstrip(b"\r\n"))
    body = raw.lstrip(b"\r\n")[start.end() :] if start else b""
    kind = first(header_lines(raw), "content-type").lower()
    return "" if kind.startswith("multipart/") and not re.search(rb"[A-Za-z]{3}", body) else to_text(body, None).strip()


def preview(raw: bytes) -> str:
    """Readable beginning of a message, for the quarantine form."""
    content = extract(raw, with_files=False)
    text = re.sub(r"[\x01-\x08\x0b\x0c\x0e-\x1f]", "", content.plain)
    return text[:PREVIEW_LIMIT]
