from odoo.tests import tagged

from .common import ALIAS, MailGatewayCase, eml


@tagged("post_install", "-at_install", "duret_mail")
class TestMailToTicket(MailGatewayCase):
    def test_a_mail_becomes_a_numbered_ticket_of_the_team(self):
        ticket = self.receive_ticket(subject="Panne à la copropriété")
        self.assertRegex(ticket.number, r"^T-\d{5}$")
        self.assertEqual(ticket.name, "Panne à la copropriété")
        self.assertEqual(ticket.team_id, self.team)
        self.assertEqual(ticket.channel_id, self.env.ref("helpdesk_mgmt.helpdesk_ticket_channel_email"))
        self.assertIn("<p>Bonjour, plus de courant", ticket.description)
        self.assertIn("<p>Bonjour, plus de courant", ticket.message_ids.sorted("id")[0].body)
        self.assertFalse(ticket.closed)

    def test_unknown_sender_becomes_one_contact_and_follows(self):
        first = self.receive_ticket()
        second = self.receive_ticket(sender="JEANNE FAVRE <Jeanne@Client.example>")
        contacts = self.env["res.partner"].search([("email_normalized", "=", "jeanne@client.example")])
        self.assertEqual(len(contacts), 1)
        self.assertEqual(contacts.name, "Jeanne Favre")
        for ticket in first | second:
            self.assertEqual(ticket.partner_id, contacts)
            self.assertIn(contacts, ticket.message_partner_ids)
            self.assertEqual(ticket.partner_email, "jeanne@client.example")
        self.assertEqual(first.message_ids.filtered(lambda m: m.message_type == "email").author_id, contacts)

    def test_known_contact_is_found_not_made_again(self):
        partner = self.env["res.partner"].create({"name": "Mme Favre", "email": "Jeanne@CLIENT.example"})
        self.assertEqual(self.receive_ticket().partner_id, partner)

    def test_acknowledgement_has_number_link_and_automatic_mark(self):
        ticket = self.receive_ticket()
        (ack,) = self.sent_to("jeanne@client.example")
        self.assertIn(f"[{ticket.number}]", ack["Subject"])
        self.assertEqual(ack["Auto-Submitted"], "auto-replied")
        self.assertTrue(ack["X-Duret-Origin"])
        self.assertIn(ALIAS, ack["From"])
        html = ack.get_body(("html",)).get_content()
        self.assertIn(f"/my/ticket/{ticket.id}", html)
        self.assertIn(ticket.access_token, html)

    def test_claire_answers_and_the_client_reply_threads(self):
        ticket = self.receive_ticket()
        answer = ticket.with_user(self.assistant).message_post(
            body="Un technicien passera demain.", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        mail = self.sent_to("jeanne@client.example")[-1]
        self.assertIn(f"[{ticket.number}]", mail["Subject"])
        self.assertIn(ALIAS, mail["Reply-To"])
        self.assertIsNone(mail["Auto-Submitted"], "a person wrote it")
        row = self.receive(eml("Merci !", subject=f"Re: {mail['Subject']}", in_reply_to=mail["Message-Id"]))
        self.assertEqual((row.state, row.ticket_id), ("reply", ticket))
        self.assertIn("Merci", ticket.message_ids.sorted("id")[-1].body)
        self.assertEqual(answer.message_id, mail["Message-Id"])

    def test_reply_by_references_alone_threads(self):
        ticket = self.receive_ticket()
        ack = self.sent_to("jeanne@client.example")[-1]
        row = self.receive(eml("Suite", subject="Suite", references=f"<x@y> {ack['Message-Id']}"))
        self.assertEqual((row.state, row.ticket_id), ("reply", ticket))

    def test_lost_headers_number_in_subject_threads_for_a_participant(self):
        ticket = self.receive_ticket()
        row = self.receive(eml("Suite", subject=f"RE : [{ticket.number}] Panne"))
        self.assertEqual((row.state, row.ticket_id), ("reply", ticket))

    def test_stranger_with_the_number_gets_his_own_linked_ticket(self):
        ticket = self.receive_ticket()
        before = len(ticket.message_ids)
        row = self.receive(eml("Je suis le voisin", "Rival <rival@autre.example>", subject=f"[{ticket.number}] x"))
        self.assertEqual(row.state, "ticket")
        self.assertNotEqual(row.ticket_id, ticket)
        self.assertEqual(row.ticket_id.duret_related_ticket_id, ticket)
        self.assertEqual(len(ticket.message_ids), before)

    def test_stranger_with_the_message_id_gets_his_own_linked_ticket(self):
        ticket = self.receive_ticket()
        ack = self.sent_to("jeanne@client.example")[-1]
        self.sent.clear()
        row = self.receive(eml("Piège", "Rival <rival@autre.example>", in_reply_to=ack["Message-Id"]))
        self.assertEqual(row.state, "ticket")
        self.assertNotEqual(row.ticket_id, ticket)
        self.assertEqual(row.ticket_id.duret_related_ticket_id, ticket)
        self.assertFalse(self.sent_to("jeanne@client.example"), "the client of the named ticket is not mailed")
        self.assertNotIn("Piège", "".join(ticket.message_ids.mapped("body")))

    def test_colleague_in_copy_is_part_of_the_ticket(self):
        ticket = self.receive_ticket(cc="Syndic <syndic@regie.example>")
        row = self.receive(eml("Vu", "syndic@regie.example", subject=f"Re: [{ticket.number}]"))
        self.assertEqual((row.state, row.ticket_id), ("reply", ticket))

    def test_answer_to_a_closed_ticket_reopens_it(self):
        ticket = self.receive_ticket()
        ticket.stage_id = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
        self.assertTrue(ticket.closed)
        self.receive(eml("Toujours en panne", subject=f"[{ticket.number}]"))
        self.env.invalidate_all()
        self.assertEqual(ticket.stage_id, self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_in_progress"))

    def test_answer_to_an_archived_ticket_brings_it_back(self):
        ticket = self.receive_ticket()
        ticket.active = False
        self.receive(eml("Encore", subject=f"[{ticket.number}]"))
        self.env.invalidate_all()
        self.assertTrue(ticket.active)

    def test_colleague_is_not_acknowledged(self):
        row = self.receive(eml(sender="Claire Essai <claire.essai@duret.example>"))
        self.assertEqual(row.state, "ticket")
        self.assertFalse(row.acknowledged)
        self.assertFalse(self.sent_to("claire.essai"))

    def test_acknowledgement_can_be_turned_off(self):
        self.company.duret_mail_acknowledge = False
        self.assertFalse(self.receive(eml()).acknowledged)
        self.assertFalse(self.sent)

    def test_empty_body_with_a_file_is_a_ticket(self):
        ticket = self.receive_ticket(eml("", files=[("plan.pdf", b"%PDF-1.4", "application/pdf")]))
        self.assertEqual(ticket.attachment_ids.name, "plan.pdf")


@tagged("post_install", "-at_install", "duret_mail")
class TestHelpdeskMgmtFlaws(MailGatewayCase):
    """One test per flaw of helpdesk_mgmt that this addon neutralises, named after it."""

    def test_flaw_ticket_partner_id_has_no_index(self):
        self.env.cr.execute(
            "SELECT 1 FROM pg_index WHERE indrelid = 'helpdesk_ticket'::regclass AND indkey::text ="
            " (SELECT attnum::text FROM pg_attribute WHERE attrelid = 'helpdesk_ticket'::regclass"
            " AND attname = 'partner_id')"
        )
        self.assertTrue(self.env.cr.fetchall())

    def test_flaw_mailed_ticket_is_assigned_to_the_portal_client(self):
        user = self.env["res.users"].create(
            {
                "name": "Jeanne",
                "login": "jeanne",
                "email": "jeanne@client.example",
                "group_ids": [(6, 0, [self.env.ref("base.group_portal").id])],
            }
        )
        self.company.duret_front_desk_user_id = self.assistant
        ticket = self.receive_ticket()
        self.assertEqual(ticket.user_id, self.assistant, "the front desk, and nobody by accident")
        self.assertEqual(ticket.partner_id, user.partner_id)
        self.assertTrue(ticket.activity_ids)
        self.assertEqual(ticket.duret_contact_count, 1, "the message that opens the ticket is its first contact")

    def test_flaw_own_alias_opens_tickets_without_team(self):
        alias = self.env.ref("helpdesk_mgmt.mail_alias_lead_info_helpdesk")
        alias.alias_domain_id = self.company.alias_domain_id
        self.assertEqual(self.receive_ticket(to=alias.alias_full_name).team_id, self.team)

    def test_flaw_no_primary_email_so_no_loop_brake(self):
        self.assertEqual(self.env["helpdesk.ticket"]._mail_get_primary_email_field(), "partner_email")

    def test_flaw_closing_mail_greets_the_employee_in_english(self):
        ticket = self.receive_ticket()
        ticket.user_id = self.assistant
        self.sent.clear()
        ticket.stage_id = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.env["mail.mail"].search([("state", "=", "outgoing")]).send()
        (mail,) = self.sent_to("jeanne@client.example")
        self.assertIn(f"[{ticket.number}]", mail["Subject"])
        self.assertNotIn("Claire", mail.get_body(("html",)).get_content())
        self.assertEqual(mail["Auto-Submitted"], "auto-generated")
