"""What the gateway does with a message once its author's kind is known. No database here: facts in, action out."""

import enum
from dataclasses import dataclass

from .verdict import Kind, Verdict


class State(enum.StrEnum):
    """Where a stored message stands."""

    RECEIVED = "received"
    TICKET = "ticket"
    REPLY = "reply"
    DOCUMENT = "document"
    DUPLICATE = "duplicate"
    SUPPRESSED = "suppressed"
    QUARANTINED = "quarantined"
    DISMISSED = "dismissed"


class Reason(enum.StrEnum):
    """Why a message did not simply become a ticket or a reply."""

    EMPTY = "empty"
    TOO_BIG = "too_big"
    ENCRYPTED = "encrypted"
    NO_SENDER = "no_sender"
    NO_ROUTE = "no_route"
    REFUSED = "refused"
    TOO_MANY = "too_many"
    UNREADABLE = "unreadable"
    INTERRUPTED = "interrupted"
    SAME_MESSAGE_ID = "same_message_id"
    ALREADY_KNOWN = "already_known"
    OWN = "own"
    BOUNCE = "bounce"
    AUTO_REPLY = "auto_reply"
    BULK = "bulk"


class Action(enum.StrEnum):
    """What to do."""

    DELIVER = "deliver"  # ticket or reply, and an acknowledgement if the brake allows it
    DELIVER_SILENTLY = "deliver_silently"  # ticket or reply, never an automatic answer
    NOTE_ON_THREAD = "note_on_thread"  # an internal note on the ticket it answers, else nothing
    HAND_TO_BOUNCES = "hand_to_bounces"  # Odoo's own handling of delivery reports
    STOP = "stop"


@dataclass(frozen=True)
class Facts:
    """What is known about a message before it is delivered. Sizes in bytes, counts over the last hour."""

    verdict: Verdict
    size: int = 1
    size_limit: int = 35 * 1024 * 1024
    has_sender: bool = True
    is_empty: bool = False
    is_sealed: bool = False
    already_posted: bool = False  # the Message-Id is one of a message already in the database
    posted_by_us: bool = False  # … and that message is one we sent
    tickets_last_hour: int = 0
    ticket_limit: int = 5
    messages_last_hour: int = 0
    message_limit: int = 20
    recent: int = 0  # delivered within the period of Odoo's own brake


@dataclass(frozen=True)
class Decision:
    """The action, and for `Action.STOP` the state and reason to record."""

    action: Action
    state: State | None = None
    reason: Reason | None = None


def _stop(state: State, reason: Reason) -> Decision:
    return Decision(Action.STOP, state, reason)


def decide(facts: Facts) -> Decision:
    """The gateway's rules, the safest first. Nothing is ever thrown away: `STOP` leaves a row that a person sees.

    - our own mail come back, or a message already in the database: recorded, never processed again;
    - unreadable on principle (empty, too big, encrypted, without a sender): quarantine;
    - delivery reports: Odoo's handling, they mark the message that did not arrive;
    - lists and advertisements: put aside;
    - automatic answers: a note on the ticket they answer, else put aside;
    - alarms and platforms: a ticket, without acknowledgement;
    - people: a ticket, within `ticket_limit` per hour.
    """
    kind = facts.verdict.kind
    if kind is Kind.OWN or facts.posted_by_us:
        return _stop(State.SUPPRESSED, Reason.OWN)
    if facts.already_posted:
        return _stop(State.DUPLICATE, Reason.ALREADY_KNOWN)
    if flaw := _content_flaw(facts):
        return _stop(State.QUARANTINED, flaw)
    if kind is Kind.BOUNCE:
        return Decision(Action.HAND_TO_BOUNCES)
    if kind is Kind.BULK:
        return _stop(State.SUPPRESSED, Reason.BULK)
    if not facts.has_sender:
        return _stop(State.QUARANTINED, Reason.NO_SENDER)
    if facts.messages_last_hour >= facts.message_limit:
        return _stop(State.QUARANTINED, Reason.TOO_MANY)
    if kind is Kind.AUTO_REPLY:
        return Decision(Action.NOTE_ON_THREAD)
    return Decision(Action.DELIVER if kind is Kind.HUMAN else Action.DELIVER_SILENTLY)


def _content_flaw(facts: Facts) -> Reason | None:
    if facts.size == 0 or facts.is_empty:
        return Reason.EMPTY
    if facts.size > facts.size_limit:
        return Reason.TOO_BIG
    return Reason.ENCRYPTED if facts.is_sealed else None


def may_open_ticket(facts: Facts) -> bool:
    """False when the sender has opened its share of tickets in the last hour (replies are not concerned)."""
    return facts.tickets_last_hour < facts.ticket_limit
