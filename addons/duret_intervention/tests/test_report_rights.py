"""Who reads and writes which report, through the models that RPC reaches."""

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.duret_planning.tests.common import MONDAY

from .push_case import PushCase

LINES = ("check_ids", "measure_ids", "hour_ids", "product_ids")


@tagged("post_install", "-at_install")
class TestReportRights(PushCase):
    @classmethod
    def setUpClass(cls):
        with freeze_time(MONDAY):
            super().setUpClass()
            case = cls("test_a_technician_has_his_own")
            number, other = cls.uuid(), cls.uuid()
            case.push(case.change(number, *case.full_changes()))
            case.push(
                case.change(other, *case.full_changes(), visit=cls.visit_of_eve.id),
                user=cls.colleague,
                phone=cls.uuid(),
            )
            cls.own, cls.others = case.report(number), case.report(other)

    def test_a_technician_has_his_own(self):
        reports = self.env["duret.intervention.report"].with_user(self.user_technician)
        self.assertEqual(reports.search([("id", "in", (self.own | self.others).ids)]), self.own)
        own, others = self.own.with_user(self.user_technician), self.others.with_user(self.user_technician)
        own.write({"work_done": "Corrected at the office"})
        self.assertEqual(own.work_done, "Corrected at the office")
        with self.assertRaises(AccessError):
            others.write({"work_done": "x"})
        with self.assertRaises(AccessError):
            others.read(["work_done"])
        with self.assertRaises(AccessError):
            own.unlink()

    def test_lines_follow_their_report(self):
        for name in LINES:
            mine, others = (
                self.own[name].with_user(self.user_technician),
                self.others[name].with_user(self.user_technician),
            )
            with self.subTest(name):
                self.assertTrue(mine.read(["report_id"]))
                with self.assertRaises(AccessError):
                    others.read(["report_id"])
                with self.assertRaises(AccessError):
                    others.unlink()
        with self.assertRaises(AccessError):
            self.env["duret.report.hour"].with_user(self.user_technician).create(
                {"report_id": self.others.id, "kind_id": self.hours.id, "minutes": 5}
            )
        for rows in (self.others.change_ids,):
            with self.assertRaises(AccessError):
                rows.with_user(self.user_technician).read(["lines_text"])

    def test_a_report_on_somebody_elses_visit(self):
        reports = self.env["duret.intervention.report"].with_user(self.user_technician)
        with self.assertRaises(AccessError):
            reports.create({"order_id": self.visit_of_eve.id})
        self.assertTrue(reports.create({"order_id": self.visit.id, "person_id": self.luc.id}))

    def test_the_office_and_the_direction(self):
        both = (self.own | self.others).ids
        for role in ("assistant", "manager", "direction"):
            reports = self.env["duret.intervention.report"].with_user(self.users[role])
            self.assertEqual(len(reports.search([("id", "in", both)])), 2, role)
            self.assertTrue(reports.browse(both).measure_ids.mapped("verdict"))
        self.own.with_user(self.user_assistant).write({"reserves": "Checked"})
        for attempt in (
            lambda: self.own.with_user(self.user_direction).write({"reserves": "x"}),
            lambda: self.own.with_user(self.user_direction).unlink(),
            lambda: self.own.with_user(self.user_assistant).unlink(),
            lambda: self.own.hour_ids.with_user(self.user_direction).write({"minutes": 1}),
        ):
            with self.assertRaises(AccessError):
                attempt()
        self.own.with_user(self.user_manager).unlink()

    def test_clients_have_no_right_on_models(self):
        for user in (self.user_portal_a, self.user_portal_b, self.env.ref("base.public_user")):
            for records in (
                self.own,
                self.own.measure_ids,
                self.own.change_ids,
                self.env["duret.sync.mutation"].search([], limit=1),
                self.env["duret.sync.device"].search([], limit=1),
                self.item,
            ):
                with self.subTest(user=user.login, model=records._name), self.assertRaises(AccessError):
                    records.with_user(user).read(["id"])

    def test_operations_and_telephones_are_their_users(self):
        for model in ("duret.sync.mutation", "duret.sync.device"):
            rows = self.env[model].with_user(self.user_technician).search([])
            self.assertEqual(rows.user_id, self.user_technician, model)
            both = self.user_technician | self.colleague
            office = self.env[model].with_user(self.user_assistant)
            self.assertEqual(office.search([("user_id", "in", both.ids)]).user_id, both)
            for role in ("technician", "assistant", "manager"):
                with self.assertRaises(AccessError):
                    rows.with_user(self.users[role]).write({"uuid": self.uuid()})

    def test_the_catalogue_is_the_managers(self):
        for role, allowed in (("technician", False), ("assistant", False), ("manager", True)):
            self.assertTrue(self.item.with_user(self.users[role]).has_access("read"))
            self.assertEqual(self.item.with_user(self.users[role]).has_access("write"), allowed)

    def test_a_client_who_answers_gets_a_ticket(self):
        self.assertFalse(self.own._duret_accepts_sender("odile.favre@client-b.test"))
        self.assertTrue(self.own._duret_accepts_sender(self.user_technician.email_normalized))
