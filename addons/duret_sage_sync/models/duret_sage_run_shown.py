from odoo import api, fields, models

from .sage_words import ENTITIES

# What a run does with a record, in the order of its work, and which side changes.
SIDES = {
    **dict.fromkeys(("read", "same"), "none"),
    **dict.fromkeys(
        (
            *("created", "updated", "bound", "revived", "restored", "gone", "conflict", "held", "doubled"),
            *("waiting", "rejected", "rejected_line"),
        ),
        "sage",
    ),
    **dict.fromkeys(("sent_create", "sent_update", "unsent", "retry", "dead", "withdrawn", "late"), "odoo"),
}


class DuretSageRunShown(models.AbstractModel):
    """The report of a run as people read it: a table of what was done, by kind of record."""

    _name = "duret.sage.run.shown"
    _description = "Run as It Is Shown"

    report_table = fields.Html(string="Figures", compute="_compute_report_table", sanitize=False)
    seconds = fields.Integer(string="Duration (s)", compute="_compute_seconds")

    @api.depends("begun_at", "ended_at")
    def _compute_seconds(self):
        for run in self:
            run.seconds = round((run.ended_at - run.begun_at).total_seconds()) if run.ended_at else 0

    @api.depends("report", "kind")
    def _compute_report_table(self):
        template = "duret_sage_sync.run_report"
        for run in self:
            table = run._report_rows()
            run.report_table = self.env["ir.qweb"]._render(template, {"table": table}) if table["rows"] else False

    def _report_rows(self):
        """Put the figures of a report into rows, in the order in which a run works.

        :return: dict: `entities` (labels) and `rows` (list of dict `side`: sage, odoo or none, `label`, `numbers`)
        """
        self.ensure_one()
        counts = (self.report or {}).get("counts") or {}
        entities = [code for code, _label in ENTITIES if code in counts]
        labels = dict(self.env["duret.sage.run.line"]._fields["entity"]._description_selection(self.env))
        verbs = self.env["duret.sage.run.line"]._verb_labels()
        known = list(SIDES)
        told = sorted({verb for one in counts.values() for verb in one}, key=lambda verb: self._rank(known, verb))
        return {
            "entities": [labels[entity] for entity in entities],
            "rows": [
                {
                    "side": SIDES.get(verb, "none"),
                    "label": verbs.get(verb, verb),
                    "numbers": [counts[entity].get(verb, 0) for entity in entities],
                }
                for verb in told
            ],
        }

    @api.model
    def _rank(self, known, verb):
        """Put verbs that nobody knows behind the others."""
        return (known.index(verb), "") if verb in known else (len(known), verb)
