"""A client has one number in SAGE, and a number belongs to one client."""

import psycopg2

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.duret_base.tests.common import DuretCase


@tagged("post_install", "-at_install")
class TestSageNumber(DuretCase):
    """Numbers typed by people, compared as SAGE compares them."""

    def _assert_refused(self, function):
        """The database itself refuses: no search before a write can be overtaken by another user."""
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.UniqueViolation), self.env.cr.savepoint():
            function()

    def test_stored_as_sage_writes_it(self):
        """Upper case, no space around; nothing is nothing."""
        self.client_a.duret_sage_number = " cl0042 "
        self.assertEqual(self.client_a.duret_sage_number, "CL0042")
        created = self.env["res.partner"].create({"name": "New", "duret_sage_number": "cl0043"})
        self.assertEqual(created.duret_sage_number, "CL0043")
        self.client_a.duret_sage_number = "   "
        self.assertFalse(self.client_a.duret_sage_number)

    def test_one_number_one_client(self):
        """The same number in another writing is the same number."""
        self.client_a.duret_sage_number = "CL0042"
        self._assert_refused(lambda: self.client_b.write({"duret_sage_number": "cl0042 "}))
        self._assert_refused(lambda: self.env["res.partner"].create({"name": "Twin", "duret_sage_number": "CL0042"}))

    def test_without_number(self):
        """Any number of clients may have none."""
        (self.client_a | self.client_b).write({"duret_sage_number": ""})
        self.assertEqual((self.client_a | self.client_b).mapped("duret_sage_number"), [False, False])

    def test_companies_have_bases_of_their_own(self):
        """Two companies may use one number, each for a client of its own; a company cannot use it twice."""
        company = self.env["res.company"].create({"name": "Second company"})
        self.env["res.partner"].create(
            [
                {"name": "Client of the first", "company_id": self.env.company.id, "duret_sage_number": "CL0042"},
                {"name": "Client of the second", "company_id": company.id, "duret_sage_number": "CL0042"},
            ]
        )
        self.env.flush_all()
        self._assert_refused(
            lambda: self.env["res.partner"].create(
                {"name": "Twin", "company_id": company.id, "duret_sage_number": "cl0042"}
            )
        )

    def test_copy_has_no_number(self):
        """A duplicated card is another client."""
        self.client_a.duret_sage_number = "CL0042"
        self.assertFalse(self.client_a.copy().duret_sage_number)

    def test_menus_by_role(self):
        """The queue of exchanges is the administrator's; technicians see nothing of SAGE."""
        queue = self.env.ref("duret_sage_sync.queue_job_menu").id
        clients = self.env.ref("duret_sage_sync.res_partner_menu").id
        expected = {
            "admin": {queue, clients},
            "assistant": {clients},
            "technician": set(),
        }
        for role, menus in expected.items():
            with self.subTest(role=role):
                visible = self.env["ir.ui.menu"].with_user(self.users[role]).load_menus(False)
                self.assertEqual({queue, clients} & set(visible), menus)

    def test_portal_does_not_read_it(self):
        """The number is the office's; a client reads his own card without it."""
        with self.assertRaises(AccessError):
            self.client_b.with_user(self.user_portal_b).read(["duret_sage_number"])
