"""Six months of requests: tickets and their threads, and the visits and quotations that follow from them."""

import random
from datetime import date, datetime, timedelta

from . import phrases, themes_office, themes_repair
from .agenda import Agenda
from .clock import Clock
from .logins import LOGINS
from .records import Client, Company, Message, Quotation, Site, Ticket, Visit

THEMES = themes_repair.THEMES + themes_office.THEMES
NAMES = {login: name for login, name, _role in LOGINS}
CHANNELS = ("mail", "mail", "mail", "mail", "phone", "phone", "phone", "portal", "website", "technician")
MONTHS = ("janvier février mars avril mai juin juillet août septembre octobre novembre décembre").split()
DAYS = "lundi mardi mercredi jeudi vendredi samedi dimanche".split()


def in_words(day: date) -> str:
    """Return a day as one says it: « mardi 3 mars »."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{DAYS[day.weekday()]} {number} {MONTHS[day.month - 1]}"


def in_hours(hour: float) -> str:
    """Return an hour as one writes it: « 8 h » or « 10 h 30 »."""
    minutes = round(hour % 1 * 60)
    return f"{int(hour)} h" + (f" {minutes:02d}" if minutes else "")


class Requests:
    """Fills a company with requests.

    :param rng: source of all choices
    :param clock: the present
    :param company: company with its clients; tickets, visits and quotations are added to it
    """

    def __init__(self, rng: random.Random, clock: Clock, company: Company, agenda: Agenda):
        self.rng = rng
        self.clock = clock
        self.company = company
        self.agenda = agenda

    def fill(self, days_back: int = 183) -> None:
        """Add one or two requests for each working day of the last months, more in the last week."""
        for day in self.clock.working_days(days_back, 0):
            age = (self.clock.today - day).days
            for _ in range(self.rng.choice((3, 4, 5)) if age < 9 else self.rng.choice((1, 2, 2))):
                created = self.clock.utc(day, self.rng.uniform(7.2, 18.5))
                if created < self.clock.now - timedelta(minutes=10):
                    self._request(created)
        if not any(ticket.stage == "new" for ticket in self.company.tickets):
            # The list of what nobody has taken yet is never empty: the last evening brought one more.
            self._request(self._last_evening(), untouched=True)

    def _last_evening(self) -> datetime:
        """Return the end of the last working day that is over."""
        evenings = (self.clock.utc(day, 18.7) for day in self.clock.working_days(14, 0))
        return max(evening for evening in evenings if evening < self.clock.now - timedelta(minutes=10))

    def _request(self, created: datetime, untouched: bool = False) -> None:
        theme = self.rng.choices(THEMES, weights=[theme.weight for theme in THEMES])[0]
        client, site = self._somebody(theme)
        age = (self.clock.now - created) / timedelta(days=1)
        owner = "" if untouched else self._owner(theme, age)
        ticket = Ticket(
            key=f"ticket_{len(self.company.tickets) + 1:03d}",
            client=client.key,
            site=site.key,
            title=self._title(theme, client, site),
            category=theme.category,
            kind=theme.kind,
            channel=self.rng.choice(CHANNELS),
            priority=self.rng.choice(theme.priority),
            stage="new",
            owner=owner,
            created=created,
            closed=None,
            messages=[],
        )
        visit = self._visit(theme, ticket, client, site)
        self._thread(theme, ticket, client, site, visit)
        self._settle(theme, ticket, visit, age)
        self.company.tickets.append(ticket)
        if theme.quotation and ticket.stage != "new" and self.rng.random() < 0.8:
            self._quotation(theme, ticket, site)

    def _somebody(self, theme) -> tuple[Client, Site]:
        clients = [client for client in self.company.clients if client.kind in theme.clients]
        weights = [4 if client.login else 2 if client.kind == "syndic" else 1 for client in clients]
        client = self.rng.choices(clients, weights=weights)[0]
        sites = [
            site
            for site in client.sites
            if not theme.equipment or any(item.kind == theme.equipment for item in site.equipment)
        ]
        return client, self.rng.choice(sites or client.sites)

    def _title(self, theme, client: Client, site: Site) -> str:
        title = self.rng.choice(theme.titles)
        return f"{title} – {site.name}" if client.kind in ("syndic", "town_hall") else title

    def _owner(self, theme, age: float) -> str:
        if age < 1.2 and self.rng.random() < 0.5:
            return ""
        if theme.kind == "complaint":
            return "sandrine"
        return self.rng.choices(("claire", "sandrine"), weights=(9, 1))[0]

    # -- visit --------------------------------------------------------------

    def _visit(self, theme, ticket: Ticket, client: Client, site: Site) -> Visit | None:
        if not theme.visit or not ticket.owner or client.country != "FR" or self.rng.random() < 0.1:
            return None
        asked = self.clock.local(ticket.created).date()
        notice = self.rng.choice((1, 2, 3)) if ticket.priority in ("2", "3") else self.rng.choice((3, 5, 8, 12))
        worker = self.rng.choice(theme.workers)
        start = self.agenda.book(worker, self.clock.shift(asked, notice), theme.hours)
        visit = Visit(
            key=f"visit_{len(self.company.visits) + 1:03d}",
            client=client.key,
            site=site.key,
            ticket=ticket.key,
            worker=worker,
            type=theme.visit,
            stage="planned",
            priority=ticket.priority,
            start=start,
            hours=theme.hours,
            created=min(ticket.created + timedelta(hours=self.rng.uniform(0.5, 4)), self.clock.now),
            request=ticket.title,
            equipment=[item.name for item in site.equipment if item.kind == theme.equipment],
        )
        self.agenda.carry_out(visit, theme.resolutions, theme.products)
        self.company.visits.append(visit)
        return visit

    # -- thread -------------------------------------------------------------

    def _thread(self, theme, ticket: Ticket, client: Client, site: Site, visit: Visit | None) -> None:
        writer = self.rng.choice(client.contacts).name if client.contacts else client.name
        values = {
            "site": site.name,
            "city": site.city,
            "signature": writer,
            "first": NAMES[ticket.owner].split()[0] if ticket.owner else "Claire",
            "worker": "Notre technicien",
            "date": "",
            "hour": "",
        }
        if visit:
            start = self.clock.local(visit.start)
            values.update(
                worker=NAMES[visit.worker].split()[0],
                date=in_words(start.date()),
                hour=in_hours(start.hour + start.minute / 60),
            )
        self._say(ticket, ticket.created, "client", writer, self.rng.choice(theme.openings), values)
        if not ticket.owner:
            return
        moment = ticket.created + timedelta(hours=self.rng.uniform(0.2, 5))
        if visit or "{date}" not in "".join(theme.replies):
            self._say(ticket, moment, "staff", ticket.owner, self.rng.choice(theme.replies), values)
            if theme.answers and self.rng.random() < 0.75:
                moment += timedelta(hours=self.rng.uniform(0.3, 20))
                self._say(ticket, moment, "client", writer, self.rng.choice(theme.answers), values)
        if theme.notes and self.rng.random() < 0.5:
            moment += timedelta(minutes=self.rng.randrange(5, 90))
            self._say(ticket, moment, "note", ticket.owner, self.rng.choice(theme.notes), values)
        if visit and visit.stage == "completed":
            self._say(ticket, visit.left + timedelta(minutes=25), "note", visit.worker, visit.resolution, values)
        ticket.messages.sort(key=lambda message: message.at)

    def _say(self, ticket, at: datetime, side: str, author: str, body: str, values: dict) -> None:
        at = self.clock.awake(at)
        if at <= self.clock.now:
            ticket.messages.append(Message(at, side, author, body.format(**values)))

    # -- outcome ------------------------------------------------------------

    def _settle(self, theme, ticket: Ticket, visit: Visit | None, age: float) -> None:
        last = ticket.messages[-1].at
        if not ticket.owner:
            ticket.stage = "new"
        elif visit and visit.stage == "completed" and self.rng.random() < 0.9:
            ticket.stage, ticket.closed = "done", min(last + timedelta(hours=2), self.clock.now)
        elif visit and visit.stage == "cancelled":
            ticket.stage, ticket.closed = "cancelled", last
        elif not visit and age > 9 and self.rng.random() < 0.93:
            ticket.stage, ticket.closed = "done", min(last + timedelta(hours=20), self.clock.now)
        elif self.rng.random() < 0.4:
            ticket.stage = "awaiting"
        else:
            ticket.stage = "in_progress"
        if ticket.stage in ("in_progress", "awaiting") and self.rng.random() < 0.6:
            days = self.rng.randrange(-2, 6)
            due = self.clock.utc(self.clock.shift(self.clock.today, days), 9)
            ticket.follow_up = (due, self.rng.choice(phrases.NEXT_STEPS), ticket.owner)

    def _quotation(self, theme, ticket: Ticket, site: Site) -> None:
        created = ticket.created + timedelta(days=self.rng.uniform(1, 6))
        if created > self.clock.now:
            return
        age = (self.clock.now - created).days
        state = "draft" if age < 2 else "sent"
        if age > 12:
            state = self.rng.choices(("sale", "sent", "cancel"), weights=(6, 2, 2))[0]
        factor = self.rng.choice((1, 1, 1, 2))
        lines = [(product, quantity * (factor if product != "travel" else 1)) for product, quantity in theme.quotation]
        self.company.quotations.append(
            Quotation(ticket.client, site.key, ticket.key, ticket.title, state, created, lines)
        )
