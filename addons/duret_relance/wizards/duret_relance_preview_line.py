"""One document of a day's preview."""

from odoo import fields, models

from ..models.duret_relance_explain import REASONS
from ..models.duret_relance_level import CHANNELS


class DuretRelancePreviewLine(models.TransientModel):
    _name = "duret.relance.preview.line"
    _description = "Follow-up of a Day"
    _order = "due, id"
    _rec_name = "record_name"

    preview_id = fields.Many2one("duret.relance.preview", required=True, index=True, ondelete="cascade")
    rule_id = fields.Many2one("duret.relance.rule", ondelete="cascade", readonly=True)
    level_id = fields.Many2one("duret.relance.level", ondelete="cascade", readonly=True)
    res_model = fields.Char("Kind of Document", readonly=True)
    res_id = fields.Many2oneReference("Document Id", model_field="res_model", readonly=True)
    record_name = fields.Char("Document", readonly=True)
    partner_id = fields.Many2one("res.partner", "Client", ondelete="cascade", readonly=True)
    channel = fields.Selection(CHANNELS, readonly=True)
    anchor = fields.Datetime("Counted From", readonly=True)
    due = fields.Datetime("When", readonly=True)
    verdict = fields.Selection(
        [("yes", "Yes"), ("earlier", "Before That Day"), ("later", "Later"), ("no", "No")], "Followed Up", readonly=True
    )
    reason = fields.Selection(REASONS, "Reason Code", readonly=True)
    reason_text = fields.Char("Why", readonly=True)

    def action_open_record(self):
        """Open the document of the line."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }

    def action_choose_day(self):
        """Ask for another day."""
        return self.env["ir.actions.act_window"]._for_xml_id("duret_relance.duret_relance_preview_action")
