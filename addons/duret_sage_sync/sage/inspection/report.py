"""The findings of a check as French sentences, for a terminal and for a file."""

import re
from collections.abc import Iterator
from pathlib import Path

from ..profiles import ENCODINGS
from ..records import CLIENT, CONTACT, DOCUMENT
from ..transports.cells import DATE_FORMATS
from ..transports.csv_folder.refusals import named, sentence
from ..words_transport_fr import FIELDS
from . import guess
from .facts import Facts
from .folder import FolderFacts

WIDTH = 78
ENTITIES = {CLIENT: "clients", CONTACT: "contacts", DOCUMENT: "devis et factures"}
# Without these, what an exchange cannot do.
NEEDED = {
    "stamp": "Sans date de modification, chaque fichier est relu en entier et un fichier en retard est refusé.",
    "mark": "Sans colonne pour la clé Odoo, un client créé deux fois ne peut pas être reconnu de façon certaine.",
    "siret": "Sans SIRET, les doublons sont cherchés par e-mail, téléphone et nom seulement.",
}


def many(count: int, words: str) -> str:
    """A count and its words, in the plural from two on.

    >>> many(1, "fiche acceptée"), many(3, "fiche acceptée")
    ('1 fiche acceptée', '3 fiches acceptées')
    """
    return f"{count} {words if count < 2 else ' '.join(word + 's' for word in words.split())}"


def shown(separator: str) -> str:
    """A separator in words."""
    return {";": "point-virgule", "\t": "tabulation", ",": "virgule", "|": "barre verticale"}[separator]


def lines(folder: FolderFacts) -> Iterator[str]:
    """The whole report, line by line."""
    yield "=" * WIDTH
    yield f"Contrôle d'un export SAGE : {folder.path}"
    yield "=" * WIDTH
    yield "Ce contrôle lit, compte et compare. Il n'écrit rien dans SAGE ni dans Odoo."
    yield ""
    if not folder.files and not folder.pdfs:
        yield "Aucun fichier .csv, .txt ou .pdf dans ce dossier."
        return
    for facts in folder.files:
        yield from _file(facts)
        yield ""
    yield from _folder(folder)
    yield ""
    yield "-" * WIDTH
    yield from _verdict(folder)


def _file(facts: Facts) -> Iterator[str]:
    yield "-" * WIDTH
    yield f"Fichier {facts.path.name} ({_size(facts.path)})"
    yield "-" * WIDTH
    encoding = facts.encoding
    if facts.trouble != "empty_file":
        yield f"  Encodage     {encoding.title} ({encoding.sure} : {encoding.why})"
    if facts.header:
        yield f"  Séparateur   {shown(facts.separator)} ({facts.separator_sure})"
    if facts.layout:
        known = len(facts.recognised)
        entity = ENTITIES[facts.layout.entity]
        yield f"  Contenu      {entity}, d'après {many(known, 'colonne reconnue')} (profil {facts.profile})"
        yield from _columns(facts)
        yield from _values(facts)
        yield from _rows(facts)
        yield from _twice(facts)
    if facts.trouble:
        yield f"  IMPOSSIBLE   {sentence(facts.trouble, facts.detail)}"


def _size(path: Path) -> str:
    size = path.stat().st_size
    if size < 1024:
        return f"{size} octets"
    return f"{size / 1024:.0f} Ko" if size < 1 << 20 else f"{size / (1 << 20):.1f} Mo"


def _columns(facts: Facts) -> Iterator[str]:
    yield "  Colonnes reconnues :"
    for name, field in facts.recognised.items():
        yield f"    {name:<26} {FIELDS.get(field, field)}"
    if facts.unknown:
        yield f"  Colonnes non reconnues : {', '.join(facts.unknown)}"
    if facts.missing:
        yield f"  Colonnes attendues mais absentes : {', '.join(facts.missing)}"
    told, expected = set(facts.recognised.values()), set(facts.layout.every_column.values())
    for field, words in NEEDED.items():
        if field in expected and field not in told:
            yield f"    ! {words}"


def _values(facts: Facts) -> Iterator[str]:
    comma, point = facts.decimals
    if comma or point:
        mixed = " : les deux écritures sont mêlées !" if comma and point else ""
        yield f"  Décimales    {comma} avec virgule, {point} avec point{mixed}"
    if facts.dates:
        unknown = facts.dates.get("", 0)
        said = ", ".join(f"{name} ({facts.dates[name]})" for name in guess.chosen_dates(facts.dates))
        yield f"  Dates        {said or 'aucun format reconnu'}" + (f" ; {unknown} non comprises" if unknown else "")
    for word, count in facts.repaired.most_common():
        yield f"  Réparé       {count} × {word}"


def _rows(facts: Facts) -> Iterator[str]:
    counts = many(facts.rows, "ligne lue"), many(facts.rejected, "rejetée"), many(facts.taken, "fiche acceptée")
    yield f"  Lignes       {', '.join(counts)}"
    for code, count in facts.reasons.most_common():
        yield f"    {count} × {_general(code)}"
        for bad in facts.examples[code]:
            yield f"        ligne {bad.line} : {named(bad.detail) or bad.raw[:60]}"


def _general(code: str) -> str:
    """The sentence of a reason, without its detail.

    >>> _general("bad_date"), _general("truncated")
    ("Ce n'est pas une date au format prévu.", "Le fichier s'arrête au milieu de cette ligne.")
    """
    return re.sub(r" ?(?:: )?(?:« … »|\([^()]*…[^()]*\)|…)", "", sentence(code, "…"))


def _twice(facts: Facts) -> Iterator[str]:
    for what, found in facts.twice.items():
        yield f"  En double    {len(found)} × même {what}"
        for value, count, who in found[:5]:
            yield f"        {value} : {count} fois ({who})"
        if len(found) > 5:
            yield f"        … et {len(found) - 5} autres"


def _folder(folder: FolderFacts) -> Iterator[str]:
    for name, low, high in folder.gaps:
        numbers = f"n° {low}" if low == high else f"n° {low} à {high}"
        yield f"Numéros manquants dans la suite « {name} » : {numbers}"
    for names in folder.same:
        yield f"Fichiers identiques : {', '.join(names)}"
    if folder.pdfs:
        known = sum(bool(number) for number in folder.pdfs.values())
        yield f"PDF : {len(folder.pdfs)}, dont {known} avec un numéro de document dans leur nom"
        for name, number in list(folder.pdfs.items())[:5]:
            yield f"    {name} : {number or 'pas de numéro reconnu'}"
    yield from _settings(folder)


def _settings(folder: FolderFacts) -> Iterator[str]:
    """What to write into a profile."""
    facts = next((facts for facts in folder.files if facts.layout and not facts.trouble), None)
    if facts is None:
        return
    writings = {
        (one.encoding.codec, one.separator) for one in folder.files if one.layout and one.encoding.title != "ASCII"
    }
    if len(writings) > 1:
        yield "! Les fichiers n'ont pas tous le même encodage ou le même séparateur."
    names = {codec: name for name, codec in ENCODINGS.items()}
    names["utf-8-sig"] = "utf-8-bom"
    yield ""
    yield "À écrire dans le profil (voir docs/guide_sage.md) :"
    yield "    [file]"
    yield f'    separator = "{"tab" if facts.separator == chr(9) else facts.separator}"'
    yield f'    encoding = "{names.get(facts.encoding.codec, "?")}"'
    yield f'    decimal = "{facts.decimal}"'
    dates = guess.chosen_dates(facts.dates) or tuple(DATE_FORMATS)[:1]
    yield f"    dates = [{', '.join(f'{chr(34)}{name}{chr(34)}' for name in dates)}]"


def _verdict(folder: FolderFacts) -> Iterator[str]:
    taken = sum(facts.taken for facts in folder.files)
    rejected = sum(facts.rejected for facts in folder.files)
    impossible = [facts.path.name for facts in folder.files if facts.trouble]
    counts = many(taken, "fiche acceptée"), many(rejected, "ligne rejetée"), many(len(impossible), "fichier illisible")
    yield f"Bilan : {', '.join(counts)}."
    yield {
        0: "Tout est lisible : cet export convient.",
        1: "L'export convient, après correction des points ci-dessus.",
        2: "Cet export ne peut pas être utilisé tel quel.",
    }[folder.code]
