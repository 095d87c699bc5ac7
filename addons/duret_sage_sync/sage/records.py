"""Canonical records: what every transport gives and takes, whatever the SAGE product behind it.

All values are texts: "" is empty, decimals are written "1234.50", days "2026-11-21", yes and no "1" and "0". The
columns behind the fields are those of Sage 100 as seen in classes generated from live databases (F_COMPTET, F_CONTACTT,
F_DOCENTETE, F_DOCLIGNE); other products map theirs onto the same fields.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from .errors import BadData

CLIENT, CONTACT, DOCUMENT = "client", "contact", "document"
# In the order in which they must arrive: a contact or a document needs its client.
ENTITIES = (CLIENT, CONTACT, DOCUMENT)

# A transformation in SAGE rewrites the kind and the number of a document in place, its key stays.
QUOTATION, ORDER, DELIVERY = "quotation", "order", "delivery"
CREDIT, INVOICE, POSTED_INVOICE = "credit", "invoice", "posted_invoice"
KINDS = (QUOTATION, ORDER, DELIVERY, CREDIT, INVOICE, POSTED_INVOICE)
# What our side never alters once it is there.
INVOICE_KINDS = frozenset({CREDIT, INVOICE, POSTED_INVOICE})

# `client` is SAGE's key of the client; `client_number` his CT_Num, all that many exports tell. A transport gives
# what it knows of the two, and is given both.
FIELDS: Mapping[str, tuple[str, ...]] = {
    CLIENT: tuple(
        "number name name2 street street2 zip city country phone fax email website siret vat ape contact comment "
        "prospect asleep payer category".split()
    ),
    CONTACT: tuple("client client_number last_name first_name function phone mobile email title".split()),
    DOCUMENT: tuple(
        "kind number date client client_number reference state total_untaxed total_tax total paid origin".split()
    ),
}
LINE_FIELDS = tuple("product name quantity unit unit_price discount tax_code tax_rate untaxed".split())
# Who made a document: its lines belong to that side.
ORIGIN_SAGE, ORIGIN_ODOO = "sage", "odoo"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document.

    :ivar key: stable key of the line in SAGE (DL_No), "" for a line that SAGE does not know yet
    :ivar values: field of LINE_FIELDS -> text
    """

    key: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Record:
    """One record as SAGE holds it.

    :ivar entity: one of ENTITIES
    :ivar key: technical key that never changes (cbMarq), as text
    :ivar stamp: last modification by SAGE's own wall clock, "2026-11-21T14:05:00"; several versions count whole
        minutes only (cbModification is smalldatetime there); "" when unknown
    :ivar values: field -> text; a field that is absent was not told, "" was told empty
    :ivar lines: lines of a document, in their order
    :ivar mark: our own key found in SAGE's field, "" when there is none
    :ivar number: CT_Num or DO_Piece: an attribute, a person or a transformation may change it
    """

    entity: str
    key: str
    stamp: str
    values: Mapping[str, str]
    lines: tuple[Line, ...] = ()
    mark: str = ""
    number: str = ""

    def digest(self) -> str:
        """Return the SHA-256 (64 hexadecimal figures) of values and lines: the same content, the same digest."""
        return digest(self.values, self.lines)


def digest(values: Mapping[str, str], lines: tuple[Line, ...] = ()) -> str:
    """Give the fingerprint of a content, whatever the order of its fields.

    :param values: field -> text
    :param lines: in their order, which counts
    :return: SHA-256 as 64 hexadecimal figures
    """
    content = [sorted(values.items()), [[line.key, sorted(line.values.items())] for line in lines]]
    text = json.dumps(content, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def key_order(key: str) -> tuple[int, int, str]:
    """Sort technical keys as SAGE does: figures by their value, before any other text.

    >>> sorted(["10", "9", "A1"], key=key_order)
    ['9', '10', 'A1']
    """
    return (0, int(key), "") if key.isascii() and key.isdigit() else (1, 0, key)


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far the changes of an entity were read: (moment, technical key), compared in that order.

    :ivar stamp: moment of the last record, as in :class:`Record`
    :ivar key: its key; "" stands before every key of that moment
    """

    stamp: str
    key: str = ""

    def order(self) -> tuple[str, tuple[int, int, str]]:
        """Return what cursors are compared by."""
        return self.stamp, key_order(self.key) if self.key else (-1, 0, "")


@dataclass(frozen=True, slots=True)
class Page:
    """Some records of an entity, in the order of the transport.

    :ivar records: tuple of :class:`Record`
    :ivar cursor: position after this page, None when the transport has no moments
    :ivar last: whether nothing follows
    :ivar rejected: :class:`~.errors.BadData` of lines that are no records
    """

    records: tuple[Record, ...]
    cursor: Cursor | None = None
    last: bool = True
    rejected: tuple[BadData, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Written:
    """What SAGE answered to a create or an update.

    :ivar key: technical key of the record; "" while `pending`
    :ivar stamp: its moment of modification, "" when SAGE did not say
    :ivar number: its number, "" when SAGE did not say
    :ivar pending: a file was dropped and SAGE has not said yes: the next reading will tell
    """

    key: str
    stamp: str = ""
    number: str = ""
    pending: bool = False
