"""Who sees and changes which visit."""

from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import MONDAY, PlanningCase


@tagged("post_install", "-at_install", "security")
class TestRights(PlanningCase):
    """A visit of Luc, who is a user, and one of Eve."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls.make_visit()
        cls.other = cls.make_visit(person_id=cls.eve.id)

    def test_technician_changes_his_own_visits_only(self):
        """The board is shared, but the flaw of the community's rule « own documents only » let him change them all."""
        seen = self.env["fsm.order"].with_user(self.user_technician).search([("location_id", "=", self.site.id)])
        self.assertEqual(seen, self.own | self.other)
        self.own.with_user(self.user_technician).write({"description": "changed"})
        with self.assertRaises(AccessError):
            self.other.with_user(self.user_technician).write({"description": "changed"})
        with self.assertRaises(AccessError):
            self.other.with_user(self.user_technician).duret_move(MONDAY + timedelta(days=1))

    def test_technician_does_not_hand_his_visit_over(self):
        """He says « I cannot »; who goes instead is planned."""
        mine = self.own.with_user(self.user_technician)
        mine.duret_move(MONDAY + timedelta(days=1), channel="technician")
        with self.assertRaises(AccessError):
            mine.duret_move(MONDAY, self.eve.ids)
        with self.assertRaises(AccessError):
            mine.write({"person_ids": [(4, self.eve.id)]})
        self.assertEqual(self.own.person_id, self.luc)

    def test_technician_of_a_team_visit(self):
        """A visit with several technicians belongs to each of them."""
        tomorrow = MONDAY + timedelta(days=1)
        team = self.make_visit(person_id=self.eve.id, person_ids=self.luc.ids, scheduled_date_start=tomorrow)
        self.assertTrue(team.with_user(self.user_technician).has_access("write"))

    def test_technician_does_not_set_up_the_planning(self):
        """The community's addon lets technicians write kinds of visit and colleagues."""
        for record in (self.type_breakdown, self.eve, self.luc):
            self.assertTrue(record.with_user(self.user_technician).has_access("read"))
            self.assertFalse(record.with_user(self.user_technician).has_access("write"))
            self.assertTrue(record.with_user(self.user_assistant).has_access("write"))

    def test_who_does_what(self):
        """The office plans, the direction reads, clients and visitors do neither."""
        expected = {
            "assistant": ("read", "write", "create"),
            "manager": ("read", "write", "create"),
            "technician": ("read", "write"),
            "direction": ("read",),
        }
        for role, allowed in expected.items():
            for operation in ("read", "write"):
                with self.subTest(role=role, operation=operation):
                    has = self.own.with_user(self.users[role]).has_access(operation)
                    self.assertEqual(has, operation in allowed)
        for operation in ("create", "unlink"):
            self.assertFalse(self.env["fsm.order"].with_user(self.user_direction).has_access(operation))
            self.assertFalse(self.env["fsm.order"].with_user(self.user_technician).has_access("unlink"))
        for user in (self.user_portal_b, self.env.ref("base.public_user")):
            for operation in ("read", "write"):
                with self.subTest(user=user.login, operation=operation):
                    self.assertFalse(self.own.with_user(user).has_access(operation))

    def test_menus_by_role(self):
        """One way in for each; the community's own application is for those who set it up."""
        menus = {name: self.env.ref(f"duret_planning.fsm_order_menu{name}").id for name in ("", "_mine", "_planning")}
        own_app = self.env.ref("fieldservice.root").id
        expected = {
            "technician": ({"", "_mine", "_planning"}, False),
            "assistant": ({"", "_planning"}, False),
            "direction": ({"", "_planning"}, False),
            "manager": ({"", "_planning"}, True),
        }
        for role, (names, has_app) in expected.items():
            with self.subTest(role=role):
                visible = self.env["ir.ui.menu"].with_user(self.users[role]).load_menus(False)
                self.assertEqual({name for name, menu in menus.items() if menu in visible}, names)
                self.assertEqual(own_app in visible, has_app)

    def test_sites_are_found_by_an_index(self):
        """Opening a client must not read the whole table of sites."""
        self.env.cr.execute("SELECT indexdef FROM pg_indexes WHERE tablename = 'fsm_location'")
        indexed = " ".join(row[0] for row in self.env.cr.fetchall())
        for column in ("(partner_id)", "(owner_id)"):
            self.assertIn(column, indexed)
