"""The printed report: what it says, that it is the same each time, its size, its filing and its mail."""

import io
import logging
import os
import random
import time
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time
from PIL import Image

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools.pdf import OdooPdfFileReader

from .photo_case import content
from .signing_case import SigningCase

_logger = logging.getLogger(__name__)
MEGABYTE = 1024 * 1024
CHILDREN = ("children_user", "children_system")


def scene(seed, size=(2048, 1536)):
    """A photo as heavy as those of a telephone: shapes and noise, the same for the same seed."""
    chance = random.Random(seed)
    small = Image.frombytes("RGB", (256, 192), bytes(chance.randrange(256) for _place in range(256 * 192 * 3)))
    colour = Image.new("RGB", size, tuple(chance.randrange(60, 200) for _place in range(3)))
    out = io.BytesIO()
    Image.blend(colour, small.resize(size, Image.Resampling.BICUBIC), 0.35).save(out, "JPEG", quality=80)
    return out.getvalue()


@tagged("post_install", "-at_install")
class TestReportPdf(SigningCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client_a.write({"email": "regie@client-a.test", "lang": "en_US"})
        cls.env.company.write({"duret_insurer": "Assureur du Lac", "company_registry": "12345678900012"})

    def text(self, pdf):
        """Texts of the pages, blanks collapsed."""
        reader = OdooPdfFileReader(io.BytesIO(pdf), strict=False)
        return [" ".join(page.extract_text().split()) for page in reader.pages]

    def twelve(self):
        """A report with twelve photos, the first two before and after."""
        photos = [scene(seed) for seed in range(12)]
        names = [self.uuid() for _photo in photos]
        changes = []
        for place, (name, data) in enumerate(zip(names, photos, strict=True)):
            kind = ("before", "after")[place] if place < 2 else "other"
            pair = {0: names[1], 1: names[0]}.get(place, "")
            changes.append((f"photos/{name}", None, content(data, kind=kind, pair=pair, caption=f"Photo {place}")))
        report = self.signed(*changes)
        for data in photos:
            self.receive_photo(report, data)
        self.seal()
        return report

    # --- what it says ----------------------------------------------------------------------------------------------
    def test_it_says_all_that_repair_work_asks_for(self):
        report = self.signed(("safety_notes", None, "Circuit of the cellar locked out"))
        self.env.company.duret_repair_prices = "Taux horaire 62 € TTC"
        pages = " ".join(self.text(report._duret_pdf()))
        words = [
            report.name,
            "Régie du Lac",
            "3 rue du Lac, 74000 Annecy",
            self.visit.name,
            "Luc",
            "Replaced the breaker of the kitchen",
            "1 h 30",
            "Breaker 16 A",
            "Insulation",
            "0.35 MΩ",
            "≥ 0.5 MΩ",
            "OUT OF LIMITS",
            "None of the sockets of the cellar is earthed",
            "Circuit of the cellar locked out",
            "Power off",
            "Anne Blanc",
            f"Seal No. {report.seal_ids.number}",
            "SIRET 12345678900012",
            "Assureur du Lac",
            "24 January 2017",
            "Taux horaire 62 € TTC",
            "Page 1 /",
        ]
        for word in words:
            self.assertIn(word, pages)
        self.assertIn(report.seal_ids.sha256, pages.replace(" ", ""))

    def test_it_says_what_was_signed_even_when_words_change_later(self):
        report = self.signed()
        before = report._duret_pdf()
        self.insulation.write({"name": "Renamed", "minimum": 0.1})
        self.client_a.name = "Another name"
        self.assertEqual(report._duret_pdf(), before)

    def test_client_absent_says_why(self):
        report = self.signed(outcome="absent", reason="Left before the end", signer={"name": "", "quality": ""})
        pages = " ".join(self.text(report._duret_pdf()))
        self.assertIn("CLIENT ABSENT", pages.upper())
        self.assertIn("Left before the end", pages)

    def test_a_photo_that_has_not_come_leaves_a_place(self):
        report = self.signed((f"photos/{self.uuid()}", None, content(scene(1))))
        self.assertIn("Photo not received yet", " ".join(self.text(report._duret_pdf())))

    # --- the same each time ----------------------------------------------------------------------------------------
    def test_it_is_the_same_byte_for_byte(self):
        report = self.signed(photos=(scene(1), scene(2)))
        first = report._duret_pdf()
        self.env.invalidate_all()
        time.sleep(1.1)  # another second is printed into the file by the printer
        self.assertEqual(report._duret_pdf(), first)
        other = self.signed()
        self.assertNotEqual(other._duret_pdf(), first)

    def test_several_reports_in_one_file(self):
        reports = self.signed() | self.signed()
        printer = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        pages = " ".join(self.text(printer._render_qweb_pdf(report_action(self.env), reports.ids)[0]))
        for report in reports:
            self.assertIn(report.name, pages)

    # --- twelve photos ---------------------------------------------------------------------------------------------
    def test_twelve_photos_take_six_seconds_and_four_megabytes_at_most(self):
        report = self.twelve()
        began = os.times()
        pdf = report._duret_pdf()
        ended = os.times()
        # Work of the server and of the printer: what the clock says depends on who else uses the machine.
        took = sum(getattr(ended, name) - getattr(began, name) for name in ("user", "system", *CHILDREN))
        _logger.info("PDF with 12 photos: %.2f s of work, %.2f MB", took, len(pdf) / MEGABYTE)
        self.assertLess(len(pdf), 4 * MEGABYTE)
        self.assertLess(took, 6)
        images = set()
        for page in OdooPdfFileReader(io.BytesIO(pdf), strict=False).pages:
            images |= {str(one) for one in page["/Resources"].get("/XObject", {})}
        self.assertGreaterEqual(len(images), 2)

    def test_pairs_stand_side_by_side(self):
        rows = self.twelve()._duret_view()["photos"]
        self.assertEqual(len(rows), 6)
        self.assertEqual([photo["label"] for photo in rows[0]], ["Before", "After"])
        self.assertTrue(all(photo["image"] for row in rows for photo in row))

    # --- filing and mail -------------------------------------------------------------------------------------------
    def send(self):
        """What the job does."""
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("duret_intervention.ir_cron_report_message").method_direct_trigger()
        self.env.invalidate_all()

    def filed(self, record):
        """Printed reports in the list of files of a record."""
        return record._get_mail_thread_data_attachments().filtered(lambda file: file.mimetype == "application/pdf")

    def test_it_is_filed_and_sent_once_after_the_seal(self):
        report = self.signed(seal=False)
        row = report.message_copy_ids
        self.send()
        self.assertEqual(row.state, "waiting")
        self.seal()
        row.due = fields.Datetime.now()
        self.send()
        self.assertEqual((row.state, row.address, report.state), ("queued", "regie@client-a.test", "signed"))
        for place in (report, report.order_id, report.partner_id):
            self.assertEqual(self.filed(place).raw, report._duret_pdf(), place)
        mail = row.mail_mail_id
        self.assertIn(report.name, mail.subject)
        self.assertEqual(mail.attachment_ids, self.filed(report))
        self.assertEqual(mail.message_id, row.message_ref)
        mail._postprocess_sent_message(success_pids=[], success_emails=[], failure_type=None)
        self.assertEqual((row.state, report.state), ("sent", "sent"))
        self.send()
        self.assertEqual(len(self.env["mail.mail"].search([("message_id", "=", row.message_ref)])), 1)

    def test_the_document_is_read_with_its_report_and_replaced_by_nobody(self):
        report = self.signed()
        self.send()
        row, document = report.message_copy_ids, report.message_copy_ids.file_ids
        self.assertEqual(len(document), 1)
        for user in (self.user_technician, self.user_assistant, self.user_manager):
            with self.subTest(user.login):
                self.assertTrue(document.with_user(user).raw.startswith(b"%PDF"))
                self.assertEqual(self.filed(report.with_user(user)), document)
                for attempt in (
                    lambda user=user: document.with_user(user).write({"raw": b"%PDF forged"}),
                    lambda user=user: document.with_user(user).unlink(),
                    lambda user=user: row.with_user(user).write({"address": "me@forged.test"}),
                ):
                    with self.assertRaises(AccessError):
                        attempt()
        with self.assertRaises(AccessError):
            document.with_user(self.colleague).read(["raw"])
        for place in (report.order_id, report.partner_id):
            self.assertFalse(self.filed(place.with_user(self.colleague)), place)

    def test_asked_twice_there_is_one_copy(self):
        report = self.signed()
        self.env["duret.report.message"]._ask(report)
        self.assertEqual(len(report.message_copy_ids), 1)

    def test_without_an_address_it_is_filed_only(self):
        self.client_a.email = False
        report = self.signed()
        self.send()
        row = report.message_copy_ids
        self.assertEqual((row.state, bool(row.detail)), ("dropped", True))
        self.assertTrue(self.filed(report))
        self.client_a.email = "new@client-a.test"
        with self.assertRaises(AccessError):
            row.with_user(self.user_technician).action_send_again()
        row.with_user(self.user_assistant).action_send_again()
        self.send()
        self.assertEqual((row.state, row.address), ("queued", "new@client-a.test"))

    def test_photos_are_waited_for_a_quarter_of_an_hour_and_printed_when_they_come(self):
        data = scene(3)
        report = self.signed((f"photos/{self.uuid()}", None, content(data)))
        self.send()
        row = report.message_copy_ids
        self.assertEqual(row.state, "waiting")
        self.assertGreater(row.due, fields.Datetime.now())
        with freeze_time(report.closed_at + timedelta(minutes=16)):
            self.send()
            self.assertEqual(row.state, "queued")
            self.assertIn("in your space", row.mail_mail_id.body_html)
            early = self.filed(report).raw
            self.receive_photo(report, data)
            self.seal()
            self.send()
            late = self.filed(report)
        self.assertEqual(len(late), 1)
        self.assertNotEqual(late.raw, early)
        self.assertEqual(late.raw, report._duret_pdf())

    def test_one_that_cannot_be_printed_does_not_stop_the_others(self):
        first, second = self.signed(), self.signed()
        printer = type(self.env["duret.intervention.report"])
        right = printer._duret_pdf

        def broken(report):
            if report == first:
                raise ValueError("no ink")
            return right(report)

        with patch.object(printer, "_duret_pdf", broken), self.assertLogs("odoo.addons.duret_intervention", "ERROR"):
            self.send()
        self.assertEqual([row.state for row in (first + second).message_copy_ids.sorted("id")], ["failed", "queued"])
        with freeze_time(fields.Datetime.now() + timedelta(minutes=20)):
            self.send()
        self.assertEqual(first.message_copy_ids.state, "queued")


def report_action(env):
    """The report that prints."""
    return env.ref("duret_intervention.duret_intervention_report_action_pdf")
