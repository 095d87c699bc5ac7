from odoo import api, fields, models
from odoo.tools import SQL

REFILED_DAYS = 60
BATCH = 5


class DuretReportFiling(models.AbstractModel):
    """Files the printed report on the report, on its visit and on the client; anew when photos come later."""

    _name = "duret.report.filing"
    _description = "Filing of Reports"

    filed_seal = fields.Integer("Seal on the Document", readonly=True)
    file_ids = fields.Many2many("ir.attachment", "duret_report_message_file_rel", string="Documents", readonly=True)

    def _file(self):
        """Print the report as it is now and file it; documents that are filed already take the new content."""
        self.ensure_one()
        report = self.report_id
        content = report._duret_pdf()
        number = max(report.seal_ids.mapped("number"), default=0)
        self.file_ids = self.file_ids.exists()
        if self.file_ids:
            self.file_ids.write({"raw": content})
            self.filed_seal = number
            return
        name = report._duret_pdf_name()
        places = [report, report.order_id, report.partner_id]
        self.file_ids = self.env["ir.attachment"].create(
            [
                {
                    "name": name,
                    "raw": content,
                    "mimetype": "application/pdf",
                    "res_model": place._name,
                    "res_id": place.id,
                }
                for place in places
                if place
            ]
        )
        self.filed_seal = number

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
