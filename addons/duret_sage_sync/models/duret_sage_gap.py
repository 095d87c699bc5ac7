from odoo import fields, models
from odoo.fields import Domain

from ..sage.engine import Gap
from .sage_words import ENTITIES


class DuretSageGap(models.Model):
    """One difference that a proof found, with what repairs it (see `sage.engine.Gap`)."""

    _name = "duret.sage.gap"
    _description = "Difference with SAGE"
    _inherit = ["duret.sage.decided", "duret.sage.pointed", "duret.sage.valued"]
    _order = "id"

    proof_id = fields.Many2one("duret.sage.proof", required=True, ondelete="cascade", index=True)
    backend_id = fields.Many2one(related="proof_id.backend_id")
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
    repaired_by_id = fields.Many2one("res.users", readonly=True)

    def action_repair(self):
        """Close a difference when a machine may; else show what a person must decide.

        :return: True, or the action that opens the conflict, the question or the record to correct
        :raises AccessError: only the office decides
        :raises UserError: SAGE cannot be reached, another run is under way, or the value must be corrected in SAGE
        """
        self.ensure_one()
        gap = self._for_office()
        if gap.repair in ("decide", "match", "correct"):
            return gap._ask_person()
        backend = gap.proof_id.backend_id
        if not backend._repair(gap._as_engine()):
            return gap._ask_person()
        gap._together().write({"repaired_by_id": self.env.uid, "repaired_at": fields.Datetime.now()})
        backend._review_alerts()
        return True

    def _as_engine(self):
        """Give this difference as the engine knows it.

        :return: :class:`sage.engine.Gap`
        """
        local = self.env["duret.sage.desk"]._of(self.entity)._join(self.model, self.res_id) if self.res_id else ""
        texts = {name: self[name] or "" for name in ("key", "field", "ours", "theirs")}
        return Gap(self.entity, self.kind, local=local, repair=self.repair, **texts)

    def _together(self):
        """Give the differences of this proof that were closed with this one: of its record, or all missing keys."""
        domain = Domain("proof_id", "=", self.proof_id.id) & Domain("repaired_at", "=", False)
        if self.repair == "scan":
            return self | self.search(domain & Domain("repair", "=", "scan"))
        if not self.key:
            return self
        return self | self.search(domain & Domain("key", "=", self.key) & Domain("repair", "=", self.repair))

    def _ask_person(self):
        """Open what a person must look at first.

        :return: an action
        :raises UserError: nothing here can be opened: the value is to be corrected in SAGE
        """
        place = Domain("backend_id", "=", self.proof_id.backend_id.id) & Domain("entity", "=", self.entity)
        place &= Domain("key", "=", self.key)
        conflict = self.env["duret.sage.conflict"].search(place & Domain("state", "=", "open"), limit=1)
        match = self.env["duret.sage.match"].search(place & Domain("decision", "=", False), limit=1)
        if self.key and (conflict or match):
            return self._open_card(conflict or match)
        if self.repair == "correct" and self.res_id:
            return {
                "type": "ir.actions.act_window",
                "res_model": self.model,
                "res_id": self.res_id,
                "view_mode": "form",
            }
        return self._refuse("correct_in_sage" if self.repair == "correct" else "not_found", self.key or "")

    def _open_card(self, row):
        """Open the screen where a conflict or a question is answered."""
        name = row._name.rpartition(".")[2]
        action = self.env["ir.actions.actions"]._for_xml_id(f"duret_sage_sync.duret_sage_{name}_screen_action")
        return action | {"context": {f"{name}_id": row.id, "backend_id": row.backend_id.id}}
