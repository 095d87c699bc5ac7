"""One operation of a phone: its shape, before anybody asks what it means."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from .document import CODE, UUID, clean
from .phone_clock import parse_moment

FORMAT = 1
MOST_OPERATIONS = 200
MOST_BYTES = 256 * 1024
MOST_SIGNATURE_BYTES = 2 * 1024 * 1024
KIND_PARTS = 2
# Kinds whose payload carries an image.
BIG_KINDS = frozenset(("report.sign",))


class BadMutation(ValueError):
    """An operation that cannot be read.

    :ivar code: `bad_shape`, `unknown_format` or `too_long`
    """

    def __init__(self, code):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Mutation:
    """One operation.

    :ivar at: the phone's own text, as it came
    :ivar made_at: the same, naive UTC by the phone's clock
    :ivar visit: id, or None
    :ivar report: UUID, or None
    """

    uuid: str
    kind: str
    at: str
    made_at: datetime
    visit: int | None
    report: str | None
    data: dict


def uuid_of(op):
    """Return the UUID of an operation, or "" when it has none that can be kept."""
    value = op.get("uuid") if isinstance(op, dict) else None
    return value if isinstance(value, str) and UUID.fullmatch(value) else ""


def raw_text(op):
    """Return an operation as the text that is kept, the same for the same operation, in pure ASCII."""
    return json.dumps(op, sort_keys=True, separators=(",", ":"))


def raw_digest(text):
    """Return the SHA-256 of that text: a replay carries the same."""
    return hashlib.sha256(text.encode()).hexdigest()


def kind_of(op):
    """Return the kind of an operation as far as it can be read, for the journal."""
    kind = op.get("kind") if isinstance(op, dict) else None
    return clean(kind)[:64] if isinstance(kind, str) else ""


def most_bytes(kind):
    """Return how many bytes an operation of this kind may weigh."""
    return MOST_SIGNATURE_BYTES if kind in BIG_KINDS else MOST_BYTES


def read_mutation(op, size):
    """Read an operation.

    :param op: parsed JSON, from anybody
    :param int size: bytes of its text
    :return: :class:`Mutation`
    :raises BadMutation: when it cannot be read
    """
    if not isinstance(op, dict) or not uuid_of(op):
        raise BadMutation("bad_shape")
    if size > most_bytes(op.get("kind") if isinstance(op.get("kind"), str) else ""):
        raise BadMutation("too_long")
    form = op.get("format")
    if isinstance(form, bool) or not isinstance(form, int):
        raise BadMutation("bad_shape")
    if form != FORMAT:
        raise BadMutation("unknown_format")
    kind, visit, report, data = op.get("kind"), op.get("visit"), op.get("report"), op.get("data")
    made_at = parse_moment(op.get("at"))
    right = (
        isinstance(kind, str)
        and _is_kind(kind)
        and made_at is not None
        and _is_visit(visit)
        and (report is None or (isinstance(report, str) and UUID.fullmatch(report)))
        and isinstance(data, dict)
    )
    if not right:
        raise BadMutation("bad_shape")
    return Mutation(op["uuid"], kind, op["at"], made_at, visit, report, data)


def _is_kind(kind):
    parts = kind.split(".")
    return len(parts) == KIND_PARTS and all(CODE.fullmatch(part) for part in parts)


def _is_visit(visit):
    return visit is None or (isinstance(visit, int) and not isinstance(visit, bool) and 0 < visit < 2**31)
