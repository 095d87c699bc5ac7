"""« Ma journée »: who sees what, at what price, and how it stays up to date."""

import json
from datetime import datetime, timedelta

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.duret_base.tests.common import DuretCase

NOON = datetime(2026, 11, 23, 11, 0)  # Monday, 12:00 in Annecy


@tagged("post_install", "-at_install")
class TestMyDay(DuretCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOON))
        for role in ("assistant", "technician", "manager", "direction"):
            cls.users[role].tz = "Europe/Paris"
        cls.client_b.phone = "06 12 34 56 78"

    def ticket(self, user=None, **values):
        """An open ticket of client B."""
        defaults = {
            "name": "Demande (tests)",
            "description": "…",
            "partner_id": self.client_b.id,
            "user_id": (user or self.user_assistant).id,
        }
        return self.env["helpdesk.ticket"].create(defaults | values)

    def day(self, user=None, scope=None):
        """Blocks of the day of a user, by code."""
        self.env.flush_all()
        day = self.env["duret.my.day"].with_user(user or self.user_assistant).get_day(scope)
        json.dumps(day)  # it goes to a browser
        return {block["code"]: block for block in day["blocks"]}

    def ids(self, block):
        return [row["id"] for row in block["rows"]]

    # -- blocks -----------------------------------------------------------------------------------------------------

    def test_callbacks_by_hour(self):
        """Today's and the late ones, in order, with the number to dial; tomorrow's and what is done are not here."""
        late, soon, tomorrow, done = (self.ticket() for _rank in range(4))
        soon.duret_plan_callback(NOON + timedelta(hours=3))
        late.duret_plan_callback(NOON - timedelta(days=2))
        tomorrow.duret_plan_callback(NOON + timedelta(days=1))
        done.duret_plan_callback(NOON + timedelta(hours=1)).duret_done()
        block = self.day()["callbacks"]
        self.assertEqual(self.ids(block), [late.id, soon.id])
        self.assertEqual([row["tone"] for row in block["rows"]], ["danger", ""])
        row = block["rows"][1]
        self.assertEqual((row["time"], row["phone"]), ("2026-11-23 14:00:00", "+33612345678"))
        self.assertEqual((row["title"], row["phone_shown"]), (self.client_b.name, "06 12 34 56 78"))

    def test_an_evening_belongs_to_its_own_day(self):
        """23:30 in Annecy is today, half an hour later is tomorrow, whatever the server's clock says."""
        tonight, tomorrow = self.ticket(), self.ticket()
        tonight.duret_plan_callback(datetime(2026, 11, 23, 22, 30))
        tomorrow.duret_plan_callback(datetime(2026, 11, 23, 23, 0))
        self.assertEqual(self.ids(self.day()["callbacks"]), [tonight.id])

    def test_tasks_of_today(self):
        """What is planned for today or late; a call with an hour stands in its own block only."""
        ticket = self.ticket()
        ticket.duret_plan_callback(NOON)
        for day in ("2026-11-20", "2026-11-23", "2026-11-24"):
            ticket.activity_schedule(
                "duret_relance.mail_activity_type_follow_up",
                date_deadline=day,
                user_id=self.user_assistant.id,
                summary=day,
            )
        rows = [row for row in self.day()["tasks"]["rows"] if row["id"] == ticket.id]
        self.assertEqual([(row["title"], row["tone"]) for row in rows], [("2026-11-20", "danger"), ("2026-11-23", "")])

    def test_waiting_for_the_client(self):
        """Only after the company's number of days, the longest wait first."""
        stage = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_awaiting")
        self.env.company.duret_waiting_days = 3
        long, longer, short = (self.ticket(stage_id=stage.id) for _rank in range(3))
        for ticket, days in ((long, 4), (longer, 9), (short, 2)):
            ticket.last_stage_update = NOON - timedelta(days=days)
        closed = self.ticket(stage_id=stage.id)
        closed.write({"last_stage_update": NOON - timedelta(days=30), "active": False})
        found = self.ids(self.day()["waiting"])
        self.assertEqual([id_ for id_ in found if id_ in (long | longer | short | closed).ids], [longer.id, long.id])

    def test_to_sort_and_mails(self):
        """What the program left to a person, for the front desk; technicians have neither block."""
        ticket = self.ticket(duret_triage_state="to_sort")
        mail = self.env["duret.mail.inbox"].create(
            {"sha256": "a" * 64, "state": "quarantined", "received_at": NOON, "subject": "?", "reason": "empty"}
        )
        day = self.day()
        self.assertIn(ticket.id, self.ids(day["triage"]))
        self.assertEqual(day["triage"]["action"]["tag"], "duret_helpdesk.triage")
        self.assertIn(mail.id, self.ids(day["mails"]))
        self.assertFalse({"triage", "mails"} & self.day(self.user_technician).keys())

    def test_deadlines_at_risk(self):
        """What can still be kept comes before what is missed; what is on time troubles nobody."""
        tickets = self.ticket() | self.ticket() | self.ticket()
        self.env.flush_all()
        for ticket, (state, minutes) in zip(tickets, (("breached", -30), ("at_risk", 30), ("ok", 300)), strict=True):
            self.env.cr.execute(
                "UPDATE helpdesk_ticket SET duret_sla_state = %s, duret_sla_deadline = %s WHERE id = %s",
                [state, NOON + timedelta(minutes=minutes), ticket.id],
            )
        self.env.invalidate_all()
        rows = [row for row in self.day()["sla"]["rows"] if row["id"] in tickets.ids]
        self.assertEqual([row["id"] for row in rows], [tickets[1].id, tickets[0].id])
        self.assertEqual([row["tone"] for row in rows], ["warning", "danger"])

    # -- whose day --------------------------------------------------------------------------------------------------

    def test_mine_or_the_team(self):
        """One's own by default; the direction sees the team's; a technician cannot ask for it."""
        mine, other = self.ticket(), self.ticket(self.user_manager)
        for ticket in (mine, other):
            ticket.duret_plan_callback(NOON)
        self.assertEqual(self.ids(self.day()["callbacks"]), [mine.id])
        team = self.day(scope="team")["callbacks"]
        self.assertLessEqual({mine.id, other.id}, set(self.ids(team)))
        owners = {row["id"]: row["owner"] for row in team["rows"]}
        self.assertEqual((owners[mine.id], owners[other.id]), ("", self.user_manager.name))
        self.assertLessEqual({mine.id, other.id}, set(self.ids(self.day(self.user_direction)["callbacks"])))
        self.assertFalse(self.day(self.user_technician, "team")["callbacks"]["count"])

    def test_clients_have_none(self):
        """Neither a client nor a visitor reads the screen."""
        for user in (self.user_portal_a, self.env.ref("base.public_user")):
            with self.assertRaises(AccessError):
                self.env["duret.my.day"].with_user(user).get_day()

    def test_every_role_opens_it(self):
        """And the menu stands first in the application."""
        menu = self.env.ref("duret_helpdesk.duret_my_day_menu")
        for role in ("technician", "assistant", "manager", "direction", "admin"):
            with self.subTest(role=role):
                user = self.users[role]
                self.assertTrue(self.day(user))
                menus = self.env["ir.ui.menu"].with_user(user).load_menus(False)
                root = menus[self.env.ref("duret_base.duret_menu").id]
                self.assertEqual(root["children"][0], menu.id)

    # -- price ------------------------------------------------------------------------------------------------------

    def test_constant_number_of_queries(self):
        """Fifty rows in each block cost what one costs."""
        stage = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_awaiting")
        counts = []
        for number in (1, 50):
            for _rank in range(number):
                self.ticket().duret_plan_callback(NOON)
                self.ticket(stage_id=stage.id, duret_triage_state="to_sort").last_stage_update = NOON - timedelta(9)
            self.day()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            day = self.day()
            counts.append(self.env.cr.sql_log_count - start)
            self.assertGreaterEqual(day["callbacks"]["count"], number)
        # a count beyond the rows shown is one query a block
        self.assertLessEqual(counts[1], counts[0] + len(day), counts)
        self.assertLessEqual(len(day["triage"]["rows"]), 8)
        self.assertGreater(day["triage"]["count"], 8)

    # -- live -------------------------------------------------------------------------------------------------------

    def told(self, work):
        """Codes of blocks told to the screens by one transaction's work, a list for each message."""
        self.env.flush_all()
        self.env.cr.precommit.run()
        last = self.env["bus.bus"].search([], order="id desc", limit=1).id or 0
        work()
        self.env.cr.precommit.run()
        messages = self.env["bus.bus"].search([("id", ">", last)]).mapped("message")
        payloads = [json.loads(message) for message in messages]
        return [message["payload"] for message in payloads if message["type"] == "duret_my_day"]

    def test_a_change_reaches_the_screens(self):
        """One message a transaction, that names blocks and nothing else."""
        ticket = self.ticket()
        for name, work in {
            "owner": lambda: ticket.write({"user_id": self.user_manager.id}),
            "several": lambda: [self.ticket() for _rank in range(5)],
        }.items():
            with self.subTest(name):
                (payload,) = self.told(work)
                self.assertEqual(set(payload), {"codes"})
                self.assertLessEqual({"sla", "triage", "waiting"}, set(payload["codes"]))
        (payload,) = self.told(lambda: ticket.duret_plan_callback(NOON))
        self.assertIn("callbacks", payload["codes"])
        mail = self.env["duret.mail.inbox"].create(
            {"sha256": "b" * 64, "state": "quarantined", "received_at": NOON, "subject": "?"}
        )
        self.assertEqual(self.told(lambda: mail.write({"state": "dismissed"})), [{"codes": ["mails"]}])
        self.assertFalse(self.told(lambda: ticket.write({"color": 3})))

    # -- settings and home ------------------------------------------------------------------------------------------

    def test_setting_cannot_be_negative(self):
        """The limit is the database's: no path writes a negative number of days."""
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation), self.env.cr.savepoint():
            self.env.company.duret_waiting_days = -1
            self.env.flush_all()
