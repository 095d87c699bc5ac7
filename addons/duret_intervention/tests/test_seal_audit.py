"""The whole chain, verified each night: what it finds, that it goes on where it stopped, and that it sees a cut."""

from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..models import duret_seal_audit
from .signing_case import SigningCase


@tagged("post_install", "-at_install")
class TestSealAudit(SigningCase):
    def audit(self):
        """What the job does, until it ends."""
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("duret_intervention.ir_cron_seal_audit").method_direct_trigger()
        self.env.invalidate_all()
        return self.env["duret.seal.audit"].search([], limit=1)

    def sql(self, query, *values):
        """Change something behind everybody's back."""
        self.env.flush_all()
        self.env.cr.execute(query, values)
        self.env.invalidate_all()

    def test_who_may_not_read_verifications_does_not_start_one(self):
        audits = self.env["duret.seal.audit"]
        for user in (self.user_technician, self.user_portal_a):
            with self.subTest(user.login), self.assertRaises(AccessError):
                audits.with_user(user).action_start()
        self.assertFalse(audits.search([]))
        audits.with_user(self.user_manager).action_start()
        self.assertEqual(audits.search([]).state, "running")

    def test_an_untouched_chain_is_genuine(self):
        reports = [self.signed() for _number in range(3)]
        audit = self.audit()
        self.assertEqual((audit.state, audit.fault_count, audit.details), ("genuine", 0, False))
        self.assertEqual(audit.last_number, reports[-1].seal_ids.number)
        self.assertTrue(audit.ended_at)

    def test_it_goes_on_where_it_stopped(self):
        for _number in range(5):
            self.signed()
        with patch.object(duret_seal_audit, "BATCH", 2):
            audit = self.env["duret.seal.audit"].create({})
            audit._check(audit._next_seals())
            reached = audit.last_number
            self.assertEqual(self.audit(), audit)
        self.assertGreater(audit.last_number, reached)
        self.assertEqual((audit.state, audit.checked), ("genuine", self.env["duret.report.seal"].search_count([])))

    def test_a_changed_report_is_named_and_somebody_has_to_look(self):
        self.signed()
        report = self.signed()
        self.sql("UPDATE duret_intervention_report SET reserves = 'none' WHERE id = %s", report.id)
        audit = self.audit()
        self.assertEqual(audit.state, "altered")
        self.assertIn(f"{report.name}: « Reservations » is not what was signed", audit.details)
        self.assertEqual(audit.fault_count, 1)
        self.assertEqual(len(audit.activity_ids), 1)

    def test_a_seal_taken_out_of_the_middle_is_seen(self):
        self.signed()
        report = self.signed()
        self.signed()
        self.sql("DELETE FROM duret_report_seal WHERE report_id = %s", report.id)
        audit = self.audit()
        self.assertEqual(audit.state, "altered")
        self.assertIn("missing before seal", audit.details)

    def test_a_chain_cut_at_its_end_is_seen(self):
        self.signed()
        report = self.signed()
        self.assertEqual(self.audit().state, "genuine")
        self.sql("DELETE FROM duret_report_seal WHERE report_id = %s", report.id)
        self.sql("UPDATE duret_intervention_report SET work_done = 'forged' WHERE id = %s", report.id)
        self.seal()
        audit = self.audit()
        self.assertEqual(audit.state, "altered")
        self.assertIn("not the one of the verification before", audit.details)

    def test_a_report_without_its_seal_is_seen(self):
        report = self.signed(seal=False)
        self.sql(
            "UPDATE duret_intervention_report SET closed_at = closed_at - interval '2 hours' WHERE id = %s", report.id
        )
        audit = self.audit()
        self.assertIn(f"{report.name} was closed and has no seal", audit.details)

    def test_the_button_starts_one(self):
        audits = self.env["duret.seal.audit"]
        audits.with_user(self.user_manager).action_start()
        audits.with_user(self.user_manager).action_start()
        self.assertEqual(audits.search_count([("state", "=", "running")]), 1)
