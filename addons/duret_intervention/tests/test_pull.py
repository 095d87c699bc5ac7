"""What a telephone is given: his visits only, all at once, and nothing when nothing changed."""

import json
from datetime import timedelta

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from .photo_case import content, frame, new_uuid, picture
from .push_case import PushCase


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23 07:00:00")
class TestPull(PushCase):
    """Luc on Monday morning."""

    def pull(self, state=None, have=None, user=None):
        desk = self.env["duret.sync.pull"].with_user(user or self.user_technician)
        self.env.flush_all()
        self.env.invalidate_all()
        return desk._pull(state, have)

    def data(self, user=None):
        """All sections of a first pull, by key."""
        return {key: section["data"] for key, section in self.pull(user=user)["sections"].items()}

    def test_everything_the_first_time(self):
        """Himself, the lists, his visits."""
        answer = self.pull()
        self.assertEqual(set(answer["sections"]), set(answer["keys"]))
        fixed = {"me", "catalogue", "products", "van", "requests", "streak"}
        self.assertEqual(set(answer["keys"]), fixed | {f"visit/{self.visit.id}"})
        self.assertEqual(answer["now"], "2026-11-23T07:00:00Z")
        data = self.data()
        self.assertEqual((data["me"]["login"], data["me"]["person"]), (self.user_technician.login, self.luc.id))
        self.assertEqual(data["me"]["consent"].keys(), {"version", "text"})
        insulation = next(row for row in data["catalogue"]["measures"] if row["code"] == "test_insulation")
        self.assertEqual((insulation["minimum"], insulation["maximum"]), ("0.5", None))
        self.assertIn({"id": self.breaker.id, "name": "Breaker 16 A", "code": "", "unit": "Units"}, data["products"])
        json.dumps(data)

    def test_a_visit(self):
        """What one needs in a cellar."""
        ticket = self.env["helpdesk.ticket"].duret_open_request(
            {"name": "No light", "channel": "phone", "partner_id": self.client_a.id, "description": "Since Friday"}
        )
        other = self.env["helpdesk.ticket"].duret_open_request(
            {"name": "Bell", "channel": "phone", "partner_id": self.client_a.id}
        )
        self.client_a.phone = "06 12 34 56 78"
        self.site.write({"notes": "<p>Code 12A</p>", "contact_id": self.contact_a.id})
        self.visit.write({"duret_ticket_id": ticket.id, "todo": "<p>Bring a ladder</p>"})
        self.boiler.location_id = self.site
        paper = self.env["ir.attachment"].create(
            {"name": "plan.pdf", "raw": b"%PDF-1.4", "res_model": "fsm.location", "res_id": self.site.id}
        )
        shown = self.data()[f"visit/{self.visit.id}"]
        self.assertEqual((shown["start"], shown["minutes"]), ("2026-11-23T08:00:00Z", 120))
        self.assertEqual(shown["address"], "3 rue du Lac, 74000 Annecy")
        self.assertEqual((shown["lat"], shown["lon"]), (45.9, 6.12))
        self.assertEqual((shown["access"], shown["instructions"]), ("Code 12A", "Bring a ladder"))
        self.assertEqual(shown["client"]["mobile"], "06 12 34 56 78")
        self.assertEqual(shown["contact"]["name"], self.contact_a.name)
        self.assertEqual((shown["ticket"]["title"], shown["ticket"]["text"]), ("No light", "Since Friday"))
        self.assertEqual([row["id"] for row in shown["tickets"]], [other.id])
        self.assertEqual([row["name"] for row in shown["equipment"]], ["Boiler"])
        self.assertEqual([row["id"] for row in shown["documents"]], [paper.id])
        self.assertEqual(shown["crew"], ["Luc"])

    def test_his_visits_only(self):
        """Neither a colleague's, nor cancelled ones, nor those of next month; those where he helps."""
        helps = self.make_visit(
            person_id=self.eve.id,
            person_ids=[Command.link(self.luc.id)],
            scheduled_date_start="2026-11-24 08:00:00",
        )
        self.make_visit(scheduled_date_start="2026-12-23 08:00:00")
        self.make_visit(scheduled_date_start="2026-11-25 08:00:00").duret_cancel("gone")
        keys = {key for key in self.pull()["keys"] if key.startswith("visit/")}
        self.assertEqual(keys, {f"visit/{self.visit.id}", f"visit/{helps.id}"})
        colleague = {key for key in self.pull(user=self.colleague)["keys"] if key.startswith("visit/")}
        self.assertEqual(colleague, {f"visit/{self.visit_of_eve.id}", f"visit/{helps.id}"})
        office = [key for key in self.pull(user=self.user_assistant)["keys"] if "/" in key]
        self.assertEqual(office, [], "somebody without a technician's record has no visits")

    def test_a_report_that_was_never_finished_stays(self):
        """Begun on Monday, still on the telephone weeks later; once it is closed it leaves with its visit."""
        report = new_uuid()
        self.push(self.change(report, ("work_done", None, "Half of it")))
        with freeze_time("2026-12-15 07:00:00"):
            keys = self.pull()["keys"]
            self.assertIn(f"report/{report}", keys)
            self.assertIn(f"visit/{self.visit.id}", keys)
            record = self.report(report)
            record._duret_close("office", record._duret_office())
            self.assertNotIn(f"report/{report}", self.pull()["keys"])

    def test_a_visit_taken_away_says_so(self):
        """He began its report: it stays on his telephone, and is told as cancelled or a colleague's."""
        visit = self.make_visit(scheduled_date_start="2026-11-24 08:00:00")
        self.push(self.change(new_uuid(), ("work_done", None, "Half of it")) | {"visit": visit.id})
        key = f"visit/{visit.id}"
        self.assertFalse(self.data()[key]["gone"])
        state = self.pull()["state"]
        visit.person_id = self.eve
        self.assertTrue(self.pull(state)["sections"][key]["data"]["gone"])
        visit.person_id = self.luc
        self.assertFalse(self.data()[key]["gone"])
        visit.duret_cancel("The client rang")
        self.assertTrue(self.data()[key]["gone"])

    def test_history_and_photos_of_earlier_visits(self):
        """What was done here before, by whom, with its photos; not today's own."""
        before = self.make_visit(scheduled_date_start="2026-11-02 08:00:00", person_id=self.eve.id)
        name, data, report = new_uuid(), picture(), new_uuid()
        op = self.change(report, ("work_done", None, "New breaker"), (f"photos/{name}", None, content(data)))
        self.push(op | {"visit": before.id}, user=self.colleague)
        self.env["duret.photo.receiver"].with_user(self.colleague)._receive(frame(name, data))
        before.duret_finish()
        shown = self.data()[f"visit/{self.visit.id}"]
        self.assertEqual([row["detail"] for row in shown["history"]], ["New breaker"])
        file = self.env["duret.report.photo"].search([("uuid", "=", name)]).attachment_id
        self.assertEqual([row["id"] for row in shown["photos"]], [file.id])
        self.assertEqual(shown["photos"][0]["caption"], "Tableau")

    def test_reports_with_their_conflicts(self):
        """The content as signed documents have it, and both values of what could not be merged."""
        report = new_uuid()
        self.push(self.change(report, *self.full_changes()))
        record = self.report(report)
        record.with_user(self.user_assistant).write({"reserves": "The office"})
        self.push(self.change(report, ("reserves", "Something older", "The telephone"), at="2026-11-23T07:05:00Z"))
        shown = self.data()[f"report/{report}"]
        self.assertEqual(shown["content"], record._duret_content())
        self.assertEqual((shown["name"], shown["visit"]), (record.name, self.visit.id))
        self.assertEqual([(row["path"], row["office"]) for row in shown["conflicts"]], [("reserves", "The office")])

    def test_unchanged_is_short(self):
        """The second pull is one line of some fifty characters."""
        first = self.pull()
        again = self.pull(first["state"], {})
        self.assertEqual(again, {"unchanged": True, "state": first["state"]})
        self.assertLess(len(json.dumps(again)), 2_000)

    def test_only_what_changed_travels(self):
        """One visit moved: one section comes, and the list of all that is to be kept."""
        first = self.pull()
        have = {key: section["hash"] for key, section in first["sections"].items()}
        self.visit.scheduled_date_start += timedelta(hours=1)
        second = self.pull(first["state"], have)
        self.assertEqual(set(second["sections"]), {f"visit/{self.visit.id}"})
        self.assertEqual(second["keys"], first["keys"])

    def test_strange_questions(self):
        """A state or hashes that make no sense give everything."""
        for state, have in ((7, None), ("x" * 10_000, []), (None, {"me": {"a": 1}}), (None, "have")):
            self.assertIn("me", self.pull(state, have)["sections"])


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23 07:00:00")
class TestPullState(PushCase):
    """Everything that is shown changes the state; what concerns others does not."""

    def _state(self):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["duret.sync.pull"].with_user(self.user_technician)._pull(None, None)["state"]

    def _each_changes_the_state(self, steps):
        """Do one thing after the other, and look at the state after each.

        :param dict steps: {name: function}
        """
        state = self._state()
        for name, change in steps.items():
            change()
            new = self._state()
            self.assertNotEqual(new, state, name)
            state = new

    def test_visits(self):
        """The visit, its crew, its site and client, and that it is his no longer."""
        tickets = self.env["helpdesk.ticket"]
        steps = {
            "moved": lambda: self.visit.write({"scheduled_date_start": "2026-11-23 10:00:00"}),
            "crew": lambda: self.visit.write({"person_ids": [Command.link(self.eve.id)]}),
            "name of a colleague": lambda: self.eve.write({"name": "Eva"}),
            "client": lambda: self.client_a.write({"name": "Régie des Marches"}),
            "telephone": lambda: self.client_a.write({"phone": "04 50 11 22 33"}),
            "site": lambda: self.site.write({"notes": "<p>Dog</p>"}),
            "equipment": lambda: self.boiler.write({"location_id": self.site.id}),
            "request": lambda: tickets.duret_open_request(
                {"name": "Bell", "channel": "phone", "partner_id": self.client_a.id}
            ),
            "document": lambda: self.env["ir.attachment"].create(
                {"name": "a.txt", "raw": b"a", "res_model": "fsm.order", "res_id": self.visit.id}
            ),
            "taken away": lambda: self.visit.write({"person_id": self.eve.id, "person_ids": [Command.clear()]}),
        }
        self._each_changes_the_state(steps)

    def test_reports(self):
        """What the telephone said, what it sent, what the office said."""
        report, photo, data = new_uuid(), new_uuid(), picture()
        record = self.env["duret.intervention.report"]

        def closed():
            self.report(report)._duret_close("office", record._duret_office())

        steps = {
            "report": lambda: self.push(self.change(report, ("work_done", None, "Begun"))),
            "measure": lambda: self.push(self.change(report, *self.full_changes())),
            "photo announced": lambda: self.push(self.change(report, (f"photos/{photo}", None, content(data)))),
            "photo received": lambda: (
                self.env["duret.photo.receiver"].with_user(self.user_technician)._receive(frame(photo, data))
            ),
            "edited by the office": lambda: self.report(report).write({"reserves": "Office"}),
            "closed": closed,
        }
        self._each_changes_the_state(steps)

    def test_lists(self):
        """What he chooses from, his van, his rights, the settings."""
        van = self.env["stock.location"].create({"name": "Van", "usage": "internal"})
        self.luc.duret_van_location_id = van
        self.breaker.is_storable = True
        steps = {
            "check item": lambda: self.item.write({"name": "Power is off"}),
            "measure kind": lambda: self.insulation.write({"type_ids": [Command.link(self.type_breakdown.id)]}),
            "hour kind": lambda: self.hours.write({"name": "Day"}),
            "kind of visit": lambda: self.type_breakdown.write({"name": "Trouble"}),
            "product": lambda: self.breaker.write({"name": "Breaker 20 A"}),
            "van": lambda: self.env["stock.quant"].create(
                {"product_id": self.breaker.id, "location_id": van.id, "quantity": 3}
            ),
            "setting": lambda: self.env.company.write({"duret_photo_position": False}),
            "right": lambda: self.user_technician.write(
                {"group_ids": [Command.link(self.env.ref("duret_intervention.group_assigner").id)]}
            ),
        }
        self._each_changes_the_state(steps)

    def test_others_do_not_matter(self):
        """A colleague's visit, another client, another site."""
        state = self._state()
        self.visit_of_eve.location_id = self.env["fsm.location"].create(
            {"name": "Elsewhere", "owner_id": self.client_b.id, "city": "Thônes"}
        )
        state = self._state()
        self.visit_of_eve.scheduled_date_start += timedelta(hours=3)
        self.client_b.name = "Somebody else"
        self.push(self.op("report.open", report=new_uuid(), visit=self.visit_of_eve.id), user=self.colleague)
        self.assertEqual(self._state(), state)

    def test_the_next_day_is_another_state(self):
        """Other visits come into sight although nothing was written."""
        state = self._state()
        with freeze_time("2026-11-24 07:00:00"):
            self.assertNotEqual(self._state(), state)
