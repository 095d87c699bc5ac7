from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MailGatewayCase, eml
from .sla_case import paris_time

JEANNE = "jeanne@client.example"


@tagged("post_install", "-at_install", "duret_mail")
class TestAutomaticAnswers(MailGatewayCase):
    """What a client is told at once: number, honest delay, next opening; once, and never to a robot."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["resource.calendar.leaves"]._duret_fill_public_holidays(cls.company, [2026])
        cls.company.duret_emergency_phone = "04 65 71 00 99"
        cls.answers = cls.env["duret.automatic.answer"]
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.company.partner_id.lang = "fr_FR"

    def at(self, text):
        return paris_time(self.env, text)

    def received_at(self, text, body="Bonjour, quand passez-vous ?", *args, **kwargs):
        """Deliver a mail, without anything urgent in it, at this time; return its row once the answers have left."""
        with self.at(text):
            return self.receive(eml(body, *args, **{"subject": "Question"} | kwargs))

    def texts(self, address=JEANNE):
        """Texts of the automatic answers to an address, without the foot of the mail; each has really been sent."""
        sent = self.answers.search([("email", "=", address), ("state", "=", "sent")], order="id")
        mails = {mail["Message-Id"] for mail in self.sent_to(address)}
        self.assertLessEqual(set(sent.message_id.mapped("message_id")), mails)
        return [str(answer.message_id.body) for answer in sent]

    def test_in_office_hours_the_number_and_the_time_of_the_answer(self):
        row = self.received_at("2026-11-20 16:07")
        (text,) = self.texts()
        self.assertIn(row.ticket_id.number, text)
        self.assertIn("lundi 23 novembre", text)
        self.assertIn("10 h 45", text)
        self.assertNotIn("04 65 71 00 99", text)
        self.assertTrue(row.acknowledged)
        answer = self.answers.search([("ticket_id", "=", row.ticket_id.id)])
        self.assertEqual((answer.kind, answer.state, answer.period, answer.inbox_id), ("received", "sent", "open", row))

    def test_at_night_the_next_opening_and_the_emergency_number(self):
        row = self.received_at("2026-11-20 21:00")
        (text,) = self.texts()
        self.assertIn(row.ticket_id.number, text)
        self.assertIn("lundi 23 novembre", text)
        self.assertRegex(text, r"\b8 h\b")
        self.assertIn("04 65 71 00 99", text)
        self.assertRegex(text, r"\b12 h\b", "answer before noon: four hours after the opening")
        self.assertEqual(self.answers.search([("ticket_id", "=", row.ticket_id.id)]).kind, "closed")

    def test_on_a_holiday_its_name(self):
        self.received_at("2026-11-11 10:00")
        (text,) = self.texts()
        self.assertIn("Armistice 1918", text)
        self.assertIn("jeudi 12 novembre", text)

    def test_an_outbox_row_is_all_that_the_delivery_costs(self):
        with self.at("2026-11-20 16:00"), patch.object(type(self.answers), "_send", lambda rows: None):
            row = self.receive(eml())
            self.assertEqual(self.texts(), [])
            self.assertFalse(row.acknowledged, "not before it has left")
            waiting = self.answers.search([("ticket_id", "=", row.ticket_id.id)])
        self.assertEqual(waiting.state, "waiting")
        with self.at("2026-11-20 16:01"):
            waiting._send()
        self.assertEqual(len(self.texts()), 1)
        self.assertTrue(row.acknowledged)

    def test_the_scheduled_task_sends_at_once_and_not_with_the_hourly_queue(self):
        with self.at("2026-11-20 16:00"):
            with patch.object(type(self.answers), "_send", lambda rows: None):
                row = self.receive(eml())
            self.env.ref("duret_helpdesk.ir_cron_automatic_answer").method_direct_trigger()
        self.env.invalidate_all()
        self.assertTrue(row.acknowledged)
        self.assertEqual(len(self.sent_to(JEANNE)), 1)

    def test_what_is_true_when_it_leaves(self):
        with self.at("2026-11-20 07:58"), patch.object(type(self.answers), "_send", lambda rows: None):
            row = self.receive(eml())
        waiting = self.answers.search([("ticket_id", "=", row.ticket_id.id)])
        with self.at("2026-11-20 08:01"):
            waiting._send()
        self.assertEqual(waiting.kind, "received", "the office has opened meanwhile")

    def test_an_answer_that_comes_too_late_is_given_up(self):
        with self.at("2026-11-20 09:00"), patch.object(type(self.answers), "_send", lambda rows: None):
            row = self.receive(eml())
        waiting = self.answers.search([("ticket_id", "=", row.ticket_id.id)])
        with self.at("2026-11-20 21:01"):
            waiting._send()
        self.assertEqual((waiting.state, self.texts(), row.acknowledged), ("dropped", [], False))

    def test_one_that_fails_does_not_hold_up_the_others(self):
        with self.at("2026-11-20 09:00"), patch.object(type(self.answers), "_send", lambda rows: None):
            rows = [self.receive(eml(sender=f"Client {number} <c{number}@client.example>")) for number in range(2)]
        waiting = self.answers.search([("ticket_id", "in", [row.ticket_id.id for row in rows])], order="id")
        tickets = type(self.env["helpdesk.ticket"])
        real, broken = tickets._duret_sender_address, rows[0].ticket_id

        def sender(ticket):
            if ticket == broken:
                raise ValueError("cassé")
            return real(ticket)

        with (
            self.at("2026-11-20 09:01"),
            patch.object(tickets, "_duret_sender_address", sender),
            mute_logger("odoo.addons.duret_helpdesk.models.duret_automatic_answer"),
        ):
            waiting._send()
        self.assertEqual(waiting.mapped("state"), ["failed", "sent"])
        self.assertIn("cassé", waiting[0].detail)
        self.assertEqual((len(self.sent_to("c0@client.example")), len(self.sent_to("c1@client.example"))), (0, 1))

    def test_a_reply_out_of_hours_once_for_a_closing(self):
        row = self.received_at("2026-11-20 16:00")
        mail = self.sent_to(JEANNE)[-1]
        for moment, expected in (
            ("2026-11-20 16:45", 1),
            ("2026-11-20 21:00", 2),
            ("2026-11-21 11:00", 2),
            ("2026-11-23 19:00", 3),
        ):
            self.received_at(moment, "Alors ?", subject=mail["Subject"], in_reply_to=mail["Message-Id"])
            self.assertEqual(len(self.texts()), expected, moment)
        self.assertEqual(len(self.answers.search([("ticket_id", "=", row.ticket_id.id)])), 3)

    def test_a_reply_by_somebody_else_of_the_file_is_not_answered(self):
        row = self.received_at("2026-11-20 16:00")
        mail = self.sent_to(JEANNE)[-1]
        row.ticket_id.message_subscribe(self.assistant.partner_id.ids)
        for sender in ("Claire <claire.essai@duret.example>",):
            self.received_at(
                "2026-11-20 21:00", "Suite", sender, subject=mail["Subject"], in_reply_to=mail["Message-Id"]
            )
        self.assertEqual(len(self.texts()), 1)

    def test_replies_out_of_hours_can_be_left_without_answer(self):
        self.company.duret_answer_replies = False
        self.received_at("2026-11-20 16:00")
        mail = self.sent_to(JEANNE)[-1]
        self.received_at("2026-11-20 21:00", "Alors ?", subject=mail["Subject"], in_reply_to=mail["Message-Id"])
        self.assertEqual(len(self.texts()), 1)

    def test_without_the_closing_text_the_ordinary_one(self):
        self.company.duret_answer_closed = False
        self.received_at("2026-11-20 21:00")
        (text,) = self.texts()
        self.assertNotIn("04 65 71 00 99", text)
        self.assertIn("lundi 23 novembre", text)

    def test_never_to_a_robot_at_night_either(self):
        for number, headers in enumerate(({"auto_submitted": "auto-generated"}, {"list_id": "<x.example>"})):
            self.received_at("2026-11-20 21:00", f"Alarme {number}", "Robot <robot@automate.example>", **headers)
        self.assertFalse(self.sent)
        self.assertFalse(self.answers.search([("email", "=", "robot@automate.example")]))

    def test_the_database_keeps_one_for_recipient_ticket_and_period(self):
        row = self.received_at("2026-11-20 16:00")
        with self.at("2026-11-20 16:30"):
            self.assertFalse(self.answers._ask(row.ticket_id, JEANNE))
            self.assertTrue(self.answers._ask(row.ticket_id, "autre@client.example"))

    def test_opening_hours_known_by_heart_are_those_of_the_company(self):
        for text in (
            "2026-11-20 11:59",
            "2026-11-20 12:00",
            "2026-11-20 17:30",
            "2026-11-11 10:00",
            "2026-03-29 02:30",
        ):
            with self.at(text) as moment:
                calendar = self.company._duret_calendar_now()
                self.assertEqual(calendar.is_open(moment), self.company.duret_is_open(), text)
                self.assertEqual(calendar.next_open(moment), self.company.duret_next_opening(), text)

    # -- other doors --------------------------------------------------------------------------------------------

    def opened_by(self, channel, **values):
        partner = self.env["res.partner"].create({"name": "Mme Favre", "email": JEANNE, "lang": "fr_FR"})
        with self.at("2026-11-20 16:00"):
            ticket = self.env["helpdesk.ticket"].duret_open_request(
                {"name": "Panne", "channel": channel, "type": "breakdown", "partner_id": partner.id} | values
            )
            self.answers.search([("state", "=", "waiting")])._send()
            self.env.cr.precommit.run()
            self.env["mail.mail"].search([("state", "=", "outgoing")]).send()
        return ticket

    def answer_of(self, ticket):
        return self.answers.search([("ticket_id", "=", ticket.id)]).mapped("state")

    def test_a_request_of_the_portal_is_acknowledged(self):
        self.assertEqual(self.answer_of(self.opened_by("portal")), ["sent"])

    def test_unless_it_is_turned_off(self):
        self.company.duret_answer_portal = False
        self.assertEqual(self.answer_of(self.opened_by("portal")), [])

    def test_a_telephone_call_is_not_unless_claire_ticks_it(self):
        ticket = self.opened_by("phone")
        self.assertEqual(self.answer_of(ticket), [])
        with self.at("2026-11-20 16:05"):
            ticket.duret_acknowledge = True
            self.answers.search([("state", "=", "waiting")])._send()
        self.assertEqual(self.answer_of(ticket), ["sent"])

    def test_or_wants_it_for_every_call(self):
        self.company.duret_answer_phone = True
        self.assertEqual(self.answer_of(self.opened_by("phone")), ["sent"])

    def test_a_colleague_gets_none(self):
        ticket = self.opened_by("portal", partner_id=self.assistant.partner_id.id)
        self.assertEqual(self.answer_of(ticket), [])

    def test_requests_of_the_past_are_brought_in_silently(self):
        with self.at("2026-11-20 16:00"):
            tickets = self.env["helpdesk.ticket"].with_context(import_file=True)
            channel = self.env.ref("helpdesk_mgmt.helpdesk_ticket_channel_web")
            partner = self.env["res.partner"].create({"name": "Mme Favre", "email": JEANNE})
            ticket = tickets.create(
                {"name": "Ancien", "description": "x", "channel_id": channel.id, "partner_id": partner.id}
            )
        self.assertEqual(self.answer_of(ticket), [])
