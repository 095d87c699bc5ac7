"""What clients are told about their visits: once, the truth, in time."""

from datetime import UTC

from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MONDAY
from .message_case import DAY, FRIDAY, HOUR, MessageCase


@tagged("post_install", "-at_install")
class TestVisitMessages(MessageCase):
    """Messages to clients."""

    # -- confirmation -----------------------------------------------------------------------------------------------

    def test_a_booking_is_confirmed_by_mail_and_text_message(self):
        visit = self.book()
        self.assertEqual(self.rows(visit).mapped("channel"), ["mail", "sms"])
        self.leave()
        mail, text = self.rows(visit)
        self.assertEqual((mail.kind, mail.state, mail.address), ("confirmation", "queued", "regie@client-a.test"))
        self.assertIn("Monday 23 November at 9:00", mail.mail_mail_id.subject)
        self.assertIn(visit._duret_manage_url(), mail.mail_mail_id.body_html)
        self.assertEqual(mail.mail_mail_id.state, "outgoing")
        sms = self.env["sms.sms"].search([("uuid", "=", text.sms_uuid)])
        self.assertEqual((sms.number, sms.state), ("+33612345678", "outgoing"))
        self.assertIn("Monday 23 November at 9:00", sms.body)
        self.assertIn(visit._duret_manage_url(), sms.body)

    def test_the_file_puts_it_in_the_calendar(self):
        visit = self.book()
        self.leave()
        calendar, event = self.appointment(self.rows(visit, channel="mail"))
        self.assertEqual(calendar["METHOD"], "PUBLISH")
        self.assertEqual(event["DTSTART"].dt.astimezone(UTC).replace(tzinfo=None), MONDAY)
        self.assertEqual(str(event["DTSTART"].dt.tzinfo), "Europe/Paris")
        self.assertEqual((event["DTEND"].dt - event["DTSTART"].dt).seconds, self.type_breakdown.duret_minutes * 60)
        self.assertEqual((event["STATUS"], event["SEQUENCE"]), ("CONFIRMED", 0))
        self.assertEqual(event["LOCATION"], "3 rue du Lac, 74000 Annecy")
        self.assertEqual(event["URL"], visit._duret_manage_url())

    def test_a_time_that_was_not_agreed_is_told_once_it_is(self):
        visit = self.book(channel="office", confirmed=False)
        self.assertFalse(self.rows(visit))
        visit.action_duret_agreed()
        self.leave()
        self.assertEqual(self.told(visit), ["confirmation"])
        visit.action_duret_agreed()
        self.assertEqual(len(self.rows(visit)), 2)

    def test_who_wrote_on_the_request_reads_it_there(self):
        ticket = self.env["helpdesk.ticket"].create(
            {"name": "No light", "description": "No light", "partner_id": self.contact_a.id}
        )
        visit = self.book(ticket_id=ticket.id)
        self.leave()
        mail = self.rows(visit, channel="mail")
        self.assertEqual(mail.address, self.contact_a.email)
        self.assertEqual((mail.mail_message_id.model, mail.mail_message_id.res_id), (ticket._name, ticket.id))

    def test_the_administrator_rewrites_the_text(self):
        template = self.env.ref("duret_planning.visit_confirmation_mail_template")
        template.with_context(lang="en_US").subject = "See you on {{ object.duret_when() }}"
        visit = self.book()
        self.leave()
        subject = self.rows(visit, channel="mail").mail_mail_id.subject
        self.assertEqual(subject, "See you on Monday 23 November at 9:00")

    def test_imported_and_past_visits_are_silent(self):
        imported = self.book(channel="import")
        silent = (
            self.env["fsm.order"]
            .with_context(duret_no_message=True)
            .create(
                imported.copy_data({"scheduled_date_start": MONDAY + DAY, "scheduled_date_end": MONDAY + DAY + HOUR})[0]
            )
        )
        self.assertFalse(self.rows(imported) | self.rows(silent))
        past = self.book(start=FRIDAY - DAY)
        self.leave()
        self.assertEqual(set(self.rows(past).mapped("state")), {"dropped"})

    # -- changes ----------------------------------------------------------------------------------------------------

    def test_moved_three_times_told_once(self):
        visit = self.book()
        self.leave()
        first = self.appointment(self.rows(visit, channel="mail"))[1]
        for hours in (1, 2, 3):
            visit.duret_move(MONDAY + hours * HOUR)
            self.leave()
        self.assertEqual(self.told(visit), ["confirmation"])
        self.leave(minutes=2)
        self.assertEqual(self.told(visit), ["confirmation", "moved"])
        self.assertEqual(self.told(visit, "sms"), ["confirmation", "moved"])
        last = self.rows(visit, channel="mail")[-1]
        calendar, event = self.appointment(last)
        self.assertEqual(event["DTSTART"].dt.hour, 12)
        self.assertEqual((calendar["METHOD"], event["UID"]), ("PUBLISH", first["UID"]))
        self.assertGreater(event["SEQUENCE"], first["SEQUENCE"])
        self.assertIn("Monday 23 November at 9:00", last.mail_mail_id.body_html)
        self.assertEqual(self.rows(visit, channel="mail").mapped("state"), ["queued", "folded", "folded", "queued"])

    def test_moved_and_moved_back_is_nothing(self):
        visit = self.book()
        self.leave()
        visit.duret_move(MONDAY + HOUR)
        visit.duret_move(MONDAY)
        self.leave(minutes=2)
        self.assertEqual(self.told(visit), ["confirmation"])
        self.assertEqual(self.rows(visit, channel="mail")[-1].state, "dropped")

    def test_another_technician_is_no_news_for_the_client(self):
        visit = self.book()
        self.leave()
        visit.duret_move(MONDAY, person_ids=self.eve.ids)
        self.leave(minutes=2)
        self.assertEqual(self.told(visit), ["confirmation"])

    def test_cancelled(self):
        visit = self.book()
        self.leave()
        visit.duret_cancel("Solved by itself", channel="office")
        self.leave(minutes=2)
        calendar, event = self.appointment(self.rows(visit, channel="mail")[-1])
        self.assertEqual(self.told(visit), ["confirmation", "cancelled"])
        self.assertEqual((calendar["METHOD"], event["STATUS"]), ("CANCEL", "CANCELLED"))
        self.assertEqual(event["SEQUENCE"], 1)

    def test_cancelled_before_it_was_told_is_nothing(self):
        visit = self.book()
        visit.duret_cancel("Wrong client", channel="office")
        self.leave(minutes=2)
        self.assertFalse(self.told(visit) + self.told(visit, "sms"))

    def test_a_visit_without_a_time_is_not_announced_as_cancelled(self):
        """It is being planned again: the client hears the next time, not that there is none."""
        visit = self.book()
        self.leave()
        visit.write({"scheduled_date_start": False})
        self.leave(minutes=2)
        self.assertEqual(self.told(visit), ["confirmation"])
        visit.write({"scheduled_date_start": MONDAY + DAY})
        self.leave(minutes=4)
        self.assertEqual(self.told(visit), ["confirmation", "moved"])

    # -- when -------------------------------------------------------------------------------------------------------

    def test_the_client_who_acts_is_answered_at_once_even_at_night(self):
        self.at("2026-11-20 20:30:00")
        visit = self.book(channel="portal")
        self.leave()
        visit.with_context(duret_actor_partner_id=self.client_a.id).duret_move(MONDAY + HOUR, channel="portal")
        self.leave()
        self.assertEqual(self.told(visit), ["confirmation", "confirmation"])

    def test_our_changes_wait_for_the_morning(self):
        visit = self.book()
        self.leave()
        self.at("2026-11-20 20:30:00")
        visit.duret_move(MONDAY + HOUR)
        self.leave(minutes=30)
        self.assertEqual(self.told(visit), ["confirmation"])
        self.at("2026-11-21 07:00:00")  # 8 h
        self.leave()
        self.assertEqual(self.told(visit), ["confirmation", "moved"])

    # -- channels ---------------------------------------------------------------------------------------------------

    def test_without_an_address_a_text_message_without_a_number_a_mail(self):
        self.client_a.email = False
        self.assertEqual(self.rows(self.book()).mapped("channel"), ["sms"])
        self.client_a.write({"email": "regie@client-a.test", "phone": "04 50 12 34 56"})
        self.client_a.duret_phone_ids.filtered(lambda phone: phone.kind == "mobile").unlink()
        self.assertEqual(self.rows(self.book(start=MONDAY + DAY)).mapped("channel"), ["mail"])

    def test_no_text_messages_when_the_company_sends_none(self):
        self.company.duret_visit_sms = False
        self.assertEqual(self.rows(self.book()).mapped("channel"), ["mail"])

    def test_a_number_that_refuses_text_messages_gets_none(self):
        self.env["phone.blacklist"].add("+33612345678")
        self.assertEqual(self.rows(self.book()).mapped("channel"), ["mail"])

    def test_nobody_reachable_somebody_calls(self):
        self.client_a.write({"email": False, "phone": "04 50 12 34 56"})
        self.client_a.duret_phone_ids.filtered(lambda phone: phone.kind == "mobile").unlink()
        visit = self.book(channel="office")
        self.leave()
        activity = self.calls(visit)
        self.assertEqual(activity.user_id, self.user_assistant)
        self.assertEqual(activity.duret_deadline, fields.Datetime.now())
        self.assertIn("Monday 23 November at 9:00", activity.summary)

    def test_on_the_telephone_nobody_has_to_be_called(self):
        """He heard it: whoever spoke to him is not asked to call him."""
        self.client_a.write({"email": False, "phone": "04 50 12 34 56"})
        self.client_a.duret_phone_ids.filtered(lambda phone: phone.kind == "mobile").unlink()
        visit = self.book(channel="phone")
        self.leave()
        self.assertFalse(self.rows(visit))
        self.assertFalse(self.calls(visit))

    def test_when_every_channel_fails_somebody_calls(self):
        visit = self.book(channel="office")
        self.leave()
        mail, text = self.rows(visit)
        mail.mail_mail_id._postprocess_sent_message([], [], failure_type="mail_email_invalid", failure_reason="Unknown")
        self.assertEqual((mail.state, mail.detail), ("failed", "Unknown"))
        self.leave()
        self.assertFalse(self.calls(visit), "the text message is still on its way")
        sms = self.env["sms.sms"].search([("uuid", "=", text.sms_uuid)])
        sms.write({"state": "error", "failure_type": "sms_number_format"})
        self.leave()
        self.assertEqual(len(self.calls(visit)), 1)

    def test_a_closed_door_is_tried_again_with_the_same_mail(self):
        visit = self.book()
        self.leave()
        row = self.rows(visit, channel="mail")
        mail, reference = row.mail_mail_id, row.message_ref
        mail.write({"state": "exception"})
        mail._postprocess_sent_message([], [], failure_type="mail_smtp", failure_reason="No connection")
        self.at(FRIDAY + HOUR)
        self.outbox._retry()
        self.assertEqual((row.state, row.mail_mail_id, mail.state), ("queued", mail, "outgoing"))
        self.assertEqual(mail.message_id, reference)
        self.assertFalse(self.calls(visit))

    def test_one_text_that_fails_does_not_stop_the_others(self):
        template = self.env.ref("duret_planning.visit_confirmation_sms_template")
        template.with_context(lang="en_US").body = "{{ 1 / (object.order_id.scheduled_duration - 3) }}"
        wrong, right = self.book(minutes=180), self.book(start=MONDAY + DAY)
        with mute_logger("odoo.addons.duret_planning.models.duret_visit_message_sender", "odoo.addons.mail"):
            self.leave()
        self.assertEqual(self.rows(wrong, channel="sms").state, "failed")
        self.assertEqual(self.rows(right, channel="sms").state, "queued")

    # -- once -------------------------------------------------------------------------------------------------------

    def test_the_database_refuses_a_second_row(self):
        visit = self.book()
        row = self.rows(visit, channel="mail")
        values = row.copy_data()[0] | {"message_ref": "<other@test>", "sms_uuid": "other"}
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.outbox.create(values)
            self.env.flush_all()

    def test_queued_again_adds_nothing(self):
        visit = self.book()
        self.assertEqual(len(self.rows(visit)), 2)
        visit.duret_event_ids._duret_queue_messages()
        self.assertEqual(len(self.rows(visit)), 2)

    def test_queueing_many_costs_as_much_as_one(self):
        visits = [self.book(start=MONDAY + number * 2 * HOUR) for number in range(10)]
        events = self.env["duret.visit.event"].search([("order_id", "in", [visit.id for visit in visits])])
        self.outbox.search([]).unlink()

        def queries(chosen):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            chosen._duret_queue_messages()
            return self.env.cr.sql_log_count - before

        queries(events[:1])
        self.outbox.search([]).unlink()
        few = queries(events[:1])
        self.outbox.search([]).unlink()
        self.assertLessEqual(queries(events), few)

    # -- rights and answers -----------------------------------------------------------------------------------------

    def test_who_reads_the_outbox(self):
        for user, allowed in (
            (self.user_assistant, True),
            (self.user_direction, True),
            (self.user_technician, False),
            (self.user_portal_a, False),
        ):
            self.assertEqual(self.outbox.with_user(user).has_access("read"), allowed, user.login)
            self.assertFalse(self.outbox.with_user(user).has_access("write"), user.login)

    def test_an_answer_goes_where_somebody_reads_it(self):
        """Not into the visit: the customer service's address makes a ticket of it. Colleagues may write in a visit."""
        visit = self.book()
        self.leave()
        team = self.env.ref("duret_helpdesk.team_customer_service")
        if not team.alias_email:
            domain = self.env["mail.alias.domain"].create({"name": "duret.test"})
            team.alias_id.write({"alias_name": "service", "alias_domain_id": domain.id})
        self.assertIn(team.alias_email, visit._duret_reply_address(self.company))
        self.assertFalse(visit._duret_accepts_sender("regie@client-a.test"))
        self.assertTrue(visit._duret_accepts_sender(self.user_technician.email_normalized))
