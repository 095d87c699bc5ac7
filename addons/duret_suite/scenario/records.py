"""Plain records of the demo company. Times are naive UTC datetimes, lengths are hours, prices euros before tax."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass
class Phone:
    """A number in E.164 and what it is ("mobile", "landline", "work")."""

    number: str
    kind: str


@dataclass
class Site:
    """A place where Duret works."""

    key: str
    name: str
    street: str
    zip: str
    city: str
    country: str
    latitude: float
    longitude: float
    directions: str = ""
    equipment: list["Equipment"] = field(default_factory=list)


@dataclass
class Equipment:
    """Something that Duret installed or maintains."""

    kind: str
    name: str
    notes: str


@dataclass
class Contact:
    """A person working at a client's."""

    name: str
    email: str
    role: str
    phones: list[Phone]


@dataclass
class Client:
    """A client: "person", "syndic", "firm" or "town_hall"."""

    key: str
    kind: str
    name: str
    email: str
    street: str
    zip: str
    city: str
    country: str
    latitude: float
    longitude: float
    sage_number: str
    phones: list[Phone]
    sites: list[Site]
    contacts: list[Contact] = field(default_factory=list)
    created: datetime | None = None
    login: str = ""
    maintained: bool = False


@dataclass
class Message:
    """One message of a ticket: "client", "staff" (sent to the client) or "note" (internal)."""

    at: datetime
    side: str
    author: str
    body: str


@dataclass
class Ticket:
    """A request and what was said about it; ``kind`` and ``channel`` are codes of a type and of a channel."""

    key: str
    client: str
    site: str
    title: str
    category: str
    kind: str
    channel: str
    priority: str
    stage: str
    owner: str
    created: datetime
    closed: datetime | None
    messages: list[Message]
    follow_up: tuple[datetime, str, str] | None = None


@dataclass
class Call:
    """A telephone call, in or out."""

    at: datetime
    client: str
    number: str
    direction: str
    subject: str
    notes: str
    owner: str
    minutes: float
    state: str


@dataclass
class Visit:
    """A technician's visit at a site."""

    key: str
    client: str
    site: str
    ticket: str
    worker: str
    type: str
    stage: str
    priority: str
    start: datetime
    hours: float
    created: datetime
    request: str
    resolution: str = ""
    arrived: datetime | None = None
    left: datetime | None = None
    equipment: list[str] = field(default_factory=list)
    products: list[tuple[str, float]] = field(default_factory=list)


@dataclass
class Quotation:
    """A quotation: "draft", "sent", "sale" or "cancel"."""

    client: str
    site: str
    ticket: str
    title: str
    state: str
    created: datetime
    lines: list[tuple[str, float]]


@dataclass
class Opinion:
    """What became of the questionnaire about a visit; states, reasons, channels and sources are the program's codes.

    ``score`` is the 0–10 recommendation, ``marks`` the five 1–5 ratings, ``recovery`` what became of the complaint that
    the answer opened, ``second`` the recommendation after it.
    """

    visit: str
    state: str
    reason: str = ""
    channel: str = "mail"
    sent: datetime | None = None
    reminded: datetime | None = None
    source: str = ""
    at: datetime | None = None
    score: int | None = None
    marks: dict[str, int] = field(default_factory=dict)
    comment: str = ""
    call_back: bool = False
    recovery: str = ""
    second: int | None = None


@dataclass
class Contract:
    """A yearly maintenance contract."""

    client: str
    site: str
    name: str
    worker: str
    start: datetime
    hours: float
    description: str


@dataclass
class Company:
    """Everything, in the order in which it is written."""

    now: datetime
    clients: list[Client]
    tickets: list[Ticket]
    calls: list[Call]
    visits: list[Visit]
    quotations: list[Quotation]
    opinions: list[Opinion]
    contracts: list[Contract]
