"""Flaws of survey: a question before the first or after the last one made the page fail, for any visitor."""

from odoo.tests import tagged

from odoo.addons.duret_base.tests.common import DuretHttpCase


@tagged("post_install", "-at_install")
class TestSurveyPages(DuretHttpCase):
    def test_flaw_no_question_to_show(self):
        survey = self.env["survey.survey"].create(
            {
                "title": "Essai",
                "questions_layout": "page_per_question",
                "question_and_page_ids": [
                    (0, 0, {"title": "Une seule ?", "question_type": "char_box"}),
                ],
            }
        )
        answer = survey._create_answer(partner=self.contact_a)
        path = f"/survey/next_question/{survey.access_token}/{answer.access_token}"
        self._assert_refused(path)
        answer._mark_in_progress()
        first = self.make_jsonrpc_request(path, {})
        self.assertIn("Une seule ?", str(first))
        answer.last_displayed_page_id = survey.question_ids
        self._assert_refused(path)

    def _assert_refused(self, path):
        body = {"jsonrpc": "2.0", "id": 1, "method": "call", "params": {}}
        error = self.url_open(path, json=body).json()["error"]
        self.assertEqual(error["data"]["name"], "werkzeug.exceptions.BadRequest", error)
