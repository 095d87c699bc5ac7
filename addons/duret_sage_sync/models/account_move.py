from odoo import api, fields, models
from odoo.exceptions import UserError

from .duret_sage_document import alters, by_exchange

TRAVELLING = frozenset(
    "name ref state date invoice_date partner_id move_type company_id duret_sage_number duret_sage_kind "
    "duret_sage_state duret_sage_date duret_sage_paid".split()
)
# What may still be written on an invoice of SAGE's: who talks about it, who was sent it, what programs note. All else
# is closed, so that a field that another addon brings is closed as well.
FREE = frozenset(
    "activity_ids message_ids message_follower_ids message_partner_ids message_main_attachment_id attachment_ids "
    "rating_ids website_message_ids access_token is_move_sent sending_data invoice_pdf_report_id "
    "invoice_pdf_report_file made_sequence_gap is_manually_modified no_followup "
    "inalterable_hash secure_sequence_number duret_sage_version duret_sage_changed_by_id".split()
)


class AccountMove(models.Model):
    """Invoices that come from SAGE: SAGE's totals to the cent, and nobody alters them here."""

    _name = "account.move"
    _inherit = ["duret.sage.document", "account.move"]
    _rec_names_search = ["name", "partner_id.name", "ref", "duret_sage_number"]

    duret_sage_paid = fields.Monetary(
        "Paid in SAGE", readonly=True, copy=False, help="What SAGE says was paid; no entry is made of it in Odoo"
    )

    @api.model
    def _duret_sage_fields(self):
        """Override: what travels of an invoice."""
        return TRAVELLING

    def _duret_sage_is_locked(self):
        """Override: whatever SAGE has sent."""
        return bool(self.duret_sage_kind)

    # --- unalterable
    def _duret_sage_refuse(self):
        """Refuse whatever would alter an invoice of SAGE's.

        :raise UserError: when there is one among these and a person writes, whatever his rights
        """
        locked = self.browse() if by_exchange(self.env) else self.filtered("duret_sage_kind")
        if locked:
            raise UserError(
                self.env._(
                    "Invoice %s comes from SAGE and cannot be altered here. Correct it in SAGE: the next exchange "
                    "brings the correction.",
                    ", ".join(locked[:5].mapped(lambda move: move._duret_sage_name())),
                )
            )

    def write(self, vals):
        """Refuse to alter an invoice of SAGE's: amounts, lines, client, dates, number, state."""
        if alters(self, vals, FREE):
            self._duret_sage_refuse()
        return super().write(vals)

    def unlink(self):
        """Refuse it; see :meth:`write`."""
        self._duret_sage_refuse()
        return super().unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_from_sage(self):
        self._duret_sage_refuse()

    def copy_data(self, default=None):
        """Refuse a copy: the same invoice would stand here twice."""
        self._duret_sage_refuse()
        return super().copy_data(default)

    def _reverse_moves(self, default_values_list=None, cancel=False):
        """Refuse a credit note of ours: it is made in SAGE."""
        self._duret_sage_refuse()
        return super()._reverse_moves(default_values_list=default_values_list, cancel=cancel)

    def _post(self, soft=True):
        """Refuse to post: SAGE says what is an invoice."""
        self._duret_sage_refuse()
        return super()._post(soft=soft)

    def button_draft(self):
        """Refuse it; see :meth:`write`."""
        self._duret_sage_refuse()
        return super().button_draft()

    def button_cancel(self):
        """Refuse it; see :meth:`write`."""
        self._duret_sage_refuse()
        return super().button_cancel()

    def action_switch_move_type(self):
        """Refuse it; see :meth:`write`."""
        self._duret_sage_refuse()
        return super().action_switch_move_type()

    def action_reverse(self):
        """Refuse it before the assistant opens."""
        self._duret_sage_refuse()
        return super().action_reverse()

    def action_register_payment(self):
        """Refuse it before the assistant opens: payments are typed in SAGE."""
        self._duret_sage_refuse()
        return super().action_register_payment()

    def _must_check_constrains_date_sequence(self):
        """Override: numbers of SAGE follow SAGE's rules."""
        return not self.duret_sage_kind and super()._must_check_constrains_date_sequence()

    # --- paid, as SAGE says
    @api.depends("duret_sage_paid", "duret_sage_kind")
    def _compute_amount(self):
        """What is left to pay of an invoice of SAGE's is what SAGE says; no entry is made for it."""
        result = super()._compute_amount()
        for move in self.filtered("duret_sage_kind"):
            left = move.amount_total - abs(move.duret_sage_paid)
            move.amount_residual = left
            move.amount_residual_signed = -left if move.move_type == "out_refund" else left
        return result

    @api.depends("duret_sage_paid", "duret_sage_kind")
    def _compute_payment_state(self):
        """Paid, partly or not: by what SAGE says was paid."""
        ours = self.filtered("duret_sage_kind")
        result = super(AccountMove, self - ours)._compute_payment_state()
        for move in ours:
            move.payment_state = move._duret_sage_payment_state()
        return result

    def _duret_sage_payment_state(self):
        """Give the state of payment out of the total and what SAGE says was paid.

        :return: "paid", "partial" or "not_paid"
        """
        paid = abs(self.duret_sage_paid)
        if self.state != "posted" or self.currency_id.is_zero(paid):
            is_free = self.state == "posted" and self.currency_id.is_zero(self.amount_total)
            return "paid" if is_free else "not_paid"
        return "paid" if self.currency_id.compare_amounts(paid, self.amount_total) >= 0 else "partial"
