"""Slots kept for some minutes."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..exceptions import SlotTaken
from .common import MONDAY, PlanningCase

HOUR = timedelta(hours=1)


@tagged("post_install", "-at_install")
class TestHolds(PlanningCase):
    """Somebody is filling a form for Monday at 9 h."""

    def _hold(self, **values):
        return self.env["duret.slot.hold"].hold(self.luc.ids, MONDAY, MONDAY + HOUR, self.type_breakdown.id, **values)

    def _book(self, **values):
        base = {
            "type_id": self.type_breakdown.id,
            "start": MONDAY,
            "minutes": 60,
            "person_ids": self.luc.ids,
            "location_id": self.site.id,
        }
        return self.env["fsm.order"].duret_book(base | values)

    def test_held_is_taken_for_everybody_else(self):
        """Neither a visit nor another hold gets the time."""
        self._hold()
        with self.assertRaises(SlotTaken):
            self.make_visit()
        with self.assertRaises(SlotTaken):
            self._hold()

    def test_the_holder_books(self):
        """The token turns the hold into the visit."""
        hold = self._hold()
        visit = self._book(hold_token=hold.token)
        self.assertFalse(hold.exists())
        self.assertEqual(visit.duret_claim_ids.person_id, self.luc)
        self.assertEqual(visit.stage_id, self.env.ref("duret_planning.fsm_stage_planned"))
        self.assertEqual(visit.scheduled_duration, 1)

    def test_a_forged_token_books_nothing_held(self):
        """Whoever invents a token is refused like anybody else."""
        self._hold()
        for token in ("x" * 32, "", None, 5):
            with self.assertRaises(SlotTaken):
                self._book(hold_token=token)

    def test_a_hold_gives_itself_back(self):
        """Once expired, the time is free at once, before any job has passed."""
        now = fields.Datetime.now()
        self._hold()
        with freeze_time(now + timedelta(minutes=4)), self.assertRaises(SlotTaken):
            self.make_visit()
        with freeze_time(now + timedelta(minutes=6)):
            self.assertTrue(self.make_visit().duret_claim_ids)

    def test_the_job_drops_what_expired(self):
        """So that lists of free slots show it within a minute."""
        kept = self._hold(minutes=30)
        dropped = self.env["duret.slot.hold"].hold(self.eve.ids, MONDAY, MONDAY + HOUR, minutes=1)
        with freeze_time(fields.Datetime.now() + timedelta(minutes=2)), self.enter_registry_test_mode():
            self.env.ref("duret_planning.ir_cron_holds").method_direct_trigger()
        self.assertTrue(kept.exists())
        self.assertFalse(dropped.exists())
        self.assertFalse(self.env["duret.slot.claim"].search([("person_id", "=", self.eve.id)]))

    def test_booking_needs_everything(self):
        """What is missing is named, nothing is kept."""
        for missing in ("type_id", "start", "person_ids", "location_id"):
            with self.subTest(missing=missing), self.assertRaises(UserError):
                self._book(**{missing: False})
        self.assertFalse(self.env["duret.slot.hold"].search([]))

    def test_booking_at_a_new_address(self):
        """A client with a new address gets a site; asked twice, it is the same one."""
        address = {"street": "12, Route des Aravis", "zip": "74450", "city": "Le Grand-Bornand"}
        visit = self._book(location_id=False, partner_id=self.client_b.id, address=address)
        again = self._book(
            location_id=False,
            partner_id=self.client_b.id,
            address=address | {"street": "12 route des ARAVIS"},
            start=MONDAY + 3 * HOUR,
        )
        self.assertEqual(visit.location_id.owner_id, self.client_b)
        self.assertEqual(again.location_id, visit.location_id)
        with self.assertRaises(UserError):
            self._book(location_id=False, partner_id=self.client_b.id, start=MONDAY + 6 * HOUR)

    def test_nobody_reads_tokens(self):
        """Holds are seen on the board; their token is the holder's."""
        hold = self._hold().with_user(self.user_assistant)
        hold.read(["start", "stop"])
        with self.assertRaises(AccessError):
            hold.read(["token"])
        with self.assertRaises(AccessError):
            hold.unlink()
