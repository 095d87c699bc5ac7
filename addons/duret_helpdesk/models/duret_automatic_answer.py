import logging
from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

BATCH = 50
TOO_LATE = timedelta(hours=12)  # an acknowledgement that comes after that says nothing any more
OPEN_PERIOD = "open"
TEMPLATES = {
    "received": "duret_helpdesk.ticket_acknowledgement_template",
    "closed": "duret_helpdesk.ticket_closed_hours_template",
    "holiday": "duret_helpdesk.ticket_holiday_template",
}
# RFC 3834, section 3: the mark of an automatic answer, and the one that Exchange understands.
AUTOMATIC_ANSWER = {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}


class DuretAutomaticAnswer(models.Model):
    """Outbox of automatic answers: whoever opens a ticket adds a row, a scheduled task writes and sends the mail.

    One for each recipient, ticket and period: the opening hours are one period, each closing of the office another.
    """

    _name = "duret.automatic.answer"
    _description = "Automatic Answer"
    _order = "id desc"
    _rec_name = "email"

    ticket_id = fields.Many2one("helpdesk.ticket", required=True, ondelete="cascade", readonly=True, index=True)
    inbox_id = fields.Many2one(
        "duret.mail.inbox", "Message Answered", ondelete="set null", readonly=True, index="btree_not_null"
    )
    email = fields.Char(required=True, readonly=True)
    period = fields.Char(required=True, readonly=True, help="« open », or the closing of the office by its end (UTC).")
    kind = fields.Selection(
        [("received", "Acknowledgement"), ("closed", "Out of Hours"), ("holiday", "Holiday")], readonly=True
    )
    state = fields.Selection(
        [("waiting", "To Send"), ("sent", "Sent"), ("dropped", "Given up"), ("failed", "Failed")],
        default="waiting",
        required=True,
        readonly=True,
    )
    detail = fields.Char(readonly=True)
    message_id = fields.Many2one("mail.message", "Answer Sent", ondelete="set null", readonly=True)

    _once = models.Constraint(
        "UNIQUE(ticket_id, email, period)", "This person already has an automatic answer for this period."
    )
    _waiting_idx = models.Index("(id) WHERE state = 'waiting'")

    # -- asking -------------------------------------------------------------------------------------------------

    @api.model
    def _ask(self, ticket, email, inbox=None):
        """Put an answer in the outbox, unless this person already has one for this ticket and period.

        One insertion; nothing is rendered here.

        :param ticket: helpdesk.ticket, one
        :param str email: normalized address
        :param inbox: duret.mail.inbox that is answered
        :return: True when a new row was added
        """
        period = self._period(ticket.company_id)
        self.env.cr.execute(
            SQL(
                """INSERT INTO duret_automatic_answer
                       (ticket_id, inbox_id, email, period, state, create_uid, create_date, write_uid, write_date)
                   VALUES (%(ticket)s, %(inbox)s, %(email)s, %(period)s, 'waiting', %(uid)s, %(now)s, %(uid)s, %(now)s)
                   ON CONFLICT (ticket_id, email, period) DO NOTHING RETURNING id""",
                ticket=ticket.id,
                inbox=(inbox and inbox.id) or None,
                email=email,
                period=period,
                uid=self.env.uid,
                now=fields.Datetime.now(),
            )
        )
        if not self.env.cr.fetchone():
            return False
        self._wake_up()
        return True

    def _wake_up(self):
        """Have the scheduled task run after this transaction, asked once a transaction."""
        data = self.env.cr.precommit.data
        if not data.get("duret_answer_wake_up"):
            data["duret_answer_wake_up"] = True
            self.env.ref("duret_helpdesk.ir_cron_automatic_answer")._trigger()

    @api.model
    def _period(self, company):
        """Name the period of now: open, or the present closing.

        :param company: res.company
        :return: str
        """
        if self._closing(company) is None:
            return OPEN_PERIOD
        opening = company._duret_calendar_now().next_open(fields.Datetime.now())
        return opening.isoformat(timespec="minutes") if opening else "closed"

    @api.model
    def _closing(self, company):
        """Why the office is closed now.

        :return: "closed" or "holiday"; None when it is open, or when it never answers about closings
        """
        if not company.duret_answer_closed:
            return None
        now, calendar = fields.Datetime.now(), company._duret_calendar_now()
        if calendar.is_open(now):
            return None
        return company._duret_closing_kind(now, calendar)

    # -- sending ------------------------------------------------------------------------------------------------

    @api.model
    def _cron_send(self):
        """Every minute, and right after a request: write the answers that wait. Batched, each row on its own."""
        while rows := self.search([("state", "=", "waiting")], limit=BATCH, order="id").try_lock_for_update():
            rows._send()
            self.env["ir.cron"]._commit_progress(
                len(rows), remaining=self.search_count([("state", "=", "waiting")], limit=BATCH)
            )

    def _send(self):
        """Write these answers; one that fails is noted and does not hold up the others."""
        for row in self:
            try:
                with self.env.cr.savepoint():
                    row._send_one()
            except Exception as error:  # noqa: BLE001 - recorded in the row, where a person sees it
                _logger.warning("Automatic answer %s failed", row.id, exc_info=True)
                row.write({"state": "failed", "detail": f"{type(error).__name__}: {error}"[:500]})

    def _send_one(self):
        ticket = self.ticket_id
        if self.create_date < fields.Datetime.now() - TOO_LATE:
            self.write({"state": "dropped", "detail": self.env._("It would have come too late.")})
            return
        # What is true when it leaves: the office may have opened since the question.
        kind = self._closing(ticket.company_id) or "received"
        template = self.env.ref(TEMPLATES[kind])
        language = template._render_lang(ticket.ids)[ticket.id]
        template = template.with_context(lang=language)
        # Scheduled tasks leave mail to the hourly queue unless asked: the client waits for this one.
        message = ticket.with_context(lang=language, mail_notify_force_send=True).message_post(
            body=Markup(template._render_field("body_html", ticket.ids)[ticket.id]),
            subject=template._render_field("subject", ticket.ids)[ticket.id],
            author_id=ticket.company_id.partner_id.id,
            email_from=ticket._duret_sender_address(),
            partner_ids=ticket.partner_id.ids,
            message_type="auto_comment",
            subtype_xmlid="mail.mt_comment",
            email_layout_xmlid="mail.mail_notification_light",
            notify_skip_followers=True,
            mail_headers=dict(AUTOMATIC_ANSWER),
        )
        self.write({"state": "sent", "kind": kind, "message_id": message.id})
        self.inbox_id.acknowledged = True

    @api.autovacuum
    def _gc_old_answers(self):
        """Delete rows of more than a year: their tickets keep the messages."""
        limit = fields.Datetime.now() - timedelta(days=365)
        rows = self.search([("create_date", "<", limit), ("state", "!=", "waiting")], limit=1000)
        count = len(rows)
        rows.unlink()
        return count, count == 1000
