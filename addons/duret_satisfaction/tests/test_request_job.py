"""Every done visit has one request, and what is not sent says why."""

from odoo.tests import tagged
from odoo.tools import mute_logger

from .request_case import DONE_AT, RequestCase


@tagged("post_install", "-at_install")
class TestRequestJob(RequestCase):
    def test_a_done_visit_is_asked_about(self):
        kind = self.env["fsm.order.type"].create({"name": "Dépannage (tests)"})
        person = self.env["fsm.person"].create({"name": "Luc (tests)"})
        client = self.make_person()
        visit = self.make_done(client, type=kind.id, person_id=person.id)
        request = self.asked(visit)
        self.assertEqual((request.state, request.channel, request.reason), ("planned", "mail", False))
        self.assertEqual(request.partner_id, client)
        self.assertEqual(str(request.done_at), DONE_AT)
        self.assertEqual((request.type_id, request.person_id, request.zone), (kind, person, "Annecy"))
        self.assertEqual((request.survey_id, request.name), (self.survey, visit.name))

    def test_only_once(self):
        visit = self.make_done()
        request = self.asked(visit)
        self.ask("2026-11-24 06:00:00")
        self.ask("2026-11-25 06:00:00")
        self.assertEqual(self.request_of(visit), request)

    def test_first_mail_then_reminder_then_nothing(self):
        request = self.asked(self.make_done())
        self.send("2026-11-25 06:00:00")
        (row,) = self.rows(request)
        self.assertEqual((row.state, str(row.due)), ("planned", "2026-11-25 07:00:00"))
        self.send("2026-11-25 07:00:00")
        self.assertEqual((request.state, str(request.sent_at)), ("sent", "2026-11-25 07:00:00"))
        self.assertEqual(str(request.expires_on), "2027-01-07")
        self.send("2026-11-30 07:00:00")
        self.assertEqual(str(request.reminded_at), "2026-11-30 07:00:00")
        self.assertEqual(len(self.rows(request)), 2)
        self.send("2026-12-30 07:00:00")
        self.assertEqual(len(self.rows(request)), 2)
        self.ask("2027-01-07 22:00:00")
        self.assertEqual(request.state, "sent", "the last day is his")
        self.ask("2027-01-08 06:00:00")
        self.assertEqual(request.state, "expired")

    def test_an_answer_stops_the_reminder(self):
        request = self.asked(self.make_done())
        self.send("2026-11-25 07:00:00")
        request.state = "answered"
        self.send("2026-11-30 07:00:00")
        self.assertEqual(len(self.rows(request)), 1)

    def test_closed_by_the_office_without_an_hour(self):
        """The moment of closing counts when nobody wrote when the work ended."""
        visit = self.make_done()
        visit.date_end = False
        self.assertEqual(str(visit.duret_done_at), DONE_AT)
        self.assertEqual(str(self.asked(visit).done_at), DONE_AT)

    def test_cancelled_visits_are_not_done(self):
        visit = self.make_done()
        visit.stage_id = self.cancelled
        self.assertFalse(visit.duret_done_at)
        self.assertFalse(self.asked(visit))

    def test_visits_done_before_this_addon_are_never_asked_about(self):
        """They have no date of ours, even when somebody corrects them later."""
        visit = self.make_done()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE fsm_order SET duret_done_at = NULL, duret_done_noted_at = NULL WHERE id = %s", [visit.id]
        )
        self.env.invalidate_all()
        self.assertFalse(self.asked(visit))

    def test_an_old_date_noted_now_is_too_old(self):
        visit = self.make_done(moment="2026-11-20 09:00:00")
        visit.date_end = "2026-10-30 09:00:00"
        request = self.asked(visit)
        self.assertEqual((request.state, request.reason), ("skipped", "too_old"))

    def test_a_date_to_come_waits(self):
        visit = self.make_done()
        visit.date_end = "2026-11-26 09:00:00"
        self.assertFalse(self.asked(visit))
        self.assertTrue(self.asked(visit, "2026-11-26 10:00:00"))

    def test_settings(self):
        off = self.make_done()
        self.company.duret_survey_visits = False
        self.assertFalse(self.asked(off))
        self.company.duret_survey_visits = True
        silent = self.env["fsm.order.type"].create({"name": "Livraison (tests)", "duret_asks_opinion": False})
        self.assertFalse(self.asked(self.make_done(type=silent.id)))
        self.assertTrue(self.request_of(off))

    def test_a_type_with_its_own_questionnaire(self):
        own = self.survey.copy({"title": "Après un entretien"})
        kind = self.env["fsm.order.type"].create({"name": "Entretien (tests)", "duret_survey_id": own.id})
        self.assertEqual(self.asked(self.make_done(type=kind.id)).survey_id, own)

    def test_a_questionnaire_that_cannot_be_sent(self):
        self.survey.question_ids.filtered(lambda one: one.duret_role == "nps").duret_role = False
        request = self.asked(self.make_done())
        self.assertEqual((request.state, request.reason), ("skipped", "no_survey"))

    def test_tickets_by_setting(self):
        ticket = self.open_request(partner_id=self.make_person().id)
        with self.at("2026-11-23 13:00:00"):
            ticket.stage_id = self.stages["done"]
        self.ask("2026-11-24 05:00:00")
        self.assertFalse(self.requests.search([("ticket_id", "=", ticket.id)]))
        cancelled = self.open_request(partner_id=self.make_person().id)
        complaint = self.complain(self.make_person())
        with self.at("2026-11-23 13:00:00"):
            cancelled.stage_id = self.stages["cancelled"]
            complaint.stage_id = self.stages["done"]
        first = self.asked(self.make_done())
        first.recovery_ticket_id = complaint
        self.company.duret_survey_tickets = True
        self.ask("2026-11-24 05:30:00")
        request = self.requests.search([("ticket_id", "in", (ticket | cancelled | complaint).ids)])
        self.assertEqual(request.ticket_id, ticket, "neither cancelled ones nor complaints that an opinion opened")
        self.assertEqual((request.kind, request.state), ("ticket", "planned"))
        self.assertIn(ticket.number, request.name)

    def forget(self):
        """Empty the cache, but for the user: each environment looks him up once, whenever it happens to be made."""
        self.env.flush_all()
        self.env.invalidate_all()
        self.env.user.fetch(["company_id"])

    def test_the_same_queries_for_one_and_for_fifty(self):
        """A batch costs the same number of statements whatever its size."""
        self.make_done()
        self.ask("2026-11-24 05:00:00")
        counts = []
        for size in (2, 1, 50):  # the first one fills the registry's caches
            for _number in range(size):
                self.make_done()
            self.forget()
            before = self.env.cr.sql_log_count
            with self.at("2026-11-24 06:00:00"):
                documents = self.env["fsm.order"].search(self.env["fsm.order"]._duret_opinion_unasked())
                self.assertEqual(len(documents), size)
                self.requests._duret_ask(documents)
                self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
        self.assertLess(counts[2], 40)

    def test_looking_again_costs_the_same_for_one_and_for_fifty(self):
        counts = []
        for size in (1, 1, 48):  # the first one fills the registry's caches
            for _number in range(size):
                self.make_done()
            self.ask("2026-11-24 05:00:00")
            waiting = self.requests.search(self.requests._duret_waiting_domain())
            self.forget()
            before = self.env.cr.sql_log_count
            with self.at("2026-11-24 06:00:00"):
                waiting._duret_look_again()
                self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(len(waiting), 50)
        self.assertEqual(counts[1], counts[2])

    def test_one_that_cannot_be_treated_keeps_nobody_else_from_it(self):
        """What fails is logged and tried again by the next job; what it had written is undone."""
        visits = self.env["fsm.order"].union(*(self.make_done() for _number in range(3)))
        bad = visits[1]

        def treat(records):
            for record in records:
                record.description = "treated"
                if record == bad:
                    raise ValueError("bad visit")

        with mute_logger("odoo.addons.duret_satisfaction.models.duret_request_audience"):
            self.requests._duret_each_in_turn(visits, treat)
        self.assertEqual(["treated" in (visit.description or "") for visit in visits], [True, False, True])
