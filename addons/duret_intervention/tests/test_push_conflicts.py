"""A telephone and the office change one report: both values stay, somebody chooses, what is closed stays closed."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.duret_planning.tests.common import MONDAY

from ..exceptions import ReportLocked
from .push_case import PushCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestPushConflicts(PushCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.number = cls.uuid()

    def setUp(self):
        super().setUp()
        self.push(self.change(self.number, ("work_done", None, "First words"), ("reserves", None, "None")))
        self.bon = self.report(self.number)

    def edit(self, **values):
        """Somebody changes the report in the office."""
        self.bon.with_user(self.user_assistant).write(values)

    def clash(self):
        """The office and the telephone change the same field."""
        self.edit(work_done="Words of the office")
        (answer,) = self.push(self.change(self.number, ("work_done", "First words", "Words of Luc")))
        return answer

    def test_both_values_stay(self):
        answer = self.clash()
        self.assertEqual((answer["state"], answer["code"]), ("conflict", "conflict"))
        self.assertIn("Both versions are kept", answer["message"])
        conflict = self.bon.conflict_ids
        self.assertEqual(
            answer["data"]["conflicts"],
            [{"id": conflict.id, "path": "work_done", "phone": "Words of Luc", "office": "Words of the office"}],
        )
        self.assertEqual((conflict.base, conflict.state), ("First words", "open"))
        self.assertEqual(self.bon.work_done, "Words of the office")

    def test_other_fields_of_the_same_operation_apply(self):
        self.edit(work_done="Words of the office")
        self.push(self.change(self.number, ("work_done", "First words", "Luc"), ("reserves", "None", "The cellar")))
        self.assertEqual((self.bon.work_done, self.bon.reserves), ("Words of the office", "The cellar"))

    def test_the_technician_chooses_his_own(self):
        conflict = self.clash()["data"]["conflicts"][0]["id"]
        (answer,) = self.push(self.op("conflict.settle", {"conflict": conflict, "keep": "phone"}))
        self.assertEqual((answer["state"], self.bon.work_done), ("applied", "Words of Luc"))
        row = self.bon.conflict_ids
        self.assertEqual(
            (row.state, row.settled_by, row.office_value), ("kept_phone", self.user_technician, "Words of the office")
        )
        # Choosing again changes nothing.
        self.push(self.op("conflict.settle", {"conflict": conflict, "keep": "office"}))
        self.assertEqual((self.bon.work_done, row.state), ("Words of Luc", "kept_phone"))

    def test_the_office_chooses(self):
        self.clash()
        self.bon.conflict_ids.with_user(self.user_assistant).action_keep_office()
        self.assertEqual((self.bon.work_done, self.bon.conflict_ids.state), ("Words of the office", "kept_office"))

    def test_the_technician_sends_another_value(self):
        self.clash()
        self.push(self.change(self.number, ("work_done", "Words of Luc", "Better words of Luc")))
        self.assertEqual(self.bon.conflict_ids.sorted("id").mapped("state"), ["replaced", "open"])
        self.assertEqual(
            self.bon.conflict_ids.sorted("id").mapped("phone_value"), ["Words of Luc", "Better words of Luc"]
        )

    def test_nobody_else_chooses(self):
        conflict = self.clash()["data"]["conflicts"][0]["id"]
        op = self.op("conflict.settle", {"conflict": conflict, "keep": "phone"})
        (answer,) = self.push(op, user=self.colleague, phone=self.uuid())
        self.assertEqual((answer["state"], answer["code"]), ("refused", "not_yours"))
        with self.assertRaises(AccessError):
            self.bon.conflict_ids.with_user(self.colleague).action_keep_phone()
        self.assertEqual(self.bon.conflict_ids.state, "open")

    def test_conflicts_are_not_thrown_away(self):
        self.clash()
        with self.assertRaises(UserError):
            self.bon.conflict_ids.sudo().unlink()
        with self.assertRaises(AccessError):
            self.bon.conflict_ids.with_user(self.user_assistant).write({"phone_value": "Other words"})

    # -- the office's hand ------------------------------------------------------------------------------------------
    def test_an_edit_is_journalled(self):
        self.edit(work_done="Words of the office", follow_up=True)
        row = self.bon.change_ids.sorted("id")[-1]
        self.assertEqual((row.author, row.user_id, row.revision), ("office", self.user_assistant, 2))
        self.assertEqual(
            row.lines_text,
            '{"lines":[["follow_up",null,true,"applied"],["work_done","First words","Words of the office","applied"]]}',
        )

    def test_an_edit_of_lines_is_one_change(self):
        measure = {"kind_id": self.insulation.id, "value_text": "0,35", "place": "Kitchen"}
        self.edit(measure_ids=[(0, 0, measure)], hour_ids=[(0, 0, {"kind_id": self.hours.id, "minutes": 45})])
        self.assertEqual((len(self.bon.change_ids), self.bon.revision), (2, 2))
        self.assertEqual((self.bon.measure_ids.value_text, self.bon.measure_ids.verdict), ("0.35", "bad"))
        self.bon.measure_ids.with_user(self.user_assistant).write({"value_text": "1,5"})
        self.bon.hour_ids.with_user(self.user_assistant).unlink()
        self.assertEqual((len(self.bon.change_ids), self.bon.revision), (4, 4))
        self.assertEqual(self.bon.measure_ids.verdict, "ok")

    def test_what_is_typed_is_a_number(self):
        for value in ("much", "1e5", "--1"):
            with self.subTest(value=value), self.assertRaises(UserError):
                self.edit(measure_ids=[(0, 0, {"kind_id": self.insulation.id, "value_text": value})])

    def test_writing_what_is_there_is_no_change(self):
        self.edit(work_done="First words")
        self.assertEqual((len(self.bon.change_ids), self.bon.revision), (1, 1))

    def test_nobody_writes_in_the_journal(self):
        for user in (self.user_admin, self.env.ref("base.user_root")):
            with self.assertRaises(ReportLocked):
                self.bon.change_ids.with_user(user).sudo().write({"lines_text": "{}"})
            with self.assertRaises(ReportLocked):
                self.bon.change_ids.with_user(user).sudo().unlink()

    # -- the lock ---------------------------------------------------------------------------------------------------
    def close(self, content=None):
        author = self.bon._duret_office()._replace(key=f"phone {self.phone_uuid}", at="2026-11-23T09:00:00.000000")
        self.bon._duret_close("signed", author, content)
        self.env.flush_all()

    def test_what_is_closed_stays(self):
        self.push(self.change(self.number, (f"hours/{self.hours.code}", None, 60)))
        self.close()
        report, hour = self.bon.sudo(), self.bon.hour_ids.sudo()
        forged = {"duret_unlocked": "UNLOCKED"}
        attempts = {
            "text": lambda: report.write({"work_done": "Other words"}),
            "state": lambda: report.write({"state": "draft"}),
            "closing": lambda: report.write({"closed_at": False}),
            "forged": lambda: report.with_context(**forged).write({"work_done": "Other words"}),
            "line": lambda: hour.write({"minutes": 5}),
            "new line": lambda: report.write({"hour_ids": [(0, 0, {"kind_id": self.hours.id, "minutes": 5})]}),
            "created": lambda: hour.create({"report_id": report.id, "kind_id": self.hours.id, "minutes": 5}),
            "line gone": lambda: hour.unlink(),
            "gone": lambda: report.unlink(),
            "moved": lambda: hour.write({"report_id": report.copy({"order_id": self.visit.id}).id}),
            "change": lambda: report._duret_apply_changes([["work_done", None, "a"]], report._duret_office()),
            "again": lambda: report._duret_close("absent", report._duret_office()),
        }
        for name, attempt in attempts.items():
            with self.subTest(name), self.assertRaises(ReportLocked), self.env.cr.savepoint():
                attempt()
        self.assertEqual((self.bon.work_done, self.bon.state, self.bon.hour_ids.minutes), ("First words", "signed", 60))

    def test_a_draft_is_not_closed_by_hand(self):
        for values in (
            {"state": "signed"},
            {"outcome": "signed"},
            {"uuid": self.uuid()},
            {"marks": {}},
            {"revision": 9},
        ):
            with self.subTest(values), self.assertRaises(ReportLocked):
                self.bon.sudo().write(values)

    def test_a_report_is_not_made_closed(self):
        reports = self.env["duret.intervention.report"].with_user(self.user_technician)
        for values in (
            {"state": "signed", "outcome": "signed", "closed_at": "2026-11-23 09:00:00"},
            {"amends_id": self.bon.id},
            {"partner_id": self.client_b.id},
            {"marks": {"work_done": ["office", "9"]}},
        ):
            with self.subTest(values), self.assertRaises(ReportLocked):
                reports.create({"order_id": self.visit.id, **values})
        self.assertEqual(reports.create({"order_id": self.visit.id, "state": "draft"}).state, "draft")

    def test_what_follows_from_others_is_not_written(self):
        self.push(self.change(self.number, *self.full_changes()[7:]))
        self.close()
        for record, values in (
            (self.bon, {"work_minutes": 5}),
            (self.bon, {"partner_id": self.client_b.id}),
            (self.bon.measure_ids, {"verdict": "ok"}),
            (self.bon.product_ids, {"quantity": 1}),
        ):
            with self.subTest(values), self.assertRaises(ReportLocked):
                record.with_user(self.user_technician).write(values)

    def test_the_telephone_is_told_that_it_is_closed(self):
        self.close()
        late = self.change(self.number, ("work_done", "First words", "Too late"), at="2026-11-23T09:00:01Z")
        early = self.change(self.number, ("work_done", "First words", "Overtaken"), at="2026-11-23T08:59:59Z")
        answers = self.push(late, early)
        self.assertEqual([answer["code"] for answer in answers], ["locked", ""])
        self.assertEqual([answer["state"] for answer in answers], ["refused", "applied"])
        self.assertEqual(self.bon.work_done, "First words")
        # Another telephone has signed nothing.
        (answer,) = self.push(
            self.change(self.number, ("reserves", "None", "x"), at="2026-11-23T08:59:00Z"), phone=self.uuid()
        )
        self.assertEqual(answer["code"], "locked")

    def test_what_was_signed_wins(self):
        self.clash()
        self.edit(safety_notes="Written by the office")
        self.close({"work_done": "Words of Luc", "reserves": "None"})
        self.assertEqual(self.bon._duret_content(), {"work_done": "Words of Luc", "reserves": "None"})
        kept = {row.path: (row.state, row.office_value) for row in self.bon.conflict_ids.sorted("id")}
        self.assertEqual(kept["safety_notes"], ("kept_phone", "Written by the office"))
        self.assertNotIn("open", self.bon.conflict_ids.mapped("state"))
        self.assertIn("Words of the office", self.bon.conflict_ids.mapped("office_value"))
