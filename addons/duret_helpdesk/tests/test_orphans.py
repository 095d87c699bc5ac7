"""The nightly check: expects nothing, says what it finds, repairs it."""

from freezegun import freeze_time

from odoo.tests import tagged

from .ticket_case import TicketCase


@tagged("post_install", "-at_install")
class TestOrphans(TicketCase):
    def check(self):
        """Run the nightly job; return what it wrote down."""
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("duret_helpdesk.ir_cron_find_orphans").method_direct_trigger()
        self.env.invalidate_all()
        return self.env["duret.orphan.check"].search([], limit=1)

    def break_ticket(self, ticket, what):
        """Do to a ticket, behind the model's back, what no path of the model lets through."""
        self.env.flush_all()
        if what == "owner":
            self.env.cr.execute("UPDATE helpdesk_ticket SET user_id = NULL WHERE id = %s", [ticket.id])
        elif what == "client":
            self.env.cr.execute(
                "UPDATE helpdesk_ticket SET user_id = %s WHERE id = %s", [self.user_portal_a.id, ticket.id]
            )
        else:
            self.env.cr.execute(
                "DELETE FROM mail_activity WHERE res_model = 'helpdesk.ticket' AND res_id = %s", [ticket.id]
            )
        self.env.invalidate_all()

    def test_nothing_is_expected(self):
        self.check()
        self.open_request()
        found = self.check()
        self.assertEqual((found.orphans, found.repaired, found.detail), (0, 0, False))
        self.assertGreaterEqual(found.checked, 1)

    def test_what_is_found_goes_to_the_front_desk_with_a_note(self):
        self.check()
        tickets = {what: self.open_request(user_id=self.user_manager.id) for what in ("owner", "client", "action")}
        for what, ticket in tickets.items():
            self.break_ticket(ticket, what)
        self.assertEqual(len(self.forgotten()), 3)
        found = self.check()
        self.assertEqual((found.orphans, found.repaired), (3, 3))
        self.assertFalse(self.forgotten())
        for what, ticket in tickets.items():
            with self.subTest(what=what):
                self.assertEqual(ticket.user_id, self.claire)
                self.assertEqual(len(ticket.activity_ids), 1)
                self.assertIn(ticket.number, found.detail)
                self.assertIn("it is yours now", "".join(ticket.message_ids.mapped("body")))
                self.assertTrue(ticket.duret_forgotten)

    def test_closed_and_archived_tickets_are_nobodys(self):
        self.check()
        closed, archived = self.open_request(), self.open_request()
        closed.duret_resolve()
        archived.active = False
        for ticket in (closed, archived):
            self.break_ticket(ticket, "owner")
        self.assertEqual(self.check().orphans, 0)

    def test_more_than_a_batch(self):
        self.check()
        tickets = self.Ticket.create([{"name": "x", "description": "x"}] * 230)
        self.env.flush_all()
        self.env.cr.execute("UPDATE helpdesk_ticket SET user_id = NULL WHERE id IN %s", [tickets._ids])
        self.env.invalidate_all()
        found = self.check()
        self.assertEqual((found.orphans, found.repaired), (230, 230))
        self.assertLessEqual(len(found.detail), 1000)

    def test_an_action_left_undone_for_a_whole_working_day_is_forgotten(self):
        with freeze_time("2026-03-02 09:00:00"):  # Monday
            ticket = self.open_request(type="breakdown")
            later = self.open_request(type="invoice")
            awaiting = self.open_request()
            awaiting.stage_id = self.stages["awaiting"]
        for night, forgotten in (("2026-03-03 02:30", False), ("2026-03-04 02:30", True), ("2026-03-14 02:30", True)):
            with self.subTest(night=night), freeze_time(night):
                self.check()
                self.assertEqual(ticket.duret_forgotten, forgotten)
        self.assertTrue(later.duret_forgotten)
        self.assertFalse(awaiting.duret_forgotten, "it is the client's turn")
        ticket.duret_resolve()
        self.assertTrue(ticket.duret_forgotten, "the figures remember")

    def test_a_weekend_forgets_nothing(self):
        with freeze_time("2026-03-06 09:00:00"):  # Friday
            ticket = self.open_request(type="breakdown")
        with freeze_time("2026-03-09 02:30"):
            self.check()
            self.assertFalse(ticket.duret_forgotten)
        with freeze_time("2026-03-10 02:30"):
            self.check()
            self.assertTrue(ticket.duret_forgotten)
