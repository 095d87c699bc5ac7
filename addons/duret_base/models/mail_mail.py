"""Mail that no person wrote says so, and carries no advertisement for the software."""

import ast

from odoo import api, models

from ..duret_mailtext import drop_software_credit, fit_narrow_screens

# Types of mail.message written by the system: acknowledgements, templates, notifications
AUTOMATIC_TYPES = ("auto_comment", "email_outgoing", "notification", "out_of_office", "user_notification")


class MailMail(models.Model):
    """RFC 3834: automatic mail is marked, so that another robot does not answer it."""

    _inherit = "mail.mail"

    @api.model_create_multi
    def create(self, vals_list):
        """Store the mark with the mail: the queue that sends it later has no context."""
        mails = super().create(vals_list)
        for mail in mails:
            mark = mail._duret_auto_submitted()
            if mark:
                mail.headers = repr(mail._duret_marked_headers(mark))
        return mails

    def _duret_auto_submitted(self):
        """Say which mark the mail deserves.

        :return: ``auto-generated``, ``auto-replied``, or False for what a person wrote. The
            context key ``duret_auto_submitted`` decides when present.
        """
        self.ensure_one()
        if "duret_auto_submitted" in self.env.context:
            return self.env.context["duret_auto_submitted"]
        # cached, unlike env.ref: this runs for every mail of a batch
        robot = self.env["ir.model.data"]._xmlid_to_res_id("base.partner_root")
        if self.message_type in AUTOMATIC_TYPES or not self.author_id or self.author_id.id == robot:
            return self.message_type != "email" and "auto-generated"
        return False

    def _duret_marked_headers(self, mark):
        """Give the headers of one mail with the marks added; those already set stay.

        :param str mark: value of ``Auto-Submitted``
        :return: dict
        """
        headers = ast.literal_eval(self.headers) if self.headers else {}
        marks = {"Auto-Submitted": mark, "X-Auto-Response-Suppress": "OOF, AutoReply"}
        return marks | headers

    def _prepare_outgoing_body(self):
        """Send no advertisement for the software, and nothing wider than a telephone."""
        return fit_narrow_screens(drop_software_credit(super()._prepare_outgoing_body()))
