"""What the office sees: sentences, « Ma journée », buttons, settings, the card."""

import json
from datetime import datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .desk_case import DeskCase


@tagged("post_install", "-at_install")
class TestDeskScreens(DeskCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visit = cls.make_visit()
        cls.request = cls.make_request(cls.visit)

    def block(self, user):
        day = self.env["duret.my.day"].with_user(user).get_day()
        json.dumps(day)
        return next((block for block in day["blocks"] if block["code"] == "opinions"), None)

    def test_where_a_request_stands_is_said_in_a_sentence(self):
        """Every state, and the reason with it."""
        cases = {
            "planned": {"state": "planned", "reason": False},
            "04": {"state": "sent", "reason": False, "sent_at": datetime(2026, 11, 4, 8, 0)},
            "09": {"reminded_at": datetime(2026, 11, 9, 8, 0)},
            "decision": {"state": "held", "reason": "complaint"},
            "address": {"state": "skipped", "reason": "bounced"},
            "time": {"state": "expired", "reason": False},
        }
        said = set()
        for values in cases.values():
            self.request.write(values)
            said.add(self.request.state_text)
        self.assertEqual(len(said), len(cases))
        self.assertNotIn("", said)
        self.save(self.request, mark=7)
        self.assertIn("7/10", self.request.state_text)

    def test_the_day_shows_what_is_to_be_decided(self):
        """One row for each request that is held; a decision takes it away."""
        self.request.write({"state": "held", "reason": "complaint"})
        before = self.block(self.user_assistant)
        row = next(row for row in before["rows"] if row["id"] == self.request.id)
        self.assertEqual(row["actions"], ["opinion"])
        self.request.with_user(self.user_assistant).action_skip()
        after = self.block(self.user_assistant)
        self.assertEqual(after["count"], before["count"] - 1)
        self.assertEqual((self.request.state, self.request.reason), ("skipped", "by_person"))
        self.assertIsNone(self.block(self.user_technician))
        self.assertIsNone(self.block(self.user_direction))

    def test_the_block_costs_the_same_for_many(self):
        """One or thirty requests to decide about."""
        counts = []
        self.request.write({"state": "held", "reason": "complaint"})
        for _round in range(2):
            self.block(self.user_assistant)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["duret.my.day"].with_user(self.user_assistant)._block_opinions()
            counts.append(self.env.cr.sql_log_count - before)
            for _number in range(30):
                self.make_request(self.make_visit(), state="held", reason="complaint")
        self.assertLessEqual(counts[1], counts[0] + 1, counts)

    def test_buttons_lead_to_the_opinions(self):
        """From the visit and from the client, for his whole firm; none for a client without any."""
        visit = self.visit.with_user(self.user_assistant)
        self.assertEqual(visit.duret_opinion_count, 1)
        self.assertEqual(visit.action_duret_opinions()["res_id"], self.request.id)
        other = self.make_request(self.make_visit(site=self.site_a))
        contact = self.contact_a.with_user(self.user_assistant)
        self.assertEqual(contact.duret_opinion_count, 1)
        self.assertEqual(contact.action_duret_opinions()["res_id"], other.id)
        self.assertFalse(contact.duret_opinion_text)
        self.save(other, mark=6)
        contact.invalidate_recordset()
        self.assertEqual(contact.duret_opinion_text, "6 / 10")
        action = visit.action_duret_enter_opinion()
        self.assertEqual(action["params"], {"model": "fsm.order", "id": self.visit.id})

    def test_a_list_of_visits_tells_no_marks(self):
        """Otherwise an export of visits with their technicians would be a table of marks by technician."""
        shown = self.env["fsm.order"].with_user(self.user_assistant).fields_get(attributes=["type"])
        kinds = {name: field["type"] for name, field in shown.items() if "opinion" in name}
        self.assertEqual(kinds, {"duret_opinion_count": "integer"})

    def test_counting_costs_the_same_for_many(self):
        """A list of clients or visits: one query for all of them."""
        visits = self.visit | self.make_visit() | self.make_visit(site=self.site_a)
        visits = visits.with_user(self.user_assistant)
        visits.mapped("duret_opinion_count")
        counts = []
        for some in (visits[:1], visits):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.mapped("duret_opinion_count")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 1, counts)

    def test_the_screens_open(self):
        """Form, list, kanban and search, for those who may read requests."""
        for user in (self.user_assistant, self.user_direction, self.user_manager):
            model = self.request.with_user(user)
            views = model.get_views([(False, "list"), (False, "form"), (False, "kanban"), (False, "search")])
            self.assertEqual(set(views["views"]), {"list", "form", "kanban", "search"})
            self.assertEqual(model.read(["state_text"])[0]["state_text"], self.request.state_text)
        with self.assertRaises(AccessError):
            self.request.with_user(self.user_technician).read(["state"])

    def test_a_decision_that_is_not_to_be_made(self):
        """What was sent is not decided about any more."""
        self.request.write({"state": "sent", "reason": False})
        with self.assertRaises(UserError):
            self.request.with_user(self.user_assistant).action_send()
        with self.assertRaises(UserError):
            self.request.with_user(self.user_assistant).action_skip()

    def test_settings_are_those_of_the_company(self):
        """Every number of the page is written on the company, and what cannot be is refused."""
        form = Form(self.env["res.config.settings"])
        form.duret_survey_gap_days = 60
        form.duret_survey_retention_months = 24
        form.duret_callback_hours = 4
        form.save().execute()
        company = self.env.company
        self.assertEqual((company.duret_survey_gap_days, company.duret_survey_retention_months), (60, 24))
        self.assertEqual(company.duret_callback_hours, 4)
        shown = self.env["res.config.settings"].get_views([(False, "form")])["views"]["form"]["arch"]
        stored = [name for name in company._fields if name.startswith(("duret_survey_", "duret_review_"))]
        stored += ["duret_callback_hours", "duret_recovery_survey_id", "duret_response_target", "duret_nps_target"]
        self.assertEqual([name for name in stored if f'"{name}"' not in shown], [])

    def test_types_of_visit_say_whether_they_ask(self):
        kind = self.env["fsm.order.type"].create({"name": "Essai"})
        with Form(kind) as form:
            form.duret_asks_opinion = False
        self.assertFalse(kind.duret_asks_opinion)
