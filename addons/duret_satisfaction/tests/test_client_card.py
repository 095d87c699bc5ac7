"""The client's last mark on the card of the client."""

from odoo.tests import new_test_user, tagged

from odoo.addons.duret_base.tests.common import DuretCase


@tagged("post_install", "-at_install")
class TestClientCard(DuretCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.survey = cls.env.ref("duret_satisfaction.survey_survey_visit")
        cls.recommend = cls.env.ref("duret_satisfaction.survey_question_recommend")
        cls.comment = cls.env.ref("duret_satisfaction.survey_question_comment")

    def answer(self, partner, mark, date, comment="", **values):
        """An answer of a client, with a mark and some words."""
        lines = [(0, 0, {"question_id": self.recommend.id, "answer_type": "scale", "value_scale": mark})]
        if comment:
            words = {"question_id": self.comment.id, "answer_type": "text_box", "value_text_box": comment}
            lines.append((0, 0, words))
        return self.env["survey.user_input"].create(
            {
                "survey_id": self.survey.id,
                "partner_id": partner.id,
                "state": "done",
                "end_datetime": date,
                "user_input_line_ids": lines,
                **values,
            }
        )

    def rows(self, partner, user):
        sections = partner.with_user(user).duret_client_card()["sections"]
        return next((section["rows"] for section in sections if section["code"] == "satisfaction"), None)

    def test_the_last_answer_of_the_firm(self):
        self.answer(self.contact_a, 10, "2026-03-01 09:00:00")
        last = self.answer(self.contact_a_sibling, 4, "2026-04-01 09:00:00", "Personne n'a rappelé.")
        self.answer(self.client_b, 9, "2026-05-01 09:00:00")
        self.answer(self.contact_a, 9, "2026-06-01 09:00:00", test_entry=True)
        self.answer(self.contact_a, 9, "2026-06-01 09:00:00", state="in_progress")
        (row,) = self.rows(self.contact_a, self.user_assistant)
        self.assertEqual(row["id"], last.id)
        self.assertEqual((row["badge"], row["tone"]), ("4 / 10", "danger"))
        self.assertEqual(row["subtitle"], "Personne n'a rappelé.")

    def test_marks_have_colours(self):
        for mark, tone in (
            (0, "danger"),
            (6, "danger"),
            (7, "warning"),
            (8, "warning"),
            (9, "success"),
            (10, "success"),
        ):
            shown = self.env["duret.satisfaction.request"]._duret_mark_badge(mark)
            self.assertEqual(shown, (f"{mark} / 10", tone))

    def test_without_answer_the_section_says_so(self):
        self.assertEqual(self.rows(self.client_b, self.user_assistant), [])

    def test_who_may_not_read_answers_does_not_see_the_section(self):
        colleague = new_test_user(self.env, login="colleague_without_role", groups="base.group_user")
        self.assertIsNone(self.rows(self.client_a, colleague))

    def test_a_request_that_waits_stands_beside_the_last_answer(self):
        """What he said, and that he has been asked since: nobody asks him a third time on the telephone."""
        site = self.env["fsm.location"].create({"name": "Chalet", "owner_id": self.client_b.id})
        completed = self.env.ref("fieldservice.fsm_stage_completed").id
        first, second = (
            self.env["fsm.order"].create({"location_id": site.id, "stage_id": completed})._duret_opinion_request()
            for _number in range(2)
        )
        first._duret_record_answer({self.recommend.id: 9, self.comment.id: "Merci"}, "phone")
        second.write({"state": "held", "reason": "complaint"})
        answer, waiting = self.rows(self.client_b, self.user_assistant)
        self.assertEqual((answer["id"], answer["badge"], answer["subtitle"]), (first.id, "9 / 10", "Merci"))
        self.assertEqual((waiting["id"], waiting["tone"]), (second.id, "warning"))
        self.assertIn(second.state_text, waiting["subtitle"])
