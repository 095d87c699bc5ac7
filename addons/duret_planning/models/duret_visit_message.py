"""The outbox of messages about visits: nothing leaves without a row, nobody is told twice what he knows."""

from datetime import timedelta
from uuid import uuid4

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.mail import generate_tracking_message_id

from ..visit_messages import client_news, technician_news

CLIENT, TECHNICIAN = "client", "technician"
NEWS, REMINDER, DELAY, OFFER = "news", "reminder", "delay", "offer"
CHANNELS = [("mail", "E-mail"), ("sms", "Text message"), ("notice", "Notification"), ("call", "Call to make")]
KINDS = [
    ("confirmation", "Confirmation"),
    ("moved", "Moved"),
    ("cancelled", "Cancelled"),
    ("reminder", "Reminder"),
    ("delayed", "Delayed"),
    ("offer", "Earlier Time Proposed"),
    ("assigned", "New visit"),
    ("changed", "Changed visit"),
    ("removed", "Visit taken away"),
]
STATES = [
    ("waiting", "To Send"),
    ("queued", "On Its Way"),
    ("sent", "Sent"),
    ("folded", "Said by the Next One"),
    ("dropped", "Nothing to Tell"),
    ("failed", "Failed"),
]
TOLD = ("queued", "sent")
BATCH = 50
MOST_TRIES = 5
RETRY_AFTER = timedelta(minutes=15)


class DuretVisitMessage(models.Model):
    """One row for each event, person and channel. What it says is decided when it leaves: the difference between what
    this person was last told by this channel and what is true at that moment.

    Several changes before a message leaves therefore make one message, and a change that was taken back makes none.
    The Message-Id of a mail is chosen with the row: a mail sent again after a crash is the same mail.
    """

    _name = "duret.visit.message"
    _inherit = [
        "duret.visit.offer.message",
        "duret.visit.message.words",
        "duret.visit.message.sender",
        "duret.visit.reminder",
        "duret.visit.delay.message",
    ]
    _description = "Message About a Visit"
    _order = "id desc"
    _rec_name = "order_id"

    event_id = fields.Many2one("duret.visit.event", required=True, ondelete="cascade", index=True, readonly=True)
    order_id = fields.Many2one("fsm.order", "Visit", required=True, ondelete="cascade", index=True, readonly=True)
    audience = fields.Selection([(CLIENT, "Client"), (TECHNICIAN, "Technician")], required=True, readonly=True)
    purpose = fields.Selection(
        [(NEWS, "News"), (REMINDER, "Reminder"), (DELAY, "Delay"), (OFFER, "Proposal")],
        required=True,
        default=NEWS,
        readonly=True,
    )
    partner_id = fields.Many2one("res.partner", "To", required=True, ondelete="cascade", index=True, readonly=True)
    channel = fields.Selection(CHANNELS, required=True, readonly=True)
    by_client = fields.Boolean("The Client Did It", readonly=True)
    kind = fields.Selection(KINDS, readonly=True, help="Decided when the message leaves.")
    due = fields.Datetime("Leaves On", required=True, readonly=True)
    state = fields.Selection(STATES, required=True, default="waiting", readonly=True)
    detail = fields.Char(readonly=True)
    told_start = fields.Datetime("Time Told", readonly=True, help="Start of the visit as this message says it.")
    old_start = fields.Datetime("Time Told Before", readonly=True)
    sequence = fields.Integer(readonly=True, help="Number of the change, for calendars: it only grows.")
    address = fields.Char("Sent To", readonly=True)
    message_ref = fields.Char("Message-Id", readonly=True, copy=False)
    sms_uuid = fields.Char("Text Message Id", readonly=True, copy=False, index="btree_not_null")
    mail_mail_id = fields.Many2one("mail.mail", readonly=True, index="btree_not_null", ondelete="set null")
    mail_message_id = fields.Many2one("mail.message", readonly=True, index="btree_not_null", ondelete="set null")
    tries = fields.Integer(readonly=True)
    next_try = fields.Datetime(readonly=True)

    _event_unique = models.Constraint(
        "UNIQUE(event_id, partner_id, channel, purpose)", "This person was already told about this by this channel."
    )
    _waiting_idx = models.Index("(due, id) WHERE state = 'waiting'")
    _retry_idx = models.Index("(next_try) WHERE state = 'failed'")
    _told_idx = models.Index("(order_id, partner_id, channel, id) WHERE state IN ('queued', 'sent')")

    # -- asking -----------------------------------------------------------------------------------------------------

    @api.model
    def _duret_queue(self, rows):
        """Put messages in the outbox, those that are there already left as they are; nothing is written to anybody.

        :param rows: list of dict: event_id, order_id, audience, partner_id, channel, due (naive UTC), and when they
            apply: purpose, by_client, told_start
        :return: number of rows added
        """
        if not rows:
            return 0
        now, uid = fields.Datetime.now(), self.env.uid
        lines = [
            SQL(
                "(%s)",
                SQL(", ").join(
                    SQL("%s", value)
                    for value in (
                        *(row["event_id"], row["order_id"], row["audience"], row.get("purpose", NEWS)),
                        *(row["partner_id"], row["channel"], row.get("by_client", False), row["due"], "waiting"),
                        row.get("told_start"),
                        *(generate_tracking_message_id(f"{row['order_id']}-visit"), uuid4().hex),
                        *(0, uid, now, uid, now),
                    )
                ),
            )
            for row in rows
        ]
        self.env.cr.execute(
            SQL(
                """INSERT INTO duret_visit_message
                       (event_id, order_id, audience, purpose, partner_id, channel, by_client, due, state,
                        told_start, message_ref, sms_uuid, tries, create_uid, create_date, write_uid, write_date)
                   VALUES %s ON CONFLICT (event_id, partner_id, channel, purpose) DO NOTHING RETURNING id""",
                SQL(", ").join(lines),
            )
        )
        added = self.env.cr.rowcount
        if added:
            self.invalidate_model()
            self._wake_up({row["due"] for row in rows})
        return added

    def _wake_up(self, moments):
        """Have the outbox looked at when these messages are due."""
        # sudo: waking a scheduled task gives no access to anything.
        cron = self.env.ref("duret_planning.ir_cron_visit_message").sudo()
        cron._trigger(at=sorted(max(moment, fields.Datetime.now()) for moment in moments))

    # -- deciding ---------------------------------------------------------------------------------------------------

    @api.model
    def _cron_send(self):
        """Every few minutes and when a message is due. Batched, each row on its own, resumable after a kill."""
        self._retry()
        domain = [("state", "=", "waiting"), ("due", "<=", fields.Datetime.now())]
        while rows := self.search(domain, limit=BATCH, order="due, id").try_lock_for_update():
            rows._leave()
            if not self.env["ir.cron"]._commit_progress(len(rows), remaining=self.search_count(domain, limit=BATCH)):
                break

    def _leave(self):
        """Send these rows, or say why not."""
        newest = self._newest()
        folded = self.filtered(lambda row: row.purpose != REMINDER and newest[row._key()] != row.id)
        folded.write({"state": "folded"})
        told = self._told()
        kept = self.browse()
        for row in self - folded:
            if row._decide(told.get(row._key(), False)):
                kept |= row
        kept._send()

    def _key(self):
        return self.order_id.id, self.partner_id.id, self.channel, self.purpose

    def _newest(self):
        """Last row that waits, for each visit, person and channel: it speaks for those before it.

        :return: dict {key: id}
        """
        waiting = [("order_id", "in", self.order_id.ids), ("state", "=", "waiting"), ("purpose", "!=", REMINDER)]
        groups = self._read_group(waiting, ["order_id", "partner_id", "channel", "purpose"], ["id:max"])
        return {(order.id, partner.id, channel, purpose): last for order, partner, channel, purpose, last in groups}

    def _told(self):
        """What each person was last told by each channel.

        :return: dict {key: start or False}
        """
        told = [("order_id", "in", self.order_id.ids), ("state", "in", TOLD), ("purpose", "=", NEWS)]
        groups = self._read_group(told, ["order_id", "partner_id", "channel"], ["id:max"])
        starts = {row.id: row.told_start for row in self.browse([last for *_key, last in groups])}
        return {(order.id, partner.id, channel, NEWS): starts[last] for order, partner, channel, last in groups}

    def _decide(self, told):
        """Choose what this row says now.

        :param told: start of the visit as this person was last told by this channel, False when he was not
        :return: True when there is something to say; the row is dropped otherwise
        """
        self.ensure_one()
        if self.purpose == REMINDER:
            return self._decide_reminder()
        if self.purpose == DELAY:
            return self._decide_delay()
        if self.purpose == OFFER:
            return self._decide_offer()
        visit, now = self.order_id, fields.Datetime.now()
        if visit.stage_id.is_closed and visit.stage_id != self.env.ref("fieldservice.fsm_stage_cancelled"):
            self._mark_dropped(self.env._("The visit is over."))
            return False
        if self.audience == CLIENT:
            true = visit._duret_start_for_client(told)
            kind = client_news(told or None, true or None, self.by_client)
        else:
            true = visit._duret_start_for_technician(self.partner_id)
            kind = technician_news(told or None, true or None)
        if not kind or (true or told) <= now:
            self._mark_dropped(self.env._("Too late.") if kind else False)
            return False
        self.write({"kind": kind, "told_start": true, "old_start": told, "sequence": self._change_number()})
        return True

    def _change_number(self):
        """Number of this change among those of the visit's time: calendars keep the highest."""
        kinds = ("created", "planned", "moved", "cancelled")
        before = [("order_id", "=", self.order_id.id), ("id", "<=", self.event_id.id), ("kind", "in", kinds)]
        return self.env["duret.visit.event"].search_count(before) - 1

    # -- outcome ----------------------------------------------------------------------------------------------------

    def _mark_sent(self):
        """The channel has taken the message."""
        self.filtered(lambda row: row.state != "sent").write({"state": "sent", "detail": False, "next_try": False})

    def _mark_dropped(self, detail=False):
        """Not sent, and will not be."""
        self.write({"state": "dropped", "detail": detail})

    def _mark_failed(self, detail, again=False):
        """The message could not be sent; when nothing else reaches the client, somebody calls him.

        :param str detail: what went wrong, for the person who looks
        :param bool again: try again later (connection)
        """
        again = again and all(row.tries < MOST_TRIES for row in self)
        next_try = fields.Datetime.now() + RETRY_AFTER if again else False
        self.write({"state": "failed", "detail": (detail or "")[:500], "next_try": next_try})
        if not again:
            self._call_instead()

    def _call_instead(self):
        """Ask for a call to the clients whom no other message of the same event reaches, but those who heard it."""
        lost = self.filtered(lambda row: (row.audience, row.purpose) == (CLIENT, NEWS) and row.channel != "call")
        lost = lost.filtered(lambda row: row.event_id.channel != "phone")
        alive = self.search(
            [
                ("event_id", "in", lost.event_id.ids),
                ("audience", "=", CLIENT),
                ("purpose", "=", NEWS),
                "|",
                ("state", "in", ("waiting", *TOLD)),
                "&",
                ("state", "=", "failed"),
                ("next_try", "!=", False),
            ]
        )
        reached = {(row.event_id, row.partner_id) for row in alive}
        now = fields.Datetime.now()
        self._duret_queue(
            [
                {
                    "event_id": row.event_id.id,
                    "order_id": row.order_id.id,
                    "audience": CLIENT,
                    "partner_id": row.partner_id.id,
                    "channel": "call",
                    "due": now,
                }
                for row in lost
                if (row.event_id, row.partner_id) not in reached
            ]
        )

    @api.model
    def _retry(self):
        """Give mails that met a closed door back to the queue, as the same mails."""
        due = [("state", "=", "failed"), ("next_try", "<=", fields.Datetime.now())]
        rows = self.search(due, limit=BATCH, order="next_try, id").try_lock_for_update()
        mails = rows.mail_mail_id.filtered(lambda mail: mail.state == "exception")
        again = rows.filtered(lambda row: row.mail_mail_id in mails)
        mails.mark_outgoing()
        for tries, same in again.grouped("tries").items():
            same.write({"state": "queued", "tries": tries + 1, "next_try": False})
        (rows - again).write({"next_try": False})
        if again:
            self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    @api.autovacuum
    def _gc_old_messages(self):
        """Delete rows of more than two years: the discussion of the visit keeps what was sent."""
        limit = fields.Datetime.now() - timedelta(days=730)
        rows = self.search([("create_date", "<", limit), ("state", "!=", "waiting")], limit=1000)
        count = len(rows)
        rows.unlink()
        return count, count == 1000
