"""Free times say what hours, absences, visits, holds, meetings and roads leave."""

from datetime import timedelta
from itertools import pairwise

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .availability import CHAMONIX, NOW, AvailabilityCase, at


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestAvailability(AvailabilityCase):
    def test_a_free_day_is_the_hours_of_work(self):
        clocks = self.clocks()
        self.assertEqual((clocks[0], clocks[-1], len(clocks)), ("8:00", "16:30", 26))
        self.assertNotIn("11:15", clocks, "an hour does not fit before lunch")

    def test_a_visit_takes_its_time_and_what_stays_free_after_it(self):
        kind = self.kind.copy({"name": "With time to write", "duret_buffer_minutes": 30})
        self.make_visit(scheduled_date_start=at(9), scheduled_duration=1, type=kind.id)
        self.assertEqual(self.clocks()[:3], ["8:00", "10:30", "10:45"])

    def test_the_visit_being_moved_does_not_stand_in_its_own_way(self):
        visit = self.make_visit(scheduled_date_start=at(8), scheduled_duration=4)
        self.assertNotIn("8:15", self.clocks())
        self.assertIn("8:15", self.clocks(ignore_order_ids=visit.ids))

    def test_a_hold_takes_its_time_until_it_expires_and_not_from_its_owner(self):
        hold = self.env["duret.slot.hold"].hold(self.luc.ids, at(8), at(9))
        self.assertEqual(self.clocks()[0], "9:00")
        self.assertEqual(self.clocks(hold_token=hold.token)[0], "8:00")
        self.assertEqual(self.clocks(ignore_hold_ids=hold.ids)[0], "8:00")
        self.assertEqual(self.clocks(hold_token="x" * 32)[0], "9:00")
        hold.expires_at = fields.Datetime.now()
        self.assertEqual(self.clocks()[0], "8:00")

    def test_meetings_take_time_unless_declined_free_or_of_a_visit(self):
        def meeting(**values):
            return self.env["calendar.event"].create(
                {"name": "M", "start": at(8), "stop": at(10), "partner_ids": self.luc.partner_id.ids, **values}
            )

        busy = meeting()
        self.assertEqual(self.clocks()[0], "10:00")
        busy.attendee_ids.state = "declined"
        self.assertEqual(self.clocks()[0], "8:00")
        meeting(show_as="free")
        meeting(active=False)
        self.assertEqual(self.clocks()[0], "8:00")

    def test_a_meeting_of_a_whole_day_takes_the_local_day(self):
        self.env["calendar.event"].create(
            {
                "name": "Training",
                "allday": True,
                "start": "2026-11-23",
                "stop": "2026-11-23",
                "partner_ids": self.luc.partner_id.ids,
            }
        )
        self.assertEqual(self.clocks(), [])
        self.assertEqual(len(self.clocks(earliest=at(0, day=1), latest=at(24, day=1))), 26)

    def test_each_date_of_a_recurring_meeting_takes_time(self):
        self.env["calendar.event"].create(
            {
                "name": "Every day",
                "start": at(8),
                "stop": at(9),
                "partner_ids": self.luc.partner_id.ids,
                "recurrency": True,
                "rrule_type": "daily",
                "interval": 1,
                "end_type": "count",
                "count": 3,
                "event_tz": "Europe/Paris",
            }
        )
        for day in range(4):
            first = self.clocks(earliest=at(0, day=day), latest=at(24, day=day))[0]
            self.assertEqual(first, "9:00" if day < 3 else "8:00")

    def test_the_event_of_a_visit_does_not_take_its_time_a_second_time(self):
        visit = self.make_visit(scheduled_date_start=at(8), scheduled_duration=2)
        self.assertIn(self.luc.partner_id, visit.calendar_event_id.partner_ids)
        self.assertEqual(self.clocks(ignore_order_ids=visit.ids)[0], "8:00")

    def test_absences_holidays_and_days_off_of_a_calendar(self):
        leaves = self.env["resource.calendar.leaves"]
        away = leaves.create(
            {"name": "Doctor", "resource_id": self.luc.duret_resource_id.id, "date_from": at(8), "date_to": at(10)}
        )
        self.assertEqual(self.clocks()[0], "10:00")
        self.assertEqual(self.clocks(person_ids=self.eve.ids)[0], "8:00", "somebody else's absence")
        away.time_type = "other"
        self.assertEqual(self.clocks()[0], "8:00")
        closed = leaves.create({"name": "Stocktaking", "date_from": at(0), "date_to": at(24), "calendar_id": False})
        self.assertEqual(self.clocks(), [])
        closed.calendar_id = self.make_hours("Others")
        self.assertEqual(len(self.clocks()), 26)

    def test_a_public_holiday_as_the_suite_keeps_it(self):
        self.env["resource.calendar.leaves"]._duret_fill_public_holidays(self.env.company, [2027])
        whole = self.availability.find(
            self.kind, None, earliest="2026-12-31 23:00:00", latest="2027-01-01 23:00:00", person_ids=self.luc.ids
        )
        self.assertEqual(whole, [])

    def test_hours_that_change_are_read_again(self):
        self.assertEqual(self.clocks()[0], "8:00")
        self.hours.attendance_ids.filtered(lambda line: line.hour_from == 8).write({"hour_from": 9})
        self.assertEqual(self.clocks()[0], "9:00")
        self.hours.attendance_ids.filtered(lambda line: line.hour_from == 9).unlink()
        self.assertEqual(self.clocks()[0], "13:30")
        self.hours.tz = "UTC"
        self.assertEqual(self.clocks()[0], "14:30")

    def test_a_calendar_of_two_weeks(self):
        weeks = self.env["resource.calendar"].create(
            {"name": "Two weeks", "tz": "Europe/Paris", "two_weeks_calendar": True, "attendance_ids": False}
        )
        odd = self.env["resource.calendar.attendance"].get_week_type(at(12).date())
        weeks.attendance_ids = [
            fields.Command.create(
                {
                    "name": "Monday",
                    "dayofweek": "0",
                    "hour_from": 8 + 2 * week,
                    "hour_to": 12,
                    "day_period": "morning",
                    "week_type": str(week),
                }
            )
            for week in (0, 1)
        ]
        self.luc.calendar_id = weeks
        this_week = self.clocks()
        next_week = self.clocks(earliest=at(0, day=7), latest=at(24, day=7))
        self.assertEqual((this_week[0], next_week[0]), ("10:00", "8:00") if odd else ("8:00", "10:00"))

    def test_hours_are_those_of_the_wall_clock_in_summer_and_winter(self):
        for day, utc_hour in (("2027-03-26", 7), ("2027-03-30", 6)):
            slots = self.availability.find(
                self.kind, None, earliest=f"{day} 00:00:00", latest=f"{day} 20:00:00", person_ids=self.luc.ids
            )
            self.assertEqual(slots[0].start.hour, utc_hour, day)

    def test_skills_and_crew(self):
        skill = self.add_skill(self.luc)
        self.kind.duret_skill_ids = skill
        self.assertEqual(len(self.clocks(person_ids=None)), 26)
        self.assertEqual(self.clocks(person_ids=self.eve.ids), [])
        self.kind.duret_crew = 2
        self.assertEqual(self.clocks(person_ids=None), [])
        self.add_skill(self.eve)
        slots = self.availability.find(self.kind, None, earliest=at(0), latest=at(24))
        self.assertEqual({slot.worker_ids for slot in slots}, {(self.luc.id, self.eve.id)})

    def test_who_does_not_receive_appointments_is_asked_only_by_name(self):
        self.luc.duret_bookable = False
        self.assertEqual({ids for slot in self.find() for ids in slot.worker_ids}, set(self.eve.ids))
        self.assertEqual(len(self.clocks()), 26)
        (self.luc | self.eve).active = False
        self.assertEqual(self.find(), [])

    def find(self, where=None, **wishes):
        """Slots of Monday."""
        return self.availability.find(self.kind, where, earliest=at(0), latest=at(24), **wishes)

    def test_only_what_can_be_driven_to(self):
        """A visit at Chamonix from 9 to 11: the rest of the morning in Annecy is lost to the road."""
        far = self.make_site("Chalet", **CHAMONIX)
        self.make_visit(scheduled_date_start=at(9), scheduled_duration=2, location_id=far.id)
        clocks = self.clocks(where=self.site)
        self.assertEqual(clocks[0], "13:30")
        self.assertIn("11:00", self.clocks(), "the place does not matter")

    def test_least_detour_first(self):
        far = self.make_site("Chalet", **CHAMONIX)
        self.make_visit(scheduled_date_start=at(14), scheduled_duration=1, location_id=far.id)
        best = self.availability.find(self.kind, far, limit=3, earliest=at(0), latest=at(24, day=2))
        self.assertEqual(len(best), 3)
        self.assertEqual((best[0].start.date(), best[0].worker_ids), (at(12).date(), (self.luc.id,)))
        self.assertEqual(best[0].detour, 0, "he is there already")
        starts = sorted(slot.start for slot in best)
        self.assertTrue(all(later - sooner >= timedelta(hours=2) for sooner, later in pairwise(starts)))

    def test_notice_and_horizon_bind_clients_only(self):
        self.kind.write({"duret_notice_hours": 96, "duret_horizon_days": 4})
        self.assertEqual(len(self.clocks()), 26)
        self.assertEqual(self.clocks(for_client=True), [])
        tuesday = {"earliest": at(0, day=1), "latest": at(24, day=1)}
        self.assertEqual(self.clocks(for_client=True, **tuesday)[0], "10:00")
        late = {"earliest": at(0, day=3), "latest": at(24, day=3)}
        self.assertEqual(self.clocks(for_client=True, **late), [])

    def test_windows_and_part_of_the_day(self):
        windows = [("2026-11-23 08:00:00", "2026-11-23 10:00:00")]
        self.assertEqual(self.clocks(windows=windows), ["9:00", "9:15", "9:30", "9:45", "10:00"])
        self.assertEqual(self.clocks(part_of_day="morning")[-1], "11:00")
        self.assertEqual(self.clocks(part_of_day="afternoon")[0], "13:30")

    def test_a_day_long_visit_goes_over_lunch_a_short_one_does_not(self):
        self.kind.duret_minutes = 420
        slots = self.availability.find(self.kind, None, earliest=at(0), latest=at(24), person_ids=self.luc.ids)
        self.assertEqual([slots[0].start, slots[0].stop], [at(8), at(16, 30)])
        self.kind.duret_minutes = 180
        self.assertNotIn("10:00", self.clocks())

    def test_technicians_who_start_at_home(self):
        home = self.env["res.partner"].create({"name": "Home", "zip": "74400", "city": "Chamonix-Mont-Blanc"})
        self.luc.duret_base_partner_id = home
        chalet = self.make_site("Chalet", **CHAMONIX)
        self.assertEqual(self.clocks(where=chalet)[0], "8:00")
        self.env.company.duret_commute_minutes = 0
        self.assertNotIn("8:00", self.clocks(where=self.site))

    def test_background_of_the_board(self):
        self.env["resource.calendar.leaves"].create(
            [
                {"name": "Doctor", "resource_id": self.luc.duret_resource_id.id, "date_from": at(8), "date_to": at(9)},
                {"name": "Fair", "date_from": at(0, day=1), "date_to": at(24, day=1), "calendar_id": False},
            ]
        )
        days = self.availability.days(self.luc | self.eve, at(0), at(24, day=2))
        self.assertEqual(days["people"][self.luc.id]["away"], [(at(8), at(9), "Doctor")])
        self.assertEqual(days["people"][self.eve.id]["away"], [])
        self.assertEqual(days["people"][self.eve.id]["work"][0], (at(8), at(12)))
        self.assertEqual(days["holidays"], [(at(0, day=1), at(24, day=1), "Fair")])

    def test_agendas_without_visits(self):
        self.make_visit(scheduled_date_start=at(9), scheduled_duration=2)
        self.env["duret.slot.hold"].hold(self.luc.ids, at(14), at(15))
        with_visits = self.availability.agendas(self.luc.ids, at(0), at(24))[0]
        without = self.availability.agendas(self.luc.ids, at(0), at(24), visits=False)[0]
        self.assertEqual((len(with_visits.events), len(without.events)), (2, 1))
        self.assertTrue(with_visits.base)
