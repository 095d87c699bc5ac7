from unittest.mock import patch

from odoo.fields import Command, Domain
from odoo.tests import tagged
from odoo.tools import mute_logger

from .sla_case import SlaCase, utc


@tagged("post_install", "-at_install")
class TestSlaAlerts(SlaCase):
    """Somebody who is there is told before a deadline is missed, once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.backup = cls.make_user("assistant", "essai.relais")
        cls.team.duret_backup_user_id = cls.backup
        cls.team.user_ids += cls.backup
        cls.team.user_id = cls.user_manager
        (cls.claire + cls.user_manager + cls.backup).lang = "en_US"
        cls.older = cls.Ticket.with_context(active_test=False).search([], order="id desc", limit=1).id or 0

    def setUp(self):
        super().setUp()
        self.shown = []
        users = type(self.env["res.users"])
        for level in ("warning", "danger"):
            self.patch(users, f"notify_{level}", self.note(level))

    def note(self, level):
        def show(user, **params):
            self.shown.append((user, level, params))

        return show

    def watch(self, text, tickets=None):
        """Run the watch at this time; return the alerts it made."""
        with self.at(text):
            due = self.Ticket.search(self.Ticket._duret_clock_due_domain() & Domain("id", ">", self.older))
            return self.alerts._watch(due if tickets is None else tickets)

    def test_at_risk_then_missed_once_each(self):
        ticket = self.opened("2026-11-23 09:00")
        self.assertFalse(self.watch("2026-11-23 11:59"))
        alert = self.watch("2026-11-23 12:00")  # 75 % of four hours
        self.assertEqual((alert.ticket_id, alert.clock, alert.threshold), (ticket, "response", "at_risk"))
        self.assertEqual(alert.user_id, self.claire)
        self.assertFalse(alert.manager_id)
        self.assertEqual(alert.deadline, utc("2026-11-23 14:30"))
        self.assertFalse(self.watch("2026-11-23 14:30"), "the last minute is in time")
        missed = self.watch("2026-11-23 14:31")
        self.assertEqual(
            (missed.threshold, missed.user_id, missed.manager_id), ("breached", self.claire, self.user_manager)
        )
        self.assertFalse(self.watch("2026-11-23 14:40"))
        self.assertFalse(self.watch("2026-11-23 14:40", ticket), "asked again, nobody is told again")
        self.assertEqual([level for _user, level, _params in self.shown], ["warning", "danger", "danger"])

    def test_a_promise_made_shorter_that_is_late_at_once(self):
        ticket = self.opened("2026-11-23 09:00")
        self.move(ticket, "2026-11-23 11:00", priority="3")
        self.assertEqual(ticket.duret_sla_state, "at_risk", "due now")
        self.assertEqual(
            self.watch("2026-11-23 11:01").filtered(lambda alert: alert.clock == "response").threshold, "breached"
        )
        self.assertFalse(self.watch("2026-11-23 11:02"))

    def test_a_threshold_passed_while_somebody_was_saving(self):
        ticket = self.opened("2026-11-23 09:00")
        self.move(ticket, "2026-11-23 13:40", type_id=self.types["invoice"].id, name="Autre")
        self.read_clock(ticket, "2026-11-23 13:40")
        self.assertEqual(ticket.duret_sla_state, "at_risk")
        self.assertEqual(self.watch("2026-11-23 13:41").threshold, "at_risk", "told all the same")

    def test_nobody_is_told_about_what_was_late_before_it_came_in(self):
        ticket = self.opened("2026-11-23 09:00")
        self.env.cr.execute(
            "UPDATE helpdesk_ticket SET create_date = %s WHERE id = %s", (utc("2026-11-02 09:00"), ticket.id)
        )
        self.env.invalidate_all()
        with self.at("2026-11-23 10:00"):
            ticket.set_sla()
            self.env.flush_all()
        self.assertEqual(ticket.duret_sla_state, "breached")
        self.assertFalse(self.watch("2026-11-23 10:01"))

    def test_the_pop_up_says_what_is_due_and_opens_the_ticket(self):
        ticket = self.opened("2026-11-23 09:00", name="Interphone muet")
        self.watch("2026-11-23 12:00")
        ((user, _level, params),) = self.shown
        self.assertEqual(user, self.claire)
        self.assertIn(ticket.number, params["title"])
        self.assertIn("Interphone muet", params["message"])
        self.assertIn("1 h", params["message"])
        self.assertEqual((params["action"]["res_model"], params["action"]["res_id"]), ("helpdesk.ticket", ticket.id))
        self.assertTrue(params["sticky"])

    def test_one_activity_for_a_person_brought_up_to_date(self):
        ticket = self.opened("2026-11-23 09:00")
        self.watch("2026-11-23 12:00")
        self.watch("2026-11-23 14:31")
        kind = self.env.ref("duret_helpdesk.mail_activity_type_deadline")
        activities = ticket.activity_ids.filtered(lambda activity: activity.activity_type_id == kind)
        self.assertEqual(activities.user_id, self.claire | self.user_manager)
        self.assertEqual(len(activities), 2)
        self.assertTrue(
            all("overdue" in summary for summary in activities.mapped("summary")), activities.mapped("summary")
        )

    def test_an_answer_takes_the_activity_away(self):
        ticket = self.opened("2026-11-23 09:00")
        self.watch("2026-11-23 12:00")
        self.say(ticket, "2026-11-23 13:45", self.claire.partner_id)
        kind = self.env.ref("duret_helpdesk.mail_activity_type_deadline")
        self.assertNotIn(kind, ticket.activity_ids.activity_type_id)
        self.assertEqual(self.forgotten(), [], "something else is planned in its place")

    def test_an_answered_request_is_not_announced(self):
        ticket = self.opened("2026-11-23 09:00")
        self.say(ticket, "2026-11-23 10:00", self.claire.partner_id)
        self.assertFalse(self.watch("2026-11-23 14:31", ticket))

    def test_a_waiting_or_closed_request_is_not_announced(self):
        waiting, closed = self.opened("2026-11-23 09:00"), self.opened("2026-11-23 09:00")
        self.move(waiting, "2026-11-23 10:00", stage="awaiting")
        self.move(closed, "2026-11-23 10:00", stage="done")
        self.assertFalse(self.watch("2026-11-25 10:00", waiting | closed))

    # -- owner away ---------------------------------------------------------------------------------------------

    def resource_of(self, user, calendar=None):
        return self.env["resource.resource"].create(
            {"name": user.name, "user_id": user.id, "calendar_id": (calendar or self.company.resource_calendar_id).id}
        )

    def leave(self, resource, start, stop):
        with self.at(start):
            self.env["resource.calendar.leaves"].create(
                {"name": "Congé", "resource_id": resource.id, "date_from": utc(start), "date_to": utc(stop)}
            )

    def test_the_owner_on_leave_the_backup_is_told(self):
        self.leave(self.resource_of(self.claire), "2026-11-23 08:00", "2026-11-27 18:00")
        self.opened("2026-11-23 09:00", user_id=self.claire.id)
        alert = self.watch("2026-11-23 12:00")
        self.assertTrue(alert.owner_away)
        self.assertEqual((alert.owner_id, alert.user_id), (self.claire, self.backup))
        self.assertIn(self.claire.name, self.shown[0][2]["message"])
        self.assertEqual(alert.activity_id.user_id, self.backup)

    def test_the_owner_at_lunch_is_told(self):
        self.resource_of(self.claire)
        self.opened("2026-11-23 09:00", user_id=self.claire.id)
        self.assertEqual(self.watch("2026-11-23 12:10").user_id, self.claire)

    def test_the_owner_who_does_not_work_that_day(self):
        mornings = self.env["resource.calendar"].create(
            {
                "name": "Matins",
                "tz": "Europe/Paris",
                "attendance_ids": [
                    Command.create({"name": str(day), "dayofweek": str(day), "hour_from": 8, "hour_to": 12})
                    for day in range(5)
                ],
            }
        )
        self.resource_of(self.claire, mornings)
        self.opened("2026-11-23 10:00", user_id=self.claire.id)
        self.assertEqual(self.watch("2026-11-23 14:30").user_id, self.backup, "75 % at 14:30, she left at noon")

    def test_an_owner_without_a_calendar_of_his_own_is_there(self):
        self.opened("2026-11-23 09:00", user_id=self.claire.id)
        self.assertFalse(self.watch("2026-11-23 12:00").owner_away)

    def test_without_a_backup_the_front_desk_then_the_owner(self):
        self.team.duret_backup_user_id = False
        self.leave(self.resource_of(self.user_manager), "2026-11-23 08:00", "2026-11-27 18:00")
        self.leave(self.resource_of(self.claire), "2026-11-23 08:00", "2026-11-27 18:00")
        self.opened("2026-11-23 09:00", user_id=self.user_manager.id)
        self.assertEqual(self.watch("2026-11-23 12:00").user_id, self.claire)
        self.opened("2026-11-23 09:00", user_id=self.claire.id)
        self.assertEqual(self.watch("2026-11-23 12:01").user_id, self.claire, "better somebody than nobody")

    def test_without_a_leader_a_manager_is_told(self):
        self.team.user_id = False
        self.opened("2026-11-23 09:00")
        self.watch("2026-11-23 12:00")
        manager = self.watch("2026-11-23 14:31").manager_id
        self.assertTrue(manager.has_group("duret_base.group_manager"))

    # -- the scheduled task -------------------------------------------------------------------------------------

    def test_the_database_refuses_a_second_alert(self):
        self.opened("2026-11-23 09:00")
        alert = self.watch("2026-11-23 12:00")
        with mute_logger("odoo.sql_db"), self.assertRaises(Exception) as caught, self.env.cr.savepoint():
            alert.copy()
            self.env.flush_all()
        self.assertIn("duret_sla_alert", str(caught.exception))

    def test_the_task_goes_through_batches(self):
        tickets = self.Ticket.union(*(self.opened("2026-11-23 09:00") for _number in range(3)))
        with (
            self.at("2026-11-23 12:00"),
            patch("odoo.addons.duret_helpdesk.models.duret_sla_alert.BATCH", 2),
            patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: 1),
        ):
            self.alerts._cron_watch_deadlines()
        self.assertEqual(self.alerts.search([("ticket_id", "in", tickets.ids)]).ticket_id, tickets)
        self.assertEqual(set(tickets.mapped("duret_sla_state")), {"at_risk"})

    def test_the_scheduled_task_runs(self):
        ticket = self.opened("2026-11-23 09:00")
        self.env.flush_all()
        with self.at("2026-11-23 12:00"), self.enter_registry_test_mode():
            self.env.ref("duret_helpdesk.ir_cron_sla").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(ticket.duret_sla_state, "at_risk")

    def test_fifty_alerts_cost_as_many_queries_as_one(self):
        tickets = self.Ticket.union(*(self.opened("2026-11-23 09:00") for _number in range(51)))

        def cost(part):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(len(self.watch("2026-11-23 12:00", part)), len(part))
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        one, fifty = cost(tickets[0]), cost(tickets[1:])
        self.assertLessEqual(fifty, one + 5)
