from odoo.tests import HttpCase, tagged

from odoo.addons.base.tests.common import HttpCaseWithUserPortal

from ..models.duret_sage_document import as_exchange
from ..sage.records import Line
from ..sage.store import Change

# one transparent point
SIGNATURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
LINES = (
    Line("1", {"product": "", "name": "Pose", "quantity": "1", "unit_price": "100", "tax_rate": "0", "untaxed": "100"}),
)
TOLD = {"date": "2026-11-02", "reference": "", "total_untaxed": "100.00", "total": "100.00", "paid": "40.00"}


@tagged("post_install", "-at_install")
class TestDocumentPortal(HttpCaseWithUserPortal, HttpCase):
    """A client sees SAGE's quotation and invoice of his, and the papers that SAGE has printed; nobody else does."""

    def setUp(self):
        super().setUp()
        self.backend = self.env["duret.sage.backend"].create({"name": "SAGE", "folder": "portail"})
        self.order, self.move = self.taken("quotation", "DE00031", "1"), self.taken("posted_invoice", "FA00031", "0")

    def taken(self, kind, number, state):
        """SAGE has a document of the portal's client."""
        values = {**TOLD, "kind": kind, "number": number, "state": state, "total_tax": "0.00"}
        change = Change("document", None, values, LINES, str(self.partner_portal.commercial_partner_id.id))
        desk = self.env["duret.sage.desk"]._of("document")
        (done,) = desk._apply(self.backend, [change])
        model, res_id = desk._split(done.local)
        return self.env[model].browse(res_id)

    def test_the_client_sees_them_with_sage_s_numbers(self):
        self.authenticate("portal", "portal")
        self.assertIn("DE00031", self.url_open("/my/quotes").text)
        self.assertIn("FA00031", self.url_open("/my/invoices").text)
        page = self.url_open(self.move.get_portal_url())
        self.assertEqual(page.status_code, 200)
        self.assertIn("FA00031", page.text)
        self.assertEqual(self.url_open(self.order.get_portal_url()).status_code, 200)

    def test_what_is_left_is_what_sage_says(self):
        self.assertEqual((self.move.payment_state, self.move.amount_residual), ("partial", 60.0))

    def test_another_client_does_not(self):
        other = self.env["res.partner"].create({"name": "Autre"})
        as_exchange(self.order).partner_id = other
        as_exchange(self.move.with_context(skip_readonly_check=True)).partner_id = other
        self.authenticate("portal", "portal")
        self.assertNotIn("FA00031", self.url_open("/my/invoices").text)
        self.assertNotIn("DE00031", self.url_open("/my/quotes").text)
        self.assertNotEqual(self.url_open(f"/my/orders/{self.order.id}").url.rsplit("/", 1)[-1], str(self.order.id))

    def test_accepted_in_the_portal(self):
        self.order.require_signature = True
        self.authenticate("portal", "portal")
        self.make_jsonrpc_request(
            f"/my/orders/{self.order.id}/accept",
            {"access_token": self.order._portal_ensure_token(), "name": "Client", "signature": SIGNATURE},
        )
        self.assertEqual(self.order.state, "sale")
        self.assertEqual(str(self.order.duret_sage_date), "2026-11-02", "SAGE's date stays")
        (record,) = (
            self.env["duret.sage.desk"]._of("document")._read(self.backend, [f"sale.order:{self.order.id}"]).values()
        )
        self.assertEqual(record.values["state"], "2")
