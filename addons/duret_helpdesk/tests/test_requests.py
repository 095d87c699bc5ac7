"""T01, T04: one way in for every door, and words that the program and the people share."""

from datetime import datetime

from markupsafe import Markup
from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .ticket_case import TicketCase

TYPES = {
    "breakdown": "Panne / SAV",
    "maintenance": "Entretien",
    "quotation": "Demande de devis",
    "worksite": "Suivi de chantier",
    "invoice": "Facture",
    "appointment": "Rendez-vous",
    "complaint": "Réclamation",
    "information": "Renseignement",
    "internal": "Demande interne",
}
CHANNELS = {
    "phone": "Téléphone",
    "mail": "Mail",
    "portal": "Portail",
    "technician": "Technicien",
    "website": "Site web",
    "chatbot": "Chatbot",
}
STAGES = {"new": "Ouvert", "in_progress": "En cours", "awaiting": "En attente client", "done": "Résolu"}


@tagged("post_install", "-at_install")
class TestRequests(TicketCase):
    def test_claires_words(self):
        for model, words in (("helpdesk.ticket.type", TYPES), ("helpdesk.ticket.channel", CHANNELS)):
            records = self.env[model].with_context(lang="fr_FR").search([("duret_code", "!=", False)])
            found = {record.duret_code: record.name for record in records}
            self.assertLessEqual(words.items(), found.items(), "addons above may have some of their own")
        for name, word in STAGES.items():
            stage = self.stages[name].with_context(lang="fr_FR")
            self.assertEqual(stage.name, word)
            self.assertEqual(stage.duret_waits_for_client, name == "awaiting")

    def test_a_code_names_one_record(self):
        for model in ("helpdesk.ticket.type", "helpdesk.ticket.channel"):
            code = self.env[model].search([("duret_code", "!=", False)], limit=1).duret_code
            refused = self.assertRaises(UniqueViolation)
            with self.subTest(model=model), mute_logger("odoo.sql_db"), refused, self.env.cr.savepoint():
                self.env[model].create({"name": "Double", "duret_code": code})
            self.env[model].create([{"name": "Sans code"}, {"name": "Sans code non plus"}])

    def test_everything_at_once(self):
        ticket = (
            self.env["helpdesk.ticket"]
            .with_user(self.claire)
            .duret_open_request(
                {
                    "name": "  Plus d'eau chaude ",
                    "channel": "phone",
                    "type": "breakdown",
                    "partner_id": self.contact_a.id,
                    "description": "<b>Ballon</b> & cumulus",
                    "phone": "04 50 11 22 33",
                    "callback_before": "2030-01-02 15:00:00",
                }
            )
        )
        self.assertEqual(ticket.name, "Plus d'eau chaude")
        self.assertEqual((ticket.channel_id.duret_code, ticket.type_id.duret_code), ("phone", "breakdown"))
        self.assertEqual(ticket.team_id, self.team)
        self.assertEqual((ticket.partner_name, ticket.partner_email), (self.contact_a.name, self.contact_a.email))
        self.assertIn("&lt;b&gt;Ballon", ticket.description, "what people type is text")
        self.assertEqual(ticket.duret_next_action_date, datetime(2030, 1, 2, 15))
        self.assertEqual(ticket.user_id, self.claire)

    def test_html_stays_html_and_is_cleaned(self):
        ticket = self.open_request(description=Markup("<p>Bonjour<script>alert(1)</script></p>"))
        self.assertIn("<p>Bonjour", ticket.description)
        self.assertNotIn("script", ticket.description)

    def test_what_cannot_be_opened(self):
        for values in (
            {},
            {"name": " ", "channel": "phone"},
            {"name": "Panne"},
            {"name": "Panne", "channel": "pigeon"},
            {"name": "Panne", "channel": "phone", "type": "autre"},
        ):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self.Ticket.duret_open_request(values)

    def test_an_archived_type_is_not_offered(self):
        self.env.ref("duret_helpdesk.type_complaint").active = False
        with self.assertRaises(ValidationError):
            self.open_request(type="complaint")

    def test_rights_are_those_of_the_caller(self):
        for role in ("direction", "portal_a"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.Ticket.with_user(self.users[role]).duret_open_request({"name": "Panne", "channel": "portal"})
