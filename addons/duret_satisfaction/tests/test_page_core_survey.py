"""Odoo's own pages of surveys: they change no answer of ours behind our back, and go on for links shared by hand."""

from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .page_case import PageCase


@tagged("post_install", "-at_install")
class TestPageCoreSurvey(PageCase):
    def submit(self, sheet, values):
        """What the page of Odoo sends."""
        body = {"jsonrpc": "2.0", "id": 1, "method": "call", "params": values}
        address = f"/survey/submit/{self.survey.access_token}/{sheet.access_token}"
        answer = self.url_open(address, json=body).json()
        self.env.invalidate_all()
        return answer

    def test_an_answer_of_ours_is_closed_to_odoos_pages(self):
        """Whoever got hold of the other secret reads at most; even a mark alone is already closed."""
        nps = self.questions["recommend"]
        self.opinion._duret_record_answer({nps.id: 9}, "mail", complete=False)
        answer = self.submit(self.opinion.user_input_id, {str(nps.id): "1"})
        self.assertIn("unauthorized", str(answer))
        self.assertEqual((self.opinion.nps, self.values()), (9, {"recommend": 9}))

    def test_the_other_secret_is_never_shown_to_the_client(self):
        self.send(recommend="9", comment="Bien")
        sheet = self.opinion.user_input_id
        for page in (self.get(), self.get("?merci=1"), self.get("?note=3")):
            self.assertNotIn(sheet.access_token, page.text)
            self.assertNotIn(self.survey.access_token, page.text)

    def test_figures_follow_what_a_manager_changes_in_the_answers(self):
        self.send(recommend="9", comment="Bien", quality="5")
        lines = self.opinion.user_input_id.user_input_line_ids
        by_role = {line.question_id.duret_role: line for line in lines if not line.skipped}
        by_role["nps"].with_user(self.user_manager).value_scale = 2
        self.assertEqual((self.opinion.nps, self.opinion.nps_class), (2, "detractor"))
        by_role["comment"].with_user(self.user_manager).unlink()
        self.assertFalse(self.opinion.comment)
        by_role["rating"].sudo().copy({"value_scale": 1})
        self.assertEqual(self.opinion.rating_mean, 3.0)

    def test_a_link_shared_by_hand_still_brings_answers(self):
        sheet = self.survey._create_answer(partner=self.contact_a)
        sheet._mark_in_progress()
        answer = self.submit(sheet, {str(self.questions["recommend"].id): "7"})
        self.assertNotIn("error", str(answer.get("result", answer))[:60])
        self.assertEqual(sheet.state, "done")
        action = self.env.ref("duret_satisfaction.survey_user_input_action")
        self.assertIn(sheet, self.env["survey.user_input"].search(safe_eval(action.domain)))
        self.assertFalse(self.env["duret.satisfaction.request"].search([("user_input_id", "=", sheet.id)]))

    def test_an_answer_made_by_hand_for_the_same_visit_is_taken_over(self):
        by_hand = self.env["survey.user_input"].create(
            {"survey_id": self.survey.id, "duret_visit_id": self.visit.id, "partner_id": self.client_b.id}
        )
        self.assertEqual(self.send(recommend="6").status_code, 303)
        self.assertEqual(self.opinion.user_input_id, by_hand)

    def test_answers_are_given_back_if_they_are_deleted(self):
        """The figures stay; the client may answer again."""
        self.send(recommend="6", comment="Moyen")
        self.opinion.user_input_id.unlink()
        self.env.invalidate_all()
        self.assertEqual((self.opinion.state, self.opinion.nps), ("answered", 6))
        self.assertEqual(self.send(recommend="8").status_code, 303)
        self.assertEqual((self.opinion.nps, self.values()), (8, {"recommend": 8}))
