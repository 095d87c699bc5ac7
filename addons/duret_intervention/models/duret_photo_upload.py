from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..photo_file.parts import accept

# A telephone that was off for weeks announces late; then nobody will.
KEPT_DAYS = 90
MOST_HELD = 2_000
BATCH = 200


class DuretPhotoUpload(models.Model):
    """Bytes of a photo that is not whole yet, or that nobody announced yet.

    One row for a user and a fingerprint. Pieces are files of their own, each beginning where the one before ends;
    once the last one is in and the fingerprint is right, they are replaced by one file. A held photo stays until
    long after it was announced: two photos may have the same bytes.
    """

    _name = "duret.photo.upload"
    _description = "Photo on Its Way"

    user_id = fields.Many2one("res.users", required=True, index=True, ondelete="cascade")
    sha256 = fields.Char("Fingerprint (SHA-256)", required=True)
    size = fields.Integer("Size (bytes)", required=True)
    received = fields.Integer("Received (bytes)")
    attachment_id = fields.Many2one("ir.attachment", "Whole File", ondelete="set null", index="btree_not_null")
    mimetype = fields.Char()
    width = fields.Integer()
    height = fields.Integer()

    _one_each = models.UniqueIndex("(user_id, sha256)", "This photo is on its way already.")

    @api.model
    def _held(self, digests):
        """Whole photos that the current user sent and that wait for their announcement.

        :param digests: SHA-256, hexadecimal
        :return: dict {SHA-256: duret.photo.upload}
        """
        if not digests:
            return {}
        domain = [("user_id", "=", self.env.uid), ("sha256", "in", list(digests)), ("attachment_id", "!=", False)]
        return {upload.sha256: upload for upload in self.search(domain)}

    @api.model
    def _open(self, sizes):
        """Have a row for each of these photos of the current user.

        :param dict sizes: {SHA-256: bytes of the whole photo}
        :return: dict {SHA-256: duret.photo.upload}
        """
        if not sizes:
            return {}
        self._upsert(sizes, SQL("NOTHING"))
        domain = [("user_id", "=", self.env.uid), ("sha256", "in", list(sizes))]
        return {upload.sha256: upload for upload in self.search(domain)}

    @api.model
    def _expect(self, sizes):
        """Write down that these photos were announced and that their bytes are to come.

        Bytes and announcement may come in two requests at the same moment, and neither sees the other. They meet in
        this row, which both write: the database lets the second one start again, and then it sees the first.

        :param dict sizes: {SHA-256: bytes of the whole photo}
        """
        if sizes:
            self._upsert(sizes, SQL("UPDATE SET write_date = EXCLUDED.write_date"))

    @api.model
    def _upsert(self, sizes, otherwise):
        uid, now = self.env.uid, fields.Datetime.now()
        rows = (SQL("(%s, %s, %s, %s, %s, %s, %s, 0)", uid, uid, uid, now, now, *one) for one in sorted(sizes.items()))
        self.env.cr.execute(
            SQL(
                """INSERT INTO duret_photo_upload
                          (user_id, create_uid, write_uid, create_date, write_date, sha256, size, received)
                   VALUES %s ON CONFLICT (user_id, sha256) DO %s""",
                *(SQL(", ").join(rows), otherwise),
            )
        )

    def _bytes(self):
        """Bytes that are there: the whole file, else the pieces in their order."""
        self.ensure_one()
        if self.attachment_id:
            return self.attachment_id.raw
        return b"".join(part.raw for part in self._parts().sorted(lambda part: int(part.name)))

    def _parts(self):
        """Files of the pieces; the name of each is where it begins."""
        return self.env["ir.attachment"].search([("res_model", "=", self._name), ("res_id", "in", self.ids)])

    def _append(self, offset, data):
        """Add a piece.

        :param int offset: where it begins
        :param bytes data:
        :return: bytes of the whole photo when this was the last piece, else nothing
        """
        self.ensure_one()
        fresh = accept(self.received, offset, data)
        if fresh:
            self.env["ir.attachment"].create(self._part_values(fresh))
            # Two pieces at the same time write the same row: the database lets one of them start again.
            self.received += len(fresh)
        return self._bytes() if self.received == self.size else b""

    def _part_values(self, data):
        return {
            "name": str(self.received),
            "raw": data,
            "mimetype": "application/octet-stream",
            "res_model": self._name,
            "res_id": self.id,
        }

    def _start_again(self):
        """Forget the pieces: together they are not the photo that they should be."""
        self._parts().unlink()
        self.received = 0

    def _hold(self, files):
        """Keep whole photos until they are announced.

        :param dict files: {duret.photo.upload: (bytes, photo_file.header.Picture)}
        """
        self._parts().unlink()
        values = [
            {
                "name": f"{upload.sha256}.{picture.mimetype.partition('/')[2]}",
                "raw": data,
                "mimetype": picture.mimetype,
                "res_model": self._name,
                "res_id": upload.id,
            }
            for upload, (data, picture) in files.items()
        ]
        attachments = self.env["ir.attachment"].with_context(image_no_postprocess=True).create(values)
        for (upload, (_data, picture)), attachment in zip(files.items(), attachments, strict=True):
            upload.write(
                {
                    "attachment_id": attachment.id,
                    "received": upload.size,
                    "mimetype": picture.mimetype,
                    "width": picture.width,
                    "height": picture.height,
                }
            )

    def _drop(self):
        """Take these rows and their files away."""
        if self:
            self._parts().unlink()
            self.unlink()

    @api.autovacuum
    def _gc_uploads(self):
        """Forget what nobody announced, or what was announced long ago."""
        limit = fields.Datetime.now() - timedelta(days=KEPT_DAYS)
        old = self.search([("write_date", "<", limit)], limit=BATCH)
        old._drop()
        return len(old), self.search_count([("write_date", "<", limit)], limit=BATCH)
