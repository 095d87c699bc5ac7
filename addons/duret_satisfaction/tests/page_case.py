"""Test kit of the client's page: a request that was sent, its secret, and forms as a browser sends them."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from odoo.addons.duret_base.tests.common import DuretHttpCase


@tagged("post_install", "-at_install")
class PageCase(DuretHttpCase):
    """Duret's questionnaire, sent about a visit to the private client B."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for scope in ("token", "opinion", "form"):
            cls.env["ir.config_parameter"].set_param(f"duret_base.rate_{scope}", "0")
        cls.survey = cls.env.ref("duret_satisfaction.survey_survey_visit")
        names = ("recommend", "welcome", "booking", "delay", "quality", "cleanliness", "comment", "call_back")
        cls.questions = {name: cls.env.ref(f"duret_satisfaction.survey_question_{name}") for name in names}
        cls.yes = cls.env.ref("duret_satisfaction.survey_question_answer_call_back_yes")
        cls.no = cls.env.ref("duret_satisfaction.survey_question_answer_call_back_no")
        cls.kind = cls.env["fsm.order.type"].create({"name": "Dépannage (tests)"})
        cls.visit, cls.opinion = cls.make_opinion(cls.client_b)
        cls.token = cls.opinion.sudo().access_token
        cls.path = f"/avis/{cls.token}"

    @classmethod
    def make_opinion(cls, partner, **values):
        """A visit that is done and the request about it, sent to its client."""
        site = cls.env["fsm.location"].create({"name": f"Site de {partner.name}", "owner_id": partner.id})
        visit = cls.env["fsm.order"].create({"location_id": site.id, "type": cls.kind.id})
        now = fields.Datetime.now()
        return visit, cls.env["duret.satisfaction.request"].create(
            {
                "name": visit.name,
                "kind": "visit",
                "visit_id": visit.id,
                "partner_id": partner.id,
                "survey_id": cls.survey.id,
                "type_id": cls.kind.id,
                "zone": "Annecy",
                "done_at": now - timedelta(days=2),
                "sent_at": now,
                "expires_on": (now + timedelta(days=43)).date(),
                "state": "sent",
                "channel": "mail",
                **values,
            }
        )

    def form(self, **values):
        """Fields of the form by the names of the questions."""
        return {f"q{self.questions[name].id}": value for name, value in values.items()}

    def get(self, path="", **options):
        """Open a page of this request."""
        return self.url_open(self.path + path, allow_redirects=False, **options)

    def send(self, path="", **values):
        """Send the form, as a page without script does."""
        answer = self.url_open(self.path + path, data=self.form(**values) or {"x": ""}, allow_redirects=False)
        self.env.invalidate_all()
        return answer

    def values(self):
        """What is recorded, by the names of the questions."""
        self.env.invalidate_all()
        given = self.opinion._duret_answer_values()
        return {name: given[one.id] for name, one in self.questions.items() if one.id in given}
