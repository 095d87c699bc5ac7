from odoo import api, models

from ..exceptions import SyncRefused


class DuretSyncPushVisit(models.AbstractModel):
    """Operations on visits: on the way, arrived, done, late. Each happened at its moment, however late it arrives."""

    _name = "duret.sync.push.visit"
    _description = "Telephone: Visits"

    @api.model
    def _apply_visit_set_off(self, step):
        """{}: the technician leaves for the visit."""
        return self._tell_planning(step, lambda visit: visit.duret_set_off(step.moment))

    @api.model
    def _apply_visit_arrive(self, step):
        """{}: he is there."""
        return self._tell_planning(step, lambda visit: visit.duret_arrive(step.moment))

    @api.model
    def _apply_visit_finish(self, step):
        """{}: the work is done."""
        return self._tell_planning(step, lambda visit: visit.duret_finish(step.moment))

    @api.model
    def _apply_visit_delay(self, step):
        """{"minutes": int}: he will be late."""
        minutes = step.mutation.data.get("minutes")
        if type(minutes) is not int:
            raise SyncRefused("bad_shape")
        return self._tell_planning(step, lambda visit: visit.duret_report_delay(minutes, step.moment))

    @api.model
    def _tell_planning(self, step, verb):
        """Tell the planning, when the visit is still this technician's and not over.

        A visit that was cancelled or given away keeps its own course: what the technician did is in the journal of
        operations, and the office is asked to look.

        :param verb: what is done with the visit, in the technician's own name
        """
        code = self._may_act(step)
        visit = step.visit
        if code:
            self._tell_office(step, code)
        elif not visit.stage_id.is_closed or visit.duret_day_state == "done":
            verb(visit.with_env(self.env))
        data = {"visit": visit.id, "state": visit.duret_day_state}
        return self._answer("conflict" if code else "applied", code, data)
