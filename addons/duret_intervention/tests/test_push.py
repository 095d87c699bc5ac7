"""What a telephone did without network is received once, and every value of it is kept."""

import json

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.duret_planning.tests.common import MONDAY

from ..field_report import same_content
from .push_case import PushCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestPush(PushCase):
    def test_a_whole_report_says_what_was_sent(self):
        number, changes = self.uuid(), self.full_changes()
        (answer,) = self.push(self.change(number, *changes))
        self.assertEqual((answer["state"], answer["code"], answer["replayed"]), ("applied", "", False))
        report = self.report(number)
        self.assertEqual(report._duret_content(), {path: value for path, _base, value in changes})
        self.assertEqual((report.order_id, report.person_id, report.revision), (self.visit, self.luc, 1))
        self.assertEqual(
            (report.work_minutes, report.measure_ids.verdict, report.product_ids.quantity), (90, "bad", 2.5)
        )
        self.assertRegex(report.name, r"^BI-\d{4}-\d{5}$")
        self.assertEqual(answer["data"]["name"], report.name)

    def test_a_replay_gets_the_same_answer_and_writes_nothing(self):
        number = self.uuid()
        ops = [self.op("report.open", report=number), self.change(number, *self.full_changes())]
        first = self.push(*ops)
        tables = ("duret_intervention_report", "duret_report_change", "duret_report_measure", "duret_sync_mutation")

        def versions():
            rows = {}
            for table in tables:
                self.env.cr.execute(f"SELECT id, xmin, ctid FROM {table} ORDER BY id")  # noqa: S608 (names above)
                rows[table] = self.env.cr.fetchall()
            return rows

        before = versions()
        again = self.push(*reversed(ops))
        self.assertEqual([answer["replayed"] for answer in again], [True, True])
        self.assertEqual(
            [answer | {"replayed": False} for answer in reversed(again)],
            [answer | {"replayed": False} for answer in first],
        )
        self.assertEqual(versions(), before)

    def test_the_same_operation_twice_in_one_request_counts_once(self):
        op = self.change(self.uuid(), ("work_done", None, "Once"))
        first, second = self.push(op, op)
        self.assertEqual((first["replayed"], second["replayed"]), (False, True))
        self.assertEqual(first["data"], second["data"])
        self.assertEqual(len(self.report(op["report"]).change_ids), 1)

    def test_another_operation_under_the_same_identity_is_refused(self):
        op = self.change(self.uuid(), ("work_done", None, "First"))
        self.push(op)
        other = op | {"data": {"changes": [["work_done", None, "Second"]]}}
        (answer,) = self.push(other)
        self.assertEqual((answer["state"], answer["code"]), ("refused", "uuid_reused"))
        self.assertEqual(self.report(op["report"]).work_done, "First")
        self.assertIn("First", self.mutation(op).payload)

    def test_operations_are_kept_before_they_are_understood(self):
        op = self.op("report.dance", {"step": 1})
        (answer,) = self.push(op)
        self.assertEqual((answer["state"], answer["code"]), ("refused", "unknown_kind"))
        row = self.mutation(op)
        self.assertEqual((row.state, json.loads(row.payload)), ("refused", op))

    def test_one_refusal_stops_no_other(self):
        numbers = [self.uuid() for _index in range(3)]
        good, bad, last = (
            self.change(numbers[0], ("work_done", None, "A")),
            self.change(numbers[1], ("work_done", None, "kept back"), ("work_done", "kept back", 7)),
            self.change(numbers[2], ("work_done", None, "C")),
        )
        answers = self.push(good, bad, last)
        self.assertEqual([answer["state"] for answer in answers], ["applied", "refused", "applied"])
        self.assertEqual(answers[1]["code"], "bad_value")
        self.assertFalse(self.report(numbers[1]))
        self.assertEqual(self.report(numbers[2]).work_done, "C")

    def test_changes_follow_one_another_and_lines_go_again(self):
        number, measure = self.uuid(), f"measures/{self.uuid()}"
        value = {"kind": self.insulation.code, "value": "0.35", "place": "", "note": ""}
        self.push(self.change(number, (measure, None, value), ("work_done", None, "A")))
        self.push(self.change(number, (measure, value, value | {"value": "12"}), ("work_done", "A", "A, then B")))
        report = self.report(number)
        self.assertEqual((report.measure_ids.value, report.measure_ids.verdict, report.revision), (12, "ok", 2))
        self.push(self.change(number, (measure, value | {"value": "12"}, None), ("work_done", "A, then B", None)))
        self.env.invalidate_all()
        self.assertEqual(self.report(number)._duret_content(), {})
        self.assertEqual(len(self.report(number).change_ids), 3)

    def test_texts_stay_texts(self):
        number = self.uuid()
        text = '<script>alert("x")</script> & <b>bold</b>\r\n\x00second line'
        self.push(self.change(number, ("work_done", None, text)))
        report = self.report(number)
        self.assertEqual(report.work_done, '<script>alert("x")</script> & <b>bold</b>\nsecond line')
        self.assertEqual(report._fields["work_done"].type, "text")

    def test_an_empty_text_says_nothing(self):
        number = self.uuid()
        content = {"work_done": "", "follow_up": False, "reserves": "Some"}
        self.push(self.change(number, *[(path, None, value) for path, value in content.items()]))
        self.assertTrue(same_content(self.report(number)._duret_content(), content))
