"""Another questionnaire replaces the shipped one without code: every kind of question but tables and pictures."""

from odoo.tests import tagged

from .page_case import PageCase

KINDS = {
    "recommend": ("scale", {"duret_role": "nps", "constr_mandatory": True}),
    "tidy": ("scale", {"duret_role": "rating", "scale_min": 1, "scale_max": 5}),
    "kind": ("scale", {"duret_role": "rating", "scale_min": 1, "scale_max": 5}),
    "words": ("text_box", {"duret_role": "comment"}),
    "line": ("char_box", {}),
    "mail": ("char_box", {"validation_email": True}),
    "count": ("numerical_box", {}),
    "day": ("date", {}),
    "moment": ("datetime", {}),
    "one": ("simple_choice", {"comments_allowed": True, "comments_message": "Lequel ?"}),
    "many": ("multiple_choice", {}),
}


@tagged("post_install", "-at_install")
class TestPageQuestionnaires(PageCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        survey = cls.env["survey.survey"].create({"title": "Entretien (tests)", "questions_layout": "one_page"})
        create = cls.env["survey.question"].create
        create({"survey_id": survey.id, "title": "Votre chaudière", "is_page": True, "sequence": 1})
        cls.questions = {
            name: create(
                {
                    "survey_id": survey.id,
                    "title": f"Question {name} ?",
                    "question_type": kind,
                    "sequence": number,
                    **values,
                }
            )
            for number, (name, (kind, values)) in enumerate(KINDS.items(), start=2)
        }
        for name in ("one", "many"):
            cls.env["survey.question.answer"].create(
                [{"question_id": cls.questions[name].id, "value": f"{name} {number}"} for number in (1, 2, 3)]
            )
        cls.opinion.survey_id = survey
        cls.survey = survey

    def ids(self, name):
        return [str(one) for one in self.questions[name].suggested_answer_ids.ids]

    def test_every_kind_is_shown_recorded_and_shown_again(self):
        self.assertEqual(self.survey._duret_send_faults(), [])
        one, many = self.ids("one"), self.ids("many")
        data = self.form(
            recommend="10",
            tidy="4",
            kind="5",
            words="Parfait",
            line="Ligne",
            mail="a@b.fr",
            count="12,5",
            day="2026-03-01",
        )
        data |= self.form(moment="2026-07-14T10:30", one=one[1], many=many[:2])
        data[f"r{self.questions['one'].id}"] = "celui du bas"
        answer = self.url_open(self.path, data=data, allow_redirects=False)
        self.assertEqual(answer.status_code, 303, answer.text)
        self.assertEqual(
            self.values(),
            {
                "recommend": 10,
                "tidy": 4,
                "kind": 5,
                "words": "Parfait",
                "line": "Ligne",
                "mail": "a@b.fr",
                "count": 12.5,
                "day": "2026-03-01",
                "moment": "2026-07-14T10:30",
                "one": {"choices": [int(one[1])], "remark": "celui du bas"},
                "many": [int(many[0]), int(many[1])],
            },
        )
        lines = self.opinion.user_input_id.user_input_line_ids
        summer = lines.filtered(lambda line: line.answer_type == "datetime").value_datetime
        self.assertEqual(str(summer), "2026-07-14 08:30:00", "kept in UTC")
        self.assertEqual((self.opinion.nps, self.opinion.rating_mean, self.opinion.comment), (10, 4.5, "Parfait"))
        page = self.get().text
        for text in ("Votre chaudière", "celui du bas", "2026-07-14T10:30", "12.5", "Lequel ?"):
            self.assertIn(text, page)
        self.assertEqual(page.count("checked="), 6)

    def test_zero_and_nothing_are_not_the_same(self):
        self.send(recommend="0", count="0")
        self.assertEqual(self.values(), {"recommend": 0, "count": 0.0})
        fields = [tag.split(">")[0] for tag in self.get().text.split("<input")[1:]]
        zero = [tag for tag in fields if f'name="q{self.questions["recommend"].id}"' in tag and "checked" in tag]
        self.assertEqual(len(zero), 1)
        self.assertIn('value="0"', zero[0], "the button of the mark 0 sends 0")
        self.assertTrue([tag for tag in fields if 'value="0.0"' in tag], "the number 0 is shown again")

    def test_a_question_shown_by_a_choice(self):
        why = self.env["survey.question"].create(
            {
                "survey_id": self.survey.id,
                "title": "Pourquoi ?",
                "question_type": "char_box",
                "sequence": 90,
                "constr_mandatory": True,
                "triggering_answer_ids": [(6, 0, [int(self.ids("one")[2])])],
            }
        )
        self.assertIn(f'data-shown-by="{self.ids("one")[2]}"', self.get().text)
        self.assertEqual(self.send(recommend="5", one=self.ids("one")[0]).status_code, 303)
        answer = self.send(recommend="5", one=self.ids("one")[2])
        self.assertEqual(answer.status_code, 422)
        self.assertIn(f'id="q{why.id}_fault"', answer.text)

    def test_scales_with_the_same_words_share_a_line(self):
        blocks = self.opinion._duret_page_view()["blocks"]
        self.assertEqual(
            [(block["kind"], len(block.get("questions", [1]))) for block in blocks][:4],
            [("heading", 1), ("question", 1), ("scales", 2), ("question", 1)],
        )

    def test_screen_readers_hear_words(self):
        self.questions["tidy"].write(
            {"scale_min_label": "sale", "scale_mid_label": "passable", "scale_max_label": "net"}
        )
        said = dict(self.questions["tidy"].with_context(lang="fr_FR")._duret_scale())
        self.assertTrue(said[1].endswith(": sale"))
        self.assertTrue(said[3].endswith(": passable"))
        self.assertTrue(said[5].endswith(": net"))
        page = self.get().text
        for words in said.values():
            self.assertIn(f'aria-label="{words}"', page)
