"""Answers of clients: one for a visit, read by the office and the direction, by nobody else."""

import psycopg2

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.duret_base.tests.common import DuretCase

PLAYTHINGS = ("gamification.badge", "gamification.badge.user", "gamification.challenge", "gamification.goal")


@tagged("post_install", "-at_install")
class TestAnswers(DuretCase):
    """Duret's questionnaire about a visit to client A."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.survey = cls.env.ref("duret_satisfaction.survey_survey_visit")
        site = cls.env["fsm.location"].create({"name": "Site A", "owner_id": cls.client_a.id})
        cls.visit = cls.env["fsm.order"].create({"location_id": site.id})

    def _answer(self, **values):
        """An answer about the visit."""
        defaults = {"survey_id": self.survey.id, "duret_visit_id": self.visit.id, "partner_id": self.contact_a.id}
        return self.env["survey.user_input"].create(defaults | values)

    def test_a_visit_is_judged_once(self):
        """The database refuses a second answer about the same visit."""
        self._answer()
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.UniqueViolation), self.env.cr.savepoint():
            self._answer(partner_id=self.contact_a_sibling.id)

    def test_tries_of_the_office_do_not_count(self):
        """Whoever tries the questionnaire out does not take the client's place."""
        self._answer(test_entry=True)
        self._answer(test_entry=True)
        self.assertTrue(self._answer())

    def test_answers_without_visit(self):
        """A questionnaire shared by hand may be answered by many."""
        answers = self._answer(duret_visit_id=False) | self._answer(duret_visit_id=False)
        self.assertEqual(len(answers), 2)

    def test_an_answer_outlives_its_visit(self):
        """A deleted visit leaves its answer: what the client said stays."""
        answer = self._answer()
        self.visit.unlink()
        self.assertTrue(answer.exists())
        self.assertFalse(answer.duret_visit_id)

    def test_the_questionnaire_needs_its_link(self):
        """Nobody answers without having been asked, and nobody needs a login to answer."""
        self.assertEqual(self.survey.access_mode, "token")
        self.assertFalse(self.survey.users_login_required)
        scales = self.survey.question_ids.filtered(lambda question: question.question_type == "scale")
        self.assertEqual(scales[0].scale_max, 10, "recommendation from 0 to 10, for the NPS")
        self.assertEqual(scales[0].scale_min, 0)

    def test_who_reads_answers(self):
        """The office and the direction; not the technician who is judged, not a client."""
        answer = self._answer()
        expected = {"assistant": True, "manager": True, "direction": True, "technician": False, "portal_b": False}
        for role, allowed in expected.items():
            with self.subTest(role=role):
                self.assertEqual(answer.with_user(self.users[role]).has_access("read"), allowed)
        self.assertFalse(answer.with_user(self.user_direction).has_access("write"))

    def test_clients_do_not_play(self):
        """Odoo's surveys open badges and goals to the portal; no page needs them."""
        for user in (self.user_portal_a, self.env.ref("base.public_user")):
            for model in PLAYTHINGS:
                for operation in ("read", "write", "create"):
                    with self.subTest(user=user.login, model=model, operation=operation):
                        self.assertFalse(self.env[model].with_user(user).has_access(operation))
