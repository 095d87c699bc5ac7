"""Open quotations on the client card."""

from odoo.tests import new_test_user, tagged

from odoo.addons.duret_base.tests.common import DuretCase


@tagged("post_install", "-at_install")
class TestClientCard(DuretCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.env["product.product"].create({"name": "Borne", "list_price": 1000})

    def quote(self, partner, **values):
        line = (0, 0, {"product_id": self.product.id, "tax_ids": [(5, 0, 0)]})
        return self.env["sale.order"].create({"partner_id": partner.id, "order_line": [line], **values})

    def quotations(self, partner, user):
        sections = partner.with_user(user).duret_client_card()["sections"]
        return next((section["rows"] for section in sections if section["code"] == "quotations"), None)

    def test_open_quotations_of_the_firm(self):
        sent = self.quote(self.contact_a, client_order_ref="Borne du parking")
        sent.action_quotation_sent()
        draft = self.quote(self.client_a)
        self.quote(self.client_a).action_cancel()
        self.quote(self.client_a).action_confirm()
        self.quote(self.client_b)
        rows = self.quotations(self.contact_a, self.user_manager)
        self.assertEqual({row["id"] for row in rows}, {sent.id, draft.id})
        row = next(row for row in rows if row["id"] == sent.id)
        self.assertEqual(row["title"], "Borne du parking")
        self.assertIn(sent.name, row["subtitle"])
        self.assertIn("1", row["subtitle"])
        self.assertTrue(row["badge"])

    def test_who_may_not_read_quotations_does_not_see_the_section(self):
        self.quote(self.client_a)
        colleague = new_test_user(self.env, login="colleague_without_role", groups="base.group_user")
        self.assertIsNone(self.quotations(self.client_a, colleague))

    def test_one_or_fifty_quotations_cost_the_same(self):
        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.quotations(self.client_a, self.user_manager)
            return self.env.cr.sql_log_count - before

        self.quote(self.client_a)
        self.quotations(self.client_a, self.user_manager)
        few = queries()
        for _rank in range(20):
            self.quote(self.client_a)
        self.assertLessEqual(queries(), few)
