"""Answers and questions of the first version are taken over by the update."""

from pathlib import Path
from runpy import run_path

from odoo.tests import tagged

from .request_case import RequestCase

SCRIPT = Path(__file__).parents[1] / "migrations" / "19.0.2.0.0" / "post-migration.py"


@tagged("post_install", "-at_install")
class TestRequestMigration(RequestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client = cls.make_person()
        cls.visit = cls.make_done(cls.client)
        cls.recommend = cls.env.ref("duret_satisfaction.survey_question_recommend")
        cls.yes = cls.env.ref("duret_satisfaction.survey_question_answer_call_back_yes")

    def migrate(self):
        self.env.flush_all()
        run_path(str(SCRIPT))["migrate"](self.env.cr, "19.0.1.0.0")
        self.env.invalidate_all()

    def give(self, mark, **values):
        """An answer as the first version kept it."""
        line = {"question_id": self.recommend.id, "answer_type": "scale", "value_scale": mark}
        return self.env["survey.user_input"].create(
            {
                "survey_id": self.survey.id,
                "partner_id": self.client.id,
                "state": "done",
                "end_datetime": "2026-11-25 18:00:00",
                "user_input_line_ids": [(0, 0, line)],
                **values,
            }
        )

    def test_questions_get_their_parts(self):
        # The constraint of the questions refuses to leave a sent questionnaire without its mark: as it was before.
        self.env.cr.execute(
            "UPDATE survey_question SET duret_role = NULL, duret_topic = NULL WHERE survey_id = %s", [self.survey.id]
        )
        self.env.cr.execute("UPDATE survey_question_answer SET duret_means_yes = NULL WHERE id = %s", [self.yes.id])
        self.env.invalidate_all()
        self.migrate()
        parts = {question.duret_role: question.duret_topic for question in self.survey.question_ids}
        self.assertEqual(set(parts), {"nps", "rating", "comment", "call_back"})
        self.assertTrue(self.survey._duret_is_sendable())
        topics = self.survey.question_ids.filtered(lambda one: one.duret_role == "rating").mapped("duret_topic")
        self.assertEqual(sorted(topics), ["booking", "cleanliness", "delay", "quality", "welcome"])

    def test_what_somebody_chose_stays(self):
        question = self.env.ref("duret_satisfaction.survey_question_welcome")
        question.duret_topic = "other"
        self.migrate()
        self.assertEqual(question.duret_topic, "other")

    def test_answers_get_their_requests(self):
        judged = self.give(9, duret_visit_id=self.visit.id)
        shared = self.give(3)
        self.give(1, test_entry=True)
        self.give(1, state="in_progress")
        self.migrate()
        request = self.request_of(self.visit)
        self.assertEqual((request.state, request.nps, request.nps_class), ("answered", 9, "promoter"))
        self.assertEqual((request.user_input_id, request.partner_id), (judged, self.client))
        self.assertEqual(str(request.answered_at), "2026-11-25 18:00:00")
        other = self.requests.search([("user_input_id", "=", shared.id)])
        self.assertEqual((other.kind, other.nps, other.nps_points), ("other", 3, -100))
        self.assertEqual(len(self.requests.search([("partner_id", "=", self.client.id)])), 2)
        self.migrate()
        self.assertEqual(len(self.requests.search([("partner_id", "=", self.client.id)])), 2)

    def test_a_judged_visit_is_not_asked_about(self):
        self.give(9, duret_visit_id=self.visit.id)
        self.migrate()
        self.ask("2026-11-24 05:00:00")
        self.assertEqual(self.request_of(self.visit).state, "answered")
