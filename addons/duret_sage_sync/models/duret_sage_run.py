from odoo import fields, models


class DuretSageRun(models.Model):
    """The journal of one run, with its figures (see `sage.engine.Report`)."""

    _name = "duret.sage.run"
    _description = "SAGE Run"
    _order = "begun_at desc, id desc"

    backend_id = fields.Many2one("duret.sage.backend", required=True, ondelete="restrict", index=True)
    kind = fields.Selection(
        [("sync", "Exchange"), ("scan", "Comparison of keys"), ("proof", "Proof of equality")], required=True
    )
    rehearsal = fields.Boolean()
    forced = fields.Boolean(help="Started by a manager without brakes")
    begun_at = fields.Datetime(required=True, index=True)
    ended_at = fields.Datetime()
    state = fields.Selection(
        [("running", "Running"), ("done", "Done"), ("stopped", "Stopped")], required=True, default="running"
    )
    report = fields.Json()
    stopped = fields.Char(help="Code of what ended it early")
    stopped_by = fields.Char()
    user_id = fields.Many2one("res.users", help="Who started it; nobody when it ran by itself")
    line_ids = fields.One2many("duret.sage.run.line", "run_id")
    proof_ids = fields.One2many("duret.sage.proof", "run_id")
