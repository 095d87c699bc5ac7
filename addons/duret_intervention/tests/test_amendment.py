"""A closed report is corrected by another one, which says why; the first stays as it was signed."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models.duret_report_evidence import GENUINE
from .photo_case import picture
from .signing_case import SigningCase


@tagged("post_install", "-at_install")
class TestAmendment(SigningCase):
    def amend(self, report, reason="The breaker was a 20 A", **values):
        """The operation of the telephone."""
        return self.op("report.amend", {"amends": report.uuid, "reason": reason} | values, report=self.uuid())

    def test_the_technician_s_amendment_starts_as_a_copy_and_is_signed(self):
        report = self.signed()
        op = self.amend(report)
        (answer,) = self.push(op)
        self.assertEqual(answer["state"], "applied", answer)
        amendment = self.report(op["report"])
        self.assertEqual((amendment.amends_id, amendment.amendment_reason), (report, "The breaker was a 20 A"))
        self.assertEqual(amendment._duret_content(), report._duret_content())
        self.assertEqual(answer["data"]["content"], report._duret_content())
        self.assertEqual((amendment.state, report.state), ("draft", "signed"))
        content = amendment._duret_content() | {"work_done": "Replaced the 20 A breaker"}
        (signed,) = self.push(self.signing(amendment.uuid, content))
        self.assertEqual(signed["state"], "applied", signed)
        self.seal()
        self.assertEqual((amendment.state, report.state), ("signed", "amended"))
        self.assertEqual(report.work_done, "Replaced the breaker of the kitchen")
        verdicts = (report | amendment)._duret_verify()
        self.assertEqual({verdict for verdict, _texts in verdicts.values()}, {GENUINE}, verdicts)

    def test_the_same_amendment_sent_again_changes_nothing(self):
        report = self.signed()
        op = self.amend(report)
        other = {**op, "uuid": self.uuid()}
        answers = self.push(op, op, other)
        self.assertEqual([answer["state"] for answer in answers], ["applied"] * 3)
        self.assertEqual(len(report.amendment_ids), 1)

    def test_photos_stay_with_the_first_one(self):
        report = self.signed(photos=(picture("red"),))
        op = self.amend(report)
        self.push(op)
        self.assertFalse(self.report(op["report"]).photo_ids)
        self.assertEqual(len(report.photo_ids), 1)

    def test_what_cannot_be_amended_is_refused(self):
        report = self.signed()
        draft, _content = self.written()
        cases = [
            (self.amend(report, reason=""), "bad_value"),
            (self.amend(report, reason="x" * 1_001), "bad_value"),
            (self.amend(report, reason=None), "bad_value"),
            (self.amend(self.report(draft)), "bad_value"),
            (self.amend(report, amends=self.uuid()), "bad_value"),
            (self.amend(report, amends=3), "bad_value"),
        ]
        for op, code in cases:
            (answer,) = self.push(op)
            self.assertEqual((answer["state"], answer["code"]), ("refused", code), op["data"])
            self.assertFalse(self.report(op["report"]))
        (answer,) = self.push(self.amend(report), user=self.colleague)
        self.assertEqual((answer["state"], answer["code"]), ("refused", "not_yours"))

    # --- the office ------------------------------------------------------------------------------------------------
    def wizard(self, report, user, reason="Wrong circuit"):
        return self.env["duret.report.amend"].with_user(user).create({"report_id": report.id, "reason": reason})

    def test_the_office_corrects_and_closes_without_the_client(self):
        report = self.signed()
        action = report.with_user(self.user_assistant).action_amend()
        self.assertEqual(action["res_model"], "duret.report.amend")
        opened = self.wizard(report, self.user_assistant).action_open()
        amendment = self.env["duret.intervention.report"].browse(opened["res_id"]).with_user(self.user_assistant)
        amendment.write({"work_done": "Replaced the breaker of the cellar"})
        again = report.with_user(self.user_assistant).action_amend()
        self.assertEqual(again["res_id"], amendment.id)
        amendment.action_close_amendment()
        self.seal()
        proof = amendment.signature_ids
        self.assertEqual((amendment.outcome, report.state), ("office", "amended"))
        self.assertEqual((proof.outcome, proof.reason), ("office", "Wrong circuit"))
        self.assertEqual((proof.signer_name, proof.user_id), (self.user_assistant.name, self.user_assistant))
        self.assertEqual(amendment.seal_ids.kind, "office")
        self.assertEqual(amendment.sudo()._duret_verify()[amendment.sudo()], (GENUINE, []))
        self.assertIn("Wrong circuit", str(amendment.sudo()._duret_view()["signature"]))
        with self.assertRaises(UserError):
            amendment.action_close_amendment()

    def test_a_reason_is_compulsory(self):
        report = self.signed()
        with self.assertRaises(UserError):
            self.wizard(report, self.user_assistant, reason="  ").action_open()
        self.assertFalse(report.amendment_ids)

    def test_only_the_office_closes_without_the_client(self):
        report = self.signed()
        amendment = report._duret_amend("Wrong circuit")
        with self.assertRaises(UserError):
            amendment.with_user(self.user_technician).action_close_amendment()
        with self.assertRaises(UserError):
            self.report(self.written()[0]).with_user(self.user_assistant).action_close_amendment()
        with self.assertRaises(AccessError):
            self.wizard(report, self.user_technician)
