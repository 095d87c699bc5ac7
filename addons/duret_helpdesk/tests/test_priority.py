"""T05: priority is computed, explained in a sentence, and gives way to a person's choice."""

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from odoo.addons.duret_helpdesk.models.duret_ticket_priority import DuretTicketPriority

from .ticket_case import TicketCase


@tagged("post_install", "-at_install")
class TestPriority(TicketCase):
    def test_words_of_the_request(self):
        for text, level in (
            ("Ça sent le brûlé dans le tableau", "3"),
            ("Il y a des étincelles à la prise", "3"),
            ("Plus de courant depuis ce matin", "2"),
            ("Plus de courant, ma mère est sous oxygène", "3"),
            ("Pas d'odeur de brûlé, juste un devis", "1"),
            ("Rien d'urgent, quand vous pourrez", "0"),
            ("Changer un détecteur de fumée", "1"),
            ("Devis pour une borne", "1"),
        ):
            with self.subTest(text=text):
                ticket = self.open_request(description=text)
                self.assertEqual(ticket.priority, level, ticket.duret_priority_reason)
                self.assertFalse(ticket.duret_priority_by_hand)

    def test_one_sentence(self):
        ticket = self.open_request(description="Bonjour, ÇA SENT LE BRÛLÉ et nous n'avons plus de courant.")
        self.assertEqual(
            ticket.duret_priority_reason,
            "Very urgent: danger (“ÇA SENT LE BRÛLÉ”), no power (“plus de courant”).",
        )
        self.assertEqual(self.open_request().duret_priority_reason, "Normal: nothing says that it is urgent.")

    def test_every_reason_has_words(self):
        ticket = self.open_request()
        for code in ("danger", "outage", "fragile", "calm", "contract", "age", "again"):
            self.assertNotEqual(ticket._duret_reason_text(code, "x"), "x", code)

    def test_a_choice_wins_and_can_be_taken_back(self):
        ticket = self.open_request(description="Plus de courant")
        ticket.priority = "0"
        self.assertTrue(ticket.duret_priority_by_hand)
        ticket.description = "<p>Plus de courant, ça sent le brûlé</p>"
        ticket._duret_hear("il y a des flammes")
        self.assertEqual(ticket.priority, "0")
        self.assertEqual(ticket.duret_priority_reason, "Chosen by hand.")
        ticket.action_duret_priority_automatic()
        self.assertEqual(ticket.priority, "3")
        self.assertFalse(ticket.duret_priority_by_hand)

    def test_the_form_that_sends_its_default_chooses_nothing(self):
        form = Form(self.Ticket.with_user(self.claire))
        form.name, form.description = "Panne", "<p>Des étincelles</p>"
        self.assertEqual(form.save().priority, "3")
        form = Form(self.Ticket.with_user(self.claire))
        form.name, form.description, form.priority = "Panne", "<p>Des étincelles</p>", "2"
        chosen = form.save()
        self.assertEqual((chosen.priority, chosen.duret_priority_by_hand), ("2", True))

    def test_an_answer_of_the_client_is_heard(self):
        ticket = self.open_request(partner_id=self.client_b.id, description="Une prise ne marche plus")
        self.assertEqual(ticket.priority, "1")
        ticket.message_post(
            body="Maintenant il y a de la fumée !",
            author_id=self.client_b.id,
            message_type="email",
            subtype_xmlid="mail.mt_comment",
        )
        self.assertEqual(ticket.priority, "3")
        self.assertIn("fumée", ticket.duret_priority_reason)
        ticket._duret_assess_priority()
        self.assertEqual(ticket.priority, "3", "what was said stays said")

    def test_a_note_of_a_colleague_is_not_the_client(self):
        ticket = self.open_request(partner_id=self.client_b.id)
        ticket.with_user(self.claire).message_post(body="Le voisin a vu des flammes", subtype_xmlid="mail.mt_note")
        self.assertEqual(ticket.priority, "1")

    def test_calling_again(self):
        ticket = self.open_request(description="Plus de courant")
        ticket._duret_client_called(ticket.create_date)
        self.assertEqual(ticket.priority, "2")
        ticket._duret_client_called(ticket.create_date)
        self.assertEqual((ticket.priority, ticket.duret_contact_count), ("3", 3))
        self.assertIn("the client has asked 3 times", ticket.duret_priority_reason)

    def test_clients_under_contract(self):
        def under_contract(partners):
            return partners.filtered(lambda partner: partner.commercial_partner_id == self.client_a)

        self.patch(type(self.env["res.partner"]), "_duret_has_contract", under_contract)
        ticket = self.open_request(partner_id=self.contact_a.id)
        self.assertEqual(ticket.duret_priority_reason, "Normal: client under contract.")
        ticket.partner_id = self.client_b
        self.assertNotIn("contract", ticket.duret_priority_reason)

    def test_waiting_makes_urgent(self):
        with freeze_time("2026-03-02 09:00:00"):
            ticket, answered = self.open_request(), self.open_request()
            answered._duret_client_reached(answered.create_date)
            awaiting = self.open_request()
            awaiting.stage_id = self.stages["awaiting"]
            (ticket + answered + awaiting).flush_recordset()
        self.env.cr.execute(
            "UPDATE helpdesk_ticket SET create_date = '2026-03-02 09:00:00' WHERE id IN %s",
            [(ticket + answered + awaiting)._ids],
        )
        self.env.invalidate_all()
        with freeze_time("2026-03-12 10:00:00"), self.enter_registry_test_mode():
            self.env.ref("duret_helpdesk.ir_cron_age_priority").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(ticket.priority, "2")
        self.assertIn("waiting for 10 days", ticket.duret_priority_reason)
        self.assertEqual((answered.priority, awaiting.priority), ("1", "1"))

    def test_the_daily_job_looks_at_each_ticket_once_a_day(self):
        seen = []
        original = DuretTicketPriority._duret_assess_priority

        def watched(tickets):
            seen.extend(tickets.ids)
            return original(tickets)

        ticket = self.open_request()
        ticket.duret_priority_date = False
        self.patch(DuretTicketPriority, "_duret_assess_priority", watched)
        cron = self.env.ref("duret_helpdesk.ir_cron_age_priority")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
            cron.method_direct_trigger()
        self.assertEqual(seen.count(ticket.id), 1)

    def test_words_are_changed_by_managers_and_count_at_once(self):
        words = self.env["duret.urgency.word"]
        with self.assertRaises(AccessError):
            words.with_user(self.claire).create({"name": "ascenseur", "category": "outage", "points": 4})
        word = words.with_user(self.user_manager).create({"name": "monte-charge", "category": "danger", "points": 6})
        self.assertEqual(self.open_request(description="Le monte-charge est tombé").priority, "3")
        word.active = False
        self.assertEqual(self.open_request(description="Le monte-charge est tombé").priority, "1")

    def test_queries_do_not_grow_with_the_number_of_tickets(self):
        def count(number):
            tickets = self.Ticket.create(
                [{"name": "x", "description": "plus de courant", "partner_id": self.client_b.id}] * number
            )
            tickets.duret_contact_count = 5
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            tickets._duret_assess_priority()
            self.env.flush_all()
            return self.env.cr.sql_log_count - start

        count(1)
        self.assertEqual(count(1), count(50))
