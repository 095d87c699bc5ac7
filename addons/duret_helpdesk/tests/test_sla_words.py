import re

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .sla_case import SlaCase, utc


@tagged("post_install", "-at_install")
class TestSlaWords(SlaCase):
    """What people read of the clock."""

    def badge(self, ticket, text, lang="en_US"):
        self.read_clock(ticket, text)
        with self.at(text):
            ticket.invalidate_recordset(["duret_sla_badge"])
            return ticket.with_context(lang=lang).duret_sla_badge

    def test_the_badge_through_the_life_of_a_request(self):
        ticket = self.opened("2026-11-23 09:00")
        self.assertEqual(self.badge(ticket, "2026-11-23 10:15")["text"], "2 h 45 of work left")
        self.assertEqual(self.badge(ticket, "2026-11-23 12:20")["tone"], "at_risk")
        late = self.badge(ticket, "2026-11-23 15:30")
        self.assertEqual((late["tone"], late["text"]), ("breached", "1 h of work late"))
        self.move(ticket, "2026-11-23 16:00", stage="awaiting")
        self.assertEqual(self.badge(ticket, "2026-11-23 17:00")["tone"], "paused")
        self.move(ticket, "2026-11-23 17:00", stage="done")
        self.assertEqual(self.badge(ticket, "2026-11-24 17:00")["tone"], "breached")

    def test_nothing_promised_no_badge(self):
        team = self.env["helpdesk.ticket.team"].create({"name": "Sans délai", "use_sla": False})
        self.assertFalse(self.badge(self.opened("2026-11-23 09:00", team_id=team.id), "2026-11-23 10:00"))

    def test_fifty_badges_cost_as_many_queries_as_one(self):
        tickets = self.Ticket.union(*(self.opened("2026-11-23 09:00") for _number in range(51)))

        def cost(part):
            self.env.flush_all()
            self.env.invalidate_all()
            with self.at("2026-11-23 10:00"):
                before = self.env.cr.sql_log_count
                part.mapped("duret_sla_badge")
                return self.env.cr.sql_log_count - before

        cost(tickets[0])  # hours and days off are known by heart from now on
        self.assertEqual(cost(tickets[0]), cost(tickets[1:]))

    def test_the_intervals_add_up_to_the_clock(self):
        ticket = self.opened("2026-11-20 16:07")
        self.move(ticket, "2026-11-23 09:13", stage="awaiting")
        self.move(ticket, "2026-11-24 14:41", stage="in_progress")
        self.read_clock(ticket, "2026-11-25 10:02")
        with self.at("2026-11-25 10:02"):
            clocks = ticket._duret_explain_clock()
        self.assertEqual(len(clocks), 2)
        for clock, name in zip(clocks, ("response", "resolution"), strict=True):
            total = sum(line["minutes"] for line in clock["lines"])
            self.assertEqual(total, clock["minutes"])
            self.assertEqual(total, ticket[f"duret_{name}_minutes"])
        self.assertEqual(clocks[0]["minutes"], 83 + 73 + 169 + 122)
        reasons = [line["reason"] for line in clocks[0]["lines"] if not line["counted"]]
        self.assertEqual(reasons, ["Weekend", "Waiting for the client", "Outside working hours"])

    def test_it_says_which_promise_and_why(self):
        ticket = self.opened("2026-11-23 09:00", type="quotation", priority="3")
        with self.at("2026-11-23 09:10"):
            response, resolution = ticket._duret_explain_clock()
        self.assertIn("Very urgent", response["reason"])
        self.assertIn("priority very high", response["reason"])
        self.assertEqual(resolution["promise"], "4 h", "as many conditions: the shorter time")
        with self.at("2026-11-23 09:10"):
            general = self.opened("2026-11-23 09:00")._duret_explain_clock()[0]
        self.assertIn("general promise", general["reason"])

    def test_a_holiday_is_named(self):
        ticket = self.opened("2026-04-03 16:30")
        with self.at("2026-04-07 09:00"):
            lines = ticket._duret_explain_clock()[0]["lines"]
        self.assertIn("Lundi de Pâques", [line["reason"] for line in lines])

    def test_the_dialog_opens_for_who_may_read_the_ticket(self):
        ticket = self.opened("2026-11-23 09:00")
        action = ticket.with_user(self.claire).action_duret_explain_clock()
        dialogs = self.env[action["res_model"]].with_user(self.claire)
        with self.at("2026-11-23 11:00"):
            body = dialogs.with_context(**action["context"]).create({}).body
        self.assertIn("2 h", re.sub(r"<[^>]+>", " ", body))
        with self.assertRaises(AccessError):
            ticket.with_user(self.user_portal_a).env["duret.clock.explanation"].create({"ticket_id": ticket.id})

    def test_a_technician_does_not_read_the_clock_of_somebody_elses_ticket(self):
        ticket = self.opened("2026-11-23 09:00")
        dialogs = self.env["duret.clock.explanation"].with_user(self.user_technician)
        with self.assertRaises(AccessError):
            dialogs.create({"ticket_id": ticket.id}).mapped("body")

    def test_nobody_writes_the_history_by_hand(self):
        ticket = self.opened("2026-11-23 09:00")
        for user in (self.claire, self.user_technician, self.user_manager, self.user_portal_a):
            with self.assertRaises(AccessError):
                ticket.duret_clock_event_ids.with_user(user).write({"at": utc("2026-11-23 10:00")})

    def test_the_client_does_not_see_the_clock(self):
        ticket = self.opened("2026-11-23 09:00", partner_id=self.contact_a.id)
        with self.assertRaises(AccessError):
            ticket.with_user(self.user_portal_a).read(["duret_sla_state"])

    # -- promise to the client ----------------------------------------------------------------------------------

    def test_the_expected_answer_is_rounded_up_to_the_quarter(self):
        ticket = self.opened("2026-11-20 16:07")
        with self.at("2026-11-20 16:08"):
            self.assertEqual(ticket._duret_expected_answer(), utc("2026-11-23 10:45"), "10:37")
            words = ticket.with_context(lang="fr_FR").duret_expected_answer_words()
        self.assertIn("lundi 23 novembre", words)
        self.assertIn("10 h 45", words)

    def test_nothing_is_promised_that_cannot_be_kept(self):
        ticket = self.opened("2026-11-23 09:00")
        with self.at("2026-11-23 15:00"):
            self.assertFalse(ticket._duret_expected_answer(), "too late")
        self.move(ticket, "2026-11-23 09:10", stage="awaiting")
        with self.at("2026-11-23 09:20"):
            self.assertFalse(ticket._duret_expected_answer(), "the client is awaited")
            self.assertEqual(ticket.duret_expected_answer_words(), "")

    def test_the_client_on_the_portal_is_told_the_expected_answer(self):
        ticket = self.opened("2026-11-23 09:00", partner_id=self.contact_a.id)
        with self.at("2026-11-23 09:05"):
            self.assertEqual(ticket.with_user(self.user_portal_a)._duret_expected_answer(), utc("2026-11-23 14:30"))
