"""Answered questionnaires in a client's history."""

from odoo.tests import tagged

from odoo.addons.duret_base.tests.common import DuretCase


@tagged("post_install", "-at_install")
class TestSurveyTimeline(DuretCase):
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
        page = timeline.with_user(self.user_assistant).get_page(self.client_a.id, kinds=["survey"])
        self.assertEqual(
            [(row["res_id"], row["title"]) for row in page["rows"]], [(answers[0].id, "Votre avis (tests)")]
        )
        hidden = timeline.with_user(self.user_technician).get_page(self.client_a.id, kinds=["survey"])
        self.assertFalse(hidden["rows"])
