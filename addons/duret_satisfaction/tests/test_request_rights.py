"""Who may read requests, and that nobody writes them by hand."""

from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .request_case import RequestCase


@tagged("post_install", "-at_install")
class TestRequestRights(RequestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visit = cls.make_done(cls.contact_a)
        cls.request = cls.requests.create({"name": "VIS-1", "visit_id": cls.visit.id, "partner_id": cls.contact_a.id})

    def test_who_reads(self):
        readers = {"assistant": True, "manager": True, "direction": True, "technician": False, "portal_a": False}
        for role, allowed in readers.items():
            with self.subTest(role):
                self.assertEqual(self.request.with_user(self.users[role]).has_access("read"), allowed)
        self.assertFalse(self.request.with_user(self.env.ref("base.public_user")).has_access("read"))

    def test_nobody_writes_by_hand(self):
        for role in ("assistant", "manager", "direction", "technician", "portal_a"):
            request = self.request.with_user(self.users[role])
            with self.subTest(role):
                with self.assertRaises(AccessError):
                    request.write({"state": "answered", "nps": 10})
                with self.assertRaises(AccessError):
                    request.create({"name": "VIS-2"})
                with self.assertRaises(AccessError):
                    request.unlink()

    def test_nobody_reads_the_secret(self):
        for role in ("assistant", "manager", "direction"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.request.with_user(self.users[role]).read(["access_token"])

    def test_secrets_are_long_and_of_one_request(self):
        others = self.requests.create([{"name": str(number)} for number in range(50)])
        secrets = set((self.request | others).sudo().mapped("access_token"))
        self.assertEqual(len(secrets), 51)
        self.assertGreaterEqual(min(map(len, secrets)), 43, "32 bytes")
        copy = self.request.copy()
        self.assertNotEqual(copy.sudo().access_token, self.request.sudo().access_token)

    def test_another_company(self):
        other = self.env["res.company"].create({"name": "Autre société (tests)"})
        self.request.company_id = other
        self.assertFalse(self.requests.with_user(self.user_assistant).search([("id", "=", self.request.id)]))

    def test_never_two_for_a_visit(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self.requests.create({"name": "again", "visit_id": self.visit.id})
        self.assertTrue(self.requests.create({"name": "after", "kind": "recovery", "visit_id": self.visit.id}))

    def test_never_two_for_a_ticket(self):
        ticket = self.open_request()
        self.requests.create({"name": "one", "kind": "ticket", "ticket_id": ticket.id})
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self.requests.create({"name": "two", "kind": "ticket", "ticket_id": ticket.id})
        self.assertTrue(self.requests.create({"name": "after", "kind": "recovery", "ticket_id": ticket.id}))

    def test_impossible_settings(self):
        for values in (
            {"duret_survey_gap_days": -1},
            {"duret_survey_expiry_days": 3},
            {"duret_survey_retention_months": 0},
            {"duret_response_target": 120},
        ):
            refused = self.assertRaises(CheckViolation)
            with self.subTest(values), mute_logger("odoo.sql_db"), refused, self.env.cr.savepoint():
                self.company.write(values)
                self.env.flush_all()
