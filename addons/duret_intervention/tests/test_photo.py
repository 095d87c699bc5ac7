"""Bytes of photos: whatever order, however often, however bad."""

import hashlib
import struct
import zlib

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..photo_file.frames import PREFIX
from .photo_case import content, frame, new_uuid, picture, sha
from .push_case import PushCase


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23 09:00:00")
class TestPhoto(PushCase):
    """Luc's visit, his report, his photos."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.red, cls.blue = picture("red"), picture("blue")
        cls.photos = cls.env["duret.report.photo"]

    def _announce(self, *rows):
        """Announce photos on a new report.

        :param rows: (uuid, bytes)
        :return: duret.intervention.report
        """
        changes = [[f"photos/{name}", None, content(data)] for name, data in rows]
        changes.append(["arrived_at", None, "2026-11-23T08:05:00Z"])
        report = new_uuid()
        self.push(self.change(report, *changes))
        return self.report(report)

    def _receive(self, *frames, user=None):
        env = self.env(user=user or self.user_technician)
        answers = env["duret.photo.receiver"]._receive(b"".join(frames))
        self.env.flush_all()
        self.env.invalidate_all()
        return answers

    def _photo(self, name):
        return self.photos.search([("uuid", "=", name)])

    def test_bytes_after_the_announcement(self):
        """The report knows that a photo is missing, then that it has it; the bytes are those that were sent."""
        name = new_uuid()
        report = self._announce((name, self.red))
        self.assertEqual(report.photos_missing, 1)
        self.assertEqual(self._photo(name).state, "announced")
        (answer,) = self._receive(frame(name, self.red))
        self.assertEqual(
            answer,
            {"photo": name, "received": len(self.red), "complete": True, "code": "", "message": ""},
        )
        photo = self._photo(name)
        self.assertEqual((photo.state, photo.width, photo.height), ("received", 640, 480))
        self.assertEqual(sha(photo._duret_bytes()), photo.sha256)
        self.assertEqual(report.photos_missing, 0)
        self.assertEqual(photo.received_at.isoformat(), "2026-11-23T09:00:00")
        self.assertEqual(photo.taken_at.isoformat(), "2026-11-23T08:30:00")

    def test_bytes_before_the_announcement(self):
        """They wait for their sender's report, and for nobody else's."""
        name = new_uuid()
        (answer,) = self._receive(frame(name, self.red))
        self.assertTrue(answer["complete"])
        self.assertFalse(self._photo(name))
        report = self._announce((name, self.red))
        self.assertEqual(self._photo(name).state, "received")
        self.assertEqual(report.photos_missing, 0)

    def test_two_photos_with_the_same_bytes(self):
        """Held once, announced twice: both reports have theirs, and the telephone may forget both."""
        first, second = new_uuid(), new_uuid()
        self.assertTrue(self._receive(frame(first, self.red))[0]["complete"])
        self.assertTrue(self._receive(frame(second, self.red))[0]["complete"])
        self._announce((first, self.red))
        self._announce((second, self.red))
        for name in (first, second):
            self.assertEqual(self._photo(name)._duret_bytes(), self.red)

    def test_identical_bytes_twice_write_nothing(self):
        """The second time costs three questions and no write."""
        name = new_uuid()
        self._announce((name, self.red))
        self._receive(frame(name, self.red))
        before = self._photo(name)
        stamp, files = before.write_date, self.env["ir.attachment"].search_count([])
        (answer,) = self._receive(frame(name, self.red))
        self.assertTrue(answer["complete"])
        self.assertEqual(self._photo(name).write_date, stamp)
        self.assertEqual(self.env["ir.attachment"].search_count([]), files)

    def test_pieces_and_questions(self):
        """Cut, asked, gone on, overlapping, sent again: it ends whole."""
        name = new_uuid()
        self._announce((name, self.red))
        third = len(self.red) // 3
        self.assertEqual(self._receive(frame(name, self.red, 0, 0))[0]["received"], 0)
        self.assertEqual(self._receive(frame(name, self.red, 0, third))[0]["received"], third)
        self.assertEqual(self._receive(frame(name, self.red, 0, third))[0]["received"], third)
        (late,) = self._receive(frame(name, self.red, 2 * third))
        self.assertEqual((late["received"], late["code"]), (third, "gap"))
        self.assertEqual(self._receive(frame(name, self.red, 0, 0))[0]["received"], third)
        self.assertEqual(self._receive(frame(name, self.red, third - 5, 2 * third))[0]["received"], 2 * third)
        (done,) = self._receive(frame(name, self.red, 2 * third))
        self.assertTrue(done["complete"])
        self.assertEqual(self._photo(name)._duret_bytes(), self.red)
        parts = self.env["ir.attachment"].search([("res_model", "=", "duret.photo.upload")])
        self.assertFalse(parts, "no piece is left behind")

    def test_pieces_before_the_announcement(self):
        """A photo sent in two pieces waits whole."""
        name, half = new_uuid(), len(self.red) // 2
        answers = self._receive(frame(name, self.red, 0, half), frame(name, self.red, half))
        self.assertEqual([answer["complete"] for answer in answers], [False, True])
        self._announce((name, self.red))
        self.assertEqual(self._photo(name)._duret_bytes(), self.red)

    def test_bad_ones_are_refused_alone(self):
        """Each says why; the good one between them is taken."""
        names = [new_uuid() for _ in range(6)]
        text, bomb = b"not a photo", self._bomb()
        self._announce((names[0], self.red), (names[1], text), (names[2], bomb), (names[3], self.blue))
        answers = self._receive(
            frame(names[1], text),
            frame(names[2], bomb),
            frame(names[3], self.red),
            frame(names[0], self.red),
            frame(names[3], self.blue, sha256=sha(self.blue), size=9 * 1024 * 1024),
            frame(names[3], self.blue[:-1], sha256=sha(self.blue)),
            frame("../../etc/passwd", self.red),
            frame(names[4], self.red)[:-10],
        )
        codes = [answer["code"] for answer in answers]
        expected = ["not_an_image", "image_bomb", "bad_sha256", "", "too_big", "bad_sha256", "bad_frame", "truncated"]
        self.assertEqual(codes, expected)
        self.assertTrue(all(answer["message"] for answer in answers if answer["code"]))
        self.assertEqual(self._photo(names[0]).state, "received")
        self.assertEqual({self._photo(name).state for name in names[1:4]}, {"announced"})

    def _bomb(self):
        """A PNG of a few bytes that says it is 30,000 by 30,000 pixels."""

        def chunk(kind, data):
            return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

        head = chunk(b"IHDR", struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0))
        return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")

    def test_pieces_that_are_not_the_photo(self):
        """Pieces whose sum is wrong are forgotten: the telephone starts again."""
        name, half = new_uuid(), len(self.red) // 2
        self._announce((name, self.red))
        wrong = self.red[:half] + bytes(len(self.red) - half)
        self._receive(frame(name, self.red, 0, half))
        (answer,) = self._receive(frame(name, wrong, half, sha256=sha(self.red)))
        self.assertEqual((answer["received"], answer["code"]), (0, "bad_sha256"))
        (answer,) = self._receive(frame(name, self.red))
        self.assertTrue(answer["complete"])

    def test_another_technician_s_photo(self):
        """A forged UUID is refused, and nothing is told of the photo; its own bytes do not help."""
        name = new_uuid()
        self._announce((name, self.red))
        (answer,) = self._receive(frame(name, self.red), user=self.colleague)
        self.assertEqual((answer["code"], answer["received"]), ("not_yours", 0))
        self.assertEqual(self._photo(name).state, "announced")

    def test_a_uuid_that_is_taken(self):
        """A report cannot take the photo of another report."""
        name = new_uuid()
        self._announce((name, self.red))
        (answer,) = self.push(self.change(new_uuid(), (f"photos/{name}", None, content(self.blue))))
        self.assertEqual((answer["state"], answer["code"]), ("refused", "bad_value"))
        self.assertEqual(self._photo(name).sha256, sha(self.red))

    def test_large_photos_stay_as_they_are(self):
        """Core makes large images smaller when it files them: the fingerprint would be wrong."""
        name, large = new_uuid(), picture("green", (4000, 3000))
        self._announce((name, large))
        self._receive(frame(name, large))
        self.assertEqual(hashlib.sha256(self._photo(name).attachment_id.raw).hexdigest(), sha(large))

    def test_statements_do_not_depend_on_the_number_of_photos(self):
        """One whole photo or ten: the same statements."""
        counts = []
        for turn, number in enumerate((1, 1, 10)):  # the first one fills the caches
            photos = [(new_uuid(), picture((turn, index, 7))) for index in range(number)]
            self._announce(*photos)
            receiver = self.env(user=self.user_technician)["duret.photo.receiver"]
            body = b"".join(frame(name, data) for name, data in photos)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            answers = receiver._receive(body)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertTrue(all(answer["complete"] for answer in answers))
        self.assertEqual(counts[1], counts[2], counts)

    def test_nobody_writes_a_photo_by_hand(self):
        """Neither the photo nor its file: a technician could point at any document of the company."""
        name = new_uuid()
        self._announce((name, self.red))
        self._receive(frame(name, self.red))
        secret = self.env["ir.attachment"].create({"name": "secret.txt", "raw": b"secret"})
        photo = self._photo(name).with_user(self.user_technician)
        for values in ({"attachment_id": secret.id}, {"state": "announced"}, {"latitude": "1"}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                photo.write(values)
        with self.assertRaises(AccessError):
            photo.attachment_id.write({"raw": self.blue})
        with self.assertRaises(AccessError):
            photo.create(
                {"uuid": new_uuid(), "sha256": "0" * 64, "attachment_id": secret.id, "report_id": photo.report_id.id}
            )
        self.assertEqual(photo._duret_bytes(), self.red)
        # Nor through the report, which unlocks its lines for its own methods.
        row = {"uuid": new_uuid(), "sha256": "0" * 64, "attachment_id": secret.id}
        for command in (Command.create(row), Command.update(photo.id, {"attachment_id": secret.id})):
            with self.assertRaises(UserError):
                photo.report_id.write({"photo_ids": [command]})
        self.assertEqual(photo._duret_bytes(), self.red)

    def test_whole_body_that_makes_no_sense(self):
        """Noise gets an answer, not an error."""
        self.assertEqual([row["code"] for row in self._receive(b"\x00\x00")], ["truncated"])
        self.assertEqual([row["code"] for row in self._receive(PREFIX.pack(3) + b"abc")], ["bad_frame"])
        self.assertEqual(self._receive(b""), [])
