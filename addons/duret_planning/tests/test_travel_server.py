"""A routing server is used when it answers, and missed without harm when it does not."""

import socket

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.duret_planning.models import duret_travel
from odoo.addons.duret_planning.slotting.travel import Place

from .availability import CHAMONIX, NOW, AvailabilityCase, at
from .routing_stand_in import RoutingStandIn

LOGGER = "odoo.addons.duret_planning.models.duret_travel"
HERE, THERE = Place(45.9, 6.12), Place(45.92, 6.87)


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestTravelServer(AvailabilityCase):
    def setUp(self):
        super().setUp()
        duret_travel._silent_until.clear()
        self.addCleanup(duret_travel._silent_until.clear)

    def use(self, url):
        """Set the server, with a margin of a tenth."""
        self.env.company.write({"duret_osrm_url": url, "duret_travel_margin": 10})

    def test_its_minutes_and_kilometres_are_used(self):
        with RoutingStandIn(minutes=10) as server:
            self.use(server.url + "/")
            travel = self.availability.travel([HERE, THERE])
        self.assertEqual((travel(HERE, THERE), travel.kilometres(HERE, THERE), travel.note), (11, 12.0, ""))
        self.assertEqual(len(server.asked), 1)

    def test_slots_follow_the_server(self):
        chalet = self.make_site("Chalet", **CHAMONIX)
        self.make_visit(scheduled_date_start=at(9), scheduled_duration=1, location_id=chalet.id)
        self.assertNotIn("10:15", self.clocks(where=self.site))
        with RoutingStandIn(minutes=10) as server:
            self.use(server.url)
            self.assertIn("10:15", self.clocks(where=self.site))
            self.assertNotIn("10:00", self.clocks(where=self.site))

    @mute_logger(LOGGER)
    def test_a_server_that_fails_is_replaced_and_it_is_said(self):
        with RoutingStandIn(minutes=None) as server:
            self.use(server.url)
            travel = self.availability.travel([HERE, THERE])
        self.assertIn("estimated", travel.note)
        self.assertGreater(travel(HERE, THERE), 45)

    @mute_logger(LOGGER)
    def test_a_server_that_failed_is_left_alone_for_a_minute(self):
        with RoutingStandIn(minutes=None) as server:
            self.use(server.url)
            self.assertTrue(self.clocks(where=self.site), "times are offered all the same")
            asked = len(server.asked)
            server.minutes = 10
            self.assertTrue(self.availability.travel([HERE, THERE]).note)
            self.assertEqual(len(server.asked), asked)
            duret_travel._silent_until.clear()
            self.assertFalse(self.availability.travel([HERE, THERE]).note)

    @mute_logger(LOGGER)
    def test_nobody_waits_long_for_a_server_that_says_nothing(self):
        with socket.socket() as mute:
            mute.bind(("127.0.0.1", 0))
            mute.listen()
            self.use(f"http://127.0.0.1:{mute.getsockname()[1]}")
            self.patch(duret_travel, "TIMEOUT", 0.1)
            self.assertTrue(self.availability.travel([HERE, THERE]).note)
