"""What a technician carries, and what was used on a visit."""

import psycopg2

from odoo.fields import Command
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

    def _deliver(self, **values):
        """Create a transfer of one breaker from Luc's van to the client, for the visit."""
        customers = self.env.ref("stock.stock_location_customers").id
        kind = self.env["stock.picking.type"].search([("code", "=", "outgoing")], limit=1)
        move = {
            "product_id": self.product.id,
            "product_uom_qty": 1,
            "location_id": self.van.id,
            "location_dest_id": customers,
        }
        return self.env["stock.picking"].create(
            {
                "picking_type_id": kind.id,
                "location_id": self.van.id,
                "location_dest_id": customers,
                "fsm_order_id": self.visit.id,
                "move_ids": [Command.create(move)],
                **values,
            }
        )

    def test_counting_transfers_writes_to_the_visit(self):
        """The direction, who may only read, opens a visit with transfers: counting them writes nothing."""
        self._deliver()
        self.env.flush_all()
        self.env.invalidate_all()
        visit = self.visit.with_user(self.user_direction)
        self.assertFalse(visit.has_access("write"))
        read = visit.web_read({"delivery_count": {}, "return_count": {}, "move_ids": {"fields": {"product_id": {}}}})
        self.assertEqual((read[0]["delivery_count"], read[0]["return_count"]), (1, 0))
        self.assertEqual(read[0]["move_ids"][0]["product_id"], self.product.id)

    def test_a_move_belongs_to_the_visit_of_its_transfer(self):
        """Material added to the visit's transfer is listed with the visit; other moves keep theirs."""
        picking = self._deliver()
        self.assertEqual(picking.move_ids.fsm_order_id, self.visit)
        self.assertEqual(self.visit.move_ids, picking.move_ids)
        alone = self._deliver(fsm_order_id=False).move_ids
        self.assertFalse(alone.fsm_order_id)
        alone.fsm_order_id = self.visit
        self.env.flush_all()
        self.assertEqual(alone.fsm_order_id, self.visit)
