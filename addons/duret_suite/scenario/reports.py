"""Intervention reports of the demo company: what technicians wrote on their telephones during the last weeks."""

import random
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from .records import Company, Visit

SPAN = timedelta(days=49)
UNSENT = 6  # visits of the last days whose report has not come
DRAFTS = 3

RESERVES = (
    "Tableau ancien sans différentiel sur le circuit des prises de la cave. Mise en sécurité conseillée.",
    "Gaine technique encombrée : accès au disjoncteur d'abonné difficile.",
    "Prise de terre à reprendre, valeur limite.",
    "Aucun plan de l'installation sur place.",
)
REMARKS = (
    "Très satisfait, merci d'être venu si vite.",
    "Souhaite être prévenu une demi-heure avant la prochaine visite.",
    "Demande que les clés soient déposées chez le gardien.",
)
SAFETY = (
    "Circuit consigné pendant l'intervention, absence de tension vérifiée.",
    "Intervention hors tension, cadenas posé sur le disjoncteur général.",
)
FOLLOW_UPS = (
    "Remplacer le tableau : devis à faire.",
    "Revenir poser la deuxième batterie, pièce commandée.",
    "Prévoir une nacelle pour les deux luminaires du hall.",
)
CAPTIONS = (
    ("Tableau à l'arrivée", "Tableau remis en état"),
    ("Connexion échauffée", "Connexion reprise"),
    ("Appareil déposé", "Appareil neuf en place"),
)
QUOTES = (
    (
        "quote",
        "La cliente voudrait une borne de recharge dans le garage, place pour une ligne directe depuis le tableau.",
    ),
    ("quote", "Demande un devis pour refaire l'éclairage du hall en LED avec détecteurs, environ 24 points."),
    ("quote", "Veut remplacer le tableau de la cave et ajouter deux prises dans l'atelier."),
    ("quote", "Souhaite une VMC double flux, l'actuelle est très bruyante. Combles accessibles."),
    (
        "problem",
        "La clé du local technique ne tourne plus : le gardien en fait refaire une, ne pas revenir avant mardi.",
    ),
    ("problem", "Chien dans la cour, appeler avant d'entrer. Interphone hors service."),
)
MEASURES = {
    "Dépannage": ("insulation", "rcd_time", "earth"),
    "Entretien": ("earth", "rcd_time", "rcd_current"),
    "Diagnostic": ("insulation", "earth", "continuity", "voltage"),
    "Petits travaux": ("continuity", "rcd_time"),
    "Installation": ("insulation", "rcd_time", "voltage"),
}
# code -> smallest and largest usual value, decimals, a value outside the limits
VALUES = {
    "insulation": (2.0, 180.0, 2, "0.32"),
    "earth": (18.0, 86.0, 1, "142.0"),
    "rcd_time": (21, 48, 0, "412"),
    "rcd_current": (19.0, 26.0, 1, "33.5"),
    "continuity": (0.1, 0.9, 2, "3.10"),
    "voltage": (226, 238, 0, "199"),
}
PLACES = ("Tableau principal", "Cuisine", "Cave", "Garage", "Étage", "Local technique")
CHECKS = {
    "Dépannage": ("power_off", "works_again", "tidy"),
    "Petits travaux": ("power_off", "works_again", "tidy"),
    "Installation": ("power_off", "works_again", "tidy"),
    "Entretien": ("connections", "rcd_button", "works_again", "tidy"),
    "Diagnostic": ("rcd_button", "works_again"),
}


@dataclass
class Photo:
    """A photo: "before" or "after", its caption, when it was taken, and the seed of its picture."""

    uuid: str
    kind: str
    caption: str
    taken: datetime
    seed: int
    pair: str = ""


@dataclass
class Report:
    """What a technician wrote about a visit; ``outcome`` is "signed", "absent", "refused" or "" for a draft."""

    uuid: str
    visit: Visit
    outcome: str
    quality: str
    reason: str
    texts: dict[str, str]
    measures: list[tuple[str, str, str, str]]
    checks: dict[str, str]
    hours: dict[str, int]
    photos: list[Photo] = field(default_factory=list)
    amended: bool = False


@dataclass
class Request:
    """What a technician asked the office for while he was at a client's."""

    uuid: str
    visit: Visit
    kind: str
    text: str
    at: datetime


def reported_visits(company: Company) -> list[Visit]:
    """Return the visits of the last weeks that were made by a technician with a telephone, in the order of time."""
    since = company.now.replace(tzinfo=None) - SPAN
    made = [visit for visit in company.visits if visit.stage == "completed" and visit.worker and visit.left > since]
    return sorted(made, key=lambda visit: (visit.left, visit.key))


def build_reports(company: Company, seed: int = 2026) -> list[Report]:
    """Return the reports: most visits have one, the last ones partly not yet."""
    rng = random.Random(f"{seed} {company.now:%Y-%m-%d} reports")
    visits = reported_visits(company)
    recent = visits[-24:]
    unsent = rng.sample(recent, min(UNSENT, len(recent)))
    drafts = [visit for visit in recent[-12:] if visit not in unsent][-DRAFTS:]
    reports = [_report(rng, visit, visit in drafts) for visit in visits if visit not in unsent]
    closed = [report for report in reports if report.outcome == "signed"]
    if closed:
        closed[len(closed) // 2].amended = True
    return reports


def build_requests(company: Company, seed: int = 2026) -> list[Request]:
    """Return what technicians asked for on site during the last two weeks."""
    rng = random.Random(f"{seed} {company.now:%Y-%m-%d} requests")
    visits = reported_visits(company)[-18:]
    chosen = sorted(rng.sample(visits, min(len(QUOTES), len(visits))), key=lambda visit: visit.left)
    return [
        Request(_uuid(rng), visit, kind, text, visit.left - timedelta(minutes=5))
        for visit, (kind, text) in zip(chosen, QUOTES, strict=False)
    ]


def _uuid(rng: random.Random) -> str:
    return str(uuid.UUID(int=rng.getrandbits(128), version=4))


def _report(rng: random.Random, visit: Visit, draft: bool) -> Report:
    outcome = "" if draft else rng.choices(("signed", "absent", "refused"), (84, 13, 3))[0]
    reasons = {
        "absent": "Personne sur place au moment du départ, clé rendue au gardien.",
        "refused": "Conteste la durée.",
    }
    texts = {"work_done": visit.resolution}
    for name, words, share in (
        ("reserves", RESERVES, 0.25),
        ("client_remarks", REMARKS, 0.3),
        ("safety_notes", SAFETY, 0.5),
        ("follow_up_note", FOLLOW_UPS, 0.15),
    ):
        if rng.random() < share:
            texts[name] = rng.choice(words)
    return Report(
        uuid=_uuid(rng),
        visit=visit,
        outcome=outcome,
        quality=rng.choice(("owner", "tenant", "manager", "caretaker")),
        reason=reasons.get(outcome, ""),
        texts=texts,
        measures=_measures(rng, visit.type),
        checks={code: "no" if rng.random() < 0.04 else "yes" for code in CHECKS.get(visit.type, ("works_again",))},
        hours=_hours(rng, visit),
        photos=_photos(rng, visit),
    )


def _measures(rng: random.Random, kind: str) -> list[tuple[str, str, str, str]]:
    rows = []
    for code in MEASURES.get(kind, ()):
        low, high, decimals, bad = VALUES[code]
        value = bad if rng.random() < 0.06 else f"{rng.uniform(low, high):.{decimals}f}"
        rows.append((_uuid(rng), code, value, rng.choice(PLACES)))
    return rows


def _hours(rng: random.Random, visit: Visit) -> dict[str, int]:
    minutes = max(15, round((visit.left - visit.arrived) / timedelta(minutes=15)) * 15)
    if rng.random() < 0.1:
        return {"normal": minutes, "helper": minutes}
    return {"overtime" if rng.random() < 0.05 else "normal": minutes}


def _photos(rng: random.Random, visit: Visit) -> list[Photo]:
    if rng.random() < 0.12:
        return []
    before, after = rng.choice(CAPTIONS)
    first = Photo(_uuid(rng), "before", before, visit.arrived + timedelta(minutes=4), rng.getrandbits(32))
    photos = [first]
    if rng.random() < 0.85:
        taken = visit.left - timedelta(minutes=6)
        photos.append(Photo(_uuid(rng), "after", after, taken, rng.getrandbits(32), pair=first.uuid))
    if rng.random() < 0.3:
        photos.append(
            Photo(_uuid(rng), "other", "Plaque signalétique", visit.arrived + timedelta(minutes=9), rng.getrandbits(32))
        )
    return [photo for photo in photos if photo.taken < visit.left]
