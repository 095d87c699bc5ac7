"""The client's page: GET shows, POST records, again corrects."""

from unittest.mock import patch

from odoo.tests import tagged

from .page_case import PageCase

HEADERS = {"Referrer-Policy": "no-referrer", "Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"}


@tagged("post_install", "-at_install")
class TestPageAnswer(PageCase):
    def test_the_page_shows_every_question_and_the_mark_of_the_message(self):
        page = self.get("?note=9")
        self.assertEqual(page.status_code, 200)
        for question in self.questions.values():
            self.assertIn(f'name="q{question.id}"', page.text)
        field = f'name="q{self.questions["recommend"].id}"'
        checked = [tag for tag in page.text.split("<input")[1:] if "checked" in tag.split(">")[0]]
        self.assertEqual(len(checked), 1)
        self.assertIn(field, checked[0])
        self.assertIn('value="9"', checked[0])

    def test_what_the_page_tells_others(self):
        page = self.get()
        for name, value in HEADERS.items():
            self.assertEqual(page.headers[name], value)
        self.assertIn("frame-ancestors 'none'", page.headers["Content-Security-Policy"])
        self.assertNotIn("Set-Cookie", page.headers, "no session, no cookie")
        self.assertNotIn(self.client_b.name, page.text)
        self.assertNotIn("/web/assets/", page.text, "none of the web client's files")

    def test_the_page_is_light(self):
        """Page, style, script and mark together stay under 30 KB before compression."""
        page = self.get("?note=9")
        files = [part.split('"')[0] for part in page.text.split('="')[1:] if part.startswith("/duret_")]
        sizes = [len(self.url_open(path).content) for path in sorted(set(files))]
        self.assertGreaterEqual(len(sizes), 3)
        self.assertLess(len(page.content) + sum(sizes), 30_000)

    def test_the_history_names_the_client(self):
        """Nobody in the office knows who « Public user » is: what came by the link was said by the client."""
        self.env.cr.precommit.run()
        known = self.opinion.message_ids
        self.send(recommend="9")
        told = self.opinion.message_ids - known
        self.assertIn("state", told.sudo().tracking_value_ids.field_id.mapped("name"))
        self.assertEqual(told.author_id, self.client_b)
        self.opinion.partner_id = False
        self.send(recommend="8")
        self.assertEqual((self.opinion.message_ids - known - told).author_id, self.opinion.company_id.partner_id)

    def test_a_whole_answer(self):
        answer = self.send(
            recommend="9", quality="5", delay="4", comment="  Très bien 👍 \r\n", call_back=str(self.yes.id)
        )
        self.assertEqual((answer.status_code, answer.headers["Location"][-8:]), (303, "?merci=1"))
        opinion = self.opinion
        self.assertEqual((opinion.state, opinion.source), ("answered", "mail"))
        self.assertEqual(
            (opinion.has_nps, opinion.nps, opinion.nps_class, opinion.nps_points), (True, 9, "promoter", 100)
        )
        self.assertEqual((opinion.has_rating, opinion.rating_mean), (True, 4.5))
        self.assertEqual((opinion.comment, opinion.wants_call), ("Très bien 👍", True))
        self.assertAlmostEqual(opinion.answer_hours, 48, delta=0.1)
        sheet = opinion.user_input_id
        self.assertEqual((sheet.state, sheet.duret_visit_id, sheet.partner_id), ("done", self.visit, self.client_b))
        skipped = sheet.user_input_line_ids.filtered("skipped").question_id
        self.assertEqual(skipped, self.questions["welcome"] | self.questions["booking"] | self.questions["cleanliness"])
        thanks = self.get("?merci=1")
        self.assertRegex(thanks.text, r"<strong>9\b")
        self.assertIn(self.path, thanks.text, "the way to correct")
        self.assertIn("/duret/relances?", thanks.text, "the way to be left alone")

    def test_zero_is_a_mark(self):
        self.send(recommend="0")
        self.assertEqual((self.opinion.has_nps, self.opinion.nps, self.opinion.nps_points), (True, 0, -100))
        line = self.opinion.user_input_id.user_input_line_ids.filtered(lambda one: one.question_id.duret_role == "nps")
        self.assertEqual((line.skipped, line.answer_type, line.value_scale), (False, "scale", 0))

    def test_the_same_link_shows_and_corrects_the_same_answer(self):
        self.send(recommend="3", comment="Trop long", quality="2")
        sheet, first = self.opinion.user_input_id, self.opinion.answered_at
        page = self.get()
        self.assertIn("Trop long", page.text)
        self.send(recommend="8", comment="", quality="4")
        self.assertEqual(self.opinion.user_input_id, sheet)
        self.assertEqual(self.values(), {"recommend": 8, "quality": 4})
        self.assertEqual((self.opinion.nps, self.opinion.comment, self.opinion.rating_mean), (8, False, 4.0))
        self.assertEqual(self.opinion.answered_at, first)
        self.assertTrue(self.opinion.corrected_at)
        notes = " ".join(self.opinion.message_ids.mapped("body"))
        self.assertRegex(notes, r"8.{1,20}3", "the first mark stays in the history")

    def test_another_mark_of_the_same_message_replaces_nothing_by_itself(self):
        self.send(recommend="9", comment="Bien")
        self.assertEqual(self.get("?note=2").status_code, 200)
        known = self.opinion._duret_page_view("2")["known"]
        self.assertIn("9", known, "the page says which mark is recorded")
        self.assertNotEqual(known, self.opinion._duret_page_view("9")["known"])
        self.assertEqual(self.opinion.nps, 9)
        self.assertEqual(self._mark("2").status_code, 204)
        self.assertEqual(self.opinion.nps, 9, "only the whole form corrects an answer with words in it")

    def _mark(self, note):
        answer = self.url_open(f"{self.path}/note", data={"note": note}, allow_redirects=False)
        self.env.invalidate_all()
        return answer

    def test_a_mark_alone_is_kept_then_completed(self):
        self.assertEqual(self._mark("9").status_code, 204)
        self.assertEqual((self.opinion.state, self.opinion.nps, self.opinion.comment), ("answered", 9, False))
        first = self.opinion.answered_at
        self.assertEqual(self._mark("3").status_code, 204)
        self.assertEqual(self.opinion.nps, 3, "still a mark alone: the last one chosen")
        self.send(recommend="3", comment="Personne n'est venu")
        self.assertEqual(self.values(), {"recommend": 3, "comment": "Personne n'est venu"})
        self.assertEqual(self.opinion.answered_at, first)

    def test_a_mark_that_is_none_is_not_kept(self):
        for note in ("11", "-1", "neuf", "", "9.5"):
            self.assertEqual(self._mark(note).status_code, 422, note)
        self.assertFalse(self.opinion.user_input_id)

    def test_hooks_are_told_of_first_answers_and_corrections(self):
        told = []
        with patch.object(type(self.opinion), "_duret_answered", lambda self, first: told.append((self.nps, first))):
            self._mark("4")
            self.send(recommend="4", comment="Déçu")
            self.send(recommend="7")
        self.assertEqual(told, [(4, True), (4, False), (7, False)])

    def test_the_public_review_is_offered_as_the_setting_says(self):
        company = self.opinion.company_id
        company.write({"duret_review_to": "nobody", "duret_review_url": False})
        self.send(recommend="9")
        self.assertNotIn("avis.example", self.get("?merci=1").text)
        company.write({"duret_review_url": "https://avis.example/duret", "duret_review_to": "promoters"})
        page = self.get("?merci=1").text
        self.assertIn('href="https://avis.example/duret"', page)
        self.assertRegex(page, r'rel="nofollow noopener')
        self.send(recommend="7")
        self.assertNotIn("avis.example", self.get("?merci=1").text, "not to this one")
        company.duret_review_to = "all"
        self.assertIn("avis.example", self.get("?merci=1").text)

    def test_unhappy_clients_read_what_comes_next(self):
        self.send(recommend="2", call_back=str(self.no.id))
        page = self.opinion._duret_thanks_view()
        self.assertTrue(page["sorry"])
        self.assertFalse(page["called"], "who said no is not told that he will be called")
        self.send(recommend="2")
        self.assertTrue(self.opinion._duret_thanks_view()["called"])
