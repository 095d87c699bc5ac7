from datetime import timedelta

from odoo import api, models

from ..exceptions import SyncRefused
from ..field_report import correct, order_of
from ..sync_step import Batch, Step
from .duret_report_changes import Author

MEMORY = timedelta(days=30)  # a technician who was away for that long has no visit to tell of


class DuretSyncPushContext(models.AbstractModel):
    """What operations are about, and whether the technician may: read once for a request."""

    _name = "duret.sync.push.context"
    _description = "Telephone: Reports and Visits of a Request"

    @api.model
    def _open_batch(self, phone, now):
        """Return a request about which nothing is known yet."""
        return Batch(phone, now, persons=self.env["fsm.person"], told=set())

    @api.model
    def _look_up(self, batch, mutations):
        """Read the reports and visits that operations name.

        :param batch: filled
        :param mutations: list of `field_report.Mutation`
        """
        # Whether the technician may is asked for each operation, by `_may_act`; rules of access would ask the
        # database once for each.
        people = self.env["fsm.person"].sudo()
        batch.persons = people.search([("partner_id", "=", self.env.user.partner_id.id)])
        uuids = list({mutation.report for mutation in mutations if mutation.report})
        # The same for reports: asked for each operation.
        reports = self.env["duret.intervention.report"].sudo().search([("uuid", "in", uuids)]) if uuids else ()
        batch.reports = {report.uuid: report for report in reports}
        ids = {mutation.visit for mutation in mutations if mutation.visit} | {report.order_id.id for report in reports}
        # The same: asked for each operation.
        visits = self.env["fsm.order"].sudo().search([("id", "in", list(ids))]) if ids else ()
        batch.visits = {visit.id: visit for visit in visits}
        batch.former = self._former_visits(
            [visit.id for visit in visits if not visit._duret_crew() & batch.persons], batch
        )

    @api.model
    def _former_visits(self, visit_ids, batch):
        """Return those of these visits that were given to this technician at some time.

        :return: frozenset of ids
        """
        if not visit_ids or not batch.persons:
            return frozenset()
        domain = [
            ("order_id", "in", visit_ids),
            ("date", ">=", batch.now - MEMORY),
            "|",
            ("old_person_ids", "in", batch.persons.ids),
            ("new_person_ids", "in", batch.persons.ids),
        ]
        # The journal of the visits tells who had them; nothing else is read.
        groups = self.env["duret.visit.event"].sudo()._read_group(domain, ["order_id"])
        return frozenset(visit.id for (visit,) in groups)

    @api.model
    def _step(self, batch, item):
        """Return one operation as its handler sees it."""
        mutation = item.mutation
        author = Author(
            f"phone {batch.phone.uuid}", order_of(mutation.at), mutation.made_at, batch.phone.id, item.row.id
        )
        report = batch.reports.get(mutation.report) or self.env["duret.intervention.report"]
        visit = report.order_id or batch.visits.get(mutation.visit) or self.env["fsm.order"]
        moment = correct(mutation.made_at, batch.phone.clock_skew_seconds, batch.now)
        return Step(batch, mutation, item.row, author, moment, report, visit)

    @api.model
    def _may_act(self, step):
        """Check that the technician may act on the visit of an operation.

        :return: "", or the code of what he has to know: "visit_reassigned", "visit_cancelled"
        :raises SyncRefused: when there is no such visit, or it never was his
        """
        if not step.visit:
            raise SyncRefused("unknown_visit")
        code = self._whose(step)
        return "visit_cancelled" if self._is_cancelled(step.visit) else code

    @api.model
    def _whose(self, step):
        """The first half of :meth:`_may_act`."""
        batch, visit = step.batch, step.visit
        if visit._duret_crew() & batch.persons or self.env.user.has_group("duret_base.group_assistant"):
            return ""
        if step.report.person_id & batch.persons or visit.id in batch.former:
            return "visit_reassigned"
        raise SyncRefused("not_yours")

    @api.model
    def _is_cancelled(self, visit):
        # Known by heart: `env.ref` asks the database each time whether the stage is still there.
        return visit.stage_id.id == self.env["ir.model.data"]._xmlid_to_res_id("fieldservice.fsm_stage_cancelled")

    @api.model
    def _tell_office(self, step, code):
        """Ask the office to look at a visit that changed hands or was cancelled while the technician was there, once.

        :param str code: what :meth:`_may_act` said
        """
        visit = step.visit
        if visit.id in step.batch.told:
            return
        step.batch.told.add(visit.id)
        # Rows of the journal of operations: whether this was told before.
        told = self.env["duret.sync.mutation"].sudo()
        domain = [("order_id", "=", visit.id), ("user_id", "=", self.env.uid), ("state", "=", "conflict")]
        if told.search_count(domain, limit=1):
            return
        summary = {
            "visit_cancelled": self.env._("%(name)s worked on this visit, which is cancelled", name=self.env.user.name),
            "visit_reassigned": self.env._("%(name)s worked on this visit of a colleague", name=self.env.user.name),
        }[code]
        visit.with_context(mail_activity_quick_update=True).activity_schedule(
            "mail.mail_activity_data_todo",
            summary=summary,
            user_id=(visit.company_id.duret_front_desk_user_id or self.env.user).id,
        )
