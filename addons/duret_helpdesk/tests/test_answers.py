"""Models of answers: each is ready to send whatever is known of the client, ranked by type and use, counted."""

import re

from freezegun import freeze_time
from lxml import html

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.duret_base.tests.common import DuretCase

OPEN, CLOSED = "2026-11-18 09:00:00", "2026-11-21 19:00:00"  # a Wednesday morning, a Saturday evening
NARROW = "\u00a0\u202f"


@tagged("post_install", "-at_install")
class AnswerCase(DuretCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.answers = cls.env["mail.template"].search([("duret_is_answer", "=", True)])
        cls.breakdown = cls.env.ref("duret_helpdesk.type_breakdown")
        cls.quotation = cls.env.ref("duret_helpdesk.type_quotation")
        cls.company = cls.env.ref("base.main_company")
        cls.company.write({"name": "Duret Électricité", "phone": "04 50 00 11 22"})
        cls.person = cls.env["res.partner"].create(
            {"name": "Jeanne Favre", "duret_civility": "madame", "email": "jeanne@client.example", "lang": "fr_FR"}
        )
        cls.ticket = cls.make_ticket(partner_id=cls.person.id)

    @classmethod
    def make_ticket(cls, **values):
        """A breakdown, with nobody's name unless values say so."""
        return cls.env["helpdesk.ticket"].create(
            {"name": "Prise qui chauffe", "description": "<p>x</p>", "type_id": cls.breakdown.id, **values}
        )

    def rendered(self, template, ticket, user=None):
        """(subject, text of the body) as the composer gets them."""
        template = template.with_user(user or self.user_assistant)
        subject = template._render_field("subject", ticket.ids, compute_lang=True)[ticket.id]
        body = template._render_field("body_html", ticket.ids, compute_lang=True)[ticket.id]
        return subject, "\n".join(" ".join(p.text_content().split(" ")) for p in html.fromstring(body).iter("p"))


class TestAnswers(AnswerCase):
    def test_there_are_enough_models_for_every_type(self):
        self.assertGreaterEqual(len(self.answers), 28)
        external = self.env["helpdesk.ticket.type"].search([("duret_code", "not in", [False, "internal"])])
        for kind in external:
            fitting = self.answers.filtered(lambda answer, kind=kind: kind in answer.duret_type_ids)
            self.assertGreaterEqual(len(fitting), 1, kind.duret_code)

    def _clients(self):
        firm = self.env["res.partner"].create({"name": "Régie du Lac", "is_company": True})
        plain = self.env["res.partner"].create({"name": "Paul Métral"})
        return {
            "all known": (self.ticket, "Bonjour Madame Jeanne Favre,"),
            "no civility, no address": (self.make_ticket(partner_id=plain.id), "Bonjour Paul Métral,"),
            "a firm": (self.make_ticket(partner_id=firm.id), "Madame, Monsieur,"),
            "nobody": (self.make_ticket(), "Madame, Monsieur,"),
            "an address only": (self.make_ticket(partner_name="x@y.example", type_id=False), "Madame, Monsieur,"),
        }

    def test_every_model_is_ready_whatever_is_known(self):
        emergency = self.company.duret_emergency_phone
        for moment, phone, urgent in ((OPEN, "04 50 00 11 22", emergency), (CLOSED, False, False)):
            self.company.write({"phone": phone, "duret_emergency_phone": urgent})
            with freeze_time(moment):
                for case, (ticket, greeting) in self._clients().items():
                    for template in self.answers:
                        with self.subTest(case=case, model=template.name, moment=moment):
                            subject, body = self.rendered(template, ticket)
                            self.assertTrue(body.lstrip().startswith(greeting), body)
                            self._check_text(subject)
                            self._check_text(body)
                            self.assertIn(ticket.number, subject)

    def _check_text(self, text):
        """Nothing of the machine shows, no hole, French typography."""
        for foreign in ("False", "None", "{{", "}}", "t-out", "object.", "<", "&nbsp;"):
            self.assertNotIn(foreign, text)
        flat = re.sub(r"[ \n]+", " ", text)
        self.assertFalse(re.search(r"[^ " + NARROW + r"][:;!?»]", flat), f"space missing: {flat}")
        self.assertFalse(re.search(r" [:;!?»]", flat), f"breakable space: {flat}")
        self.assertFalse(re.search(r"«(?![" + NARROW + "])", flat), flat)
        self.assertFalse(re.search(r" [,.]|,,|\.\.|\(\)|« »|'|  ", flat), flat)

    def test_letters_are_french_for_a_client_of_another_language(self):
        self.person.lang = "en_US"
        subject, body = self.rendered(self.env.ref("duret_helpdesk.answer_invoice"), self.ticket)
        self.assertIn("Vous trouverez ci-joint", body)
        self.assertNotIn("Your invoice", subject)

    def test_merge_fields(self):
        with freeze_time(CLOSED):
            self.env.invalidate_all()
            _subject, body = self.rendered(self.env.ref("duret_helpdesk.answer_out_of_hours"), self.ticket)
        flat = body.replace("\u00a0", " ")
        self.assertIn("rouvrent lundi 23 novembre à 8 h", flat)
        self.assertIn("« Prise qui chauffe »", flat)
        self.assertIn(self.ticket.number, flat)
        self.assertIn("Assistant (tests) – Duret Électricité", flat)

    def test_markup_of_a_subject_stays_text(self):
        self.ticket.name = "<script>alert(1)</script> & <b>gras</b>"
        template = self.env.ref("duret_helpdesk.answer_closing").with_user(self.user_assistant)
        body = template._render_field("body_html", self.ticket.ids)[self.ticket.id]
        self.assertNotIn("<script", body)
        self.assertIn("&lt;script&gt;", body)

    # -- list -----------------------------------------------------------------------------------------------

    def listed(self, ticket=None, user=None):
        return (ticket or self.ticket).with_user(user or self.user_assistant).duret_answer_templates()

    def test_models_of_the_type_come_first_then_those_of_all_types(self):
        rows = self.listed()
        ranks = [(not row["for_type"], not row["for_all"]) for row in rows]
        self.assertEqual(ranks, sorted(ranks))
        self.assertEqual(len(rows), len(self.answers))
        photo = self.env.ref("duret_helpdesk.answer_photo_request")
        self.assertIn(photo.id, [row["id"] for row in rows if row["for_type"]])

    def test_the_most_used_comes_first_among_its_kind(self):
        last = [row for row in self.listed() if row["for_type"]][-1]["id"]
        template = self.env["mail.template"].browse(last)
        self.env["duret.template.use"]._record(template, self.ticket)
        first = self.listed()[0]
        self.assertEqual((first["id"], first["uses"]), (last, 1))
        self.assertEqual(template.duret_use_count, 1)

    def test_automatic_mails_are_not_offered(self):
        offered = {row["id"] for row in self.listed()}
        for name in ("ticket_acknowledgement_template", "ticket_closed_template"):
            self.assertNotIn(self.env.ref(f"duret_helpdesk.{name}").id, offered)

    def test_the_list_costs_the_same_with_more_models(self):
        self.listed()
        counts = []
        for more in (0, 50):
            self.env["mail.template"].create(
                [
                    {
                        "name": f"Modèle {number}",
                        "model_id": self.env["ir.model"]._get_id("helpdesk.ticket"),
                        "duret_is_answer": True,
                        "duret_type_ids": self.breakdown.ids,
                    }
                    for number in range(more)
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.listed()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])

    # -- composing and counting -----------------------------------------------------------------------------

    def compose(self, template, user=None):
        """The composer as one click opens it."""
        ticket = self.ticket.with_user(user or self.user_assistant)
        action = ticket.duret_compose_answer(template.id)
        return ticket.env["mail.compose.message"].with_context(**action["context"]).create({})

    def test_one_click_fills_the_mail_for_the_client(self):
        template = self.env.ref("duret_helpdesk.answer_invoice")
        composer = self.compose(template)
        self.assertIn("Vous trouverez ci-joint", composer.body)
        self.assertIn("Bonjour Madame Jeanne Favre,", composer.body)
        self.assertEqual(composer.partner_ids, self.person)
        self.assertIn(self.ticket.number, composer.subject)
        self.assertFalse(template.duret_use_count, "not sent yet")

    @mute_logger("odoo.addons.mail.models.mail_mail")
    def test_a_use_counts_when_the_answer_is_sent(self):
        template = self.env.ref("duret_helpdesk.answer_invoice")
        composer = self.compose(template)
        composer.body = "<p>Texte revu par Claire.</p>"
        composer._action_send_mail()
        self.assertEqual(template.duret_use_count, 1)
        use = self.env["duret.template.use"].search([("template_id", "=", template.id)])
        self.assertEqual((use.ticket_id, use.user_id, use.type_id), (self.ticket, self.user_assistant, self.breakdown))
        message = self.ticket.message_ids.sorted("id")[-1]
        self.assertIn("Texte revu par Claire.", message.body)
        self.assertEqual(message.partner_ids, self.person)

    def test_other_templates_are_refused_and_not_counted(self):
        closed = self.env.ref("duret_helpdesk.ticket_closed_template")
        for template_id in (closed.id, 10**8, 0):
            with self.assertRaises(UserError):
                self.ticket.with_user(self.user_assistant).duret_compose_answer(template_id)
        self.assertFalse(closed.duret_use_count)


class TestAnswerRights(AnswerCase):
    def test_who_may_answer(self):
        template = self.env.ref("duret_helpdesk.answer_invoice")
        stranger = self.ticket.with_user(self.user_technician)
        for call in (stranger.duret_answer_templates, lambda: stranger.duret_compose_answer(template.id)):
            with self.assertRaises(AccessError):
                call()
        for portal in (self.user_portal_a, self.user_portal_b):
            with self.assertRaises(AccessError):
                self.ticket.with_user(portal).duret_answer_templates()

    def test_managers_write_models_others_do_not(self):
        template = self.env.ref("duret_helpdesk.answer_invoice")
        template.with_user(self.user_manager).body_html = "<p>Nouveau texte</p>"
        self.env["mail.template"].with_user(self.user_manager).create({"name": "Neuf", "duret_is_answer": True})
        for role in ("assistant", "technician", "direction"):
            as_role = template.with_user(self.users[role])
            for change in (
                lambda as_role=as_role: as_role.write({"name": "x"}),
                lambda as_role=as_role: as_role.unlink(),
                lambda as_role=as_role: as_role.create({"name": "x", "duret_is_answer": True}),
            ):
                with self.assertRaises(AccessError, msg=role), self.env.cr.savepoint():
                    change()

    def test_nobody_writes_uses_by_hand(self):
        template = self.env.ref("duret_helpdesk.answer_invoice")
        for role in ("assistant", "technician", "direction", "manager"):
            with self.assertRaises(AccessError, msg=role):
                self.env["duret.template.use"].with_user(self.users[role]).create({"template_id": template.id})
