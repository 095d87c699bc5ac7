"""Who bills, and who sees what was billed."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .billing_case import BillingCase


@tagged("post_install", "-at_install", "security")
class TestBillingRights(BillingCase):
    """The office bills; those who made the visit do not."""

    def test_the_office_bills(self):
        """The assistant does it with her own rights, from the button to the order."""
        action = self.report.with_user(self.user_assistant).action_duret_bill()
        self.assertEqual(self.env["sale.order"].browse(action["res_id"]).create_uid, self.user_assistant)

    def test_others_do_not(self):
        """Neither by the button nor by writing what was billed."""
        for role in ("technician", "direction", "portal_a"):
            with self.subTest(role=role):
                for press in ("action_duret_bill", "action_duret_bill_on_order"):
                    with self.assertRaises(AccessError), self.env.cr.savepoint():
                        getattr(self.report.with_user(self.users[role]), press)()
        self.assertFalse(self.report.duret_sale_line_ids)

    def test_prices_are_not_the_technician_s(self):
        """The report opens for him without the fields of sales."""
        views = self.report.with_user(self.user_technician).get_views([[False, "form"]])
        fields = views["models"][self.report._name]["fields"]
        self.assertNotIn("duret_open_order_id", fields)
        with self.assertRaises(AccessError):
            self.report.with_user(self.user_technician).read(["duret_sale_line_ids"])
