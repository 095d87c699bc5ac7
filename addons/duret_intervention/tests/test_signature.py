"""A report is closed by a signature, or without one: what is kept, what is refused, and that it stays."""

import json

from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..exceptions import ReportLocked
from ..field_report import canonical
from ..field_report.document import digest
from .signing_case import STROKES, SigningCase, png


@tagged("post_install", "-at_install")
class TestSignature(SigningCase):
    def refused(self, code, reason=None, report=None, content=None, **values):
        """Sign in a way that is refused; the report stays open."""
        if report is None:
            report, content = self.written()
        (answer,) = self.push(self.signing(report, content, **values))
        self.assertEqual((answer["state"], answer["code"]), ("refused", code), answer)
        self.assertTrue(answer["message"])
        if reason:
            self.assertEqual(answer["data"]["reason"], reason)
        self.assertFalse(self.report(report).closed_at)
        self.assertFalse(self.report(report).signature_ids)
        return answer

    # --- what is kept ----------------------------------------------------------------------------------------------
    def test_a_signature_closes_the_report_with_all_that_proves_it(self):
        uuid, content = self.written()
        op = self.signing(uuid, content)
        (answer,) = self.push(op)
        report = self.report(uuid)
        self.assertEqual((report.state, report.outcome), ("signed", "signed"))
        self.assertEqual(answer["data"]["verify"], f"/verifier/{report.verify_token}")
        proof = report.signature_ids
        self.assertEqual(proof.document, op["data"]["document"])
        self.assertEqual(proof.document_sha256, op["data"]["sha256"])
        self.assertEqual(json.loads(proof.strokes), STROKES)
        self.assertEqual(proof._duret_picture(), png())
        self.assertEqual((proof.signer_name, proof.signer_quality), ("Anne Blanc", "owner"))
        self.assertEqual((proof.user_id, proof.device_uuid), (self.user_technician, self.phone_uuid))
        self.assertEqual((proof.consent_version, proof.consent_text), ("2026-1", "I have read it."))
        self.assertEqual(proof.received_at, report.closed_at)
        self.assertEqual(json.loads(proof.glossary)["measures"]["test_insulation"]["limits"], ["0.5", None])

    def test_what_was_signed_wins_and_the_office_s_value_is_kept(self):
        uuid, content = self.written()
        self.report(uuid).write({"work_done": "The office knew better"})
        (answer,) = self.push(self.signing(uuid, content))
        self.assertEqual(answer["state"], "applied")
        report = self.report(uuid)
        self.assertEqual(report.work_done, content["work_done"])
        conflict = report.conflict_ids
        self.assertEqual((conflict.path, conflict.office_value), ("work_done", "The office knew better"))
        self.assertEqual((conflict.phone_value, conflict.state), (content["work_done"], "kept_phone"))

    def test_an_unknown_report_is_opened_and_closed_by_its_signature(self):
        uuid = self.uuid()
        (answer,) = self.push(self.signing(uuid, {"work_done": "Written and signed without network"}))
        self.assertEqual(answer["state"], "applied", answer)
        self.assertEqual(self.report(uuid).work_done, "Written and signed without network")

    def test_an_absent_client(self):
        report = self.signed(outcome="absent", reason="Left before the end", signer={"name": "", "quality": ""})
        self.assertEqual((report.state, report.signature_ids.reason), ("absent", "Left before the end"))
        self.assertEqual((report.signature_ids.strokes, report.signature_ids.picture), ("[]", False))

    def test_a_client_who_refuses(self):
        report = self.signed(outcome="refused", reason="Disputes the time", signer={"name": "M. Noir", "quality": ""})
        self.assertEqual((report.state, report.signature_ids.signer_name), ("refused", "M. Noir"))

    # --- again -----------------------------------------------------------------------------------------------------
    def test_the_same_signature_sent_again_changes_nothing(self):
        uuid, content = self.written()
        op = self.signing(uuid, content)
        other = {**op, "uuid": self.uuid()}
        first, again, third = self.push(op, op, other)
        self.assertEqual([first["replayed"], again["replayed"], third["replayed"]], [False, True, False])
        self.assertEqual(third["state"], "applied")
        self.assertEqual(len(self.report(uuid).signature_ids), 1)

    def test_another_signature_of_a_closed_report_is_refused(self):
        uuid, content = self.written()
        (first,) = self.push(self.signing(uuid, content))
        (second,) = self.push(self.signing(uuid, content | {"work_done": "More was done"}))
        self.assertEqual((first["state"], second["state"], second["code"]), ("applied", "refused", "locked"))
        self.assertEqual(self.report(uuid).work_done, content["work_done"])

    # --- refused ---------------------------------------------------------------------------------------------------
    def test_ten_megabytes_are_refused_with_a_reason(self):
        answer = self.refused("bad_signature", "png_size", data={"png": "A" * 1_500_000})
        self.assertIn("too large", answer["message"])
        report, content = self.written()
        (answer,) = self.push(self.signing(report, content, data={"png": "A" * 10_000_000}))
        self.assertEqual((answer["state"], answer["code"]), ("refused", "too_long"))

    def test_an_empty_screen_is_refused(self):
        self.refused("bad_signature", "empty", data={"strokes": []})
        self.refused("bad_signature", "empty", data={"png": ""})

    def test_a_document_changed_on_its_way_is_refused(self):
        self.refused("bad_signature", "digest", data={"sha256": "0" * 64})

    def test_what_is_no_document_is_refused(self):
        for document in ("", "{}", "[" * 1000, "é", canonical({"format": 1})):
            self.refused("bad_shape", data={"document": document, "sha256": digest(document)})
        for document in (None, 3, [], {}):
            self.refused("bad_shape", data={"document": document})

    def test_another_report_or_visit_is_refused(self):
        report, content = self.written()
        for changes in ({"visit": {"id": self.visit_of_eve.id, "name": "x"}},):
            self.refused("bad_signature", "report", report, content, **changes)
        other, _content = self.written()
        op = self.signing(other, content)
        (answer,) = self.push({**op, "report": report})
        self.assertEqual((answer["state"], answer["code"]), ("refused", "bad_signature"))

    def test_an_operation_that_contradicts_its_document_is_refused(self):
        self.refused("bad_signature", "outcome", data={"outcome": "absent"})
        self.refused("bad_signature", "outcome", data={"signer": {"name": "Somebody Else", "quality": "owner"}})

    def test_absence_without_a_reason_is_refused(self):
        self.refused("bad_signature", "reason", outcome="absent", signer={"name": "", "quality": ""})

    def test_a_content_that_no_report_holds_is_refused(self):
        self.refused("bad_value", "content", *self.with_content(work_done=3))
        self.refused("bad_value", None, *self.with_content(**{f"measures/{self.uuid()}": self.measure("unknown")}))

    def with_content(self, **more):
        report, content = self.written()
        return report, content | more

    def measure(self, kind):
        return {"kind": kind, "value": "1", "place": "", "note": ""}

    def test_the_report_of_somebody_else_is_refused(self):
        report, content = self.written()
        (answer,) = self.push(self.signing(report, content), user=self.colleague)
        self.assertEqual((answer["state"], answer["code"]), ("refused", "not_yours"))

    def test_scripts_are_kept_as_text(self):
        report = self.signed(("client_remarks", None, "<script>alert(1)</script>"))
        html = self.env["ir.actions.report"]._render_qweb_html("duret_intervention.report_document_page", report.ids)[0]
        self.assertIn(b"&lt;script&gt;alert(1)", html)
        self.assertNotIn(b"<script>alert(1)", html)

    # --- locked ----------------------------------------------------------------------------------------------------
    def test_a_signed_report_is_locked_for_everybody(self):
        report = self.signed()
        for user in (self.user_technician, self.user_assistant, self.user_manager, self.env.ref("base.user_root")):
            with self.assertRaises(ReportLocked):
                report.with_user(user).write({"work_done": "changed"})
        with self.assertRaises(ReportLocked):
            report.measure_ids.write({"value_text": "9"})
        (answer,) = self.push(self.change(report.uuid, ("reserves", None, "more")))
        self.assertEqual((answer["state"], answer["code"]), ("refused", "locked"))

    def test_a_signature_is_never_changed_nor_deleted(self):
        proof = self.signed().signature_ids
        for change in (lambda: proof.write({"signer_name": "X"}), proof.unlink, proof.sudo().unlink):
            with self.assertRaises(UserError):
                change()

    @mute_logger("odoo.sql_db")
    def test_a_report_is_signed_once_whatever_runs_at_the_same_time(self):
        proof = self.signed().signature_ids
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            proof.copy()

    def test_only_reports_one_may_read_show_their_signature(self):
        proof = self.signed().signature_ids
        self.assertTrue(proof.with_user(self.user_technician).has_access("read"))
        self.assertFalse(proof.with_user(self.colleague).has_access("read"))
        self.assertFalse(proof.with_user(self.user_portal_a).has_access("read"))
        self.assertFalse(proof.with_user(self.user_assistant).has_access("write"))
