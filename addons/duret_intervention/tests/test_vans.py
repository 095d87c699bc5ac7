"""What a technician carries, and what was used on a visit."""

import psycopg2

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.duret_base.tests.common import DuretCase


@tagged("post_install", "-at_install")
class TestVans(DuretCase):
    """Two technicians, a van, a visit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        vans = cls.env.ref("duret_intervention.stock_location_vans")
        cls.van, cls.other_van = cls.env["stock.location"].create(
            [{"name": name, "usage": "internal", "location_id": vans.id} for name in ("Van 1", "Van 2")]
        )
        cls.luc, cls.eve = cls.env["fsm.person"].create([{"name": "Luc"}, {"name": "Eve"}])
        cls.luc.duret_van_location_id = cls.van
        site = cls.env["fsm.location"].create({"name": "Site A", "owner_id": cls.client_a.id})
        cls.visit = cls.env["fsm.order"].create({"location_id": site.id, "person_id": cls.luc.id})
        cls.product = cls.env["product.product"].create({"name": "Breaker 16 A", "is_storable": True})

    def test_a_van_has_one_technician(self):
        """The database refuses the second one."""
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.UniqueViolation), self.env.cr.savepoint():
            self.eve.duret_van_location_id = self.van
            self.env.flush_all()

    def test_technicians_without_van(self):
        """Any number of technicians may have none."""
        self.luc.duret_van_location_id = False
        self.env.flush_all()
        self.assertFalse((self.luc | self.eve).duret_van_location_id)

    def test_the_visit_opens_its_technician_s_van(self):
        """What lies in another van is not shown."""
        quants = self.env["stock.quant"]
        for van in (self.van, self.other_van):
            quants._update_available_quantity(self.product, van, 5)
        action = self.visit.action_duret_open_van()
        self.assertEqual(action["res_model"], "stock.quant")
        self.assertEqual(quants.search(action["domain"]).location_id, self.van)

    def test_used_material_knows_its_technician(self):
        """A move of the visit follows the visit's technician, also when the visit changes hands."""
        move = self.env["stock.move"].create(
            {
                "product_id": self.product.id,
                "product_uom_qty": 2,
                "location_id": self.van.id,
                "location_dest_id": self.env.ref("stock.stock_location_customers").id,
                "fsm_order_id": self.visit.id,
            }
        )
        self.assertEqual(move.duret_person_id, self.luc)
        self.visit.person_id = self.eve
        self.assertEqual(move.duret_person_id, self.eve)

    def test_menu_by_role(self):
        """« Material » is there for those who use it."""
        menu = self.env.ref("duret_intervention.stock_menu").id
        for role in ("technician", "assistant", "manager", "direction"):
            with self.subTest(role=role):
                self.assertIn(menu, self.env["ir.ui.menu"].with_user(self.users[role]).load_menus(False))
