"""M13: stored figures of a ticket, and rates that count only what they can be said of."""

from datetime import datetime

from freezegun import freeze_time

from odoo.tests import tagged

from .ticket_case import TicketCase

MONDAY = "2026-03-02 08:00:00"  # 9:00 in Annecy


@tagged("post_install", "-at_install")
class TestMeasures(TicketCase):
    def say(self, ticket, author, **values):
        message = {"message_type": "comment", "subtype_xmlid": "mail.mt_comment", **values}
        return ticket.message_post(body="Bonjour", author_id=author.id, **message)

    def test_first_answer_of_a_person(self):
        ticket = self.open_request(partner_id=self.client_b.id)
        self.say(ticket, self.claire.partner_id, subtype_xmlid="mail.mt_note")
        self.say(ticket, self.claire.partner_id, message_type="auto_comment")
        self.say(ticket, self.client_b)
        self.assertFalse(ticket.duret_first_response_date, "notes, robots and clients do not answer")
        first = self.say(ticket, self.claire.partner_id)
        self.assertEqual(ticket.duret_first_response_date, first.date)
        with freeze_time("2030-01-01"):
            self.say(ticket, self.claire.partner_id)
        self.assertEqual(ticket.duret_first_response_date, first.date, "the first one only")

    def test_contacts(self):
        ticket = self.open_request(partner_id=self.client_b.id)
        self.assertEqual(ticket.duret_contact_count, 1)
        self.say(ticket, self.claire.partner_id)
        self.say(ticket, self.client_b, message_type="email")
        ticket._duret_client_called(datetime(2026, 3, 2))
        self.assertEqual(ticket.duret_contact_count, 3)

    def test_the_message_that_opens_the_ticket_is_its_first_contact(self):
        ticket = self.open_request(partner_id=self.client_b.id)
        self.say(ticket.with_context(duret_opening_message=True), self.client_b, message_type="email")
        self.assertEqual(ticket.duret_contact_count, 1)

    def test_solved_at_the_first_contact(self):
        ticket, again, reopened = (self.open_request(partner_id=self.client_b.id) for _ in range(3))
        self.say(again, self.client_b)
        self.assertFalse(ticket.duret_first_contact)
        (ticket + again + reopened).duret_resolve()
        reopened.stage_id = self.stages["in_progress"]
        reopened.duret_resolve()
        self.assertEqual([t.duret_first_contact for t in (ticket, again, reopened)], [True, False, False])
        self.assertEqual(reopened.duret_reopen_count, 1)

    def test_reopening_takes_the_closing_date_away(self):
        ticket = self.open_request()
        ticket.duret_resolve()
        self.assertTrue(ticket.closed_date)
        ticket.stage_id = self.stages["in_progress"]
        self.assertFalse(ticket.closed_date)
        ticket.duret_resolve()
        self.assertTrue(ticket.closed_date)

    def test_waits_are_counted_in_working_time(self):
        with freeze_time(MONDAY) as clock:
            ticket = self.open_request()
            ticket.stage_id = self.stages["awaiting"]
            self.assertEqual(ticket.duret_waiting_since, datetime(2026, 3, 2, 8))
            clock.move_to("2026-03-02 09:30:00")
            ticket.stage_id = self.stages["in_progress"]
            self.assertEqual((ticket.duret_wait_minutes, ticket.duret_waiting_since), (90, False))
            clock.move_to("2026-03-06 22:00:00")
            ticket.stage_id = self.stages["awaiting"]
            clock.move_to("2026-03-08 22:00:00")  # the whole weekend
            ticket.stage_id = self.stages["in_progress"]
            self.assertEqual(ticket.duret_wait_minutes, 90)

    def test_means_leave_out_what_they_cannot_be_said_of(self):
        tickets = self.Ticket.create([{"name": "x", "description": "x"}] * 4)
        self.env.flush_all()
        self.env.cr.execute("UPDATE helpdesk_ticket SET closed_date = NULL WHERE id IN %s", [tickets._ids])
        rows = [
            (tickets[0].id, "met", "met", 60, "2026-03-02", "2026-03-02", True, False),
            (tickets[1].id, "breached", "ok", 120, "2026-03-02", None, False, True),
            (tickets[2].id, "ok", "ok", 999, None, None, False, False),
            (tickets[3].id, "met", "ok", 180, "2026-03-02", "2026-03-03", False, False),
        ]
        for row_id, response, resolution, minutes, answered, closed, once, forgotten in rows:
            self.env.cr.execute(
                "UPDATE helpdesk_ticket SET duret_response_state = %s, duret_resolution_state = %s,"
                " duret_response_minutes = %s, duret_first_response_date = %s, closed_date = %s,"
                " duret_first_contact = %s, duret_forgotten = %s WHERE id = %s",
                [response, resolution, minutes, answered, closed, once, forgotten, row_id],
            )
        self.env.invalidate_all()
        names = ["duret_sla_rate", "duret_response_hours", "duret_first_contact_rate", "duret_forgotten_rate"]
        means = self.Ticket._read_group([("id", "in", tickets.ids)], [], [f"{name}:avg" for name in names])[0]
        self.assertEqual([round(float(mean), 2) for mean in means], [66.67, 2.0, 50.0, 25.0])
        by_type = self.Ticket._read_group([("id", "in", tickets.ids)], ["type_id"], ["duret_sla_rate:avg"])
        self.assertEqual(len(by_type), 1)

    def test_the_screens_of_figures_know_the_rates(self):
        measures = self.Ticket.fields_get(attributes=["aggregator", "type"])
        for name in ("duret_sla_rate", "duret_forgotten_rate", "duret_first_contact_rate", "duret_response_hours"):
            self.assertEqual(measures[name]["aggregator"], "avg", name)
        groups = self.Ticket.with_user(self.user_direction).formatted_read_group(
            [], ["create_date:week", "type_id", "channel_id", "team_id"], ["__count", "duret_sla_rate:avg"]
        )
        self.assertTrue(isinstance(groups, list))

    def test_queries_do_not_grow_with_the_number_of_tickets(self):
        def count(number):
            tickets = self.Ticket.create([{"name": "x", "description": "x", "team_id": self.team.id}] * number)
            tickets.duret_resolve()
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            tickets._duret_measure_wait()
            tickets._duret_client_reached(tickets[0].create_date)
            self.env.flush_all()
            return self.env.cr.sql_log_count - start

        count(1)
        self.assertEqual(count(1), count(50))
