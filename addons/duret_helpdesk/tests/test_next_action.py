"""T06: every open ticket has an owner and a dated next action, on every path."""

from datetime import date, datetime
from random import Random

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .ticket_case import TicketCase

MONDAY = "2026-03-02 09:00:00"  # 10:00 in Annecy


@tagged("post_install", "-at_install")
class TestOwner(TicketCase):
    def test_what_nobody_takes_belongs_to_the_front_desk(self):
        for values in ({}, {"user_id": False}, {"user_id": self.user_portal_a.id}, {"user_id": self.env.uid}):
            with self.subTest(values=values):
                ticket = self.Ticket.create({"name": "Panne", "description": "x", **values})
                self.assertEqual(ticket.user_id, self.claire)

    def test_a_given_owner_stays_and_a_removed_one_gives_way_to_the_front_desk(self):
        ticket = self.open_request(user_id=self.user_manager.id)
        self.assertEqual(ticket.user_id, self.user_manager)
        ticket.user_id = False
        self.assertEqual(ticket.user_id, self.claire)
        ticket.write({"user_id": self.user_technician.id, "priority": "2"})
        self.assertEqual(ticket.user_id, self.user_technician)
        ticket.write({"user_id": False, "priority": "3"})
        self.assertEqual((ticket.user_id, ticket.priority), (self.claire, "3"))

    def test_moving_to_a_team_where_the_owner_is_not(self):
        ticket = self.open_request(user_id=self.user_manager.id)
        ticket.team_id = self.env["helpdesk.ticket.team"].create({"name": "Bornes", "user_ids": self.claire.ids})
        self.assertEqual(ticket.user_id, self.claire)

    def test_who_stands_in_for_a_missing_front_desk(self):
        self.company.duret_front_desk_user_id = False
        self.team.duret_backup_user_id = self.user_manager
        self.assertEqual(self.open_request().user_id, self.user_manager)
        self.team.duret_backup_user_id = False
        self.team.user_id = self.user_admin
        self.assertEqual(self.open_request().user_id, self.user_admin)
        self.team.user_id = False
        fallback = self.open_request().user_id
        self.assertTrue(fallback.has_group("duret_base.group_assistant"))

    def test_the_form_without_owner(self):
        form = Form(self.Ticket.with_user(self.claire))
        form.name, form.description = "Panne", "<p>Panne</p>"
        form.user_id = self.env["res.users"]
        self.assertEqual(form.save().user_id, self.claire)

    def test_nobody_is_written_to_about_what_the_program_gives(self):
        before = self.env["mail.notification"].search_count([])
        ticket = (
            self.env["helpdesk.ticket"]
            .with_context(tracking_disable=False)
            .create({"name": "Panne", "description": "x"})
        )
        self.assertEqual(self.env["mail.notification"].search_count([]), before)
        self.assertNotIn(self.claire.partner_id, ticket.message_partner_ids)


@tagged("post_install", "-at_install")
class TestNextAction(TicketCase):
    def planned(self, ticket):
        ticket.invalidate_recordset(["activity_ids"])
        return [(row.summary, row.date_deadline, row.user_id) for row in ticket.activity_ids]

    @freeze_time(MONDAY)
    def test_a_new_request_has_what_its_type_calls_for(self):
        breakdown, invoice = self.open_request(type="breakdown"), self.open_request(type="invoice")
        self.assertEqual(
            self.planned(breakdown), [("Call the client and send somebody", date(2026, 3, 2), self.claire)]
        )
        self.assertEqual(self.planned(invoice), [("Check the invoice and answer", date(2026, 3, 4), self.claire)])
        self.assertEqual(self.planned(self.open_request())[0][0], "Read the request and answer")

    @freeze_time("2026-03-06 20:00:00")  # Friday evening
    def test_working_days(self):
        ticket = self.open_request(type="breakdown")
        self.assertEqual(ticket.activity_ids.date_deadline, date(2026, 3, 9))
        hours = self.company._duret_weekly_hours()
        closing = max(stop for day, _start, stop in hours if day == 0)
        self.assertEqual(ticket.duret_next_action_date.hour, int(closing) - 1, "local closing time, in UTC")

    @freeze_time(MONDAY)
    def test_it_follows_stage_type_and_owner(self):
        ticket = self.open_request(type="breakdown")
        ticket.stage_id = self.stages["awaiting"]
        self.assertEqual(self.planned(ticket), [("Chase the client", date(2026, 3, 5), self.claire)])
        ticket.write({"stage_id": self.stages["new"].id, "type_id": self.env.ref("duret_helpdesk.type_invoice").id})
        ticket.user_id = self.user_manager
        self.assertEqual(self.planned(ticket), [("Check the invoice and answer", date(2026, 3, 4), self.user_manager)])

    def test_what_a_person_plans_takes_its_place(self):
        ticket = self.open_request()
        ticket.activity_schedule("mail.mail_activity_data_todo", date(2030, 1, 2), summary="Demander au fournisseur")
        self.assertEqual([row[0] for row in self.planned(ticket)], ["Demander au fournisseur"])
        ticket.stage_id = self.stages["in_progress"]
        self.assertEqual(ticket.duret_next_action_date.date(), date(2030, 1, 2), "a person's plan is not touched")

    def test_what_a_person_changes_becomes_his_own(self):
        ticket = self.open_request()
        ticket.activity_ids.write({"date_deadline": date(2030, 1, 2)})
        ticket.stage_id = self.stages["awaiting"]
        self.assertEqual(ticket.activity_ids.date_deadline, date(2030, 1, 2))

    def test_done_cancelled_deleted_or_moved_away(self):
        ticket, other = self.open_request(), self.open_request()
        for act in (
            lambda: ticket.activity_ids.action_feedback("fait"),
            lambda: ticket.activity_ids.action_done(),
            lambda: ticket.activity_ids.action_cancel(),
            lambda: ticket.activity_ids.unlink(),
            lambda: ticket.activity_ids.write({"active": False}),
            lambda: ticket.activity_ids.write({"res_id": other.id}),
            lambda: ticket.write({"activity_ids": [Command.delete(ticket.activity_ids.id)]}),
            lambda: ticket.activity_unlink(["duret_helpdesk.mail_activity_type_next_action"]),
        ):
            act()
            self.env.invalidate_all()
            self.assertTrue(ticket.activity_ids)
            self.assertFalse(self.forgotten())

    def test_callback_until_a_time(self):
        ticket = self.open_request(callback_before="2030-01-02 15:00:00", phone="04 50 11 22 33")
        self.assertEqual(ticket.duret_next_action_date, datetime(2030, 1, 2, 15))
        self.assertEqual(len(ticket.activity_ids), 1)

    def test_closing_and_opening_again(self):
        ticket = self.open_request()
        ticket.duret_resolve()
        self.assertEqual(ticket.stage_id, self.stages["done"])
        self.assertFalse(self.planned(ticket))
        ticket._duret_reopen()
        self.assertTrue(self.planned(ticket))
        ticket.active = False
        self.assertFalse(ticket.duret_is_open)
        ticket.active = True
        self.assertFalse(self.forgotten())

    def test_a_stage_that_no_longer_closes(self):
        ticket = self.open_request(user_id=self.user_manager.id)
        ticket.stage_id = self.stages["cancelled"]
        self.stages["cancelled"].closed = False
        self.assertTrue(ticket.duret_is_open)
        self.assertFalse(self.forgotten())

    def test_merge(self):
        kept, merged = self.open_request("A", user_id=self.user_manager.id), self.open_request("B")
        merged.activity_schedule("mail.mail_activity_data_todo", date(2030, 1, 2), summary="Promesse")
        self.merge(kept + merged, dst_ticket_id=kept.id)
        self.assertEqual(kept.user_id, self.claire)
        self.assertIn("Promesse", kept.activity_ids.mapped("summary"))
        self.assertFalse(merged.active)
        merged.active = True
        self.assertFalse(self.forgotten())

    def test_merge_into_a_new_ticket(self):
        tickets = self.open_request("A") + self.open_request("B")
        new = self.merge(tickets, create_new_ticket=True, dst_ticket_name="AB")
        self.assertEqual(new.user_id, self.claire)
        self.assertFalse(self.forgotten())

    def test_import(self):
        result = self.Ticket.load(["name", "description"], [["Un", "x"], ["Deux", "y"]])
        self.assertEqual(len(self.Ticket.browse(result["ids"]).activity_ids), 2)
        self.assertFalse(self.forgotten())

    def test_copy(self):
        self.open_request().copy()
        self.assertFalse(self.forgotten())

    def test_an_employee_who_leaves_hands_over(self):
        ticket = self.open_request(user_id=self.user_manager.id)
        promise = ticket.activity_schedule(
            "mail.mail_activity_data_todo", date(2030, 1, 2), summary="Promesse", user_id=self.user_manager.id
        )
        self.user_manager.action_archive()
        self.assertEqual((ticket.user_id, promise.user_id), (self.claire, self.claire))
        self.assertEqual(promise.date_deadline, date(2030, 1, 2))
        self.assertFalse(self.forgotten())

    def test_the_front_desk_itself_leaves(self):
        ticket = self.open_request()
        self.team.duret_backup_user_id = self.user_manager
        self.claire.write({"active": False})
        self.assertEqual(ticket.user_id, self.user_manager)
        self.assertFalse(self.forgotten())

    def test_an_employee_who_becomes_a_client_or_is_deleted(self):
        someone = self.make_user("assistant", "duret_someone")
        ticket = self.open_request(user_id=someone.id)
        someone.group_ids = [Command.set(self.env.ref("base.group_portal").ids)]
        self.assertEqual(ticket.user_id, self.claire)
        other = self.make_user("assistant", "duret_other")
        ticket.user_id = other
        other.unlink()
        self.assertEqual(ticket.user_id, self.claire)
        self.assertFalse(self.forgotten())

    def test_queries_do_not_grow_with_the_number_of_tickets(self):
        def count(number):
            tickets = self.Ticket.create([{"name": "x", "description": "x", "team_id": self.team.id}] * number)
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            tickets._duret_ensure_next_action()
            self.env.flush_all()
            return self.env.cr.sql_log_count - start

        count(1)
        self.assertEqual(count(1), count(50))


@tagged("post_install", "-at_install")
class TestRandomPaths(TicketCase):
    """Whatever is done with tickets, in whatever order, none is left without owner or next action."""

    SEEDS, STEPS = 8, 20

    def test_no_sequence_of_operations_forgets_a_ticket(self):
        for seed in range(self.SEEDS):
            with self.subTest(seed=seed), self.env.cr.savepoint() as savepoint:
                self.play(Random(seed))
                savepoint.rollback()
            self.env.invalidate_all()

    def play(self, rng):
        self.people = self.claire + self.user_manager + self.user_technician + self.make_user("assistant", "passing")
        self.tickets = self.open_request("Un") + self.open_request("Deux", type="breakdown")
        operations = [getattr(self, name) for name in sorted(dir(self)) if name.startswith("do_")]
        done = []
        for _ in range(self.STEPS):
            operation = rng.choice(operations)
            done.append(operation.__name__)
            try:
                with self.env.cr.savepoint():
                    operation(rng, rng.choice(self.tickets))
                    self.env.flush_all()
            except UserError as refusal:
                done.append(str(refusal))
            self.assertFalse(self.forgotten(), done)

    def do_create(self, rng, ticket):
        self.tickets += self.Ticket.create(
            [{"name": "x", "description": "x", "user_id": rng.choice([False, *self.people.ids])}] * rng.randrange(1, 3)
        )

    def do_write_owner(self, rng, ticket):
        ticket.user_id = rng.choice([False, *self.people.ids])

    def do_write_stage(self, rng, ticket):
        ticket.stage_id = rng.choice(list(self.stages.values()))

    def do_write_team(self, rng, ticket):
        ticket.team_id = rng.choice([self.team.id, False])

    def do_archive(self, rng, ticket):
        ticket.active = not ticket.active

    def do_finish_activity(self, rng, ticket):
        ticket.activity_ids[:1].action_feedback("fait")

    def do_delete_activities(self, rng, ticket):
        ticket.activity_ids.unlink()

    def do_plan(self, rng, ticket):
        ticket.activity_schedule("mail.mail_activity_data_todo", user_id=rng.choice(self.people.filtered("active").ids))

    def do_move_activity(self, rng, ticket):
        ticket.activity_ids[:1].res_id = rng.choice(self.tickets).id

    def do_archive_person(self, rng, ticket):
        person = rng.choice(self.people - self.claire)
        person.action_unarchive() if not person.active else person.action_archive()

    def do_merge(self, rng, ticket):
        other = rng.choice(self.tickets)
        if other != ticket:
            self.merge(ticket + other, dst_ticket_id=ticket.id)

    def do_answer_by_mail(self, rng, ticket):
        ticket._duret_reopen()

    def do_resolve(self, rng, ticket):
        ticket.duret_resolve()
