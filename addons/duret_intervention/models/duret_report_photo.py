import base64
import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..exceptions import SyncRefused
from ..photo_file.cleaning import UncleanError, without_position
from ..photo_file.header import PictureError
from ..photo_file.small import EDGE, thumbnail

_logger = logging.getLogger(__name__)

KINDS = [("before", "Before"), ("after", "After"), ("other", "Other")]
STATES = [("announced", "Announced"), ("received", "Received")]
POSITION = ("latitude", "longitude", "accuracy", "salt")
BATCH = 500


class DuretReportPhoto(models.Model):
    """A photo taken on site: of a report, or of a request that a technician wrote.

    It is announced (its SHA-256, when, why) by an operation of the telephone, its bytes come apart, before or after.
    The bytes are kept as they came: their SHA-256 is part of what the client signs. They belong to this model and not
    to the report, because clients may read their report: they get `_duret_client_copy`, never the original.

    A position is kept as the texts the telephone sent, so that its seal can be checked as long as it is there.
    """

    _name = "duret.report.photo"
    _inherit = ["duret.report.photo.content", "duret.report.photo.view"]
    _description = "Photo of a Visit"
    _order = "taken_at, id"
    _rec_name = "caption"

    report_id = fields.Many2one(required=False)
    ticket_id = fields.Many2one("helpdesk.ticket", "Request", index="btree_not_null", ondelete="cascade")
    user_id = fields.Many2one("res.users", "Sent By", required=True, index=True, default=lambda self: self.env.user)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    uuid = fields.Char("Identifier", required=True)
    sha256 = fields.Char("Fingerprint (SHA-256)", required=True)
    size = fields.Integer("Size (bytes)")
    kind = fields.Selection(KINDS, required=True, default="other")
    pair_uuid = fields.Char("Before or After Which Photo")
    caption = fields.Char()
    taken_at = fields.Datetime(help="By the clock of the telephone")
    received_at = fields.Datetime(readonly=True, help="By the clock of the server")
    width = fields.Integer("Width (pixels)", readonly=True)
    height = fields.Integer("Height (pixels)", readonly=True)
    place = fields.Char("Seal of the Position", help="Signed with the report; says nothing once the position is erased")
    latitude = fields.Char(readonly=True)
    longitude = fields.Char(readonly=True)
    accuracy = fields.Char("Accuracy (metres)", readonly=True)
    salt = fields.Char(readonly=True)
    attachment_id = fields.Many2one("ir.attachment", "File", readonly=True, index="btree_not_null", ondelete="set null")
    state = fields.Selection(STATES, required=True, default="announced", readonly=True)
    thumbnail = fields.Binary(attachment=True, readonly=True)
    preview = fields.Binary("Photo", compute="_compute_preview")

    _uuid_unique = models.UniqueIndex("(uuid)", "This photo is known already.")
    _belongs = models.Constraint(
        "CHECK (report_id IS NOT NULL OR ticket_id IS NOT NULL)", "A photo belongs to a report or to a request."
    )
    # The nightly erasing of old positions reads only those that are left.
    _positions_idx = models.Index("(taken_at) WHERE latitude IS NOT NULL")

    @api.depends("attachment_id")
    def _compute_preview(self):
        """Small picture for the office's screens; empty as long as the bytes are not in."""
        for photo in self:
            photo.preview = base64.b64encode(photo._duret_thumbnail()) or False

    @api.depends("caption", "uuid")
    def _compute_display_name(self):
        for photo in self:
            photo.display_name = photo.caption or photo.uuid

    # --- as a line of the report -----------------------------------------------------------------------------------
    def _duret_as_report(self):
        """These photos as the report's own methods write them: nobody else may write a photo, nor its file.

        :return: the same photos; with all rights when the report itself unlocked them
        """
        # sudo: the unlocked context cannot be forged; the report checked the right to change it before.
        return self.sudo() if self._duret_is_unlocked() else self

    @api.model
    def _duret_check_content(self, vals):
        """Refuse what is no content of a report: a person could point a photo at any file of the company.

        :raise AccessError: in that case, whoever unlocked the report; the program itself works with all rights
        """
        if not self.env.su and (refused := vals.keys() - self._duret_locked_fields()):
            raise AccessError(self.env._("This is not changed by hand: %(fields)s.", fields=", ".join(sorted(refused))))

    @api.model_create_multi
    def create(self, vals_list):
        """Override: the bytes may have come before the photo was announced.

        :raise SyncRefused: a photo with this UUID exists, in another report
        """
        for vals in vals_list:
            self._duret_check_content(vals)
        # sudo: whether a UUID is taken; nothing of the other photo is told.
        taken = self.sudo().search([("uuid", "in", [vals.get("uuid") for vals in vals_list])], limit=1)
        if taken:
            raise SyncRefused("bad_value", path=f"photos/{taken.uuid}")
        photos = super(DuretReportPhoto, self._duret_as_report()).create(vals_list)
        photos._duret_take_held()
        return photos.with_env(self.env)

    def write(self, vals):
        """Override: another fingerprint is another photo, whose bytes are to come."""
        self._duret_check_content(vals)
        changed = self.browse()
        if "sha256" in vals:
            changed = self.filtered(lambda photo: photo.sha256 != vals["sha256"])
        result = super(DuretReportPhoto, self._duret_as_report()).write(vals)
        if changed:
            # sudo: the change of the fingerprint was checked and done above; the old bytes are another photo's.
            changed = changed.sudo()
            old = changed.attachment_id
            changed.write({"state": "announced", "attachment_id": False, "thumbnail": False, "received_at": False})
            old.unlink()
            changed._duret_take_held()
        return result

    def unlink(self):
        """Override: the files go with their photo."""
        # sudo: the line below checks the right to take the photos away.
        files = self.sudo().attachment_id
        result = super(DuretReportPhoto, self._duret_as_report()).unlink()
        files.unlink()
        return result

    # --- bytes -----------------------------------------------------------------------------------------------------
    def _duret_take_held(self):
        """Give these photos the bytes that their sender sent before, if he did."""
        waiting = self.filtered(lambda photo: photo.state == "announced")
        # sudo: bytes of the current user only, looked up by the fingerprint that he announced.
        uploads = self.env["duret.photo.upload"].sudo()._held(waiting.mapped("sha256"))
        found = waiting.filtered(lambda photo: photo.sha256 in uploads)
        # sudo: photos that the user has just announced, with the bytes that he announced.
        found.sudo()._duret_store({photo: (uploads[photo.sha256]._bytes(), uploads[photo.sha256]) for photo in found})
        # sudo: rows of the current user.
        expected = self.env["duret.photo.upload"].sudo()
        expected._expect({photo.sha256: photo.size for photo in waiting - found})

    @api.model
    def _duret_store(self, files):
        """Keep the bytes of photos: one statement for all files, one for all photos.

        Nothing decodes the image: its kind is known, and core's habit of making large images smaller would break the
        fingerprint.

        :param dict files: {duret.report.photo: (bytes, something with `mimetype`, `width`, `height`)}
        """
        values = [photo._file_values(data, picture) for photo, (data, picture) in files.items()]
        # sudo: the caller found each photo by its identifier and checked that its bytes are the announced ones.
        attachments = self.env["ir.attachment"].sudo().with_context(image_no_postprocess=True).create(values)
        now = fields.Datetime.now()
        for (photo, (_data, picture)), attachment in zip(files.items(), attachments, strict=True):
            photo.write(
                {
                    "attachment_id": attachment.id,
                    "width": picture.width,
                    "height": picture.height,
                    "received_at": now,
                    "state": "received",
                }
            )

    def _file_values(self, data, picture):
        """Values of the attachment that keeps the bytes of one photo."""
        return {
            "name": f"{self.uuid}.{picture.mimetype.partition('/')[2]}",
            "raw": data,
            "mimetype": picture.mimetype,
            "res_model": self._name,
            "res_id": self.id,
            "company_id": self.company_id.id,
        }

    def _duret_bytes(self):
        """Bytes of this photo as the telephone sent them; empty when they are not in.

        Whoever may read the photo may read them.
        """
        self.ensure_one()
        self.check_access("read")
        # sudo: the file of a photo that the user may read, checked by the line above.
        return self.sudo().attachment_id.raw or b""

    def _duret_client_copy(self, edge=0):
        """Copy for a client: without position, date, nor name of the telephone.

        :param int edge: longest side in pixels; 0 keeps the image as it is
        :return: bytes; empty when the photo is not in, or its file is damaged (which is logged)
        """
        data = self._duret_bytes()
        if not data:
            return b""
        try:
            clean = without_position(data)
            return thumbnail(clean, edge) if edge else clean
        except (UncleanError, PictureError, OSError) as error:
            _logger.warning("Photo %s cannot be shown: %s", self.uuid, error)
            return b""

    def _duret_thumbnail(self):
        """Small picture of this photo, made when somebody first looks and kept.

        :return: bytes of a JPEG; empty when the photo is not in, or its file is damaged
        """
        self.ensure_one()
        self.check_access("read")
        # sudo: of a photo that the user may read, checked by the line above; what is kept is made from it alone.
        photo = self.sudo().with_context(bin_size=False)
        if photo.thumbnail:
            return base64.b64decode(photo.thumbnail)
        small = photo._duret_client_copy(EDGE)
        if small and not self.env.cr.readonly:
            photo.thumbnail = base64.b64encode(small)
        return small

    # --- what shows a photo ----------------------------------------------------------------------------------------
    @api.model
    def _duret_files(self, domain, limit=None):
        """Files of photos, for the list of attachments of a report, a visit, a client or a request.

        :param domain: which photos; those that the user may read are looked at
        :param limit: so many, the latest; None for all
        :return: ir.attachment
        """
        if not self.has_access("read"):
            return self.env["ir.attachment"]
        found = Domain(domain) & Domain("attachment_id", "!=", False)
        return self.search(found, order="taken_at desc, id desc", limit=limit).attachment_id

    # --- positions -------------------------------------------------------------------------------------------------
    @api.model
    def _cron_duret_erase_positions(self):
        """Job, nightly: erase the positions that are older than the company keeps them (CNIL: 12 months as proof)."""
        domain = Domain.OR(company._duret_old_positions_domain() for company in self.env["res.company"].search([]))
        photos = self.search(domain, limit=BATCH).try_lock_for_update()
        photos.write(dict.fromkeys(POSITION, False))
        remaining = self.search_count(domain) if photos else 0
        self.env["ir.cron"]._commit_progress(len(photos), remaining=remaining)
