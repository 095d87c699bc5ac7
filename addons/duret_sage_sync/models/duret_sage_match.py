from odoo import fields, models
from odoo.fields import Domain

from .sage_words import ENTITIES


class DuretSageMatch(models.Model):
    """A question to a person: is this record of ours the one of that key? (see `sage.store.Proposal`)"""

    _name = "duret.sage.match"
    _description = "Match Proposal"
    _inherit = ["duret.sage.decided", "duret.sage.told", "duret.sage.pointed"]
    _code_field = "rung"
    _detail_field = ""
    _order = "held desc, score desc, id"

    backend_id = fields.Many2one("duret.sage.backend", required=True, ondelete="restrict", index=True)
    entity = fields.Selection(ENTITIES, required=True)
    key = fields.Char(required=True)
    model = fields.Char(required=True)
    res_id = fields.Many2oneReference(model_field="model", required=True, index=True)
    rung = fields.Char(required=True)
    score = fields.Integer(required=True)
    held = fields.Boolean()
    decision = fields.Selection([("same", "The same"), ("distinct", "Two different ones")])
    decided_by_id = fields.Many2one("res.users", readonly=True)
    decided_at = fields.Datetime(readonly=True)

    _pair_unique = models.Constraint(
        "UNIQUE (backend_id, entity, key, model, res_id)", "This question was already asked."
    )

    def action_same(self):
        """Say that both are the same: the next exchange binds them. The other candidates of that key are not.

        :return: True
        :raises AccessError: only the office decides
        :raises UserError: a colleague has decided, or it is carried out already
        """
        matches = self._for_office()
        if len({(one.backend_id, one.entity, one.key) for one in matches}) < len(matches):
            self._refuse("one_of_several")
        others = matches._candidates() - matches
        (matches | others)._keep_decision({"same": matches, "distinct": others.filtered(lambda one: not one.decision)})
        return True

    def action_distinct(self):
        """Say that they are two different ones; see :meth:`action_same`."""
        matches = self._for_office()
        matches._keep_decision({"distinct": matches})
        return True

    def action_undo(self):
        """Take an answer back, with what followed from it for the other candidates, until it is carried out.

        :return: True
        :raises UserError: it is carried out already
        """
        matches = self._for_office()
        together = matches._candidates().filtered(lambda one: one.decided_at in matches.mapped("decided_at"))
        (matches | together)._refuse_carried_out()
        (matches | together).write({"decision": False, "decided_by_id": False, "decided_at": False})
        return True

    def _keep_decision(self, decisions):
        """Keep answers with who and when, and queue the exchange that carries them out.

        :param dict decisions: decision → matches
        """
        self._refuse_carried_out()
        self._refuse_decided_by_other()
        signed = {"decided_by_id": self.env.uid, "decided_at": fields.Datetime.now()}
        for decision, matches in decisions.items():
            matches.write({"decision": decision, **signed})
        self.backend_id._queue_sync()

    def _candidates(self):
        """Give all questions about the keys of these."""
        return self.search(Domain.OR(self._place(one) for one in self)) if self else self

    def _place(self, one):
        same = Domain("backend_id", "=", one.backend_id.id) & Domain("entity", "=", one.entity)
        return same & Domain("key", "=", one.key)

    def _refuse_carried_out(self):
        """Refuse when the record of SAGE that waited for the answer is bound by now.

        :raises UserError:
        """
        held = self.filtered(lambda one: one.held and one.decision)
        if not held:
            return
        if self.env["duret.sage.binding"].search_count(Domain.OR(self._place(one) for one in held), limit=1):
            self._refuse("already_carried_out")
