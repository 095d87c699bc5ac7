from odoo import api, models


class DuretReportPhotos(models.AbstractModel):
    """Report: how many photos are still to come, and their files beside those of the report."""

    _name = "duret.report.photos"
    _description = "Report: Photos"

    @api.depends("photo_ids.state")
    def _compute_photos_missing(self):
        for report in self:
            report.photos_missing = sum(photo.state != "received" for photo in report.photo_ids)

    def _get_mail_thread_data_attachments(self):
        """Override: the photos and the printed report are filed with the report."""
        files = super()._get_mail_thread_data_attachments()
        files |= self.env["duret.report.message"]._duret_documents(self)
        return files | self.env["duret.report.photo"]._duret_files([("report_id", "in", self.ids)])
