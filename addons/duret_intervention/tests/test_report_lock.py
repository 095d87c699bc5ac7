"""Ways around the lock of a closed report that a caller over RPC could try."""

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.duret_planning.tests.common import MONDAY

from ..exceptions import ReportLocked
from .push_case import PushCase


@tagged("post_install", "-at_install")
class TestReportLock(PushCase):
    @classmethod
    def setUpClass(cls):
        with freeze_time(MONDAY):
            super().setUpClass()
            case = cls("test_another_field_does_not_open_it")
            numbers = cls.uuid(), cls.uuid()
            for number in numbers:
                case.push(case.change(number, *case.full_changes()))
            closed, draft = (case.report(number) for number in numbers)
            closed._duret_close("signed", closed._duret_office())
            cls.closed, cls.draft = closed.with_user(cls.user_technician), draft.with_user(cls.user_technician)
            cls.env.flush_all()

    def _refused(self, attempt, error=ReportLocked):
        before = self.closed.sudo()._duret_content()
        with self.assertRaises(error), self.env.cr.savepoint():
            attempt()
        self.env.invalidate_all()
        self.assertEqual(self.closed.sudo()._duret_content(), before)

    def test_another_field_does_not_open_it(self):
        forged = Command.update(self.closed.id, {"work_done": "Forged"})
        self._refused(lambda: self.draft.write({"work_done": "Mine", "amendment_ids": [forged]}))

    def test_lines_of_another_report(self):
        line = self.closed.check_ids
        for name, commands in {
            "changed": [Command.update(line.id, {"answer": "no"})],
            "taken": [Command.link(line.id)],
            "set": [Command.set(line.ids)],
            "deleted": [Command.delete(line.id)],
            "bare": line.ids,
        }.items():
            with self.subTest(name):
                self._refused(lambda commands=commands: self.draft.write({"check_ids": commands}))
        own = self.draft.hour_ids
        self._refused(
            lambda: self.draft.write({"hour_ids": [Command.update(own.id, {"report_id": self.closed.id})]}),
        )
        self.draft.write({"hour_ids": [Command.update(own.id, {"minutes": 30})]})
        self.assertEqual(own.minutes, 30)

    def test_the_context_names_the_report(self):
        lines = self.env["duret.report.check"].with_user(self.user_technician)
        item = self.env["duret.check.item"].create({"code": "test_context", "name": "Context"})
        self._refused(lambda: lines.with_context(default_report_id=self.closed.id).create({"item_id": item.id}))
        added = lines.with_context(default_report_id=self.draft.id).create({"item_id": item.id})
        self.assertEqual(added.report_id, self.draft)
        self.assertIn("checks/test_context", self.draft.sudo().change_ids[-1].lines_text)

    def test_the_context_does_not_close(self):
        reports = self.env["duret.intervention.report"].with_user(self.user_technician)
        forged = {"default_state": "signed", "default_outcome": "signed", "default_closed_at": "2026-11-23 09:00:00"}
        with self.assertRaises(ReportLocked):
            reports.with_context(**forged).create({"order_id": self.visit.id})

    def test_photos_and_equipment_are_not_written_through_a_report(self):
        secret = self.env["ir.attachment"].create({"name": "secret", "raw": b"secret"})
        photo = {"uuid": self.uuid(), "sha256": "0" * 64, "attachment_id": secret.id}
        self._refused(lambda: self.draft.write({"photo_ids": [Command.create(photo)]}))
        reports = self.env["duret.intervention.report"].with_user(self.user_technician)
        for values in (
            {"photo_ids": [Command.create(photo)]},
            {"check_ids": [Command.update(self.closed.check_ids.id, {"answer": "no"})]},
            {"amendment_ids": [Command.link(self.closed.id)]},
        ):
            with self.subTest(values):
                self._refused(lambda values=values: reports.create({"order_id": self.visit.id, **values}))
        change = Command.update(self.boiler.id, {"name": "Mine"})
        self._refused(lambda: self.draft.write({"equipment_ids": [change]}))

    def test_a_report_on_a_visit_of_a_colleague_in_ones_own_name(self):
        reports = self.env["duret.intervention.report"].with_user(self.user_technician)
        with self.assertRaises(AccessError):
            reports.create({"order_id": self.visit_of_eve.id, "person_id": self.luc.id})
