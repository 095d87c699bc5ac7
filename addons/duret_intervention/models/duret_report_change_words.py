import json

from odoo import api, fields, models


class DuretReportChangeWords(models.AbstractModel):
    """A row of the journal, readable."""

    _name = "duret.report.change.words"
    _inherit = ["duret.report.words"]
    _description = "Journal in Words"

    summary = fields.Text("What Changed", compute="_compute_summary")

    @api.depends("lines_text")
    @api.depends_context("lang")
    def _compute_summary(self):
        for change in self:
            lines = json.loads(change.lines_text or "{}").get("lines", ())
            change.summary = "\n".join(self._duret_line_words(*line) for line in lines)

    @api.model
    def _duret_line_words(self, path, before, sent, verdict):
        words = f"{self._duret_path_words(path, sent or before)} : {self._duret_value_words(path, sent)}"
        if verdict == "conflict":
            return self.env._("%s (two versions)", words)
        return self.env._("%s (older than what stood)", words) if verdict == "old" else words
