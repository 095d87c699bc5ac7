"""What the accountant's SAGE knows of the clients of the demo company: clients, contacts, quotations and invoices."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from .numbers import in_french
from .records import Client, Company
from .sage_books import money

KINDS = {"person": "PART", "syndic": "SYNDIC", "firm": "PRO", "town_hall": "COLLECTIV"}
COUNTRIES = {"FR": "France", "CH": "Suisse"}
# Two clients whom SAGE knows by their names turned round and nothing else: only a person can say who they are.
LOOK_ALIKES = (9, 11)
# Clients that are in SAGE only.
STRANGERS = (
    ("Ferronnerie Chappaz", "18 route des Forges", "74540", "Alby-sur-Chéran", "04 65 71 20 31"),
    ("M. Augustin Vuagnoux", "2 impasse des Tilleuls", "74600", "Seynod", "06 39 98 41 07"),
    ("Copropriété Les Roselières", "45 avenue du Petit Port", "74940", "Annecy-le-Vieux", "04 65 71 20 58"),
)
WORKS = (
    ("TAB13", "Tableau 13 modules, posé", "U", 149.90),
    ("BORNE7", "Borne de recharge 7,4 kW, posée", "U", 1190.00),
    ("SPOT", "Spot à DEL encastré", "U", 38.50),
    ("CABLE", "Câble R2V 3G2,5", "M", 2.90),
    ("DEPAN", "Dépannage, première heure", "H", 89.00),
    ("MO", "Main-d'œuvre", "H", 54.00),
)
QUOTATION, ORDER, CREDIT, INVOICE, POSTED = "0", "1", "5", "6", "7"
LETTERS = {QUOTATION: "DE", ORDER: "BC", CREDIT: "AV", INVOICE: "FA", POSTED: "FA"}
INVOICES = 24


class Papers:
    """Made from the scenario alone: the same company, the same papers."""

    def __init__(self, scenario: Company):
        self.company = scenario
        self.rng = Random(20_26)
        wanted = {quotation.client for quotation in scenario.quotations}
        inside = [client for number, client in enumerate(scenario.clients) if number not in LOOK_ALIKES]
        # Clients of a quotation whom SAGE does not know yet: the first one it takes, the second one it does not.
        self.unknown = [client for client in inside if client.key in wanted and client.kind == "person"][:2]
        self.known = [client for client in inside if client not in self.unknown]
        self._documents = [*self._make_documents()]

    # --- clients
    def without_number(self) -> list[Client]:
        """Give our clients whose number in SAGE nobody knows here."""
        return [*self.unknown, *(self.company.clients[number] for number in LOOK_ALIKES)]

    def clients(self) -> Iterator[tuple[Client | None, dict[str, str]]]:
        """Give (our client or None, cells)."""
        for client in self.known:
            yield client, self._cells(client)
        for number in LOOK_ALIKES:
            client = self.company.clients[number]
            turned = " ".join(reversed(client.name.split()))
            yield None, self._cells(client) | {"number": f"L{number:05d}", "name": turned, "phone": "", "email": ""}
        for number, (name, street, code, town, phone) in enumerate(STRANGERS, 1):
            place = {"street": street, "zip": code, "city": town, "country": "France", "phone": phone}
            yield None, {"number": f"C419{number:03d}", "name": name, "category": "PRO", **place, **_AWAKE}

    def _cells(self, client: Client) -> dict[str, str]:
        return {
            "number": client.sage_number,
            "name": client.name,
            "category": KINDS[client.kind],
            "street": client.street[:35],
            "zip": client.zip,
            "city": client.city,
            "country": COUNTRIES[client.country],
            "phone": in_french(client.phones[0].number) if client.phones else "",
            "email": client.email,
            **_AWAKE,
        }

    def contacts(self) -> Iterator[dict[str, str]]:
        """Give the people who work at a few firms, as SAGE has them."""
        for client in [client for client in self.known if client.contacts][:6]:
            first, _space, last = client.contacts[0].name.partition(" ")
            yield {
                "client_number": client.sage_number,
                "last_name": last,
                "first_name": first,
                "function": client.contacts[0].role,
                "mobile": in_french(client.contacts[0].phones[0].number),
                "email": client.contacts[0].email,
            }

    def spoilt_line(self) -> str:
        """A line into which somebody typed a separator: every cell behind it is shifted."""
        return (
            "900;011126 09:12;;C419900;Garage Excoffier; Fils;PRO;;3 rue du Pont;;74150;Rumilly;France"
            + ";" * 11
            + "\r\n"
        )

    def refused_names(self) -> list[str]:
        """The client whom SAGE's import turns down."""
        return [client.name for client in self.unknown[1:]]

    # --- documents
    def documents(self) -> list[tuple[dict[str, str], list[dict[str, str]]]]:
        """Give (cells, lines): the first one is a quotation that becomes an invoice."""
        return self._documents

    def _make_documents(self):
        day = self.company.now - timedelta(days=160)
        kinds = [QUOTATION] * 5 + [ORDER] * 2 + [POSTED] * (INVOICES - 6) + [INVOICE] * 6 + [CREDIT]
        for number, kind in enumerate(kinds, 1):
            client = self.known[(number * 7) % len(self.known)]
            day += timedelta(days=self.rng.randrange(2, 7))
            yield self._document(number, kind, client, min(day, self.company.now - timedelta(days=6)))

    def _document(self, number: int, kind: str, client: Client, day: datetime):
        rate = 10 if client.kind in ("person", "syndic") else 20
        lines, untaxed = [], 0.0
        for product, name, unit, price in self.rng.sample(WORKS, self.rng.randrange(1, 4)):
            quantity = self.rng.randrange(1, 9)
            amount = round(quantity * price, 2)
            untaxed += amount
            told = {"product": product, "name": name, "quantity": money(quantity), "unit": unit}
            told |= {"unit_price": money(price), "discount": "0,00", "tax_code": f"C{rate}", "tax_rate": money(rate)}
            lines.append(told | {"untaxed": money(amount)})
        total = round(untaxed, 2) + round(untaxed * rate / 100, 2)
        is_paid = kind == POSTED and number % 3
        cells = {
            "kind": kind,
            "number": f"{LETTERS[kind]}{number + 40:05d}",
            "date": day.strftime("%d%m%y"),
            "client_number": client.sage_number,
            "reference": client.sites[0].name[:17],
            "state": "2" if kind == ORDER else "0",
            "total_untaxed": money(untaxed),
            "total": money(total),
            "paid": money(total if is_paid else 0),
        }
        return cells, lines

    def printed(self) -> dict[str, str]:
        """The quotation that was printed."""
        return self._documents[1][0]

    def invoiced(self) -> dict[str, str]:
        """What SAGE writes over a quotation that becomes an invoice."""
        return {"kind": INVOICE, "number": "FA00077"}

    def paid_number(self) -> int:
        """Place of the invoice that is paid this morning."""
        return next(place for place, (cells, _lines) in enumerate(self._documents) if cells["kind"] == INVOICE)

    # --- this morning
    def ours(self) -> dict[str, dict[str, str]]:
        """Client -> what Claire has corrected on the telephone."""
        first, second, third = self._disputed()
        return {
            first.key: {"email": "nouvelle.adresse@courriel.example"},
            second.key: {"street": "12 bis chemin des Vergers"},
            third.key: {"city": "Annecy (Cran-Gevrier)"},
        }

    def theirs(self) -> dict[str, dict[str, str]]:
        """Client -> what the accountant has corrected meanwhile."""
        first, second, third = self._disputed()
        return {
            first.key: {"email": "facturation.perso@courriel.example"},
            second.key: {"street": "12 chemin du Verger"},
            third.key: {"city": "Cran-Gevrier", "category": "PRO"},
        }

    def _disputed(self) -> list[Client]:
        return [client for client in self.known if client.kind == "person" and client.country == "FR"][3:6]


_AWAKE = {"prospect": "0", "asleep": "0"}


def pdf(title: str) -> bytes:
    """A document of one blank page that says its title."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        b"<</Title(" + title.encode("ascii", "replace") + b")>>",
    )
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj" % number + content + b"endobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n" % size
    return (
        body + head + table + b"trailer<</Size %d/Root 1 0 R/Info 4 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(body))
    )
