"""Opinions in a client's history."""

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.duret_base.models.duret_timeline import TimelineSource

REQUEST, ANSWER = "duret.satisfaction.request", "survey.user_input"
SHOWN = ("answered", "sent", "held", "expired")


class DuretTimeline(models.AbstractModel):
    """Answered requests, requests that wait for an answer, and answers that nobody had asked for."""

    _inherit = "duret.timeline"

    @api.model
    def _timeline_sources(self, client):
        """Add the opinions of the client."""
        label = self.env._("Opinions")
        return [
            *super()._timeline_sources(client),
            TimelineSource("opinion", label, "fa-star-o", lambda: self._timeline_opinions(client)),
        ]

    @api.model
    def _timeline_opinions(self, client):
        """Requests, and answers without one: their ids are made negative, two models share one kind here."""
        people = self._timeline_people(client)
        return SQL("%s UNION ALL %s", self._timeline_requests(people), self._timeline_loose_answers(people))

    @api.model
    def _timeline_requests(self, people):
        """Requests that were answered, or wait for their answer, or never had one; « 9/10 · VIS-0012 »."""
        requests = self.env[REQUEST]
        mine = Domain("partner_id", "in", people) & Domain("state", "in", SHOWN)
        query = requests._search(mine) if requests.has_access("read") else None
        if query is None or query.is_empty():
            return self._timeline_nothing()
        states = dict(requests._fields["state"]._description_selection(self.env))
        cases = [SQL("WHEN state = %s THEN %s", code, states[code]) for code in SHOWN]
        return query.select(
            SQL(
                "COALESCE(answered_at, sent_at, done_at) AS date, %s AS id,"
                " CASE WHEN state = 'answered' AND has_nps THEN nps || '/10' %s END || ' · ' || %s AS title,"
                " comment AS detail, %s AS model, %s AS res_id",
                SQL.identifier(query.table, "id"),
                SQL(" ").join(cases),
                SQL.identifier(query.table, "name"),
                REQUEST,
                SQL.identifier(query.table, "id"),
            )
        )

    @api.model
    def _timeline_loose_answers(self, people):
        if not self.env[ANSWER].has_access("read"):
            return self._timeline_nothing()
        # sudo: which answers have a request is no secret for whom reads the answers.
        requested = self.env[REQUEST].sudo()._search([("user_input_id", "!=", False)])
        domain = Domain("partner_id", "in", people) & Domain("state", "=", "done") & Domain("test_entry", "=", False)
        domain &= Domain("id", "not in", requested.subselect("user_input_id"))
        answers = self._timeline_select(ANSWER, domain, "end_datetime", "survey_id.title")
        return SQL("SELECT date, -id AS id, title, detail, model, res_id FROM (%s) AS loose", answers)
