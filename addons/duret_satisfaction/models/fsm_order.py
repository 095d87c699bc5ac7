"""The visit: when it was done, and whom to ask about it."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.sql import column_exists, create_column

from .duret_satisfaction_subject import LOOKED_BACK

COMPLETED = "fieldservice.fsm_stage_completed"
STORED = ("duret_done_at", "duret_done_noted_at")


class FsmOrder(models.Model):
    """A visit is done when its stage is « completed », by whatever way it got there.

    Its moment is the actual end when it is known (the technician's application writes it), else the moment at which
    the stage changed: the office closes a visit without saying when it ended.
    """

    _name = "fsm.order"
    _inherit = ["duret.satisfaction.subject", "fsm.order"]

    _duret_opinion_kind = "visit"
    _duret_opinion_link = "visit_id"

    duret_done_at = fields.Datetime("Done On", compute="_compute_duret_done_at", store=True, copy=False)
    duret_done_noted_at = fields.Datetime(
        "Noted as Done On",
        compute="_compute_duret_done_at",
        store=True,
        copy=False,
        help="When the visit was closed here; empty for those that were closed before anybody asked for opinions.",
    )

    _duret_done_idx = models.Index("(duret_done_noted_at) WHERE duret_done_noted_at IS NOT NULL")

    def _auto_init(self):
        """Override: visits that were done before this addon came stay without a date, and are never asked about."""
        for name in STORED:
            if not column_exists(self.env.cr, self._table, name):
                create_column(self.env.cr, self._table, name, "timestamp")
        return super()._auto_init()

    @api.depends("stage_id", "date_end")
    def _compute_duret_done_at(self):
        completed, now = self.env["ir.model.data"]._xmlid_to_res_id(COMPLETED), fields.Datetime.now()
        for order in self:
            noted = order.stage_id.id == completed and (order.duret_done_noted_at or now)
            order.duret_done_noted_at = noted
            order.duret_done_at = noted and (order.date_end or noted)

    @api.model
    def _duret_opinion_done_domain(self):
        """Override: visits done lately, of the companies and types of visit that ask."""
        now = fields.Datetime.now()
        companies = self.env["res.company"].search([("duret_survey_visits", "=", True)])
        asking = Domain("type", "=", False) | Domain("type.duret_asks_opinion", "=", True)
        moment = Domain("duret_done_noted_at", ">=", now - LOOKED_BACK) & Domain("duret_done_at", "<=", now)
        return moment & Domain("company_id", "in", companies.ids) & asking

    def _duret_opinion_done_at(self):
        """Override."""
        return {order.id: order.duret_done_at for order in self if order.duret_done_at}

    def _duret_opinion_people(self):
        """Override: the contact on the site, else the owner of the site."""
        return {order.id: order.location_id.contact_id | order.location_id.owner_id for order in self}

    def _duret_opinion_survey(self):
        """Override: the type of visit may have its own questionnaire."""
        surveys = super()._duret_opinion_survey()
        return {order.id: order.type.duret_survey_id or surveys[order.id] for order in self}

    def _duret_opinion_values(self):
        """Override: type, town and technician, for the figures."""
        values = super()._duret_opinion_values()
        for order in self:
            values[order.id] |= {
                "type_id": order.type.id,
                "zone": order.location_id.city or False,
                "person_id": order.person_id.id,
            }
        return values
