import base64
import re

from odoo import models

from ..seal_chain import digest, fixed_pdf, qr_png

REPORT = "duret_intervention.duret_intervention_report_action_pdf"


class DuretReportPdf(models.AbstractModel):
    """The printed report. Made again from the same data it is the same file, byte for byte."""

    _name = "duret.report.pdf"
    _description = "Intervention Report: PDF"

    def _duret_pdf(self):
        """Print this report.

        :return: bytes
        """
        self.ensure_one()
        # sudo: the caller's right to read the report was checked; the document reads the visit and the company.
        printer = self.env["ir.actions.report"].sudo().with_context(force_report_rendering=True)
        return printer._render_qweb_pdf(REPORT, self.ids)[0]

    def _duret_fixed(self, content):
        """Give a printed report the date and identifier of its data.

        :param bytes content: PDF as the printer made it
        :return: bytes
        """
        # sudo: the number of a seal, which stands on the document itself.
        number = max(self.sudo().seal_ids.mapped("number"), default=0)
        moment = self.closed_at or self.create_date
        return fixed_pdf(content, moment, digest(f"{self.uuid}|{number}")[:32])

    def _duret_pdf_name(self):
        """Name of the file: number and client, without what file systems refuse."""
        self.ensure_one()
        # The client may be named anything; a name of a file may not.
        words = re.sub(r"[^\w\- ]+", " ", f"{self.name} {self.partner_id.name or ''}")
        return f"{' '.join(words.split())[:80]}.pdf"

    def _duret_qr(self):
        """Picture that leads to the verification.

        :return: str, data of an image; empty while the report is open
        """
        address = self._duret_verify_url()
        if not address:
            return ""
        return f"data:image/png;base64,{base64.b64encode(qr_png(address)).decode()}"

    def action_print_report(self):
        """Print.

        :return: report action
        """
        self.check_access("read")
        return self.env.ref(REPORT).report_action(self)
