"""What the fields of a record are called on the screens of the exchange."""

from ..records import CLIENT, CONTACT
from ..words_transport_fr import FIELDS

# Where the word of `FIELDS`, which also stands for lines of documents, says too much or too little.
_SPECIAL = {
    (CLIENT, "name"): "Nom",
    (CLIENT, "number"): "N° de client",
    (CONTACT, "client"): "Client",
    (CONTACT, "client_number"): "N° de client",
}
_LINES = "Lignes"


def label(entity: str, name: str) -> str:
    """Give the French label of a field, with a capital; an unknown one is shown as it is.

    :param name: canonical field, or "lines"

    >>> label("client", "street2"), label("document", "lines"), label("client", "ape")
    ("Complément d'adresse", 'Lignes', 'Code APE')
    """
    if name == "lines":
        return _LINES
    word = _SPECIAL.get((entity, name)) or FIELDS.get(name, name)
    return word[:1].upper() + word[1:]
