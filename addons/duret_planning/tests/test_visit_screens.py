"""What becomes of appointments, where people look: « Ma journée », the client's history, the visit."""

from unittest.mock import patch

from psycopg2.errors import CheckViolation

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..visit_messages import parts, to_gsm
from .common import MONDAY
from .message_case import DAY, HOUR, MessageCase


@tagged("post_install", "-at_install")
class TestVisitScreens(MessageCase):
    """The assistant's day, and the history of client A."""

    def block(self, code, user=None):
        """A block of somebody's day."""
        day = self.env["duret.my.day"].with_user(user or self.user_assistant).get_day()
        return next((block for block in day["blocks"] if block["code"] == code), None)

    def visit_ids(self, code, user=None):
        return [row["id"] for row in self.block(code, user)["rows"]]

    # -- « Ma journée » -----------------------------------------------------------------------------------------------

    def test_times_that_the_client_has_not_agreed_to(self):
        visit = self.book(channel="office", confirmed=False)
        agreed = self.book(start=MONDAY + 2 * HOUR)
        self.assertIn(visit.id, self.visit_ids("visits_to_agree"))
        self.assertNotIn(agreed.id, self.visit_ids("visits_to_agree"))
        visit.action_duret_agreed()
        self.assertNotIn(visit.id, self.visit_ids("visits_to_agree"))

    def test_clients_whom_nothing_reached(self):
        visit = self.book()
        self.leave()
        mail, text = self.rows(visit)
        mail._mark_failed("Unknown address")
        self.assertNotIn(visit.id, self.visit_ids("visits_to_agree"))
        text._mark_failed("Unknown number")
        row = next(row for row in self.block("visits_to_agree")["rows"] if row["id"] == visit.id)
        self.assertEqual((row["tone"], row["actions"]), ("warning", ["call"]))

    def test_what_somebody_else_moved(self):
        visit, other = self.book(), self.book(start=MONDAY + 4 * HOUR)
        visit.with_context(duret_actor_partner_id=self.client_a.id).duret_move(MONDAY + DAY, channel="portal")
        other.with_user(self.user_assistant).duret_move(MONDAY + 2 * DAY)
        self.assertEqual(self.visit_ids("visits_moved"), [visit.id], "one's own changes are known")
        row = self.block("visits_moved")["rows"][0]
        self.assertIn(self.client_a.name, row["subtitle"])
        self.at(fields.Datetime.now() + 2 * DAY)
        self.assertFalse(self.visit_ids("visits_moved"))

    def test_a_technician_sees_his_own_changes(self):
        mine, his = self.book(), self.book(person_ids=self.eve.ids)
        for visit in (mine, his):
            visit.duret_move(MONDAY + DAY)
        self.assertEqual(self.visit_ids("visits_moved", self.user_technician), [mine.id])
        self.assertIsNone(self.block("visits_to_agree", self.user_technician))

    def test_one_or_twenty_cost_the_same(self):
        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            day = self.env["duret.my.day"].with_user(self.user_assistant)
            day._block_visits_to_agree(), day._block_visits_moved("mine")
            return self.env.cr.sql_log_count - before

        self.book(channel="office", confirmed=False).duret_move(MONDAY + HOUR)
        queries()
        few = queries()
        for number in range(1, 7):
            self.book(channel="office", confirmed=False, start=MONDAY + number * DAY).duret_move(
                MONDAY + number * DAY + 3 * HOUR
            )
        self.assertLessEqual(queries(), few)

    # -- history ------------------------------------------------------------------------------------------------------

    def test_the_history_says_who_when_and_by_which_way(self):
        visit = self.book()
        visit.with_context(duret_actor_partner_id=self.contact_a.id).duret_move(MONDAY + DAY, channel="portal")
        timeline = self.env["duret.timeline"].with_user(self.user_assistant)
        rows = timeline.get_page(self.client_a.id, kinds=["visit_event"])["rows"]
        moved = next(row for row in rows if row["title"] == "Moved")
        self.assertEqual((moved["model"], moved["res_id"]), ("fsm.order", visit.id))
        self.assertEqual(moved["detail"], f"{self.contact_a.name} · Online · 23/11 09:00 → 24/11 09:00")
        booked = next(row for row in rows if row["title"] == "Planned")
        self.assertEqual(booked["detail"], f"{self.user_assistant.name} · Telephone · 23/11 09:00")

    def test_the_history_keeps_to_the_rules_of_visits(self):
        """A client's events are those of the visits that the user may read."""
        self.book()
        timeline = self.env["duret.timeline"].with_user(self.user_direction)
        self.assertTrue(timeline.get_page(self.client_a.id, kinds=["visit_event"])["rows"])
        self.assertFalse(timeline.get_page(self.client_b.id, kinds=["visit_event"])["rows"])

    # -- others listen ------------------------------------------------------------------------------------------------

    def test_a_visit_that_is_done_is_heard_and_tells_nobody(self):
        """The seam of the questionnaire that follows a visit: one call for the batch, with the event « done »."""
        visits = self.book() | self.book(start=MONDAY + 4 * HOUR)
        self.leave()
        heard, reaction = [], type(self.env["duret.visit.event"])._duret_react

        def listen(events):
            heard.append(events.mapped(lambda event: (event.order_id.id, event.kind)))
            return reaction(events)

        completed = self.env.ref("fieldservice.fsm_stage_completed")
        with patch.object(type(self.env["duret.visit.event"]), "_duret_react", listen):
            visits.with_context(bypass_order_completed_stage=True).write({"stage_id": completed.id})
        self.assertEqual(heard, [[(visit.id, "done") for visit in visits]])
        self.leave(minutes=2)
        self.assertEqual([self.told(visit) for visit in visits], [["confirmation"], ["confirmation"]])

    # -- texts --------------------------------------------------------------------------------------------------------

    def test_text_messages_in_french_are_short(self):
        """Two parts at most with the link, and not one letter that would halve them."""
        self.client_a.lang = "fr_FR"
        visit = self.book()
        self.leave()
        visit.duret_move(MONDAY + DAY)
        self.leave(minutes=2)
        visit.duret_cancel("No longer needed", channel="office")
        self.leave(minutes=2)
        rows = self.rows(visit, channel="sms")
        self.assertEqual(rows.mapped("kind"), ["confirmation", "moved", "cancelled"])
        for row in rows:
            body = self.env["sms.sms"].search([("uuid", "=", row.sms_uuid)]).body
            self.assertEqual(to_gsm(body), body)
            self.assertLessEqual(parts(body), 2, body)
            self.assertIn("novembre à 9 h", body)
            self.assertNotIn("appointment", body)

    def test_settings_that_make_no_sense(self):
        for values in ({"duret_visit_quiet_to": 21.0}, {"duret_visit_fold_minutes": -1}):
            with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                self.company.write(values)
                self.env.flush_all()
