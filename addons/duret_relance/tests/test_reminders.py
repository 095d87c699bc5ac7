"""Activities with a time: they remind their owner once, everywhere, and go when dealt with."""

import json
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.duret_base.tests.common import DuretCase

NOON = datetime(2026, 11, 23, 11, 0)  # Monday, 12:00 in Annecy


@tagged("post_install", "-at_install")
class TestReminders(DuretCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOON))
        cls.users["assistant"].tz = cls.users["technician"].tz = "Europe/Paris"
        cls.client_a.phone = "04 50 12 34 56"

    def plan(self, minutes=0, user=None, **values):
        """A call to make to client A, due so many minutes from noon."""
        user = user or self.user_assistant
        return (
            self.client_a.with_user(self.user_assistant)
            .with_context(mail_activity_quick_update=True)
            .activity_schedule(
                "duret_relance.mail_activity_type_call_back",
                user_id=user.id,
                duret_deadline=NOON + timedelta(minutes=minutes),
                **values,
            )
        )

    def told(self, user, since=0):
        """Messages of reminders sent to the tabs of a user, oldest first; (payloads, last id of the bus)."""
        self.env.cr.precommit.run()
        rows = self.env["bus.bus"].search([("id", ">", since)], order="id")
        partner = user.partner_id
        payloads = []
        for row in rows:
            channel, message = json.loads(row.channel), json.loads(row.message)
            if message["type"] == "duret_reminder" and channel[1:] == ["res.partner", partner.id]:
                payloads.append(message["payload"])
        return payloads

    def mark(self):
        """Last message of the bus so far."""
        self.env.cr.precommit.run()
        return self.env["bus.bus"].search([], order="id desc", limit=1).id or 0

    def run_job(self):
        """The job, as its cron runs it."""
        with self.enter_registry_test_mode():
            self.env.ref("duret_relance.ir_cron_remind").method_direct_trigger()
        self.env.invalidate_all()

    # -- day and time -----------------------------------------------------------------------------------------------

    def test_the_day_follows_the_time(self):
        """23:30 UTC is the next day in Annecy, at creation and afterwards."""
        activity = self.plan(minutes=0)
        self.assertEqual(str(activity.date_deadline), "2026-11-23")
        activity.duret_deadline = datetime(2026, 11, 24, 23, 30)
        self.assertEqual(str(activity.date_deadline), "2026-11-25")

    def test_the_time_follows_the_day(self):
        """Odoo's own « tomorrow » button keeps the hour, and reminds again."""
        activity = self.plan(minutes=30)
        activity.duret_notified_at = NOON
        activity.action_reschedule_tomorrow()
        self.assertEqual(activity.duret_deadline, NOON + timedelta(days=1, minutes=30))
        self.assertFalse(activity.duret_notified_at)

    def test_several_owners_in_one_write(self):
        """One time written on activities of people in different zones puts each on its own day."""
        self.user_technician.tz = "Pacific/Noumea"
        both = self.plan() | self.plan(user=self.user_technician)
        both.sudo().write({"duret_deadline": datetime(2026, 11, 24, 20, 0)})
        self.assertEqual([str(day) for day in both.mapped("date_deadline")], ["2026-11-24", "2026-11-25"])

    def test_first_promise_is_kept(self):
        """Postponing does not hide what was promised first."""
        activity = self.plan(minutes=10)
        activity.duret_postpone("1h")
        self.assertEqual(activity.duret_first_deadline, NOON + timedelta(minutes=10))
        later = self.client_a.activity_schedule("duret_relance.mail_activity_type_call_back", user_id=self.env.uid)
        later.duret_deadline = NOON
        self.assertEqual(later.duret_first_deadline, NOON)

    def test_shown_at_once(self):
        """What cannot wait is listed however far its time is, told with every change, and put off as any other."""
        activity = self.plan(minutes=60 * 24 * 5)
        assistant = self.env["mail.activity"].with_user(self.user_assistant)
        self.assertNotIn(activity.id, [row["id"] for row in assistant.duret_pending_reminders()["reminders"]])
        since = self.mark()
        activity.duret_shown_at_once = True
        self.assertTrue(self.told(self.user_assistant, since)[-1]["changed"][0]["at_once"])
        (row,) = [row for row in assistant.duret_pending_reminders()["reminders"] if row["id"] == activity.id]
        self.assertTrue(row["at_once"])
        activity.with_user(self.user_assistant).duret_postpone("1h")
        self.assertFalse(activity.duret_shown_at_once)

    # -- job --------------------------------------------------------------------------------------------------------

    def test_reminded_once_for_a_due_time(self):
        """The job tells the owner once; a postponed activity is told about again at its new time."""
        activity = self.plan(minutes=-1)
        before = self.mark()
        self.run_job()
        self.run_job()
        due = [payload for payload in self.told(self.user_assistant, before) if payload.get("due")]
        self.assertEqual([[row["id"] for row in payload["changed"]] for payload in due], [[activity.id]])
        self.assertEqual(activity.duret_notified_at, NOON)
        activity.duret_postpone("15min")
        before = self.mark()
        self.run_job()
        self.assertFalse(self.told(self.user_assistant, before), "not due yet")
        with freeze_time(NOON + timedelta(minutes=15)):
            self.run_job()
        self.assertTrue(self.told(self.user_assistant, before)[0]["due"])

    def test_not_reminded_too_early_nor_when_done(self):
        """The future and the past stay quiet."""
        self.plan(minutes=1)
        self.plan(minutes=-1).action_feedback()
        before = self.mark()
        self.run_job()
        self.assertFalse(self.told(self.user_assistant, before))

    def test_a_new_owner_is_reminded(self):
        """What changes hands after its time appears in front of the new owner and leaves the former one's screen."""
        activity = self.plan(minutes=-1)
        self.run_job()
        before = self.mark()
        activity.with_context(mail_activity_quick_update=True).user_id = self.user_manager
        self.run_job()
        self.assertEqual(self.told(self.user_assistant, before), [{"removed": [activity.id]}])
        self.assertTrue(any(payload.get("due") for payload in self.told(self.user_manager, before)))

    def test_one_message_for_each_person(self):
        """Fifty reminders at the same minute are one message a person, and cost what one costs."""
        queries = []
        for number in (1, 50):
            activities = self.env["mail.activity"].browse(self.plan(minutes=-1).id for _rank in range(number))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.mark()
            start = self.env.cr.sql_log_count
            activities._duret_remind()
            self.env.flush_all()
            queries.append(self.env.cr.sql_log_count - start)
            (message,) = self.told(self.user_assistant, before)
            self.assertEqual(len(message["changed"]), number)
        self.assertLessEqual(queries[1], queries[0] + 2, queries)

    # -- tabs -------------------------------------------------------------------------------------------------------

    def test_a_change_reaches_the_tabs(self):
        """Planned, moved, done, cancelled: each is told at once."""
        before = self.mark()
        activity = self.plan(minutes=30)
        (row,) = self.told(self.user_assistant, before)[-1]["changed"]
        self.assertEqual(
            (row["id"], row["deadline"], row["who"], row["phone"], row["phone_shown"]),
            (activity.id, "2026-11-23 11:30:00", self.client_a.name, "+33450123456", "04 50 12 34 56"),
        )
        before = self.mark()
        activity.duret_postpone("tomorrow")
        self.assertEqual(self.told(self.user_assistant, before)[-1]["changed"][0]["deadline"], "2026-11-24 08:00:00")
        other = self.plan(minutes=40)
        before = self.mark()
        activity.duret_done()
        other.unlink()
        self.assertEqual(self.told(self.user_assistant, before), [{"removed": [activity.id]}, {"removed": [other.id]}])

    def test_an_activity_of_a_day_stays_quiet(self):
        """No time, no pop-up: neither message nor row."""
        before = self.mark()
        self.client_a.with_user(self.user_assistant).activity_schedule(
            "duret_relance.mail_activity_type_follow_up", user_id=self.user_assistant.id
        )
        self.assertFalse(self.told(self.user_assistant, before))
        self.assertFalse(self.pending(self.user_assistant))

    def pending(self, user):
        return self.env["mail.activity"].with_user(user).duret_pending_reminders()["reminders"]

    def test_pending_survives_a_reload(self):
        """A tab that opens reads what waits and what comes, in order; nobody else's, nothing done."""
        late, soon = self.plan(minutes=-90), self.plan(minutes=90)
        self.plan(minutes=0).duret_done()
        self.plan(minutes=60 * 40)
        self.plan(user=self.user_technician)
        self.assertEqual([row["id"] for row in self.pending(self.user_assistant)], [late.id, soon.id])

    def test_pending_costs_the_same_for_fifty(self):
        """The list read by each tab at its start is one price, whatever it holds."""
        counts = []
        for number in (1, 50):
            for _rank in range(number):
                self.plan()
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            self.assertGreaterEqual(len(self.pending(self.user_assistant)), number)
            counts.append(self.env.cr.sql_log_count - start)
        self.assertLessEqual(counts[1], counts[0], counts)

    # -- dealt with -------------------------------------------------------------------------------------------------

    def test_done_twice_is_done_once(self):
        """Two tabs clicking « Done » leave one note, and no error in the second."""
        activity = self.plan()
        for _tab in range(2):
            activity.with_user(self.user_assistant).duret_done()
        self.assertFalse(activity.active)
        self.assertEqual(activity.duret_done_at, NOON)
        done = self.client_a.message_ids.filtered(lambda message: message.mail_activity_type_id)
        self.assertEqual(len(done), 1)
        activity.with_user(self.user_assistant).duret_postpone("1h")
        self.assertFalse(activity.active, "what is done stays done")

    def test_deleted_meanwhile(self):
        """A pop-up whose activity was cancelled elsewhere closes without an error."""
        activity = self.plan()
        activity.unlink()
        activity.duret_done()
        activity.duret_postpone("1h")
        activity.duret_called(False)

    def test_attempt_leaves_it_waiting(self):
        """No answer: noted on the document, still to do."""
        activity = self.plan().with_user(self.user_assistant)
        activity.duret_called(False)
        self.assertTrue(activity.active)

    def test_postponed_to_a_chosen_time(self):
        """A chosen time is taken; a missing, unreadable or past one is refused in words, nothing changes."""
        activity = self.plan()
        activity.duret_postpone("at", "2026-11-30 07:30:45")
        self.assertEqual(activity.duret_deadline, datetime(2026, 11, 30, 7, 30))
        far = [("at", "2206-11-30 07:30:00"), ("at", "9999-12-31 23:59:59")]
        for choice, moment in (("at", False), ("at", "demain"), ("at", "2026-11-23 10:59:00"), ("soon", None), *far):
            with self.subTest(moment=moment), self.assertRaises(UserError):
                activity.duret_postpone(choice, moment)
        self.assertEqual(activity.duret_deadline, datetime(2026, 11, 30, 7, 30))

    def test_nobody_else_deals_with_it(self):
        """Whoever may not see the document neither postpones nor closes the reminder of a colleague."""
        private = self.env["res.partner"].create({"name": "Réservé", "company_id": self._other_company().id})
        activity = private.activity_schedule(
            "duret_relance.mail_activity_type_call_back", user_id=self.env.user.id, duret_deadline=NOON
        )
        stranger = activity.with_user(self.user_technician)
        for attempt in (lambda: stranger.duret_postpone("1h"), stranger.duret_done):
            with self.assertRaises(AccessError):
                attempt()
        with self.assertRaises(AccessError):
            self.pending(self.user_portal_a)
        self.assertTrue(activity.active)

    def _other_company(self):
        return self.env["res.company"].create({"name": "Autre société (tests)"})
