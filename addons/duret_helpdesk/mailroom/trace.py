"""What happened to one message on its way through the gateway, told by the hooks it passes."""

from dataclasses import dataclass, field

from .policy import Reason


@dataclass
class Trace:
    """Travels in the context of one delivery. Only Python code can make one: a remote call cannot."""

    message_id: str
    sender_email: str
    is_robot: bool = False  # no contact is made of its address
    is_internal: bool = False  # a colleague wrote
    only_in_thread: bool = False  # an automatic answer: a note on its ticket or nothing
    may_open: bool = True  # False: the sender has opened enough tickets for now
    forced: bool = False  # a person asked for a ticket
    thread: tuple[str, int] | None = None  # document that the message answers, its author may write there
    related_id: int = 0  # ticket named by somebody who may not write in it
    bounced: bool = False
    loop: bool = False
    stopped: Reason | None = None  # the gateway decided to deliver nothing
    opened: list[tuple[str, int]] = field(default_factory=list)  # documents created, as (model, id)
    blocked_images: int = 0
    people: dict[tuple[str, bool], int] = field(default_factory=dict)  # contacts found, by address and kind of look-up
    contracts: dict[int, bool] = field(default_factory=dict)  # contacts asked about: under contract?
    recent: int = 0  # messages of this sender delivered within the period of Odoo's brake against loops
