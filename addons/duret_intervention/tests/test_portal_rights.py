"""fieldservice_stock opens the stock to every portal user: here it is shut again."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.duret_base.tests.common import DuretCase

SHUT = ("stock.move", "product.product", "product.template", "uom.uom")


@tagged("post_install", "-at_install", "security")
class TestPortalRights(DuretCase):
    """What the community's addon gives, taken back."""

    def test_portal_user_writes_stock_moves(self):
        """The flaw: any client could read and rewrite every stock move of the company."""
        move = self.env["stock.move"].create(
            {
                "product_id": self.env["product.product"].create({"name": "Breaker 16 A"}).id,
                "product_uom_qty": 1,
                "location_id": self.env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": self.env.ref("stock.stock_location_customers").id,
            }
        )
        with self.assertRaises(AccessError):
            move.with_user(self.user_portal_a).read(["product_uom_qty"])
        with self.assertRaises(AccessError):
            move.with_user(self.user_portal_a).write({"origin": "changed by a client"})

    def test_no_model_is_open(self):
        """Neither a client nor a visitor may do anything with stock, products and units."""
        for user in (self.user_portal_a, self.env.ref("base.public_user")):
            for model in SHUT:
                for operation in ("read", "write", "create", "unlink"):
                    with self.subTest(user=user.login, model=model, operation=operation):
                        self.assertFalse(self.env[model].with_user(user).has_access(operation))

    def test_the_office_keeps_its_rights(self):
        """Shutting the portal took nothing from those who work with the stock."""
        for role in ("assistant", "manager"):
            with self.subTest(role=role):
                self.assertTrue(self.env["stock.move"].with_user(self.users[role]).has_access("write"))
        # A technician writes what he used in his report; the program moves the stock.
        for role in ("technician", "direction"):
            with self.subTest(role=role):
                self.assertTrue(self.env["stock.move"].with_user(self.users[role]).has_access("read"))
                self.assertFalse(self.env["stock.move"].with_user(self.users[role]).has_access("write"))
