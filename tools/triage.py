"""How well the delivered model sorts messages: precision, recall and coverage by type, on two sets it never saw.

The first set is the corpus's evaluation folder (other hands, other words than the training ones). The second was
not written for the triage at all: the first letters of the demo company's clients. With --train, the model is first
trained anew from the corpus and delivered into the addon.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ADDON = ROOT / "addons" / "duret_helpdesk"
MODEL = ADDON / "triage" / "model.bin"
RESULTS = ROOT / ".local" / "results"
sys.path[:0] = [str(ADDON), str(ROOT / "addons" / "duret_suite")]

from scenario import themes_office, themes_repair  # noqa: E402
from triage.classifier import Classifier  # noqa: E402
from triage.corpus import EVALUATION, Example, read  # noqa: E402
from triage.evaluation import evaluate, report  # noqa: E402
from triage.labels import TEAM_OF_TYPE  # noqa: E402
from triage.weights import load  # noqa: E402

TYPE_OF_CATEGORY = {
    "Dépannage": "breakdown",
    "Entretien": "maintenance",
    "Devis": "quotation",
    "Facturation": "invoice",
    "Rendez-vous": "appointment",
    "Réclamation": "complaint",
    "Renseignement": "information",
}
FILLED = {
    "site": "la résidence du Lac",
    "city": "Annecy",
    "first": "Claire",
    "date": "jeudi 12 novembre",
    "hour": "9 h",
    "worker": "Gaëtan",
    "signature": "Martine Dupont",
}


def foreign() -> list[Example]:
    """First letters of the demo company's clients, with each of their titles: written by others, for another use."""
    return [
        Example(theme.key, title, opening.format(**FILLED), kind, TEAM_OF_TYPE[kind], "1")
        for theme in themes_office.THEMES + themes_repair.THEMES
        for kind in [TYPE_OF_CATEGORY[theme.category]]
        for opening in theme.openings
        for title in theme.titles
    ]


def measure() -> dict[str, dict]:
    """Figures of the delivered model by set."""
    classifier = Classifier(load(MODEL.read_bytes()))
    return {
        "evaluation": evaluate(classifier, read(EVALUATION)),
        "foreign": evaluate(classifier, foreign()),
        "training": classifier.figures,
    }


def train() -> None:
    """Train the delivered model anew."""
    line = [sys.executable, "-m", "triage.training", "--out", str(MODEL)]
    subprocess.run(line, cwd=ADDON, env=os.environ | {"OMP_NUM_THREADS": "1"}, check=True, stdout=subprocess.DEVNULL)


def main() -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", action="store_true", help="train the delivered model anew first")
    if parser.parse_args().train:
        train()
    figures = measure()
    folds = figures["training"]["folds"]
    print(
        f"Trained on {figures['training']['examples']} messages of {figures['training']['hands']} hands; by folds over"
        f" hands: dispatched alone {folds['coverage']:.1%}, of which right {folds['precision']:.1%}\n"
    )
    print(report("Evaluation (hands and words kept apart)", figures["evaluation"]) + "\n")
    print(report("Foreign (letters of the demo company)", figures["foreign"]))
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / "triage.json").write_text(json.dumps(figures, indent=2, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
