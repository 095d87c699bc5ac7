"""Sites are contacts for Odoo; whoever looks for a client finds the client."""

from odoo.tests import tagged

from .common import PlanningCase


@tagged("post_install", "-at_install")
class TestSiteSearch(PlanningCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.owner = cls.env["res.partner"].create({"name": "Zéphyrin Copropriété", "street": "1 place Verte"})
        cls.far = cls.env["fsm.location"].create(
            {
                "name": "Zéphyrin Copropriété – Thônes",
                "owner_id": cls.owner.id,
                "street": "12 chemin des Gentianes",
                "zip": "74230",
                "city": "Thônes",
                "phone": "04 50 99 88 77",
            }
        )

    def found(self, text, user=None):
        """Ids of the clients that the search box gives, in order."""
        search = self.env["duret.search"].with_user(user or self.user_assistant)
        return [row["id"] for row in search.find(text) if row["model"] == "res.partner"]

    def test_a_name_gives_the_client_once(self):
        self.assertEqual(self.found("Zéphyrin"), [self.owner.id])

    def test_the_address_of_a_site_gives_its_owner(self):
        self.assertEqual(self.found("12 chemin des Gentianes"), [self.owner.id])

    def test_the_number_of_a_site_gives_its_owner(self):
        self.assertEqual(self.found("04 50 99 88 77"), [self.owner.id])
        contacts = self.env["res.partner"].with_user(self.user_assistant)
        self.assertEqual(contacts._duret_find_by_phone("+33450998877"), self.owner)

    def test_the_caller_is_the_client(self):
        results = self.env["duret.new.call"].with_user(self.user_assistant).lookup("0450998877")["results"]
        self.assertEqual([row["id"] for row in results], [self.owner.id])

    def test_a_technician_finds_the_client_too(self):
        self.assertEqual(self.found("Gentianes", self.user_technician), [self.owner.id])

    def test_a_site_is_no_duplicate_of_its_client(self):
        contacts = self.env["res.partner"].with_user(self.user_assistant)
        (near,) = contacts.duret_find_duplicates([{"name": "Zéphyrin Copropriété", "phone": "04 50 99 88 77"}])
        self.assertEqual([row["id"] for row in near], [self.owner.id])

    def test_a_client_who_is_his_own_site_stays_found(self):
        client = self.env["res.partner"].create({"name": "Xanthe Lapierre", "city": "Annecy"})
        self.env["fsm.location"].create({"partner_id": client.id, "owner_id": client.id})
        self.assertTrue(client.fsm_location)
        self.assertEqual(self.found("Xanthe Lapierre"), [client.id])

    def test_one_or_twenty_sites_cost_the_same(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.found("Gentianes")
            return self.env.cr.sql_log_count - before

        count()
        one = count()
        self.env["fsm.location"].create(
            [{"name": f"Site {n}", "owner_id": self.owner.id, "street": f"{n} rue des Gentianes"} for n in range(20)]
        )
        count()
        self.assertLessEqual(count(), one + 1)
