"""What cannot be done is told in a sentence, and nothing breaks."""

from freezegun import freeze_time

from odoo.tests import tagged

from .availability import CHAMONIX, NOW, AvailabilityCase, at

PARIS = {"street": "1 rue de Rivoli", "zip": "75001", "city": "Paris"}


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestAvailabilityRefusals(AvailabilityCase):
    def refused(self, sentence, where=None, **wishes):
        """Nothing is free, for a reason whose sentence holds some words."""
        values = {"earliest": at(0), "latest": at(24), **wishes}
        self.assertEqual(self.availability.find(self.kind, where, **values), [])
        self.assertIn(sentence, self.availability.why(self.kind, where, **values))

    def test_a_window_before_now(self):
        self.refused("past", earliest="2026-11-01 08:00:00", latest="2026-11-02 08:00:00")
        self.refused("no time left", windows=[("2026-11-01 08:00:00", "2026-11-02 08:00:00")])
        self.refused("no time left", earliest=at(12), latest=at(10))

    def test_never_before_now(self):
        slots = self.availability.find(self.kind, None, earliest="2026-11-01 08:00:00", latest="2026-11-20 23:00:00")
        self.assertEqual(str(slots[0].start), "2026-11-20 09:00:00")

    def test_a_visit_longer_than_any_day(self):
        self.refused("longer than a working day", minutes=540)

    def test_skills_that_nobody_has(self):
        self.kind.duret_skill_ids = self.env["hr.skill"].create(
            {
                "name": "Lightning rods",
                "skill_type_id": self.env["hr.skill.type"].create({"name": "Heights"}).id,
            }
        )
        self.refused("skills")

    def test_a_crew_larger_than_the_company(self):
        self.kind.duret_crew = 9
        self.refused("skills")

    def test_nobody_works(self):
        self.refused("Nobody works", earliest=at(0, day=5), latest=at(24, day=6))

    def test_everybody_is_taken(self):
        for person in self.luc | self.eve:
            self.make_visit(person_id=person.id, scheduled_date_start=at(8), scheduled_duration=9.5)
        self.refused("Everybody is taken")
        self.refused("technician cannot", person_ids=[])

    def test_paris(self):
        paris = self.make_site("Paris", **PARIS)
        self.refused("workshop", where=paris)
        found = self.availability.locate(PARIS)
        self.assertEqual((found["status"], found["precision"]), ("outside", "department"))
        self.assertIn("90 minutes", found["message"])

    def test_far_without_limit_is_refused_by_the_day(self):
        self.env.company.duret_travel_max_minutes = 0
        self.refused("drive there and back", where=self.make_site("Paris", **PARIS))

    def test_switzerland(self):
        geneva = self.make_site("Geneva", zip="1201", city="Genève", country_id=self.env.ref("base.ch").id)
        self.refused("abroad", where=geneva)
        self.assertEqual(
            self.availability.locate({"zip": "1201", "city": "Genève", "country": "CH"})["status"], "outside"
        )
        self.assertEqual(self.availability.locate({"zip": "1201", "city": "Genève"})["status"], "unknown")

    def test_addresses_typed_badly(self):
        for address, words in (
            ({}, "post code and the town"),
            ({"zip": "7400", "city": "Annecy"}, "five figures"),
            ({"zip": "00000", "city": "Atlantis"}, "check the post code"),
            ({"city": "Saint-Maurice"}, "check the post code"),
        ):
            found = self.availability.locate(address)
            self.assertEqual(found["status"], "unknown", address)
            self.assertIn(words, found["message"])
            self.assertFalse(found["latitude"])

    def test_an_address_that_is_found(self):
        found = self.availability.locate(
            {"street": "?", "zip": "74 400", "city": "CHAMONIX mont blanc", "country": "France"}
        )
        self.assertEqual((found["status"], found["message"]), ("found", ""))
        self.assertAlmostEqual(found["latitude"], 45.92, 1)

    def test_a_site_that_is_not_found_is_offered_times_without_counting_the_way(self):
        lost = self.make_site("Nowhere", zip="00000", city="Atlantis")
        self.assertEqual(self.availability.where(lost)["status"], "unknown")
        self.assertEqual(len(self.availability.find(self.kind, lost, earliest=at(0), latest=at(24))), 26)
        self.assertEqual(self.codes(self.make_visit(location_id=lost.id)), ["unknown_place"])

    def test_a_place_by_itself(self):
        self.assertEqual(self.availability._duret_place(self.site)[0], (45.9, 6.12))
        self.assertEqual(self.availability._duret_place((45.9, 6.12)), ((45.9, 6.12), ""))
        self.assertEqual(self.availability._duret_place((0.0, 0.0)), (None, ""))
        self.assertEqual(self.availability._duret_place(None), (None, ""))

    # --- a time chosen by hand -------------------------------------------------------------------------------------
    def codes(self, order=None, **values):
        """Codes of what speaks against a time."""
        return [fault["code"] for fault in self.availability.check(order, **values)]

    def test_nothing_speaks_against_a_good_time(self):
        visit = self.make_visit(scheduled_date_start=at(9), type=self.kind.id)
        self.assertEqual(self.codes(visit), [])
        self.assertEqual(self.codes(visit, start=at(10)), [], "its own time is free")
        self.assertEqual(self.codes(), [], "no time, no fault")

    def test_each_fault_has_its_code(self):
        visit = self.make_visit(scheduled_date_start=at(9), scheduled_duration=1, type=self.kind.id)
        self.make_visit(scheduled_date_start=at(14), scheduled_duration=1)
        chalet = self.make_site("Chalet", **CHAMONIX)
        self.make_visit(scheduled_date_start=at(9), scheduled_duration=1, person_id=self.eve.id, location_id=chalet.id)
        self.assertEqual(self.codes(visit, start="2026-11-19 09:00:00"), ["past"])
        self.assertEqual(self.codes(visit, start=at(19)), ["outside_hours"])
        self.assertEqual(self.codes(visit, start=at(14, 30)), ["overlap"])
        self.assertEqual(self.codes(visit, start=at(10, 15), person_ids=self.eve.ids), ["unreachable_before"])
        self.assertEqual(
            self.codes(visit, start=at(8), person_ids=self.eve.ids), ["unreachable_before", "unreachable_after"]
        )
        self.kind.write({"duret_skill_ids": self.add_skill(self.eve).ids, "duret_crew": 2})
        self.assertEqual(self.codes(visit), ["crew", "skills"])

    def test_days_off_block(self):
        visit = self.make_visit(scheduled_date_start=at(9), scheduled_duration=1)
        leaves = self.env["resource.calendar.leaves"]
        tuesday = {"date_from": at(0, day=1), "date_to": at(24, day=1)}
        leaves.create({"name": "Doctor", "resource_id": self.luc.duret_resource_id.id, **tuesday})
        fault = self.availability.check(visit, start=at(9, day=1))[0]
        self.assertEqual((fault["code"], fault["blocking"], fault["person_id"]), ("away", True, self.luc.id))
        leaves.create({"name": "Bridge", "date_from": at(0, day=2), "date_to": at(24, day=2), "calendar_id": False})
        fault = self.availability.check(visit, start=at(9, day=2))[0]
        self.assertEqual((fault["code"], fault["blocking"]), ("holiday", True))
        self.assertIn("Bridge", fault["message"])
        fault = self.availability.check(visit, start=at(23.5, day=1), person_ids=self.eve.ids)[0]
        self.assertIn("25 novembre", fault["message"], "it goes on after midnight")
