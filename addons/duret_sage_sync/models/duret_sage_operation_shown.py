from odoo import api, fields, models


class DuretSageOperationShown(models.AbstractModel):
    """A sending as people read it."""

    _name = "duret.sage.operation.shown"
    _description = "Operation as It Is Shown"
    _inherit = "duret.sage.table"

    payload_table = fields.Html(string="What is sent", compute="_compute_payload_table", sanitize=False)

    @api.depends("record_name", "create_date")
    def _compute_display_name(self):
        for row in self:
            row.display_name = row.record_name or row.idempotency

    @api.depends("entity", "payload", "lines")
    def _compute_payload_table(self):
        for row in self:
            row.payload_table = self._content(row.entity, row.payload, row.lines)
