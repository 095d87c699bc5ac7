import hashlib
import json

from odoo import api, fields, models
from odoo.fields import Domain

from ..sage.mapping import unit_of
from .duret_sage_kept import VACUUM_BATCH
from .sage_words import ENTITIES


class DuretSageConflict(models.Model):
    """One field that both sides changed differently (see `sage.store.Conflict`)."""

    _name = "duret.sage.conflict"
    _description = "SAGE Conflict"
    _inherit = ["duret.sage.decided", "duret.sage.told", "duret.sage.pointed", "duret.sage.valued", "duret.sage.kept"]
    _code_field = "reason"
    _detail_field = ""
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

    _settled_index = models.Index("(settled_at) WHERE state = 'settled'")

    @api.autovacuum
    def _gc_settled(self, limit=VACUUM_BATCH):
        """Forget conflicts that were settled long ago, a batch at a time; see `_forget_past`."""
        return self._forget_past("settled_at", Domain("state", "=", "settled"), limit)

    def action_ours(self, seen=None):
        """Keep the value of Odoo, which the next exchange sends; fields of one unit are decided together.

        :param dict seen: mark of the values that the person has before his eyes (see :meth:`_values_mark`) by id of the
            conflict, as text; None when nothing tells
        :return: True
        :raises AccessError: only the office decides
        :raises UserError: a colleague has decided, it is carried out already, or a value is not the one that was shown
        """
        return self._decide("ours", seen)

    def action_theirs(self, seen=None):
        """Take the value of SAGE; see :meth:`action_ours`."""
        return self._decide("theirs", seen)

    def action_undo(self):
        """Take a decision back as long as no exchange has carried it out.

        :return: True
        :raises UserError: it is carried out already
        """
        unit = self._for_office()._unit()
        unit._refuse_settled()
        unit.write({"decision": False, "decided_by_id": False, "decided_at": False})
        return True

    def _decide(self, decision, seen=None):
        """Keep a decision with who and when, and queue the exchange that carries it out."""
        unit = self._for_office()._unit()
        unit._refuse_settled()
        unit._refuse_decided_by_other()
        if seen is not None and any(seen.get(str(one.id)) != one._values_mark() for one in unit):
            self._refuse("shown_before")
        unit.write({"decision": decision, "decided_by_id": self.env.uid, "decided_at": fields.Datetime.now()})
        unit.backend_id._queue_sync()
        return True

    def _values_mark(self):
        """Give a short mark of both values: another one as soon as one of them changes."""
        return hashlib.sha256(json.dumps([self.ours, self.theirs]).encode()).hexdigest()[:16]

    def _unit(self):
        """Give these conflicts with those of the fields that are decided together with theirs."""
        places = Domain.OR(
            Domain("backend_id", "=", one.backend_id.id)
            & Domain("entity", "=", one.entity)
            & Domain("key", "=", one.key)
            & Domain("field", "in", unit_of(one.entity, one.field))
            for one in self
        )
        return self | self.search(places & Domain("state", "=", "open"))

    def _refuse_settled(self):
        if any(one.state != "open" for one in self):
            self._refuse("already_carried_out")
