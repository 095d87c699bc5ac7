"""Answered questionnaires in a client's history."""

from odoo.tests import tagged

from .desk_case import DeskCase


@tagged("post_install", "-at_install")
class TestSurveyTimeline(DeskCase):
    def test_requests_and_their_answers(self):
        """An answer with its mark and its words, a question without answer; what was never sent is no history."""
        answered, sent, skipped = (self.make_request(self.make_visit()) for _number in range(3))
        answered._duret_record_answer({self.questions["recommend"]: 4, self.questions["comment"]: "En retard"}, "mail")
        sent.write({"state": "sent", "reason": False, "sent_at": "2026-11-22 08:00:00"})
        self.env.flush_all()
        page = self.env["duret.timeline"].with_user(self.user_assistant).get_page(self.client_b.id, kinds=["opinion"])
        rows = {row["res_id"]: row for row in page["rows"]}
        self.assertEqual(set(rows), {answered.id, sent.id})
        self.assertTrue(rows[answered.id]["title"].startswith("4/10 · "), rows[answered.id])
        self.assertEqual(rows[answered.id]["detail"], "En retard")
        self.assertEqual(rows[sent.id]["date"], "2026-11-22 08:00:00")
        self.assertEqual([kind["code"] for kind in page["kinds"]].count("opinion"), 1)

    def test_answers_of_the_firm_once_finished(self):
        survey = self.env["survey.survey"].create({"title": "Votre avis (tests)"})
        answers = self.env["survey.user_input"].create(
            [
                {"survey_id": survey.id, "partner_id": self.contact_a.id, "state": "done"},
                {"survey_id": survey.id, "partner_id": self.contact_a.id, "state": "in_progress"},
                {"survey_id": survey.id, "partner_id": self.client_b.id, "state": "done"},
                {"survey_id": survey.id, "partner_id": self.contact_a.id, "state": "done", "test_entry": True},
            ]
        )
        self.env.flush_all()
        timeline = self.env["duret.timeline"]
        page = timeline.with_user(self.user_assistant).get_page(self.client_a.id, kinds=["opinion"])
        self.assertEqual(
            [(row["res_id"], row["title"]) for row in page["rows"]], [(answers[0].id, "Votre avis (tests)")]
        )
        hidden = timeline.with_user(self.user_technician).get_page(self.client_a.id, kinds=["opinion"])
        self.assertFalse(hidden["rows"])
