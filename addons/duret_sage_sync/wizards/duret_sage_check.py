from odoo import api, fields, models
from odoo.fields import Command


class DuretSageCheck(models.TransientModel):
    """What a connection test has found."""

    _name = "duret.sage.check"
    _description = "Connection Test"

    backend_id = fields.Many2one("duret.sage.backend", required=True, ondelete="cascade")
    line_ids = fields.One2many("duret.sage.check.line", "check_id")
    is_ready = fields.Boolean(string="Exchanges may begin", compute="_compute_is_ready")

    @api.depends("line_ids.level")
    def _compute_is_ready(self):
        for check in self:
            check.is_ready = all(line.level != "error" for line in check.line_ids)

    @api.model
    def _of(self, backend):
        """Test the connection of a company.

        :return: record of this model
        """
        said = [*backend._said(), *backend._said_of_rates()]
        lines = [Command.create({"level": level, "sentence": words}) for level, words in said]
        return self.create({"backend_id": backend.id, "line_ids": lines})
