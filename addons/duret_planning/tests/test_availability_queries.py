"""Free times cost the same number of queries for one technician and for fifty."""

from freezegun import freeze_time

from odoo.tests import tagged

from .availability import NOW, AvailabilityCase, at

MOST = 8


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestAvailabilityQueries(AvailabilityCase):
    def forget(self):
        """Nothing is in a cache, the hours that are known by heart neither; what everybody reads first is read."""
        self.env.registry.clear_cache()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertTrue(self.env.company.display_name)

    def queries(self, people):
        """Queries of one search for these technicians, with nothing in the cache."""
        self.forget()
        before = self.env.cr.sql_log_count
        slots = self.availability.find(
            self.kind, self.site, earliest=at(0), latest=at(24, day=30), person_ids=people.ids
        )
        self.assertTrue(slots)
        return self.env.cr.sql_log_count - before

    def test_as_many_for_one_as_for_fifty(self):
        self.kind.duret_skill_ids = self.add_skill(self.luc)
        people = self.env["fsm.person"].create([{"name": f"T{n}", "calendar_id": self.hours.id} for n in range(49)])
        for person in people:
            self.add_skill(person)
        for number, person in enumerate(people[:10]):
            self.make_visit(person_id=person.id, scheduled_date_start=at(9, day=number % 5))
        self.env["calendar.event"].create(
            [
                {"name": "M", "start": at(14), "stop": at(15), "partner_ids": person.partner_id.ids}
                for person in people[:10]
            ]
        )
        few, many = self.queries(self.luc), self.queries(self.luc | people)
        self.assertEqual(few, many)
        self.assertLessEqual(many, MOST)

    def test_the_background_and_the_checks_too(self):
        visit = self.make_visit(scheduled_date_start=at(9))
        people = self.env["fsm.person"].create([{"name": f"T{n}", "calendar_id": self.hours.id} for n in range(20)])
        counts = []
        for asked in (self.luc, self.luc | people):
            self.forget()
            before = self.env.cr.sql_log_count
            self.availability.days(asked, at(0), at(24, day=7))
            middle = self.env.cr.sql_log_count
            self.availability.check(visit, person_ids=asked.ids)
            counts.append((middle - before, self.env.cr.sql_log_count - middle))
        self.assertEqual(counts[0], counts[1])
        self.assertLessEqual(counts[0][0], 4)
