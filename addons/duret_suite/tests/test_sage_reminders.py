"""Quotations of SAGE in the reminders: by a switch, from its day on, never those of before."""

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.duret_base.tests.common import DuretCase
from odoo.addons.duret_sage_sync.sage.records import DOCUMENT, Line
from odoo.addons.duret_sage_sync.sage.store import Change

DAY = "2026-11-03 09:00:00"  # a Tuesday
LINE = {"name": "Pose", "quantity": "1", "unit_price": "100", "tax_rate": "0", "untaxed": "100"}
TOTALS = {"total_untaxed": "100.00", "total_tax": "0.00", "total": "100.00"}


@tagged("post_install", "-at_install", "duret_relance")
class TestSageReminders(DuretCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule = cls.env.ref("duret_suite.relance_rule_quotation")
        (cls.env["duret.relance.rule"].search([]) - cls.rule).active = False
        cls.backend = cls.env["duret.sage.backend"].create({"name": "SAGE (tests)"})
        cls.desk = cls.env["duret.sage.desk"]._of(DOCUMENT)
        cls.client = cls.env["res.partner"].create(
            {"name": "Nadia Roche", "email": "nadia@devis.test", "lang": "fr_FR"}
        )

    def quotation(self, state, date="2026-11-03", number="DE1"):
        """A quotation of SAGE comes.

        :return: sale.order
        """
        values = {"kind": "quotation", "number": number, "date": date, "state": state, "origin": "sage", **TOTALS}
        change = Change(DOCUMENT, None, values, (Line("1", LINE),), str(self.client.id))
        (applied,) = self.desk._apply(self.backend, [change])
        return self.env["sale.order"].browse(self.desk._split(applied.local)[1])

    def moves(self, order, state):
        """SAGE brings its quotation to another state."""
        self.desk._apply(self.backend, [Change(DOCUMENT, f"sale.order:{order.id}", {"state": state})])

    def run_cron(self, day):
        self.env.flush_all()
        with freeze_time(f"{day} 09:00:00"), self.enter_registry_test_mode():
            self.env.ref("duret_relance.ir_cron_relance").method_direct_trigger()
        self.env.invalidate_all()

    def reminders(self, orders):
        return self.env["duret.relance.message"].search(
            [("res_model", "=", "sale.order"), ("res_id", "in", orders.ids)]
        )

    def test_nobody_is_reminded_unless_the_company_wants_it(self):
        with freeze_time(DAY):
            order = self.quotation("1")
        self.assertEqual((order.state, order.duret_sent_date, self.backend.duret_reminds_since), ("sent", False, False))
        self.run_cron("2026-11-06")
        self.assertFalse(self.reminders(order))

    def test_what_comes_confirmed_and_what_becomes_so(self):
        with freeze_time(DAY):
            self.backend.duret_reminds = True
            new, typed = self.quotation("1"), self.quotation("0", number="DE2")
        self.assertEqual((str(new.duret_sent_date), typed.duret_sent_date), (DAY, False))
        with freeze_time("2026-11-04 09:00:00"):
            self.moves(typed, "1")
        self.assertEqual((typed.state, str(typed.duret_sent_date)), ("sent", "2026-11-04 09:00:00"))
        self.run_cron("2026-11-06")
        self.assertEqual(self.reminders(new | typed).res_id, new.id)
        with freeze_time("2026-11-06 10:00:00"):
            self.moves(new, "2")
        self.assertEqual((new.state, new.duret_follow_up_state), ("sale", "accepted"))

    def test_old_quotations_of_a_first_load_write_to_nobody(self):
        with freeze_time(DAY):
            self.backend.duret_reminds = True
            old = self.quotation("1", date="2026-11-02") | self.quotation("1", date="2026-09-01", number="DE2")
        self.assertEqual(old.mapped("state"), ["sent", "sent"])
        self.assertFalse(any(old.mapped("duret_sent_date")))
        for day in ("2026-11-05", "2026-11-06", "2026-11-10"):
            self.run_cron(day)
        self.assertFalse(self.reminders(old))

    def test_what_was_confirmed_before_the_switch_stays_silent(self):
        with freeze_time(DAY):
            order = self.quotation("1")
            self.backend.duret_reminds = True
            self.moves(order, "1")
        self.assertFalse(order.duret_sent_date)

    def test_an_update_of_the_suite_writes_to_nobody_either(self):
        """Whatever is sent and has no date gets one when the addon is updated; SAGE's stay as they are."""
        with freeze_time(DAY):
            order = self.quotation("1")
        self.env.flush_all()
        self.env["sale.order"].init()
        order.invalidate_recordset()
        self.assertFalse(order.duret_sent_date)

    def test_switched_off_and_on_again_the_day_is_a_new_one(self):
        with freeze_time(DAY):
            self.backend.duret_reminds = True
            self.assertEqual(str(self.backend.duret_reminds_since), "2026-11-03")
        with freeze_time("2026-12-01 09:00:00"):
            self.backend.duret_reminds = False
            self.assertFalse(self.backend.duret_reminds_since)
            self.backend.duret_reminds = True
            self.assertEqual(str(self.backend.duret_reminds_since), "2026-12-01")
