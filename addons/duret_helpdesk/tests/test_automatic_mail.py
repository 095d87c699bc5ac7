from freezegun import freeze_time

from odoo.tests import tagged

from .common import ALIAS, MailGatewayCase, eml

ROBOT = "Robot <robot@automate.example>"


@tagged("post_install", "-at_install", "duret_mail")
class TestAutomaticMail(MailGatewayCase):
    def outcome(self, raw):
        row = self.receive(raw)
        return row.state, row.reason, row.author_kind

    def test_out_of_office_without_thread_is_put_aside(self):
        for headers in (
            {"auto_submitted": "auto-replied"},
            {"x_autoreply": "yes"},
            {"precedence": "auto_reply"},
            {"return_path": "<>"},
        ):
            self.assertEqual(self.outcome(eml(**headers)), ("suppressed", "auto_reply", "auto_reply"), headers)
        self.assertFalse(self.sent)

    def test_out_of_office_on_a_ticket_is_a_silent_internal_note(self):
        ticket = self.receive_ticket()
        ticket.message_subscribe(self.assistant.partner_id.ids)
        ack = self.sent_to("jeanne@client.example")[-1]
        done = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
        ticket.with_context(mail_notrack=True, tracking_disable=True).stage_id = done
        self.sent.clear()
        row = self.receive(eml("Absente", in_reply_to=ack["Message-Id"], auto_submitted="auto-replied"))
        self.assertEqual((row.state, row.ticket_id), ("reply", ticket))
        note = ticket.message_ids.sorted("id")[-1]
        self.assertTrue(note.subtype_id.internal)
        self.assertIn("Absente", note.body)
        self.assertFalse(self.sent, "nobody is mailed about it")
        self.assertEqual(ticket.stage_id, done, "a robot does not reopen a ticket")

    def test_out_of_office_of_a_stranger_does_not_reach_the_ticket(self):
        self.receive_ticket()
        ack = self.sent_to("jeanne@client.example")[-1]
        raw = eml("Absent", ROBOT, in_reply_to=ack["Message-Id"], auto_submitted="auto-replied")
        self.assertEqual(self.outcome(raw)[:2], ("suppressed", "auto_reply"))

    def test_lists_and_advertisements_are_put_aside(self):
        for headers in ({"list_id": "<lettre.example>"}, {"precedence": "bulk"}, {"precedence": "list"}):
            self.assertEqual(self.outcome(eml(**headers)), ("suppressed", "bulk", "bulk"), headers)

    def test_machines_get_a_ticket_but_no_answer_and_no_contact(self):
        for headers in (
            {"auto_submitted": "auto-generated"},
            {"x_auto_response_suppress": "OOF"},
            {"list_unsubscribe": "<mailto:x@y.example>"},
            {"sender": "Alarme <no-reply@alarme.example>"},
        ):
            row = self.receive(eml("Défaut", **({"sender": ROBOT} | headers)))
            self.assertEqual((row.state, row.author_kind, row.acknowledged), ("ticket", "automatic", False), headers)
            self.assertFalse(row.ticket_id.partner_id)
        self.assertFalse(self.sent)

    def test_our_own_mail_coming_back_is_put_aside(self):
        self.receive_ticket()
        ack = self.sent_to("jeanne@client.example")[-1]
        self.assertEqual(self.outcome(ack.as_bytes())[:2], ("suppressed", "own"))
        self.assertEqual(self.outcome(eml(sender=ALIAS))[:2], ("suppressed", "own"))
        mark = self.env["mail.mail"]._duret_origin_mark()
        self.assertEqual(self.outcome(eml(x_duret_origin=mark))[:2], ("suppressed", "own"))

    def test_a_bounce_marks_the_message_that_did_not_arrive(self):
        ticket = self.receive_ticket()
        ack = self.sent_to("jeanne@client.example")[-1]
        raw = (
            "From: MAILER-DAEMON@mx.example\r\nTo: bounce@essai.example\r\nSubject: Undelivered\r\n"
            "Message-Id: <dsn@mx.example>\r\n"
            "Content-Type: multipart/report; report-type=delivery-status; boundary=B\r\n\r\n"
            "--B\r\nContent-Type: text/plain\r\n\r\nUser unknown\r\n"
            "--B\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
            "Final-Recipient: rfc822; jeanne@client.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
            f"--B\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-Id: {ack['Message-Id']}\r\n\r\n--B--\r\n"
        ).encode()
        row = self.receive(raw)
        self.assertEqual((row.state, row.reason, row.ticket_id), ("suppressed", "bounce", ticket))
        message = ticket.message_ids.filtered(lambda m: m.message_id == ack["Message-Id"])
        self.assertEqual(message.notification_ids.mapped("notification_status"), ["bounce"])

    def test_one_acknowledgement_per_sender_and_hour(self):
        with freeze_time("2026-03-02 10:30:00") as clock:
            self.receive(eml("Un"))
            self.receive(eml("Deux"))
            clock.move_to("2026-03-02 11:29:59")  # another clock hour, yet less than an hour later
            self.receive(eml("Trois"))
            self.assertEqual(len(self.sent_to("jeanne@client.example")), 1)
            clock.move_to("2026-03-02 11:30:01")
            self.receive(eml("Quatre"))
            self.assertEqual(len(self.sent_to("jeanne@client.example")), 2)


@tagged("post_install", "-at_install", "duret_mail")
class TestLoops(MailGatewayCase):
    """G5b: a robot answers every mail it gets; 100 rounds, with and without the headers that would stop it."""

    ROUNDS = 100

    def run_robot(self, threads, marked):
        """Play the rounds within one hour; return (acknowledgements, tickets, states)."""
        last_id, states = None, []
        for number in range(self.ROUNDS):
            headers = {"message_id": f"<robot-{threads}-{marked}-{number}@automate.example>"}
            if marked:
                headers["auto_submitted"] = "auto-replied"
            if threads and last_id:
                headers["in_reply_to"] = last_id
            row = self.receive(eml(f"Réponse automatique {number}", ROBOT, subject=f"Re: tour {number}", **headers))
            states.append(row.state)
            if mails := self.sent_to("robot@automate.example"):
                last_id = mails[-1]["Message-Id"]
        tickets = self.env["helpdesk.ticket"].search_count([("partner_email", "ilike", "robot@automate.example")])
        return len(self.sent_to("robot@automate.example")), tickets, states

    def test_two_robots_hundred_rounds(self):
        for threads in (False, True):
            for marked in (False, True):
                with self.subTest(threads=threads, marked=marked), self.env.cr.savepoint() as savepoint:
                    self.sent.clear()
                    acks, tickets, states = self.run_robot(threads, marked)
                    self.assertLessEqual(acks, 1)
                    self.assertLessEqual(tickets, 5)
                    rest = [state for state in states if state not in ("ticket", "reply")]
                    self.assertLessEqual(len(states) - len(rest), 20)
                    self.assertTrue(all(state in ("quarantined", "suppressed") for state in rest))
                    if marked:
                        self.assertEqual((acks, tickets), (0, 0))
                    savepoint.rollback()
                    self.env.invalidate_all()
