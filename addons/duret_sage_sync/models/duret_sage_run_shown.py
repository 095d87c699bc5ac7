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
    **dict.fromkeys(("sent_create", "sent_update", "unsent", "retry", "dead"), "odoo"),
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


class DuretSageRunLineShown(models.AbstractModel):
    """A line of a run as people read it."""

    _name = "duret.sage.run.line.shown"
    _description = "Line of a Run as It Is Shown"

    verb_label = fields.Char(string="What was done", compute="_compute_verb_label")
    side = fields.Selection(
        [("sage", "From SAGE"), ("odoo", "To SAGE"), ("none", "-")], string="Direction", compute="_compute_verb_label"
    )

    @api.depends("verb")
    def _compute_verb_label(self):
        labels = self._verb_labels()
        for line in self:
            line.verb_label = labels.get(line.verb, line.verb)
            line.side = SIDES.get(line.verb, "none")

    @api.model
    def _verb_labels(self):
        """Say in words what a run does with a record: {verb of the engine: words in the user's language}."""
        return {
            "read": self.env._("Read in SAGE"),
            "same": self.env._("Unchanged"),
            "created": self.env._("Created in Odoo"),
            "updated": self.env._("Changed in Odoo"),
            "bound": self.env._("Recognised and bound"),
            "revived": self.env._("Back in SAGE, taken out of the archive"),
            "restored": self.env._("SAGE's value put back"),
            "conflict": self.env._("Conflict: a decision is needed"),
            "held": self.env._("Question: same client?"),
            "doubled": self.env._("Perhaps twice in SAGE"),
            "waiting": self.env._("Waits for its client"),
            "rejected": self.env._("Refused"),
            "rejected_line": self.env._("Line of a file refused"),
            "gone": self.env._("Gone from SAGE, archived"),
            "sent_create": self.env._("Created in SAGE"),
            "sent_update": self.env._("Changed in SAGE"),
            "unsent": self.env._("Not sent"),
            "retry": self.env._("Sending failed, will be tried again"),
            "dead": self.env._("Sending given up"),
        }
