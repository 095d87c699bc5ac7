"""What the office sees of reports, and what it does with them."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .office_case import OfficeCase


@tagged("post_install", "-at_install")
class TestReportViews(OfficeCase):
    """Reports to check, reports that have not come."""

    def test_a_report_is_checked_once(self):
        """Who looked at it first, and when, stays."""
        report = self.make_report(self.make_done())
        self.assertTrue(report.is_to_check)
        report.with_user(self.user_assistant).action_check()
        first = report.checked_at
        self.assertEqual((report.checked_by, report.is_to_check), (self.user_assistant, False))
        report.with_user(self.user_manager).action_check()
        self.assertEqual((report.checked_by, report.checked_at), (self.user_assistant, first))
        report.action_uncheck()
        self.assertTrue(report.is_to_check)

    def test_a_draft_is_not_checked(self):
        """There is nothing to check yet; the closed one beside it stays unchecked too."""
        draft = self.make_report(self.make_done(), outcome="")
        closed = self.make_report(self.make_done(3))
        with self.assertRaises(UserError):
            (draft | closed).action_check()
        self.assertFalse(draft.is_to_check)
        self.assertFalse(closed.checked_at)

    def test_checking_leaves_what_was_signed_alone(self):
        """Content, revision and journal are the same before and after."""
        report = self.make_report(self.make_done())
        before = (report._duret_content(), report.revision, len(report.change_ids), report.state)
        report.action_check()
        self.assertEqual((report._duret_content(), report.revision, len(report.change_ids), report.state), before)

    def test_complete_or_not(self):
        """Each missing thing makes a report incomplete."""
        self.assertTrue(self.make_report(self.make_done(1)).is_complete)
        self.assertFalse(self.make_report(self.make_done(2), photo=False).is_complete)
        self.assertFalse(self.make_report(self.make_done(3), work_done=" ").is_complete)
        self.assertFalse(self.make_report(self.make_done(4), left_at=False).is_complete)
        missing = self.make_report(self.make_done(5))
        self.add_photo(missing, state="announced")
        self.assertFalse(missing.is_complete)
        item = self.env["duret.check.item"].create({"name": "Earth", "code": "earth_of_test", "required": True})
        self.assertFalse(self.make_report(self.make_done(6), check_ids=[]).is_complete)
        item.type_ids = self.type_maintenance
        self.env["duret.check.item"].search([("id", "!=", item.id)]).required = False
        self.assertTrue(self.make_report(self.make_done(7), check_ids=[]).is_complete, "not asked on this kind")

    def test_visits_without_report(self):
        """Over, not cancelled, somebody's, since the company has digital reports: such visits owe a report."""
        owed = self.make_done()
        begun = self.make_done(3)
        self.make_report(begun, outcome="")
        told = self.make_done(4)
        self.make_report(told, outcome="absent")
        cancelled = self.make_done(5)
        cancelled.stage_id = self.env.ref("fieldservice.fsm_stage_cancelled")
        old = self.make_done(40)
        forgotten = self.make_visit(
            scheduled_date_start=fields.Datetime.now() - timedelta(days=1),
            scheduled_duration=1,
            duret_day_off_agreed=True,
        )
        coming = self.make_visit(
            scheduled_date_start=fields.Datetime.now() + timedelta(days=3), duret_day_off_agreed=True
        )
        visits = owed | begun | told | cancelled | old | forgotten | coming
        due = self.env["fsm.order"].search([("duret_is_report_due", "=", True), ("id", "in", visits.ids)])
        self.assertEqual(due, owed | begun | forgotten)
        self.assertEqual(visits.filtered("duret_is_report_due"), due)
        self.assertEqual(owed.duret_report_due_since, owed.date_end)
        self.assertEqual(forgotten.duret_report_due_since, forgotten.scheduled_date_end)
        self.assertFalse(told.duret_report_due_since)
        rest = self.env["fsm.order"].search([("duret_is_report_due", "=", False), ("id", "in", visits.ids)])
        self.assertEqual(rest, visits - due)

    def test_my_day(self):
        """The assistant is told of what is owed and of what is to check; a technician of his own visits."""
        mine, other = self.make_done(), self.make_done(3, person=self.eve)
        checked = self.make_report(self.make_done(4))
        blocks = {block["code"]: block for block in self._day(self.user_assistant)}
        due = {row["id"] for row in self._rows(blocks["reports_due"])}
        self.assertLessEqual({mine.id, other.id}, due)
        self.assertIn(checked.id, {row["id"] for row in self._rows(blocks["reports_to_check"])})
        blocks = {block["code"]: block for block in self._day(self.user_technician)}
        self.assertNotIn("reports_to_check", blocks)
        due = {row["id"] for row in self._rows(blocks["reports_due"])}
        self.assertIn(mine.id, due)
        self.assertNotIn(other.id, due)

    def test_a_report_closed_after_midnight_is_of_that_day(self):
        """23:30 in UTC is half past midnight in Annecy."""
        with freeze_time("2026-11-22 23:30:00"):
            report = self.make_report(self.make_done())
        self.assertEqual(self.env["duret.my.day"]._report_row(report)["day"], "2026-11-23")

    def _day(self, user):
        return self.env["duret.my.day"].with_user(user).get_day("mine")["blocks"]

    def _rows(self, block):
        """Every row behind a block, as « see all » shows them."""
        action = block["action"]
        records = self.env[action["res_model"]].search(action["domain"])
        self.assertTrue(block["rows"])
        return [{"id": id_} for id_ in records.ids]

    def test_smart_buttons(self):
        """Visit, request and client count and open their reports."""
        ticket = self.env["helpdesk.ticket"].create(
            {"name": "No light", "description": "No light", "partner_id": self.contact_a.id}
        )
        visit = self.make_done(duret_ticket_id=ticket.id)
        report = self.make_report(visit)
        for record in (visit, ticket):
            self.assertEqual(record.duret_report_count, 1)
            self.assertEqual(record.action_duret_open_reports()["res_id"], report.id)
        self.assertEqual(self.client_a.duret_report_count, 1)
        self.assertEqual(self.contact_a_sibling.duret_report_count, 1)
        self.assertEqual(self.client_b.duret_report_count, 0)
        found = self.reports.search(self.client_a.action_duret_open_reports()["domain"])
        self.assertEqual(found, report)
        self.assertEqual(report.action_duret_open_ticket()["res_id"], ticket.id)
        self.assertEqual(report.action_duret_open_visit()["res_id"], visit.id)

    def test_both_values_are_readable(self):
        """A conflict says in words what each side wrote; choosing settles it."""
        report = self.make_report(self.make_done(), outcome="")
        kind = self.env["duret.measure.kind"].create(
            {"name": "Earth", "code": "earth_of_test", "unit": "Ω", "has_maximum": True, "maximum": 100}
        )
        path = "measures/11111111-1111-4111-8111-111111111111"
        phone = {"kind": kind.code, "value": "35.5", "place": "Cellar", "note": ""}
        conflict = self.env["duret.sync.conflict"].create(
            {"report_id": report.id, "path": path, "phone_value": phone, "office_value": None}
        )
        self.assertEqual(
            (conflict.path_label, conflict.phone_text, conflict.office_text), ("Earth", "35.5 Ω, Cellar", "nothing")
        )
        self.assertEqual((report.conflict_count, report.color), (1, 1))
        conflict.with_user(self.user_assistant).action_keep_phone()
        self.assertEqual(report.conflict_count, 0)
        self.assertEqual(report.measure_ids.limits_text, "≤ 100 Ω")
        self.assertEqual(report.measure_ids.verdict, "ok")

    def test_the_journal_is_readable(self):
        """Each row of the journal says what changed in words."""
        report = self.make_report(self.make_done(), outcome="")
        report.write({"reserves": "Old wiring", "follow_up": True})
        words = report.change_ids.sorted("id")[-1:].summary
        self.assertIn("Old wiring", words)
        self.assertIn("yes", words)
        report.write({"arrived_at": fields.Datetime.to_datetime("2026-01-05 07:30:00")})
        self.assertIn("8:30", report.change_ids.sorted("id")[-1:].summary)

    def test_material_keeps_its_cost(self):
        """What a visit cost in material is what it cost that day; what came back is taken off."""
        product = self.env["product.product"].create(
            {"name": "Breaker", "is_storable": True, "standard_price": 7.5, "type": "consu"}
        )
        visit = self.make_done()
        self._use(visit, product, 4)
        product.standard_price = 100
        self.assertEqual(visit.with_user(self.user_assistant).duret_material_cost, 30)
        self._use(visit, product, 1, back=True)
        self.env.invalidate_all()
        self.assertEqual(visit.duret_material_cost, 30 - 100)
        with self.assertRaises(AccessError), mute_logger("odoo.models"):
            visit.with_user(self.user_technician).read(["duret_material_cost"])

    def _use(self, visit, product, quantity, back=False):
        van = self.env["stock.location"].create({"name": "Van", "usage": "internal"})
        places = [van.id, self.env.ref("stock.stock_location_customers").id]
        move = self.env["stock.move"].create(
            {
                "product_id": product.id,
                "product_uom_qty": quantity,
                "location_id": places[back],
                "location_dest_id": places[not back],
                "fsm_order_id": visit.id,
            }
        )
        move._action_confirm()
        move.quantity = quantity
        move.picked = True
        move._action_done()

    def test_lists_do_not_ask_more_for_more(self):
        """The list and the kanban of one report and of thirty cost the same number of queries."""
        names = ["name", "partner_id", "person_id", "conflict_count", "measure_bad_count", "color", "is_complete"]
        many = self.reports.union(*(self.make_report(self.make_done(days)) for days in range(2, 8)))
        few = many[:1]
        counts = []
        for reports in (few, many):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            reports.read(names)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertGreater(len(many), 5)
        self.assertLessEqual(counts[1], counts[0])

    def test_form_opens_for_each_role(self):
        """Everybody who works here can open a report; a technician his own."""
        report = self.make_report(self.make_done())
        for role in ("technician", "assistant", "manager", "direction"):
            with self.subTest(role=role):
                user = self.users[role]
                views = self.reports.with_user(user).get_views([[False, "form"], [False, "list"], [False, "kanban"]])
                names = [name for name in views["models"][self.reports._name]["fields"] if name in report._fields]
                self.assertEqual(report.with_user(user).read(names)[0]["name"], report.name)

    def test_only_the_office_checks(self):
        """A technician does not check his own report, the direction checks none."""
        report = self.make_report(self.make_done())
        for role in ("technician", "direction"):
            with self.subTest(role=role):
                with self.assertRaises(AccessError):
                    report.with_user(self.users[role]).action_check()
                with self.assertRaises(AccessError):
                    report.with_user(self.users[role]).write({"checked_at": fields.Datetime.now()})
        self.assertTrue(report.is_to_check)

    def test_menus_by_role(self):
        """Each sees what is his."""
        rows = {
            "report_menu_to_check": ("assistant", "manager", "direction"),
            "report_menu_all": ("technician", "assistant", "manager", "direction"),
            "report_menu_figure": ("manager", "direction"),
            "report_menu_device": ("assistant", "manager", "direction"),
        }
        for name, roles in rows.items():
            menu = self.env.ref(f"duret_intervention.{name}").id
            for role in ("technician", "assistant", "manager", "direction"):
                with self.subTest(menu=name, role=role):
                    shown = menu in self.env["ir.ui.menu"].with_user(self.users[role]).load_menus(False)
                    self.assertEqual(shown, role in roles)

    def test_hours_are_lines(self):
        """Hours written at the office go the way of all changes: revision and journal."""
        report = self.make_report(self.make_done(), outcome="")
        kind = self.env["duret.hour.kind"].create({"name": "Night", "code": "night_of_test"})
        before = report.revision
        report.write({"hour_ids": [Command.create({"kind_id": kind.id, "minutes": 90})]})
        self.assertEqual(report.revision, before + 1)
        self.assertIn("90 minutes", report.change_ids.sorted("id")[-1:].summary)
