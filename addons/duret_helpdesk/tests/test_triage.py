"""The triage in Odoo: what is dispatched, what waits, who decides, what is explained and learned."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MailGatewayCase, eml
from .ticket_case import TicketCase

CLEAR = (
    "Bonjour, depuis ce matin le disjoncteur saute et nous n'avons plus de courant dans la cuisine. Merci d'intervenir."
)
VAGUE = "Bonjour, pouvez-vous me rappeler à ce sujet ?"


@tagged("post_install", "-at_install")
class TestTriage(TicketCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        types = cls.env["helpdesk.ticket.type"].search([("duret_code", "!=", False)])
        cls.types = {kind.duret_code: kind for kind in types}

    def request(self, description, name="Bonjour", channel="mail", **values):
        return self.open_request(name=name, channel=channel, description=description, **values)

    def corrections(self, ticket):
        return self.env["duret.triage.correction"].search([("ticket_id", "=", ticket.id)])

    # -- proposing ----------------------------------------------------------------------------------------------

    def test_a_clear_request_is_dispatched_and_says_why(self):
        ticket = self.request(CLEAR)
        self.assertEqual((ticket.duret_triage_state, ticket.type_id), ("dispatched", self.types["breakdown"]))
        self.assertIn("disjoncteur", ticket.duret_triage_sentence)
        self.assertIn("Breakdown", ticket.duret_triage_sentence)
        self.assertGreaterEqual(ticket.duret_triage_probability, 0.85)

    def test_a_vague_request_waits_without_a_type(self):
        ticket = self.request(VAGUE)
        self.assertEqual((ticket.duret_triage_state, bool(ticket.type_id)), ("to_sort", False))
        self.assertTrue(ticket.duret_triage_type_id)
        self.assertTrue(ticket.duret_triage_sentence)

    def test_every_free_channel_is_read_and_no_other(self):
        for channel in ("mail", "portal", "website", "chatbot"):
            self.assertEqual(self.request(CLEAR, channel=channel).duret_triage_state, "dispatched", channel)
        for channel in ("phone", "technician"):
            ticket = self.request(CLEAR, channel=channel)
            self.assertEqual((ticket.duret_triage_state, bool(ticket.type_id)), ("none", False), channel)

    def test_a_chosen_type_is_never_touched(self):
        ticket = self.request(CLEAR, type="invoice")
        self.assertEqual((ticket.duret_triage_state, ticket.type_id), ("none", self.types["invoice"]))

    def test_the_team_that_receives_such_requests_gets_them(self):
        team = self.env["helpdesk.ticket.team"].create({"name": "Dépannage", "duret_triage_code": "repair"})
        self.assertEqual(self.request(CLEAR).team_id, team)
        self.assertEqual(self.request(VAGUE).team_id, self.team, "what waits stays where it arrived")
        team.active = False
        self.assertEqual(self.request(CLEAR).team_id, self.team, "an archived team receives nothing")

    def test_an_archived_type_is_not_given(self):
        self.types["breakdown"].active = False
        ticket = self.request(CLEAR)
        self.assertEqual((ticket.duret_triage_state, bool(ticket.type_id)), ("to_sort", False))

    def test_without_a_model_everything_waits_for_a_person(self):
        self.env["duret.triage.model"].search([("state", "=", "active")]).state = "retired"
        self.env.registry.clear_cache()
        ticket = self.request(CLEAR)
        self.assertEqual((ticket.duret_triage_state, ticket.duret_triage_sentence), ("to_sort", ""))
        self.assertTrue(self.claire_sees(ticket))

    def test_altered_weights_are_not_used(self):
        active = self.env["duret.triage.model"].search([("state", "=", "active")])
        active.weights = "bm90IGEgbW9kZWw="
        self.env.registry.clear_cache()
        self.assertEqual(self.request(CLEAR).duret_triage_state, "to_sort")

    def test_the_sentence_is_in_the_language_of_the_reader(self):
        ticket = self.request(CLEAR)
        self.env["res.lang"]._activate_lang("fr_FR")
        self.types["breakdown"].with_context(lang="fr_FR").name = "Panne, SAV"
        ticket.invalidate_recordset()
        self.assertIn("Panne, SAV", ticket.with_context(lang="fr_FR").duret_triage_sentence)
        self.assertIn("Breakdown", ticket.with_context(lang="en_US").duret_triage_sentence)

    def test_a_batch_costs_no_more_queries_than_one(self):
        channel = self.env.ref("helpdesk_mgmt.helpdesk_ticket_channel_email").id
        vals = {"name": "x", "description": CLEAR, "channel_id": channel, "partner_id": self.client_b.id}
        self.env["helpdesk.ticket"]._duret_with_triage(vals)
        with self.assertQueryCount(0):
            found = [self.env["helpdesk.ticket"]._duret_with_triage(dict(vals)) for _rank in range(50)]
        self.assertEqual({values["type_id"] for values in found}, {self.types["breakdown"].id})

    # -- deciding -----------------------------------------------------------------------------------------------

    def claire_sees(self, ticket):
        shown = self.env["helpdesk.ticket"].with_user(self.claire).duret_triage_next()
        while shown["ticket"] and shown["ticket"]["id"] != ticket.id:
            self.env["helpdesk.ticket"].browse(shown["ticket"]["id"]).duret_triage_state = "none"
            shown = self.env["helpdesk.ticket"].with_user(self.claire).duret_triage_next()
        return shown["ticket"]

    def test_claire_sees_the_message_the_proposal_and_the_words(self):
        card = self.claire_sees(self.request(VAGUE, name="Question <b>importante</b>"))
        self.assertEqual("".join(piece for piece, _mark in card["subject"]), "Question <b>importante</b>")
        self.assertIn(["Question", True], card["subject"])
        self.assertEqual("".join(piece for piece, _mark in card["body"]), VAGUE)
        self.assertTrue(card["proposed_id"] and card["sentence"] and card["ranked"])

    def test_sorting_gives_the_type_learns_and_shows_the_next(self):
        first, second = self.request(VAGUE), self.request(f"{VAGUE} Merci beaucoup")
        self.claire_sees(first)
        before = self.env["helpdesk.ticket"].search_count([("duret_triage_state", "=", "to_sort")])
        answer = first.with_user(self.claire).duret_triage_sort(self.types["complaint"].id)
        self.assertEqual((first.duret_triage_state, first.type_id), ("confirmed", self.types["complaint"]))
        self.assertEqual((answer["count"], answer["ticket"]["id"]), (before - 1, second.id))
        learned = self.corrections(first)
        self.assertEqual((learned.type_id, learned.user_id), (self.types["complaint"], self.claire))
        self.assertEqual(learned.proposed_type_id, first.duret_triage_type_id)
        self.assertFalse(learned.is_agreement)

    def test_accepting_takes_the_proposed_team_with_the_type(self):
        team = self.env["helpdesk.ticket.team"].create({"name": "Accueil", "duret_triage_code": "front_desk"})
        ticket = self.request(VAGUE)
        ticket.duret_triage_team_id = team
        ticket.with_user(self.user_manager).duret_triage_sort(ticket.duret_triage_type_id.id)
        self.assertEqual(ticket.team_id, team)
        self.assertTrue(self.corrections(ticket).is_agreement)

    def test_a_request_sorted_meanwhile_keeps_the_first_choice(self):
        ticket = self.request(VAGUE)
        ticket.with_user(self.claire).duret_triage_sort(self.types["invoice"].id)
        answer = ticket.with_user(self.user_manager).duret_triage_sort(self.types["complaint"].id)
        self.assertTrue(answer["already"])
        self.assertEqual(ticket.type_id, self.types["invoice"])

    def test_changing_the_type_on_the_form_is_learned_once(self):
        ticket = self.request(CLEAR)
        ticket.with_user(self.claire).type_id = self.types["maintenance"]
        self.assertEqual(ticket.duret_triage_state, "confirmed")
        self.assertEqual(self.corrections(ticket).type_id, self.types["maintenance"])
        again = self.request(CLEAR)
        again.with_user(self.claire).type_id = self.types["breakdown"]
        self.assertEqual(self.corrections(again).type_id, self.types["breakdown"])
        self.assertFalse(self.corrections(ticket), "the later decision about the same words counts")

    def test_the_program_decides_nothing_by_writing(self):
        ticket = self.request(VAGUE)
        ticket.sudo().type_id = self.types["invoice"]
        self.assertEqual((ticket.duret_triage_state, len(self.corrections(ticket))), ("to_sort", 0))

    def test_what_is_put_off_comes_back_at_the_end(self):
        ticket = self.request(VAGUE)
        self.claire_sees(ticket)
        model = self.env["helpdesk.ticket"].with_user(self.claire)
        shown, skipped = model.duret_triage_next(), []
        while shown["ticket"]["id"] not in skipped:
            skipped.append(shown["ticket"]["id"])
            shown = model.duret_triage_next(skipped)
        self.assertIn(ticket.id, skipped)

    def test_a_type_that_is_gone_is_a_clear_message(self):
        with self.assertRaises(UserError):
            self.request(VAGUE).with_user(self.claire).duret_triage_sort(0)

    def test_who_may_sort(self):
        ticket = self.request(VAGUE)
        for role in ("technician", "direction", "portal_a"):
            with self.assertRaises(AccessError, msg=role):
                ticket.with_user(self.users[role]).duret_triage_sort(self.types["invoice"].id)
            with self.assertRaises(AccessError, msg=role):
                self.env["helpdesk.ticket"].with_user(self.users[role]).duret_triage_next()
        with self.assertRaises(AccessError):
            ticket.with_user(self.user_portal_a).read(["duret_triage_sentence"])

    def test_a_copy_is_not_sorted_twice(self):
        self.assertEqual(self.request(CLEAR).copy().duret_triage_state, "none")


@tagged("post_install", "-at_install")
class TestTriageOfMail(MailGatewayCase):
    def test_a_mail_is_dispatched_on_its_own_words(self):
        history = "Le mar. 3 nov. 2026 à 09:12, Duret a écrit :\n> Votre facture et le duplicata du virement"
        ticket = self.receive_ticket(eml(f"{CLEAR}\n\n{history}", subject="Cuisine"))
        self.assertEqual((ticket.duret_triage_state, ticket.type_id.duret_code), ("dispatched", "breakdown"))

    def test_the_kinds_of_attached_files_are_signs(self):
        files = [("plan.pdf", b"%PDF-1.4", "application/pdf")]
        ticket = self.receive_ticket(eml(VAGUE, files=files))
        self.assertEqual(ticket.duret_triage_detail["signs"], ["pdf"])

    def test_a_colleague_stays_internal_unless_he_passes_on_a_request(self):
        self.company.duret_mail_internal_domains = "duret.example"
        mine = {"sender": "Karim <karim@duret.example>"}
        ticket = self.receive_ticket(eml("Je pose mes congés vendredi, merci.", subject="Congés", **mine))
        self.assertEqual((ticket.type_id.duret_code, ticket.duret_triage_state), ("internal", "none"))
        text = (
            "À traiter : Mme Blanc n'a plus de courant dans sa maison, le disjoncteur saute, elle attend un dépannage."
        )
        ticket = self.receive_ticket(eml(text, subject="TR: plus de courant chez Mme Blanc", **mine))
        self.assertEqual((ticket.type_id.duret_code, ticket.duret_triage_state), ("internal", "to_sort"))
        self.assertEqual(ticket.duret_triage_type_id.duret_code, "breakdown")

    def test_an_answer_to_a_ticket_is_not_sorted_again(self):
        ticket = self.receive_ticket(eml(CLEAR))
        ticket.with_user(self.assistant).type_id = self.env["helpdesk.ticket.type"].search(
            [("duret_code", "=", "complaint")]
        )
        self.receive(eml("Merci de m'envoyer la facture", subject=f"Re: [{ticket.number}] Panne"))
        self.assertEqual((ticket.type_id.duret_code, ticket.duret_triage_state), ("complaint", "confirmed"))
