"""The journal of calls: outcomes, numbers, rights, and calls logged from a ticket."""

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .ticket_case import TicketCase


@tagged("post_install", "-at_install")
class TestCallJournal(TicketCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.caller = cls.env["res.partner"].create({"name": "Aline Perrissin", "phone": "04 50 12 34 56"})
        cls.calls = cls.env["crm.phonecall"]

    def make_call(self, **values):
        return self.calls.create({"name": "Appel", "direction": "in", "state": "done", **values})

    def test_outcome_follows_direction_and_answer(self):
        for direction, state, answered, outcome in (
            ("in", "done", True, "answered"),
            ("in", "pending", False, "missed"),
            ("out", "done", True, "made"),
            ("out", "cancel", False, "unanswered"),
            ("out", "open", False, "planned"),
        ):
            call = self.make_call(direction=direction, state=state)
            self.assertEqual((call.duret_answered, call.duret_outcome), (answered, outcome))

    def test_number_is_stored_once_and_shown_the_french_way(self):
        call = self.make_call(partner_phone="0033 (0)4.50.12.34.56")
        self.assertEqual(call.duret_e164, "+33450123456")
        self.assertEqual(call.duret_number, "04 50 12 34 56")
        swiss = self.make_call(partner_phone="+41 22 345 67 89")
        self.assertEqual(swiss.duret_number, "+41 22 345 67 89")
        short = self.make_call(partner_phone="3631")
        self.assertEqual((short.duret_e164, short.duret_number), (False, "3631"))

    def test_calls_are_found_by_any_writing_of_the_number(self):
        call = self.make_call(partner_phone="04 50 12 34 56")
        other = self.make_call(partner_phone="06 12 34 56 78")
        odd = self.make_call(partner_phone="poste 12")
        for text in ("0450123456", "+33 4 50 12 34 56", "04 50 12", "12 34 56"):
            found = self.calls.search([("duret_number", "ilike", text)])
            self.assertIn(call, found, text)
        self.assertNotIn(other, self.calls.search([("duret_number", "ilike", "04 50 12 34 56")]))
        self.assertIn(odd, self.calls.search([("duret_number", "ilike", "poste")]))

    def test_newest_first(self):
        old = self.make_call(date="2020-01-02 08:00:00")
        new = self.make_call(date="2020-01-03 08:00:00")
        older = self.make_call(date="2020-01-01 08:00:00")
        found = self.calls.search([("id", "in", (old | new | older).ids)])
        self.assertEqual(found.ids, [new.id, old.id, older.id])

    def test_effects_run_once_when_logged_and_once_when_answered_later(self):
        seen = []
        self.patch(type(self.calls), "_duret_after_logged", lambda calls: seen.append(calls.ids) if calls else None)
        planned = self.make_call(direction="out", state="open")
        self.assertEqual(seen, [], "a planned call has not taken place")
        planned.state = "done"
        self.assertEqual(seen, [planned.ids])
        planned.name = "Autre"
        planned.state = "done"
        self.assertEqual(seen, [planned.ids])
        missed = self.make_call(state="pending")
        self.assertEqual(seen[1:], [missed.ids])

    def test_called_back_from_the_ticket(self):
        ticket = self.open_request(partner_id=self.caller.id)
        ticket.duret_plan_callback(fields.Datetime.add(fields.Datetime.now(), hours=2))
        self.env.cr.execute("UPDATE mail_activity SET create_date = create_date - interval '1 hour'")
        self.env.invalidate_all()
        ticket.with_user(self.claire).action_duret_no_answer()
        self.assertEqual(ticket.duret_call_ids.duret_outcome, "unanswered")
        self.assertTrue(ticket._duret_waiting_callbacks(), "nobody was reached: the call stays to be made")
        self.assertFalse(ticket.duret_first_response_date)
        ticket.with_user(self.claire).action_duret_called_back()
        call = ticket.duret_call_ids.sorted("id")[-1]
        self.assertEqual((call.duret_outcome, call.partner_id), ("made", self.caller))
        self.assertEqual(call.duret_e164, "+33450123456")
        self.assertEqual(call.user_id, self.claire)
        self.assertFalse(ticket._duret_waiting_callbacks())
        self.assertTrue(ticket.duret_first_response_date)
        self.assertEqual(ticket.duret_call_count, 2)

    def test_counts_take_the_same_queries_for_one_and_fifty(self):
        tickets = self.env["helpdesk.ticket"].union(*(self.open_request(f"Demande {rank}") for rank in range(50)))
        self.calls.create([{"name": "A", "duret_ticket_id": ticket.id, "state": "done"} for ticket in tickets])
        queries = []
        for batch in (tickets[:1], tickets):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(set(batch.mapped("duret_call_count")), {1})
            queries.append(self.env.cr.sql_log_count - before)
        self.assertEqual(queries[0], queries[1])

    def test_fifty_calls_at_once(self):
        values = [{"name": "A", "partner_phone": "04 50 12 34 56", "state": "done"} for _rank in range(50)]
        queries = []
        for batch in (values[:1], values):
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.calls.with_context(tracking_disable=True).create(batch)
            self.env.flush_all()
            queries.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(queries[1] - queries[0], 2, "the cost of a call does not depend on the others")

    def test_screens_open(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("duret_helpdesk.crm_phonecall_action")
        kinds = [kind for _view, kind in action["views"]]
        self.assertEqual(kinds[:2], ["list", "form"])
        with Form(self.calls.with_user(self.claire), view="duret_helpdesk.crm_phonecall_view_form") as form:
            form.name = "Demande d'horaires"
            form.partner_id = self.caller
            self.assertEqual(form.partner_phone, "04 50 12 34 56")
        ticket = self.open_request(partner_id=self.caller.id)
        context = ticket.action_duret_open_calls()["context"]
        self.assertEqual(context["default_partner_phone"], "04 50 12 34 56")
        call = self.make_call(duret_ticket_id=ticket.id)
        self.assertEqual(call.action_duret_open_ticket()["res_id"], ticket.id)
        self.assertEqual(self.caller.action_duret_open_calls()["domain"], [("partner_id", "child_of", self.caller.id)])

    # -- who may

    def test_everybody_reads_his_own_calls_and_those_of_his_tickets(self):
        tickets = self.open_request(), self.open_request()
        tickets[1].team_id.user_ids |= self.user_technician
        tickets[1].user_id = self.user_technician
        foreign = self.make_call(user_id=self.claire.id, duret_ticket_id=tickets[0].id)
        of_ticket = self.make_call(user_id=self.claire.id, duret_ticket_id=tickets[1].id)
        own = self.make_call(user_id=self.user_technician.id)
        every = foreign | of_ticket | own
        domain = [("id", "in", every.ids)]
        self.assertEqual(self.calls.with_user(self.user_technician).search(domain), of_ticket | own)
        for user in (self.user_assistant, self.user_manager, self.user_direction):
            self.assertEqual(self.calls.with_user(user).search(domain), every, user.login)
        with self.assertRaises(AccessError):
            foreign.with_user(self.user_technician).read(["name"])

    def test_direction_reads_and_changes_nothing(self):
        call = self.make_call()
        self.assertTrue(call.with_user(self.user_direction).name)
        for action in (
            lambda: call.with_user(self.user_direction).write({"name": "x"}),
            lambda: call.with_user(self.user_direction).unlink(),
            lambda: self.calls.with_user(self.user_direction).create({"name": "x"}),
        ):
            with self.assertRaises(AccessError):
                action()

    def test_a_client_of_the_portal_sees_no_call(self):
        call = self.make_call(partner_id=self.contact_a.id)
        with self.assertRaises(AccessError):
            call.with_user(self.user_portal_a).read(["name"])
        with self.assertRaises(AccessError):
            self.calls.with_user(self.user_portal_a).search([])
