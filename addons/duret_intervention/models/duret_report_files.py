from odoo import models

# A managing agent has thousands of photos: the list of files beside a record shows the latest.
MOST = 200


class DuretReportFiles(models.AbstractModel):
    """Visits and clients: the files of their reports (the document, the photos) are filed with them too."""

    _name = "duret.report.files"
    _description = "Files of Reports"

    def _duret_reports_of_files(self):
        """Reports whose files belong here.

        :return: domain on duret.intervention.report
        """
        raise NotImplementedError

    def _get_mail_thread_data_attachments(self):
        """Override: add what the user may read of the reports' files, the latest first."""
        files = super()._get_mail_thread_data_attachments()
        return files | self._duret_report_files()

    def _duret_report_files(self):
        """Files of the reports of these records.

        :return: ir.attachment
        """
        reports = self.env["duret.intervention.report"]
        if not reports.has_access("read"):
            return self.env["ir.attachment"]
        found = reports.search(self._duret_reports_of_files(), order="id desc", limit=MOST)
        domain = [("res_model", "=", reports._name), ("res_id", "in", found.ids)]
        documents = self.env["ir.attachment"].search(domain, order="id desc", limit=MOST)
        documents |= self.env["duret.report.message"]._duret_documents(found, MOST)
        return documents | self.env["duret.report.photo"]._duret_files([("report_id", "in", found.ids)], MOST)
