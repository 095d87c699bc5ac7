from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from .duret_sage_kept import VACUUM_BATCH
from .sage_words import ENTITIES


class DuretSageRejection(models.Model):
    """A line of a file that is no record, as it came, with the reason."""

    _name = "duret.sage.rejection"
    _description = "Line Refused"
    _inherit = ["duret.sage.told", "duret.sage.kept"]
    _order = "id desc"

    backend_id = fields.Many2one("duret.sage.backend", required=True, ondelete="restrict", index=True)
    entity = fields.Selection(ENTITIES, required=True)
    source = fields.Char()
    line = fields.Integer()
    raw = fields.Text()
    code = fields.Char(required=True)
    detail = fields.Char()
    seen_by_id = fields.Many2one("res.users", readonly=True)
    seen_at = fields.Datetime(readonly=True)

    _line_unique = models.UniqueIndex(
        "(backend_id, entity, COALESCE(source, ''), line, md5(COALESCE(raw, '')))", "This line is already known."
    )
    _unseen_index = models.Index("(backend_id) WHERE seen_at IS NULL")

    _seen_index = models.Index("(seen_at) WHERE seen_at IS NOT NULL")

    @api.autovacuum
    def _gc_seen(self, limit=VACUUM_BATCH):
        """Forget lines that somebody looked at long ago, a batch at a time; see `_forget_past`."""
        return self._forget_past("seen_at", Domain("seen_at", "!=", False), limit)

    @api.depends("source", "line")
    def _compute_display_name(self):
        for row in self:
            place = self.env._("line %s", row.line) if row.line else False
            row.display_name = " · ".join(filter(None, (row.source, place))) or self.env._("Refused line")

    def action_seen(self):
        """Note that a person has looked at these lines and done what had to be done; they stay readable.

        :return: True
        :raises AccessError: neither assistant nor administrator
        """
        self.check_access("read")
        if not self.env.user.has_group("duret_base.group_assistant"):
            raise AccessError(self.env._("Only the office looks after refused lines."))
        # the role is checked above; the table is written by the exchange alone otherwise
        unseen = self.sudo().filtered(lambda line: not line.seen_at)
        unseen.write({"seen_by_id": self.env.uid, "seen_at": fields.Datetime.now()})
        unseen.backend_id._review_alerts()
        return True
