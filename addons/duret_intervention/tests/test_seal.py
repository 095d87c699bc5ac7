"""Seals: a chain without a hole, and any bit changed afterwards is named."""

from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..models.duret_report_evidence import ALTERED, GENUINE, OPEN, PENDING
from ..seal_chain import GENESIS, digest
from .photo_case import content, picture
from .signing_case import SigningCase

PHOTOS = (picture("red"), picture("green"))


@tagged("post_install", "-at_install")
class TestSeal(SigningCase):
    def verify(self, report):
        """Ask as somebody would who comes later: nothing is remembered."""
        self.env.flush_all()
        self.env.invalidate_all()
        return report._duret_verify()[report]

    def altered(self, report, *words):
        """The verification says that the report was changed, and names what."""
        verdict, texts = self.verify(report)
        self.assertEqual(verdict, ALTERED, texts)
        for word in words:
            self.assertIn(word, "\n".join(texts))
        return texts

    def flip(self, record, column, bit=0):
        """Turn one bit of a column in the database, behind everybody's back.

        :return: function that turns it back
        """
        self.env.flush_all()
        table, name = SQL.identifier(record._table), SQL.identifier(column)
        query = SQL("SELECT %s::text, pg_typeof(%s)::text FROM %s WHERE id = %s", name, name, table, record.id)
        ((text, kind),) = self.env.execute_query(query)
        changed = self.turned(text, kind, bit)
        self.assertNotEqual(changed, text)
        self.put(record, column, changed, kind)
        return lambda: self.put(record, column, text, kind)

    def turned(self, text, kind, bit):
        if kind in ("integer", "numeric", "double precision"):
            return str(float(text) + 1) if "." in text else str(int(text) ^ 1)
        if kind == "boolean":
            return "true" if text == "false" else "false"
        if kind.startswith("timestamp"):
            return text[:-1] + str(int(text[-1]) ^ 1)
        data = bytearray(text.encode())
        place = bit % len(data)
        data[place] ^= 1
        return data.decode("utf-8", "replace")

    def put(self, record, column, text, kind):
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET %s = CAST(%s AS %s) WHERE id = %s",
                SQL.identifier(record._table),
                SQL.identifier(column),
                text,
                SQL(kind),
                record.id,
            )
        )
        self.env.invalidate_all()

    # --- the chain -------------------------------------------------------------------------------------------------
    def test_numbers_follow_each_other_and_each_holds_the_hash_before(self):
        last = self.env["duret.report.seal"].search([], order="number desc", limit=1)
        reports = [self.signed() for _number in range(3)]
        seals = [report.seal_ids for report in reports]
        self.assertEqual([seal.number for seal in seals], [(last.number or 0) + step for step in (1, 2, 3)])
        previous = last.sha256 or GENESIS
        for seal in seals:
            self.assertEqual((seal.previous_sha256, seal.kind), (previous, "signed"))
            previous = seal.sha256
        for report in reports:
            self.assertEqual(self.verify(report), (GENUINE, []))

    def test_a_report_is_pending_until_it_is_sealed_and_open_before(self):
        uuid, content = self.written()
        self.assertEqual(self.verify(self.report(uuid)), (OPEN, []))
        self.push(self.signing(uuid, content))
        self.assertEqual(self.verify(self.report(uuid)), (PENDING, []))
        self.seal()
        self.assertEqual(self.verify(self.report(uuid)), (GENUINE, []))

    def test_what_waits_is_sealed_once(self):
        report = self.signed()
        self.assertFalse(self.seal())
        self.assertEqual(len(report.seal_ids), 1)

    def test_batches_are_resumed(self):
        for _number in range(5):
            self.signed(seal=False)
        seals = self.env["duret.report.seal"]
        self.assertEqual([len(seals._append_waiting(2)) for _round in range(4)], [2, 2, 1, 0])

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_a_fork(self):
        seal = self.signed().seal_ids
        other = self.signed(seal=False)
        values = {**seal._values(other, seal._link(), seal.sealed_at), "number": seal.number + 100, "sha256": "f" * 64}
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            seal.create(values)

    def test_seals_are_never_changed_nor_deleted(self):
        seal = self.signed().seal_ids
        for change in (lambda: seal.write({"number": 7}), seal.unlink):
            with self.assertRaises(UserError):
                change()

    # --- one bit ---------------------------------------------------------------------------------------------------
    def test_one_bit_of_any_field_of_the_report_is_found(self):
        report = self.signed(photos=PHOTOS)
        cases = {
            "work_done": "Work Done",
            "reserves": "Reservations",
            "arrived_at": "Arrived",
            "left_at": "Left",
            "name": "Number, visit, technician",
            "uuid": "",
            "closed_at": "closing date",
            "work_minutes": "time on site",
            "follow_up": "Follow-Up",
        }
        for column, word in cases.items():
            back = self.flip(report, column)
            self.altered(report, word)
            back()
            self.assertEqual(self.verify(report), (GENUINE, []), column)

    def test_one_bit_of_any_line_is_found(self):
        report = self.signed(photos=PHOTOS)
        cases = [
            (report.measure_ids, "value_text", "Measure"),
            (report.measure_ids, "place", "Measure"),
            (report.measure_ids, "value", "verdict of a measure"),
            (report.measure_ids, "verdict", "verdict of a measure"),
            (report.product_ids, "quantity_text", "Product"),
            (report.product_ids, "name", "Product"),
            (report.hour_ids, "minutes", "Time spent"),
            (report.check_ids, "answer", "Check"),
            (report.photo_ids[0], "sha256", "Photo"),
            (report.photo_ids[0], "caption", "Photo"),
            (report.photo_ids[0], "taken_at", "Photo"),
        ]
        for line, column, word in cases:
            back = self.flip(line, column)
            with self.subTest(model=line._name, column=column):
                self.altered(report, word)
            back()
        self.assertEqual(self.verify(report), (GENUINE, []))

    def test_one_bit_of_the_signature_is_found(self):
        report = self.signed()
        proof = report.signature_ids
        cases = {
            "document": "signed document",
            "strokes": "strokes",
            "document_sha256": "Signer, date",
            "signer_name": "Signer, date",
            "signed_at": "Signer, date",
            "received_at": "Signer, date",
            "device_uuid": "device",
            "consent_text": "consent",
            "glossary": "consent",
        }
        for column, word in cases.items():
            back = self.flip(proof, column)
            self.altered(report, word)
            back()
            self.assertEqual(self.verify(report), (GENUINE, []), column)
        self.put(proof, "user_id", str(self.colleague.id), "integer")
        self.altered(report, "Signer")

    def test_every_bit_of_the_signed_document_counts(self):
        report = self.signed()
        proof = report.signature_ids
        for bit in range(0, len(proof.document), 41):
            back = self.flip(proof, "document", bit)
            self.altered(report)
            back()

    def test_one_bit_of_the_journals_is_found(self):
        uuid, content = self.written()
        self.report(uuid).write({"work_done": "The office knew better"})
        self.push(self.signing(uuid, content))
        self.seal()
        report = self.report(uuid)
        mutation = self.env["duret.sync.mutation"].search([("report_id", "=", report.id)])[-1]
        cases = [(report.change_ids[0], name) for name in ("lines_text", "author", "made_at", "revision")]
        cases += [(mutation, name) for name in ("payload", "payload_sha256", "answer", "kind", "uuid", "received_at")]
        cases += [(report.conflict_ids, name) for name in ("path",)]
        for line, column in cases:
            back = self.flip(line, column)
            with self.subTest(model=line._name, column=column):
                self.altered(report, "journal was changed")
            back()
        self.env.cr.execute("DELETE FROM duret_report_change WHERE id = %s", [report.change_ids[0].id])
        self.altered(report, "journal was removed")

    def test_one_bit_of_the_seal_is_found(self):
        first, report = self.signed(), self.signed()
        self.signed()
        seal = report.seal_ids
        for column in ("evidence", "evidence_sha256", "previous_sha256", "sha256", "sealed_at", "report_uuid", "kind"):
            changed = "photos" if column == "kind" else None
            back = self.flip(seal, column)
            if changed:
                self.put(seal, column, changed, "varchar")
            self.altered(report)
            back()
            self.assertEqual(self.verify(report), (GENUINE, []), column)
        self.put(seal, "number", str(seal.number + 50), "integer")
        self.altered(report, "missing before seal")
        self.assertEqual(self.verify(first)[0], GENUINE)

    def test_evidence_written_anew_with_its_hash_breaks_the_chain(self):
        report = self.signed()
        self.signed()
        seal = report.seal_ids
        evidence = seal.evidence.replace(seal.evidence[40], "0" if seal.evidence[40] != "0" else "1", 1)
        link = seal._link()
        forged = type(link)(**{**vars(link), "evidence": evidence, "evidence_hash": "0" * 64})
        self.put(seal, "evidence", evidence, "text")
        self.put(seal, "evidence_sha256", "0" * 64, "varchar")
        self.put(seal, "sha256", forged.expected_hash(), "varchar")
        self.altered(report, "does not follow it")

    def test_a_report_that_says_it_was_never_closed(self):
        report = self.signed()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE duret_intervention_report SET state = 'draft', outcome = NULL, closed_at = NULL WHERE id = %s",
            [report.id],
        )
        self.altered(report, "still a draft")

    # --- photos ----------------------------------------------------------------------------------------------------
    def test_photos_that_come_later_are_sealed_when_the_last_is_there(self):
        uuid, content = self.written(photos=PHOTOS)
        self.push(self.signing(uuid, content))
        self.seal()
        report = self.report(uuid)
        self.assertEqual(report.seal_ids.mapped("kind"), ["signed"])
        self.assertEqual(self.verify(report), (GENUINE, []))
        self.receive_photo(report, PHOTOS[0])
        self.assertFalse(self.seal())
        self.receive_photo(report, PHOTOS[1])
        self.assertEqual(self.seal().kind, "photos")
        self.assertEqual(self.verify(report), (GENUINE, []))

    def test_one_bit_of_a_photo_in_the_filestore_is_found(self):
        report = self.signed(photos=PHOTOS)
        photo = report.photo_ids[1]
        files = self.env["ir.attachment"]
        path = files._full_path(photo.attachment_id.store_fname)
        with open(path, "rb") as file:
            right = file.read()
        for place in (0, len(right) // 2, len(right) - 1):
            wrong = bytearray(right)
            wrong[place] ^= 4
            self.addCleanup(self.write_file, path, right)
            self.write_file(path, bytes(wrong))
            self.altered(report, "is not the one that was taken")
            self.write_file(path, right)
            self.assertEqual(self.verify(report), (GENUINE, []))

    def write_file(self, path, data):
        with open(path, "wb") as file:
            file.write(data)

    @mute_logger("odoo.addons.base.models.ir_attachment")
    def test_a_photo_that_is_gone_is_found(self):
        report = self.signed(photos=PHOTOS)
        photo = report.photo_ids[0]
        photo.attachment_id.unlink()
        self.altered(report, "is gone")

    def test_a_received_photo_cannot_be_announced_again(self):
        """The state alone, put back by hand, does not excuse missing bytes."""
        report = self.signed(photos=PHOTOS)
        photo = report.photo_ids[0]
        photo.attachment_id.unlink()
        self.env.cr.execute(
            "UPDATE duret_report_photo SET state = 'announced', received_at = NULL WHERE id = %s", [photo.id]
        )
        self.altered(report)

    def test_an_erased_position_is_no_forgery_and_a_changed_one_is(self):
        data, position = picture("blue"), {"salt": "abc", "latitude": "45.9", "longitude": "6.12", "accuracy": "8"}
        place = digest("abc|45.9|6.12|8")
        report = self.signed((f"photos/{self.uuid()}", None, content(data, place=place)))
        photo = report.photo_ids
        self.assertEqual((photo.place, self.verify(report)), (place, (GENUINE, [])))
        photo.write(position)
        self.assertEqual(self.verify(report), (GENUINE, []))
        back = self.flip(photo, "latitude", 3)
        self.altered(report, "position")
        back()
        photo.write(dict.fromkeys(position, False))
        self.assertEqual(self.verify(report), (GENUINE, []))

    def test_the_picture_of_the_signature_counts_too(self):
        report = self.signed()
        file = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "duret.report.signature"),
                ("res_field", "=", "picture"),
                ("res_id", "=", report.signature_ids.id),
            ]
        )
        self.assertTrue(file)
        file.raw = file.raw[:-9] + b"x" + file.raw[-8:]
        self.altered(report, "picture of the signature")

    # --- what people see -------------------------------------------------------------------------------------------
    def test_the_button_says_it_in_plain_words(self):
        report = self.signed()
        told = report.with_user(self.user_assistant).action_verify()["params"]
        self.assertEqual(told["type"], "success")
        self.assertIn(f"No. {report.seal_ids.number}", told["message"])
        self.flip(report, "work_done")
        told = report.with_user(self.user_assistant).action_verify()["params"]
        self.assertEqual((told["type"], told["sticky"]), ("danger", True))
        self.assertIn("« Work Done » is not what was signed", told["message"])

    def test_one_and_twenty_reports_are_verified_by_as_many_queries(self):
        self.signed(seal=False)
        for _number in range(19):
            self.signed(seal=False)
        self.seal()
        reports = self.env["duret.intervention.report"].search([("seal_ids", "!=", False)], limit=20)
        counts = []
        for some in (reports[:1], reports):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some._duret_verify()
            counts.append(self.env.cr.sql_log_count - before)
        # The neighbours of a single seal are read beside it.
        self.assertLessEqual(counts[1], counts[0])
