"""After the time allowed, marks stay and nobody knows whose they were."""

from datetime import datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .desk_case import NOW, DeskCase

SECRET = "Odile, portail 2580B, ma fille Zoé était là"
LATER = datetime(2029, 12, 1, 3, 0)  # more than 36 months after the visit


@tagged("post_install", "-at_install")
class TestPrivacyRetention(DeskCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls.env["fsm.person"].create({"name": "Gaëtan (tests)"})
        cls.visit = cls.make_visit(person_id=cls.person.id)
        cls.request = cls.make_request(cls.visit)
        cls.marks = {cls.questions["recommend"]: 9, cls.questions["quality"]: 4}
        cls.request._duret_record_answer(
            cls.marks | {cls.questions["comment"]: SECRET, cls.questions["call_back"]: cls.yes}, "phone"
        )
        cls.request.message_post(body=SECRET)
        cls.request.user_input_id.write({"email": cls.client_b.email, "nickname": cls.client_b.name})
        cls.token = cls.request.access_token

    def run_job(self, moment=LATER):
        """The job of one night, without the commits of a real one."""
        requests = self.env["duret.satisfaction.request"]
        with freeze_time(moment), patch.object(type(self.env["ir.cron"]), "_commit_progress") as progress:
            requests._cron_duret_anonymise()
        self.env.flush_all()
        self.env.invalidate_all()
        return progress

    def everything(self, request):
        """Every stored text of a request, of its answers and of its messages, as the database holds it."""
        answer = request.user_input_id
        held = []
        for table, ids in (
            ("duret_satisfaction_request", request.ids),
            ("survey_user_input", answer.ids),
            ("survey_user_input_line", answer.user_input_line_ids.ids),
        ):
            self.env.cr.execute(f"SELECT t::text FROM {table} AS t WHERE id IN %s", [tuple(ids)])  # noqa: S608
            held += [row[0] for row in self.env.cr.fetchall()]
        self.env.cr.execute(
            "SELECT body FROM mail_message WHERE (model = %s AND res_id IN %s) OR (model = %s AND res_id IN %s)",
            [request._name, tuple(request.ids), answer._name, tuple(answer.ids)],
        )
        return "\n".join(held + [row[0] or "" for row in self.env.cr.fetchall()])

    def test_the_client_is_forgotten_and_his_marks_are_not(self):
        figures = ["nps", "nps_points", "rating_mean", "wants_call", "answer_hours", "zone", "type_id"]
        before = self.request.read(figures)
        self.assertIn("2580B", self.everything(self.request))
        self.run_job()
        request = self.request
        self.assertEqual(request.anonymised_at, LATER)
        self.assertFalse(
            request.partner_id | request.visit_id.location_id.partner_id | request.message_ids.author_id,
        )
        self.assertFalse(request.visit_id or request.person_id or request.comment or request.message_ids)
        text = self.everything(request)
        for word in ("2580B", "Odile", self.client_b.email, self.token, self.visit.name):
            with self.subTest(word=word):
                self.assertNotIn(word, text)
        self.assertEqual(request.read(figures), before)
        self.assertEqual(request._duret_answer_values(), self.marks | {self.questions["call_back"]: [self.yes]})
        self.assertEqual(request.done_at, datetime(2026, 11, 1, 12, 0), "only the month is known")
        self.assertEqual(request.answered_at, datetime(2026, 11, 1, 12, 0))

    def test_a_client_who_did_not_answer_is_forgotten_too(self):
        silent = self.make_request(self.make_visit(site=self.site_a), state="expired", reason=False)
        self.run_job()
        self.assertTrue(silent.anonymised_at)
        self.assertFalse(silent.partner_id or silent.visit_id)
        self.assertNotIn("Tilleuls", silent.display_name)

    def test_not_before_the_time(self):
        """To the day: 36 months after the answer; a setting of one's own counts."""
        self.run_job(datetime(2029, 11, 23, 8, 0))
        self.assertFalse(self.request.anonymised_at)
        self.run_job(datetime(2029, 11, 23, 10, 0))
        self.assertTrue(self.request.anonymised_at)
        recent = self.make_request(self.make_visit(), state="expired", reason=False)
        self.env.company.duret_survey_retention_months = 2
        self.run_job(datetime(2027, 1, 10, 8, 0))
        self.assertFalse(recent.anonymised_at)
        self.run_job(datetime(2027, 1, 21, 8, 0))
        self.assertTrue(recent.anonymised_at)

    def test_what_is_still_open_is_not_forgotten(self):
        """The job of sending closes it first."""
        for state in ("planned", "sent", "held"):
            open_one = self.make_request(self.make_visit(), state=state, reason=False)
            self.run_job()
            self.assertFalse(open_one.anonymised_at, state)

    def test_twice_is_once(self):
        """A second night changes nothing, and the job asks nobody a second time about the same visit."""
        self.run_job()
        before = self.everything(self.request)
        self.run_job(datetime(2029, 12, 2, 3, 0))
        self.assertEqual(self.everything(self.request), before)
        with freeze_time(datetime(2029, 12, 2, 4, 0)):
            self.assertNotIn(self.visit, self.visit.search(self.visit._duret_opinion_unasked()))

    def test_a_thousand_go_in_batches(self):
        """A transaction for each batch: a kill loses at most one, and the next night goes on from there."""
        for _number in range(12):
            self.make_request(self.make_visit(site=self.site_a), state="expired", reason=False)
        self.env.flush_all()
        with patch("odoo.addons.duret_satisfaction.models.duret_request_privacy.BATCH", 5):
            progress = self.run_job()
        done = [call.args[0] for call in progress.call_args_list]
        self.assertTrue(all(number <= 5 for number in done), done)
        self.assertGreaterEqual(sum(done), 13)
        left = self.env["duret.satisfaction.request"].search(
            [("company_id", "=", self.env.company.id), ("visit_id.location_id", "=", self.site_a.id)]
        )
        self.assertFalse(left)

    def test_the_cost_does_not_depend_on_the_number(self):
        """Five or fifty requests: the same number of queries."""
        counts = []
        for number in (5, 50):
            visits = self.env["fsm.order"].union(*[self.make_visit(site=self.site_a) for _one in range(number)])
            requests = self.env["duret.satisfaction.request"].union(*[self.make_request(visit) for visit in visits])
            words = {self.questions["recommend"]: 10, self.questions["comment"]: "oui"}
            for request in requests:
                request._duret_record_answer(words, "phone")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            requests._duret_anonymise()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] * 1.2, counts)

    def test_answers_without_a_request(self):
        """Shared by hand, or older than requests: forgotten as well; other surveys are not ours to touch."""
        other = self.env["survey.survey"].create({"title": "Quiz interne"})
        question = self.env["survey.question"].browse(self.questions["comment"])
        kept, loose = (
            self.env["survey.user_input"].create(
                {"survey_id": survey.id, "partner_id": self.client_b.id, "nickname": "Odile", "state": "done"}
            )
            for survey in (other, self.survey)
        )
        self.env["survey.user_input.line"].create(
            {
                "user_input_id": loose.id,
                "question_id": question.id,
                "answer_type": "text_box",
                "value_text_box": SECRET,
            }
        )
        self.env.cr.execute("UPDATE survey_user_input SET create_date = %s WHERE id IN %s", [NOW, (kept | loose)._ids])
        self.env.invalidate_all()
        self.run_job()
        self.assertFalse(loose.partner_id or loose.nickname or loose.user_input_line_ids.value_text_box)
        self.assertTrue(loose.user_input_line_ids.skipped)
        self.assertEqual((kept.partner_id, kept.nickname), (self.client_b, "Odile"))

    def test_by_hand(self):
        """A manager forgets at once; an assistant does not, and neither may what is anonymous be changed again."""
        with self.assertRaises(AccessError):
            self.request.with_user(self.user_assistant).action_anonymise()
        with self.assertRaises(AccessError):
            self.request.with_user(self.user_direction).action_anonymise()
        self.request.with_user(self.user_manager).action_anonymise()
        self.assertEqual(self.request.anonymised_at, NOW)
        self.assertFalse(self.request.partner_id)
        with self.assertRaisesRegex(Exception, "anonymous"):
            self.save(self.request)

    def test_by_hand_before_the_answer(self):
        """Nothing is sent any more about a request that was forgotten."""
        planned = self.make_request(self.make_visit(), state="planned", reason=False)
        sent = self.make_request(self.make_visit(), state="sent", reason=False, sent_at=NOW)
        (planned | sent).with_user(self.user_manager).action_anonymise()
        self.assertEqual((planned.state, planned.reason), ("skipped", "by_person"))
        self.assertEqual(sent.state, "expired")
