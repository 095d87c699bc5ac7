"""The shape of a subject of request, and short phrases used everywhere.

Braces are filled by the generator: {site} {city} {first} (first name of our employee) {date} {hour} {worker}
{signature} (of the client).
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Theme:
    """A kind of request; ``kind`` is the code of a type of ticket."""

    key: str
    titles: tuple[str, ...]
    category: str
    kind: str
    openings: tuple[str, ...]
    replies: tuple[str, ...]
    clients: tuple[str, ...] = ("person", "syndic", "firm", "town_hall")
    priority: tuple[str, ...] = ("1",)
    answers: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    workers: tuple[str, ...] = ()
    visit: str = ""
    hours: float = 1.0
    resolutions: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    quotation: tuple[tuple[str, float], ...] = ()
    equipment: str = ""
    weight: int = 2
    calls: tuple[str, ...] = field(default=())


AGREED = (
    "C'est noté, merci beaucoup pour votre rapidité.\n{signature}",
    "Parfait, je serai sur place. Le portail sera ouvert.\n{signature}",
    "Très bien, merci. Le code de l'immeuble est le 2580B.\n{signature}",
    "Merci, je préviens le gardien.\n{signature}",
)

CALL_NOTES = (
    "Le client souhaite être rappelé avant 17 h.",
    "Explications données, le client va envoyer un mail avec des photos.",
    "Rendez-vous confirmé de vive voix.",
    "Absent, message laissé sur le répondeur.",
    "Le client demande un passage avant la fin de la semaine.",
    "Transmis à Sandrine pour accord.",
    "Informations données sur le délai, le client patiente.",
)
CALL_SUBJECTS = (
    "Suivi d'une intervention",
    "Rappel du client",
    "Prise de rendez-vous",
    "Précision sur l'accès",
    "Relance de devis",
)
COMMENTS = {
    "happy": (
        "Technicien ponctuel et très agréable, tout a été expliqué.",
        "Intervention rapide et soignée, je recommande.",
        "Merci au technicien pour son sérieux, comme chaque année.",
        "Prise de rendez-vous simple, travail propre.",
        "Très bon accueil au téléphone, on m'a rappelée dans l'heure.",
        "Le tableau est impeccable, merci pour les explications sur le différentiel.",
        "Parfait, chantier laissé propre.",
        "Dépannage le jour même, un grand merci.",
        "",
        "",
        "",
        "",
    ),
    "neutral": (
        "Bon travail mais j'ai attendu une semaine.",
        "Correct, un peu de retard le jour même.",
        "Le prix du déplacement m'a surpris, le reste va bien.",
        "Travail bien fait, mais il a fallu rappeler pour avoir le compte rendu.",
        "",
        "",
    ),
    "unhappy": (
        "Rendez-vous déplacé deux fois sans explication.",
        "Le technicien a laissé de la poussière partout dans l'entrée.",
        "La panne est revenue le lendemain, c'est inadmissible.",
        "Personne ne m'a rappelée malgré trois messages, je suis très déçue.",
        "Deux heures de retard, sans un appel.",
        "Le portail fait toujours le même bruit : rien n'est réparé.",
    ),
}
NEXT_STEPS = (
    "Relancer pour la réponse au devis",
    "Rappeler pour fixer le rendez-vous",
    "Demander les photos du tableau",
    "Vérifier la livraison de la pièce",
    "Confirmer la date avec le syndic",
)
