"""Contracts: last and next visit, whatever way the visit takes; who sees and changes what."""

from datetime import date, datetime

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged, users
from odoo.tools import mute_logger

from .common import PlanningCase

TODAY = "2026-11-21 09:00:00"


class MaintenanceCase(PlanningCase):
    """Contracts at the site of client A."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_gaetan = cls.make_user("technician", "gaetan_tests")
        cls.user_gaetan.group_ids += cls.env.ref("duret_planning.group_maintenance")
        cls.contracts = cls.env["duret.maintenance.contract"]
        cls.client_a.write({"street": "3 rue du Lac", "zip": "74000", "city": "Annecy", "phone": "04 50 12 34 56"})

    @classmethod
    def make_contract(cls, **values):
        defaults = {"partner_id": cls.client_a.id, "equipment": "Alarme", "person_id": cls.luc.id}
        return cls.contracts.create(defaults | values)

    @classmethod
    def make_maintenance(cls, contract, start="2026-12-01 08:00:00", **values):
        return cls.make_visit(
            location_id=contract.location_id.id,
            type=cls.type_maintenance.id,
            scheduled_date_start=start,
            scheduled_duration=1,
            **values,
        )

    def finish(self, visit, end):
        visit.date_end = end
        visit.action_complete()


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestMaintenanceContract(MaintenanceCase):
    def test_number_site_and_sheets_of_appliances(self):
        contract = self.make_contract(equipment="Alarme + 2 VMC", last_date="2026-01-31", period_months=1)
        self.assertTrue(contract.name.startswith("CE"))
        self.assertEqual(contract.location_id, self.site, "the site of the client's address is found, not made again")
        self.assertEqual(contract.next_date, date(2026, 2, 28))
        self.assertEqual(sorted(contract.equipment_ids.mapped("duret_appliance")), ["Alarme", "VMC", "VMC"])
        alarm = contract.equipment_ids.filtered(lambda one: one.duret_appliance == "Alarme")
        contract.equipment = "Alarme + Portail"
        self.assertIn(alarm, contract.equipment_ids, "a sheet stays the same one")
        self.assertEqual(sorted(contract.equipment_ids.mapped("duret_appliance")), ["Alarme", "Portail"])

    def test_what_is_typed_moves_the_next_day(self):
        contract = self.make_contract(last_date="2026-03-10", next_date="2027-03-15")
        contract.last_date = "2027-03-01"
        self.assertEqual(contract.next_date, date(2028, 3, 15), "early but within the tolerance: the rhythm stays")
        contract.last_date = "2028-06-20"
        self.assertEqual(contract.next_date, date(2029, 6, 20), "long after: the rhythm restarts")
        contract.period_months = 6
        self.assertEqual(contract.next_date, date(2028, 12, 20))
        contract.write({"last_date": "2028-12-01", "next_date": "2029-02-02"})
        self.assertEqual(contract.next_date, date(2029, 2, 2), "what is typed wins")

    def test_standing_and_its_search(self):
        late = self.make_contract(next_date="2026-10-01")
        due = self.make_contract(next_date="2026-12-10")
        later = self.make_contract(next_date="2027-06-01")
        unknown = self.make_contract()
        stopped = self.make_contract(next_date="2026-01-01", state="suspended")
        every = late | due | later | unknown | stopped
        self.assertEqual(every.mapped("standing"), ["late", "due", "later", "unknown", "suspended"])
        for one in every:
            self.assertEqual(every & self.contracts.search([("standing", "=", one.standing)]), one)
        self.assertEqual(
            every & self.contracts.search([("standing", "not in", ["late", "due"])]), later | unknown | stopped
        )

    def test_suspension_owes_nothing(self):
        contract = self.make_contract(next_date="2026-10-01", period_months=6)
        contract.action_suspend()
        contract.action_resume()
        self.assertEqual(contract.next_date, date(2027, 4, 1))

    def test_a_visit_by_any_way_is_the_contract_s(self):
        contract = self.make_contract(next_date="2026-12-10", to_call=True)
        visit = self.make_maintenance(contract)
        self.assertEqual(visit.duret_contract_id, contract)
        self.assertEqual((contract.visit_id, contract.standing, contract.to_call), (visit, "booked", False))
        visit.duret_cancel("no", "office")
        self.assertEqual((contract.visit_id.id, contract.standing), (False, "due"))
        again = self.make_maintenance(contract, "2026-12-02 08:00:00")
        self.finish(again, "2026-12-03 23:30:00")
        self.assertEqual(contract.last_date, date(2026, 12, 4), "the local day on which it ended")
        self.assertEqual(contract.next_date, date(2027, 12, 10))
        self.finish(again, "2026-12-03 23:30:00")
        self.assertEqual(contract.next_date, date(2027, 12, 10), "told twice, counted once")

    def test_other_visits_are_not_the_contract_s(self):
        contract = self.make_contract(next_date="2026-12-10")
        self.assertFalse(
            self.make_visit(location_id=contract.location_id.id, type=self.type_breakdown.id).duret_contract_id
        )

    def test_two_contracts_at_one_site_are_served_one_after_the_other(self):
        second = self.make_contract(next_date="2027-01-10", equipment="VMC")
        first = self.make_contract(next_date="2026-12-10")
        self.assertEqual(self.make_maintenance(first).duret_contract_id, first)
        self.assertEqual(self.make_maintenance(first, "2026-12-03 08:00:00").duret_contract_id, second)

    def test_booking_opens_the_dialog_with_everything_known(self):
        contract = self.make_contract(next_date="2026-12-10", minutes=90)
        action = contract.action_book()
        self.assertEqual(action["tag"], "duret_planning.appointment")
        self.assertEqual(action["params"]["location_id"], self.site.id)
        self.assertEqual(action["params"]["minutes"], 90)
        self.make_maintenance(contract)
        with self.assertRaises(UserError):
            contract.action_book()

    def test_clients_under_contract_in_one_query(self):
        self.make_contract()
        everybody = self.client_a | self.contact_a | self.client_b
        self.assertEqual(everybody._duret_has_contract(), self.client_a | self.contact_a)
        self.contracts.search([]).action_end()
        self.assertFalse(everybody._duret_has_contract())
        many = self.env["res.partner"].create([{"name": f"P{rank}"} for rank in range(50)])
        self.env.flush_all()
        many.mapped("commercial_partner_id")
        with self.assertQueryCount(1):
            (many | everybody)._duret_has_contract()

    def test_numbers_that_make_no_sense(self):
        for values in ({"period_months": 0}, {"tolerance_weeks": -1}, {"minutes": 2}):
            with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                self.make_contract(**values)
        bare = self.env["res.partner"].create({"name": "Nowhere"})
        with self.assertRaises(UserError):
            self.make_contract(partner_id=bare.id)

    def test_list_costs_the_same_for_any_number(self):
        def cost(count):
            made = self.contracts.create(
                [{"partner_id": self.client_a.id, "next_date": "2026-12-10"} for _rank in range(count)]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            made.read(["name", "partner_id", "city", "phone", "standing", "next_date", "visit_date", "equipment"])
            return self.env.cr.sql_log_count - start

        cost(1)
        self.assertEqual(cost(1), cost(50))


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestMaintenanceRights(MaintenanceCase):
    MODELS = ("contract", "sheet", "row", "month", "tour", "invitation")

    def rights(self, user, operation):
        return {
            name for name in self.MODELS if self.env[f"duret.maintenance.{name}"].with_user(user).has_access(operation)
        }

    def test_table_of_roles(self):
        every = set(self.MODELS)
        shown = every - {"sheet", "row"}
        expected = {
            self.user_technician: (shown, set()),
            self.user_gaetan: (every, every),
            self.user_assistant: (every, every),
            self.user_manager: (every, every),
            self.user_direction: (every, set()),
            self.user_portal_a: (set(), set()),
        }
        for user, (read, write) in expected.items():
            self.assertEqual(self.rights(user, "read"), read, user.login)
            self.assertEqual(self.rights(user, "write"), write, user.login)
        self.assertFalse(self.contracts.with_user(self.user_gaetan).has_access("unlink"))

    @users("gaetan_tests")
    def test_the_technician_keeps_his_list(self):
        """He makes a contract for a client, corrects it and books from it without the rights of the office."""
        contract = self.env["duret.maintenance.contract"].create(
            {"partner_id": self.client_a.id, "equipment": "Alarme + VMC", "next_date": "2026-12-10"}
        )
        contract.write({"equipment": "VMC", "last_date": "2026-11-20"})
        self.assertEqual(contract.sudo().equipment_ids.mapped("duret_appliance"), ["VMC"])
        self.assertEqual(contract.action_book()["params"]["partner_id"], self.client_a.id)
        with self.assertRaises(AccessError):
            contract.unlink()

    def test_he_books_for_himself_and_for_nobody_else(self):
        contract = self.make_contract(next_date="2026-12-10")
        me = self.env["fsm.person"].create({"name": "Gaëtan", "partner_id": self.user_gaetan.partner_id.id})
        values = {
            "type_id": self.type_maintenance.id,
            "location_id": contract.location_id.id,
            "start": "2026-12-08 09:00:00",
            "channel": "technician",
        }
        orders = self.env["fsm.order"].with_user(self.user_gaetan)
        visit = orders.duret_book(values | {"person_ids": me.ids})
        self.assertEqual(visit.sudo().duret_contract_id, contract)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            orders.duret_book(values | {"person_ids": self.eve.ids})
        plain = self.env["fsm.order"].with_user(self.user_technician)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            plain.duret_book(values | {"person_ids": self.luc.ids})

    def test_his_day_shows_what_is_late(self):
        late = self.make_contract(next_date="2001-09-01")
        self.make_contract(next_date="2027-09-01", equipment="VMC")
        for user in (self.user_gaetan, self.user_assistant):
            day = self.env["duret.my.day"].with_user(user).get_day()
            (block,) = [block for block in day["blocks"] if block["code"] == "maintenance"]
            self.assertIn(late.id, [row["id"] for row in block["rows"]])
            self.assertIn("danger", [row["tone"] for row in block["rows"]])
        day = self.env["duret.my.day"].with_user(self.user_technician).get_day()
        self.assertNotIn("maintenance", [block["code"] for block in day["blocks"]])

    def test_the_next_day_is_checked_by_the_database_too(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.make_contract(period_months=999)
            self.env.flush_all()

    def test_time_of_a_visit_without_an_end(self):
        contract = self.make_contract(next_date="2026-12-10")
        visit = self.make_maintenance(contract)
        visit.action_complete()
        self.assertEqual(contract.last_date, datetime(2026, 12, 1).date())
