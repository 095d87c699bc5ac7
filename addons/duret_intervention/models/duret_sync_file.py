from odoo import api, models

from ..photo_file.cleaning import UncleanError, without_position
from ..photo_file.header import PictureError
from ..photo_file.small import thumbnail


class DuretSyncFile(models.AbstractModel):
    """Files that a technician may open on his telephone: those of his visits, of their sites and of their requests."""

    _name = "duret.sync.file"
    _description = "Files for Technicians"

    @api.model
    def _find(self, attachment_id):
        """Give a file that the current user may open.

        Beyond what he may read anyway: documents of the site, of the request and of earlier visits at the sites where
        he works these days, as the pull lists them.

        :param int attachment_id:
        :return: ir.attachment, readable; empty when there is none for him
        """
        # sudo: nothing of the file is given out before one of the two checks below.
        attachment = self.env["ir.attachment"].sudo().browse(attachment_id).exists()
        if not attachment or attachment.res_field or attachment.type != "binary":
            return attachment.browse()
        if attachment.sudo(False).has_access("read") or self._belongs_to_my_visits(attachment):
            return attachment
        return attachment.browse()

    @api.model
    def _belongs_to_my_visits(self, attachment):
        """True when the file belongs to a visit of the current user, or to its site or request."""
        # sudo: only visits of his own are looked at, and only whether the file belongs to one of them.
        visits = self.env["duret.sync.pull"]._my_visits().sudo()
        model, res_id = attachment.res_model, attachment.res_id
        if model == "duret.report.photo":
            # sudo: where the photo was taken decides; nothing else of it is read.
            report = self.env[model].sudo().browse(res_id).exists().report_id
            return bool(report.location_id & visits.location_id)
        owners = {
            "fsm.order": visits,
            "fsm.location": visits.location_id,
            "helpdesk.ticket": visits.duret_ticket_id,
        }
        return model in owners and res_id in owners[model].ids

    @api.model
    def _thumbnail(self, attachment):
        """Small picture of a file that :meth:`_find` gave.

        :return: bytes of a JPEG; empty when it is no photo
        """
        if attachment.res_model == "duret.report.photo":
            # sudo: :meth:`_find` gave this file to the user.
            return self.env["duret.report.photo"].sudo().browse(attachment.res_id)._duret_thumbnail()
        try:
            return thumbnail(without_position(attachment.raw or b""))
        except (UncleanError, PictureError, OSError):
            return b""
