import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL
from odoo.tools.mail import email_normalize, generate_tracking_message_id

_logger = logging.getLogger(__name__)

BATCH = 5  # a document takes seconds to print
MOST_TRIES = 5
RETRY_AFTER = timedelta(minutes=15)
AGAIN_AFTER = timedelta(minutes=1)  # a photo is still on its way
PHOTO_WAIT = 15  # minutes
STATES = [
    ("waiting", "To Send"),
    ("queued", "On Its Way"),
    ("sent", "Sent"),
    ("dropped", "Not Sent"),
    ("failed", "Failed"),
]
TEMPLATE = "duret_intervention.report_mail_template"


class DuretReportMessage(models.Model):
    """Outbox: the client's copy of each closed report. One row a report, printed and sent after the seal.

    The mail of the queue, the files and the state of the row are one transaction; the Message-Id is chosen with the
    row. Killed at any point, the job sends what waits, once.
    """

    _name = "duret.report.message"
    _inherit = "duret.report.filing"
    _description = "Client's Copy of a Report"
    _order = "id desc"
    _rec_name = "report_id"

    report_id = fields.Many2one("duret.intervention.report", required=True, ondelete="cascade", readonly=True)
    state = fields.Selection(STATES, required=True, default="waiting", readonly=True, index=True)
    due = fields.Datetime("Leaves On", required=True, readonly=True)
    address = fields.Char("Sent To", readonly=True)
    detail = fields.Char(readonly=True)
    message_ref = fields.Char("Message-Id", required=True, readonly=True, copy=False)
    mail_mail_id = fields.Many2one("mail.mail", readonly=True, index="btree_not_null", ondelete="set null")
    tries = fields.Integer(readonly=True)
    next_try = fields.Datetime(readonly=True)

    _report_unique = models.Constraint("UNIQUE(report_id)", "The copy of this report is in the outbox already.")
    _waiting_idx = models.Index("(due, id) WHERE state = 'waiting'")
    _retry_idx = models.Index("(next_try) WHERE state = 'failed'")

    # -- asking -----------------------------------------------------------------------------------------------------

    @api.model
    def _ask(self, report):
        """Put the client's copy of a report in the outbox, unless it is there already.

        :param report: duret.intervention.report, just closed
        """
        now, uid = fields.Datetime.now(), self.env.uid
        self.env.cr.execute(
            SQL(
                """INSERT INTO duret_report_message
                       (report_id, state, due, message_ref, tries, create_uid, create_date, write_uid, write_date)
                   VALUES (%s, 'waiting', %s, %s, 0, %s, %s, %s, %s) ON CONFLICT (report_id) DO NOTHING""",
                *(report.id, now, generate_tracking_message_id(f"{report.id}-report"), uid, now, uid, now),
            )
        )
        self.invalidate_model()
        self._wake_up()

    @api.model
    def _wake_up(self, at=None):
        # sudo: waking a scheduled task gives no access to anything.
        self.env.ref("duret_intervention.ir_cron_report_message").sudo()._trigger(at=at)

    # -- sending ----------------------------------------------------------------------------------------------------

    @api.model
    def _cron_send(self):
        """Every few minutes and right after a signature. Batched, each row on its own, resumable after a kill."""
        self._retry()
        domain = [("state", "=", "waiting"), ("due", "<=", fields.Datetime.now())]
        while rows := self.search(domain, limit=BATCH, order="due, id").try_lock_for_update():
            rows._leave()
            if not self.env["ir.cron"]._commit_progress(len(rows), remaining=self.search_count(domain, limit=BATCH)):
                return
        self._file_again()

    def _leave(self):
        """Print, file and send; what goes wrong is kept on its row."""
        for row in self:
            try:
                with self.env.cr.savepoint():
                    row._leave_one()
            except Exception as error:
                _logger.exception("The client's copy of report %s failed", row.report_id.id)
                row._mark_failed(f"{type(error).__name__}: {error}", again=True)

    def _leave_one(self):
        later = self._later()
        if later:
            self.due = later
            self._wake_up(at=later)
            return
        self._file()
        address = self._recipient()
        if not address:
            self.write({"state": "dropped", "detail": self.env._("No e-mail address is known.")})
            return
        self._send_mail(address)

    def _later(self):
        """When to look again: the seal is not there, or photos are on their way and worth a moment's wait.

        :return: naive UTC, False to go on now
        """
        report, now = self.report_id, fields.Datetime.now()
        if not report.seal_ids:
            return now + AGAIN_AFTER
        waited = now - report.closed_at >= timedelta(minutes=self._photo_wait())
        return report.photos_missing and not waited and now + AGAIN_AFTER

    @api.model
    def _photo_wait(self):
        """Minutes that the client's copy waits for photos.

        :return: int
        """
        # sudo: a number that administrators set; it is shown to nobody.
        raw = self.env["ir.config_parameter"].sudo().get_param("duret_intervention.photo_wait_minutes", PHOTO_WAIT)
        try:
            return max(0, int(raw))
        except ValueError:
            return PHOTO_WAIT

    def _recipient(self):
        """Address of the contact on site, else of the client.

        :return: str, empty without one that can be written to
        """
        contact = self.report_id.order_id._duret_contact()
        return email_normalize(contact["email"] or "") or ""

    def _send_mail(self, address):
        """Put the mail into the queue, with the document."""
        report = self.report_id.with_context(lang=self.report_id._duret_client_lang())
        template = self.env.ref(TEMPLATE).with_context(lang=report.env.lang)
        text = template._generate_template(report.ids, ("subject", "body_html"))[report.id]
        company = report.company_id
        reply_to = report.order_id._duret_reply_address(company)
        mail = self.env["mail.mail"].create(
            {
                "model": report._name,
                "res_id": report.id,
                "subject": text["subject"],
                "body": text["body_html"],
                "body_html": self._in_frame(report, text["body_html"]),
                "author_id": company.partner_id.id,
                "email_from": company.email_formatted or reply_to,
                "reply_to": reply_to,
                "message_type": "auto_comment",
                "message_id": self.message_ref,
                "email_to": address,
                "attachment_ids": [fields.Command.set(self.file_ids[:1].ids)],
                "state": "outgoing",
                "auto_delete": False,
            }
        )
        self.write({"mail_mail_id": mail.id, "address": address, "state": "queued", "detail": False})
        # sudo: waking the mail queue gives no access to anything.
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

    def _in_frame(self, report, body):
        """Put a text into the frame of the company's mails, with the button that leads to the portal.

        :return: Markup
        """
        values = {
            "body": body,
            "company": report.company_id,
            "frame_button": {
                "url": f"{report.get_base_url()}/my/reports/{report.id}",
                "title": report.env._("See the report in my space"),
            },
        }
        page = report.env["ir.qweb"]._render("duret_planning.visit_mail_layout", values, minimal_qcontext=True)
        return self.env["mail.render.mixin"]._replace_local_links(page)

    # -- outcome ----------------------------------------------------------------------------------------------------

    def _mark_sent(self):
        """The mail has left: the report says so."""
        self.filtered(lambda row: row.state != "sent").write({"state": "sent", "detail": False, "next_try": False})
        told = self.report_id.filtered(lambda report: report.state in ("signed", "absent", "refused"))
        told._duret_unlocked().write({"state": "sent"})

    def _mark_failed(self, detail, again=False):
        """The copy could not be sent.

        :param str detail: what went wrong, for the person who looks
        :param bool again: try again later
        """
        for row in self:
            later = fields.Datetime.now() + RETRY_AFTER if again and row.tries < MOST_TRIES else False
            row.write({"state": "failed", "detail": (detail or "")[:500], "next_try": later, "tries": row.tries + 1})

    @api.model
    def _retry(self):
        """Give what failed back: a mail that met a closed door as the same mail, the rest to the beginning."""
        due = [("state", "=", "failed"), ("next_try", "<=", fields.Datetime.now())]
        rows = self.search(due, limit=BATCH, order="next_try, id").try_lock_for_update()
        mailed = rows.filtered(lambda row: row.mail_mail_id.state == "exception")
        mailed.mail_mail_id.mark_outgoing()
        mailed.write({"state": "queued", "next_try": False})
        (rows - mailed).write({"state": "waiting", "next_try": False, "due": fields.Datetime.now()})

    def action_send_again(self):
        """Send what was dropped or failed once more, such as after the address was added.

        :return: True
        :raises AccessError: for who is not of the office
        """
        self.check_access("read")
        if not self.env.user.has_group("duret_base.group_assistant"):
            raise AccessError(self.env._("The office sends reports again."))
        # sudo: the right was checked above; nobody writes these rows by hand.
        again = self.sudo().filtered(lambda row: row.state in ("dropped", "failed") and not row.mail_mail_id)
        again.write({"state": "waiting", "due": fields.Datetime.now(), "detail": False, "tries": 0, "next_try": False})
        self._wake_up()
        return True
