from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .document_case import CABLE, DocumentCase

REASON = "comes from SAGE"


@tagged("post_install", "-at_install")
class TestInvoiceGuard(DocumentCase):
    """Nobody alters an invoice of SAGE's: by no form, no button, no assistant, no import, whatever his rights."""

    def setUp(self):
        super().setUp()
        self.marq = self.document(DO_Type=6)
        self.exchanged()
        self.move = self.bound_to(self.marq)
        self.before = self.snapshot()

    def snapshot(self):
        self.env.flush_all()
        self.env.invalidate_all()
        lines = ["name", "quantity", "price_unit", "discount", "balance", "account_id", "tax_ids", "amount_residual"]
        head = ["name", "state", "date", "invoice_date", "partner_id", "amount_total", "payment_state", "ref"]
        return self.move.read(head), self.move.line_ids.sorted("id").read(lines)

    def refused(self, attempt, user=None):
        """Run an attempt as somebody; it is refused with our sentence and leaves no trace."""
        move = self.move.with_user(user) if user else self.move
        with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
            attempt(move)
        self.assertIn(REASON, str(caught.exception))

    def attempts(self):
        other = self.env["res.partner"].create({"name": "Autre"})
        line = self.move.invoice_line_ids[0]
        fields_ = {
            "partner_id": other.id,
            "invoice_date": "2020-01-01",
            "date": "2020-01-01",
            "invoice_date_due": "2020-01-01",
            "name": "FA99999",
            "ref": "X",
            "state": "draft",
            "narration": "X",
            "payment_reference": "X",
            "currency_id": self.env.ref("base.USD").id,
            "journal_id": self.move.journal_id.id,
            "move_type": "out_refund",
            "fiscal_position_id": False,
            "invoice_line_ids": [Command.update(line.id, {"price_unit": 1})],
            "line_ids": [Command.delete(line.id)],
            "amount_total": 1.0,
            "payment_state": "paid",
        }
        yield from (
            (name, lambda move, name=name, value=value: move.write({name: value})) for name, value in fields_.items()
        )
        for name in (
            "button_draft",
            "button_cancel",
            "action_post",
            "action_reverse",
            "action_register_payment",
            "unlink",
            "copy",
            "action_switch_move_type",
            "action_duplicate",
        ):
            yield name, lambda move, name=name: getattr(move, name)()
        yield "_reverse_moves", lambda move: move._reverse_moves()
        yield "_post", lambda move: move._post()

    def line_attempts(self):
        line = self.move.invoice_line_ids[0]
        tax = self.move.line_ids.filtered("tax_line_id")[0]
        yield lambda move: line.with_env(move.env).write({"price_unit": 1})
        yield lambda move: line.with_env(move.env).write({"name": "X"})
        yield lambda move: tax.with_env(move.env).write({"amount_currency": 1})
        yield lambda move: line.with_env(move.env).unlink()
        yield lambda move: line.with_env(move.env).write({"tax_ids": [Command.clear()]})
        yield lambda move: move.env["account.move.line"].create({"move_id": move.id, "name": "X", "price_unit": 1})
        yield lambda move: line.with_env(move.env).with_context(default_move_id=move.id).create({"name": "X"})
        other = self.env["account.move"].create({"move_type": "out_invoice", "partner_id": self.move.partner_id.id})
        yield lambda move: line.with_env(move.env).copy({"move_id": other.id}).write({"move_id": move.id})

    def test_by_every_method_and_role(self):
        accountant = self.env["res.users"].create(
            {
                "name": "Comptable",
                "login": "comptable_sage",
                "group_ids": [Command.link(self.env.ref("account.group_account_manager").id)],
            }
        )
        for user in (accountant, self.env.ref("base.user_admin"), self.env.ref("base.user_root")):
            for name, attempt in self.attempts():
                with self.subTest(name, user=user.login):
                    self.refused(attempt, user)
            for attempt in self.line_attempts():
                with self.subTest("line", user=user.login):
                    self.refused(attempt, user)
        self.assertEqual(self.snapshot(), self.before)

    def test_superuser_mode_and_forged_contexts(self):
        forged = {"duret_sage_exchange": True, "duret_sage_applying": True, "skip_readonly_check": True}
        self.refused(lambda move: move.sudo().with_context(**forged).write({"ref": "X"}))
        self.refused(lambda move: move.sudo().with_context(duret_sage_exchange="EXCHANGE").button_draft())
        self.refused(lambda move: move.with_context(force_delete=True).sudo().unlink())
        self.assertEqual(self.snapshot(), self.before)

    def test_assistants_of_accounting(self):
        context = {"active_model": "account.move", "active_ids": self.move.ids, "active_id": self.move.id}
        journal = self.env["account.journal"].search([("type", "=", "bank")], limit=1)
        reversal = self.env["account.move.reversal"].with_context(**context)
        self.refused(lambda _move: reversal.create({"journal_id": self.move.journal_id.id}).reverse_moves())
        self.refused(lambda _move: reversal.create({"journal_id": self.move.journal_id.id}).modify_moves())
        payment = self.env["account.payment.register"].with_context(**context)
        self.refused(lambda _move: payment.create({"journal_id": journal.id}).action_create_payments())
        resequence = self.env["account.resequence.wizard"].with_context(**context)
        self.refused(lambda _move: resequence.create({"first_name": "FA09999"}).resequence())
        self.assertEqual(self.snapshot(), self.before)

    def test_no_payment_is_reconciled(self):
        payment = self.env["account.payment"].create(
            {
                "partner_id": self.move.partner_id.id,
                "amount": 252.0,
                "payment_type": "inbound",
                "partner_type": "customer",
            }
        )
        payment.action_post()
        receivable = self.move.line_ids.filtered(lambda line: line.display_type == "payment_term")
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "line_ids": [
                    Command.create(
                        {"account_id": receivable.account_id.id, "partner_id": self.move.partner_id.id, **side}
                    )
                    for side in ({"credit": 252.0}, {"debit": 252.0})
                ],
            }
        )
        entry.action_post()
        credit = entry.line_ids.filtered("credit")
        self.refused(lambda _move: (receivable + credit).reconcile())
        self.refused(lambda move: move.js_assign_outstanding_line(credit.id))
        self.assertEqual(self.snapshot(), self.before)

    def test_import_and_list_edit(self):
        rows = [[str(self.move.id), "FA77777"]]
        result = self.env["account.move"].load([".id", "name"], rows)
        self.assertFalse(result["ids"])
        self.assertIn(REASON, " ".join(message["message"] for message in result["messages"]))
        self.refused(lambda move: move.web_save({"ref": "X"}, {"ref": {}}))
        self.assertEqual(self.snapshot(), self.before)

    def test_client_and_tax_cannot_be_taken_away(self):
        with self.assertRaises(Exception), self.env.cr.savepoint():  # noqa: B017 (any refusal of core's does)
            self.move.partner_id.unlink()
        with self.assertRaises(Exception), self.env.cr.savepoint():  # noqa: B017 (any refusal of core's does)
            self.move.invoice_line_ids.tax_ids.unlink()
        self.assertEqual(self.snapshot(), self.before)

    def test_what_sage_says_of_a_document_is_typed_by_nobody(self):
        for model, values in (
            ("account.move", {"move_type": "out_invoice", "duret_sage_kind": "invoice"}),
            ("sale.order", {"partner_id": self.move.partner_id.id, "duret_sage_number": "DE1"}),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self.env[model].create(values)

    def test_talking_about_it_is_free(self):
        self.move.message_post(body="Relance faite")
        self.move.activity_schedule("mail.mail_activity_data_todo", summary="Rappeler")
        self.move._portal_ensure_token()
        self.assertEqual(self.snapshot(), self.before)

    def test_our_own_invoices_are_ours(self):
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.move.partner_id.id,
                "invoice_line_ids": [Command.create({"name": "X", "price_unit": 5, "quantity": 1})],
            }
        )
        move.action_post()
        move.button_draft()
        move.unlink()

    def test_the_exchange_itself_may(self):
        self.sage.clock.tick(minutes=5)
        self.sage.change_document(self.marq, lines=[{**CABLE, "DL_Qte": "1"}])
        self.exchanged()
        self.assertEqual((self.move.amount_total, self.move.state), (60.0, "posted"))
