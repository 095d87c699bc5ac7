"""A finished visit of client B, and what the office types about it."""

from datetime import datetime

from freezegun import freeze_time

from odoo.addons.duret_base.tests.common import DuretCase

NOW = datetime(2026, 11, 23, 9, 0)  # Monday, 10:00 in Annecy
DESK = "duret.opinion.desk"


class DeskCase(DuretCase):
    """One site for each client; visits are done three days ago unless said otherwise."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        cls.survey = cls.env.ref("duret_satisfaction.survey_survey_visit")
        cls.questions = {
            name: cls.env.ref(f"duret_satisfaction.survey_question_{name}").id
            for name in ("recommend", "welcome", "booking", "delay", "quality", "cleanliness", "comment", "call_back")
        }
        cls.yes = cls.env.ref("duret_satisfaction.survey_question_answer_call_back_yes").id
        cls.no = cls.env.ref("duret_satisfaction.survey_question_answer_call_back_no").id
        cls.completed = cls.env.ref("fieldservice.fsm_stage_completed")
        cls.site_b = cls.env["fsm.location"].create({"name": "Maison Favre", "owner_id": cls.client_b.id})
        cls.site_a = cls.env["fsm.location"].create({"name": "Les Tilleuls", "owner_id": cls.client_a.id})
        cls.desk = cls.env[DESK].with_user(cls.user_assistant)

    @classmethod
    def make_visit(cls, site=None, done=datetime(2026, 11, 20, 14, 0), **values):
        """A finished visit.

        :param done: naive UTC moment of its end; None for one that is only planned
        """
        ended = {"stage_id": cls.completed.id, "date_start": done.replace(hour=8), "date_end": done} if done else {}
        return cls.env["fsm.order"].create({"location_id": (site or cls.site_b).id} | ended | values)

    @classmethod
    def make_request(cls, visit, **values):
        """The request about a visit, without sending anything."""
        request = visit._duret_opinion_request()
        request.write(values)
        return request

    def answers(self, mark=9, **values):
        """What the browser sends: names of properties are text."""
        given = {"recommend": mark, **values}
        return {str(self.questions[name]): value for name, value in given.items()}

    def save(self, record, source="phone", mark=9, **values):
        """Type an opinion about a record, as the assistant."""
        form = {"model": record._name, "id": record.id, "source": source, "answers": self.answers(mark, **values)}
        return self.desk.save(form)
