"""Roles of questions in the survey application, and which questionnaires may be sent to clients."""

import psycopg2

from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.duret_base.tests.common import DuretCase


@tagged("post_install", "-at_install")
class TestPageRoles(DuretCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.survey = cls.env["survey.survey"].create({"title": "Maintenance (tests)"})
        cls.nps = cls.ask("Nous recommander ?", "scale", scale_min=0, scale_max=10, duret_role="nps")

    @classmethod
    def ask(cls, title, kind, **values):
        return cls.env["survey.question"].create(
            {"survey_id": cls.survey.id, "title": title, "question_type": kind, **values}
        )

    def test_the_shipped_questionnaire_may_be_sent(self):
        shipped = self.env.ref("duret_satisfaction.survey_survey_visit")
        self.assertEqual(shipped._duret_send_faults(), [])
        roles = shipped.question_ids.mapped("duret_role")
        self.assertEqual((roles.count("nps"), roles.count("rating"), roles.count("comment")), (1, 5, 1))
        topics = set(shipped.question_ids.mapped("duret_topic")) - {False}
        self.assertEqual(topics, {"welcome", "delay", "quality", "cleanliness", "booking"})

    def test_a_role_needs_its_kind_of_question(self):
        self.nps.duret_role = False
        wrong = [
            ("nps", "scale", {"scale_min": 1, "scale_max": 10}),
            ("rating", "scale", {"scale_min": 0, "scale_max": 5}),
            ("rating", "numerical_box", {}),
            ("comment", "char_box", {}),
            ("call_back", "multiple_choice", {}),
        ]
        for role, kind, values in wrong:
            with self.subTest(role), self.assertRaises(ValidationError) as caught:
                self.ask("Question mal posée", kind, duret_role=role, **values)
            self.assertIn("Question mal posée", caught.exception.args[0])
        rating = self.ask("Propreté ?", "scale", scale_min=1, scale_max=5, duret_role="rating")
        with self.assertRaises(ValidationError):
            rating.scale_max = 4
        with self.assertRaises(ValidationError):
            rating.question_type = "text_box"

    def test_one_recommendation_only(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.UniqueViolation), self.env.cr.savepoint():
            self.ask("Encore ?", "scale", scale_min=0, scale_max=10, duret_role="nps")
        twin = self.nps.copy()
        self.assertFalse(twin.duret_role, "a copy inside the questionnaire counts as nothing")
        copy = self.survey.copy()
        self.assertIn("nps", copy.question_ids.mapped("duret_role"), "a copy of the whole keeps its roles")

    def test_what_cannot_be_sent(self):
        company = self.env.company
        company.duret_survey_id = self.survey
        with self.assertRaises(ValidationError):
            self.survey.question_and_page_ids = [(2, self.nps.id)]
        with self.assertRaises(ValidationError):
            self.survey.active = False
        kind = self.env["fsm.order.type"].create({"name": "Entretien (tests)"})
        for title, values in (
            ("Sans note", {}),
            ("Tableau", {"question_type": "matrix"}),
        ):
            other = self.env["survey.survey"].create({"title": title})
            if values:
                self.env["survey.question"].create(
                    {"survey_id": other.id, "title": "Recommander ?", "question_type": "scale", "duret_role": "nps"}
                )
                self.env["survey.question"].create({"survey_id": other.id, "title": "Tableau ?", **values})
            for record in (company, kind):
                with self.subTest(title), self.assertRaises(ValidationError) as caught:
                    record.duret_survey_id = other
                self.assertIn(title, caught.exception.args[0])

    def test_the_answer_that_means_yes(self):
        asked = self.ask("Vous rappeler ?", "simple_choice", duret_role="call_back")
        yes, _no = self.env["survey.question.answer"].create(
            [{"question_id": asked.id, "value": value} for value in ("Oui", "Non")]
        )
        self.assertFalse(self.survey._duret_is_sendable())
        yes.duret_means_yes = True
        self.assertTrue(self.survey._duret_is_sendable())

    def test_no_questionnaire_is_not_sendable(self):
        self.assertFalse(self.env["survey.survey"]._duret_is_sendable())

    def test_the_form_says_what_is_missing(self):
        editor = self.user_manager
        self.nps.duret_role = False
        self.ask("Propreté ?", "scale", scale_min=1, scale_max=5, duret_role="rating", duret_topic="cleanliness")
        with Form(self.survey.with_user(editor)) as form:
            self.assertIn("0", form.duret_send_text)
            form.title = "Entretien annuel"
        self.nps.duret_role = "nps"
        self.assertFalse(self.survey.duret_send_text)
        self.assertFalse(self.env["survey.survey"].create({"title": "Autre chose"}).duret_send_text)

    def test_the_review_page_is_a_web_address(self):
        company = self.env.company
        for wrong in ("javascript:alert(1)", "avis.example", "ftp://avis.example", "https://a b"):
            with self.subTest(wrong), self.assertRaises(ValidationError):
                company.duret_review_url = wrong
        company.write({"duret_review_url": "https://avis.example", "duret_review_to": "all"})
        with self.assertRaises(ValidationError):
            company.duret_review_url = False
