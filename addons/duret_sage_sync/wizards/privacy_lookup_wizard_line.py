"""A client asks to be forgotten: what the exchange keeps of him goes, but for keys without a name."""

from odoo import models
from odoo.exceptions import UserError

BINDING, OPERATION, PARTNER = "duret.sage.binding", "duret.sage.operation", "res.partner"


class PrivacyLookupWizardLine(models.TransientModel):
    _inherit = "privacy.lookup.wizard.line"

    def action_unlink(self):
        """Override: a sending is emptied and keeps its key; who is still in SAGE is to be deleted there first.

        :raises UserError: SAGE has the record, or has not answered yet
        """
        self.ensure_one()
        if not self.is_unlinked and self.res_model == PARTNER:
            self._duret_sage_let_go()
        if self.is_unlinked or not (self.res_model or "").startswith("duret.sage."):
            return super().action_unlink()
        # sudo: only administrators reach this wizard; core deletes in superuser mode at this very place.
        row = self.env[self.res_model].sudo().browse(self.res_id).exists()
        if row and row._name == OPERATION:
            self._duret_sage_forget_sending(row)
            self.execution_details = self.env._("Emptied: %s", f"{self.res_model_id.name} #{self.res_id}")
            self.is_unlinked = True
            return None
        if row and row._name == BINDING:
            self._duret_sage_forget(row)
        return super().action_unlink()

    def _duret_sage_let_go(self):
        """A contact whom SAGE has no more may go; of one whom it has, the deletion of contacts says so."""
        # sudo: see above.
        bindings = self.env[BINDING].sudo().search([("model", "=", PARTNER), ("res_id", "=", self.res_id)])
        if bindings and all(binding.state == "gone" for binding in bindings):
            self._duret_sage_forget(bindings)
            bindings.unlink()

    def _duret_sage_forget(self, bindings):
        """Forget what was received of records that SAGE has no more; were they to come back, they would be new."""
        alive = bindings.filtered(lambda binding: binding.state != "gone")
        if alive:
            raise UserError(
                self.env._(
                    "SAGE still has %s: delete the record there; the comparison of the next night sees it, then it can"
                    " be forgotten here.",
                    alive[0].record_name,
                )
            )
        bindings._forget_received()

    def _duret_sage_forget_sending(self, operation):
        """Empty a sending that is over; one that has not left goes whole."""
        if operation.state == "pending" and not operation.attempts:
            operation.unlink()
        elif operation.state in ("confirmed", "withdrawn"):
            operation._forget_content()
        else:
            raise UserError(self.env._("SAGE was sent this and has not answered yet: wait for the next exchange."))
