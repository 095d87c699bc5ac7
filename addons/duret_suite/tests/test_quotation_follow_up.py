"""Quotations sent without answer: three mails, a call, and a status that keeps itself."""

from itertools import pairwise

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.duret_base.tests.common import DuretCase

SENT = "2026-11-02 09:00:00"  # a Monday


@tagged("post_install", "-at_install", "duret_relance")
class TestQuotationFollowUp(DuretCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule = cls.env.ref("duret_suite.relance_rule_quotation")
        (cls.env["duret.relance.rule"].search([]) - cls.rule).active = False
        cls.client = cls.env["res.partner"].create(
            {"name": "Nadia Roche", "email": "nadia@devis.test", "lang": "fr_FR"}
        )
        cls.product = cls.env["product.product"].create({"name": "Tableau", "type": "service", "list_price": 900})

    def _quotation(self, **values):
        with freeze_time(SENT):
            order = self.env["sale.order"].create(
                {
                    "partner_id": self.client.id,
                    "user_id": self.user_assistant.id,
                    "validity_date": "2027-01-31",
                    "order_line": [(0, 0, {"product_id": self.product.id})],
                    **values,
                }
            )
            order.action_quotation_sent()
        return order

    def _run(self, *days):
        self.env.flush_all()
        for day in days:
            with freeze_time(f"{day} 09:00:00"), self.enter_registry_test_mode():
                self.env.ref("duret_relance.ir_cron_relance").method_direct_trigger()
        self.env.invalidate_all()

    def _rows(self, order):
        return self.env["duret.relance.message"].search(
            [("res_model", "=", "sale.order"), ("res_id", "=", order.id)], order="due"
        )

    def test_whole_life_without_answer(self):
        """J+3, J+7, J+15, then a call with its reason; at last « no answer »."""
        order = self._quotation()
        self.assertEqual((order.duret_follow_up_state, str(order.duret_sent_date)), ("to_follow", SENT))
        days = [f"2026-11-{day:02}" for day in range(3, 31)]
        seen = []
        for day in days:
            self._run(day)
            seen.append((order.duret_follow_up_state, order.duret_follow_up_count))
        rows = self._rows(order)
        self.assertEqual(
            [(row.channel, str(row.due.date())) for row in rows],
            [("mail", "2026-11-05"), ("mail", "2026-11-09"), ("mail", "2026-11-17"), ("call", "2026-11-20")],
        )
        self.assertEqual(seen[0], ("to_follow", 0))
        self.assertEqual(seen[2], ("relanced", 1))
        self.assertEqual(seen[14], ("relanced", 3))
        self.assertEqual(seen[-1][0], "no_answer")
        self.assertEqual((rows[-1].activity_id.user_id, rows[-1].call_reason), (self.user_assistant, "quotation"))
        self.assertIn("/my/orders/", rows[0].mail_mail_id.body_html)

    def test_answer_by_mail(self):
        """The client writes: « answered », and nothing more is sent."""
        order = self._quotation()
        self._run("2026-11-05")
        with freeze_time("2026-11-06 10:00:00"):
            order.message_post(
                body="Je réfléchis.",
                author_id=self.client.id,
                message_type="email",
                subtype_xmlid="mail.mt_comment",
            )
        self.assertEqual(order.duret_follow_up_state, "answered")
        self._run("2026-11-09", "2026-11-17")
        self.assertEqual(len(self._rows(order)), 1)

    def test_accepted_refused_draft(self):
        """What the client decides is the status."""
        accepted, refused = self._quotation(), self._quotation()
        draft = self.env["sale.order"].create({"partner_id": self.client.id})
        accepted.action_confirm()
        refused._action_cancel()
        self.assertEqual(accepted.duret_follow_up_state, "accepted")
        self.assertEqual(refused.duret_follow_up_state, "refused")
        self.assertFalse(draft.duret_follow_up_state)
        draft._action_cancel()
        self.assertFalse(draft.duret_follow_up_state)
        self._run("2026-11-05")
        self.assertFalse(self._rows(accepted) | self._rows(refused) | self._rows(draft))

    def test_sent_again_starts_again(self):
        """A corrected quotation sent once more begins a new series."""
        order = self._quotation()
        self._run("2026-11-05")
        with freeze_time("2026-11-06 08:00:00"):
            order.with_context(mark_so_as_sent=True).message_post(body="Corrigé", subtype_xmlid="mail.mt_comment")
        self.assertEqual((order.duret_follow_up_state, order.duret_follow_up_count), ("to_follow", 0))
        self._run("2026-11-09")
        self.assertEqual(self._rows(order).mapped("rank"), [1, 1])

    def test_out_of_validity_is_left_alone(self):
        """A quotation that is no longer valid is not in progress: no mail, no call."""
        order = self._quotation(validity_date="2026-11-04")
        self._run("2026-11-05")
        self.assertFalse(self._rows(order))
        forever, orders = self._quotation(validity_date=False), self.env["sale.order"]
        with freeze_time("2026-11-05 09:00:00"):
            both = [("id", "in", (order + forever).ids)]
            self.assertEqual(orders.search([*both, ("duret_is_valid", "=", True)]), forever)
            self.assertEqual(orders.search([*both, ("duret_is_valid", "=", False)]), order)
            self.assertEqual((order.duret_is_valid, forever.duret_is_valid), (False, True))

    def test_reminders_of_a_client_are_spaced_over_all_rules(self):
        """A quotation and a ticket of one client: one reminder that day."""
        self.env.ref("duret_helpdesk.relance_rule_waiting").active = True
        order = self._quotation()
        ticket = self.env["helpdesk.ticket"].create(
            {"name": "Photo", "description": "<p>Photo ?</p>", "partner_id": self.client.id}
        )
        ticket.stage_id = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_awaiting")
        ticket.last_stage_update = SENT
        self._run("2026-11-05")
        rows = self.env["duret.relance.message"].search([("partner_id", "=", self.client.id)])
        self.assertEqual(rows.mapped("res_model"), ["helpdesk.ticket"])
        self._run("2026-11-06", "2026-11-09", "2026-11-10", "2026-11-12")
        self.assertEqual([str(row.due.date()) for row in self._rows(order)], ["2026-11-12"])
        days = sorted(row.due.date() for row in rows.search([("partner_id", "=", self.client.id)]))
        self.assertTrue(all((later - day).days >= 2 for day, later in pairwise(days)), days)

    def test_old_quotations_get_their_date(self):
        """Quotations sent before the addon came are counted from the date they carry."""
        order = self._quotation()
        order.flush_recordset()
        self.env.cr.execute("UPDATE sale_order SET duret_sent_date = NULL WHERE id = %s", [order.id])
        order.invalidate_recordset()
        self.env["sale.order"].init()
        order.invalidate_recordset()
        self.assertEqual(order.duret_sent_date, order.date_order)
