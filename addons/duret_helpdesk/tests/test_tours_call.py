"""« Nouvel appel » in a real browser, from the keyboard."""

from odoo.tests import HttpCase, tagged

from odoo.addons.duret_base.tests.common import DuretUsersMixin


@tagged("post_install", "-at_install")
class TestNewCallTour(DuretUsersMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_users()
        cls.company = cls.env.ref("base.main_company")
        cls.company.duret_front_desk_user_id = cls.user_assistant
        cls.env.ref("duret_helpdesk.team_customer_service").user_ids = cls.user_assistant
        cls.caller = cls.env["res.partner"].create(
            {"name": "Aline Perrissin", "phone": "04 50 12 34 56", "street": "12 rue Royale", "zip": "74000"}
        )

    def start(self, tour):
        self.start_tour("/odoo", tour, login=self.user_assistant.login)
        return self.env["crm.phonecall"].search([], order="id desc", limit=1)

    def test_known_caller(self):
        call = self.start("duret_helpdesk.new_call_known")
        self.assertEqual(call.partner_id, self.caller)
        self.assertEqual(call.duret_e164, "+33450123456")
        self.assertEqual(call.duret_ticket_id.name, "Plus de courant dans la cuisine")
        self.assertEqual(call.duret_ticket_id.channel_id.duret_code, "phone")
        self.assertTrue(call.duret_ticket_id.activity_ids.filtered("duret_deadline"))

    def test_unknown_caller(self):
        self.env["res.partner"].create({"name": "Quétand Zoé", "city": "Annecy"})
        before = self.env["res.partner"].search_count([])
        call = self.start("duret_helpdesk.new_call_unknown")
        self.assertEqual(call.partner_id.name, "Zoé Quétand")
        self.assertEqual(call.partner_id.duret_phone_ids.e164, "+33698765432")
        self.assertEqual(call.duret_ticket_id.type_id.duret_code, "quotation")
        self.assertEqual(self.env["res.partner"].search_count([]), before + 1)
