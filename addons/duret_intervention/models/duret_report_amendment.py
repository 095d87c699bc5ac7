from odoo import api, fields, models
from odoo.exceptions import UserError

from ..exceptions import ReportLocked

MOST_REASON = 1_000


class DuretReportAmendment(models.AbstractModel):
    """Correcting a closed report: another report that says which one it corrects, and why. The first stays as it is.

    It starts as a copy of what the corrected one says, and is signed by the client like any other, or closed by the
    office.
    """

    _name = "duret.report.amendment"
    _description = "Intervention Report: Amendment"

    is_amendment_open = fields.Boolean(compute="_compute_is_amendment_open")

    @api.depends("amendment_ids.closed_at")
    def _compute_is_amendment_open(self):
        for report in self:
            report.is_amendment_open = any(not amendment.closed_at for amendment in report.amendment_ids)

    def _duret_check_amendable(self, reason):
        """Refuse what cannot be amended.

        :param reason: as received
        :return: str, the reason without blanks around it
        :raises UserError: the report is open, or no reason is given
        """
        self.ensure_one()
        reason = reason.strip() if isinstance(reason, str) else ""
        if not reason or len(reason) > MOST_REASON:
            raise UserError(self.env._("Say in a few words why the report is corrected."))
        if not self.closed_at:
            raise UserError(self.env._("%s is not closed yet: correct it directly.", self.name))
        return reason

    def _duret_amend(self, reason):
        """Open the amendment of this report at the office, with a copy of what it says.

        :param str reason: why
        :return: duret.intervention.report, open
        :raises UserError: see :meth:`_duret_check_amendable`
        """
        reason = self._duret_check_amendable(reason)
        amendment = (
            self._duret_unlocked()
            .create(
                {
                    "order_id": self.order_id.id,
                    "person_id": self.person_id.id,
                    "amends_id": self.id,
                    "amendment_reason": reason,
                }
            )
            .with_env(self.env)
        )
        amendment._duret_copy_content(self, self._duret_office())
        return amendment

    def _duret_copy_content(self, corrected, author):
        """Start with what the corrected report says; its photos stay with it.

        :param corrected: duret.intervention.report
        :param Author author: who opens the amendment
        """
        content = corrected._duret_content()
        said = {path: value for path, value in content.items() if not path.startswith("photos/")}
        self._duret_apply_changes([[path, None, value] for path, value in sorted(said.items())], author)

    def action_amend(self):
        """Ask why, then open the amendment; the one that is open already is shown.

        :return: window action
        """
        self.ensure_one()
        self.check_access("write")
        if opened := self.amendment_ids.filtered(lambda amendment: not amendment.closed_at):
            return opened[:1]._duret_open_form()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Correct by an amendment"),
            "res_model": "duret.report.amend",
            "view_mode": "form",
            "target": "new",
            "context": {"default_report_id": self.id},
        }

    def _duret_open_form(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [[False, "form"]],
        }

    def action_close_amendment(self):
        """Close an amendment at the office: nobody signs, the reason and the user stand for it.

        :raises ReportLocked: it is closed already
        :raises UserError: it corrects nothing
        """
        self.ensure_one()
        self.check_access("write")
        if not self.env.user.has_group("duret_base.group_assistant"):
            raise UserError(self.env._("An amendment without signature is closed by the office."))
        if not self.amends_id:
            raise UserError(self.env._("Only an amendment is closed without the client."))
        if self.closed_at:
            raise ReportLocked(self.env._("%s is closed already.", self.name))
        author, reason = self._duret_office(), self.amendment_reason or ""
        text, sha256 = self._duret_office_document(reason)
        self._duret_close("office", author)
        self._duret_keep_signature(
            {
                "outcome": "office",
                "reason": reason,
                "signer_name": self.env.user.name,
                "document": text,
                "document_sha256": sha256,
                "strokes": "[]",
                "signed_at": self.closed_at,
            }
        )

    def _duret_amended_answer(self):
        """What the telephone is told of an amendment.

        :return: dict
        """
        return {
            "report": self.uuid,
            "name": self.name,
            "content": self._duret_content(),
            "revision": self.revision,
        }
