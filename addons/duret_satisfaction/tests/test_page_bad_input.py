"""What people and programs send to the page: a clear answer each time, nothing half-written, nothing lost."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from ..exceptions import AnswerClosed, AnswerRefused
from .page_case import PageCase


@tagged("post_install", "-at_install")
class TestPageBadInput(PageCase):
    def assert_nothing_written(self):
        self.env.invalidate_all()
        self.assertFalse(self.opinion.user_input_id)
        self.assertEqual((self.opinion.state, self.opinion.has_nps), ("sent", False))

    def test_marks_that_are_none(self):
        for mark in ("11", "-1", "neuf", "9.5", "1e1", "٩", "9; DROP TABLE"):
            answer = self.send(recommend=mark, comment="Merci")
            self.assertEqual(answer.status_code, 422, mark)
            self.assertIn('role="alert"', answer.text)
            self.assertIn('aria-invalid="true"', answer.text)
            self.assertIn("Merci", answer.text, "what was typed is still there")
        self.assert_nothing_written()

    def test_an_empty_form(self):
        answer = self.send()
        self.assertEqual(answer.status_code, 422)
        self.assertIn(f'href="#q{self.questions["recommend"].id}"', answer.text)
        self.questions["recommend"].constr_mandatory = False
        answer = self.send()
        self.assertEqual(answer.status_code, 422)
        self.assertIn('role="alert"', answer.text)
        self.assert_nothing_written()

    def test_a_very_long_comment_is_cut_and_said(self):
        answer = self.send(recommend="8", comment="Très long. " * 100_000)
        self.assertEqual(answer.status_code, 303)
        self.assertTrue(answer.headers["Location"].endswith("coupe=1"))
        self.assertTrue(self.opinion.comment.startswith("Très long. Très long."))
        self.assertIn(len(self.opinion.comment), range(19_980, 20_001))
        self.assertEqual(self.get("?merci=1&coupe=1").text.count('class="said" role="status"'), 1)

    def test_texts_of_the_world(self):
        for text in (
            "Nickel 👍🏽 👨‍👩‍👧",
            "خدمة ممتازة",
            "שירות מצוין",
            "<script>alert(1)</script>",
            "œuvre à 50 €\n– vite",
            "'; --",
        ):
            self.assertEqual(self.send(recommend="8", comment=text).status_code, 303, text)
            self.assertEqual(self.opinion.comment, text)
        self.send(recommend="8", comment="<script>alert(1)</script><img src=x onerror=y>")
        page = self.get().text
        self.assertNotIn("<script>alert", page)
        self.assertNotIn("<img src=x", page)

    def test_characters_that_no_database_keeps(self):
        """A NUL is stopped at the door, whatever the page; called from inside, it is taken out."""
        self.assertEqual(self.send(recommend="8", comment="a\x00b").status_code, 400)
        self.assert_nothing_written()
        values = {self.questions["recommend"].id: 8, self.questions["comment"].id: "a\x00b\ud83d\u202ec\x07"}
        self.opinion._duret_record_answer(values, "phone")
        self.assertEqual(self.opinion.comment, "abc")

    def test_half_an_emoji_in_a_form(self):
        body = f"q{self.questions['recommend'].id}=8&q{self.questions['comment'].id}=%ED%A0%BD+bien"
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = self.url_open(self.path, data=body, headers=kind, allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
        self.assertTrue(self.values()["comment"].endswith("bien"))

    def test_choices_of_other_questions_and_fields_of_nobody(self):
        other = self.env["survey.question.answer"].search(
            [("question_id", "!=", self.questions["call_back"].id)], limit=1
        )
        other = other or self.env["survey.question.answer"].create(
            {
                "value": "Ailleurs",
                "question_id": self.env["survey.question"]
                .create({"title": "Ailleurs", "survey_id": self.survey.id})
                .id,
            }
        )
        self.assertEqual(self.send(recommend="8", call_back=str(other.id)).status_code, 422)
        self.assertEqual(self.send(recommend="8", call_back="x" * 500).status_code, 422)
        self.assert_nothing_written()
        answer = self.url_open(self.path, data={**self.form(recommend="8"), "q999999": "x", "état": "y"})
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(self.values(), {"recommend": 8})

    # --- the world has changed since the message was sent -----------------------------------------------------------
    def test_after_the_last_day(self):
        self.opinion.expires_on = fields.Date.today() - timedelta(days=2)
        for answer in (self.get(), self.get("?note=9"), self.send(recommend="9")):
            self.assertEqual(answer.status_code, 410)
            self.assertNotIn(self.visit.name, answer.text)
            self.assertNotIn("<form", answer.text)
        self.assertEqual(self.url_open(f"{self.path}/note", data={"note": "9"}).status_code, 410)
        self.assert_nothing_written()
        with self.assertRaises(AnswerClosed):
            self.opinion._duret_record_answer({self.questions["recommend"].id: 9}, "mail")
        self.opinion._duret_record_answer({self.questions["recommend"].id: 9}, "paper")
        self.assertEqual(self.opinion.nps, 9, "a sheet of paper that comes late still counts")

    def test_the_last_day_is_the_whole_day_in_annecy(self):
        self.opinion.expires_on = "2026-12-01"
        moments = {"2026-12-01 22:59:00": True, "2026-12-01 23:01:00": False}
        for moment, is_open in moments.items():
            with self.subTest(moment), freeze_time(moment):
                self.assertEqual(self.opinion._duret_is_open(), is_open)

    def test_a_visit_or_a_client_that_is_gone(self):
        self.visit.unlink()
        self.assertEqual(self.get().status_code, 200)
        self.assertEqual(self.send(recommend="7").status_code, 303)
        gone = self.client_b
        self.env["fsm.location"].search([("owner_id", "=", gone.id)]).unlink()
        self.user_portal_b.unlink()
        gone.unlink()
        self.env.invalidate_all()
        self.assertFalse(self.opinion.partner_id)
        self.assertEqual(self.get().status_code, 200)
        self.assertEqual(self.send(recommend="5", comment="Toujours là").status_code, 303)
        self.assertEqual(self.get("?merci=1").status_code, 200)
        self.assertEqual(self.values(), {"recommend": 5, "comment": "Toujours là"})

    def test_clients_that_were_merged(self):
        twin = self.env["res.partner"].create({"name": "Odile Favre bis", "email": self.client_b.email})
        self.user_portal_b.unlink()
        merge = self.env["base.partner.merge.automatic.wizard"].create({})
        merge._merge((self.client_b | twin).ids, twin)
        self.env.invalidate_all()
        self.assertEqual(self.opinion.partner_id, twin)
        self.assertEqual(self.send(recommend="6").status_code, 303)
        self.assertEqual(self.opinion.user_input_id.partner_id, twin)

    def test_a_question_that_was_added_after_the_message(self):
        added = self.env["survey.question"].create(
            {"survey_id": self.survey.id, "title": "Nouvelle ?", "question_type": "char_box", "constr_mandatory": True}
        )
        answer = self.send(recommend="9", comment="Écrit avant")
        self.assertEqual(answer.status_code, 422)
        self.assertIn("Écrit avant", answer.text)
        self.assertIn(f'id="q{added.id}_fault"', answer.text)
        self.assert_nothing_written()

    def test_a_question_that_was_deleted_after_an_answer(self):
        self.send(recommend="9", comment="Merci", quality="5")
        self.survey.question_ids.filtered(lambda one: one.duret_role in ("nps", "comment")).unlink()
        self.env["survey.question"].create(
            {"survey_id": self.survey.id, "title": "Une autre ?", "question_type": "char_box"}
        )
        self.env.invalidate_all()
        field = f"q{self.questions['quality'].id}"
        answer = self.url_open(self.path, data={field: "3", f"q{self.questions['recommend']._origin.id}": "1"})
        self.assertEqual(answer.status_code, 200)
        self.env.invalidate_all()
        self.assertEqual(self.opinion.rating_mean, 3.0)
        self.assertEqual((self.opinion.nps, self.opinion.comment), (9, "Merci"), "what was given stays")

    def test_a_questionnaire_that_was_deleted(self):
        self.send(recommend="9")
        self.env["res.company"].search([("duret_survey_id", "=", self.survey.id)]).duret_survey_id = False
        self.survey.unlink()
        self.env.invalidate_all()
        self.assertEqual(self.get().status_code, 410)
        self.assertEqual(self.opinion.nps, 9)

    def test_refusals_name_their_questions(self):
        with self.assertRaises(AnswerRefused) as caught:
            self.opinion._duret_record_answer({self.questions["quality"].id: 6}, "phone")
        self.assertEqual(set(caught.exception.faults), {self.questions["recommend"].id, self.questions["quality"].id})
        self.assertIn(self.questions["quality"].title, caught.exception.args[0])
        self.assert_nothing_written()
