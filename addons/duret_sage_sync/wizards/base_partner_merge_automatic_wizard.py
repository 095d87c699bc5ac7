"""Contacts that are merged keep what binds them to SAGE; two that SAGE has both cannot become one here alone."""

from odoo import api, models
from odoo.exceptions import UserError

from ..sage.store import OPEN_OPERATIONS

PARTNER = "res.partner"
HISTORY = ("duret.sage.operation", "duret.sage.run.line", "duret.sage.gap")


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Core moves what points to a contact by a foreign key; the exchange points by model and number."""

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        """Override: the exchange follows the contact that stays.

        :raise UserError: when two of the contacts are in SAGE, or an answer of SAGE is awaited
        """
        self._duret_sage_check(src_partners, dst_partner)
        self._duret_sage_move(src_partners, dst_partner)
        return super()._update_foreign_keys(src_partners, dst_partner)

    @api.model
    def _update_values(self, src_partners, dst_partner):
        """Override: a number of SAGE is taken from one contact before the other has it."""
        # sudo: whoever may merge contacts may have the number follow; whether there are two was asked before.
        sources, stays = src_partners.sudo(), dst_partner.sudo()
        number = next(iter((stays | sources).filtered("duret_sage_number").mapped("duret_sage_number")), False)
        sources.write({"duret_sage_number": False})
        sources.flush_recordset(["duret_sage_number"])
        result = super(BasePartnerMergeAutomaticWizard, self.with_context(duret_sage_merging=True))._update_values(
            src_partners.with_context(duret_sage_merging=True), dst_partner.with_context(duret_sage_merging=True)
        )
        stays.write({"duret_sage_number": number})
        return result

    # --- whether it may be done
    def _duret_sage_check(self, src_partners, dst_partner):
        """Refuse what would break a pair of records, and say what to do instead."""
        everybody = src_partners | dst_partner
        bindings = self._duret_sage_rows("duret.sage.binding", everybody)
        alive = bindings.filtered(lambda binding: binding.state != "gone")
        pairs = alive.grouped(lambda binding: (binding.backend_id, binding.entity))
        # sudo: names and numbers, to say why.
        numbers = set(everybody.sudo().filtered("duret_sage_number").mapped("duret_sage_number"))
        if any(len(pair) > 1 for pair in pairs.values()) or len(numbers) > 1:
            raise UserError(
                self.env._(
                    "SAGE has both of these contacts (%s). Merge them in SAGE first, or delete one there; after the"
                    " next exchange they can be merged here.",
                    ", ".join(sorted(numbers | set(alive.filtered("number").mapped("number")))),
                )
            )
        for binding in alive.filtered(lambda binding: binding.res_id != dst_partner.id):
            self._duret_sage_check_place(binding, dst_partner)
        for operation in self._duret_sage_open(src_partners):
            if operation.state != "pending" or operation.attempts:
                raise UserError(
                    self.env._("An answer of SAGE is awaited for one of these contacts: merge them after the exchange.")
                )

    def _duret_sage_check_place(self, binding, dst_partner):
        """A client of SAGE stays a client, and a person stays with the client that SAGE says."""
        source = self.env[PARTNER].browse(binding.res_id)
        firm = dst_partner.commercial_partner_id
        stands_alone = firm == dst_partner
        is_client = binding.entity == "client"
        if stands_alone != is_client or not (is_client or firm == source.commercial_partner_id):
            raise UserError(
                self.env._(
                    "%(name)s is known to SAGE under another client or in another part: keep this contact and merge"
                    " the other into it.",
                    name=source.display_name,
                )
            )

    # --- doing it
    def _duret_sage_move(self, src_partners, dst_partner):
        """Bindings, operations, questions and history follow the contact that stays."""
        bindings = self._duret_sage_rows("duret.sage.binding", src_partners | dst_partner)
        for pair in bindings.grouped(lambda binding: (binding.backend_id, binding.entity)).values():
            kept = pair.sorted(lambda one: (one.state == "gone", one.res_id != dst_partner.id, -one.id))[:1]
            # What SAGE has no more goes: were it to come back, it would be recognised by what it says.
            (pair - kept).unlink()
            pair.flush_model()
            if kept.res_id != dst_partner.id:
                self._duret_sage_take_over(self.env[PARTNER].browse(kept.res_id), dst_partner)
                kept.res_id = dst_partner.id
        # Nothing of these was sent yet: what SAGE is to have is asked anew of the contact that stays.
        self._duret_sage_open(src_partners).unlink()
        self._duret_sage_move_questions(src_partners, dst_partner)
        for model in HISTORY:
            self._duret_sage_rows(model, src_partners).write({"res_id": dst_partner.id})
        dst_partner._duret_sage_touch()
        self.env.flush_all()

    def _duret_sage_take_over(self, source, dst_partner):
        """What is remembered of SAGE's side belongs to the binding."""
        # sudo: technical fields, which only the exchange and this merge write.
        source, stays = source.sudo(), dst_partner.sudo()
        stays.write({"duret_sage_words": source.duret_sage_words, "duret_sage_is_gone": source.duret_sage_is_gone})

    def _duret_sage_move_questions(self, src_partners, dst_partner):
        """A question about a contact that goes is one about the contact that stays, once for each key."""
        questions = self._duret_sage_rows("duret.sage.match", src_partners | dst_partner)
        for same in questions.grouped(lambda one: (one.backend_id, one.entity, one.key)).values():
            kept = same.sorted(lambda one: (not one.decision, one.res_id != dst_partner.id, one.id))[:1]
            (same - kept).unlink()
            same.flush_model()
            kept.res_id = dst_partner.id
        self._duret_sage_rows("duret.sage.match.key", src_partners).unlink()

    def _duret_sage_rows(self, model, partners):
        """Give the rows of a model of the exchange that point to contacts."""
        # sudo: whoever may merge contacts may have the exchange follow; nothing of it is shown.
        return self.env[model].sudo().search([("model", "=", PARTNER), ("res_id", "in", partners.ids)])

    def _duret_sage_open(self, partners):
        rows = self._duret_sage_rows("duret.sage.operation", partners)
        return rows.filtered(lambda operation: operation.state in OPEN_OPERATIONS)
