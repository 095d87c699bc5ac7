"""Documents: header, footer and page numbers of several records in one PDF."""

import io
import re

from odoo.tests import tagged
from odoo.tools.pdf import OdooPdfFileReader

from .common import DuretCase


@tagged("post_install", "-at_install")
class TestReports(DuretCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.company.write(
            {
                "name": "Duret Électricité",
                "phone": "0450000000",
                "street": "12 rue du Lac",
                "zip": "74000",
                "city": "Annecy",
                "company_registry": "12345678900012",
                "duret_insurer": "Assureur du Lac",
            }
        )
        cls.report = cls.env.ref("duret_base.res_partner_report_client_sheet")
        cls.partners = cls.env["res.partner"].create(
            [
                {
                    "name": f"Cliente numéro {number}",
                    "street": f"{number} chemin des Écureuils",
                    "zip": "74600",
                    "city": "Seynod",
                    "phone": f"+33 4 50 12 34 5{number} / 061234567{number}",
                }
                for number in (1, 2, 3)
            ]
        )

    def _pages(self, partners):
        """Render a real PDF and give the text of each page, blanks collapsed."""
        content, kind = (
            self.env["ir.actions.report"]
            .with_context(force_report_rendering=True)
            ._render_qweb_pdf(self.report, partners.ids)
        )
        self.assertEqual(kind, "pdf")
        self.reader = OdooPdfFileReader(io.BytesIO(content), strict=False)
        return [re.sub(r"\s+", " ", page.extract_text()) for page in self.reader.pages]

    def test_three_clients_in_one_pdf(self):
        pages = self._pages(self.partners)
        self.assertEqual(len(pages), 3)
        for number, text in enumerate(pages, start=1):
            self.assertIn(f"Cliente numéro {number}", text)
            self.assertIn(f"{number} chemin des Écureuils", text)
            self.assertIn(f"04 50 12 34 5{number}", text)
            self.assertIn(f"06 12 34 56 7{number}", text)

    def test_header_and_footer_on_every_page(self):
        for number, text in enumerate(self._pages(self.partners), start=1):
            self.assertIn("12 rue du Lac", text)
            self.assertIn("04 50 00 00 00", text)
            self.assertIn("SIRET 12345678900012", text)
            self.assertIn("Assureur du Lac", text)
            self.assertRegex(text, r"Page 1 / 1", f"page {number}: each client has his own numbering")

    def test_long_sheet_is_numbered(self):
        self.env["duret.phone"].create(
            [
                {"partner_id": self.partners[0].id, "number": f"04 50 55 {n // 100:02d} {n % 100:02d}", "sequence": n}
                for n in range(100, 160)
            ]
        )
        pages = self._pages(self.partners[0])
        self.assertGreater(len(pages), 1)
        for number, text in enumerate(pages, start=1):
            self.assertIn(f"Page {number} / {len(pages)}", text)

    def test_fonts_are_embedded(self):
        self._pages(self.partners[0])
        fonts = self.reader.pages[0]["/Resources"]["/Font"].values()
        files = [
            font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object().get("/FontFile2")
            for font in fonts
        ]
        self.assertTrue(files)
        self.assertTrue(all(files))

    def test_logo_is_printed_on_every_page(self):
        self._pages(self.partners)
        for page in self.reader.pages:
            self.assertTrue(page["/Resources"].get("/XObject"))

    def test_sheet_is_printed_by_every_internal_role_and_no_client(self):
        self.assertEqual(self.report.group_ids, self.env.ref("base.group_user"))
        for role in ("technician", "assistant", "direction"):
            html = (
                self.env["ir.actions.report"]
                .with_user(self.users[role])
                ._render_qweb_html(self.report.report_name, self.partners[0].ids)[0]
            )
            self.assertIn("04 50 12 34 51", html.decode(), role)

    def test_same_queries_for_one_and_for_fifty_clients(self):
        many = self.env["res.partner"].create(
            [{"name": f"Client {n}", "phone": f"04 50 66 00 {n:02d}", "city": "Annecy"} for n in range(50)]
        )
        counts = []
        for partners in (self.partners[0], many[0], many):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["ir.actions.report"]._render_qweb_html(self.report.report_name, partners.ids)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
