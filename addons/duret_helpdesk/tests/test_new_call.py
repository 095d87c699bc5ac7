"""« Nouvel appel » writes the call, its ticket, its contact and its promise at once, or nothing."""

from unittest.mock import patch
from uuid import uuid4

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .ticket_case import TicketCase

FRIDAY = "2026-11-20 09:00:00"  # 10 h in Annecy


@tagged("post_install", "-at_install")
class TestNewCall(TicketCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.caller = cls.env["res.partner"].create(
            {"name": "Aline Perrissin", "phone": "04 50 12 34 56", "street": "12 rue Royale", "zip": "74000"}
        )
        cls.screen = cls.env["duret.new.call"].with_user(cls.claire)
        cls.calls = cls.env["crm.phonecall"]

    def log(self, **values):
        """Send the form as Claire's browser does."""
        return self.screen.log({"key": str(uuid4()), "subject": "Plus de courant dans la cuisine", **values})

    def written(self, answer):
        """Call, ticket and contact of an answer."""
        return (
            self.calls.browse(answer["call_id"]),
            self.env["helpdesk.ticket"].browse(answer["ticket_id"] or []),
            self.env["res.partner"].browse(answer["partner_id"] or []),
        )

    def counts(self):
        """Rows of everything that the form may write."""
        self.env.flush_all()
        models = ("crm.phonecall", "helpdesk.ticket", "res.partner", "duret.phone", "mail.activity")
        return {model: self.env[model].with_context(active_test=False).search_count([]) for model in models}

    def assertRefused(self, words, **values):
        before = self.counts()
        with self.assertRaises(UserError) as caught:
            self.log(**values)
        self.assertIn(words, str(caught.exception))
        self.assertEqual(self.counts(), before, "nothing is half written")

    # -- a known client

    @freeze_time(FRIDAY)
    def test_one_call_writes_journal_ticket_and_promise(self):
        answer = self.log(
            partner_id=self.caller.id, number="04.50.12.34.56", type="breakdown", callback="16h", seconds=150
        )
        call, ticket, _partner = self.written(answer)
        self.assertEqual(call.state, "done")
        self.assertEqual(call.duret_outcome, "answered")
        self.assertEqual(call.direction, "in")
        self.assertEqual(call.partner_id, self.caller)
        self.assertEqual(call.duret_e164, "+33450123456")
        self.assertEqual(call.partner_phone, "04 50 12 34 56")
        self.assertEqual(call.duration, 2.5)
        self.assertEqual(call.date, fields.Datetime.to_datetime("2026-11-20 08:57:30"))
        self.assertEqual(call.user_id, self.claire)
        self.assertEqual(call.duret_ticket_id, ticket)
        self.assertEqual(ticket.partner_id, self.caller)
        self.assertEqual(ticket.name, "Plus de courant dans la cuisine")
        self.assertEqual(ticket.channel_id.duret_code, "phone")
        self.assertEqual(ticket.type_id.duret_code, "breakdown")
        self.assertEqual(ticket.user_id, self.claire)
        promise = ticket.activity_ids.filtered("duret_deadline")
        self.assertEqual(promise.duret_deadline, fields.Datetime.to_datetime("2026-11-20 15:00:00"))
        self.assertEqual(promise.duret_phone, "+33450123456")
        self.assertEqual(answer["callback"], "aujourd'hui à 16 h")
        self.assertEqual(answer["ticket_number"], ticket.number)
        self.assertEqual(ticket.duret_contact_count, 1, "the call that opens a request is its first contact")

    def test_the_same_form_sent_twice_is_one_call(self):
        key = str(uuid4())
        first = self.log(key=key, partner_id=self.caller.id)
        before = self.counts()
        second = self.log(key=key, partner_id=self.caller.id)
        self.assertEqual(second["call_id"], first["call_id"])
        self.assertEqual(second["ticket_id"], first["ticket_id"])
        self.assertEqual(self.counts(), before)

    def test_a_rival_with_the_same_key_makes_the_request_run_again(self):
        """The database refuses the second row; Odoo then repeats the request, which finds the first."""
        key = str(uuid4())
        self.log(key=key, partner_id=self.caller.id)
        nothing = self.calls.browse()
        blind = patch.object(type(self.calls), "search", lambda *args, **kwargs: nothing)
        with mute_logger("odoo.sql_db"), self.assertRaises(ConcurrencyError), self.env.cr.savepoint(), blind:
            self.log(key=key, partner_id=self.caller.id)

    def test_the_database_refuses_a_key_twice(self):
        self.calls.create({"name": "A", "duret_client_key": "same"})
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self.calls.create({"name": "B", "duret_client_key": "same"})

    def test_a_ticket_of_the_list_takes_the_call(self):
        ticket = self.open_request(partner_id=self.caller.id)
        self.env.cr.execute("UPDATE helpdesk_ticket SET create_date = create_date - interval '1 day'")
        ticket.invalidate_recordset()
        before = self.env["helpdesk.ticket"].search_count([])
        answer = self.log(subject="", details="Toujours rien", ticket_id=ticket.id)
        call, found, partner = self.written(answer)
        self.assertEqual(found, ticket)
        self.assertEqual(partner, self.caller)
        self.assertEqual(call.name, ticket.name)
        self.assertEqual(self.env["helpdesk.ticket"].search_count([]), before)
        self.assertIn("Toujours rien", ticket.message_ids[0].body)
        self.assertTrue(ticket.message_ids[0].subtype_id.internal)
        self.assertEqual(ticket.duret_contact_count, 2)

    def test_a_call_about_a_solved_ticket_brings_it_back(self):
        ticket = self.open_request(partner_id=self.caller.id)
        ticket.duret_resolve()
        self.log(ticket_id=ticket.id, mode="note")
        self.assertTrue(ticket.closed, "only noted")
        self.log(ticket_id=ticket.id)
        self.assertFalse(ticket.closed)

    def test_answered_at_once_is_solved_at_the_first_contact(self):
        _call, ticket, _partner = self.written(self.log(partner_id=self.caller.id, mode="answered_now"))
        self.assertEqual(ticket.stage_id, self.stages["done"])
        self.assertEqual(ticket.duret_contact_count, 1)
        self.assertTrue(ticket.duret_first_response_date)

    def test_only_noted(self):
        before = self.env["helpdesk.ticket"].search_count([])
        call, ticket, _partner = self.written(self.log(partner_id=self.caller.id, mode="note"))
        self.assertFalse(ticket)
        self.assertEqual(call.partner_id, self.caller)
        self.assertEqual(self.env["helpdesk.ticket"].search_count([]), before)

    def test_missed_call(self):
        call, ticket, _partner = self.written(self.log(partner_id=self.caller.id, answered=False))
        self.assertEqual((call.state, call.duret_outcome), ("pending", "missed"))
        self.assertFalse(ticket.duret_first_response_date, "nobody has answered the client yet")

    def test_without_a_contact(self):
        call, ticket, partner = self.written(self.log())
        self.assertFalse(partner)
        self.assertFalse(call.duret_e164)
        self.assertTrue(ticket.partner_name)

    def test_the_number_joins_the_sheet_only_when_asked(self):
        self.log(partner_id=self.caller.id, number="06 12 34 56 78")
        self.assertEqual(self.caller.duret_phone_ids.mapped("e164"), ["+33450123456"])
        for _twice in range(2):
            self.log(partner_id=self.caller.id, number="+33 6 12 34 56 78", add_number=True)
        self.assertEqual(self.caller.duret_phone_ids.mapped("e164"), ["+33450123456", "+33612345678"])
        self.assertEqual(self.caller.phone, "04 50 12 34 56", "the main number stays")

    # -- an unknown caller

    def test_an_unknown_caller_becomes_a_contact(self):
        answer = self.log(contact={"name": "Zoé Quétand", "phone": "0041 22 345 67 89", "city": "Genève"})
        call, ticket, partner = self.written(answer)
        self.assertEqual(partner.name, "Zoé Quétand")
        self.assertEqual(partner.city, "Genève")
        self.assertEqual(partner.duret_phone_ids.e164, "+41223456789")
        self.assertEqual(ticket.partner_id, partner)
        self.assertEqual(call.partner_id, partner)
        self.assertEqual(call.duret_e164, "+41223456789")

    def test_a_possible_duplicate_is_shown_and_nothing_is_written(self):
        contact = {"name": "PERRISSIN Aline", "phone": "04 50 12 34 56"}
        key = str(uuid4())
        before = self.counts()
        answer = self.log(key=key, contact=contact)
        self.assertEqual([known["id"] for known in answer["duplicates"]], [self.caller.id])
        self.assertEqual(answer["duplicates"][0]["reasons"], ["phone", "name"])
        self.assertEqual(self.counts(), before)
        confirmed = self.log(key=key, contact=contact, confirmed=True)
        self.assertNotEqual(confirmed["partner_id"], self.caller.id)

    def test_names_are_text_never_markup(self):
        name = "<script>alert(1)</script> Éloïse 😀"
        _call, ticket, partner = self.written(self.log(contact={"name": name}, subject=name, details=name))
        self.assertEqual(partner.name, name)
        self.assertNotIn("<script", str(ticket.description))

    # -- what is refused

    def test_bad_input_is_refused_in_words_and_writes_nothing(self):
        caller = self.caller.id
        self.assertRefused("what the call is about", subject="  ", partner_id=caller)
        self.assertRefused("too long", subject="x" * 500, partner_id=caller)
        self.assertRefused("too long", contact={"name": "x" * 500})
        self.assertRefused("caller's name", contact={"name": " ", "phone": "0612345678"})
        self.assertRefused("not a complete telephone number", contact={"name": "Paul", "phone": "06 12 34"})
        self.assertRefused("not a complete telephone number", partner_id=caller, number="99")
        self.assertRefused("e-mail address", contact={"name": "Paul", "email": "paul@"})
        self.assertRefused("is not understood", partner_id=caller, callback="un de ces jours")
        self.assertRefused("needs a ticket", partner_id=caller, mode="note", callback="demain 9h")
        self.assertRefused("does not exist any more", partner_id=2**30)
        self.assertRefused("does not exist any more", ticket_id=2**30)
        self.assertRefused("could not be read", partner_id="1 OR 1=1")

    @freeze_time(FRIDAY)
    def test_an_hour_that_is_over_is_refused(self):
        self.assertRefused("is over", partner_id=self.caller.id, callback="aujourd'hui 9h")

    def test_an_error_at_the_end_takes_everything_back(self):
        """The journal cannot be written: contact and ticket leave with it."""
        before = self.counts()
        broken = patch.object(type(self.screen), "_write_call", side_effect=UserError("no journal"))
        with broken, self.assertRaises(UserError), self.env.cr.savepoint():
            self.log(contact={"name": "Personne Nouvelle"}, callback="demain 9h")
        self.assertEqual(self.counts(), before)

    # -- looking up

    def test_every_usual_writing_finds_the_caller(self):
        for text in ("0450123456", "04.50.12.34.56", "+33 (0)4 50 12 34 56", "0033450123456", "33450123456"):
            found = self.screen.lookup(text)
            self.assertIn(self.caller.id, [row["id"] for row in found["results"]], text)
            self.assertEqual(found["number"], "04 50 12 34 56")

    def test_all_the_contacts_of_a_number_are_listed(self):
        tenants = [{"name": f"Locataire {rank}", "phone": "0450123456"} for rank in range(11)]
        shared = [self.caller.id, *self.env["res.partner"].create(tenants).ids]
        rows = self.screen.lookup("04 50 12 34 56")["results"]
        self.assertEqual({row["id"] for row in rows if row["model"] == "res.partner"}, set(shared))

    def test_masked_numbers_find_nobody(self):
        for text in ("masqué", "Numéro anonyme"):
            self.assertEqual(self.screen.lookup(text), {"results": [], "number": False, "masked": True})
        for text in ("", " ", None, 5, ["a"]):
            self.assertEqual(self.screen.lookup(text)["results"], [])

    def test_a_ticket_gives_its_client(self):
        ticket = self.open_request("Devis borne", partner_id=self.caller.id)
        found = self.screen.open_caller("helpdesk.ticket", ticket.id)
        self.assertEqual(found["card"]["id"], self.caller.id)
        self.assertEqual(found["ticket"]["number"], ticket.number)
        with self.assertRaises(UserError):
            self.screen.open_caller("res.users", self.claire.id)
        with self.assertRaises(UserError):
            self.screen.open_caller("res.partner", "1")

    @freeze_time(FRIDAY)
    def test_what_was_understood_is_said_back(self):
        said = self.screen.read_deadline("demain 9h")
        self.assertEqual(said, {"text": "demain à 9 h", "closed": True})
        self.assertFalse(self.screen.read_deadline("lundi 9h")["closed"])
        self.assertIn("not understood", self.screen.read_deadline("???")["error"])
        self.assertEqual(self.screen.start()["chips"][0], "dans 1h")

    def test_the_words_of_the_subject_propose_a_type(self):
        self.assertEqual(self.screen.propose_type("Devis pour une borne de recharge"), "quotation")
        self.assertEqual(self.screen.propose_type("Plus de courant dans la cuisine"), "breakdown")
        for text in ("", "bonjour", None, 5, "x" * 5000):
            self.assertFalse(self.screen.propose_type(text), text)

    # -- who may

    def test_only_those_who_take_calls(self):
        for user in (self.user_portal_a, self.user_direction):
            screen = self.env["duret.new.call"].with_user(user)
            for name, arguments in (
                ("start", []),
                ("lookup", ["0450123456"]),
                ("open_caller", ["res.partner", self.caller.id]),
                ("find_duplicates", [{"name": "Aline Perrissin"}]),
                ("propose_type", ["Panne"]),
                ("log", [{"key": "k", "subject": "x"}]),
            ):
                with self.subTest(user=user.login, method=name), self.assertRaises(AccessError):
                    getattr(screen, name)(*arguments)
