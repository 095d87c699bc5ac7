"""Reports that are signed, for the tests of their evidence."""

import base64
import struct
import zlib

from odoo import fields

from odoo.addons.duret_planning.tests.common import PlanningCase, PlanningHttpCase

from ..field_report import canonical, write_moment
from ..field_report.document import digest
from . import photo_case
from .push_case import PushMixin

STROKES = [[{"x": 10, "y": 12.5, "t": 1700000000000, "p": 0.5}, {"x": 40, "y": 22.5, "t": 1700000000016, "p": 0.6}]]


def png(width=320, height=120):
    """Bytes of a picture of a signature: a slanted line."""
    rows = b"".join(
        b"\0" + bytes(0 if (place // 2) % height == row else 255 for place in range(width)) for row in range(height)
    )

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = [chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


class SigningMixin(PushMixin):
    """Luc's telephone writes reports and has them signed."""

    def written(self, *more, photos=()):
        """A report as the telephone wrote it.

        :param more: further changes
        :param photos: bytes of photos, announced; see :meth:`receive`
        :return: (uuid, content)
        """
        report = self.uuid()
        changes = [*self.full_changes(), *more]
        changes += [(f"photos/{self.uuid()}", None, photo_case.content(data)) for data in photos]
        self.assertEqual([one["state"] for one in self.push(self.change(report, *changes))], ["applied"])
        return report, {path: value for path, _base, value in changes}

    def document(self, report, content, **changes):
        """The document that the client signs."""
        return {
            "format": 1,
            "report": report,
            "visit": {"id": self.visit.id, "name": self.visit.name},
            "client": {"name": "Régie du Lac", "address": "3 rue du Lac, 74000 Annecy"},
            "technician": "Luc",
            "content": content,
            "outcome": "signed",
            "reason": "",
            "signer": {"name": "Anne Blanc", "quality": "owner"},
            "consent": {"version": "2026-1", "text": "I have read it."},
            "signed_at": write_moment(fields.Datetime.now()),
            **changes,
        }

    def signing(self, report, content, *, data=None, **changes):
        """The operation that closes a report.

        :param dict data: changes of the operation beside the document
        """
        document = self.document(report, content, **changes)
        text = canonical(document)
        signed = document["outcome"] == "signed"
        values = {
            "document": text,
            "sha256": digest(text),
            "strokes": STROKES if signed else [],
            "png": base64.b64encode(png()).decode() if signed else "",
            "outcome": document["outcome"],
            "signer": document["signer"],
        }
        return self.op("report.sign", values | (data or {}), report=report)

    def signed(self, *more, photos=(), seal=True, **changes):
        """A report that is closed, and sealed unless said otherwise.

        :return: duret.intervention.report
        """
        uuid, content = self.written(*more, photos=photos)
        (answer,) = self.push(self.signing(uuid, content, **changes))
        self.assertEqual((answer["state"], answer["code"]), ("applied", ""), answer["message"])
        for data in photos:
            self.receive_photo(self.report(uuid), data)
        if seal:
            self.seal()
        return self.report(uuid)

    def receive_photo(self, report, data):
        """The bytes of a photo arrive."""
        photo = report.photo_ids.filtered(lambda one: one.sha256 == photo_case.sha(data))
        picture = type("Picture", (), {"mimetype": "image/jpeg", "width": 640, "height": 480})
        photo._duret_store({photo: (data, picture)})
        self.env.flush_all()

    def seal(self):
        """What the job does, in the transaction of the test.

        :return: duret.report.seal, those added
        """
        seals = self.env["duret.report.seal"]
        while added := self.env["duret.report.seal"]._append_waiting(50):
            seals |= added
            self.env.flush_all()
        return seals


class SigningCase(SigningMixin, PlanningCase):
    """TransactionCase with signed reports."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_telephone()


class SigningHttpCase(SigningMixin, PlanningHttpCase):
    """HttpCase with signed reports."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_telephone()
