from odoo import fields, models

from .sage_words import ENTITIES


class DuretSageConflict(models.Model):
    """One field that both sides changed differently (see `sage.store.Conflict`)."""

    _name = "duret.sage.conflict"
    _description = "SAGE Conflict"
    _order = "create_date, id"

    backend_id = fields.Many2one("duret.sage.backend", required=True, ondelete="restrict", index=True)
    entity = fields.Selection(ENTITIES, required=True)
    key = fields.Char(required=True)
    field = fields.Char(required=True)
    base = fields.Text()
    # None (never agreed on) and "" (agreed: empty) are not the same, and Odoo reads both as False.
    has_base = fields.Boolean()
    ours = fields.Text()
    theirs = fields.Text()
    reason = fields.Selection(
        [
            ("both_changed", "Both sides changed it"),
            ("not_taken", "SAGE holds another value than the one it was given"),
            ("first_binding", "Two records that existed on both sides"),
            ("totals", "The sums of both sides differ"),
        ],
        required=True,
    )
    changed_by = fields.Char(help="Who changed our side last")
    stamp = fields.Char(help="When SAGE's side changed, by its own clock")
    decision = fields.Selection([("ours", "Keep the value of Odoo"), ("theirs", "Take the value of SAGE")])
    decided_by_id = fields.Many2one("res.users", readonly=True)
    decided_at = fields.Datetime(readonly=True)
    state = fields.Selection(
        [("open", "To decide"), ("settled", "Settled")], required=True, default="open", readonly=True
    )
    settled_at = fields.Datetime(readonly=True)

    _one_open = models.UniqueIndex(
        "(backend_id, entity, key, field) WHERE state = 'open'", "This field is already in conflict."
    )
