"""Clients, their sites and what is installed there."""

import random
import unicodedata
from datetime import timedelta

from . import names, numbers
from .catalogue import EQUIPMENT, EQUIPMENT_BY_KIND
from .clock import Clock
from .records import Client, Contact, Equipment, Phone, Site
from .towns import BY_NAME, SWISS_TOWNS, TOWNS, Town

PERSONS = 33
SWISS_PERSONS = 3


def slug(text: str) -> str:
    """Return text for the local part of an e-mail address: lower-case letters, digits, dots and hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return ".".join("".join(c if c.isalnum() or c == "-" else " " for c in plain).split())


class People:
    """Makes the clients of one company.

    :param rng: source of all choices
    :param clock: the present
    """

    def __init__(self, rng: random.Random, clock: Clock):
        self.rng = rng
        self.clock = clock
        self.used: set[str] = set()
        self.streets = names.STREETS

    def clients(self) -> list[Client]:
        """Return 60 clients: 36 people (3 of them in Switzerland), 8 syndics, 10 firms, 6 town halls."""
        clients = [self._person(index) for index in range(PERSONS + SWISS_PERSONS)]
        for kind, rows in (
            ("syndic", names.SYNDICS),
            ("firm", names.FIRMS),
            ("town_hall", names.TOWN_HALLS),
        ):
            clients += [self._organisation(kind, *row) for row in rows]
        by_name = {client.name: client for client in clients}
        by_name["Régie du Semnoz"].login = "regie.semnoz"
        by_name["Mairie de Talloires-Montmin"].login = "mairie.talloires"
        clients[0].login = "jeanne.favre"
        for position, client in enumerate(clients, start=1):
            client.key = f"client_{position:03d}"
            client.sage_number = f"C{411000 + position * 7}"
            client.created = self.clock.now - timedelta(days=200 + self.rng.randrange(1200))
            for number, site in enumerate(client.sites, start=1):
                site.key = f"{client.key}_site_{number}"
        return clients

    def _person(self, index: int) -> Client:
        if index == 0:
            name, town = "Jeanne Favre-Rochex", BY_NAME["Annecy-le-Vieux"]
        else:
            name = self._free_name()
            town = self.rng.choice(SWISS_TOWNS) if index >= PERSONS else self._town()
        place = self._place(town)
        if town.country == "CH":
            phones = [Phone(numbers.swiss(self.rng), "landline"), Phone(numbers.mobile(self.rng), "mobile")]
        else:
            phones = self._phones(["mobile"] + ["landline"] * (self.rng.random() < 0.6))
        client = Client("", "person", name, f"{slug(name)}@courriel.example", *place, "", phones, [])
        client.maintained = self.rng.random() < 0.4
        client.sites = [self._site(client, "Domicile", place)]
        if self.rng.random() < 0.18 and town.country == "FR":
            second = self._town()
            client.sites.append(self._site(client, f"Maison de {second.name}", self._place(second)))
        return client

    def _organisation(self, kind: str, name: str, domain: str, town_name: str) -> Client:
        town = BY_NAME[town_name]
        place = self._place(town)
        phones = [Phone(numbers.landline(self.rng), "work"), Phone(numbers.mobile(self.rng), "mobile")]
        client = Client("", kind, name, f"contact@{domain}.example", *place, "", phones, [], maintained=True)
        client.sites = [self._site(client, label, spot) for label, spot in self._sites_of(kind, town, place)]
        client.contacts = [self._contact(domain, role) for role in self._roles(kind)]
        return client

    def _sites_of(self, kind, town, place):
        if kind == "syndic":
            labels = self.rng.sample([r for r in names.RESIDENCES if r not in self.used], self.rng.choice((2, 3, 4)))
            self.used.update(labels)
            return [(f"Résidence {label}", self._place(self._town())) for label in labels]
        if kind == "town_hall":
            labels = names.TOWN_HALL_SITES[: self.rng.choice((2, 3, 4))]
            return [(f"{label} de {town.name}", self._place(town)) for label in labels]
        count = self.rng.choice((1, 1, 2))
        labels = self.rng.sample(names.FIRM_SITES, count)
        return [(labels[0], place)] + [(label, self._place(self._town())) for label in labels[1:]]

    @staticmethod
    def _roles(kind):
        return {
            "syndic": ["Gestionnaire", "Comptabilité"],
            "firm": ["Responsable technique"],
            "town_hall": ["Services techniques", "Accueil"],
        }[kind]

    def _contact(self, domain: str, role: str) -> Contact:
        name = self._free_name()
        return Contact(name, f"{slug(name)}@{domain}.example", role, self._phones(["mobile"]))

    def _free_name(self) -> str:
        while True:
            name = f"{self.rng.choice(names.WOMEN + names.MEN)} {self.rng.choice(names.FAMILIES)}"
            if name not in self.used and name != "Jeanne Favre-Rochex":
                self.used.add(name)
                return name

    def _phones(self, kinds: list[str]) -> list[Phone]:
        make = {"mobile": numbers.mobile, "landline": numbers.landline, "work": numbers.landline}
        phones = []
        for kind in kinds:
            number = make[kind](self.rng)
            while number in self.used:
                number = make[kind](self.rng)
            self.used.add(number)
            phones.append(Phone(number, kind))
        return phones

    def _town(self) -> Town:
        return self.rng.choices(TOWNS, weights=[town.weight for town in TOWNS])[0]

    def _place(self, town: Town):
        street = f"{self.rng.randrange(1, 180)} {self.rng.choice(self.streets)}"
        if town.country == "CH":
            street = f"{self.rng.choice(('Rue du Lac', 'Chemin des Vignes'))} {self.rng.randrange(1, 60)}"
        latitude = round(town.latitude + self.rng.uniform(-0.006, 0.006), 6)
        longitude = round(town.longitude + self.rng.uniform(-0.006, 0.006), 6)
        return street, town.zip, town.name, town.country, latitude, longitude

    def _site(self, client: Client, label: str, place) -> Site:
        name = label if client.kind in ("syndic", "town_hall") else f"{label} – {client.name}"
        directions = self.rng.choice(
            ("", "", "Portail au fond de l'impasse.", "Clé au local gardien.", "Code d'entrée à demander la veille.")
        )
        site = Site("", name, *place, directions)
        kinds = EQUIPMENT_BY_KIND[client.kind]
        for kind in self.rng.sample(kinds, self.rng.choice((2, 3))):
            title, sizes = EQUIPMENT[kind]
            year = self.clock.today.year - self.rng.randrange(1, 14)
            size = self.rng.choice(sizes)
            notes = f"{title} {size}, posé en {year}."
            site.equipment.append(Equipment(kind, f"{title} {size} – {name}", notes))
        return site
