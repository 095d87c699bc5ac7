"""The figures promised of the delivered model, how they are counted, and what may replace it."""

import pytest
from triage import corrections
from triage.classifier import Classifier, Opinion, Proposal
from triage.corpus import CorpusError, Example, likeness, near_copies, parse
from triage.evaluation import evaluate, report
from triage.labels import TEAM_OF_TYPE, TYPES
from triage.selection import reasons_against
from triage.text import prepare
from triage.training import train

from tools import triage as tool

PRECISION, COVERAGE = 0.95, 0.60


@pytest.fixture(scope="module")
def figures():
    return tool.measure()


@pytest.mark.parametrize("part", ["evaluation", "foreign"])
def test_what_is_dispatched_alone_is_right_and_is_most(figures, part):
    found = figures[part]
    assert found["precision"] >= PRECISION, report(part, found)
    assert found["coverage"] >= COVERAGE, report(part, found)


def test_folds_over_hands_say_the_same(figures):
    folds = figures["training"]["folds"]
    assert folds["precision"] >= PRECISION and folds["coverage"] >= COVERAGE


def test_every_type_is_found_when_it_is_there(figures):
    for kind, row in figures["evaluation"]["by_type"].items():
        assert row["recall"] >= 0.6, kind
        assert row["dispatched"] >= 3, kind


def test_urgency_is_rarely_far_away(figures):
    assert figures["evaluation"]["urgency"] >= 0.9


class Fixed:
    """A classifier that always answers the same."""

    def __init__(self, label, sure):
        opinion = Opinion(((label, 0.9),))
        self.answer = Proposal(opinion, Opinion((("front_desk", 1.0),)), Opinion((("1", 1.0),)), (), True, sure)

    def propose(self, _message):
        return self.answer


def examples(*kinds):
    return [Example("x", "s", "b", kind, TEAM_OF_TYPE[kind], "1") for kind in kinds]


def test_figures_are_counted_as_they_say():
    found = evaluate(Fixed("invoice", True), examples("invoice", "invoice", "breakdown", "internal"))
    assert (found["coverage"], found["precision"], found["accuracy"]) == (1.0, 0.5, 0.5)
    assert found["by_type"]["invoice"]["precision"] == 0.5
    assert found["by_type"]["invoice"]["recall"] == 1.0
    assert found["by_type"]["breakdown"]["recall"] == 0.0
    assert found["confusion"]["breakdown"] == {"invoice": 1}
    assert [row[2:4] for row in found["wrong"]] == [["breakdown", "invoice"], ["internal", "invoice"]]


def test_what_waits_is_not_counted_as_dispatched():
    found = evaluate(Fixed("invoice", False), examples("invoice", "breakdown"))
    assert (found["coverage"], found["precision"], found["accuracy"]) == (0.0, 0.0, 0.5)


def sets(accuracy=0.9, precision=0.97, coverage=0.65, held_back=None):
    found = {"evaluation": {"accuracy": accuracy, "precision": precision, "coverage": coverage}}
    if held_back is not None:
        found["held_back"] = {"accuracy": held_back, "precision": 0.0, "coverage": 0.0}
    return found


@pytest.mark.parametrize(
    ("new", "active", "against"),
    [
        (sets(), None, []),
        (sets(), sets(), []),
        (sets(accuracy=0.95), sets(), []),
        (sets(accuracy=0.89), sets(), ["evaluation_accuracy"]),
        (sets(precision=0.96), sets(), ["evaluation_precision"]),
        (sets(precision=0.94), None, ["evaluation_promise"]),
        (sets(coverage=0.61), sets(), []),
        (sets(coverage=0.55), sets(), ["evaluation_coverage"]),
        (sets(held_back=0.8), sets(held_back=0.8), []),
        (sets(held_back=0.7), sets(held_back=0.8), ["held_back_accuracy"]),
        (sets(held_back=0.1), sets(), []),
    ],
)
def test_only_what_is_not_worse_replaces_the_model_in_use(new, active, against):
    assert reasons_against(new, active) == against


def test_a_correction_keeps_words_but_no_number_nor_address():
    message = prepare("Facture FA26-0918", "Rappelez Jeanne au 06 39 98 44 01, jeanne@client.example, 1 140 €")
    row = corrections.to_row(message)
    kept = f"{row['subject']} {row['body']}"
    assert "_phone" in kept and "_mail" in kept and "_amount" in kept and "_ref" in kept
    assert not any(char.isdigit() for char in kept) and "@" not in kept


def test_a_correction_reads_as_the_message_it_comes_from():
    message = prepare("Devis", "Combien pour deux prises, avant le 12/11 ?", signs=("photo",))
    example = corrections.from_row({**corrections.to_row(message), "type": "quotation"})
    assert [word.form for word in example.message.body] == [word.form for word in message.body]
    assert (example.message.signs, example.team) == (("photo",), "sales")


def test_one_fingerprint_in_five_judges():
    kept = sum(corrections.is_held_back(corrections.digest({"subject": "", "body": str(n)})) for n in range(1000))
    assert 150 <= kept <= 250


def test_corrections_change_what_the_model_thinks():
    """A word that nobody had written before is learned from a few corrections."""
    body = "zigouigoui du trapanel"
    before = Classifier(train(_small())).propose(prepare("", body)).type
    learned = [
        corrections.from_row({"subject": "", "body": f"zigouigoui trapanel {n}", "signs": "", "type": "worksite"})
        for n in "abcdef"
    ]
    after = Classifier(train(_small() + learned)).propose(prepare("", body)).type
    assert after.label == "worksite"
    assert dict(after.ranked)["worksite"] > dict(before.ranked)["worksite"] + 0.2


def _small():
    words = dict(zip(TYPES, "panne entretien devis chantier facture rdv plainte horaire conge".split(), strict=True))
    return [
        Example(f"hand{n}", kind_word, f"bonjour {kind_word} {kind_word} merci", kind, TEAM_OF_TYPE[kind], str(n % 4))
        for n in range(8)
        for kind, kind_word in words.items()
    ]


@pytest.mark.parametrize(
    "text",
    [
        "@ nothing 1\ns\nb",
        "@ invoice\ns\nb",
        "@ invoice 7\ns\nb",
        "@ invoice 1 nobody\ns\nb",
        "@ invoice 1 +odd\ns",
        "@ invoice 1",
    ],
)
def test_a_badly_written_corpus_says_where(text):
    with pytest.raises(CorpusError, match="hand, line 1"):
        parse(text, "hand")


def test_copies_are_recognised():
    one = Example("a", "Panne", "plus de courant dans la cuisine depuis ce matin", "breakdown", "repair", "2")
    near = Example("b", "Panne", "plus de courant dans la cuisine depuis hier soir", "breakdown", "repair", "2")
    other = Example("c", "Facture", "merci de m'envoyer le duplicata demandé", "invoice", "accounts", "1")
    assert likeness(one, one) == 1
    assert near_copies([one], [near, other]) == [(one, near)]
