from odoo.tests import tagged

from odoo.addons.duret_base.tests.common import DuretCase


@tagged("post_install", "-at_install")
class TestSageDay(DuretCase):
    """What stops the exchange with SAGE stands in « Ma journée »."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["duret.sage.alert"].search([]).unlink()
        cls.backend = cls.env["duret.sage.backend"].create({"name": "SAGE (tests)", "transport": "odata"})

    def block(self, role):
        """The block of somebody's day, None when there is none."""
        blocks = self.env["duret.my.day"].with_user(self.users[role]).get_day()["blocks"]
        return next((block for block in blocks if block["code"] == "sage"), None)

    def test_open_alerts_are_shown_to_the_office(self):
        self.assertEqual(self.block("assistant")["rows"], [])
        alert = self.env["duret.sage.alert"].create(
            {"backend_id": self.backend.id, "kind": "stopped", "code": "would_vanish", "detail": "40/60"}
        )
        (row,) = self.block("assistant")["rows"]
        self.assertIn("40/60", row["title"])
        self.assertEqual((row["model"], row["id"], row["tone"]), (alert._name, alert.id, "danger"))
        self.assertEqual(row["actions"], [], "the page asks each row what can be done")
        alert._close()
        self.assertEqual(self.block("assistant")["count"], 0)

    def test_technicians_see_none_of_it(self):
        self.assertIsNone(self.block("technician"))
