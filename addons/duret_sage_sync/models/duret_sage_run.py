from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..sage.words_fr import sentence
from .sage_words import BRAKES

VACUUM_BATCH = 200
GAP_FIELDS = ("entity", "kind", "key", "field", "ours", "theirs", "repair")


class DuretSageRun(models.Model):
    """The journal of one run, with its figures (see `sage.engine.Report`)."""

    _name = "duret.sage.run"
    _description = "SAGE Run"
    _inherit = ["duret.sage.run.shown", "duret.sage.kept"]
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
    stopped_sentence = fields.Char(string="Why it stopped", compute="_compute_stopped_sentence")
    by_brake = fields.Boolean(compute="_compute_stopped_sentence", help="A brake has stopped it before its first write")
    user_id = fields.Many2one("res.users", help="Who started it; nobody when it ran by itself")
    line_ids = fields.One2many("duret.sage.run.line", "run_id")
    proof_ids = fields.One2many("duret.sage.proof", "run_id")

    _recent_index = models.Index("(backend_id, kind, id)")

    @api.autovacuum
    def _gc_runs(self, limit=VACUUM_BATCH):
        """Forget runs of long ago with their lines, proofs and differences, a batch at a time.

        The last run of each kind and each end stays: alerts and the cockpit speak of it.

        :param limit: runs deleted at most
        :return: (runs deleted, whether some remain)
        """
        last = self._read_group([], ["backend_id", "kind", "state", "rehearsal"], ["id:max"])
        kept = [row[-1] for row in last]
        return self._forget_past("begun_at", Domain("id", "not in", kept), limit)

    @api.depends("backend_id.name", "kind", "begun_at")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for run in self:
            moment = fields.Datetime.context_timestamp(run, run.begun_at) if run.begun_at else False
            told = (run.backend_id.name, kinds.get(run.kind), moment and moment.strftime("%d/%m/%Y %H:%M"))
            run.display_name = " · ".join(filter(None, told))

    @api.depends("stopped", "stopped_by")
    def _compute_stopped_sentence(self):
        for run in self:
            run.stopped_sentence = sentence(run.stopped, run.stopped_by or "") if run.stopped else False
            run.by_brake = run.stopped in BRAKES

    def action_force(self):
        """Queue the exchange anew without brakes, once a manager has looked at what stopped this one.

        :return: see `action_sync_forced` of the company
        :raises AccessError: no manager
        :raises UserError: no brake has stopped this run
        """
        self.ensure_one()
        self.check_access("read")
        if not self.by_brake:
            raise UserError(self.env._("No brake has stopped this run."))
        return self.backend_id.action_sync_forced()

    def _keep_lines(self, store, report):
        """Keep a line for each record of a report.

        :param store: that tells our records by the engine's ids
        :param report: :class:`sage.engine.Report`
        """
        values = []
        for entry in report.entries:
            # What a rehearsal has made is gone again.
            undone = self.rehearsal and entry.verb == "created"
            model, res_id = self._split(store, entry.entity, "" if undone else entry.local)
            line = {"entity": entry.entity, "verb": entry.verb, "key": entry.key, "detail": entry.detail}
            values.append(line | {"run_id": self.id, "model": model, "res_id": res_id})
        self.env["duret.sage.run.line"].create(values)

    def _keep_proofs(self, store, proofs):
        """Keep what a proof has found, entity by entity, with the first thousand differences.

        :param proofs: list of :class:`sage.engine.Proof`
        """
        kept = self.env["duret.sage.proof"].create([self._proof_values(proof.figures()) for proof in proofs])
        values = []
        for record, proof in zip(kept, proofs, strict=True):
            for gap in proof.gaps:
                model, res_id = self._split(store, gap.entity, gap.local)
                line = {name: getattr(gap, name) for name in GAP_FIELDS}
                values.append(line | {"proof_id": record.id, "model": model, "res_id": res_id})
        self.env["duret.sage.gap"].create(values)

    def _proof_values(self, figures):
        odoo, sage = figures["odoo"], figures["sage"]
        return {
            "run_id": self.id,
            "entity": figures["entity"],
            "is_equal": figures["equal"],
            "count_odoo": odoo["count"],
            "count_sage": sage["count"],
            "fingerprint_odoo": odoo["fingerprint"],
            "fingerprint_sage": sage["fingerprint"],
            "sums": {"odoo": odoo["sums"], "sage": sage["sums"]},
            "gap_count": figures["gaps"],
        }

    def _split(self, store, entity, local):
        """Give (model, id) of one of our records, (False, False) when the line speaks of none."""
        return store.split(entity, local) if local and not local.startswith("new:") else (False, False)
