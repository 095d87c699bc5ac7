"""What changes between the visit and the mail: visits reopened, clients gone, addresses that fail, decisions."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .request_case import RequestCase

SEND_DAY = "2026-11-25 07:00:00"


@tagged("post_install", "-at_install")
class TestRequestChanges(RequestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client = cls.make_person()
        cls.visit = cls.make_done(cls.client)

    def state(self, request):
        return request.state, request.reason

    # --- the visit --------------------------------------------------------------------------------------------
    def test_reopened_then_done_again(self):
        request = self.asked(self.visit)
        self.visit.with_context(bypass_order_completed_stage=True).stage_id = self.new_stage
        self.ask("2026-11-24 06:00:00")
        self.assertEqual(self.state(request), ("skipped", "cancelled"))
        with self.at("2026-11-26 15:00:00"):
            self.visit.date_end = "2026-11-26 15:00:00"
            self.visit.action_complete()
            self.env.flush_all()
        self.ask("2026-11-26 16:00:00")
        self.assertEqual(self.state(request), ("planned", False))
        self.assertEqual(str(request.done_at), "2026-11-26 15:00:00", "the delays run from the second end")
        self.assertEqual(self.request_of(self.visit), request)

    def test_cancelled_an_instant_before_the_mail(self):
        request = self.asked(self.visit)
        self.send("2026-11-25 05:00:00")
        self.assertEqual(self.rows(request).state, "planned")
        self.visit.stage_id = self.cancelled
        self.send(SEND_DAY)
        self.assertEqual(self.state(request), ("skipped", "cancelled"))
        self.assertFalse(self.rows(request))

    def test_deleted(self):
        request = self.asked(self.visit)
        self.visit.with_context(bypass_order_completed_stage=True).stage_id = self.new_stage
        self.visit.unlink()
        self.send(SEND_DAY)
        self.assertEqual(self.state(request), ("skipped", "cancelled"))
        self.ask("2026-11-25 08:00:00")
        self.assertEqual(self.state(request), ("skipped", "cancelled"))

    def test_the_end_was_corrected(self):
        """The technician's telephone finds the network again and tells the true hour."""
        request = self.asked(self.visit)
        self.visit.date_end = "2026-11-24 09:00:00"
        self.ask("2026-11-24 10:00:00")
        self.assertEqual(str(request.done_at), "2026-11-24 09:00:00")
        self.send(SEND_DAY)
        self.assertEqual(request.state, "planned")
        self.send("2026-11-26 07:00:00")
        self.assertEqual(request.state, "sent")

    def test_what_was_sent_stays_sent(self):
        request = self.asked(self.visit)
        self.send(SEND_DAY)
        self.visit.stage_id = self.cancelled
        self.ask("2026-11-26 07:00:00")
        self.assertEqual(request.state, "sent")

    # --- the client -------------------------------------------------------------------------------------------
    def test_a_client_deleted(self):
        request = self.asked(self.visit)
        other = self.make_person()
        self.visit.location_id.owner_id = other
        self.visit.location_id.partner_id.parent_id = other
        self.client.unlink()
        self.ask("2026-11-24 06:00:00")
        self.assertEqual(self.state(request), ("skipped", "client_gone"))

    def test_two_files_merged(self):
        """The request follows the file that stays, and the token still opens it."""
        request = self.asked(self.visit)
        twin = self.make_person("Jeanne Favre-Bulle")
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge([self.client.id, twin.id], dst_partner=twin)
        self.env.invalidate_all()
        self.assertEqual(request.partner_id, twin)
        self.send(SEND_DAY)
        self.assertEqual((request.state, self.rows(request).partner_id), ("sent", twin))

    def test_refused_an_instant_before_the_mail(self):
        request = self.asked(self.visit)
        self.env["duret.relance.opt.out"].create({"partner_id": self.client.id, "purpose": "satisfaction"})
        self.send(SEND_DAY)
        self.assertEqual(self.state(request), ("planned", False), "the follow-ups pass over it")
        self.ask("2026-11-25 08:00:00")
        self.assertEqual(self.state(request), ("skipped", "opted_out"))

    def test_a_complaint_an_instant_before_the_mail(self):
        request = self.asked(self.visit)
        self.send("2026-11-25 05:00:00")
        self.complain(self.client)
        self.send(SEND_DAY)
        self.assertEqual(self.state(request), ("held", "complaint"))
        self.assertFalse(self.rows(request), "its first message is still to be sent if Claire decides so")

    def test_a_complaint_before_the_reminder(self):
        """Who complains since he was asked is not told that we still wait for his opinion; his page stays open."""
        request = self.asked(self.visit)
        self.send(SEND_DAY)
        self.assertEqual(request.state, "sent")
        self.complain(self.client)
        self.send("2026-11-30 08:00:00")
        self.assertEqual((request.state, request.reminded_at), ("sent", False))
        self.assertEqual(self.rows(request).mapped("state"), ["queued", "skipped"])

    # --- addresses --------------------------------------------------------------------------------------------
    def test_a_mail_that_comes_back_goes_by_text_message(self):
        self.client.phone = "06 12 34 56 71"
        request = self.asked(self.visit)
        self.send(SEND_DAY)
        self.client.message_bounce = 1
        self.ask("2026-11-25 08:00:00")
        self.assertEqual((request.state, request.channel), ("sent", "sms"))
        self.send("2026-11-27 08:00:00")
        self.assertEqual(self.rows(request).mapped("channel"), ["mail", "sms"])

    def test_a_mail_that_comes_back_and_no_mobile(self):
        request = self.asked(self.visit)
        self.send(SEND_DAY)
        self.client.message_bounce = 1
        self.ask("2026-11-25 08:00:00")
        self.assertEqual(self.state(request), ("skipped", "bounced"))

    def test_a_mail_that_the_server_refuses_for_good(self):
        self.client.phone = "06 12 34 56 72"
        request = self.asked(self.visit)
        self.send(SEND_DAY)
        self.rows(request)._mark_failed("550 no such user", again=True)
        self.ask("2026-11-25 08:00:00")
        self.assertEqual(request.channel, "mail", "it is tried again")
        self.rows(request)._mark_failed("550 no such user", again=False)
        self.ask("2026-11-25 09:00:00")
        self.assertEqual((request.state, request.channel), ("sent", "sms"))

    def test_no_mobile_any_more_before_sending(self):
        self.client.write({"email": False, "phone": "06 12 34 56 73"})
        request = self.asked(self.visit)
        self.assertEqual(request.channel, "sms")
        self.client.write({"email": "retour@avis.test", "phone": False})
        self.ask("2026-11-24 06:00:00")
        self.assertEqual((request.state, request.channel), ("planned", "mail"))

    # --- decisions of a person --------------------------------------------------------------------------------
    def held(self):
        self.complain(self.client)
        request = self.asked(self.visit)
        self.assertEqual(request.state, "held")
        return request

    def test_held_requests_wait_for_a_person(self):
        request = self.held()
        self.send(SEND_DAY)
        self.ask("2026-12-10 07:00:00")
        self.assertEqual(self.state(request), ("held", "complaint"))
        self.ask("2027-01-02 07:00:00")
        self.assertEqual(self.state(request), ("skipped", "too_old"))

    def test_send_all_the_same(self):
        request = self.held()
        with self.at("2026-11-26 09:00:00"):
            request.with_user(self.user_assistant).action_send()
        self.assertEqual(self.state(request), ("planned", False))
        self.assertEqual(request.decided_by_id, self.user_assistant)
        self.send("2026-11-26 09:15:00")
        self.assertEqual(request.state, "sent", "at once: D+2 is past")
        self.assertEqual(self.rows(request).level_id, self.mail_rule.level_ids[0])

    def test_do_not_send(self):
        request = self.held()
        request.with_user(self.user_assistant).action_skip()
        self.assertEqual(self.state(request), ("skipped", "by_person"))
        self.ask("2026-11-25 06:00:00")
        self.assertEqual(self.state(request), ("skipped", "by_person"))
        with self.at("2026-11-26 09:00:00"):
            request.with_user(self.user_assistant).action_send()
        self.assertEqual(request.state, "planned", "she may change her mind")

    def test_what_nobody_may_pass_over(self):
        request = self.held()
        self.env["duret.relance.opt.out"].create({"partner_id": self.client.id, "purpose": "satisfaction"})
        with self.assertRaisesRegex(UserError, "no longer wants to be asked"), self.at("2026-11-26 09:00:00"):
            request.with_user(self.user_assistant).action_send()
        refused = self.asked(self.make_done(self.make_person(email=False)))
        with self.assertRaisesRegex(UserError, "nothing to decide"):
            refused.with_user(self.user_assistant).action_send()

    def test_too_late_to_ask(self):
        request = self.held()
        with self.assertRaisesRegex(UserError, "too long ago"), self.at("2027-01-01 09:00:00"):
            request.with_user(self.user_assistant).action_send()

    def test_what_was_sent_is_not_put_aside(self):
        request = self.asked(self.visit)
        self.send(SEND_DAY)
        for button in ("action_skip", "action_send"):
            with self.subTest(button), self.assertRaises(UserError):
                getattr(request.with_user(self.user_assistant), button)()

    def test_who_decides(self):
        request = self.held()
        for role in ("direction", "technician", "portal_a"):
            for button in ("action_send", "action_skip"):
                with self.subTest(role=role, button=button), self.assertRaises(AccessError):
                    getattr(request.with_user(self.users[role]), button)()
        self.assertEqual(request.state, "held")

    # --- what the office asks for while the client is on the line ---------------------------------------------
    def test_the_request_of_a_visit_made_now(self):
        with self.at("2026-11-23 16:00:00"):
            request = self.visit._duret_opinion_request()
            self.assertEqual(
                (request.visit_id, request.partner_id, request.state), (self.visit, self.client, "planned")
            )
            self.assertEqual(self.visit._duret_opinion_request(), request)
        self.ask("2026-11-24 06:00:00")
        self.assertEqual(self.request_of(self.visit), request)
        self.assertEqual(request.channel, "mail", "nothing was entered: it is asked like any other")

    def test_the_request_of_an_old_visit_made_now(self):
        """A client speaks of what was done weeks ago: if he hangs up, he gets no mail about it."""
        with self.at("2026-12-15 09:00:00"):
            request = self.visit._duret_opinion_request()
        self.assertEqual(self.state(request), ("skipped", "too_old"))
