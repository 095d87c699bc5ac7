"""What the « Nouvel appel » form sends, checked before anything is written."""

import math
import re
import unicodedata
from dataclasses import dataclass

from .vocabulary import fold

TICKET, ANSWERED_NOW, NOTE = "ticket", "answered_now", "note"
MODES = (TICKET, ANSWERED_NOW, NOTE)
LONGEST = {"subject": 200, "details": 20_000, "number": 60, "callback": 60, "key": 64, "type": 40}
CONTACT = {"name": 120, "phone": 60, "email": 200, "street": 200, "zip": 12, "city": 80}
LONGEST_CALL = 4 * 3600  # seconds; a form left open over lunch is no longer call
_EMAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;.]+(?:\.[^@\s<>,;.]+)+")
_HIDDEN = frozenset("masque anonyme inconnu prive cache restricted anonymous unknown private".split())
_BESIDE = frozenset("appel numero".split())


class FormRefused(ValueError):
    """The form cannot be taken as it is.

    :ivar reason: code: ``no_key``, ``no_subject``, ``too_long``, ``no_name``, ``bad_email``, ``note_with_callback``,
        ``answered_with_callback``, ``missed_answered``, ``malformed``
    :ivar field: name of the field, or ""
    """

    def __init__(self, reason, field=""):
        super().__init__(reason)
        self.reason, self.field = reason, field


@dataclass(frozen=True)
class CallForm:
    """A form that can be written.

    :ivar key: made by the browser when the form opens; the same form sent twice is one call
    :ivar mode: ``ticket``, ``answered_now`` (ticket closed at once) or ``note`` (journal only)
    :ivar seconds: how long the form was open
    :ivar contact: values of a contact to create, or None
    """

    key: str
    mode: str
    direction: str
    answered: bool
    subject: str
    details: str
    type: str
    callback: str
    number: str
    add_number: bool
    partner_id: int
    ticket_id: int
    contact: dict | None
    confirmed: bool
    seconds: int


def read_form(values):
    """Check what a browser sent.

    :param values: anything; a dict with the names of :class:`CallForm`
    :return: CallForm, texts without control characters or spaces around
    :raises FormRefused: with the first thing that is wrong
    """
    if not isinstance(values, dict):
        raise FormRefused("malformed")
    texts = {name: _text(values, name, longest) for name, longest in LONGEST.items()}
    form = CallForm(
        **texts,
        mode=values.get("mode", TICKET),
        direction=values.get("direction", "in"),
        answered=values.get("answered", True) is not False,
        add_number=bool(values.get("add_number")),
        partner_id=_id(values, "partner_id"),
        ticket_id=_id(values, "ticket_id"),
        contact=_contact(values.get("contact")),
        confirmed=bool(values.get("confirmed")),
        seconds=_seconds(values.get("seconds")),
    )
    _check(form)
    return form


def is_masked(text):
    """Tell whether what was typed as a number says that there was none (« masqué », « anonyme »).

    :param str text: as typed
    :return: bool
    """
    found = fold(text).split() if isinstance(text, str) else []
    return bool(_HIDDEN & set(found)) and set(found) <= _HIDDEN | _BESIDE


def _check(form):
    if not form.key:
        raise FormRefused("no_key")
    if form.mode not in MODES or form.direction not in ("in", "out"):
        raise FormRefused("malformed")
    if not form.subject and not form.ticket_id:
        raise FormRefused("no_subject", "subject")
    if form.mode == NOTE and form.callback and not form.ticket_id:
        raise FormRefused("note_with_callback", "callback")
    if form.mode == ANSWERED_NOW and not form.answered:
        raise FormRefused("missed_answered")
    if form.mode == ANSWERED_NOW and form.callback:
        raise FormRefused("answered_with_callback", "callback")


def _contact(values):
    if not values:
        return None
    if not isinstance(values, dict):
        raise FormRefused("malformed")
    contact = {name: _text(values, name, longest) for name, longest in CONTACT.items()}
    if not any(character.isalpha() for character in contact["name"]):
        raise FormRefused("no_name", "name")
    if contact["email"] and not _EMAIL.fullmatch(contact["email"]):
        raise FormRefused("bad_email", "email")
    return contact | {"is_company": bool(values.get("is_company"))}


def _text(values, name, longest):
    text = values.get(name) or ""
    if not isinstance(text, str):
        raise FormRefused("malformed", name)
    several_lines = name == "details"
    text = "".join(mark for mark in text if _is_shown(mark) or (several_lines and mark == "\n"))
    text = text.strip() if several_lines else re.sub(r"\s+", " ", text).strip()
    if len(text) > longest:
        raise FormRefused("too_long", name)
    return text


def _is_shown(mark):
    """False for control characters and lone halves of characters, which a database refuses or a page hides."""
    return mark == "\t" or unicodedata.category(mark) not in ("Cc", "Cs", "Co", "Cn")


def _id(values, name):
    found = values.get(name) or 0
    if type(found) is not int or not 0 <= found < 2**31:
        raise FormRefused("malformed", name)
    return found


def _seconds(found):
    return min(max(int(found), 0), LONGEST_CALL) if type(found) in (int, float) and math.isfinite(found) else 0
