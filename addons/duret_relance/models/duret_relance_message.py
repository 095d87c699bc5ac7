"""The outbox of follow-ups: one row for each level, document, date and client; nothing leaves without it."""

from datetime import timedelta
from uuid import uuid4

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.mail import generate_tracking_message_id

from .duret_relance_explain import REASONS
from .duret_relance_level import CHANNELS
from .duret_relance_opt_out import PURPOSES
from .duret_relance_rule import CALL_REASONS

STATES = [
    ("planned", "Planned Today"),
    ("queued", "On Its Way"),
    ("sent", "Sent"),
    ("skipped", "Not Sent"),
    ("failed", "Failed"),
]
# A mail server that is down: tried again after a quarter of an hour, then twice as long each time, 64 hours in all.
MOST_TRIES = 8
RETRY_AFTER = timedelta(minutes=15)
RETRIED_FAILURES = ("mail_smtp", "unknown")


class DuretRelanceMessage(models.Model):
    """Planned in the morning, shown to people, sent at its hour; kept as the history of the document.

    The unique key makes a second row for the same event and client impossible, whoever runs the job and however
    often it is killed. The Message-Id is chosen with the row, so that a mail sent again after a crash is recognised
    as the same one by every mail program.
    """

    _name = "duret.relance.message"
    _description = "Follow-up"
    _order = "due desc, id desc"
    _rec_name = "record_name"

    rule_id = fields.Many2one("duret.relance.rule", ondelete="set null", index=True, readonly=True)
    level_id = fields.Many2one("duret.relance.level", ondelete="set null", index=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    rank = fields.Integer("Level Number", readonly=True)
    purpose = fields.Selection(PURPOSES, "Subject", readonly=True)
    res_model = fields.Char("Kind of Document", required=True, readonly=True)
    res_id = fields.Many2oneReference("Document Id", model_field="res_model", required=True, readonly=True)
    record_name = fields.Char("Document", readonly=True)
    partner_id = fields.Many2one("res.partner", "Client", required=True, index=True, ondelete="cascade", readonly=True)
    channel = fields.Selection(CHANNELS, required=True, readonly=True)
    anchor = fields.Datetime("Counted From", required=True, readonly=True)
    due = fields.Datetime(required=True, readonly=True)
    contact_date = fields.Datetime("Client Contacted", readonly=True, help="When sent; while planned, when it will be.")
    is_throttled = fields.Boolean("Counts for the Client's Peace", readonly=True)
    state = fields.Selection(STATES, required=True, default="planned", readonly=True)
    reason = fields.Selection(REASONS, readonly=True)
    detail = fields.Char(readonly=True)
    call_reason = fields.Selection(CALL_REASONS, readonly=True)
    message_ref = fields.Char("Message-Id", readonly=True, copy=False)
    sms_uuid = fields.Char("Text Message Id", readonly=True, copy=False, index="btree_not_null")
    mail_message_id = fields.Many2one("mail.message", readonly=True, index="btree_not_null", ondelete="set null")
    mail_mail_id = fields.Many2one("mail.mail", readonly=True, index="btree_not_null", ondelete="set null")
    activity_id = fields.Many2one("mail.activity", readonly=True, index="btree_not_null", ondelete="set null")
    tries = fields.Integer(readonly=True)
    next_try = fields.Datetime(readonly=True)

    _event_unique = models.Constraint(
        "UNIQUE(level_id, res_model, res_id, anchor, partner_id)",
        "This client has already been followed up at this level for this document.",
    )
    _document_idx = models.Index("(res_model, res_id)")
    _due_idx = models.Index("(due) WHERE state = 'planned'")
    _contact_idx = models.Index("(partner_id, contact_date) WHERE is_throttled")
    _retry_idx = models.Index("(next_try) WHERE state = 'failed'")

    @api.model_create_multi
    def create(self, vals_list):
        """Choose the identity of the message with the row: it never changes afterwards."""
        for vals in vals_list:
            vals.setdefault("message_ref", generate_tracking_message_id(f"{vals['res_id']}-{vals['res_model']}"))
            vals.setdefault("sms_uuid", uuid4().hex)
        return super().create(vals_list)

    # --- outcome -------------------------------------------------------------------------------------------------
    def _mark_queued(self):
        """The message exists in the queue of its channel, in this very transaction."""
        self.write({"state": "queued", "reason": False, "detail": False, "contact_date": fields.Datetime.now()})

    def _mark_sent(self):
        """The channel has taken the message."""
        self.filtered(lambda row: row.state != "sent").write({"state": "sent", "detail": False, "next_try": False})

    def _mark_skipped(self, reason):
        """Not sent, and will not be: the client is left in peace for this level.

        :param str reason: code of follow_up_plan.Reason
        """
        self.write({"state": "skipped", "reason": reason, "contact_date": False})

    def _mark_failed(self, detail, again=True):
        """The message could not be sent.

        :param str detail: what went wrong, for the person who looks
        :param bool again: try again later (connection), or leave it to a person
        """
        now, detail = fields.Datetime.now(), (detail or "")[:500]
        for tries, same in self.grouped("tries").items():
            later = now + RETRY_AFTER * 2**tries if again and tries < MOST_TRIES else False
            same.write({"state": "failed", "detail": detail, "next_try": later})

    @api.model
    def _retry(self, limit):
        """Give mails that met a closed door back to the queue, as the same mail with the same Message-Id.

        Whoever answered or refused meanwhile is left in peace; nights, Sundays and holidays are waited for.

        :param int limit: most rows looked at
        :return: number of rows tried again
        """
        now = fields.Datetime.now()
        domain = [("state", "=", "failed"), ("next_try", "<=", now), ("tries", "<", MOST_TRIES)]
        rows = self.search(domain, limit=limit, order="next_try, id").try_lock_for_update()
        looked_at, rows = len(rows), self.env["duret.relance.engine"]._worth_retrying(rows, now)
        mails = rows.mail_mail_id.filtered(lambda mail: mail.state == "exception")
        again = rows.filtered(lambda row: row.mail_mail_id in mails)
        mails.mark_outgoing()
        for tries, same in again.grouped("tries").items():
            same.write({"state": "queued", "tries": tries + 1, "next_try": False})
        (rows - again).write({"next_try": False})
        if again:
            self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()
        return looked_at

    # --- people ----------------------------------------------------------------------------------------------------
    def action_skip(self):
        """Take a planned follow-up back; the level counts as done.

        :raise UserError: one of them is no longer planned
        """
        if any(row.state != "planned" for row in self):
            raise UserError(self.env._("Only planned follow-ups can be taken back: the others have left."))
        self._checked_sudo()._mark_skipped("by_person")

    def action_retry(self):
        """Try failed follow-ups again now.

        :raise UserError: none of them is a mail that failed
        """
        rows = self._checked_sudo().filtered(lambda row: row.state == "failed" and row.mail_mail_id)
        if not rows:
            raise UserError(self.env._("There is no failed mail among these follow-ups."))
        rows.mail_mail_id.mark_outgoing()
        rows.write({"state": "queued", "next_try": False})
        # sudo: waking the mail queue gives no access to anything.
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

    def _checked_sudo(self):
        """These rows with the rights to write them: only buttons do, for people who look after clients.

        :raise AccessError: the user may not read them, or is no assistant
        """
        self.check_access("read")
        self.env["duret.relance.opt.out"].check_access("create")
        # sudo: reading and the assistant's right were checked above; nobody writes the history by hand.
        return self.sudo()

    def action_open_record(self):
        """Open the document."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }

    # --- « Ma journée » --------------------------------------------------------------------------------------------
    @api.model
    def _get_day_domain(self):
        """Follow-ups of today, and those that failed and wait for somebody.

        :return: list
        """
        calendar = self.env.company._duret_contact_calendar(fields.Datetime.now())
        now = fields.Datetime.now()
        start, stop = calendar.midnight(calendar.local_day(now)), calendar.end_of_day(now)
        today = ["&", ("due", ">=", start), ("due", "<=", stop)]
        late = ["|", ("state", "=", "planned"), "&", ("state", "=", "failed"), ("next_try", "=", False)]
        company = ("company_id", "in", [*self.env.companies.ids])
        return ["&", company, "|", *today, "&", ("due", "<=", stop), *late]

    @api.model
    def _get_day_count(self, user):
        """Number of follow-ups of the day.

        :param user: res.users whose screen it is
        :return: int
        """
        return self.with_user(user).search_count(self._get_day_domain())

    @api.model
    def _get_day_rows(self, user, limit=20):
        """Follow-ups of the day, by hour.

        :param user: res.users whose screen it is
        :param int limit: most rows
        :return: list of dict: id, res_model, res_id, title, subtitle, time (naive UTC), channel, state, state_label,
            is_problem
        """
        rows = self.with_user(user).search(self._get_day_domain(), order="due, id", limit=limit)
        states = dict(self._fields["state"]._description_selection(self.env))
        channels = dict(self._fields["channel"]._description_selection(self.env))
        return [
            {
                "id": row.id,
                "res_model": row.res_model,
                "res_id": row.res_id,
                "title": row.partner_id.display_name,
                "subtitle": f"{channels[row.channel]} · {row.record_name or ''}",
                "time": row.contact_date or row.due,
                "channel": row.channel,
                "state": row.state,
                "state_label": states[row.state],
                "is_problem": row.state == "failed",
            }
            for row in rows
        ]
