from odoo import api, models

from ..exceptions import SyncRefused
from ..field_report import parse_moment


class DuretSyncPushAssign(models.AbstractModel):
    """Giving a visit to a technician from the telephone, while there is network: the answer is wanted at once."""

    _name = "duret.sync.push.assign"
    _description = "Telephone: Assigning Visits"

    @api.model
    def _apply_visit_assign(self, step):
        """{"person": id, "start": UTC, "version": text}: a technician makes this visit at that time.

        `version` is what the list of `duret.assign.desk` said of the visit. A time that somebody else took, an absence
        and a visit that changed meanwhile are refused with their sentence; nothing is then written.
        """
        desk = self.env["duret.assign.desk"]
        data = step.mutation.data
        if not desk._may_assign():
            raise SyncRefused("not_yours")
        start = parse_moment(data.get("start"))
        if type(data.get("person")) is not int or not start or not isinstance(data.get("version"), str):
            raise SyncRefused("bad_shape")
        if not step.visit:
            raise SyncRefused("unknown_visit")
        visit = desk.assign(step.visit.id, data["person"], start, data["version"])
        return self._answer("applied", data={"visit": visit.id, "person": visit.person_id.id})
