"""Names: what SAGE keeps in two columns and our side in one; who is a firm and who is a person."""

import re
import unicodedata
from collections.abc import Mapping

# First words of a person's name, or the whole of SAGE's field of quality (CT_Qualite)
_CIVILITIES = frozenset(
    "m mr mme mlle monsieur madame mademoiselle messieurs mesdames mm particulier particuliers prive".split()
)
# Words that only the name or the quality of a firm has: legal forms, and what the administration and property call
# themselves
_FIRMS = frozenset(
    "sa sas sasu sarl eurl sci scop scp snc selarl gie ei eirl ste societe ets etablissements entreprise cabinet "
    "mairie commune departement region communaute prefecture ministere opac oph copropriete syndic regie residence "
    "sdc association asso club ecole college lycee hopital clinique pharmacie hotel restaurant professionnel "
    "professionnels pro groupe holding gmbh ag ltd".split()
)


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.replace("S.A", "SA").replace(".", " ")).casefold()
    return re.findall(r"[^\W_]+", "".join(mark for mark in plain if not unicodedata.combining(mark)))


def is_firm(values: Mapping[str, str]) -> bool:
    """Tell whether a client is a firm.

    The quality says it (CT_Qualite: « SARL », « Mme »), else the name, else a SIRET or a number of VAT; who has
    nothing of all that is a person.

    >>> is_firm({"name": "SCI du Lac"}), is_firm({"name": "Mme Favre"}), is_firm({"name": "Favre", "category": "SARL"})
    (True, False, True)
    """
    for text in (values.get("category", ""), values.get("name", "")):
        words = _words(text)
        if words and words[0] in _CIVILITIES:
            return False
        if _FIRMS.intersection(words):
            return True
    return bool(values.get("siret") or values.get("vat"))


def join_name(first: str, last: str) -> str:
    """Give the name of a person as our side writes it.

    >>> join_name("Jean", "FAVRE")
    'Jean FAVRE'
    """
    return f"{first.strip()} {last.strip()}".strip()


def split_name(name: str) -> tuple[str, str]:
    """Give (first name, last name) of a person's name.

    What is written in capitals is the last name; else it is all but the first word. A single word is a last name.

    >>> split_name("FAVRE Jean"), split_name("Jean de la Tour"), split_name("Favre")
    (('Jean', 'FAVRE'), ('Jean', 'de la Tour'), ('', 'Favre'))
    """
    words = name.split()
    capitals = [word for word in words if len(word) > 1 and word.isupper()]
    if capitals and len(capitals) < len(words):
        return " ".join(word for word in words if word not in capitals), " ".join(capitals)
    if len(words) < 2:
        return "", name.strip()
    return words[0], " ".join(words[1:])
