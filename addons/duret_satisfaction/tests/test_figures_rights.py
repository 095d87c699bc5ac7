"""Figures by technician are the direction's: every way to them, role by role."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .figures_case import MODEL, FiguresCase

# Requests that would give figures by technician, as a browser may send them.
DOMAINS = (
    [("person_id", "!=", False)],
    [("visit_id.person_id", "!=", False)],
    [("visit_id.person_id.name", "ilike", "g")],
    [("visit_id", "any", [("person_id.name", "ilike", "g")])],
    [("visit_id", "not any", [("person_ids", "!=", False)])],
    ["!", ("visit_id.person_ids.name", "=", "Gaëtan")],
    [("visit_id.team_id", "!=", False)],
    [("visit_id.location_id.person_ids.person_id", "!=", False)],
    ["|", ("zone", "=", "Annecy"), ("visit_id.person_phone", "!=", False)],
    [("user_input_id.duret_visit_id.person_id", "!=", False)],
    [("first_id.visit_id.person_id", "!=", False)],
)
GROUPS = (
    "person_id",
    "visit_id.person_id",
    "visit_id.team_id",
    "visit_id.person_id.name",
    "first_id.visit_id.person_id",
)
INPUT, LINE = "survey.user_input", "survey.user_input.line"


@tagged("post_install", "-at_install")
class TestFiguresRights(FiguresCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Whoever may read visits is stopped by nothing else than what is tested here.
        for role in ("assistant", "manager", "direction"):
            cls.users[role].group_ids += cls.env.ref("fieldservice.group_fsm_dispatcher")
            cls.users[role].group_ids += cls.env.ref("base.group_allow_export")
        site = cls.env["fsm.location"].create({"name": "Site", "owner_id": cls.client_b.id})
        cls.visit = cls.env["fsm.order"].create({"location_id": site.id, "person_id": cls.people[0].id})
        survey = cls.env.ref("duret_satisfaction.survey_survey_visit")
        cls.input = cls.env[INPUT].create({"survey_id": survey.id, "duret_visit_id": cls.visit.id, "state": "done"})
        cls.request = cls.opinion(
            9, person_id=cls.people[0].id, visit_id=cls.visit.id, user_input_id=cls.input.id, comment="Bien",
            partner_id=cls.client_b.id,
        )  # fmt: skip

    def requests(self, role):
        return self.env[MODEL].with_user(self.users[role])

    def test_the_dashboard(self):
        """The office sees everything but technicians; a technician, a client and the public see nothing."""
        for role, sees in (("direction", True), ("admin", True), ("assistant", False), ("manager", False)):
            with self.subTest(role):
                found = self.figures(role, period="month")
                self.assertEqual(found["total"]["answers"], 1)
                self.assertEqual(found["people"] is not None, sees)
                self.assertEqual(bool(found["options"]["people"]), sees)
                self.assertEqual(bool(found["comments"]["rows"][0]["person"]), sees)
        for role in ("technician", "portal_a"):
            for call in ("duret_figures", "duret_comments", "duret_open"):
                with self.subTest(f"{role} {call}"), self.assertRaises(AccessError):
                    getattr(self.model(role), call)({})

    def test_the_filter_by_technician(self):
        """Asking for one technician's figures is refused, also through comments, lists and the spreadsheet."""
        filters = {"person_id": self.people[0].id}
        self.assertEqual(self.figures("direction", **filters)["total"]["answers"], 1)
        for role in ("assistant", "manager"):
            model, book = self.model(role), self.model(role, "duret.figures.book")
            for call in (model.duret_figures, model.duret_comments, model.duret_open, book.duret_book):
                with self.subTest(f"{role} {call.__name__}"), self.assertRaises(AccessError):
                    call(filters)
            action = model.duret_open({}, filters)
            with self.subTest(role), self.assertRaises(AccessError):
                self.requests(role).search_count(action["domain"])

    def test_domains(self):
        """No condition that passes through a technician, whatever the path; the direction may use them all."""
        for domain in DOMAINS:
            self.requests("direction").search_count(domain)
            for role in ("assistant", "manager"):
                for method in ("search_count", "search"):
                    with self.subTest(f"{role} {method} {domain}"), self.assertRaises(AccessError):
                        getattr(self.requests(role), method)(domain)
                with self.subTest(f"{role} group {domain}"), self.assertRaises(AccessError):
                    self.requests(role).formatted_read_group(domain, ["zone"], ["nps_points:avg"])

    def test_domains_of_every_day(self):
        """What the office needs to find an opinion stays free."""
        for domain in (
            [("visit_id", "=", self.visit.id)],
            [("visit_id.name", "ilike", self.visit.name)],
            [("visit_id", "ilike", self.visit.name)],
            [("visit_id.type", "=", False)],
            [("partner_id.name", "ilike", "Odile")],
            [("tag_ids", "=", False)],
        ):
            with self.subTest(domain):
                self.assertIn(self.request, self.requests("assistant").search(domain))

    def test_groups_and_orders(self):
        """Neither a group, nor an order, nor the order of groups tells technicians apart."""
        for spec in GROUPS:
            for role in ("assistant", "manager"):
                with self.subTest(f"{role} group {spec}"), self.assertRaises(AccessError):
                    self.requests(role).formatted_read_group([], [spec], ["nps_points:avg", "__count"])
        direction = self.requests("direction").formatted_read_group(
            [("id", "=", self.request.id)], ["person_id"], ["nps_points:avg"]
        )
        self.assertEqual(direction[0]["nps_points:avg"], 100)
        for order in ("person_id", "zone, person_id desc"):
            with self.subTest(order), self.assertRaises(AccessError):
                self.requests("assistant").search_fetch([], ["name"], order=order)
        with self.assertRaises(AccessError):
            self.requests("assistant").formatted_read_group([], ["zone"], ["person_id:count_distinct"])

    def test_reading_and_exporting(self):
        """The field is not read, not listed among the fields, and no column of an export leads to it."""
        for role in ("assistant", "manager"):
            request = self.request.with_user(self.users[role])
            with self.subTest(role):
                self.assertNotIn("person_id", request.fields_get())
                with self.assertRaises(AccessError):
                    request.read(["person_id"])
                for path in ("person_id", "person_id/name", "visit_id/person_id/name", "visit_id/person_phone"):
                    with self.assertRaises(AccessError, msg=path):
                        request.export_data(["name", path])
        self.assertEqual(
            self.request.with_user(self.user_direction).export_data(["person_id/name"])["datas"],
            [["Technician (tests)"]],
        )

    def test_columns_below_columns(self):
        """A page of a list with the technician below the visit would be a table of marks by technician."""
        table = {"nps": {}, "visit_id": {"fields": {"display_name": {}, "person_id": {"fields": {"name": {}}}}}}
        plain = {"nps": {}, "visit_id": {"fields": {"display_name": {}}}, "tag_ids": {"fields": {"name": {}}}}
        mine = [("id", "=", self.request.id)]
        for role in ("assistant", "manager"):
            with self.subTest(role):
                self.assertEqual(self.requests(role).web_search_read(mine, plain)["length"], 1)
                with self.assertRaises(AccessError):
                    self.requests(role).web_search_read(mine, table)
                with self.assertRaises(AccessError):
                    self.request.with_user(self.users[role]).web_read(table)
        found = self.requests("direction").web_search_read(mine, table)["records"][0]
        self.assertTrue(found["visit_id"]["person_id"])

    def test_answers_of_the_survey_application(self):
        """The rows of the survey application lead to the visit too: same rule, same refusal."""
        for model, path in ((INPUT, "duret_visit_id"), (LINE, "user_input_id.duret_visit_id")):
            office = self.env[model].with_user(self.user_assistant)
            direction = self.env[model].with_user(self.user_direction)
            with self.subTest(model):
                direction.search_count([(f"{path}.person_id", "=", self.people[0].id)])
                direction.formatted_read_group([], [f"{path}.person_id"], ["__count"])
                for domain in ([(f"{path}.person_id", "!=", False)], [(path, "any", [("person_id", "!=", False)])]):
                    with self.assertRaises(AccessError):
                        office.search_count(domain)
                with self.assertRaises(AccessError):
                    office.formatted_read_group([], [f"{path}.person_id"], ["__count"])
        # from outside: questionnaires that have an answer about a visit of this technician
        probe = [("user_input_ids.duret_visit_id.person_id", "=", self.people[0].id)]
        with self.assertRaises(AccessError):
            self.env["survey.survey"].with_user(self.user_assistant).search_count(probe)

    def test_from_the_visit_back_to_the_opinion(self):
        """A visit is grouped by its technician freely: nothing on it leads back to marks."""
        leads = {MODEL, INPUT, LINE}
        for model in ("fsm.order", "fsm.person", "fsm.location"):
            fields = self.env[model].with_user(self.user_assistant).fields_get(attributes=["relation"])
            with self.subTest(model):
                self.assertFalse([name for name, field in fields.items() if field.get("relation") in leads])

    def test_tags_and_nothing_else_are_written(self):
        """The office tags opinions; marks stay what the client gave."""
        tag = self.env["duret.satisfaction.tag"].with_user(self.user_assistant).create({"name": "Bruit (tests)"})
        self.request.with_user(self.user_assistant).write({"tag_ids": [(4, tag.id)]})
        self.assertEqual(self.request.tag_ids, tag)
        for values in ({"nps": 10}, {"tag_ids": [(5,)], "comment": ""}, {"state": "skipped"}, {"outcome": 0}):
            for role in ("assistant", "manager", "admin"):
                with self.subTest(f"{role} {values}"), self.assertRaises(AccessError):
                    self.request.with_user(self.users[role]).write(values)
        for role in ("direction", "technician"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.request.with_user(self.users[role]).write({"tag_ids": [(5,)]})
