"""A time set free: who is asked, in which order, until when, and how it ends."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MONDAY, PlanningCase
from .waiting_case import DAY, FRIDAY, HOUR, MINUTE, WaitingMixin


@tagged("post_install", "-at_install")
class TestWaitingList(WaitingMixin, PlanningCase):
    def setUp(self):
        super().setUp()
        self.at(FRIDAY)
        self.make_waiting()

    def _free(self):
        self.freed_visit.duret_cancel("Ill")

    def test_nothing_is_asked_in_the_transaction(self):
        """The user who cancels waits for nobody; clients are asked once he has had time to change his mind."""
        self.make_client(1)
        self._free()
        slot = self.env["duret.freed.slot"].search([])
        self.assertEqual((slot.person_id, slot.start, slot.stop), (self.luc, MONDAY, MONDAY + 2 * HOUR))
        self.assertFalse(self.propose(MINUTE))
        self.assertEqual(len(self.propose(2 * MINUTE)), 1)

    @mute_logger("odoo.addons.duret_planning.models.duret_freed_slot")
    def test_a_time_that_cannot_be_looked_at(self):
        """It waits an hour and keeps nobody else's from being proposed."""
        self.make_client(1)
        self._free()
        slot = self.env["duret.freed.slot"].search([])
        self.at(FRIDAY + 3 * MINUTE)
        with patch.object(type(slot), "_suited", side_effect=ValueError("broken")), self.enter_registry_test_mode():
            self.env.ref("duret_planning.ir_cron_waiting_list").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual((slot.state, slot.next_look), ("open", FRIDAY + 63 * MINUTE))
        self.assertFalse(self.offers())

    def test_the_job_asks_and_the_message_leaves(self):
        """As in the running suite: two scheduled jobs, a text message with the hour and the link."""
        visit = self.make_client(1)
        self._free()
        self.at(FRIDAY + 3 * MINUTE)
        with self.enter_registry_test_mode():
            self.env.ref("duret_planning.ir_cron_waiting_list").method_direct_trigger()
            self.env.ref("duret_planning.ir_cron_visit_message").method_direct_trigger()
        self.env.invalidate_all()
        offer = self.offers()
        self.assertEqual((offer.order_id, offer.start, offer.person_ids), (visit, MONDAY, self.luc))
        self.assertEqual(offer.expires_at, FRIDAY + 63 * MINUTE)
        row = visit.duret_message_ids.filtered(lambda row: row.purpose == "offer")
        self.assertEqual((row.channel, row.state, row.kind), ("sms", "queued", "offer"))
        text = self.env["sms.sms"].search([("uuid", "=", row.sms_uuid)]).body
        self.assertIn(f"/rdv/offre/{offer.secret}", text)
        self.assertIn("9", text)
        self.assertEqual(visit.duret_event_ids[0].kind, "offered")
        self.assertEqual(visit.scheduled_date_start, MONDAY + 7 * DAY + HOUR, "nothing moves before he answers")

    def test_by_mail_without_a_mobile(self):
        """The button of the mail leads to the answer, without a calendar file."""
        visit = self.make_client(1)
        visit.duret_partner_id.phone = False
        self._free()
        offer = self.propose()
        row = visit.duret_message_ids.filtered(lambda row: row.purpose == "offer")
        row._leave()
        self.assertEqual((row.channel, row.state), ("mail", "queued"))
        self.assertIn(f"/rdv/offre/{offer.secret}", row.mail_mail_id.body_html)
        self.assertNotIn("/rdv/visite/", row.mail_mail_id.body_html)
        self.assertFalse(row.mail_mail_id.attachment_ids)

    def test_the_nearest_first_three_at_once(self):
        """Least driving first, then who waits longest; the others when the first do not answer."""
        far = self.make_client(1, latitude=46.05)
        near = [self.make_client(number) for number in (2, 3, 4)]
        self.assertTrue(all(visit.duret_waiting_since == FRIDAY for visit in near))
        self._free()
        self.assertEqual(self.propose().order_id.ids, [visit.id for visit in near])
        self.assertEqual(self.propose(59 * MINUTE).order_id.ids, [visit.id for visit in near], "they have an hour")
        self.assertEqual(self.propose(2 * MINUTE)[-1].order_id, far)
        self.assertEqual(self.offers("expired").order_id.ids, [visit.id for visit in near])
        self.propose(61 * MINUTE)
        self.assertEqual(len(self.offers()), 4, "nobody is asked twice about one time")
        self.assertEqual(self.env["duret.freed.slot"].search([]).state, "none")

    def test_a_refusal_asks_the_next_one_at_once(self):
        self.company.duret_waiting_offers = 1
        first, second = self.make_client(1), self.make_client(2)
        self._free()
        self.propose()._decline()
        self.assertTrue(first.duret_waiting)
        self.assertEqual(self.propose(0 * MINUTE)[-1].order_id, second)

    def test_whom_it_does_not_suit(self):
        """An earlier appointment, a kind that Luc cannot do, a visit that is over, no address: not asked."""
        skilled = self.env["fsm.order.type"].create(
            {"name": "High voltage", "duret_minutes": 60, "duret_skill_ids": self.add_skill(self.eve, "HT").ids}
        )
        self.make_client(1).write({"type": skilled.id})
        self.make_client(2, days=-2).write({"duret_waiting": True})
        self.make_client(3).duret_cancel("No longer needed")
        self.make_client(4).duret_partner_id.write({"phone": False, "email": False})
        self.make_client(5).duret_waiting = False
        self._free()
        self.assertFalse(self.propose())
        self.assertEqual(set(self.env["duret.freed.slot"].search([]).mapped("state")), {"none"})

    def test_a_visit_without_a_time(self):
        """It gets its first one, agreed."""
        visit = self.make_client(1, days=None)
        self._free()
        offer = self.propose()
        self.assertTrue(offer._accept())
        self.assertEqual((visit.scheduled_date_start, visit.person_id), (MONDAY, self.luc))
        self.assertTrue(visit.duret_confirmed)
        self.assertEqual(visit.duret_claim_ids.mapped("stop"), [MONDAY + HOUR])

    def test_the_first_who_accepts_has_it(self):
        """The other one is told at once, keeps his appointment and stays on the list."""
        first, second = self.make_client(1), self.make_client(2)
        before = second.scheduled_date_start
        self._free()
        offers = self.propose()
        self.assertEqual(offers.order_id, first | second)
        won, lost = offers
        self.assertTrue(won._accept())
        self.assertFalse(lost._accept())
        self.assertEqual((won.state, lost.state), ("accepted", "lost"))
        self.assertEqual((first.scheduled_date_start, first.duret_waiting), (MONDAY, False))
        self.assertEqual((second.scheduled_date_start, second.duret_waiting), (before, True))
        events = len(first.duret_event_ids)
        self.assertTrue(won._accept(), "a second tap is harmless")
        self.assertEqual(len(first.duret_event_ids), events)
        event = first.duret_event_ids[0]
        self.assertEqual((event.kind, event.channel, event.partner_id), ("moved", "portal", first.duret_partner_id))

    def test_the_claims_decide(self):
        """Even when nobody has told the proposals: booked by telephone meanwhile, the answer is no."""
        visit = self.make_client(1)
        before = visit.scheduled_date_start
        self._free()
        offer = self.propose()
        self.make_visit(scheduled_date_start=MONDAY, scheduled_duration=1)
        self.assertFalse(offer._accept())
        self.assertEqual((offer.state, visit.scheduled_date_start, visit.duret_waiting), ("lost", before, True))

    def test_the_rest_of_the_time_is_proposed_on(self):
        """Two hours were set free, one is taken: the other one goes to somebody who was not asked yet."""
        self.company.duret_waiting_offers = 1
        self.make_client(1), self.make_client(2)
        self._free()
        self.propose()._accept()
        rest = self.propose(0 * MINUTE)[-1]
        self.assertGreaterEqual(rest.start, MONDAY + HOUR)
        self.assertTrue(rest._accept())

    def test_the_chain_ends(self):
        """Each one who moves up gives back his own time, which goes to the next; the list empties, and it stops."""
        self.company.duret_waiting_offers = 1
        visits = [self.make_client(number, days=number) for number in (1, 2, 3)]
        starts = [visit.scheduled_date_start for visit in visits]
        self._free()
        for _round in range(20):
            self.propose(5 * MINUTE)
            if not (open_ := self.offers("offered")):
                break
            open_[0]._accept()
        self.assertFalse(self.env["fsm.order"].search([("duret_waiting", "=", True)]))
        self.assertFalse(self.env["duret.freed.slot"].search([("state", "=", "open")]))
        self.assertTrue(all(visit.scheduled_date_start < start for visit, start in zip(visits, starts, strict=True)))

    def test_too_late_and_at_night(self):
        """Nothing for a time of the past or of the next two hours; at night nobody is woken up."""
        self.make_client(1)
        self.at(MONDAY - HOUR)
        self._free()
        self.assertFalse(self.env["duret.freed.slot"].search([]))
        evening = self.make_visit(scheduled_date_start=MONDAY + 7 * HOUR)
        self.at(MONDAY - 10 * HOUR)  # 23 h
        evening.duret_cancel("Ill")
        self.assertFalse(self.propose())
        self.at(MONDAY - HOUR)  # 8 h
        self.assertEqual(len(self.propose(0 * MINUTE)), 1)

    def test_an_answer_ends_two_hours_before(self):
        """Whatever the setting; after that the time is no longer proposed."""
        self.company.duret_waiting_minutes = 1440
        self.make_client(1)
        self.at(MONDAY - DAY + 2 * HOUR)
        self._free()
        offer = self.propose()
        self.assertEqual(offer.expires_at, MONDAY - 2 * HOUR)
        self.at(MONDAY - 2 * HOUR + MINUTE)
        self.assertFalse(offer._accept())
        self.propose(0 * MINUTE)
        self.assertEqual((offer.state, self.env["duret.freed.slot"].search([]).state), ("expired", "late"))

    def test_moved_and_reassigned(self):
        """A visit moved by an hour gives back the hour that it leaves; given to Eve, all of it; its length never."""
        slots = self.env["duret.freed.slot"]
        self.freed_visit.duret_move(MONDAY + HOUR)
        self.assertEqual(slots.search([]).mapped(lambda one: (one.start, one.stop)), [(MONDAY, MONDAY + HOUR)])
        self.freed_visit.duret_move(MONDAY + HOUR, self.eve.ids)
        self.assertEqual(slots.search([], order="id")[-1].mapped("person_id"), self.luc)
        self.assertEqual(len(slots.search([])), 2)
        self.freed_visit.duret_move(MONDAY + HOUR, self.luc.ids, "import")
        self.assertEqual(len(slots.search([])), 2)

    def test_leaving_the_list_ends_what_was_proposed(self):
        """By hand or because the visit is cancelled; back on the list, he stands at its end."""
        visit = self.make_client(1)
        self._free()
        offer = self.propose()
        visit.action_duret_wait_no_more()
        self.assertEqual((offer.state, visit.duret_waiting_since), ("expired", False))
        self.at(FRIDAY + HOUR)
        visit.action_duret_wait()
        self.assertEqual(visit.duret_waiting_since, FRIDAY + HOUR)
        visit.duret_cancel("No longer needed")
        self.assertFalse(visit.duret_waiting or visit.duret_waiting_since)
        with self.assertRaises(UserError):
            visit.action_duret_wait()

    def test_rights(self):
        """The office puts on the list; nobody writes proposals by hand; secrets are read by nobody."""
        visit = self.make_client(1)
        self._free()
        offer = self.propose()
        visit.with_user(self.user_assistant).action_duret_wait_no_more()
        for user in (self.user_assistant, self.user_technician, self.user_direction):
            with self.subTest(user=user.login):
                self.assertTrue(offer.with_user(user).has_access("read"))
                self.assertFalse(offer.with_user(user).has_access("write"))
                with self.assertRaises(AccessError):
                    offer.with_user(user).read(["secret"])
        self.assertFalse(offer.with_user(self.user_portal_b).has_access("read"))
        with self.assertRaises(AccessError):
            visit.with_user(self.user_direction).action_duret_wait()

    def test_cost_does_not_grow_with_the_list(self):
        """The nearest ones are looked at, however many wait."""

        def cost():
            visit = self.make_visit(type=self.type_breakdown.id, scheduled_date_start=MONDAY + 5 * HOUR)
            visit.duret_cancel("Ill")
            slot = self.env["duret.freed.slot"].search([], order="id desc", limit=1)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            slot._look()
            self.env.flush_all()
            spent = self.env.cr.sql_log_count - before
            self.assertEqual(len(slot.offer_ids), 3)
            slot.offer_ids.unlink()
            return spent

        for number in range(1, 16):
            self.make_client(number, days=None)
        cost()
        few = cost()
        for number in range(16, 66):
            self.make_client(number, days=None)
        self.assertLessEqual(cost(), few)
