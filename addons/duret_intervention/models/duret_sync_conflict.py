from odoo import api, fields, models
from odoo.exceptions import UserError

from ..field_report.merge import Change

STATES = [
    ("open", "To choose"),
    ("kept_phone", "The technician's was kept"),
    ("kept_office", "The office's was kept"),
    ("replaced", "The technician sent another"),
]


class DuretSyncConflict(models.Model):
    """A field that a technician and somebody else changed at the same time. Both values stay readable for ever."""

    _name = "duret.sync.conflict"
    _inherit = ["duret.report.conflict.words"]
    _description = "Two Values for One Field"
    _order = "id desc"
    _rec_name = "path"

    report_id = fields.Many2one(
        "duret.intervention.report", required=True, readonly=True, ondelete="cascade", index=True
    )
    path = fields.Char("Field", required=True, readonly=True)
    base = fields.Json("Before", readonly=True)
    phone_value = fields.Json("Technician's Value", readonly=True)
    office_value = fields.Json("Other Value", readonly=True)
    state = fields.Selection(STATES, required=True, default="open", readonly=True, index=True)
    mutation_id = fields.Many2one("duret.sync.mutation", readonly=True, ondelete="set null")
    settled_by = fields.Many2one("res.users", "Chosen By", readonly=True, ondelete="restrict")
    settled_at = fields.Datetime("Chosen On", readonly=True)

    _open_once = models.UniqueIndex("(report_id, path) WHERE state = 'open'")
    _settled = models.Constraint("CHECK ((state = 'open') = (settled_at IS NULL))", "A choice has a date.")

    def action_keep_phone(self):
        """The technician's value is the right one."""
        self._duret_settle("phone")

    def action_keep_office(self):
        """The value that stands is the right one."""
        self._duret_settle("office")

    def _duret_settle(self, keep, author=None):
        """Choose, once; choosing again changes nothing.

        :param str keep: "phone" or "office"
        :param Author author: who chooses; None: somebody at a desk
        :raises ReportLocked: when the report is closed meanwhile
        :raises AccessError: when the report is somebody else's
        """
        self.report_id.check_access("write")
        for conflict in self.filtered(lambda conflict: conflict.state == "open"):
            report = conflict.report_id
            report._duret_check_open()
            if keep == "phone":
                present = report._duret_content().get(conflict.path)
                change = Change(conflict.path, present, conflict.phone_value)
                report._duret_apply_changes(
                    [[change.path, change.base, change.value]], author or report._duret_office()
                )
            # The report may be written by whoever chooses: checked above.
            conflict.sudo()._duret_settled(keep)

    def _duret_settled(self, keep):
        """Write down what was chosen."""
        values = {"settled_by": self.env.uid, "settled_at": fields.Datetime.now()}
        self.write(values | {"state": {"phone": "kept_phone", "office": "kept_office"}[keep]})
        self.flush_recordset()

    def _duret_replace(self):
        """A newer value of the technician takes the place of these, which stay readable."""
        self.write({"settled_by": self.env.uid, "settled_at": fields.Datetime.now(), "state": "replaced"})
        # Before the newer one comes: a field has one open conflict.
        self.flush_recordset()

    def _duret_as_told(self):
        """Return these conflicts as a phone is told of them."""
        return [
            {
                "id": conflict.id,
                "path": conflict.path,
                "phone": conflict.phone_value,
                "office": conflict.office_value,
            }
            for conflict in self
        ]

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Both values of a conflict stay readable."))
