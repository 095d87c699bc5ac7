"""Who may do what with the numbers of a contact, and what the roles open."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ROLES, DuretCase

WRITERS = {"assistant", "manager", "admin"}


@tagged("post_install", "-at_install")
class TestRoles(DuretCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.phone = cls.env["duret.phone"].create({"partner_id": cls.client_b.id, "number": "04 50 12 34 56"})

    def test_one_privilege_holds_the_five_roles(self):
        groups = self.env.ref("duret_base.res_groups_privilege_duret").group_ids
        self.assertEqual(groups, groups.browse([self.env.ref(f"duret_base.group_{role}").id for role in ROLES]))

    def test_manager_is_an_assistant_and_admin_is_everything(self):
        self.assertTrue(self.user_manager.has_group("duret_base.group_assistant"))
        self.assertTrue(self.user_admin.has_group("duret_base.group_direction"))
        self.assertTrue(self.user_admin.has_group("base.group_system"))
        for role in ("technician", "assistant", "manager", "direction"):
            self.assertFalse(self.users[role].has_group("base.group_system"), role)

    def test_technician_and_direction_are_no_assistants(self):
        for role in ("technician", "direction"):
            self.assertFalse(self.users[role].has_group("duret_base.group_assistant"), role)

    def test_every_internal_role_reads_numbers(self):
        for role in ROLES:
            self.assertEqual(self.phone.with_user(self.users[role]).number, "04 50 12 34 56", role)

    def test_portal_reads_no_numbers(self):
        for name in ("portal_a", "portal_b", "portal_a_sibling"):
            self.phone.invalidate_recordset()
            with self.assertRaises(AccessError, msg=name):
                self.phone.with_user(self.users[name]).read(["number"])
            self.assertFalse(self.env["duret.phone"].with_user(self.users[name]).has_access("create"))

    def test_who_changes_numbers(self):
        for role in ROLES:
            phone = self.phone.with_user(self.users[role])
            for operation in ("write", "create", "unlink"):
                self.assertEqual(phone.has_access(operation), role in WRITERS, f"{role} {operation}")

    def test_refusals_are_real(self):
        phone = self.phone.with_user(self.user_technician)
        with self.assertRaises(AccessError):
            phone.write({"number": "06 12 34 56 78"})
        with self.assertRaises(AccessError):
            phone.unlink()
        with self.assertRaises(AccessError):
            phone.create({"partner_id": self.client_b.id, "number": "06 12 34 56 78"})

    def test_numbers_of_another_company_are_not_seen(self):
        other = self.env["res.company"].create({"name": "Autre société (tests)"})
        partner = self.env["res.partner"].create(
            {"name": "Client d'une autre société (tests)", "company_id": other.id, "phone": "04 50 76 54 32"}
        )
        self.env.flush_all()
        partner.duret_phone_ids.invalidate_recordset()
        with self.assertRaises(AccessError):
            partner.duret_phone_ids.with_user(self.user_assistant).read(["number"])
        self.assertFalse(self.env["res.partner"].with_user(self.user_assistant)._duret_find_by_phone("0450765432"))
