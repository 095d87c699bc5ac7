"""What is said about a figure, in one place for the screen and for the spreadsheet."""

from odoo import api, models

from ..nps_figures import ENOUGH


class DuretFiguresWords(models.AbstractModel):
    """Sentences around figures of opinions."""

    _name = "duret.figures.words"
    _description = "Figures of Opinions: Words"

    @api.model
    def _duret_points(self, value):
        """A score as people write it: « +44 », « −12 », « 0 »."""
        rounded = round(value)
        return f"+{rounded}" if rounded > 0 else str(rounded).replace("-", "−")

    @api.model
    def _duret_confidence_text(self, score):
        """How sure a score is.

        :param score: nps_figures.Score
        """
        return {
            "none": self.env._("no answer yet"),
            "too_few": self.env._("too few answers to conclude"),
            "rough": self.env._("rough figure"),
            "fair": self.env._("fairly sure"),
            "sure": self.env._("sure"),
        }[score.confidence]

    @api.model
    def _duret_interval_text(self, score):
        """Between which scores all clients are, for 95 times out of 100; empty without answers."""
        if score.answers < ENOUGH:
            return ""
        low, high = (self._duret_points(bound) for bound in score.interval())
        return self.env._("between %(low)s and %(high)s", low=low, high=high)

    @api.model
    def _duret_verdict_text(self, score, target):
        """Where a score stands against what is aimed at; empty with too few answers."""
        goal = self._duret_points(target)
        return {
            "unknown": "",
            "reached": self.env._("above the target of %(target)s", target=goal),
            "missed": self.env._("below the target of %(target)s", target=goal),
            "open": self.env._("target of %(target)s: cannot be decided yet", target=goal),
        }[score.against(target)]

    @api.model
    def _duret_change_text(self, kind, points):
        """How a score moved against the period before.

        :param str kind: up, down, same or unknown, as `nps_figures.change` says it
        :param points: difference in points of score, None when unknown
        """
        if kind == "unknown":
            return self.env._("no comparison with the period before yet")
        moved = self._duret_points(points)
        return {
            "up": self.env._("%(points)s against the period before: rising", points=moved),
            "down": self.env._("%(points)s against the period before: falling", points=moved),
            "same": self.env._("%(points)s against the period before: may be chance", points=moved),
        }[kind]

    @api.model
    def _duret_rate_text(self, rate, target):
        """What the response rate lacks."""
        if not rate.sent:
            return self.env._("nothing was sent")
        missing = rate.to_reach(target)
        if not missing:
            return self.env._("target of %(target)s %% reached", target=target)
        if missing == 1:
            return self.env._("one more answer for %(target)s %%", target=target)
        return self.env._("%(count)s more answers for %(target)s %%", count=missing, target=target)
