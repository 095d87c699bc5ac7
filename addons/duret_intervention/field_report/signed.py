"""The document that a client signs, read again on the server before anybody believes it."""

import json
from dataclasses import dataclass

from .document import UUID, BadContent, canonical, check_content, digest
from .phone_clock import parse_moment

MOST_DOCUMENT = 1_000_000  # bytes
MOST_NAME = 120
MOST_REASON = 1_000
OUTCOMES = ("signed", "absent", "refused")
QUALITIES = ("", "owner", "tenant", "manager", "caretaker", "relative", "employee", "other")
_SHAPE = {
    "format": int,
    "report": str,
    "visit": {"id": int, "name": str},
    "client": {"name": str, "address": str},
    "technician": str,
    "content": dict,
    "outcome": str,
    "reason": str,
    "signer": {"name": str, "quality": str},
    "consent": {"version": str, "text": str},
    "signed_at": str,
}


class BadDocument(ValueError):
    """A document that is refused.

    :ivar code: size, digest, shape, format, not_canonical, content, outcome, name, reason, moment
    :ivar path: where in the content, when the content is at fault
    """

    def __init__(self, code, path=""):
        super().__init__(f"{code} {path}".strip())
        self.code = code
        self.path = path


@dataclass(frozen=True, slots=True)
class SignedDocument:
    """What the document says; `text` is what it is, `sha256` the digest of that text."""

    text: str
    sha256: str
    report: str
    visit: int
    content: dict
    outcome: str
    reason: str
    signer: str
    quality: str
    consent_version: str
    consent_text: str
    signed_at: object


def read_document(text, sha256):
    """Read a signed document.

    :param text: as received
    :param sha256: digest that the phone computed, in hexadecimal
    :return: :class:`SignedDocument`; moments in naive UTC, by the phone's clock
    :raises BadDocument: too large, changed on its way, of another shape, or saying what no report may hold
    """
    if not isinstance(text, str) or not isinstance(sha256, str):
        raise BadDocument("shape")
    if len(text.encode("utf-8", "surrogatepass")) > MOST_DOCUMENT:
        raise BadDocument("size")
    values = _parsed(text)
    if digest(text) != sha256:
        raise BadDocument("digest")
    _check_shape(values)
    content = _checked_content(values["content"])
    _check_words(values)
    return SignedDocument(
        text=text,
        sha256=sha256,
        report=values["report"],
        visit=values["visit"]["id"],
        content=content,
        outcome=values["outcome"],
        reason=values["reason"],
        signer=values["signer"]["name"],
        quality=values["signer"]["quality"],
        consent_version=values["consent"]["version"],
        consent_text=values["consent"]["text"],
        signed_at=parse_moment(values["signed_at"]),
    )


def _parsed(text):
    """The values of a text that is written in the one canonical way."""
    try:
        values = json.loads(text)
        written = canonical(values) if isinstance(values, dict) else None
    except (ValueError, RecursionError) as error:  # BadContent is a ValueError too: fractions
        raise BadDocument("shape") from error
    if written is None:
        raise BadDocument("shape")
    if written != text:
        raise BadDocument("not_canonical")
    return values


def _check_shape(values):
    if not _fits(values, _SHAPE):
        raise BadDocument("shape")
    if values["format"] != 1:
        raise BadDocument("format")
    if not UUID.fullmatch(values["report"]):
        raise BadDocument("shape")


def _fits(value, shape):
    if isinstance(shape, dict):
        return (
            isinstance(value, dict)
            and value.keys() == shape.keys()
            and all(_fits(value[key], part) for key, part in shape.items())
        )
    return isinstance(value, shape) and not isinstance(value, bool)


def _checked_content(content):
    try:
        return check_content(content)
    except BadContent as error:
        raise BadDocument("content", error.path) from error


def _check_words(values):
    """Who signed, or why nobody did."""
    outcome, signer, reason = values["outcome"], values["signer"], values["reason"].strip()
    if outcome not in OUTCOMES:
        raise BadDocument("outcome")
    if len(signer["name"]) > MOST_NAME or signer["quality"] not in QUALITIES:
        raise BadDocument("name")
    if outcome == "signed" and not signer["name"].strip():
        raise BadDocument("name")
    if len(reason) > MOST_REASON or (outcome != "signed") != bool(reason):
        raise BadDocument("reason")
    if len(values["consent"]["text"]) > MOST_DOCUMENT // 50 or len(values["consent"]["version"]) > MOST_NAME:
        raise BadDocument("shape")
    if parse_moment(values["signed_at"]) is None:
        raise BadDocument("moment")
