"""The ladder: which rung is certain, which only asks, and a first load of two bases without a silent merge."""

import doctest
from random import Random

import pytest
import sage.dedupe
from hypothesis import given
from hypothesis import strategies as st
from memory_peer import MemoryPeer
from memory_store import MemoryStore
from sage.dedupe import climb, is_everybodys, match_keys, nearness
from sage.engine import Exchange, prove_equality, sync
from sage.store import DISTINCT, SAME, Candidate

SIRET, OTHER = "73282932000074", "44306184100047"
KNOWN = {
    "name": "SARL Régie du Lac",
    "siret": SIRET,
    "vat": "FR44732829320",
    "email": "jean.favre@regie.example",
    "phone": "+33450123456",
    "zip": "74000",
}


def only(*names, **changed):
    return {name: KNOWN[name] for name in names} | changed


def test_examples_of_the_module():
    assert doctest.testmod(sage.dedupe).failed == 0


@pytest.mark.parametrize(
    ("wanted", "rung", "certain"),
    [
        (only("siret", name="Autre nom"), "siret", True),
        (only("siret", siret="732 829 320 00074", name="x"), "siret", True),
        (only("vat", name="Autre nom"), "vat", True),
        (only("email", name="Lac Régie"), "email", True),
        (only("email", "zip", name="Régie Lacs"), "email", True),
        (only("email", "zip", name="Boucherie Mermier"), "email", False),
        (only("email", name="Boucherie Mermier"), "email", False),
        (only("phone", name="Regie du lac SARL"), "phone", True),
        (only("phone", name="Gardien"), "phone_alone", False),
        (only("zip", siret="73282932000082", name="Autre"), "siren_zip", False),
        (only("zip", name="Régie du Lacs"), "name_zip", False),
        (only("zip", "phone", "email", siret=OTHER, name="Régie du Lac"), "name_zip", False),
    ],
)
def test_a_rung(wanted, rung, certain):
    known = KNOWN if rung != "siren_zip" else {**KNOWN, "siret": SIRET}
    (match,) = climb("client", wanted, [Candidate("1", known)])
    assert (match.rung, match.certain) == (rung, certain)


@pytest.mark.parametrize(("one", "other"), [("DUPONT Jean", "Dupont Jeanne"), ("Favre René", "FAVRE Renée")])
def test_a_couple_shares_a_telephone_and_is_two_people(one, other):
    """A letter is all that lies between them: likeness asks, the same words bind."""
    known = Candidate("1", {"name": one, "phone": "+33450123456", "zip": "74000"})
    for zip_ in ("74000", "73000", ""):
        (match,) = climb("client", {"name": other, "phone": "0450123456", "zip": zip_}, [known])
        assert not match.certain
    (match,) = climb("client", {"name": f"Mme {one.upper()}", "phone": "0450123456"}, [known])
    assert (match.rung, match.certain) == ("phone", True)
    person, partner = ({"last_name": name, "first_name": ""} for name in (one, other))
    found = climb("contact", partner, [Candidate("1", person, parent="c1")], "c1")
    assert [match.certain for match in found] == [False]


def test_nothing_in_common_is_no_match():
    assert climb("client", {"name": "Mermier", "zip": "73000"}, [Candidate("1", KNOWN)]) == []
    assert climb("client", only("zip", name="Mermier"), [Candidate("1", KNOWN)]) == []


def test_an_address_of_everybody_tells_nothing_alone():
    assert is_everybodys("contact@regie.example") and is_everybodys("Compta.2@regie.example")
    assert not is_everybodys("jean.favre@regie.example")
    shared = {"email": "contact@syndic.example", "zip": "74000"}
    known = Candidate("1", {**shared, "name": "Copropriété Les Lilas"})
    (match,) = climb("client", {**shared, "name": "Copropriété Les Tilleuls"}, [known])
    assert not match.certain


def test_two_on_one_rung_are_a_question():
    """Two clients with one SIRET."""
    twins = [Candidate("1", KNOWN), Candidate("2", {**KNOWN, "name": "Doublon"})]
    found = climb("client", only("siret", name="x"), twins)
    assert [(match.rung, match.certain) for match in found] == [("several", False)] * 2


@given(st.text(max_size=30), st.text(max_size=30))
def test_nearness_is_even_and_bounded(one, other):
    assert nearness(one, other) == nearness(other, one)
    assert 0 <= nearness(one, other) <= 100


@given(st.fixed_dictionaries({name: st.sampled_from(["", KNOWN[name], "x", OTHER]) for name in KNOWN}))
def test_who_matches_shares_a_key(wanted):
    """A store that looks by keys finds all that the ladder could climb."""
    if climb("client", wanted, [Candidate("1", KNOWN)]):
        assert set(match_keys("client", wanted)) & set(match_keys("client", KNOWN))


def test_contacts_and_documents_belong_to_one_client():
    person = {"last_name": "Favre", "first_name": "Jean", "email": "", "phone": ""}
    known = Candidate("1", person, parent="c1")
    assert climb("contact", person, [known], "c1")[0].certain
    assert climb("contact", person, [known], "c2") == []
    document = {"number": "DE1", "total": "120.00"}
    known = Candidate("1", document, parent="c1")
    assert climb("document", document, [known], "c1")[0].certain
    assert not climb("document", {**document, "total": "1.00"}, [known], "c1")[0].certain


class Load:
    """A first load of two bases that were kept apart."""

    def __init__(self):
        self.store, self.peer = MemoryStore(), MemoryPeer()

    def sync(self):
        self.peer.tick()
        exchange = Exchange(self.store, self.peer, now=lambda: self.peer.clock, chance=Random(1), forced=True)
        return sync(exchange)

    def both_sides(self, ours, theirs):
        local = self.store.add("client", {**KNOWN, "siret": "", "vat": "", "email": "", "phone": "", **ours})
        return local, self.peer.add("client", {**{name: "" for name in KNOWN}, **theirs})


def test_the_same_siret_on_both_sides_is_bound_and_differences_are_asked():
    load = Load()
    local, key = load.both_sides({"siret": SIRET, "name": "Régie"}, {"siret": SIRET, "name": "REGIE DU LAC"})
    report = load.sync()
    assert load.store.tables["place"]["client", local] == key
    assert report.total("bound") == 1
    (conflict,) = load.store.tables["conflict"].values()
    assert (conflict.field, conflict.reason) == ("name", "first_binding")
    assert load.peer.rows["client"][key].values["zip"] == "74000"  # an empty field is filled
    assert len(load.store.tables["local"]) == len(load.peer.rows["client"]) == 1


@pytest.mark.parametrize(("answer", "clients"), [(SAME, 1), (DISTINCT, 2)])
def test_a_likely_pair_waits_for_an_answer_on_both_sides(answer, clients):
    load = Load()
    local, key = load.both_sides({"name": "Régie du Lac"}, {"name": "Regie du Lacs", "zip": "74000"})
    report = load.sync()
    assert report.total("held") == 1
    assert load.sync().total("sent_create", "created") == 0
    assert len(load.store.tables["local"]) == len(load.peer.rows["client"]) == 1
    load.store.decide_proposal("client", key, local, answer)
    load.sync()
    load.sync()
    assert len(load.store.tables["local"]) == len(load.peer.rows["client"]) == clients


def test_a_double_inside_sage_is_mirrored_and_told():
    load = Load()
    keys = [load.peer.add("client", {"name": name, "siret": SIRET}) for name in ("Régie", "Autre")]
    report = load.sync()
    assert report.total("created") == 2
    assert report.total("doubled") == 1
    (question,) = load.store.tables["proposal"].values()
    assert (question.key, question.held, question.rung) == (keys[1], False, "siret")
    exchange = Exchange(load.store, load.peer, now=lambda: load.peer.clock)
    assert all(proof.is_equal for proof in prove_equality(exchange))


def test_a_renamed_key_keeps_its_binding():
    """Where the key is the number, a renamed client looks like one that vanished and one that came."""
    load = Load()
    key = load.peer.add("client", {"name": "Régie", "siret": SIRET})
    load.sync()
    local = load.store.tables["binding"]["client", key].local
    row = load.peer.rows["client"].pop(key)
    load.peer.tick(60)
    again = load.peer.add("client", dict(row.values))
    load.sync()
    assert load.store.tables["binding"]["client", again].local == local
    assert len(load.store.tables["local"]) == len(load.store.tables["binding"]) == 1


def test_two_records_with_our_mark_are_a_question():
    load = Load()
    load.store.add("client", {"name": "Régie"})
    load.sync()
    ((key, row),) = load.peer.rows["client"].items()
    load.peer.add("client", {"name": "Copie"}, mark=row.mark)
    assert load.sync().total("held") == 1
    assert len(load.store.tables["local"]) == 1
