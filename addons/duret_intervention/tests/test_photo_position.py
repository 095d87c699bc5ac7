"""Where a photo was taken: apart from it, erased in time, and never outside a visit."""

import io
from datetime import timedelta

from freezegun import freeze_time
from PIL import Image

from odoo.tests import tagged

from ..photo_file.place import Place
from .photo_case import content, frame, new_uuid, picture
from .push_case import PushCase

PLACE = Place("0123456789abcdef", "45.899247", "6.129384", "8.0")
SECRET = b"secret-telephone"


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23 09:00:00")
class TestPhotoPosition(PushCase):
    """A photo taken at half past eight, in a visit from five past eight on."""

    def _photo(self, arrived="2026-11-23T08:05:00Z", left=None, data=None, **values):
        data = data or picture()
        name = new_uuid()
        changes = [(f"photos/{name}", None, content(data, place=PLACE.seal, **values))]
        changes += [("arrived_at", None, arrived)] if arrived else []
        changes += [("left_at", None, left)] if left else []
        self.push(self.change(new_uuid(), *changes))
        self.env["duret.photo.receiver"].with_user(self.user_technician)._receive(frame(name, data))
        return self.env["duret.report.photo"].search([("uuid", "=", name)])

    def _send(self, photo, user=None, named=None, **changes):
        told = {"photo": named or photo.uuid, "salt": PLACE.salt, "lat": PLACE.lat, "lon": PLACE.lon}
        data = told | {"accuracy": PLACE.accuracy} | changes
        (answer,) = self.push(self.op("photo.position", data), user=user)
        return answer

    def test_kept_as_it_was_told(self):
        """The texts themselves: the seal in the signed document can be checked."""
        photo = self._photo()
        answer = self._send(photo)
        self.assertEqual((answer["state"], answer["data"]), ("applied", {"stored": True}))
        kept = Place(photo.salt, photo.latitude, photo.longitude, photo.accuracy)
        self.assertEqual(kept.seal, photo.place)

    def test_not_outside_a_visit(self):
        """Before he arrived, after he left, or when he never said that he was there."""
        for when in (
            {"arrived": None},
            {"taken_at": "2026-11-23T08:04:59Z"},
            {"left": "2026-11-23T08:20:00Z"},
        ):
            with self.subTest(when=when):
                photo = self._photo(**when)
                self.assertEqual(self._send(photo)["data"], {"stored": False})
                self.assertFalse(photo.latitude)

    def test_switched_off(self):
        """The setting of the company decides, whatever the telephone sends."""
        self.visit.company_id.duret_photo_position = False
        photo = self._photo()
        self.assertEqual(self._send(photo)["data"], {"stored": False})
        self.assertFalse(photo.latitude or photo.salt)

    def test_bad_positions(self):
        """Another position than the sealed one, no position, no photo, somebody else's photo."""
        photo = self._photo()
        self.assertEqual(self._send(photo, lat="45.9")["code"], "bad_value")
        self.assertEqual(self._send(photo, lat="up the hill")["code"], "bad_value")
        self.assertEqual(self._send(photo, named=new_uuid())["code"], "unknown_photo")
        self.assertEqual(self._send(photo, named=7)["code"], "unknown_photo")
        self.assertEqual(self._send(photo, user=self.colleague)["code"], "not_yours")
        self.assertFalse(photo.latitude)

    def test_erased_after_the_months_of_the_company(self):
        """Twelve months later the position is gone; the photo, its seal and the report stay."""
        photo = self._photo()
        self._send(photo)
        before = photo.report_id._duret_content()
        cron = self.env.ref("duret_intervention.photo_position_cron")
        for days, kept in ((364, True), (366, False)):
            with freeze_time(photo.taken_at + timedelta(days=days)), self.enter_registry_test_mode():
                cron.method_direct_trigger()
            self.env.invalidate_all()
            self.assertEqual(bool(photo.latitude), kept, days)
        self.assertFalse(photo.longitude or photo.accuracy or photo.salt)
        self.assertEqual(photo.place, PLACE.seal)
        self.assertEqual(photo.report_id._duret_content(), before)

    def test_months_are_a_choice(self):
        """Three months for a company that wants less."""
        self.visit.company_id.duret_position_months = 3
        photo = self._photo()
        self._send(photo)
        with freeze_time(photo.taken_at + timedelta(days=100)), self.enter_registry_test_mode():
            self.env.ref("duret_intervention.photo_position_cron").method_direct_trigger()
        self.env.invalidate_all()
        self.assertFalse(photo.latitude)

    def test_clients_never_get_the_position(self):
        """The original has it; the copy for clients and the thumbnail have not, and show the same pixels."""
        exif = Image.Exif()
        exif[0x010F] = SECRET.decode()
        exif[0x8825] = {1: "N", 2: (45.0, 53.0, 57.0), 3: "E", 4: (6.0, 7.0, 45.0)}
        out = io.BytesIO()
        Image.new("RGB", (600, 400), "green").save(out, "JPEG", exif=exif)
        photo = self._photo(data=out.getvalue())
        self.assertIn(SECRET, photo._duret_bytes())
        for copy in (photo._duret_client_copy(), photo._duret_client_copy(200), photo._duret_thumbnail()):
            self.assertNotIn(SECRET, copy)
            with Image.open(io.BytesIO(copy)) as image:
                self.assertFalse(image.getexif().get_ifd(0x8825))
                self.assertLessEqual(max(image.size), 600)
        self.assertTrue(photo.thumbnail, "made once, when somebody looks")

    def test_a_client_cannot_read_the_original(self):
        """Neither the photo nor its file, not even of his own report."""
        photo = self._photo()
        for user in (self.user_portal_a, self.env.ref("base.public_user")):
            self.assertFalse(photo.with_user(user).has_access("read"))
            self.assertFalse(photo.attachment_id.with_user(user).has_access("read"))

    def test_filed_with_the_report_the_visit_and_the_client(self):
        """Whoever opens one of the three sees the photos among its files."""
        photo = self._photo()
        for record in (photo.report_id, photo.report_id.order_id, photo.report_id.partner_id):
            files = record.with_user(self.user_assistant)._get_mail_thread_data_attachments()
            self.assertIn(photo.attachment_id, files, record._name)
