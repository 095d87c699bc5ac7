"""Which field a column holds, by its header."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz import fuzz, process

# Headers seen in French spreadsheets, folded (see `folded`), by field.
FIELDS: dict[str, tuple[str, ...]] = {
    "name": ("nom", "client", "nom client", "nom du client", "contact", "nom prenom", "nom et prenom", "designation"),
    "first_name": ("prenom",),
    "company": ("societe", "entreprise", "raison sociale", "denomination", "organisation", "syndic", "nom societe"),
    "street": ("adresse", "rue", "adresse 1", "adresse client", "voie", "adresse postale"),
    "street2": ("complement", "complement adresse", "adresse 2", "batiment", "lieu dit"),
    "zip": ("code postal", "cp", "c p", "code post"),
    "city": ("ville", "commune", "localite"),
    "country": ("pays",),
    "phone": ("telephone", "tel", "tel fixe", "fixe", "n telephone", "numero de telephone", "tel 1", "telephone 1"),
    "phone2": ("portable", "mobile", "gsm", "tel portable", "telephone portable", "tel 2", "telephone 2", "autre tel"),
    "email": ("email", "e mail", "mail", "courriel", "adresse mail", "adresse email", "adresse e mail"),
    "siret": ("siret", "n siret", "numero siret", "no siret"),
    "ref": ("code client", "reference client", "ref client", "n client", "numero client", "code", "reference", "ref"),
    "note": ("remarque", "remarques", "commentaire", "commentaires", "observation", "observations", "notes client"),
    "date": ("date", "date appel", "date de l appel", "date demande", "le", "jour", "date et heure", "recu le"),
    "subject": ("objet", "sujet", "motif", "demande", "objet de l appel", "titre", "intitule"),
    "body": ("detail", "details", "description", "message", "compte rendu", "suivi", "note", "notes", "reponse"),
    "type": ("type", "type de demande", "categorie", "nature"),
}
_NEAR = 90  # per cent of likeness below which a header is left to a person
_USED_TWICE = {"phone": "phone2", "street": "street2"}


def folded(header: object) -> str:
    """Lower case, without accents, marks and double spaces.

    >>> folded(" N° de  Tél. (fixe) ")
    'n de tel fixe'
    """
    text = unicodedata.normalize("NFKD", str(header or "").replace("°", " "))
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", text.lower()).split())


_KNOWN = {name: field for field, names in FIELDS.items() for name in names}


def recognised(cells: Iterable[object]) -> int:
    """How many different fields these cells name when read as headers."""
    names = {_KNOWN.get(folded(cell)) for cell in cells if isinstance(cell, str)}
    return len(names - {None})


def guess(headers: Sequence[str], remembered: Mapping[str, str | None], allowed: Iterable[str]) -> list[str | None]:
    """The field of each column: as a person once said, else by name, else by a name that is nearly the same.

    :param headers: as they stand in the file
    :param remembered: {folded header: field, or None for a column that a person left out}
    :param allowed: fields that this kind of sheet has
    :return: one field or None per header; a field is given once
    """
    allowed, taken, found = set(allowed), set(), []
    for header in headers:
        name = folded(header)
        field = remembered[name] if name in remembered else _by_name(name, allowed)
        if field in taken:
            field = _USED_TWICE.get(field)
        if field not in allowed or field in taken:
            field = None
        taken.add(field)
        found.append(field)
    return found


def _by_name(name: str, allowed: set[str]) -> str | None:
    if not name:
        return None
    if _KNOWN.get(name) in allowed:
        return _KNOWN[name]
    names = [known for known, field in _KNOWN.items() if field in allowed and len(known) > 3]
    near = process.extractOne(name, names, scorer=fuzz.ratio, score_cutoff=_NEAR)
    return _KNOWN[near[0]] if near else None
