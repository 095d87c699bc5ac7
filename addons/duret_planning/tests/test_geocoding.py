"""Coordinates follow addresses, from the tables at once, from a service later and only when it makes sense."""

from unittest.mock import patch

from odoo.tests import tagged

from .common import PlanningCase

STREET = (45.9012, 6.1301)


@tagged("post_install", "-at_install")
class TestGeocoding(PlanningCase):
    def site_at(self, **address):
        """A site of client A."""
        return self.env["fsm.location"].create({"name": "S", "owner_id": self.client_a.id, **address})

    def ask_service(self, answer):
        """Run the scheduled action with a service that gives one answer; returns how often it was asked."""
        partners = type(self.env["res.partner"])
        with patch.object(partners, "_geo_localize", return_value=answer) as service, self.enter_registry_test_mode():
            self.env.ref("duret_planning.ir_cron_geocode").method_direct_trigger()
        self.env.invalidate_all()
        return service.call_count

    def test_a_new_site_is_in_its_town(self):
        site = self.site_at(street="1 rue X", zip="74400", city="chamonix mont blanc")
        self.assertEqual((site.partner_id.duret_geo_precision, round(site.partner_latitude, 2)), ("town", 45.92))

    def test_another_address_other_coordinates(self):
        site = self.site_at(zip="74000", city="Annecy")
        site.write({"zip": "74400", "city": "Chamonix-Mont-Blanc"})
        self.assertAlmostEqual(site.partner_longitude, 6.87, 2)
        site.write({"city": "Nowhere", "zip": "00000"})
        self.assertEqual((site.partner_latitude, site.partner_id.duret_geo_precision), (0, "none"))

    def test_several_at_once_each_get_their_own(self):
        annecy, thones = self.site_at(zip="74000", city="Annecy"), self.site_at(zip="74230", city="Thônes")
        (annecy | thones).write({"street": "Place de la Mairie"})
        self.assertNotEqual(annecy.partner_longitude, thones.partner_longitude)
        self.assertTrue(annecy.partner_longitude and thones.partner_longitude)

    def test_coordinates_set_by_hand_stay(self):
        self.assertEqual((self.site.partner_latitude, self.site.partner_id.duret_geo_precision), (45.9, "street"))
        self.site.write({"zip": "74400", "city": "Chamonix", "partner_latitude": 45.93, "partner_longitude": 6.9})
        self.assertEqual(self.site.partner_latitude, 45.93)
        self.site.phone = "04 50 00 00 01"
        self.assertEqual(self.site.partner_latitude, 45.93)

    def test_abroad_and_without_address(self):
        partners = self.env["res.partner"].create(
            [
                {"name": "Swiss", "zip": "1201", "city": "Genève", "country_id": self.env.ref("base.ch").id},
                {"name": "Nowhere"},
            ]
        )
        self.assertEqual(partners.mapped("partner_latitude"), [0.0, 0.0])
        self.assertEqual(partners[0].duret_geo_precision, "none")

    def test_sites_that_were_there_before(self):
        site = self.site_at(zip="74000", city="Annecy")
        site.partner_id.write({"partner_latitude": 0, "partner_longitude": 0, "duret_geo_precision": False})
        self.env["res.partner"]._duret_geolocate_sites()
        self.assertAlmostEqual(site.partner_latitude, 45.91, 2)

    def test_the_service_is_not_asked_unless_the_company_wants_it(self):
        site = self.site_at(street="1 rue X", zip="74000", city="Annecy")
        self.env.company.duret_geocode_online = False
        self.assertEqual(self.ask_service(STREET), 0)
        self.assertEqual(site.partner_id.duret_geo_precision, "town")

    def test_the_service_refines_once(self):
        self.env["res.partner"].search([("fsm_location", "=", True)]).duret_geo_asked = True
        self.env.company.duret_geocode_online = True
        site = self.site_at(street="1 rue X", zip="74000", city="Annecy")
        self.assertEqual(self.ask_service(STREET), 1)
        self.assertEqual(site.partner_id.duret_geo_precision, "street")
        self.assertEqual((site.partner_latitude, site.partner_longitude), STREET)
        self.assertEqual(self.ask_service(STREET), 0)

    def test_an_answer_in_another_town_or_none_is_not_kept(self):
        self.env["res.partner"].search([("fsm_location", "=", True)]).duret_geo_asked = True
        self.env.company.duret_geocode_online = True
        for answer in ((48.85, 2.35), None):
            site = self.site_at(street="1 rue de Paris", zip="74000", city="Annecy")
            self.assertEqual(self.ask_service(answer), 1)
            self.assertAlmostEqual(site.partner_latitude, 45.91, 2)
            self.assertTrue(site.partner_id.duret_geo_asked)
