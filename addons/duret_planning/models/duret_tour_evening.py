from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..slotting.hours import local_days
from ..slotting.intervals import to_datetime


class DuretTourEvening(models.AbstractModel):
    """Each evening, a proposal for the next working day. It is shown, never applied by itself."""

    _name = "duret.tour.evening"
    _description = "Tours: Proposal of the Evening"

    @api.model
    def _duret_next_day(self, company=None):
        """Return the next day on which the company works, tomorrow when it works on no day of the coming year."""
        company = company or self.env.company
        zone = company.resource_calendar_id.tz or "Europe/Paris"
        today = fields.Date.context_today(self.with_context(tz=zone))
        tomorrow = today + timedelta(days=1)
        opening = company.duret_next_opening(to_datetime(local_days(tomorrow, tomorrow, zone)[0].midnight))
        return fields.Datetime.context_timestamp(self.with_context(tz=zone), opening).date() if opening else tomorrow

    @api.model
    def _cron_evening(self):
        """Prepare the proposals of the companies that want one, one after the other; running again makes none twice."""
        companies = self.env["res.company"].search([("duret_tour_evening", "=", True)])
        for done, company in enumerate(companies, start=1):
            self.with_company(company)._duret_prepare_evening(company)
            self.env["ir.cron"]._commit_progress(1, remaining=len(companies) - done)

    @api.model
    def _duret_prepare_evening(self, company):
        """Prepare the proposal of one company, unless it has one for that day.

        :return: duret.tour.plan, empty when there was one, when nobody receives appointments or no tour can be computed
        """
        plans = self.env["duret.tour.plan"]
        day = self._duret_next_day(company)
        people = self.env["fsm.person"].search(
            [("duret_bookable", "=", True), ("company_id", "in", (False, company.id))]
        )
        known = [("company_id", "=", company.id), ("date_from", "=", day), ("origin", "=", "evening")]
        if not people or plans.search_count(known, limit=1):
            return plans
        plan = plans.create(
            {
                "company_id": company.id,
                "date_from": day,
                "date_to": day,
                "person_ids": people.ids,
                "origin": "evening",
            }
        )
        try:
            plan.action_optimise()
        except UserError as refusal:
            # Whoever plans reads why on the proposal of the evening.
            plan.note = str(refusal)
        return plan
