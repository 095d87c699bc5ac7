"""« Saisir un avis »: found, typed, saved, corrected; nobody else but the office."""

from datetime import datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .desk_case import DESK, DeskCase


@tagged("post_install", "-at_install")
class TestDeskEntry(DeskCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visit = cls.make_visit()

    def request_of(self, visit):
        return self.env["duret.satisfaction.request"].search([("visit_id", "=", visit.id), ("kind", "=", "visit")])

    # -- finding ----------------------------------------------------------------------------------------------------

    def test_a_client_proposes_his_last_visit(self):
        """The last one first; visits that are not done, and those of other clients, are not there."""
        older = self.make_visit(done=datetime(2026, 10, 2, 9, 0))
        self.make_visit(done=None)
        self.make_visit(site=self.site_a)
        opened = self.desk.open("res.partner", self.client_b.id)
        self.assertEqual(opened["client"]["id"], self.client_b.id)
        self.assertEqual([row["id"] for row in opened["subjects"]], [self.visit.id, older.id])
        self.assertEqual((opened["form"]["model"], opened["form"]["id"]), ("fsm.order", self.visit.id))
        self.assertFalse(self.request_of(self.visit), "looking writes nothing")

    def test_everything_leads_to_the_same_form(self):
        """The visit, its request and the client; a request replaces its visit in the list."""
        request = self.make_request(self.visit)
        for record in (self.visit, request, self.client_b):
            with self.subTest(model=record._name):
                opened = self.desk.open(record._name, record.id)
                self.assertEqual((opened["form"]["model"], opened["form"]["id"]), (request._name, request.id))
                self.assertEqual(len(opened["subjects"]), 1)

    def test_the_questions_are_those_of_the_questionnaire(self):
        """Whatever was edited in the survey app is asked, in its order; nothing is written in the code."""
        asked = self.desk.open_form("fsm.order", self.visit.id)["questions"]
        self.assertEqual([question["id"] for question in asked], self.survey.question_ids.ids)
        self.assertEqual((asked[0]["min"], asked[0]["max"]), (0, 10))
        self.assertEqual([choice["id"] for choice in asked[-1]["choices"]], [self.yes, self.no])
        self.env["survey.question"].create(
            {"survey_id": self.survey.id, "title": "Depuis quand ?", "question_type": "date", "sequence": 5}
        )
        self.env.invalidate_all()
        first = self.desk.open_form("fsm.order", self.visit.id)["questions"][0]
        self.assertEqual((first["title"], first["input"]), ("Depuis quand ?", "date"))

    def test_the_box_finds_clients_and_numbers_of_visits(self):
        """A name, or the number on the paper."""
        self.assertIn(self.client_b.id, [row["id"] for row in self.desk.lookup("Odile Favre")])
        found = self.desk.lookup(self.visit.name)
        self.assertEqual((found[0]["model"], found[0]["id"]), ("fsm.order", self.visit.id))
        self.assertEqual(self.desk.lookup("  "), [])
        self.assertEqual(self.desk.lookup(None), [])

    def test_a_visit_that_is_not_finished_is_refused(self):
        planned = self.make_visit(done=None)
        with self.assertRaises(UserError):
            self.desk.open("fsm.order", planned.id)

    def test_a_client_without_visits_has_nothing_to_judge(self):
        opened = self.desk.open("res.partner", self.contact_a.id)
        self.assertEqual((opened["subjects"], opened["form"]), ([], False))

    # -- saving -----------------------------------------------------------------------------------------------------

    def test_an_opinion_on_the_telephone(self):
        """The visit gets its request, the answer its lines, the figures follow."""
        saved = self.save(self.visit, mark=10, welcome=5, comment="Parfait", call_back=self.no)
        request = self.request_of(self.visit)
        self.assertEqual(saved["id"], request.id)
        self.assertIn("10/10", saved["text"])
        self.assertEqual((request.state, request.source, request.nps), ("answered", "phone", 10))
        self.assertEqual((request.comment, request.wants_call), ("Parfait", False))
        self.assertEqual(request.user_input_id.duret_visit_id, self.visit)
        self.assertFalse(request.sent_at)

    def test_an_answer_by_mail_is_corrected_and_the_form_says_so(self):
        """The first date and the first source stay; what is typed replaces what was there."""
        request = self.make_request(self.visit)
        request._duret_record_answer({self.questions["recommend"]: 3, self.questions["comment"]: "Non"}, "mail")
        form = self.desk.open("fsm.order", self.visit.id)["form"]
        self.assertIn("3/10", form["answered"])
        self.assertEqual(form["values"][self.questions["recommend"]], 3)
        self.save(request, mark=8, comment="Finalement bien", call_back=self.yes)
        self.assertEqual((request.nps, request.comment, request.source), (8, "Finalement bien", "mail"))
        self.assertTrue(request.corrected_at)
        form = self.desk.open_form(request._name, request.id)
        self.assertEqual(form["values"][self.questions["call_back"]], self.yes, "one id for a single choice")

    def test_a_remark_beside_a_choice_survives_a_correction(self):
        """The dialog does not show it; it must not lose it."""
        question = self.env["survey.question"].browse(self.questions["call_back"])
        question.comments_allowed = True
        request = self.make_request(self.visit)
        raw = {"choices": [self.yes], "remark": "après 18 h"}
        request._duret_record_answer({self.questions["recommend"]: 9, question.id: raw}, "mail")
        self.save(request, mark=9, call_back=self.no)
        self.assertEqual(request._duret_answer_values()[question.id], {"choices": [self.no], "remark": "après 18 h"})

    def test_an_answer_given_after_the_time_is_taken(self):
        """The client's page is closed; what he says himself is written down."""
        request = self.make_request(self.visit, state="expired")
        self.save(request, source="paper")
        self.assertEqual((request.state, request.source), ("answered", "paper"))

    def test_what_was_planned_is_taken_back(self):
        """The reminder of today does not leave: its row says that the client has answered."""
        request = self.make_request(self.visit, state="sent", reason=False, channel="mail")
        rule = self.env.ref("duret_satisfaction.relance_rule_opinion_mail")
        row = self.env["duret.relance.message"].create(
            {
                "rule_id": rule.id,
                "level_id": rule.level_ids[1].id,
                "company_id": request.company_id.id,
                "rank": 2,
                "purpose": "satisfaction",
                "res_model": request._name,
                "res_id": request.id,
                "partner_id": self.client_b.id,
                "channel": "mail",
                "anchor": request.done_at,
                "due": datetime(2026, 11, 23, 15, 0),
                "state": "planned",
            }
        )
        self.assertIn(request, request.search(rule._candidates_domain()))
        self.save(request)
        self.assertEqual((row.state, row.reason), ("skipped", "answered"))
        self.assertNotIn(request, request.search(rule._candidates_domain()))

    # -- bad input --------------------------------------------------------------------------------------------------

    def test_a_mark_that_does_not_exist_writes_nothing(self):
        """11, letters, a choice of another question: clear words, and not even a request."""
        for wrong in ({"mark": 11}, {"mark": "dix"}, {"call_back": 999_999}):
            with self.subTest(wrong), self.assertRaises(UserError), self.env.cr.savepoint():
                self.save(self.visit, **wrong)
        self.assertFalse(self.request_of(self.visit))

    def test_forms_that_nobody_typed(self):
        """What a broken or a hostile browser may send."""
        good = {"model": "fsm.order", "id": self.visit.id, "source": "phone", "answers": self.answers()}
        for wrong in (
            {"source": "mail"},
            {"answers": [1]},
            {"answers": {}},
            {"model": "res.users"},
            {"id": "1"},
            {"id": 0},
            {"model": None},
        ):
            with self.subTest(wrong), self.assertRaises(UserError):
                self.desk.save(good | wrong)

    def test_a_subject_that_is_gone(self):
        gone = self.make_visit(done=None)
        key = gone.id
        gone.unlink()
        with self.assertRaises(UserError):
            self.desk.open("fsm.order", key)

    # -- rights -----------------------------------------------------------------------------------------------------

    def test_only_the_office_enters_opinions(self):
        """Not the direction, which reads, nor the technician who is judged, nor the client."""
        for role in ("direction", "technician", "portal_b"):
            desk = self.env[DESK].with_user(self.users[role])
            for call in (
                lambda desk: desk.lookup("Favre"),
                lambda desk: desk.open("fsm.order", self.visit.id),
                lambda desk: desk.open_form("fsm.order", self.visit.id),
                lambda desk: desk.save({}),
            ):
                with self.subTest(role=role), self.assertRaises(AccessError):
                    call(desk)

    def test_the_cost_does_not_depend_on_the_number_of_visits(self):
        """One visit or fifty of the client: the same number of queries."""
        self.desk.open("res.partner", self.client_b.id)
        self.env.invalidate_all()
        counts = []
        for _round in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.desk.open("res.partner", self.client_b.id)
            counts.append(self.env.cr.sql_log_count - before)
            for number in range(50):
                self.make_visit(done=datetime(2026, 9, 1 + number % 28, 9, 0))
        self.assertLessEqual(counts[1], counts[0] + 2, counts)
