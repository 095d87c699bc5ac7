"""What the office sees of unhappy clients: the ticket, its list, « Ma journée »; and what it costs."""

from odoo.tests import tagged

from .recovery_case import NOW, RecoveryCase


@tagged("post_install", "-at_install")
class TestRecoveryScreens(RecoveryCase):
    def unhappy(self, number):
        """So many other unhappy clients, each with a complaint."""
        for place in range(number):
            client = self.make_person(f"Client {place}")
            self.answer(self.make_done(client)._duret_opinion_request(), recommend=1, comment="bâclé")

    def queries(self, call):
        """Number of queries of a call, the caches of this transaction empty."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        call()
        return self.env.cr.sql_log_count - before

    def day(self, user, scope="mine"):
        with self.at(NOW):
            blocks = self.env["duret.my.day"].with_user(user).get_day(scope)["blocks"]
        return next((block for block in blocks if block["code"] == "recoveries"), None)

    def test_my_day_shows_who_waits(self):
        self.assertEqual(self.day(self.claire)["count"], 0)
        self.answer(recommend=2)
        block = self.day(self.claire)
        (row,) = block["rows"]
        self.assertEqual((row["model"], row["id"]), ("helpdesk.ticket", self.request.recovery_ticket_id.id))
        self.assertIn("Jeanne Favre", row["subtitle"])
        self.assertEqual(row["phone"], "+33450123456")
        self.assertIn("call", row["actions"])
        self.close(self.request.recovery_ticket_id)
        self.assertEqual(self.day(self.claire)["count"], 0)

    def test_my_day_of_others(self):
        """A manager finds it in the team's day, a technician has no such block."""
        self.answer(recommend=2)
        self.assertEqual(self.day(self.user_manager)["count"], 0)
        team = [row["id"] for row in self.day(self.user_manager, "team")["rows"]]
        self.assertIn(self.request.recovery_ticket_id.id, team)
        self.assertIsNone(self.day(self.user_technician))

    def test_the_day_costs_the_same_for_one_and_for_many(self):
        self.unhappy(1)
        self.day(self.claire)
        one = self.queries(lambda: self.day(self.claire))
        self.unhappy(6)
        self.assertLessEqual(self.queries(lambda: self.day(self.claire)), one)

    def test_the_ticket_shows_the_answers(self):
        self.answer(recommend=2, comment="Travail bâclé")
        ticket = self.request.recovery_ticket_id
        block = str(ticket.with_user(self.claire).duret_opinion_block)
        self.assertIn("2/10", block)
        self.assertIn("Gaëtan Tissot", block)
        self.answer(recommend=2, comment="Travail bâclé et sale", moment="2026-11-24 10:00:00")
        ticket.invalidate_recordset()
        self.assertIn("sale", str(ticket.with_user(self.claire).duret_opinion_block), "as it stands now")
        self.assertFalse(self.open_request("Autre").with_user(self.claire).duret_opinion_block)

    def test_who_does_not_see_the_answers(self):
        """A technician and the client himself read nothing of what we made of the answer."""
        self.answer(recommend=2, comment="Travail bâclé")
        ticket = self.request.recovery_ticket_id
        names = set(ticket.with_user(self.user_technician).fields_get())
        self.assertNotIn("duret_opinion_block", names)
        portal = set(ticket.with_user(self.user_portal_b).fields_get())
        self.assertFalse({"duret_opinion_block", "duret_unhappy", "duret_opinion_ref"} & portal)

    def test_the_list_finds_unhappy_clients(self):
        self.answer(recommend=2)
        other = self.open_request("Autre", partner_id=self.client.id)
        unhappy = [("duret_unhappy", "=", True), ("partner_id", "=", self.client.id)]
        found = self.env["helpdesk.ticket"].with_user(self.claire).search(unhappy)
        self.assertEqual(found, self.request.recovery_ticket_id)
        self.assertNotIn(other, found)

    def test_answering_costs_the_same_whatever_the_number_of_complaints(self):
        """The known complaint is found by an index, not by reading the others."""
        first, second = (self.make_done(self.make_person())._duret_opinion_request() for _one in range(2))
        self.unhappy(2)
        few = self.queries(lambda: self.answer(first, recommend=1))
        self.unhappy(6)
        self.assertEqual(self.queries(lambda: self.answer(second, recommend=1)), few)
