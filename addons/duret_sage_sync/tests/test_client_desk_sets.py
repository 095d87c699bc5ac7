"""Hundreds of clients at once: one refused leaves the others, and the number of questions stays the same."""

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..sage.errors import BadData
from ..sage.records import CLIENT
from ..sage.store import Applied, Change
from ..sage.words_fr import CODES
from .client_case import ClientCase

REFUSAL = "Pas <b>celui-ci</b>"


@tagged("post_install", "-at_install")
class TestClientSets(ClientCase):
    def new(self, rank, **told):
        firm = {"siret": "73282932000074", "vat": "FR44732829320"} if rank % 3 == 0 else {}
        known = {"number": f"SET{rank:05d}", "name": f"Client {rank}", "zip": "74000", "country": "FRANCE"}
        phone = f"04 50 {rank // 100 % 100:02d} {rank % 100:02d} 01"
        return Change(CLIENT, None, self.values(**{**known, "phone": phone, **firm, **told}))

    def test_refused_ones_leave_the_others(self):
        """Each has its own reason, in the place of its change; nothing of it is left behind."""
        self.client_b.duret_sage_number = "TAKEN"
        changes = [self.new(rank) for rank in range(12)]
        changes[2] = self.new(2, number="TAKEN")
        changes[5] = self.new(5, vat="FR00732829320")
        changes[7] = self.new(7, name="")
        changes[9] = Change(CLIENT, "999999999", {"city": "Annecy"})
        before = self.env["res.partner"].search_count([])
        done = self.apply(*changes)
        codes = {rank: one.code for rank, one in enumerate(done) if isinstance(one, BadData)}
        self.assertEqual(codes, {2: "number_taken", 5: "vat_refused", 7: "nameless", 9: "no_local"})
        self.assertLess(set(codes.values()), set(CODES), "each has a French sentence")
        self.assertEqual(self.env["res.partner"].search_count([]) - before, 8)
        names = self.clients._read(self.backend, [one.local for one in done if isinstance(one, Applied)])
        told = [names[one.local].values["name"] for one in done if isinstance(one, Applied)]
        self.assertEqual(told, [f"Client {rank}" for rank in (0, 1, 3, 4, 6, 8, 10, 11)])

    def test_what_nobody_foresaw_is_found_by_halves(self):
        """A constraint of some other addon refuses two of forty: the others are written, once each."""
        Partner = self.env.registry["res.partner"]
        create = Partner.create

        def picky(records, vals_list):
            if any(vals.get("name") in ("Client 3", "Client 31") for vals in vals_list):
                raise ValidationError(REFUSAL)
            return create(records, vals_list)

        self.patch(Partner, "create", picky)
        done = self.apply(*(self.new(rank) for rank in range(40)))
        refused = [rank for rank, one in enumerate(done) if isinstance(one, BadData)]
        self.assertEqual(refused, [3, 31])
        self.assertEqual((done[3].code, done[3].detail), ("odoo_says_no", REFUSAL))
        found = self.env["res.partner"].search([("duret_sage_number", "=like", "SET%")])
        self.assertEqual(len(found), 38)
        self.assertEqual(len(found.duret_phone_ids), 38)

    def test_a_refused_change_leaves_the_known_client_as_it_was(self):
        partner = self.make(number="SETA", phone="04 50 12 34 56")
        self.client_b.duret_sage_number = "TAKEN"
        before = self.read_client(partner)
        done = self.change(partner, number="TAKEN", city="Ailleurs", phone="04 50 99 88 77")
        self.assertEqual(done.code, "number_taken")
        self.assertEqual(self.read_client(partner), before)

    def test_the_number_of_a_client_that_sage_has_deleted_is_free(self):
        """It was deleted and typed again, or given to somebody else: the new one is not refused for ever."""
        one, other = self.make(number="SETA"), self.make(number="SETB", name="Autre")
        self.clients._archive(self.backend, [str(one.id), str(other.id)], "deleted_in_sage")
        new, moved = self.apply(self.new(1, number="SETA"), self.new(2, number="SETC"))
        self.assertEqual(self.env["res.partner"].browse(int(new.local)).duret_sage_number, "SETA")
        self.assertFalse(one.duret_sage_number)
        moved = self.env["res.partner"].browse(int(moved.local))
        self.change(moved, number="SETB")
        self.assertEqual((moved.duret_sage_number, other.duret_sage_number), ("SETB", False))
        # Should the first one come back, it is told that its number is another's.
        self.clients._revive(self.backend, [str(one.id)])
        self.assertEqual(self.change(one, number="SETA").code, "number_taken")

    def test_two_clients_exchange_their_numbers(self):
        """SAGE renames both before we look: no order of writing would do."""
        one, other = self.make(number="SETA"), self.make(number="SETB", name="Autre")
        done = self.apply(
            Change(CLIENT, str(one.id), {"number": "SETB"}), Change(CLIENT, str(other.id), {"number": "SETA"})
        )
        self.assertTrue(all(isinstance(result, Applied) for result in done), done)
        self.assertEqual((one.duret_sage_number, other.duret_sage_number), ("SETB", "SETA"))

    def test_a_fault_of_ours_is_not_taken_for_a_refusal(self):
        """A program that breaks ends the run; it must not become 500 clients refused."""
        self.patch(self.env.registry["res.partner"], "_create", lambda *_args: 1 / 0)
        with self.assertRaises(ZeroDivisionError):
            self.apply(self.new(1))

    def work(self, first, count, **told):
        """Make clients, change them, read them, look for them."""

        def run():
            done = self.apply(*(self.new(rank) for rank in range(first, first + count)))
            changes = [
                Change(CLIENT, one.local, {name: value.format(rank) for name, value in told.items()})
                for rank, one in enumerate(done)
            ]
            self.apply(*changes)
            names = [one.local for one in done]
            self.clients._read(self.backend, names)
            self.clients._candidates(self.backend, [("near", "74000:clie"), ("phone", "+33450000001")], 20)

        return run

    def test_fifty_or_five_hundred_cost_the_same(self):
        """But for the rows that core inserts and updates, a hundred in a statement."""
        told = {"comment": "Note {}", "phone": "+33450{:06d}"}
        self.work(0, 5, **told)()
        few = self.queries(self.work(1000, 50, **told))
        many = self.queries(self.work(2000, 500, **told))
        self.assertLessEqual(many, few + 50)

    def test_what_core_asks_for_each_change(self):
        """Other addons of Odoo ask for what hangs on an address of e-mail (leads, attendees, workers) or by post."""
        self.work(0, 5, email="x{}@y.example", city="Ville {}")()
        few = self.queries(self.work(1000, 20, email="x{}@y.example", city="Ville {}"))
        many = self.queries(self.work(2000, 120, email="z{}@y.example", city="Cité {}"))
        self.assertLessEqual(many - few, 100 * 8)
