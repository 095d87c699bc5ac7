"""The fields that travel: their column in Sage 100, who owns them when nobody says otherwise, which ones go together.

Columns: classes generated from live Sage 100 databases, as public connectors show them. Ownership: how the vendor's own
connector between its CRM and Sage 100 draws the lines (client numbers, accounting and invoices belong to SAGE, a
quotation to the side that made it), with the name and the ways to reach a client shared, because the assistant corrects
them on the telephone.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from .records import CLIENT, CONTACT, DOCUMENT

# Owners. SAGE: its value wins, ours only fills an empty one. ODOO: ours wins. SHARED: the side that changed it wins,
# both is a conflict. READ_ONLY: never sent. CREATOR: of the side that made the document.
SAGE, ODOO, SHARED, READ_ONLY, CREATOR = "sage", "odoo", "shared", "read_only", "creator"
OWNERS = (SAGE, ODOO, SHARED, READ_ONLY, CREATOR)
LINES = "lines"


@dataclass(frozen=True, slots=True)
class Field:
    """One field that travels.

    :ivar column: of Sage 100, for people to recognise it
    :ivar owner: when settings say nothing
    :ivar fixed: settings cannot change the owner
    :ivar unit: fields of one unit are merged as one value ("" = alone)
    """

    entity: str
    name: str
    column: str
    owner: str
    fixed: bool = False
    unit: str = ""


TABLE: tuple[Field, ...] = (
    Field(CLIENT, "number", "CT_Num", READ_ONLY, fixed=True),
    Field(CLIENT, "name", "CT_Intitule", SHARED),
    Field(CLIENT, "name2", "BPRNAM (X3)", SHARED),
    Field(CLIENT, "street", "CT_Adresse", SHARED, unit="street"),
    Field(CLIENT, "street2", "CT_Complement", SHARED, unit="street"),
    Field(CLIENT, "zip", "CT_CodePostal", SHARED),
    Field(CLIENT, "city", "CT_Ville", SHARED),
    Field(CLIENT, "country", "CT_Pays", SHARED),
    Field(CLIENT, "phone", "CT_Telephone", SHARED),
    Field(CLIENT, "fax", "CT_Telecopie", SHARED),
    Field(CLIENT, "email", "CT_EMail", SHARED),
    Field(CLIENT, "website", "CT_Site", SHARED),
    Field(CLIENT, "siret", "CT_Siret", SAGE),
    Field(CLIENT, "vat", "CT_Identifiant", SAGE),
    Field(CLIENT, "ape", "CT_Ape", SAGE),
    Field(CLIENT, "contact", "CT_Contact", SHARED),
    Field(CLIENT, "comment", "CT_Commentaire", SHARED),
    Field(CLIENT, "prospect", "CT_Prospect", SAGE),
    Field(CLIENT, "asleep", "CT_Sommeil", SAGE),
    Field(CLIENT, "payer", "CT_NumPayeur", SAGE),
    Field(CLIENT, "category", "CT_Qualite", SAGE),
    Field(CONTACT, "last_name", "CT_Nom", SHARED),
    Field(CONTACT, "first_name", "CT_Prenom", SHARED),
    Field(CONTACT, "function", "CT_Fonction", SHARED),
    Field(CONTACT, "phone", "CT_Telephone", SHARED),
    Field(CONTACT, "mobile", "CT_TelPortable", SHARED),
    Field(CONTACT, "email", "CT_EMail", SHARED),
    Field(CONTACT, "title", "CT_Civilite", SHARED),
    Field(DOCUMENT, "kind", "DO_Type", SAGE, fixed=True),
    Field(DOCUMENT, "number", "DO_Piece", READ_ONLY, fixed=True),
    Field(DOCUMENT, "date", "DO_Date", CREATOR),
    Field(DOCUMENT, "reference", "DO_Ref", CREATOR),
    Field(DOCUMENT, "state", "DO_Statut", SHARED),
    Field(DOCUMENT, "total_untaxed", "DO_TotalHTNet", CREATOR, fixed=True),
    Field(DOCUMENT, "total_tax", "DO_TotalTTC - DO_TotalHTNet", CREATOR, fixed=True),
    Field(DOCUMENT, "total", "DO_TotalTTC", CREATOR, fixed=True),
    Field(DOCUMENT, "paid", "DO_MontantRegle", READ_ONLY, fixed=True),
    Field(DOCUMENT, LINES, "F_DOCLIGNE", CREATOR, fixed=True),
)
# These say to whom a record belongs and who made it; they are not merged.
LINKS = frozenset({"client", "client_number", "origin"})
# Two sides may round a cent apart.
AMOUNTS = frozenset({"total_untaxed", "total_tax", "total", "untaxed"})


def units(entity: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give the fields of an entity in the groups that are merged as one value, lines left out.

    :return: (name of the unit, its fields), in the order of the table

    >>> dict(units("client"))["street"]
    ('street', 'street2')
    """
    groups: dict[str, tuple[str, ...]] = {}
    for field in TABLE:
        if field.entity == entity and field.name != LINES:
            unit = field.unit or field.name
            groups[unit] = (*groups.get(unit, ()), field.name)
    yield from groups.items()


UNITS = {entity: tuple(units(entity)) for entity in (CLIENT, CONTACT, DOCUMENT)}


def unit_of(entity: str, name: str) -> tuple[str, ...]:
    """Give the fields that are decided together with this one."""
    return next((fields for _unit, fields in UNITS[entity] if name in fields), (name,))
