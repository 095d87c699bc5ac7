"""Visits in the calendars of technicians, and what comes back from there."""

from datetime import UTC, timedelta

from freezegun import freeze_time
from icalendar import Calendar

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..exceptions import SlotTaken
from .common import MONDAY, PlanningCase, PlanningHttpCase
from .graph_stand_in import EVENTS, GraphStandIn, outlook_event

HOUR = timedelta(hours=1)


@tagged("post_install", "-at_install")
class TestCalendarEvents(PlanningCase):
    """A visit of Luc."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visit = cls.make_visit(duret_confirmed=False)

    @property
    def event(self):
        return self.visit.calendar_event_id

    def _wishes(self):
        return self.visit.activity_ids.filtered(lambda activity: "calendar" in (activity.summary or ""))

    def test_the_technician_is_the_only_attendee(self):
        """No client among the attendees: Outlook would write to him at each change."""
        self.assertEqual((self.event.start, self.event.stop), (MONDAY, MONDAY + 2 * HOUR))
        self.assertEqual(self.event.user_id, self.user_technician)
        self.assertEqual(self.event.partner_ids, self.luc.partner_id)
        self.assertIn("74000 Annecy", self.event.location)

    def test_the_event_follows(self):
        """Moved, given to a colleague without a user, given back, cancelled."""
        self.visit.duret_move(MONDAY + 24 * HOUR)
        self.assertEqual(self.event.start, MONDAY + 24 * HOUR)
        self.visit.duret_move(MONDAY, self.eve.ids)
        self.assertEqual((self.event.partner_ids, self.event.user_id.id), (self.eve.partner_id, False))
        self.visit.duret_move(MONDAY, (self.luc | self.eve).ids)
        self.assertEqual(self.event.partner_ids, self.luc.partner_id | self.eve.partner_id)
        event = self.event
        self.visit.duret_cancel("Not needed")
        self.assertFalse(event.exists())

    def test_done_stays(self):
        """What was done remains in the calendar."""
        self.visit.action_complete()
        self.assertTrue(self.event)

    def test_moved_in_the_calendar(self):
        """A time nobody agreed to follows the technician's calendar."""
        self.event.with_user(self.user_technician).write({"start": MONDAY + 4 * HOUR, "stop": MONDAY + 6 * HOUR})
        self.assertEqual(self.visit.scheduled_date_start, MONDAY + 4 * HOUR)
        self.assertEqual(self.visit.duret_event_ids.sorted("id")[-1].channel, "calendar")

    def test_moved_by_a_colleague(self):
        """An employee may change what stands in another's calendar: the visit stays, the office is told who it was."""
        colleague = self.make_user("technician", "other_technician")
        self.event.with_user(colleague).write({"start": MONDAY + 4 * HOUR, "stop": MONDAY + 6 * HOUR})
        self.assertEqual((self.visit.scheduled_date_start, self.event.start), (MONDAY, MONDAY))
        self.assertIn(colleague.name, self._wishes().summary)

    def test_agreed_with_the_client(self):
        """A time the client agreed to does not move behind his back: the event goes back, the office is told."""
        self.visit.duret_confirmed = True
        self.event.with_user(self.user_technician).write({"start": MONDAY + 4 * HOUR, "stop": MONDAY + 6 * HOUR})
        self.assertEqual(self.visit.scheduled_date_start, MONDAY)
        self.assertEqual(self.event.start, MONDAY)
        self.assertEqual(len(self._wishes()), 1)

    def test_moved_onto_another_visit(self):
        """Not even a free time: the event goes back."""
        self.make_visit(scheduled_date_start=MONDAY + 4 * HOUR)
        self.event.with_user(self.user_technician).write({"start": MONDAY + 5 * HOUR, "stop": MONDAY + 7 * HOUR})
        self.assertEqual((self.visit.scheduled_date_start, self.event.start), (MONDAY, MONDAY))
        self.assertEqual(len(self._wishes()), 1)

    def test_deleted_in_the_calendar(self):
        """The visit stands, its event comes back, the office is told."""
        old = self.event
        old.with_user(self.user_technician).unlink()
        self.visit.invalidate_recordset()
        self.assertTrue(self.event.exists())
        self.assertNotEqual(self.event, old)
        self.assertEqual(len(self._wishes()), 1)

    def test_attendees_say_nothing(self):
        """The flaw of the base addon: an event without technician left the visit without one."""
        self.event.write({"partner_ids": [fields.Command.set(self.client_b.ids)]})
        self.assertEqual(self.visit.person_id, self.luc)

    def test_several_events_at_once(self):
        """The flaw of the base addon: moving two events raised « Expected singleton »."""
        other = self.make_visit(person_id=self.eve.id)
        events = self.event | other.calendar_event_id
        events.write({"start": MONDAY + 24 * HOUR, "stop": MONDAY + 26 * HOUR})
        self.assertEqual(self.visit.scheduled_date_start, MONDAY + 24 * HOUR)
        self.assertEqual(other.scheduled_date_start, MONDAY + 24 * HOUR)


@tagged("post_install", "-at_install")
class TestOutlook(PlanningHttpCase):
    """Luc's calendar is kept in Outlook; a stand-in answers like Microsoft."""

    def setUp(self):
        super().setUp()
        self.graph = GraphStandIn()
        self.addCleanup(self.graph.close)
        with_token = {
            "microsoft_calendar_token": "token",
            "microsoft_calendar_rtoken": "refresh",
            "microsoft_calendar_token_validity": fields.Datetime.now() + 24 * HOUR,
        }
        self.user_technician.sudo().write(with_token)

    def _after_commit(self):
        self.env.flush_all()
        with self.graph.instead_of_microsoft():
            self.env.cr.postcommit.run()
        self.env.invalidate_all()

    def _sync(self, *events):
        self.graph.changed = list(events)
        user = self.user_technician
        with self.graph.instead_of_microsoft():
            user.with_user(user).sudo()._sync_microsoft_calendar()
            self.env.flush_all()
            self.env.cr.postcommit.run()
        self.env.invalidate_all()

    def test_a_visit_reaches_outlook_without_attendee(self):
        """Sent once, to the technician's own calendar, with nobody invited; then moved, then taken away."""
        visit = self.make_visit()
        self._after_commit()
        (sent,) = self.graph.sent("POST")
        self.assertEqual(sent["attendees"], [])
        self.assertFalse(sent["isOnlineMeeting"])
        self.assertEqual(sent["start"]["dateTime"], "2026-11-23T08:00:00+00:00")
        self.assertTrue(visit.calendar_event_id.microsoft_id)
        visit.duret_move(MONDAY + 24 * HOUR)
        self._after_commit()
        self.assertEqual(self.graph.sent("PATCH")[-1]["start"]["dateTime"], "2026-11-24T08:00:00+00:00")
        visit.duret_cancel("Not needed")
        self._after_commit()
        self.assertFalse(self.graph.stored)
        self.assertEqual(len(self.graph.sent("POST")), 1)

    def test_somebody_else_s_outlook_is_left_alone(self):
        """Claire's own Outlook is connected, Eve's is not: nothing of Eve's visit goes to Claire's."""
        self.user_technician.sudo().write({"microsoft_calendar_token": False, "microsoft_calendar_rtoken": False})
        self.user_assistant.sudo().write(
            {
                "microsoft_calendar_token": "token",
                "microsoft_calendar_token_validity": fields.Datetime.now() + 24 * HOUR,
            }
        )
        orders = self.env["fsm.order"].with_user(self.user_assistant)
        orders.create(
            {
                "location_id": self.site.id,
                "person_id": self.luc.id,
                "scheduled_date_start": MONDAY,
                "scheduled_duration": 1,
            }
        )
        self._after_commit()
        self.assertFalse([call for call in self.graph.calls if call[1].startswith(EVENTS)])

    def test_given_to_a_colleague(self):
        """Taken out of Luc's Outlook; one event, linked to the visit, remains."""
        visit = self.make_visit()
        self._after_commit()
        visit.duret_move(MONDAY, self.eve.ids)
        self._after_commit()
        self.assertFalse(self.graph.stored)
        self.assertEqual(self.env["calendar.event"].search_count([("res_id", "=", visit.id)]), 1)
        self.assertEqual(visit.calendar_event_id.partner_ids, self.eve.partner_id)

    def test_a_refused_move_never_reaches_outlook(self):
        """An exchange that fails sends nothing."""
        visit, other = self.make_visit(), self.make_visit(scheduled_date_start=MONDAY + 4 * HOUR)
        self._after_commit()
        sent = len(self.graph.calls)
        with self.assertRaises(SlotTaken), self.env.cr.savepoint():
            self.env["fsm.order"].duret_move_many(
                [(visit, MONDAY + HOUR, self.luc.ids), (other, MONDAY + 2 * HOUR, self.luc.ids)]
            )
        self._after_commit()
        self.assertEqual(len(self.graph.calls), sent)

    def test_moved_in_outlook(self):
        """An agreed time is put back in Outlook too."""
        visit = self.make_visit(duret_confirmed=True)
        self._after_commit()
        event = visit.calendar_event_id
        self._sync(
            outlook_event(
                event.microsoft_id,
                event.name,
                "2026-11-23T13:00:00.0000000",
                "2026-11-23T15:00:00.0000000",
                iCalUId=event.ms_universal_event_id,
            )
        )
        self.assertEqual(visit.scheduled_date_start, MONDAY)
        self.assertEqual(visit.calendar_event_id.start, MONDAY)
        self.assertEqual(self.graph.sent("PATCH")[-1]["start"]["dateTime"], "2026-11-23T08:00:00+00:00")
        self.assertTrue(visit.activity_ids)

    @freeze_time("2026-11-22 10:00:00")
    def test_busy_in_outlook(self):
        """A meeting, a recurring one and a whole day keep slots from being offered."""
        weekly = {
            "pattern": {
                "type": "weekly",
                "interval": 1,
                "month": 0,
                "dayOfMonth": 0,
                "daysOfWeek": ["tuesday"],
                "firstDayOfWeek": "sunday",
                "index": "first",
            },
            "range": {"type": "numbered", "startDate": "2026-11-24", "numberOfOccurrences": 2},
        }
        self.graph.instances["SERIES"] = [
            outlook_event(
                f"OCC{day}",
                "Team",
                f"2026-{day}T08:00:00.0000000",
                f"2026-{day}T11:00:00.0000000",
                type="occurrence",
                seriesMasterId="SERIES",
            )
            for day in ("11-24", "12-01")
        ]
        self._sync(
            outlook_event("ONE", "Dentist", "2026-11-23T08:00:00.0000000", "2026-11-23T11:00:00.0000000"),
            outlook_event(
                "SERIES",
                "Team",
                "2026-11-24T08:00:00.0000000",
                "2026-11-24T11:00:00.0000000",
                type="seriesMaster",
                recurrence=weekly,
            ),
            outlook_event("DAY", "Course", "2026-11-25T00:00:00.0000000", "2026-11-26T00:00:00.0000000", isAllDay=True),
        )
        busy = self.env["calendar.event"].search([("partner_ids", "in", self.luc.partner_id.ids)])
        self.assertEqual(len(busy), 4)
        starts = self._free_starts(MONDAY, MONDAY + 8 * 24 * HOUR)
        for day in (23, 24):
            self.assertFalse([start for start in starts if start.day == day and start.month == 11 and start.hour < 11])
        self.assertFalse([start for start in starts if (start.month, start.day) == (11, 25)])
        self.assertTrue([start for start in starts if (start.month, start.day) == (11, 26)])
        self.assertFalse([start for start in starts if (start.month, start.day) == (12, 1) and start.hour < 11])

    def _free_starts(self, earliest, latest):
        """Starts at which Luc is offered."""
        slots = self.env["duret.availability"].find(
            self.type_breakdown, self.site, person_ids=self.luc.ids, earliest=earliest, latest=latest
        )
        return [slot.start for slot in slots]


@tagged("post_install", "-at_install", "security")
class TestFeed(PlanningHttpCase):
    """The link to which a technician's telephone subscribes."""

    def _feed(self, token):
        return self.url_open(f"/agenda/visites.ics?feed_token={token}")

    def test_read_by_another_program(self):
        """His visits, his crew's, not those of others nor cancelled ones."""
        start = fields.Datetime.now().replace(minute=0, second=0, microsecond=0) + 48 * HOUR
        values = {"duret_day_off_agreed": True}
        mine = self.make_visit(scheduled_date_start=start, **values)
        crew = self.make_visit(
            scheduled_date_start=start + 3 * HOUR, person_id=self.eve.id, person_ids=self.luc.ids, **values
        )
        self.make_visit(scheduled_date_start=start, person_id=self.eve.id, **values)
        self.make_visit(scheduled_date_start=start + 6 * HOUR, **values).duret_cancel("Ill")
        self.luc.duret_renew_feed()
        answer = self._feed(self.luc.duret_feed_token)
        self.assertEqual(answer.status_code, 200)
        found = {
            str(event["UID"]): event.decoded("DTSTART") for event in Calendar.from_ical(answer.content).walk("VEVENT")
        }
        self.assertEqual(set(found), {mine._duret_calendar_uid(), crew._duret_calendar_uid()})
        shown = found[mine._duret_calendar_uid()].astimezone(UTC).replace(tzinfo=None)
        self.assertEqual(shown, start)

    def test_taken_back(self):
        """An old link, a wrong one and none at all open nothing."""
        self.luc.duret_renew_feed()
        old = self.luc.duret_feed_token
        self.luc.duret_renew_feed()
        self.assertEqual(self._feed(self.luc.duret_feed_token).status_code, 200)
        for token in (old, "", "x", "%00", self.luc.duret_feed_token[:-1]):
            self.assertIn(self._feed(token).status_code, (400, 404))
        self.luc.duret_stop_feed()
        self.assertEqual(self.luc.duret_feed_token, False)

    def test_whose_link(self):
        """His own, or a planner's; nobody reads the token itself."""
        luc = self.luc.with_user(self.user_technician)
        luc.duret_renew_feed()
        self.assertIn("feed_token=", luc._duret_feed_url())
        self.assertIn("feed_token=", self.luc.with_user(self.user_assistant)._duret_feed_url())
        with self.assertRaises(AccessError):
            self.eve.with_user(self.user_technician).duret_renew_feed()
        with self.assertRaises(AccessError):
            self.luc.with_user(self.user_direction)._duret_feed_url()
        with self.assertRaises(AccessError):
            self.luc.with_user(self.user_assistant).read(["duret_feed_token"])

    def test_the_dialog(self):
        """A technician makes his link and takes it back."""
        wizard = self.env["duret.feed.wizard"].with_user(self.user_technician).create({})
        self.assertEqual(wizard.person_id, self.luc)
        self.assertFalse(wizard.url)
        wizard.action_renew()
        self.assertIn(self.luc.duret_feed_token, wizard.url)
        wizard.action_stop()
        self.assertFalse(wizard.url)
