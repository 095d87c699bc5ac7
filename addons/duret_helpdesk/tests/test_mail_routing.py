from unittest.mock import patch

from odoo.tests import new_test_user, tagged

from odoo.addons.mail.models.mail_thread import MailThread

from ..mailroom.trace import Trace
from ..models.mail_thread import TRACE_KEY
from .common import ALIAS, ALIAS_DOMAIN, MailGatewayCase, eml

CLIENT = "jeanne@client.example"
QUERIES = 49  # of one message of a client who wrote before, storing it and the savepoints of the test included


@tagged("post_install", "-at_install", "duret_mail")
class TestMailRouting(MailGatewayCase):
    """What the gateway asks the database in one question gives the same answers as Odoo's many."""

    def setUp(self):
        super().setUp()
        trace = Trace("<x@y>", CLIENT)
        self.delivery = self.env["mail.thread"].with_context(**{TRACE_KEY: trace})

    def test_our_addresses_are_those_that_odoo_finds(self):
        domain = self.company.alias_domain_id
        domain.write({"bounce_alias": "retours", "catchall_alias": "tout", "default_from": "noreply"})
        model_id = self.env["ir.model"]._get_id("helpdesk.ticket")
        local = {"alias_name": "partout", "alias_domain_id": domain.id, "alias_model_id": model_id}
        self.env["mail.alias"].create({**local, "alias_incoming_local": True})
        names = ("service-client", "retours", "tout", "noreply", "partout", "jeanne", "")
        addresses = [f"{name}@{place}" for name in names for place in (ALIAS_DOMAIN, "ailleurs.example")]
        addresses += ["sans-arobase", False]
        domains, ours = self.env["mail.alias.domain"], self.delivery.env["mail.alias.domain"]
        for allowed in ("", "ailleurs.example", "autre.example"):
            self.env["ir.config_parameter"].set_param("mail.catchall.domain.allowed", allowed)
            # One by one: Odoo lets the allowed domain of one address count for the others of the list.
            expected = [address for address in addresses if domains._find_aliases([address])]
            self.assertEqual(ours._find_aliases(addresses), expected, allowed)
        self.assertIn(ALIAS, ours._find_aliases(addresses))
        self.assertIn(f"partout@{ALIAS_DOMAIN}", ours._find_aliases(addresses))

    def test_a_mail_from_an_address_that_bounced_clears_its_counts(self):
        partner = self.env["res.partner"].create({"name": "Jeanne Favre", "email": CLIENT, "message_bounce": 3})
        lead = self.env["crm.lead"].create({"name": "Piste", "email_from": CLIENT, "message_bounce": 2})
        other = self.env["res.partner"].create({"name": "Autre", "email": "autre@client.example", "message_bounce": 1})
        self.receive_ticket()
        self.assertEqual((partner.message_bounce, lead.message_bounce, other.message_bounce), (0, 0, 1))

    def test_the_user_of_an_address_is_the_one_that_odoo_chooses(self):
        user = new_test_user(self.env, "jeanne.essai", groups="base.group_portal", email=CLIENT)
        for address in (CLIENT, f"Jeanne <{CLIENT.upper()}>", "inconnu@client.example", "illisible", "", False):
            expected = self.env["mail.thread"]._mail_find_user_for_gateway(address)
            self.assertEqual(self.delivery._mail_find_user_for_gateway(address), expected, address)
        self.assertEqual(self.delivery._mail_find_user_for_gateway(CLIENT), user)
        user.active = False
        self.assertFalse(self.delivery._mail_find_user_for_gateway(CLIENT))

    def test_the_brake_of_odoo_is_asked_when_a_sender_comes_near_it(self):
        asked = []
        original = MailThread._detect_loop_sender

        def detect(model, message, message_dict, routes):
            asked.append(message_dict["message_id"])
            return original(model, message, message_dict, routes)

        self.env["ir.config_parameter"].set_param("mail.gateway.loop.threshold", "2")
        with patch.object(MailThread, "_detect_loop_sender", detect):
            states = [self.receive(eml()).state for _number in range(3)]
        self.assertEqual(len(asked), 1)
        self.assertEqual(states, ["ticket", "ticket", "quarantined"])

    def test_the_stages_of_a_team_follow_their_changes(self):
        stages, team = self.env["helpdesk.ticket.stage"], self.team.sudo()
        before = team._get_applicable_stages()
        first = stages.create({"name": "Essai", "sequence": -1})
        self.assertEqual(team._get_applicable_stages(), first + before)
        first.team_ids = self.env["helpdesk.ticket.team"].create({"name": "Autre équipe"})
        self.assertEqual(team._get_applicable_stages(), before)
        first.write({"team_ids": [(6, 0, team.ids)], "sequence": 999})
        self.assertEqual(team._get_applicable_stages(), before + first)
        first.active = False
        self.assertEqual(team._get_applicable_stages(), before)
        nobody = self.env["helpdesk.ticket.team"].sudo()
        self.assertEqual(nobody._get_applicable_stages(), nobody.sudo(False)._get_applicable_stages())

    def test_who_writes_in_copy_to_himself_follows_once(self):
        self.env["res.partner"].create({"name": "Jeanne Favre", "email": CLIENT})
        ticket = self.receive_ticket(cc=CLIENT)
        followers = ticket.message_follower_ids.filtered(lambda row: row.partner_id == ticket.partner_id)
        self.assertEqual(len(followers), 1)
        external = self.env["mail.message.subtype"].default_subtypes(ticket._name)[2]
        self.assertEqual(followers.subtype_ids, external)

    def test_a_message_costs_a_known_number_of_queries(self):
        photos = [("tableau.jpg", b"\xff\xd8" + bytes(2000), "image/jpeg")] * 3
        counts = []
        for files in ((), photos, (), photos):
            raw = eml(files=files)
            self.env.flush_all()
            before = self.cr.sql_log_count
            self.env["mail.thread"].message_process("", raw)
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], QUERIES)
        self.assertLessEqual(counts[3] - counts[2], 3, "the files are stored together")

    def test_the_sequence_of_a_company_follows_its_changes(self):
        common = self.env["ir.sequence"].search([("code", "=", "helpdesk.ticket.sequence"), ("company_id", "=", False)])
        self.assertEqual(len(common), 1)
        values = {"name": "Essai", "code": "helpdesk.ticket.sequence", "prefix": "ESSAI-"}
        tickets = self.env["helpdesk.ticket"]
        self.assertFalse(tickets._prepare_ticket_number({}).startswith("ESSAI-"))
        own = common.create({**values, "company_id": self.company.id})
        self.assertTrue(tickets._prepare_ticket_number({}).startswith("ESSAI-"))
        own.active = False
        self.assertFalse(tickets._prepare_ticket_number({"company_id": self.company.id}).startswith("ESSAI-"))
        common.active = False
        self.assertEqual(tickets._prepare_ticket_number({}), "/")

    def test_the_number_of_a_ticket_may_name_the_year(self):
        values = {"name": "Essai", "code": "helpdesk.ticket.sequence", "company_id": self.company.id}
        self.env["ir.sequence"].create({**values, "prefix": "%(year)s/100%%-", "suffix": "-X", "padding": 3})
        number = self.env["helpdesk.ticket"]._prepare_ticket_number({})
        self.assertRegex(number, r"^20\d\d/100%-001-X$")

    def test_a_delivery_asks_once_whether_the_client_is_under_contract(self):
        partner = self.env["res.partner"].create({"name": "Jeanne Favre"})
        tickets = self.delivery.env["helpdesk.ticket"]
        asked = []
        with patch.object(
            type(partner), "_duret_has_contract", lambda partners: asked.append(partners.ids) or partners.browse()
        ):
            for _again in range(2):
                self.assertEqual(tickets._duret_under_contract(partner), set())
        self.assertEqual(asked, [partner.ids])
        with patch.object(type(partner), "_duret_has_contract", lambda partners: partners):
            self.assertEqual(tickets._duret_under_contract(partner), set(), "known for this delivery")
            self.assertEqual(self.env["helpdesk.ticket"]._duret_under_contract(partner), {partner.id})

    def test_the_row_of_a_sender_knows_when_it_was_last_answered(self):
        senders = self.env["duret.mail.sender"]
        self.assertTrue(senders._take(CLIENT)._claim_acknowledgement())
        self.env.flush_all()
        again = senders._take(CLIENT)
        self.assertTrue(again.last_ack_at)
        self.assertFalse(again._may_be_answered())
        again.last_ack_at = False
        self.env.flush_all()
        self.assertTrue(senders._take(CLIENT)._may_be_answered())

    def test_the_kinds_that_are_internal_follow_their_changes(self):
        kinds = self.env["mail.message.subtype"]
        kind = kinds.create({"name": "Essai", "internal": True})
        self.assertIn(kind.id, kinds._duret_internal_ids())
        self.assertIn(self.env.ref("mail.mt_note").id, kinds._duret_internal_ids())
        kind.internal = False
        self.assertNotIn(kind.id, kinds._duret_internal_ids())
