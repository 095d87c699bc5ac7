from functools import partial

from odoo.tests import tagged

from .document_case import CABLE, POSE, DocumentCase


@tagged("post_install", "-at_install")
class TestDocumentAmounts(DocumentCase):
    """SAGE's totals are shown to the cent, whatever Odoo's own sums would be."""

    def shown(self, marq):
        document = self.bound_to(marq)
        totals = document.tax_totals
        self.assertAlmostEqual(totals["total_amount_currency"], document.amount_total)
        return document.amount_untaxed, document.amount_tax, document.amount_total

    def test_rounding_by_line_or_by_document(self):
        lines = [{**POSE, "DL_PrixUnitaire": price, "DL_Taxe1": "20"} for price in ("10.03", "20.02", "0.13", "33.33")]
        marqs = [self.document(*lines, DO_Type=kind) for kind in (0, 6)]
        self.exchanged()
        for way in ("round_per_line", "round_globally"):
            self.env.company.tax_calculation_rounding_method = way
            for marq in marqs:
                self.assertEqual(self.shown(marq), (63.51, 12.70, 76.21))

    def test_a_cent_more_than_odoo_counts(self):
        """SAGE rounds halves its own way: the total it says is the one shown, and the proof finds nothing."""
        marqs = [self.document(CABLE, DO_Type=kind) for kind in (0, 6)]
        for marq in marqs:
            self.sage.update("F_DOCENTETE", marq, DO_TotalTTC="120.01")
        self.exchanged()
        for marq in marqs:
            self.assertEqual(self.shown(marq), (100.0, 20.01, 120.01))
        self.assertEqualSides()

    def test_prices_of_four_places_quantities_of_three(self):
        marq = self.document({**CABLE, "DL_Qte": "12.345", "DL_PrixUnitaire": "1.2345"}, DO_Type=6)
        self.exchanged()
        self.assertEqual(self.shown(marq), (15.24, 3.05, 18.29))
        self.assertEqualSides()

    def test_discounts(self):
        marq = self.document({**CABLE, "DL_Remise01REM_Valeur": "12.5"})
        self.exchanged()
        self.assertEqual(self.shown(marq), (87.5, 17.5, 105.0))
        self.assertEqual(self.bound_to(marq).order_line.discount, 12.5)

    def test_an_unknown_rate_is_refused_and_the_others_go_on(self):
        wrong = self.document({**CABLE, "DL_Taxe1": "8.5"}, DO_Type=6)
        right = self.document(DO_Type=6)
        self.exchanged()
        self.assertEqual(self.bound_to(right).amount_total, 252.0)
        self.assertFalse(self.binding(wrong))
        self.assertEqual([row[1:3] for row in self.waiting()], [("rejected", "unknown_rate")])

    def test_totals_that_do_not_add_up_are_refused(self):
        lines = self.document(DO_Type=6)
        self.sage.update("F_DOCENTETE", lines, DO_TotalHTNet="230", DO_TotalTTC="262")
        rates = self.document(DO_Type=6)
        self.sage.update("F_DOCENTETE", rates, DO_TotalTTC="260")
        self.exchanged()
        self.assertEqual({row[2] for row in self.waiting()}, {"totals_lines", "totals_rates"})
        self.assertFalse(self.env["account.move"].search([("duret_sage_kind", "!=", False)]))

    def test_a_document_without_lines_has_one(self):
        marq = self.document(CABLE, DO_Type=6)
        for line in self.sage.lines(marq):
            self.sage.delete("F_DOCLIGNE", line["cbMarq"])
        self.exchanged()
        self.assertEqual(self.shown(marq), (100.0, 20.0, 120.0))

    def statements(self, work):
        """Count the statements of some work, nothing being in memory."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        work()
        return self.env.cr.sql_log_count - before

    def test_fifty_cost_as_many_statements_as_one(self):
        """Reading, asking what has changed and looking for numbers: sets, however large."""
        counts = []
        for number in (1, 50):
            for place in range(number):
                self.document(DO_Type=6 * (place % 2))
            self.sage.clock.tick(minutes=5)
            self.exchanged()
            desk = self.env["duret.sage.desk"]._of("document")
            domain = [("backend_id", "=", self.backend.id), ("entity", "=", "document")]
            bindings = self.env["duret.sage.binding"].search(domain)[-number:]
            bindings.write({"version": "another"})
            client = self.bound("C001").id
            names = [desk._join(one.model, one.res_id) for one in bindings]
            keys = [("number", f"{client}:{one.number}") for one in bindings]
            # both models are read in any case
            names = names if number > 1 else [names[0], "account.move:1", "sale.order:1"]
            self.assertEqual(len(desk._changed(self.backend, "", 100)), number)
            self.assertEqual(len(desk._candidates(self.backend, keys, 5)), number)
            counts.append(
                [
                    self.statements(partial(desk._read, self.backend, names)),
                    self.statements(partial(desk._changed, self.backend, "", 100)),
                    self.statements(partial(desk._candidates, self.backend, keys, 5)),
                ]
            )
        few, many = counts
        for one, fifty in zip(few, many, strict=True):
            self.assertLessEqual(fifty, one + 12, counts)
