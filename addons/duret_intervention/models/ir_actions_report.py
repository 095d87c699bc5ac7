import io

from odoo import models

from .duret_report_pdf import REPORT


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        """Override: a report of a visit is printed by itself, and the same each time."""
        if not res_ids or self._get_report(report_ref) != self.env.ref(REPORT):
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)
        streams = {}
        for report in self.env["duret.intervention.report"].browse(res_ids):
            printed = super()._render_qweb_pdf_prepare_streams(report_ref, dict(data or {}), res_ids=report.ids)
            content = report._duret_fixed(printed[report.id]["stream"].getvalue())
            streams[report.id] = {"stream": io.BytesIO(content), "attachment": None}
        return streams
