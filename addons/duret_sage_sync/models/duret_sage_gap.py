from odoo import fields, models

from .sage_words import ENTITIES


class DuretSageGap(models.Model):
    """One difference that a proof found, with what repairs it (see `sage.engine.Gap`)."""

    _name = "duret.sage.gap"
    _description = "Difference with SAGE"
    _order = "id"

    proof_id = fields.Many2one("duret.sage.proof", required=True, ondelete="cascade", index=True)
    entity = fields.Selection(ENTITIES, required=True)
    kind = fields.Selection(
        [
            ("field", "Another value"),
            ("conflict", "Waits for a decision"),
            ("only_sage", "Only in SAGE"),
            ("only_odoo", "Only in Odoo"),
            ("gone", "Gone from SAGE"),
            ("unreadable", "Cannot be read"),
        ],
        required=True,
    )
    key = fields.Char()
    model = fields.Char()
    res_id = fields.Many2oneReference(model_field="model")
    field = fields.Char()
    ours = fields.Text()
    theirs = fields.Text()
    repair = fields.Selection(
        [
            ("pull", "Take SAGE's record again"),
            ("push", "Send ours again"),
            ("decide", "Decide the conflict"),
            ("match", "Answer the question"),
            ("replay", "Send again what was given up"),
            ("scan", "Compare the keys"),
            ("correct", "Correct the value by hand"),
        ],
        required=True,
    )
    repaired_at = fields.Datetime(readonly=True)
