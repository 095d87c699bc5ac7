"""Where visits are planned here, the client of a visit is known better than by its site."""

from odoo import models


class DuretVisitOpinion(models.AbstractModel):
    """Whom to ask about a visit: who asked for it, before whoever owns the place."""

    _name = "duret.visit.opinion"
    _description = "Visit: Client Who Is Asked"

    def _duret_opinion_people(self):
        """Override: the contact of the request that led to the visit; then the contact and the owner of the site."""
        people = super()._duret_opinion_people()
        return {order.id: order.duret_ticket_id.partner_id | people[order.id] for order in self}
