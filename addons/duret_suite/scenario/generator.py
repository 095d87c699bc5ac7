"""The demo company, built from a seed and a present moment."""

import random
from datetime import datetime, timedelta

from . import numbers, phrases
from .agenda import Agenda
from .catalogue import RATINGS, VAN_PRODUCTS
from .clock import Clock
from .people import People
from .records import Answer, Call, Company, Contract, Visit
from .requests import THEMES, Requests


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
    _ask_opinions(rng, clock, company)
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


def _ask_opinions(rng, clock, company) -> None:
    """Let about four clients in ten answer after a finished visit; late or repeated work makes worse marks."""
    for visit in company.visits:
        if visit.stage != "completed" or rng.random() > 0.42:
            continue
        at = visit.left + timedelta(hours=rng.uniform(40, 100))
        if at > clock.now:
            continue
        mood = rng.choices(("happy", "neutral", "unhappy"), weights=(13, 4, 2))[0]
        low, high = {"happy": (9, 10), "neutral": (7, 8), "unhappy": (2, 6)}[mood]
        best = {"happy": (4, 5, 5, 5), "neutral": (3, 4, 4), "unhappy": (1, 2, 3)}[mood]
        marks = {rating: rng.choice(best) for rating in RATINGS}
        comment = rng.choice(phrases.COMMENTS[mood])
        company.answers.append(
            Answer(visit.key, at, rng.randint(low, high), marks, comment, mood == "unhappy" and rng.random() < 0.7)
        )
