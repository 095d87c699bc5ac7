from odoo.fields import Command
from odoo.tests import tagged

from .sla_case import SlaCase, utc


@tagged("post_install", "-at_install")
class TestSlaClock(SlaCase):
    """The clock of a ticket is right on every path that changes it."""

    def test_a_new_request_has_its_deadlines_and_its_promises(self):
        ticket = self.opened("2026-11-20 16:00")
        self.assertClock(
            ticket,
            "2026-11-20 16:30",
            sla_state="ok",
            response_deadline="2026-11-23 10:30",
            resolution_deadline="2026-11-23 16:00",
            sla_deadline="2026-11-23 10:30",
            response_minutes=30,
        )
        self.assertEqual(self.history(ticket), ["opened"])
        self.assertEqual(
            ticket.ticket_sla_ids.sla_id,
            self.env.ref("duret_helpdesk.sla_response") | self.env.ref("duret_helpdesk.sla_resolution"),
        )

    def test_seconds_do_not_count(self):
        ticket = self.opened("2026-11-23 09:00:47")
        self.assertClock(ticket, "2026-11-23 09:10:59", response_minutes=10, response_deadline="2026-11-23 14:30")

    def test_waiting_for_the_client_and_his_answer(self):
        ticket = self.opened("2026-11-23 09:00")
        self.move(ticket, "2026-11-23 10:00", stage="awaiting")
        self.assertClock(
            ticket,
            "2026-11-23 17:00",
            sla_state="paused",
            response_deadline=False,
            sla_deadline=False,
            response_minutes=60,
        )
        self.say(ticket, "2026-11-24 14:30", self.client, message_type="email")
        self.assertEqual(ticket.stage_id, self.stages["in_progress"])
        self.assertClock(
            ticket, "2026-11-24 15:30", sla_state="ok", response_minutes=120, response_deadline="2026-11-24 17:30"
        )
        self.assertEqual(self.history(ticket), ["opened", "waiting", "resumed"])

    def test_an_internal_note_or_a_colleague_does_not_end_the_wait(self):
        ticket = self.opened("2026-11-23 09:00")
        self.move(ticket, "2026-11-23 10:00", stage="awaiting")
        self.say(ticket, "2026-11-23 11:00", self.claire.partner_id)
        with self.at("2026-11-23 11:30"):
            ticket.message_post(body="Note", author_id=self.client.id, subtype_xmlid="mail.mt_note")
        self.assertEqual(ticket.stage_id, self.stages["awaiting"])

    def test_the_answer_of_an_employee_stops_the_response_clock(self):
        ticket = self.opened("2026-11-23 09:00")
        self.say(ticket, "2026-11-23 11:00", self.claire.partner_id)
        self.assertEqual(self.history(ticket), ["opened", "answered"])
        self.assertClock(
            ticket,
            "2026-11-23 15:00",
            response_state="met",
            response_minutes=120,
            resolution_minutes=270,
            sla_deadline="2026-11-24 09:00",
        )

    def test_the_client_writing_again_does_not_stop_it(self):
        ticket = self.opened("2026-11-23 09:00")
        self.say(ticket, "2026-11-23 11:00", self.client)
        self.assertEqual(self.history(ticket), ["opened"])

    def test_closing_and_reopening(self):
        ticket = self.opened("2026-11-23 09:00")
        self.move(ticket, "2026-11-23 11:00", stage="done")
        self.assertClock(ticket, "2026-11-24 11:00", sla_state="met", resolution_minutes=120, sla_deadline=False)
        self.move(ticket, "2026-11-25 14:00", stage="in_progress")
        self.assertEqual(self.history(ticket), ["opened", "resolved", "reopened"])
        self.assertClock(
            ticket, "2026-11-25 15:00", sla_state="ok", resolution_minutes=180, resolution_deadline="2026-11-26 10:30"
        )

    def test_an_archived_request_no_longer_runs(self):
        ticket = self.opened("2026-11-23 09:00")
        self.move(ticket, "2026-11-23 10:00", active=False)
        self.assertClock(ticket, "2026-11-25 10:00", sla_state="met", resolution_minutes=60)

    def test_another_type_another_promise(self):
        ticket = self.opened("2026-11-23 09:00")
        self.move(ticket, "2026-11-23 10:00", type_id=self.types["quotation"].id)
        self.assertEqual(self.history(ticket), ["opened", "policy"])
        self.assertClock(
            ticket, "2026-11-23 11:00", resolution_deadline="2026-11-26 09:00", response_deadline="2026-11-23 14:30"
        )
        self.assertIn(self.env.ref("duret_helpdesk.sla_resolution_quotation"), ticket.ticket_sla_ids.sla_id)
        self.assertEqual(len(ticket.ticket_sla_ids), 2)

    def test_another_priority_another_promise(self):
        ticket = self.opened("2026-11-23 09:00")
        self.move(ticket, "2026-11-23 09:30", priority="3")
        self.assertClock(
            ticket, "2026-11-23 09:40", response_deadline="2026-11-23 10:00", resolution_deadline="2026-11-23 14:30"
        )

    def test_what_changes_no_promise_is_no_event(self):
        ticket = self.opened("2026-11-23 09:00")
        self.move(ticket, "2026-11-23 10:00", type_id=self.types["appointment"].id)
        self.move(ticket, "2026-11-23 10:30", name="Autre titre", user_id=self.user_manager.id)
        self.assertEqual(self.history(ticket), ["opened"])

    def test_a_team_with_other_hours(self):
        saturday = self.env["resource.calendar"].create(
            {
                "name": "Dépôt",
                "tz": "Europe/Paris",
                "attendance_ids": [
                    Command.create({"name": str(day), "dayofweek": str(day), "hour_from": 7, "hour_to": 12})
                    for day in range(6)
                ],
            }
        )
        depot = self.env["helpdesk.ticket.team"].create({"name": "Dépôt", "resource_calendar_id": saturday.id})
        ticket = self.opened("2026-11-27 16:30")
        self.move(ticket, "2026-11-27 17:30", team_id=depot.id)
        self.assertEqual(self.history(ticket), ["opened", "team"])
        self.assertClock(ticket, "2026-11-28 09:00", response_minutes=180, response_deadline="2026-11-28 10:00")

    def test_a_team_that_promises_nothing(self):
        team = self.env["helpdesk.ticket.team"].create({"name": "Sans délai", "use_sla": False})
        ticket = self.opened("2026-11-23 09:00", team_id=team.id)
        self.assertClock(ticket, "2026-11-23 10:00", sla_state="none", sla_deadline=False, response_minutes=60)
        self.assertFalse(ticket.ticket_sla_ids)

    def test_a_promise_written_anew_does_not_change_the_requests_that_have_it(self):
        ticket = self.opened("2026-11-23 09:00")
        self.env.ref("duret_helpdesk.sla_response").duret_minutes = 60
        self.move(ticket, "2026-11-23 09:30", stage="awaiting")
        self.move(ticket, "2026-11-23 10:00", stage="in_progress")
        self.assertClock(ticket, "2026-11-23 10:10", response_deadline="2026-11-23 15:00")
        self.assertEqual(self.opened("2026-11-23 10:10").duret_response_deadline, utc("2026-11-23 11:10"))

    def test_unless_it_is_applied_to_open_requests(self):
        ticket = self.opened("2026-11-23 09:00")
        policy = self.env.ref("duret_helpdesk.sla_response")
        policy.duret_minutes = 120
        with self.at("2026-11-23 10:00"):
            policy.action_duret_apply()
        self.assertEqual(self.history(ticket), ["opened", "policy"])
        self.assertClock(ticket, "2026-11-23 10:00", response_deadline="2026-11-23 11:00", response_minutes=60)

    def test_a_bridge_entered_afterwards_moves_the_deadline(self):
        ticket = self.opened("2026-07-10 15:00")
        self.assertClock(ticket, "2026-07-10 15:30", response_deadline="2026-07-13 09:30")
        with self.at("2026-07-10 16:00"):
            self.env["resource.calendar.leaves"].create(
                {
                    "name": "Pont",
                    "company_id": self.company.id,
                    "calendar_id": False,
                    "date_from": utc("2026-07-13 00:00"),
                    "date_to": utc("2026-07-13 23:59:59"),
                }
            )
            self.assertIn(ticket, self.due())
            self.alerts._watch(ticket)
        self.assertEqual(ticket.duret_response_deadline, utc("2026-07-15 09:30"))
        self.assertEqual(self.history(ticket), ["opened"])

    def test_new_hours_count_from_the_day_they_change(self):
        ticket = self.opened("2026-11-23 09:00")
        lines = self.company.resource_calendar_id.attendance_ids
        with self.at("2026-11-23 13:00"):
            lines.filtered(lambda line: line.day_period == "afternoon").hour_from = 14.0
            self.alerts._watch(self.due())
        self.assertEqual(self.history(ticket), ["opened", "hours"])
        self.assertClock(ticket, "2026-11-23 15:00", response_minutes=240, response_deadline="2026-11-23 15:00")
        with self.at("2026-11-24 08:00"):
            lines.filtered(lambda line: line.day_period == "morning").hour_from = 10.0
            self.alerts._watch(self.due())
        self.assertClock(ticket, "2026-11-24 08:00", response_minutes=390)

    def due(self):
        return self.Ticket.search(self.Ticket._duret_clock_due_domain())

    def test_a_technicians_day_off_moves_nothing(self):
        self.opened("2026-11-23 09:00")
        resource = self.env["resource.resource"].create({"name": "Rémi"})
        with self.at("2026-11-23 09:30"):
            self.env["resource.calendar.leaves"].create(
                {
                    "name": "Congé",
                    "resource_id": resource.id,
                    "date_from": utc("2026-11-24 00:00"),
                    "date_to": utc("2026-11-24 23:59:59"),
                }
            )
        self.assertFalse(self.Ticket.search([("duret_clock_key", "=", False)]))

    def test_a_stage_that_becomes_one_of_waiting(self):
        ticket = self.opened("2026-11-23 09:00")
        with self.at("2026-11-23 10:00"):
            self.stages["new"].duret_waits_for_client = True
            self.alerts._watch(self.due())
        self.assertEqual(ticket.duret_sla_state, "paused")

    def test_a_ticket_with_a_past_is_rebuilt_from_what_it_says(self):
        ticket = self.opened("2026-11-23 09:00")
        ticket.write({"duret_first_response_date": utc("2026-11-16 11:00"), "stage_id": self.stages["done"].id})
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE helpdesk_ticket SET create_date = %s, closed_date = %s WHERE id = %s",
            (utc("2026-11-16 09:00"), utc("2026-11-17 10:00"), ticket.id),
        )
        self.env.invalidate_all()
        ticket.set_sla()
        self.assertEqual(self.history(ticket), ["opened", "answered", "resolved"])
        self.assertClock(ticket, "2026-11-23 15:00", response_minutes=120, resolution_minutes=540, sla_state="breached")

    def test_merged_tickets_stop(self):
        tickets = self.opened("2026-11-23 09:00") | self.opened("2026-11-23 09:10")
        with self.at("2026-11-23 10:00"):
            kept = self.merge(tickets)
            self.env.flush_all()
        gone = (tickets - kept).exists()
        self.assertEqual(set(gone.mapped("duret_sla_deadline")), {False} if gone else set())
        self.assertEqual(kept.duret_sla_state, "ok")

    def test_fifty_requests_cost_as_many_queries_as_one(self):
        def cost(number):
            values = [
                {"name": f"Essai {index}", "description": "x", "team_id": self.team.id, "partner_id": self.client.id}
                for index in range(number)
            ]
            tickets = self.Ticket.create(values)
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            tickets.set_sla()
            self.env.flush_all()
            created = self.env.cr.sql_log_count - before
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            tickets.write({"stage_id": self.stages["awaiting"].id})
            tickets.mapped("duret_sla_state")
            return created, tickets

        cost(1)
        self.assertEqual(cost(1)[0], cost(50)[0])

    def test_a_change_of_fifty_costs_as_many_queries_as_of_one(self):
        tickets = self.Ticket.create(
            [{"name": f"Essai {index}", "description": "x", "team_id": self.team.id} for index in range(51)]
        )
        self.env.flush_all()

        def cost(part):
            self.env.flush_all()
            self.env.invalidate_all()
            part.mapped("stage_id.closed"), part.mapped("tag_ids"), part.mapped("duret_first_response_date")
            before = self.env.cr.sql_log_count
            part._duret_sync_clock(renew=True)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        self.env.ref("duret_helpdesk.sla_response").duret_minutes = 200
        tickets[0]._duret_sync_clock(renew=True)
        one, fifty = cost(tickets[0]), cost(tickets[1:])
        self.assertLessEqual(fifty, one + 4, "the events and the rows, in batches")
