"""Test kit of the figures: a company of its own, so that opinions of other tests never count."""

from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.tests import TransactionCase

from odoo.addons.duret_base.tests.common import DuretUsersMixin

from ..nps_figures import class_of, points_of

# Saturday 21 November 2026, noon in Annecy.
TODAY = "2026-11-21 11:00:00"
MODEL = "duret.satisfaction.request"


class FiguresKit(DuretUsersMixin):
    """Mixed into test cases that have an environment."""

    @classmethod
    def make_figures_kit(cls):
        cls.make_users()
        cls.company = cls.env["res.company"].create({"name": "Société des chiffres (tests)"})
        cls.company.resource_calendar_id.tz = "Europe/Paris"
        for user in cls.users.values():
            user.write({"company_ids": [(4, cls.company.id)], "company_id": cls.company.id})
        cls.types = cls.env["fsm.order.type"].create([{"name": "Dépannage"}, {"name": "Entretien"}])
        cls.people = cls.env["fsm.person"].create([{"name": "Gaëtan"}, {"name": "Nadia"}])
        cls.people[0].partner_id = cls.user_technician.partner_id
        cls.made = 0

    @classmethod
    def opinion(cls, nps=None, done="2026-11-10 09:00:00", hours=50.0, marks=None, **values):
        """A request of this company; with a mark (or ratings) it was answered.

        :param marks: {topic: 1 to 5}
        """
        cls.made += 1
        done = datetime.fromisoformat(done)
        answered = nps is not None or bool(marks)
        given = {
            "name": f"VIS-{cls.made:04d}",
            "company_id": cls.company.id,
            "done_at": done,
            "type_id": cls.types[0].id,
            "zone": "Annecy",
            "state": "answered" if answered else "sent",
            "sent_at": done + timedelta(days=2),
        }
        if answered:
            given |= {"answered_at": done + timedelta(hours=hours), "answer_hours": hours, "source": "mail"}
        if nps is not None:
            given |= {"has_nps": True, "nps": nps, "nps_class": class_of(nps), "nps_points": points_of(nps)}
            given["is_unhappy"] = nps <= 6
        if marks:
            given |= {f"mark_{topic}": mark for topic, mark in marks.items()}
            given |= {"has_rating": True, "rating_mean": sum(marks.values()) / len(marks)}
        return cls.env[MODEL].create(given | values)

    @classmethod
    def opinions(cls, *marks, **values):
        """Several answers that only differ by their mark."""
        return cls.env[MODEL].concat(*(cls.opinion(mark, **values) for mark in marks))

    def figures(self, role="direction", **filters):
        """What the dashboard shows to a role, on TODAY."""
        with freeze_time(TODAY):
            return self.model(role).duret_figures(filters)

    def model(self, role, name="duret.satisfaction.figures"):
        """The model as somebody of a role asks it, in this company."""
        return self.env[name].with_user(self.users[role]).with_company(self.company)


class FiguresCase(FiguresKit, TransactionCase):
    """TransactionCase with the kit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True))
        cls.make_figures_kit()
