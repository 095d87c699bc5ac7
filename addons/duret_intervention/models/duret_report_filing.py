from odoo import api, fields, models
from odoo.tools import SQL

REFILED_DAYS = 60
BATCH = 5


class DuretReportFiling(models.AbstractModel):
    """Files the printed report; anew when photos come later.

    There is one file, of the row itself: nobody may write that row, hence nobody replaces the file, and who may read
    the report may read it. The lists of files of the report, its visit and its client show it.
    """

    _name = "duret.report.filing"
    _description = "Filing of Reports"

    filed_seal = fields.Integer("Seal on the Document", readonly=True)
    file_ids = fields.Many2many("ir.attachment", "duret_report_message_file_rel", string="Documents", readonly=True)

    def _file(self):
        """Print the report as it is now and file it; a document that is filed already takes the new content."""
        self.ensure_one()
        report = self.report_id
        content = report._duret_pdf()
        number = max(report.seal_ids.mapped("number"), default=0)
        self.file_ids = self.file_ids.exists()
        if self.file_ids:
            self.file_ids.write({"raw": content})
            self.filed_seal = number
            return
        values = {"name": report._duret_pdf_name(), "raw": content, "mimetype": "application/pdf"}
        self.file_ids = self.env["ir.attachment"].create(values | {"res_model": self._name, "res_id": self.id})
        self.filed_seal = number

    @api.model
    def _duret_documents(self, reports, limit=None):
        """Printed reports, for lists of files.

        :param reports: duret.intervention.report that the user may read
        :param limit: so many, the latest; None for all
        :return: ir.attachment
        """
        # sudo: a printed report is read by whoever may read the report.
        rows = self.sudo().search([("report_id", "in", reports.ids), ("file_ids", "!=", False)], order="id desc")
        return rows[:limit].file_ids.with_env(self.env)

    @api.model
    def _file_again(self):
        """Print again what was filed before its last photo came."""
        while rows := self.browse(self._outdated()).try_lock_for_update():
            for row in rows:
                row._file()
            if not self.env["ir.cron"]._commit_progress(len(rows)):
                return

    @api.model
    def _outdated(self):
        """Rows whose document carries an older seal than the report has.

        :return: list of ids
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """SELECT message.id
                     FROM duret_report_message message
                     JOIN duret_report_seal seal ON seal.report_id = message.report_id
                      AND seal.kind = 'photos' AND seal.number > message.filed_seal
                    WHERE message.filed_seal > 0 AND seal.sealed_at > now() AT TIME ZONE 'UTC' - %s * interval '1 day'
                    ORDER BY message.id LIMIT %s""",
                REFILED_DAYS,
                BATCH,
            )
        )
        return [row[0] for row in rows]
