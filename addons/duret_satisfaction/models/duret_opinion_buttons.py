"""Buttons about opinions on a client, a visit and a ticket."""

from odoo import api, fields, models
from odoo.fields import Domain

REQUEST = "duret.satisfaction.request"


class DuretOpinionButtons(models.AbstractModel):
    """How many opinions were asked for about a document, and the way to them and to a new one."""

    _name = "duret.opinion.buttons"
    _description = "Buttons About Opinions"

    duret_opinion_count = fields.Integer(
        "Opinions", compute="_compute_duret_opinion_count", groups="duret_base.group_assistant"
    )

    @api.model
    def _duret_opinion_fields(self):
        """Fields of the request that may name a document of this model.

        :return: list of str
        """
        return []

    def _duret_opinions_by_document(self):
        """Requests about each document, the newest first, in one query.

        :return: dict {id: duret.satisfaction.request that the user may read}
        """
        names = self._duret_opinion_fields()
        requests = self.env[REQUEST].search(Domain.OR([Domain(name, "in", self.ids) for name in names]))
        return {
            document.id: requests.filtered(lambda one, document=document: any(one[n] == document for n in names))
            for document in self
        }

    @api.depends_context("uid")
    def _compute_duret_opinion_count(self):
        """A number and no mark: a list of visits with their technicians must not become a table of marks."""
        found = self._duret_opinions_by_document() if self.ids else {}
        for document in self:
            document.duret_opinion_count = len(found.get(document.id, ()))

    def action_duret_opinions(self):
        """Open the requests about these documents; a single one as a form."""
        requests = self.env[REQUEST].union(*self._duret_opinions_by_document().values())
        action = self.env["ir.actions.act_window"]._for_xml_id("duret_satisfaction.duret_satisfaction_request_action")
        if len(requests) == 1:
            return action | {"res_id": requests.id, "views": [(False, "form")], "context": {}}
        return action | {"domain": [("id", "in", requests.ids)], "context": {}}

    def action_duret_enter_opinion(self):
        """Open « Saisir un avis » on this document."""
        return self.env[REQUEST]._duret_entry_action(self)
