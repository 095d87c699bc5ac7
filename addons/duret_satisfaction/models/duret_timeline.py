from odoo import api, models
from odoo.fields import Domain

from odoo.addons.duret_base.models.duret_timeline import TimelineSource


class DuretTimeline(models.AbstractModel):
    """Answered questionnaires in a client's history."""

    _inherit = "duret.timeline"

    @api.model
    def _timeline_sources(self, client):
        """Add the questionnaires that the client answered."""
        label = self.env._("Opinions")
        return [
            *super()._timeline_sources(client),
            TimelineSource("survey", label, "fa-star-o", lambda: self._timeline_answers(client)),
        ]

    @api.model
    def _timeline_answers(self, client):
        domain = Domain("partner_id", "in", self._timeline_people(client)) & Domain("state", "=", "done")
        domain &= Domain("test_entry", "=", False)
        return self._timeline_select("survey.user_input", domain, "end_datetime", "survey_id.title")
