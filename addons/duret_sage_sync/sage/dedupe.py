"""Whether a record that SAGE sends is one that our side has already: a ladder, climbed until a rung is certain.

1. binding (the engine's business), and SAGE's number when somebody typed it on our side; 2. SIRET; 3. number of VAT;
4. an address of e-mail that is not everybody's, and the name, or the post code and a name that does not contradict;
5. telephone and name. What lies below is only proposed to a person: SIREN and post code, telephone alone (couples,
caretakers and managing agents share one), names that read almost alike in one post code. When two records of our side
stand on a rung, no rung is certain: that is proposed too.

`contact_match` of the suite ranks sheets for a person on the telephone; here a machine decides alone, so the rungs are
stricter, and this package also runs without the suite.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz
from stdnum.eu import vat as eu_vat
from stdnum.fr import siren as fr_siren
from stdnum.fr import siret as fr_siret

from .projection import to_e164
from .records import CLIENT, CONTACT, DOCUMENT
from .store import Candidate

SIRET, VAT, EMAIL, PHONE, NUMBER = "siret", "vat", "email", "phone", "number"
SIREN_ZIP, PHONE_ALONE, NAME_ZIP, SEVERAL = "siren_zip", "phone_alone", "name_zip", "several"
SAME_NAME = 90  # of 100: the words of a name in any order, a letter typed wrong
NOT_CONTRADICTING = 60
_NEAR = "near"
_MAX_NEAR_WORDS = 4
_CIVILITY_AND_FORMS = frozenset(
    "m mr mrs monsieur mme madame mlle mademoiselle me maitre dr sa sas sasu sarl eurl sci scop snc ei eirl ste "
    "societe ets etablissements le la les de du des et".split()
)
_EVERYBODYS = frozenset(
    "accueil admin administration bonjour comptabilite compta contact direction facturation factures info infos mairie "
    "noreply no-reply nepasrepondre office secretariat service syndic travaux gestion commercial commande devis".split()
)


@dataclass(frozen=True, slots=True)
class Match:
    """One record of our side that may be the one sought.

    :ivar rung: where on the ladder
    :ivar score: 0 to 100, how near, for a person to read
    :ivar certain: whether a machine may bind the two
    """

    candidate: Candidate
    rung: str
    score: int
    certain: bool


@lru_cache(maxsize=65536)
def name_words(name: str) -> str:
    """Give what identifies a name: its words without accents, civility and legal form, sorted.

    >>> name_words("SARL Régie du Lac"), name_words("M. Jean DUPONT")
    ('lac regie', 'dupont jean')
    """
    plain = unicodedata.normalize("NFKD", name[:200]).casefold()
    found = re.findall(r"[^\W_]+", "".join(mark for mark in plain if not unicodedata.combining(mark)))
    return " ".join(sorted(word for word in found if word not in _CIVILITY_AND_FORMS) or sorted(found))


def nearness(one: str, other: str) -> int:
    """Tell how near two names are, 0 to 100: similarity of their sorted words (Indel distance, by rapidfuzz)."""
    first, second = name_words(one), name_words(other)
    return round(fuzz.ratio(first, second)) if first and second else 0


def same_words(one: str, other: str) -> bool:
    """Tell whether two names have the same words: Jean and Jeanne, who share a telephone, are a letter apart.

    >>> same_words("M. DUPONT Jean", "Jean Dupont"), same_words("Dupont Jean", "Dupont Jeanne")
    (True, False)
    """
    return name_words(one) == name_words(other) != ""


def match_keys(entity: str, values: Mapping[str, str], parent: str | None = None) -> tuple[tuple[str, str], ...]:
    """Give the keys under which a record is found; a store indexes its records by them.

    :param values: field -> text
    :param parent: local id of the client of a contact or a document
    :return: (kind of key, value), without repetition

    >>> match_keys("client", {"name": "Favre Jean", "zip": "74000", "phone": "0450123456"})
    (('phone', '+33450123456'), ('near', '74000:favr'), ('near', '74000:jean'))
    """
    if entity == DOCUMENT:
        return ((NUMBER, f"{parent}:{values['number']}"),) if parent and values.get("number") else ()
    if entity == CONTACT:
        return tuple(dict.fromkeys(_contact_keys(values, parent))) if parent else ()
    return tuple(dict.fromkeys(_client_keys(values)))


def _client_keys(values: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    if values.get("number"):
        yield NUMBER, values["number"].strip().upper()
    siret, code = _siret(values), values.get("zip", "").replace(" ", "")
    if siret:
        yield SIRET, siret
    vat = _vat(values)
    if vat:
        yield VAT, vat
    if values.get("email"):
        yield EMAIL, values["email"].strip().lower()
    for phone in _phones(values):
        yield PHONE, phone
    siren = _siren(values)
    if siren and code:
        yield SIREN_ZIP, f"{siren}:{code}"
    if code:
        words = [word for word in name_words(values.get("name", "")).split() if len(word) > 2]
        for word in sorted(words, key=len, reverse=True)[:_MAX_NEAR_WORDS]:
            yield _NEAR, f"{code}:{word[:4]}"


def _contact_keys(values: Mapping[str, str], parent: str | None) -> Iterable[tuple[str, str]]:
    if values.get("email"):
        yield EMAIL, f"{parent}:{values['email'].strip().lower()}"
    for phone in _phones(values):
        yield PHONE, f"{parent}:{phone}"
    words = name_words(_full_name(values))
    if words:
        yield _NEAR, f"{parent}:{words}"


def _full_name(values: Mapping[str, str]) -> str:
    return values.get("name") or f"{values.get('first_name', '')} {values.get('last_name', '')}"


@lru_cache(maxsize=65536)
def _valid_siret(text: str) -> str:
    figures = re.sub(r"\D", "", text)
    # stdnum knows La Poste, whose establishments follow another sum
    return figures if fr_siret.is_valid(figures) else ""


@lru_cache(maxsize=65536)
def _valid_vat(text: str) -> str:
    return eu_vat.compact(text) if text and eu_vat.is_valid(text) else ""


def _siret(values: Mapping[str, str]) -> str:
    return _valid_siret(values.get("siret", ""))


def _vat(values: Mapping[str, str]) -> str:
    return _valid_vat(values.get("vat", ""))


@lru_cache(maxsize=65536)
def _valid_siren(siret: str) -> str:
    figures = re.sub(r"\D", "", siret)[:9]
    return figures if len(figures) == 9 and fr_siren.is_valid(figures) else ""


def _siren(values: Mapping[str, str]) -> str:
    return _valid_siren(values.get("siret", ""))


def _phones(values: Mapping[str, str]) -> list[str]:
    numbers = (to_e164(values[name]) for name in ("phone", "mobile") if values.get(name))
    return [number for number in numbers if number.startswith("+")]


def is_everybodys(email: str) -> bool:
    """Tell whether an address is a whole firm's (contact@, accueil@): it says little about who it is."""
    return re.sub(r"[.\d_]+", "", email.partition("@")[0].lower()) in _EVERYBODYS


def climb(
    entity: str,
    values: Mapping[str, str],
    candidates: Iterable[Candidate],
    parent: str | None = None,
) -> list[Match]:
    """Climb the ladder with the records that share a key.

    :param values: of the record of SAGE, projected
    :param candidates: records of our side, each once
    :param parent: local id of the client of a contact or a document
    :return: matches, the best first; at most one is certain, and then it stands alone on the highest rung reached
    """
    weigh = {CLIENT: _weigh_client, CONTACT: _weigh_contact, DOCUMENT: _weigh_document}[entity]
    found = []
    for candidate in candidates:
        if entity != CLIENT and candidate.parent != parent:
            continue
        weighed = weigh(values, candidate.values)
        if entity == CLIENT:
            weighed = _weigh_number(values, candidate) or weighed
        if weighed:
            rung, score, certain = weighed
            found.append(Match(candidate, rung, score, certain))
    order = {rung: place for place, rung in enumerate(_RUNGS)}
    found.sort(key=lambda match: (not match.certain, order[match.rung], -match.score, match.candidate.local))
    return _unsure_of_several(found)


_RUNGS = (NUMBER, SIRET, VAT, EMAIL, PHONE, SIREN_ZIP, NAME_ZIP, PHONE_ALONE)


def _unsure_of_several(found: Sequence[Match]) -> list[Match]:
    """Two records on the highest rung: no machine says which."""
    certain = [match for match in found if match.certain]
    best = [match for match in certain if match.rung == certain[0].rung]
    if len(best) < 2:
        return list(found)
    return [Match(match.candidate, SEVERAL if match.certain else match.rung, match.score, False) for match in found]


def _weigh_number(wanted: Mapping[str, str], candidate: Candidate) -> tuple[str, int, bool] | None:
    """The number of SAGE, typed on our side by somebody: certain unless the names contradict, and then a question.

    SAGE gives a number away again: on a record that is bound it says nothing against the name.
    """
    if not _same(wanted, candidate.values, "number"):
        return None
    near = nearness(wanted.get("name", ""), candidate.values.get("name", ""))
    if near >= NOT_CONTRADICTING:
        return NUMBER, max(near, 95), True
    return None if candidate.bound else (NUMBER, near, False)


def _weigh_client(wanted: Mapping[str, str], known: Mapping[str, str]) -> tuple[str, int, bool] | None:
    near = nearness(wanted.get("name", ""), known.get("name", ""))
    same_zip = _same(wanted, known, "zip")
    sirets = _siret(wanted), _siret(known)
    if all(sirets) and sirets[0] == sirets[1]:
        return SIRET, 100, True
    # Two establishments with a SIRET of their own are two clients, whatever else they share.
    apart = all(sirets)
    if _vat(wanted) and _vat(wanted) == _vat(known):
        return (SIREN_ZIP, max(near, 70), False) if apart else (VAT, 98, True)
    email = _same(wanted, known, "email") and not apart
    told = near >= SAME_NAME or (same_zip and near >= NOT_CONTRADICTING)
    if email and told and not is_everybodys(wanted["email"]):
        return EMAIL, max(near, 80), True
    phone = bool(set(_phones(wanted)) & set(_phones(known)))
    if phone and not apart and same_words(wanted.get("name", ""), known.get("name", "")):
        return PHONE, near, True
    return _propose_client(wanted, known, near, same_zip, email, phone)


def _propose_client(
    wanted: Mapping[str, str], known: Mapping[str, str], near: int, same_zip: bool, email: bool, phone: bool
) -> tuple[str, int, bool] | None:
    """The rungs on which only a person may say."""
    if email:
        return EMAIL, max(near, 50), False
    if _siren(wanted) and _siren(wanted) == _siren(known) and same_zip:
        return SIREN_ZIP, max(near, 75), False
    if near >= SAME_NAME and same_zip:
        return NAME_ZIP, near, False
    return (PHONE_ALONE, max(near, 40), False) if phone else None


def _weigh_contact(wanted: Mapping[str, str], known: Mapping[str, str]) -> tuple[str, int, bool] | None:
    near = nearness(_full_name(wanted), _full_name(known))
    if _same(wanted, known, "email") and near >= NOT_CONTRADICTING:
        return EMAIL, max(near, 80), near >= SAME_NAME or not is_everybodys(wanted["email"])
    if near >= SAME_NAME:
        return PHONE, near, same_words(_full_name(wanted), _full_name(known))
    return None


def _weigh_document(wanted: Mapping[str, str], known: Mapping[str, str]) -> tuple[str, int, bool] | None:
    if not _same(wanted, known, "number"):
        return None
    return NUMBER, 100, wanted.get("total", "") == known.get("total", "")


def _same(one: Mapping[str, str], other: Mapping[str, str], name: str) -> bool:
    first, second = one.get(name), other.get(name)
    if not first or not second:
        return False
    return first == second or _plain(first) == _plain(second) != ""


def _plain(text: str) -> str:
    return text.strip().lower().replace(" ", "")
