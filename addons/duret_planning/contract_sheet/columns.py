"""Which field a column of the sheet holds, by its header."""

from collections.abc import Mapping, Sequence

from .words import folded

FIELDS: dict[str, tuple[str, ...]] = {
    "number": ("n contrat", "numero contrat", "no contrat", "contrat", "n de contrat", "ref contrat", "reference"),
    "client": ("client", "nom", "nom client", "nom du client", "clients", "nom prenom", "societe"),
    "street": ("adresse", "rue", "adresse site", "adresse du site", "adresse intervention", "site"),
    "zip": ("cp", "code postal", "c p"),
    "city": ("ville", "commune", "localite"),
    "phone": ("tel", "telephone", "tel client", "tel fixe", "portable", "tel portable", "n tel", "mobile"),
    "email": ("mail", "email", "e mail", "courriel", "adresse mail"),
    "equipment": ("materiel", "equipement", "equipements", "installation", "appareil", "appareils", "type materiel"),
    "period": ("periodicite", "frequence", "period", "rythme", "periode", "nb mois", "visites an"),
    "tolerance": ("tolerance", "marge", "marge semaines"),
    "last": ("derniere visite", "dernier passage", "fait le", "date derniere visite", "dernier entretien", "derniere"),
    "next": ("prochaine visite", "prochain passage", "echeance", "a faire", "prochain entretien", "date prochaine"),
    "month": ("mois", "mois prevu", "mois entretien", "mois de visite"),
    "minutes": ("duree", "temps", "duree prevue", "temps prevu", "tps"),
    "technician": ("technicien", "tech", "qui", "intervenant"),
    "state": ("etat", "statut", "situation", "actif"),
    "note": ("remarque", "remarques", "observation", "observations", "commentaire", "commentaires", "divers", "notes"),
}
_KNOWN = {name: field for field, names in FIELDS.items() for name in names}


def meanings(headers: Sequence[object], own: Mapping[str, str]) -> list[str | None]:
    """The field of each column; a field is given once, a header that is not known gives None.

    :param headers: as they stand in the file
    :param own: {folded header of our own export: field}, looked at first
    """
    taken, found = set(), []
    for header in headers:
        name = folded(header)
        field = own.get(name) or _KNOWN.get(name) or _beginning(name)
        if field in taken:
            field = None
        taken.add(field)
        found.append(field)
    return found


def _beginning(name: str) -> str | None:
    """A header that begins with a known one and says more (« derniere visite gaetan »)."""
    begun = [known for known in _KNOWN if len(known) > 3 and name.startswith(f"{known} ")]
    return _KNOWN[max(begun, key=len)] if begun else None
