"""Which of our contacts SAGE is to have, which are looked at again, and by what a client is found."""

from odoo.tests import new_test_user, tagged

from ..sage.dedupe import match_keys
from ..sage.records import CLIENT
from .client_case import ClientCase


@tagged("post_install", "-at_install")
class TestBelonging(ClientCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partners = cls.env["res.partner"]
        cls.buyer = partners.create({"name": "Acheteur"})
        cls.firm = partners.create({"name": "Firme", "is_company": True})
        cls.employee = partners.create({"name": "Employé", "parent_id": cls.firm.id})
        cls.billed = partners.create({"name": "Facturé"})
        cls.stranger = partners.create({"name": "Inscrit tout seul", "email": "seul@client.example"})
        cls.supplier = partners.create({"name": "Grossiste", "supplier_rank": 3})
        cls.idle = partners.create({"name": "Sans affaire"})
        cls.numbered = partners.create({"name": "Déjà dans SAGE", "duret_sage_number": "CLX7"})
        new_test_user(cls.env, "duret_stranger", groups="base.group_portal", partner_id=cls.stranger.id)
        cls.env["sale.order"].create([{"partner_id": cls.buyer.id}, {"partner_id": cls.employee.id}])
        cls.cancelled = partners.create({"name": "Devis annulé"})
        cls.env["sale.order"].create({"partner_id": cls.cancelled.id}).action_cancel()
        cls.env["account.move"].create({"move_type": "out_invoice", "partner_id": cls.billed.id})
        cls.env["sale.order"].create({"partner_id": cls.user_technician.partner_id.id})
        cls.env["sale.order"].create({"partner_id": cls.env.company.partner_id.id})
        cls.ours = (
            *(cls.buyer, cls.firm, cls.employee, cls.billed, cls.stranger, cls.supplier, cls.idle, cls.numbered),
            *(cls.cancelled, cls.user_technician.partner_id, cls.env.company.partner_id),
        )

    def names(self, locals_):
        wanted = {str(partner.id): partner.name for partner in self.ours}
        return {wanted[name] for name in locals_ if name in wanted}

    def changed(self):
        """Everything `_changed` gives, page by page."""
        found, after = [], ""
        while page := self.clients._changed(self.backend, after, 3):
            self.assertEqual(page, sorted(page, key=int))
            found, after = found + page, page[-1]
        self.assertEqual(len(found), len(set(found)))
        return found

    def test_customers_are_those_with_business(self):
        self.assertEqual(self.names(self.changed()), {"Acheteur", "Firme", "Facturé"})

    def test_a_number_typed_by_hand_waits_to_be_recognised(self):
        """SAGE has this client: creating it once more would double it there; the proof tells that it is alone."""
        self.assertNotIn("Déjà dans SAGE", self.names(self.changed()))
        self.assertIn("Déjà dans SAGE", self.names(self.clients._unbound(self.backend)))

    def test_all_or_nobody(self):
        self.backend.pushed_clients = "all"
        found = self.names(self.changed())
        self.assertEqual(found, {"Acheteur", "Firme", "Facturé", "Sans affaire", "Devis annulé"})
        self.backend.pushed_clients = "none"
        self.assertFalse(self.names(self.changed()))

    def test_a_stranger_belongs_once_he_has_a_quotation(self):
        self.env["sale.order"].create({"partner_id": self.stranger.id})
        self.assertIn(self.stranger.name, self.names(self.changed()))

    def test_archived_ones_are_not_created_in_sage(self):
        self.buyer.action_archive()
        self.assertNotIn("Acheteur", self.names(self.changed()))

    def test_bound_ones_are_looked_at_when_they_change(self):
        self.bind(self.idle, "71")
        self.assertNotIn("Sans affaire", self.names(self.changed()))
        self.idle.city = "Annecy"
        self.assertIn("Sans affaire", self.names(self.changed()))
        self.idle.action_archive()
        self.assertIn("Sans affaire", self.names(self.changed()), "archived or not, the two are kept equal")
        binding = self.env["duret.sage.binding"].search([("res_id", "=", self.idle.id)])
        binding.state = "gone"
        self.assertNotIn("Sans affaire", self.names(self.changed()))

    def test_a_binding_that_has_something_to_send_is_looked_at(self):
        """The contact was never written since the installation; the binding asks for it without a version."""
        self.bind(self.idle, "71", version=False)
        self.assertIn("Sans affaire", self.names(self.changed()))

    def test_what_waits_in_the_outbox_is_not_collected_twice(self):
        version = self.version(self.buyer)
        self.env["duret.sage.operation"].create(
            {
                "backend_id": self.backend.id,
                "entity": CLIENT,
                "model": "res.partner",
                "res_id": self.buyer.id,
                "verb": "create",
                "idempotency": "x",
                "version": version,
                "payload": {"name": "x"},
            }
        )
        self.assertNotIn("Acheteur", self.names(self.changed()))
        self.buyer.city = "Annecy"
        self.assertIn("Acheteur", self.names(self.changed()))

    # --- candidates
    def found(self, **told):
        keys = match_keys(CLIENT, self.values(**told))
        found = self.clients._candidates(self.backend, keys, 20)
        return {candidate.local for candidates in found.values() for candidate in candidates}

    def test_found_by_what_it_says_now(self):
        """The keys follow the contact: old ones find it no more."""
        partner = self.make(
            name="Menuiserie Quétant", zip="74000", phone="04 50 31 41 59", email="bois@quetant.example"
        )
        name = str(partner.id)
        self.assertIn(name, self.found(name="X", phone="04 50 31 41 59"))
        self.assertIn(name, self.found(name="Menuiserie Quetant", zip="74000"))
        partner.phone = "04 50 27 18 28"
        self.assertNotIn(name, self.found(name="X", phone="04 50 31 41 59"))
        self.assertIn(name, self.found(name="X", phone="0450271828"))
        self.assertIn(name, self.found(name="X", email="BOIS@quetant.example"))
        partner.duret_sage_number = "CLX99"
        self.assertIn(name, self.found(name="X", number="clx99"))

    def test_keys_cost_nothing_while_people_write(self):
        partner = self.make(name="Menuiserie Quétant", zip="74000")
        self.found(name="X", phone="04 50 31 41 59")
        keys = self.env["duret.sage.match.key"]
        before = keys.search_count([("res_id", "=", partner.id)])
        partner.write({"city": "Thônes", "email": "neuf@quetant.example"})
        self.env.flush_all()
        self.assertEqual(keys.search_count([("res_id", "=", partner.id)]), before)

    def test_oldest_first_and_not_too_many(self):
        made = [self.make(name=f"Dupont {rank}", phone="04 50 31 41 59") for rank in range(5)]
        found = self.clients._candidates(self.backend, [("phone", "+33450314159")], 3)
        self.assertEqual(
            [candidate.local for candidate in found["phone", "+33450314159"]],
            [str(partner.id) for partner in made[:3]],
        )

    def test_archived_ones_only_when_they_are_bound(self):
        partner = self.make(name="Dupont", phone="04 50 31 41 59")
        partner.action_archive()
        self.assertFalse(self.found(name="X", phone="04 50 31 41 59"))
        self.bind(partner, "71")
        found = self.clients._candidates(self.backend, [("phone", "+33450314159")], 3)
        self.assertEqual([one.bound for one in found["phone", "+33450314159"]], ["71"])

    def test_nobody_of_ours_is_found(self):
        self.user_technician.partner_id.phone = "04 50 31 41 59"
        self.env.company.partner_id.phone = "04 50 31 41 59"
        self.assertFalse(self.found(name="X", phone="04 50 31 41 59"))

    def test_who_is_no_client_any_more_is_not_found(self):
        """He became a person of a firm, or a colleague: his keys are old, and say nothing."""
        person = self.make(name="Dupont", phone="04 50 31 41 59")
        colleague = self.make(name="Dupond", phone="04 50 31 41 59")
        self.assertEqual(len(self.found(name="X", phone="04 50 31 41 59")), 2)
        person.parent_id = self.firm
        new_test_user(self.env, "duret_new_colleague", groups="base.group_user", partner_id=colleague.id)
        self.assertFalse(self.found(name="X", phone="04 50 31 41 59"))
