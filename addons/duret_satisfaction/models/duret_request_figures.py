"""What the figures need of each request, and who may read it."""

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..nps_figures import outcome

TOPIC_MARKS = ("welcome", "delay", "quality", "cleanliness", "booking", "other")
# What makes a mark count in a mean: Odoo stores 0 where nothing was said.
COUNTS_WHEN = {"nps_points": "has_nps", "rating_mean": "has_rating", "answer_hours": "answered_at"}
# What a person of the office may change by hand; everything else is written by named methods.
BY_HAND = {"tag_ids", "duret_relance_paused_until"}


class DuretRequestFigures(models.AbstractModel):
    """Marks by topic, means that leave out what was not said, and the technician kept from who may not see him."""

    _name = "duret.request.figures"
    _inherit = ["duret.technician.guard"]
    _description = "Request for an Opinion: Figures"

    mark_welcome = fields.Float("Welcome", readonly=True, copy=False, aggregator="avg", digits=(3, 2))
    mark_delay = fields.Float("Delay", readonly=True, copy=False, aggregator="avg", digits=(3, 2))
    mark_quality = fields.Float("Quality of the Work", readonly=True, copy=False, aggregator="avg", digits=(3, 2))
    mark_cleanliness = fields.Float("Cleanliness", readonly=True, copy=False, aggregator="avg", digits=(3, 2))
    mark_booking = fields.Float("Booking", readonly=True, copy=False, aggregator="avg", digits=(3, 2))
    mark_other = fields.Float("Other Ratings", readonly=True, copy=False, aggregator="avg", digits=(3, 2))
    outcome = fields.Integer(
        compute="_compute_outcome",
        store=True,
        copy=False,
        aggregator=None,
        help="What became of the request, as a number by which the dashboard counts.",
    )

    @api.depends(
        "sent_at", "answered_at", "state", "has_rating", "is_unhappy", "has_nps", "nps_class", "recovery_state"
    )
    def _compute_outcome(self):
        for request in self:
            request.outcome = outcome(
                sent=request.sent_at,
                answered=request.answered_at,
                waiting=request.state == "sent",
                rated=request.has_rating,
                unhappy=request.is_unhappy,
                nps_class=request.has_nps and request.nps_class,
                recovery=request.recovery_state,
            )

    def _duret_figure_values(self):
        """Override: add the mean of the ratings of each topic that is asked about, 1 to 5, 0 when none was given."""
        asked = self._duret_questions().filtered(lambda question: question.duret_role == "rating")
        marks = {question.duret_topic or "other": [] for question in asked}
        for line in self.user_input_id.user_input_line_ids.filtered(lambda line: not line.skipped):
            if line.question_id in asked and line.answer_type == "scale":
                marks[line.question_id.duret_topic or "other"].append(line.value_scale)
        means = {f"mark_{topic}": sum(given) / len(given) if given else 0.0 for topic, given in marks.items()}
        return super()._duret_figure_values() | means

    def _read_group_select(self, aggregate_spec, query):
        """Override: means leave out rows where nothing was said, which would count as 0."""
        name, _sep, function = aggregate_spec.partition(":")
        if function != "avg" or not (name in COUNTS_WHEN or name.startswith("mark_")):
            return super()._read_group_select(aggregate_spec, query)
        mean = super()._read_group_select(aggregate_spec, query)
        column = SQL.identifier(self._table, COUNTS_WHEN.get(name, name))
        said = {"has_nps": "%s", "has_rating": "%s", "answered_at": "%s IS NOT NULL"}
        return SQL("%s FILTER (WHERE %s)", mean, SQL(said.get(COUNTS_WHEN.get(name), "%s > 0"), column))

    def write(self, vals):
        """Override: the office may tag opinions; marks and states are written by named methods only.

        :raises AccessError: for any other field, unless in superuser mode
        """
        if not self.env.su and not set(vals) <= BY_HAND:
            raise AccessError(self.env._("An opinion is not changed by hand: only its tags are."))
        return super().write(vals)
