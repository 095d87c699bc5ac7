import os
from contextlib import suppress
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models.duret_sage_document import as_exchange
from ..sage import filing
from ..sage.transports.csv_folder import files
from .sage_case import SageCase

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@tagged("post_install", "-at_install")
class TestFiling(SageCase):
    """What SAGE prints lies with its quotation, on its client, once (N05)."""

    def setUp(self):
        super().setUp()
        self.root = self.place / "echange"
        self.root.mkdir(exist_ok=True)
        self.partner = self.env["res.partner"].create({"name": "Favre"})
        self.order = self.numbered("DE00012")
        self.transport = self.backend._exchange().transport
        self.addCleanup(self.transport.close)

    def numbered(self, number):
        """Make a quotation that SAGE has numbered."""
        order = self.env["sale.order"].create({"partner_id": self.partner.id})
        as_exchange(order).write({"duret_sage_number": number, "duret_sage_kind": "quotation", "state": "sent"})
        return order

    def printed(self, name, content=PDF, age=120):
        """SAGE prints a file."""
        path = self.root / files.FROM_SAGE / name
        path.write_bytes(content)
        then = path.stat().st_mtime - age
        os.utime(path, (then, then))
        return path

    def beside(self, seconds=120):
        """What follows each exchange, some time after the printing."""
        exchange = self.backend._exchange()
        real = exchange.transport.now
        exchange.transport.now = lambda: real() + seconds
        try:
            self.backend._beside_sync(exchange)
        finally:
            exchange.transport.close()

    def rows(self, **values):
        domain = [("backend_id", "=", self.backend.id), *((name, "=", value) for name, value in values.items())]
        return self.env["duret.sage.attachment"].search(domain)

    def papers_of(self, document):
        return self.env["ir.attachment"].search([("res_model", "=", document._name), ("res_id", "=", document.id)])

    def test_a_paper_goes_to_its_quotation_and_its_client(self):
        path = self.printed("Devis DE00012 - Favre.pdf")
        self.beside()
        paper = self.rows()
        self.assertEqual((paper.state, paper.document, paper.partner_id), ("filed", self.order, self.partner))
        self.assertEqual(self.papers_of(self.order).raw, PDF)
        self.assertFalse(path.exists())
        self.assertTrue((self.root / files.DONE / path.name).exists())

    def test_the_client_reads_it_in_the_portal(self):
        self.printed("DE00012.pdf")
        self.beside()
        message = self.order.message_ids.filtered("attachment_ids")
        self.assertFalse(message.is_internal)
        self.assertEqual(message.subtype_id, self.env.ref("mail.mt_comment"))
        self.assertFalse(message.notification_ids, "nobody is written to")

    def test_the_same_content_twice_is_once(self):
        self.printed("DE00012.pdf")
        self.beside()
        self.printed("DE00012 copie.pdf")
        self.beside()
        self.assertEqual((len(self.rows()), len(self.papers_of(self.order))), (1, 1))
        self.assertEqual(os.listdir(self.root / files.FROM_SAGE), [])

    def test_it_waits_for_its_document(self):
        self.printed("FA00007.pdf", PDF + b"\n")
        self.beside()
        self.assertEqual((self.rows().state, self.rows().code), ("waiting", "paper_waits"))
        order = self.numbered("FA00007")
        self.beside()
        self.assertEqual((self.rows().state, self.rows().document), ("filed", order))

    def test_a_person_files_what_has_no_number(self):
        self.printed("Plan de la cuisine.pdf", PDF + b"\n")
        self.beside()
        paper = self.rows()
        self.assertEqual((paper.state, paper.code), ("waiting", "paper_no_number"))
        paper = paper.with_user(self.user_assistant)
        paper.document = self.order.with_user(self.user_assistant)
        self.assertEqual((paper.state, paper.filed_by_id), ("filed", self.user_assistant))
        self.assertEqual(len(self.papers_of(self.order)), 1)
        with self.assertRaises(UserError):
            paper.document = self.numbered("DE00099").with_user(self.user_assistant)

    def test_nothing_else_of_a_paper_is_written_by_people(self):
        self.printed("Plan.pdf")
        self.beside()
        with self.assertRaises(AccessError):
            self.rows().with_user(self.user_assistant).write({"state": "filed"})
        with self.assertRaises(AccessError):
            self.rows().with_user(self.user_technician).write({"document": f"sale.order,{self.order.id}"})

    def test_bad_files_go_to_errors_with_a_reason(self):
        bad = {
            "DE00012 vide.pdf": (b"", "vide"),
            "DE00012.docx": (b"PK..", "pas un PDF"),
            "DE00012 faux.pdf": (b"<html>", "pas un PDF"),
            "DE00012 coupe.pdf": (PDF[:20], "incomplet"),
        }
        for name, (content, _reason) in bad.items():
            self.printed(name, content, age=2000)
        with patch.object(filing, "LARGEST", 100):
            self.printed("DE00012 gros.pdf", PDF * 3)
            self.beside(2000)
        self.assertEqual(self.rows().mapped("state"), ["refused"] * 5)
        for name, (_content, reason) in [*bad.items(), ("DE00012 gros.pdf", (b"", "trop gros"))]:
            told = (self.root / files.ERROR / f"{name}.motif.txt").read_text("utf-8")
            self.assertIn(reason, told)
        self.assertFalse(self.papers_of(self.order))

    def test_a_file_that_moves_or_is_not_ours_is_left(self):
        for name in ("DE00012.pdf.part", "notes.md", "CLIENTS_0001.csv"):
            self.printed(name)
        fresh = self.printed("DE00012.pdf", age=0)
        self.beside(0)
        self.assertFalse(self.rows())
        self.assertTrue(fresh.exists())

    def test_killed_before_the_file_moves_it_is_filed_once(self):
        self.printed("DE00012.pdf")
        with patch.object(files, "put_away", side_effect=KeyboardInterrupt), suppress(KeyboardInterrupt):
            self.beside()
        self.assertEqual(len(self.rows()), 1)
        self.beside()
        self.assertEqual((len(self.rows(state="filed")), len(self.papers_of(self.order))), (1, 1))
        self.assertEqual(os.listdir(self.root / files.FROM_SAGE), [])

    def test_two_documents_of_one_number_leave_it_to_a_person(self):
        self.numbered("DE00012")
        self.printed("DE00012.pdf")
        self.beside()
        self.assertEqual(self.rows().state, "waiting")
