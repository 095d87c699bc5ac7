from odoo import fields, models

from .sage_words import ENTITIES


class DuretSageRunLine(models.Model):
    """What a run did with one record (see `sage.engine.report.Entry`)."""

    _name = "duret.sage.run.line"
    _description = "Line of a SAGE Run"
    _inherit = ["duret.sage.told.line", "duret.sage.pointed", "duret.sage.run.line.shown"]
    _order = "id"

    run_id = fields.Many2one("duret.sage.run", required=True, ondelete="cascade", index=True)
    backend_id = fields.Many2one(related="run_id.backend_id")
    entity = fields.Selection(ENTITIES, required=True)
    verb = fields.Char(required=True)
    key = fields.Char()
    model = fields.Char()
    res_id = fields.Many2oneReference(model_field="model")
    detail = fields.Char()

    _record_index = models.Index("(model, res_id) WHERE res_id IS NOT NULL")
