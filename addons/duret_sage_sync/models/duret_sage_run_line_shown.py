from odoo import api, fields, models

from .duret_sage_run_shown import SIDES


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
            "withdrawn": self.env._("Taken back here before it was sent"),
            "late": self.env._("In SAGE although it was taken back here"),
        }
