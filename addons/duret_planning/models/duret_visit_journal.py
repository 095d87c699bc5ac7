from odoo import api, models

WATCHED = frozenset(
    ("scheduled_date_start", "scheduled_date_end", "scheduled_duration", "person_id", "person_ids", "stage_id")
)


class DuretVisitJournal(models.AbstractModel):
    """Tells :class:`DuretVisitEvent` what becomes of visits, whatever path changes them."""

    _name = "duret.visit.journal"
    _description = "Journal of Visits"

    @api.model_create_multi
    def create(self, vals_list):
        """Override: record the creation, and the appointment when there is one already."""
        orders = super().create(vals_list)
        if not self.env.context.get("duret_no_event"):
            now = orders._duret_snapshot()
            self.env["duret.visit.event"]._duret_record([orders._duret_birth(id_, *now[id_]) for id_ in orders.ids])
        return orders

    def write(self, vals):
        """Override: compare before and after."""
        if not WATCHED & vals.keys() or self.env.context.get("duret_no_event"):
            return super().write(vals)
        before = self._duret_snapshot()
        result = super().write(vals)
        self._duret_record_changes(before)
        return result

    def _duret_snapshot(self):
        """Return {visit id: (start, crew, stage)}."""
        return {order.id: (order.scheduled_date_start, order._duret_crew(), order.stage_id) for order in self}

    def _duret_birth(self, order_id, start, crew, stage):
        kind = "planned" if start and crew else "created"
        return {"order_id": order_id, "kind": kind, "new_start": start, "new_person_ids": crew.ids}

    def _duret_record_changes(self, before):
        """Write the events of the visits that are no longer what they were.

        :param before: what :meth:`_duret_snapshot` gave before the change
        """
        after = self._duret_snapshot()
        rows = [self._duret_change(id_, before[id_], after[id_]) for id_ in self.ids]
        self.env["duret.visit.event"]._duret_record([row for row in rows if row])

    @api.model
    def _duret_change(self, order_id, before, after):
        kind = self._duret_change_kind(before, after)
        if not kind:
            return None
        return {
            "order_id": order_id,
            "kind": kind,
            "old_start": before[0],
            "new_start": after[0],
            "old_person_ids": before[1].ids,
            "new_person_ids": after[1].ids,
        }

    @api.model
    def _duret_change_kind(self, before, after):
        """Name what happened: one event a change, the gravest first.

        :param before: (start, crew, stage)
        :param after: (start, crew, stage)
        :return: a kind of event, or None
        """
        if before[2] != after[2] and after[2].is_closed:
            return "cancelled" if after[2] == self.env.ref("fieldservice.fsm_stage_cancelled") else "done"
        was, is_now = bool(before[0] and before[1]), bool(after[0] and after[1])
        if is_now and not was:
            return "planned"
        if before[0] != after[0]:
            return "moved"
        if before[1] != after[1]:
            return "reassigned"
        return None
