"""The request that was settled, when the company also asks about those."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .duret_satisfaction_subject import MAX_AGE_DAYS

UNSETTLED = ("helpdesk_mgmt.helpdesk_ticket_stage_cancelled", "helpdesk_mgmt.helpdesk_ticket_stage_rejected")
INTERNAL_TYPE = "internal"


class HelpdeskTicket(models.Model):
    """A ticket is settled when it stands in a closing stage that neither cancels nor rejects it."""

    _name = "helpdesk.ticket"
    _inherit = ["duret.ticket.recovery", "duret.satisfaction.subject", "helpdesk.ticket"]

    _duret_opinion_kind = "ticket"
    _duret_opinion_link = "ticket_id"

    _duret_opinion_ref_unique = models.UniqueIndex(
        "(duret_opinion_ref) WHERE duret_opinion_ref > 0", "This opinion has opened its complaint already."
    )
    _duret_unhappy_idx = models.Index(
        "(duret_next_action_date, user_id) WHERE duret_unhappy IS TRUE AND duret_is_open IS TRUE"
    )

    @api.model
    def _duret_opinion_fields(self):
        """Override: a ticket is asked about, or was opened by a bad opinion."""
        return [*super()._duret_opinion_fields(), "recovery_ticket_id"]

    @api.model
    def _duret_opinion_done_domain(self):
        """Override: settled lately. Complaints that an opinion opened have their own question, whatever the setting."""
        now = fields.Datetime.now()
        companies = self.env["res.company"].search([("duret_survey_tickets", "=", True)])
        outside = Domain("type_id", "=", False) | Domain("type_id.duret_code", "!=", INTERNAL_TYPE)
        moment = Domain("closed_date", ">=", now - timedelta(days=MAX_AGE_DAYS)) & Domain("closed_date", "<=", now)
        answers = self.env["duret.satisfaction.request"]._search([("recovery_ticket_id", "!=", False)])
        return (
            moment
            & self._duret_opinion_settled()
            & Domain("company_id", "in", companies.ids)
            & outside
            & Domain("id", "not in", answers.subselect("recovery_ticket_id"))
        )

    @api.model
    def _duret_opinion_settled(self):
        """Tickets that ended well enough to be asked about.

        :return: Domain
        """
        data = self.env["ir.model.data"]
        unsettled = [data._xmlid_to_res_id(name, raise_if_not_found=False) for name in UNSETTLED]
        return Domain("stage_id.closed", "=", True) & Domain("stage_id", "not in", [one for one in unsettled if one])

    def _duret_opinion_done_at(self):
        """Override."""
        settled = self.filtered_domain(self._duret_opinion_settled() & Domain("active", "=", True))
        return {ticket.id: ticket.closed_date for ticket in settled if ticket.closed_date}

    def _duret_opinion_values(self):
        """Override: number and subject, as the client knows them."""
        values = super()._duret_opinion_values()
        for ticket in self:
            values[ticket.id] |= {"name": f"{ticket.number} – {ticket.name}", "zone": ticket.partner_id.city or False}
        return values
