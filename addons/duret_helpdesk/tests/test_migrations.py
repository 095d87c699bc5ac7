"""An upgraded database gets what a new one has; what an administrator wrote or chose stays."""

import runpy
from pathlib import Path

from odoo.tests import tagged
from odoo.tools import parse_version

from .ticket_case import TicketCase

SCRIPTS = Path(__file__).parents[1] / "migrations"
SCOPE = "auth_signup.invitation_scope"
LINK = (
    '<a t-attf-href="{{ object.get_base_url() }}{{ object.get_portal_url() }}" style="background-color: #1f4e79; '
    'color: #ffffff; padding: 10px 18px; border-radius: 4px; text-decoration: none;">'
)
# The acknowledgement of 19.0.1.0.0, but for the spaces, as a database of that time holds it.
FIRST_TEXT = {
    "en_US": """<div>
<p>Dear Sir or Madam,</p>
<p>
We have received your request « <t t-out="object.name"/> ».
It is registered under number <strong t-out="object.number"/>.
</p>
<p>Our customer service will answer you as soon as possible during opening hours.</p>
<p style="margin: 24px 0;">
@LINK@Follow my request</a>
</p>
<p>
To add something, simply answer this message and leave the number
[<t t-out="object.number"/>] in the subject.
</p>
<p>
Kind regards,<br/>
<t t-out="object.company_id.name"/> – Customer service
</p>
</div>""".replace("@LINK@", LINK),
    "fr_FR": """<div>
<p>Madame, Monsieur,</p>
<p>
Nous avons bien reçu votre demande « <t t-out="object.name"/> ».
Elle est enregistrée sous le numéro <strong t-out="object.number"/>.
</p>
<p>Notre service client vous répondra dès que possible pendant les heures d'ouverture.</p>
<p style="margin: 24px 0;">
@LINK@Suivre ma demande</a>
</p>
<p>
Pour ajouter une précision, répondez simplement à ce message en laissant le numéro
[<t t-out="object.number"/>] dans l'objet.
</p>
<p>
Cordialement,<br/>
<t t-out="object.company_id.name"/> – Service client
</p>
</div>""".replace("@LINK@", LINK),
}


@tagged("post_install", "-at_install")
class TestMigrations(TicketCase):
    """The scripts run on the shape that 19.0.1.0.0 left: columns without values, data never updated."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.env.ref("duret_helpdesk.ticket_acknowledgement_template")
        cls.scope = cls.env["ir.config_parameter"].search([("key", "=", SCOPE)])
        cls.phone = cls.env.ref("helpdesk_mgmt.helpdesk_ticket_channel_phone")
        cls.new_text = cls.stored_text()
        cls.store("UPDATE helpdesk_ticket_channel SET duret_code = NULL WHERE id = %s", cls.phone.id)
        cls.store(
            "UPDATE helpdesk_ticket_stage SET duret_waits_for_client = FALSE, duret_next_action = NULL,"
            " duret_next_action_days = 0 WHERE id = %s",
            cls.stages["awaiting"].id,
        )
        cls.store("UPDATE ir_config_parameter SET value = 'b2c', write_uid = 1 WHERE key = %s", SCOPE)
        cls.store(
            "UPDATE helpdesk_ticket_team SET use_sla = NULL, resource_calendar_id = NULL WHERE id = %s", cls.team.id
        )
        cls.store_text(FIRST_TEXT)

    @classmethod
    def store(cls, query, *values):
        """Write below the ORM, as an old database is."""
        cls.env.flush_all()
        cls.env.cr.execute(query, values)
        cls.env.invalidate_all()
        cls.env.registry.clear_all_caches()

    @classmethod
    def store_text(cls, texts):
        """Stored text of the acknowledgement, {language: HTML}."""
        for lang, text in texts.items():
            cls.store(
                "UPDATE mail_template SET body_html = body_html || jsonb_build_object(%s::text, %s::text)"
                " WHERE id = %s",
                lang,
                text,
                cls.template.id,
            )

    @classmethod
    def stored_text(cls):
        """Text of the acknowledgement in each language, as stored."""
        cls.env.flush_all()
        cls.env.cr.execute("SELECT body_html FROM mail_template WHERE id = %s", [cls.template.id])
        return cls.env.cr.fetchone()[0]

    def upgrade(self, version="19.0.1.0.0"):
        """What Odoo does after the data files: the scripts of the versions in between, then the French."""
        folders = sorted(SCRIPTS.iterdir(), key=lambda folder: parse_version(folder.name))
        for folder in folders:
            if parse_version(folder.name) > parse_version(version):
                runpy.run_path(str(folder / "post-migration.py"))["migrate"](self.env.cr, version)
        self.env.ref("base.module_duret_helpdesk")._update_translations(["fr_FR"])
        self.env.flush_all()
        self.env.invalidate_all()
        self.env.registry.clear_all_caches()

    def test_codes_and_stages(self):
        self.upgrade()
        self.assertEqual(self.phone.duret_code, "phone")
        awaiting = self.stages["awaiting"]
        self.assertTrue(awaiting.duret_waits_for_client)
        self.assertEqual((awaiting.duret_next_action, awaiting.duret_next_action_days), ("Chase the client", 3))
        self.assertEqual(awaiting.with_context(lang="fr_FR").name, "En attente client")

    def test_a_request_can_be_opened_afterwards(self):
        self.upgrade()
        ticket = self.open_request(type="breakdown")
        self.assertEqual(ticket.channel_id, self.phone)
        self.assertTrue(ticket.sla_deadline)
        self.assertFalse(self.forgotten())

    def test_open_sign_up_is_closed(self):
        self.upgrade()
        self.assertEqual(self.scope.value, "b2b")

    def test_open_sign_up_that_a_person_chose_stays(self):
        self.store("UPDATE ir_config_parameter SET write_uid = %s WHERE key = %s", self.user_admin.id, SCOPE)
        self.upgrade()
        self.assertEqual(self.scope.value, "b2c")

    def test_the_acknowledgement_promises_a_date(self):
        self.assertNotIn("duret_expected_answer_words", str(self.stored_text()))
        self.upgrade()
        self.assertEqual(self.stored_text(), self.new_text)
        self.assertIn("au plus tard", self.stored_text()["fr_FR"])

    def test_from_the_version_before(self):
        self.upgrade("19.0.2.0.0")
        self.assertEqual(self.stored_text(), self.new_text)
        self.assertEqual(self.scope.value, "b2b")

    def test_the_text_of_an_administrator_stays(self):
        for lang in FIRST_TEXT:
            with self.subTest(lang=lang), self.env.cr.savepoint() as savepoint:
                own = FIRST_TEXT | {lang: "<p>Bonjour,<br/>bien reçu.</p>"}
                self.store_text(own)
                self.upgrade()
                self.assertEqual(self.stored_text(), own)
                savepoint.rollback()
            self.env.invalidate_all()

    def test_other_letters_are_not_touched(self):
        closed = self.env.ref("duret_helpdesk.ticket_closed_template")
        closed.body_html = "<p>À bientôt</p>"
        self.upgrade()
        self.assertEqual(closed.body_html, "<p>À bientôt</p>")

    def test_delays_are_counted(self):
        self.upgrade()
        self.assertTrue(self.team.use_sla)
        self.assertEqual(self.team.resource_calendar_id, self.env.ref("duret_base.resource_calendar_duret"))

    def test_delays_that_a_person_switched_off_stay_so(self):
        calendar = self.env["resource.calendar"].create({"name": "Horaires d'été"})
        self.team.resource_calendar_id = calendar
        self.upgrade()
        self.assertFalse(self.team.use_sla)
        self.assertEqual(self.team.resource_calendar_id, calendar)
