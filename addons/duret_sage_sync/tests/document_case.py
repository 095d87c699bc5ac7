"""Documents on both sides, for tests: a SAGE that answers at an address, and what people type into it."""

from decimal import Decimal

from odoo.tests import tagged

from .sage_case import SageCase

CABLE = {"AR_Ref": "CAB", "DL_Design": "Câble R2V 3G2,5", "DL_Qte": "2", "DL_PrixUnitaire": "50", "DL_Taxe1": "20"}
POSE = {"DL_Design": "Pose", "DL_Qte": "1", "DL_PrixUnitaire": "120", "DL_Taxe1": "10", "EU_Enumere": "Heures"}
TITLE = {"DL_Design": "Cuisine", "DL_Qte": "0", "DL_PrixUnitaire": "0", "DL_Taxe1": "0"}


@tagged("post_install", "-at_install")
class DocumentCase(SageCase):
    """One SAGE company with a client in it, exchanged over the interface that answers at once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        known = cls.env["duret.sage.desk.document"]._taxes_of(cls.env.company)
        cls.env["account.tax"].create(
            [
                {"name": f"TVA {rate} %", "amount": rate, "type_tax_use": "sale", "amount_type": "percent"}
                for rate in (5.5, 10, 20)
                if Decimal(str(rate)).normalize() not in known
            ]
        )
        twenty = cls.env["duret.sage.desk.document"]._taxes_of(cls.env.company)[Decimal(20).normalize()]
        cls.cable = cls.env["product.product"].create(
            {"name": "Câble", "default_code": "CAB", "type": "service", "invoice_policy": "order", "list_price": 40}
        )
        cls.cable.taxes_id = [(6, 0, [twenty])]

    @classmethod
    def _request_handler(cls, s, r, /, **kw):
        """Override: core's compares a time limit with a number; ours has two, to connect and to read."""
        limit = kw.get("timeout")
        return super()._request_handler(s, r, **{**kw, "timeout": max(limit) if isinstance(limit, tuple) else limit})

    def setUp(self):
        super().setUp()
        self.backend, self.bench = self.face("odata", chunk=50, brake_minimum=1000)
        self.sage = self.bench.sage
        self.client("C001")

    def exchanged(self, backend=None, **options):
        """A moment passes, both sides are brought together; nothing may have stopped the run."""
        self.sage.clock.tick(minutes=20)
        run = (backend or self.backend)._sync(**options)
        self.assertEqual(run.state, "done", run.stopped)
        dead = self.env["duret.sage.operation"].search([("state", "=", "dead"), ("idempotency", "!=", "late")])
        self.assertFalse(dead, dead.mapped(lambda one: (one.verb, one.code, one.detail, one.payload, one.lines)))
        return run

    def document(self, *lines, **columns):
        """Somebody types a document into SAGE.

        :return: its cbMarq
        """
        return self.sage.document(lines=lines or (dict(CABLE), dict(POSE)), **{"DO_Tiers": "C001", **columns})

    def bound_to(self, marq):
        """Give our record of a document of SAGE's."""
        binding = self.binding(marq)
        self.assertTrue(binding, self.waiting())
        return self.env[binding.model].browse(binding.res_id)

    def binding(self, marq):
        """Give the binding of a document of SAGE's."""
        domain = [("backend_id", "=", self.backend.id), ("entity", "=", "document"), ("key", "=", str(marq))]
        return self.env["duret.sage.binding"].search(domain)

    def quotation(self, **values):
        """Somebody of ours makes a quotation for the client C001 and sends it.

        :return: `sale.order`
        """
        lines = values.pop("lines", None) or [{"product_id": self.cable.id, "product_uom_qty": 3, "price_unit": 40}]
        order = self.env["sale.order"].create(
            {
                "partner_id": self.bound("C001").id,
                "company_id": self.backend.company_id.id,
                "order_line": [(0, 0, line) for line in lines],
                **values,
            }
        )
        order.action_quotation_sent()
        return order

    def conflicts(self):
        """Give the open conflicts of documents: field names."""
        found = self.env["duret.sage.conflict"].search(
            [("backend_id", "=", self.backend.id), ("entity", "=", "document"), ("state", "=", "open")]
        )
        return sorted(found.mapped("field"))

    def waiting(self):
        """Give (number, code, detail) of documents of SAGE that were not taken."""
        domain = [("backend_id", "=", self.backend.id), ("state", "!=", "done")]
        found = self.env["duret.sage.inbox"].search(domain)
        return [(row.record["number"], row.state, row.code, row.detail) for row in found]

    def assertEqualSides(self):  # noqa: N802 (an assertion, named like those of unittest)
        """The daily proof finds no difference in documents."""
        run = self.backend._prove()
        proof = self.env["duret.sage.proof"].search([("run_id", "=", run.id), ("entity", "=", "document")])
        gaps = self.env["duret.sage.gap"].search([("proof_id", "=", proof.id)])
        self.assertFalse([(gap.kind, gap.field, gap.ours, gap.theirs) for gap in gaps])
        self.assertTrue(proof.is_equal)
