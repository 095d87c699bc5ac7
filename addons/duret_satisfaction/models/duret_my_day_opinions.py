"""Opinions that wait for a decision, in « Ma journée »."""

from odoo import api, models
from odoo.fields import Domain

REQUEST = "duret.satisfaction.request"
SHOWN = 6


class DuretMyDayOpinions(models.AbstractModel):
    """Requests that the office has to decide about."""

    _name = "duret.my.day.opinions"
    _description = "My Day: Opinions"

    @api.model
    def _get_blocks(self, scope):
        """Override: requests that are held back because the client has a complaint open; the office decides."""
        blocks = super()._get_blocks(scope)
        if self.env.user.has_group("duret_base.group_assistant"):
            blocks.append(self._block_opinions())
        return blocks

    @api.model
    def _block_opinions(self):
        domain = Domain("state", "=", "held")
        held = self.env[REQUEST].search(domain, order="done_at, id", limit=SHOWN)
        return self._day_block(
            "opinions",
            self.env._("Questionnaires: to decide"),
            held,
            domain,
            self._row_opinion,
            limit=SHOWN,
            sequence=75,
            icon="fa-star-half-o",
            empty=self.env._("No questionnaire waits for a decision."),
        )

    @api.model
    def _row_opinion(self, request):
        return {
            "key": f"{request._name},{request.id}",
            "model": request._name,
            "id": request.id,
            "title": request.partner_id.display_name or request.name,
            "subtitle": " · ".join(filter(None, (request.name, request._duret_label("reason")))),
            "actions": ["opinion"],
        }
