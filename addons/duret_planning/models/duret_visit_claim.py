from odoo import api, fields, models

CLAIMING = frozenset(
    ("scheduled_date_start", "scheduled_date_end", "scheduled_duration", "person_id", "person_ids", "stage_id")
)


class DuretVisitClaim(models.AbstractModel):
    """Keeps the claims of visits equal to their times and technicians, on every path."""

    _name = "duret.visit.claim"
    _description = "Time Claimed by Visits"

    @api.model_create_multi
    def create(self, vals_list):
        """Override: a visit with a time and a technician takes this time, or is not made at all.

        :raises SlotTaken: when the technician is taken
        """
        with self.env.cr.savepoint():
            orders = super().create(vals_list)
            orders._duret_claim_unless_later()
        return orders

    def write(self, vals):
        """Override: moving, reassigning, closing or reopening takes and gives back time.

        :raises SlotTaken: when the technician is taken; nothing is then written
        """
        if not CLAIMING & vals.keys():
            return super().write(vals)
        with self.env.cr.savepoint():
            result = super().write(vals)
            self._duret_claim_unless_later()
        return result

    def _duret_claim_unless_later(self):
        """Make claims agree now, unless the caller does it for a whole group of visits that exchange their times."""
        if not self.env.context.get("duret_claims_later"):
            self._duret_sync_claims()

    def _duret_crew(self):
        """Return the technicians of this visit, the leading one first."""
        self.ensure_one()
        return self.person_id | self.person_ids

    def _duret_takes_time(self):
        """Tell whether this visit keeps its technicians from doing something else."""
        self.ensure_one()
        start, end = self.scheduled_date_start, self.scheduled_date_end
        return bool(start and end and start < end and not self.stage_id.is_closed)

    def _duret_wanted_claims(self):
        """Return {(visit id, technician id): (start, stop)} that these visits should have taken."""
        return {
            (order.id, person.id): (order.scheduled_date_start, order.scheduled_date_end)
            for order in self
            if order._duret_takes_time()
            for person in order._duret_crew()
        }

    def _duret_sync_claims(self):
        """Give back and take time so that claims say what the visits say.

        :raises SlotTaken: when a technician is taken; no claim has then changed
        """
        wanted = self._duret_wanted_claims()
        # Whoever may write the visit has been checked by the write itself; nobody writes claims by hand.
        claims = self.env["duret.slot.claim"].sudo()
        current = claims.search([("order_id", "in", self.ids)])
        right = current.filtered(lambda c: wanted.get((c.order_id.id, c.person_id.id)) == (c.start, c.stop))
        for claim in right:
            del wanted[claim.order_id.id, claim.person_id.id]
        rows = [
            {"order_id": order_id, "person_id": person_id, "start": start, "stop": stop}
            for (order_id, person_id), (start, stop) in wanted.items()
        ]
        if rows:
            claims._duret_take(rows, current - right)
        else:
            (current - right).unlink()

    @api.model
    def _duret_without_claim(self):
        """Return the open visits from today on that have a time and a technician but did not take it."""
        domain = [
            ("scheduled_date_end", ">", fields.Datetime.now()),
            ("stage_id.is_closed", "=", False),
            ("duret_claim_ids", "=", False),
            "|",
            ("person_id", "!=", False),
            ("person_ids", "!=", False),
        ]
        return self.env["fsm.order"].search(domain, order="scheduled_date_start, id")

    def _duret_tell_overlap(self):
        """Ask whoever plans to settle visits that overlap another one, once for each."""
        for order in self.filtered(lambda order: not order.activity_ids):
            order.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Two visits at the same time: choose another time"),
                user_id=(order.company_id.duret_front_desk_user_id or self.env.user).id,
            )
