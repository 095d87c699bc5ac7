"""The demo company, built from a seed and a present moment."""

import random
from datetime import datetime, timedelta

from . import numbers, phrases
from .agenda import Agenda
from .catalogue import VAN_PRODUCTS
from .clock import Clock
from .opinions import Opinions
from .people import People
from .records import Call, Company, Contract, Visit
from .requests import THEMES, Requests

REQUESTED = timedelta(days=190)  # the half-year of requests, and some days
# Visits of a working day, by month: storms and heating in winter, holidays in August.
VISITS_A_DAY = {month: (1, 1, 2) for month in range(1, 13)} | dict.fromkeys((11, 12, 1, 2), (1, 2, 2, 3)) | {8: (0, 1)}


def build(now: datetime, seed: int = 2026) -> Company:
    """Return the demo company.

    :param now: the present, naive UTC or aware; all dates are relative to it
    :param seed: the same seed at the same moment gives the same company
    """
    rng = random.Random(seed)
    clock = Clock(now)
    company = Company(clock.now, People(rng, clock).clients(), [], [], [], [], [], [])
    agenda = Agenda(rng, clock)
    Requests(rng, clock, company, agenda).fill()
    _maintain(rng, clock, company, agenda)
    _fill_the_week(rng, clock, company, agenda)
    _call(rng, clock, company)
    # Last, from a source of their own: everything above is the same with and without them.
    past = random.Random(seed + 1)
    _remember(past, clock, company, Agenda(past, clock))
    Opinions(past, clock, company).fill()
    company.visits.sort(key=lambda visit: (visit.start, visit.key))
    return company


def _maintain(rng, clock, company, agenda) -> None:
    """Give yearly contracts to those who want them, with the last visit done and the next one planned."""
    for client in company.clients:
        if not client.maintained:
            continue
        site = client.sites[0]
        what = ", ".join(item.notes.split(",")[0] for item in site.equipment)
        start = clock.now - timedelta(days=rng.randrange(330, 1000))
        company.contracts.append(
            Contract(client.key, site.key, f"Contrat d'entretien – {site.name}", "gaetan", start, 1.5, what)
        )
        for offset in (-rng.randrange(15, 170), rng.randrange(4, 75)):
            day = clock.shift(clock.today + timedelta(days=offset), 0)
            visit = _extra_visit(company, client, site, "gaetan", "Entretien", agenda.book("gaetan", day, 1.5), 1.5)
            visit.created = min(visit.start - timedelta(days=20), clock.now - timedelta(days=1))
            visit.equipment = [item.name for item in site.equipment]
            agenda.carry_out(
                visit,
                ("Entretien annuel réalisé, contrôles conformes.", "Entretien réalisé, une batterie remplacée."),
                ("battery",) if rng.random() < 0.4 else (),
            )


def _fill_the_week(rng, clock, company, agenda) -> None:
    """Give every technician two visits today and one on each of the next days, and leave three unassigned."""
    french = [client for client in company.clients if client.country == "FR"]
    for worker in VAN_PRODUCTS:
        for day_offset in (0, 0, 1, 2, 3, 4):
            client = rng.choice(french)
            site = rng.choice(client.sites)
            theme = rng.choice([theme for theme in THEMES if worker in theme.workers])
            day = clock.shift(clock.today, day_offset)
            visit = _extra_visit(
                company, client, site, worker, theme.visit, agenda.book(worker, day, theme.hours), theme.hours
            )
            visit.request = rng.choice(theme.titles)
            visit.created = clock.now - timedelta(days=rng.randrange(2, 9))
            agenda.carry_out(visit, theme.resolutions, theme.products)
    for client in rng.sample(french, 3):
        visit = _extra_visit(
            company, client, client.sites[0], "", "Petits travaux", clock.utc(clock.shift(clock.today, 3), 14), 2.0
        )
        visit.stage, visit.created = "new", clock.now - timedelta(hours=rng.randrange(2, 40))
        visit.request = "Pose de luminaires, technicien à choisir"


def _extra_visit(company, client, site, worker, kind, start, hours) -> Visit:
    visit = Visit(
        key=f"visit_{len(company.visits) + 1:03d}",
        client=client.key,
        site=site.key,
        ticket="",
        worker=worker,
        type=kind,
        stage="planned",
        priority="1",
        start=start,
        hours=hours,
        created=start,
        request=f"{kind} – {site.name}",
    )
    company.visits.append(visit)
    return visit


def _call(rng, clock, company) -> None:
    """Add two to four calls a day over three months, and calls to give back today."""
    for day in clock.working_days(92, 0):
        for _ in range(rng.choice((2, 3, 3, 4))):
            at = clock.utc(day, rng.uniform(8, 18))
            if at > clock.now:
                continue
            client = rng.choice(company.clients)
            theme = rng.choice(THEMES)
            subjects = theme.calls or phrases.CALL_SUBJECTS
            incoming = rng.random() < 0.75
            missed = rng.random() < 0.08
            recent = clock.now - at < timedelta(days=2)
            company.calls.append(
                Call(
                    at=at,
                    client=client.key,
                    number=numbers.in_french(rng.choice(client.phones).number),
                    direction="in" if incoming else "out",
                    subject=rng.choice(subjects),
                    notes="Appel manqué, à rappeler." if missed else rng.choice(phrases.CALL_NOTES),
                    owner=rng.choices(("claire", "sandrine"), weights=(5, 1))[0],
                    minutes=0.0 if missed else round(rng.uniform(1, 14), 1),
                    state="pending" if missed and recent else "done",
                )
            )


def _remember(rng, clock, company, agenda) -> None:
    """Add the visits of the half-year before the requests: work of seasons, of which only visits are told."""
    french = [client for client in company.clients if client.country == "FR"]
    last = {client.key: clock.today - timedelta(days=999) for client in french}
    for day in (day for day in clock.working_days(366, 0) if day < clock.today - REQUESTED):
        for _ in range(rng.choice(VISITS_A_DAY[day.month])):
            theme = rng.choice([theme for theme in THEMES if theme.visit])
            wanted = [client for client in french if client.kind in theme.clients]
            client = min(rng.sample(wanted, min(5, len(wanted))), key=lambda one: last[one.key])
            last[client.key] = day
            worker, site = rng.choice(theme.workers), rng.choice(client.sites)
            start = agenda.book(worker, day, theme.hours)
            visit = _extra_visit(company, client, site, worker, theme.visit, start, theme.hours)
            visit.request, visit.created = rng.choice(theme.titles), start - timedelta(days=rng.randrange(1, 9))
            agenda.carry_out(visit, theme.resolutions, ())
