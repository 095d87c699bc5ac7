"""What a telephone must not send is refused with a reason, one operation at a time."""

from unittest.mock import patch

from freezegun import freeze_time
from psycopg2.errors import SerializationFailure

from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.duret_planning.tests.common import MONDAY

from .push_case import PushCase

PUSH = "odoo.addons.duret_intervention.models.duret_sync_push"


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestPushBounds(PushCase):
    def codes(self, *ops):
        return [answer["code"] for answer in self.push(*ops)]

    @mute_logger(PUSH)
    def test_what_is_no_operation(self):
        good = self.change(self.uuid(), ("work_done", None, "Kept"))
        junk = [None, 7, "text", [], {}, {"uuid": 7}, {"uuid": "x" * 5000}]
        answers = self.push(*junk, good)
        self.assertEqual([answer["code"] for answer in answers], ["bad_shape"] * len(junk) + [""])
        self.assertEqual(self.report(good["report"]).work_done, "Kept")
        self.assertTrue(all(len(answer["uuid"]) <= 64 for answer in answers))

    def test_a_kind_that_no_database_holds(self):
        good = self.change(self.uuid(), ("work_done", None, "Kept"))
        self.assertEqual(self.codes(self.op("report\0.open"), self.op("\ud800"), good), ["bad_shape", "bad_shape", ""])

    def test_each_fault_has_its_reason(self):
        number = self.uuid()
        cases = [
            (self.op("report.open", report=number, format=2), "unknown_format"),
            (self.op("report.open", report=None), "bad_shape"),
            (self.op("report.open", report="../../etc/passwd"), "bad_shape"),
            (self.op("report.open", report=number, visit="1 or 1=1"), "bad_shape"),
            (self.op("_report.open", report=number), "unknown_kind"),
            (self.op("report.change", {"changes": "all"}, report=number), "bad_shape"),
            (self.op("report.change", {"changes": [["work_done", "a"]]}, report=number), "bad_shape"),
            (self.op("report.change", {"changes": [[]] * 1001}, report=number), "bad_shape"),
            (self.change(number, ("work_done", None, "a" * 20_001)), "too_long"),
            (self.change(number, ("checks/nobody_knows", None, {"answer": "yes", "note": ""})), "bad_value"),
            (self.change(number, ("hours/nobody_knows", None, 5)), "bad_value"),
            (self.change(number, ("equipment/999999999", None, True)), "bad_value"),
            (
                self.change(
                    number,
                    (f"products/{self.uuid()}", None, {"product": 2**30, "name": "", "quantity": "1", "unit": ""}),
                ),
                "unknown_product",
            ),
            (self.op("visit.delay", {"minutes": "60"}), "bad_shape"),
            (self.op("visit.delay", {"minutes": 10_000}), "bad_value"),
            (self.op("conflict.settle", {"conflict": 2**30, "keep": "phone"}), "bad_value"),
            (self.op("conflict.settle", {"conflict": "1", "keep": "phone"}), "bad_shape"),
        ]
        answers = self.push(*(op for op, _code in cases))
        for (op, code), answer in zip(cases, answers, strict=True):
            with self.subTest(kind=op["kind"], code=code):
                self.assertEqual((answer["state"], answer["code"]), ("refused", code))
                self.assertTrue(answer["message"])
                self.assertEqual(self.mutation(op).state, "refused")
        self.assertFalse(self.report(number), "nothing is half written")

    def test_an_operation_that_is_too_big_is_not_kept_whole(self):
        op = self.change(self.uuid(), ("work_done", None, "a" * 300_000))
        self.assertEqual(self.codes(op, op), ["too_long", "too_long"])
        self.assertLess(len(self.mutation(op).payload), 5_000)

    def test_a_request_has_a_size(self):
        for ops in (None, {}, "ops", [self.op("report.open")] * 201):
            with self.assertRaises(UserError):
                self.env["duret.sync.push"].with_user(self.user_technician).receive({"uuid": self.phone_uuid}, ops)

    def test_a_telephone_says_which_it_is(self):
        for device in (None, {}, {"uuid": "mine"}, {"uuid": 7}, []):
            with self.assertRaises(UserError):
                self.env["duret.sync.push"].with_user(self.user_technician).receive(device, [])

    def test_what_a_telephone_says_of_itself_is_bounded(self):
        self.push(phone=self.phone_uuid, waiting=-5, oldest="never", name="n" * 9_999, app={"a": 1}, now="9999")
        device = self.env["duret.sync.device"].search([("uuid", "=", self.phone_uuid)])
        self.assertEqual((device.waiting, device.oldest_waiting_at, device.app_version), (0, False, False))
        self.assertEqual((len(device.name), device.clock_skew_seconds), (200, 0))
        self.push(phone=self.phone_uuid, waiting=12, oldest="2026-11-20T08:00:00Z")
        self.assertEqual(device.waiting, 12)

    @mute_logger(PUSH)
    def test_our_own_failure_is_tried_again(self):
        op = self.change(self.uuid(), ("work_done", None, "Kept"))
        other = self.change(self.uuid(), ("work_done", None, "Other"))
        desk = type(self.env["duret.sync.push"])
        with patch.object(desk, "_note_clock", side_effect=[RuntimeError("boom"), None]):
            first, second = self.push(op, other)
        self.assertEqual((first["code"], first["retry"], second["state"]), ("internal", True, "applied"))
        self.assertNotIn("boom", first["message"])
        self.assertEqual((self.mutation(op).state, bool(self.report(op["report"]))), ("received", False))
        (again,) = self.push(op)
        self.assertEqual((again["state"], again["replayed"]), ("applied", False))
        self.assertEqual(self.report(op["report"]).work_done, "Kept")

    def test_two_requests_at_once_are_run_again(self):
        """A serialization failure is nobody's fault: it goes up, and Odoo runs the whole request again."""
        desk = type(self.env["duret.sync.push"])
        with (
            patch.object(desk, "_note_clock", side_effect=SerializationFailure()),
            self.assertRaises(SerializationFailure),
        ):
            self.push(self.change(self.uuid(), ("work_done", None, "Kept")))

    @mute_logger("odoo.sql_db")
    def test_a_report_that_another_request_makes_at_the_same_moment(self):
        """It is not refused for good: the request is run again, and finds the report."""
        number = self.uuid()
        self.push(self.op("report.open", report=number))
        desk = type(self.env["duret.sync.push"])
        look_up = desk._look_up

        def unseen(desk, batch, mutations):
            look_up(desk, batch, mutations)
            batch.reports = {}

        change = self.change(number, ("work_done", None, "Kept"))
        with patch.object(desk, "_look_up", unseen), self.assertRaises(ConcurrencyError):
            self.push(change)
        self.assertEqual([answer["state"] for answer in self.push(change)], ["applied"])
        self.assertEqual(self.report(number).work_done, "Kept")

    def test_only_technicians_and_the_office_send(self):
        for user in (self.user_portal_a, self.user_direction, self.env.ref("base.public_user")):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.push(self.op("report.open", report=self.uuid()), user=user)

    def test_an_answer_can_always_be_written(self):
        """Half of a character as an identity: refused by an answer that is text."""
        (answer,) = self.push({**self.op("report.open"), "uuid": "\ud800"})
        self.assertEqual((answer["code"], answer["uuid"]), ("bad_shape", "?"))

    def test_the_identity_of_somebody_elses_operation(self):
        """Two users may have made the same identity; neither sees the answer of the other."""
        op = self.change(self.uuid(), ("work_done", None, "Luc's"))
        self.push(op)
        (answer,) = self.push(op, user=self.colleague, phone=self.uuid())
        self.assertEqual((answer["code"], answer["replayed"]), ("not_yours", False))
        self.assertNotIn("name", answer["data"])
