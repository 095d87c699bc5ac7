"""The page of the second question: tapped in the mail, answered by a stranger who has the link."""

from odoo.tests import HttpCase, tagged

from odoo.addons.duret_base.tests.common import DuretUsersMixin

from .request_case import RequestKit


@tagged("post_install", "-at_install")
class TestRecoveryPage(RequestKit, DuretUsersMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_users()
        cls.make_request_kit()
        cls.company.duret_front_desk_user_id = cls.user_assistant
        cls.first = cls.make_done(cls.make_person())._duret_opinion_request()
        recommend = cls.env.ref("duret_satisfaction.survey_question_recommend")
        cls.first._duret_record_answer({recommend.id: 1}, "phone", complete=False)
        cls.ticket = cls.first.recovery_ticket_id
        cls.ticket.duret_resolve()
        cls.second = cls.requests.search([("first_id", "=", cls.first.id)])
        cls.question = cls.env.ref("duret_satisfaction.survey_question_recovery_mark")
        cls.path = f"/avis/{cls.second.sudo().access_token}"

    def test_opening_the_link_writes_nothing(self):
        page = self.url_open(f"{self.path}?note=2")
        self.assertEqual(page.status_code, 200)
        self.assertRegex(page.text, rf'name="q{self.question.id}"[^>]*value="2"[^>]*checked')
        self.opener.head(f"{self.base_url()}{self.path}?note=2")
        self.assertFalse(self.second.answered_at)
        self.assertEqual(self.first.recovery_state, "solved")

    def test_a_mark_outside_of_the_scale_is_not_chosen(self):
        for mark in ("0", "6", "-1", "x"):
            with self.subTest(mark=mark):
                self.assertNotIn("checked", self.url_open(f"{self.path}?note={mark}").text)
                self.assertEqual(self.url_open(f"{self.path}/note", data={"note": mark}).status_code, 422)
        self.assertFalse(self.second.answered_at)

    def test_the_mark_is_kept_then_the_form_sent(self):
        """The first gesture already brings the complaint back; the whole form then corrects the answer."""
        self.assertEqual(self.url_open(f"{self.path}/note", data={"note": "2"}).status_code, 204)
        self.assertEqual(self.first.recovery_state, "lost")
        self.assertTrue(self.ticket.duret_is_open)
        self.url_open(self.path, data={f"q{self.question.id}": "5"})
        self.assertEqual((self.second.rating_mean, self.first.recovery_state), (5, "recovered"))

    def test_the_mark_is_asked_for(self):
        page = self.url_open(self.path, data={f"q{self.question.id}": ""})
        self.assertEqual(page.status_code, 422)
        self.assertEqual(self.first.recovery_state, "solved")
