import json
import logging
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from odoo import api, models

from ..triage.selection import reasons_against

_logger = logging.getLogger(__name__)
ADDON = Path(__file__).parents[1]
TIME_LIMIT = 600  # seconds
# One thread: the machine serves people at the same time.
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


class DuretTriageTrainer(models.AbstractModel):
    """The nightly training: in a process of its own, whose result is kept only if it is not worse."""

    _name = "duret.triage.trainer"
    _description = "Triage: Training"

    @api.model
    def _cron_retrain(self):
        """Scheduled task: learn the corrections made since the last training, if there are any."""
        corrections = self.env["duret.triage.correction"]
        latest = self.search([("origin", "=", "learned")], limit=1)
        if not corrections.search_count([("write_date", ">", latest.create_date)] if latest else [], limit=1):
            return
        self._retrain()

    @api.model
    def _retrain(self):
        """Train a model on the delivered messages and the corrections, compare it with the one in use, decide.

        :return: the new version, in use or not kept, with the reason in its history
        """
        learned, held_back = self.env["duret.triage.correction"]._as_rows()
        active = self.search([("state", "=", "active")], limit=1)
        raw = self._raw_of(active.version, active.sha256) if active else b""
        try:
            found, new_raw = self._run_training(learned, held_back, raw)
        except (OSError, subprocess.SubprocessError, ValueError) as error:
            _logger.exception("The triage could not be trained")
            return self._record_failure(error)
        counts = {"correction_count": len(learned), "held_back_count": len(held_back)}
        if held_back:
            counts["held_back_accuracy"] = found["new"]["held_back"]["accuracy"]
        record = self._add(new_raw, "learned", found["threshold"], found["new"]["evaluation"], **counts)
        against = reasons_against(found["new"], found.get("active"))
        if against:
            record._reject(record._rejection_text(against))
        else:
            record._activate(self.env._("Learned %(count)s corrections and is not worse.", count=len(learned)))
        return record

    def _run_training(self, learned, held_back, active_raw):
        """Run the training program on files of a temporary folder.

        :return: (figures printed by it, bytes of the new model)
        :raise OSError, subprocess.SubprocessError, ValueError: it failed, took too long or printed something else
        """
        with tempfile.TemporaryDirectory(prefix="duret-triage-") as name:
            folder = Path(name)
            (folder / "learned.json").write_text(json.dumps(learned))
            (folder / "held_back.json").write_text(json.dumps(held_back))
            line = [sys.executable, "-m", "triage.training", "--out", str(folder / "new.bin")]
            line += ["--corrections", str(folder / "learned.json"), "--held-back", str(folder / "held_back.json")]
            if active_raw:
                (folder / "active.bin").write_bytes(active_raw)
                line += ["--against", str(folder / "active.bin")]
            done = subprocess.run(
                line,
                cwd=ADDON,
                env=os.environ | ONE_THREAD,
                capture_output=True,
                text=True,
                timeout=TIME_LIMIT,
                check=False,
            )
            if done.returncode:
                raise ValueError(done.stderr.strip()[-2000:] or f"exit code {done.returncode}")
            return json.loads(done.stdout.strip().splitlines()[-1]), (folder / "new.bin").read_bytes()

    def _record_failure(self, error):
        """Row for a training that gave nothing, so that a manager sees it."""
        latest = self.search([], limit=1)
        record = self.create({"version": latest.version + 1, "origin": "learned"})
        record._reject(self.env._("The training failed: %(error)s", error=str(error)[:500]))
        return record

    def _rejection_text(self, codes):
        """Sentence for the codes of `reasons_against`."""
        words = {
            "evaluation_promise": self.env._("it would be wrong too often when it dispatches alone"),
            "evaluation_accuracy": self.env._("it is less often right on the delivered evaluation"),
            "evaluation_precision": self.env._("it dispatches more wrongly on the delivered evaluation"),
            "evaluation_coverage": self.env._("it leaves too much to sort by hand"),
            "held_back_accuracy": self.env._("it is less often right on the corrections kept apart"),
        }
        return self.env._("Not kept: %(reasons)s.", reasons="; ".join(words[code] for code in codes))
