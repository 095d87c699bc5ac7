"""Calls promised to clients: one a ticket, closed by the call that keeps the promise."""

from datetime import datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.duret_base.tests.common import DuretCase


@tagged("post_install", "-at_install")
class TestCallbacks(DuretCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contact_a.phone = "04 50 12 34 56"
        cls.ticket = cls.env["helpdesk.ticket"].create(
            {
                "name": "Plus de courant (tests)",
                "description": "…",
                "partner_id": cls.contact_a.id,
                "user_id": cls.user_assistant.id,
            }
        )

    def promise(self, ticket=None, minutes=30, asked=-60, **values):
        """A call promised an hour ago for in half an hour, saved in an earlier transaction."""
        ticket = ticket or self.ticket
        activity = ticket.duret_plan_callback(fields.Datetime.now() + timedelta(minutes=minutes), **values)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mail_activity SET create_date = create_date + %s * interval '1 minute' WHERE id = %s",
            [asked, activity.id],
        )
        self.env.invalidate_all()
        return activity

    def call(self, answered=True, user=None, **values):
        """Log a call of the journal."""
        defaults = {
            "name": "Appel",
            "direction": "out",
            "partner_id": self.contact_a.id,
            "state": "done" if answered else "cancel",
            "duret_answered": answered,
        }
        return self.env["crm.phonecall"].with_user(user or self.user_assistant).create(defaults | values)

    # -- promise ----------------------------------------------------------------------------------------------------

    def test_promise(self):
        """The person in charge of the ticket has the call to make, at its time, with the number in E.164."""
        moment = fields.Datetime.now() + timedelta(hours=2)
        activity = self.ticket.duret_plan_callback(moment, phone="06 12 34 56 78", note="Dire <oui>")
        self.assertEqual(activity.user_id, self.user_assistant)
        self.assertEqual(activity.duret_deadline, moment.replace(microsecond=0))
        self.assertEqual(activity.duret_phone, "+33612345678")
        self.assertIn("&lt;oui&gt;", activity.note)
        self.assertFalse(activity.automated)

    def test_no_mail_announces_it(self):
        """The pop-up does: whoever is in charge gets no mail for a call to make."""
        before = self.env["mail.message"].search_count([("model", "=", "helpdesk.ticket")])
        self.ticket.with_user(self.user_manager).duret_plan_callback(fields.Datetime.now())
        self.assertEqual(self.env["mail.message"].search_count([("model", "=", "helpdesk.ticket")]), before)

    def test_a_second_promise_moves_the_first(self):
        """A client who calls again is called back once; what was promised first stays known."""
        activity = self.promise(minutes=30)
        first = activity.duret_first_deadline
        again = self.promise(minutes=90)
        self.assertEqual(again, activity)
        self.assertEqual(activity.duret_first_deadline, first)
        self.assertEqual(len(self.ticket._duret_waiting_callbacks()), 1)
        activity.duret_done()
        self.assertNotEqual(self.promise(), activity, "a kept promise is not reopened")

    def test_unreadable_number_is_kept(self):
        """What cannot be dialled is shown as it was typed."""
        self.assertEqual(self.promise(phone="poste 12").duret_phone, "poste 12")

    # -- closing ----------------------------------------------------------------------------------------------------

    def test_closed_by_a_call_to_the_contact(self):
        """With a note in the ticket that says so, and the call named on the activity."""
        activity = self.promise()
        call = self.call()
        self.assertFalse(activity.active)
        self.assertEqual(activity.duret_call_id, call)
        self.assertTrue(activity.duret_done_at)
        done = self.ticket.message_ids.filtered("mail_activity_type_id")
        self.assertIn(call._duret_callback_note(), done.body)
        incoming = self.call(direction="in", date=datetime(2026, 7, 1, 14, 5))
        self.assertIn("16:05", incoming._duret_callback_note(), "the clock of Annecy")
        self.assertNotEqual(incoming._duret_callback_note(), call._duret_callback_note())

    def test_closed_by_who_and_how(self):
        """Each way a call reaches « that person », and the ways that do not count."""
        later = fields.Datetime.now() + timedelta(minutes=5)
        cases = {
            "incoming, answered": (True, {"direction": "in"}),
            "colleague of the same firm": (True, {"partner_id": self.contact_a_sibling.id}),
            "the firm itself": (True, {"partner_id": self.client_a.id}),
            "unknown caller, same number": (True, {"partner_id": False, "partner_phone": "+33 4 50 12 34 56"}),
            "number of the promise": (True, {"partner_id": False, "partner_phone": "06 12 34 56 78"}),
            "outgoing, no answer": (False, {"answered": False}),
            "incoming, missed": (False, {"answered": False, "direction": "in"}),
            "somebody else": (False, {"partner_id": self.client_b.id}),
            "another number": (False, {"partner_id": False, "partner_phone": "06 12 34 56 79"}),
            "before the promise": (False, {"date": later - timedelta(hours=3)}),
            "planned for later": (False, {"answered": False, "state": "open", "date": later}),
        }
        for name, (closes, values) in cases.items():
            with self.subTest(name):
                activity = self.promise(phone="06 12 34 56 78")
                self.call(**values)
                self.assertEqual(activity.active, not closes)
                activity.unlink()

    def test_call_of_the_promise_does_not_close_it(self):
        """« Nouvel appel » logs the call and promises another one in one go: the promise stands."""
        activity = self.ticket.duret_plan_callback(fields.Datetime.now() + timedelta(hours=1))
        self.call(direction="in")
        self.assertTrue(activity.active)

    def test_closed_when_the_outcome_is_known_later(self):
        """A call opened when it starts and marked as held when it ends closes the promise at its end."""
        activity = self.promise()
        call = self.call(answered=False, state="open")
        self.assertTrue(activity.active)
        call.state = "done"
        self.assertFalse(activity.active)

    def test_all_promises_to_that_person(self):
        """Two tickets of one client: one call settles both; the search costs the same for 1 and 50 promises."""
        counts = []
        for number in (1, 50):
            tickets = self.env["helpdesk.ticket"].create(
                [{"name": "T", "description": "…", "partner_id": self.client_b.id} for _rank in range(number)]
            )
            activities = self.env["mail.activity"].browse(self.promise(ticket).id for ticket in tickets)
            call = self.call(answered=False, partner_id=self.client_a.id)
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            call._duret_close_callbacks()
            counts.append(self.env.cr.sql_log_count - start)
            self.assertTrue(all(activities.mapped("active")))
            self.call(partner_id=self.client_b.id)
            self.assertFalse(any(activities.mapped("active")))
        self.assertLessEqual(counts[1], counts[0] + 1, counts)

    def test_a_day_without_hour_is_not_closed(self):
        """Only promises at a time are: « call on the 30th about the quotation » is another matter."""
        activity = self.ticket.activity_schedule("duret_relance.mail_activity_type_call_back", user_id=self.env.uid)
        self.call(date=fields.Datetime.now() + timedelta(minutes=5))
        self.assertTrue(activity.active)

    # -- from the pop-up --------------------------------------------------------------------------------------------

    def test_called_from_the_popup(self):
        """An attempt and a talk are both in the journal, about the ticket; the talk closes."""
        activity = self.promise().with_user(self.user_assistant)
        activity.duret_called(False)
        self.assertTrue(activity.active)
        activity.duret_called(True)
        self.assertFalse(activity.active)
        calls = self.env["crm.phonecall"].search([("duret_ticket_id", "=", self.ticket.id)], order="id")
        self.assertEqual(calls.mapped("duret_answered"), [False, True])
        self.assertEqual(calls.mapped("direction"), ["out", "out"])
        self.assertEqual(calls.user_id, self.user_assistant)
        self.assertEqual(activity.duret_call_id, calls[-1])

    def test_technician_logs_his_own(self):
        """A technician, who may not write the journal, deals with the call he has to make, not with another's."""
        mine = self.promise()
        mine.with_context(mail_activity_quick_update=True).user_id = self.user_technician
        mine.with_user(self.user_technician).duret_called(True)
        self.assertFalse(mine.active)
        private = self.env["helpdesk.ticket"].create(
            {"name": "T", "description": "…", "partner_id": self.client_b.id, "user_id": self.user_manager.id}
        )
        other = self.promise(private)
        with self.assertRaises(AccessError):
            other.with_user(self.user_technician).duret_called(True)
        self.assertTrue(other.active)

    def test_call_about_a_ticket(self):
        """From a row of « Ma journée »: logged for whoever may read the ticket, refused to the others."""
        self.ticket.with_user(self.user_assistant).duret_log_call(True)
        call = self.env["crm.phonecall"].search([("duret_ticket_id", "=", self.ticket.id)])
        self.assertEqual((call.direction, call.duret_answered, call.partner_id), ("out", True, self.contact_a))
        with self.assertRaises(AccessError):
            self.ticket.with_user(self.user_portal_b).duret_log_call(True)

    def test_taken(self):
        """« M'en charger » makes one the owner; who may not write the ticket may not."""
        self.ticket.with_user(self.user_manager).duret_take()
        self.assertEqual(self.ticket.user_id, self.user_manager)
        with self.assertRaises(AccessError):
            self.ticket.with_user(self.user_direction).duret_take()

    # -- figures ----------------------------------------------------------------------------------------------------

    def test_delays(self):
        """Asked, promised, made: the first promise counts, and who may read the figures."""
        kept, late, overdue, waiting = (
            self.promise(self.ticket.copy(), minutes=minutes) for minutes in (30, -20, -10, 60)
        )
        late.duret_postpone("1h")
        (kept | late).duret_done()
        self.env.flush_all()
        report = self.env["duret.callback.report"].with_user(self.user_direction)
        rows = {row.id: row for row in report.search([("id", "in", (kept | late | overdue | waiting).ids)])}
        self.assertEqual(
            [rows[activity.id].state for activity in (kept, late, overdue, waiting)],
            ["kept", "late", "overdue", "waiting"],
        )
        self.assertEqual([rows[activity.id].late_rate for activity in (kept, late, overdue)], [0, 1, 1])
        self.assertAlmostEqual(rows[kept.id].delay_hours, 1, delta=0.05)
        self.assertAlmostEqual(rows[late.id].late_minutes, 20, delta=1)
        self.assertEqual(rows[kept.id].late_minutes, 0)
        for role in ("technician", "portal_a"):
            with self.assertRaises(AccessError):
                self.env["duret.callback.report"].with_user(self.users[role]).search([])
