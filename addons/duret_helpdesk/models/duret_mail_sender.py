from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

HOUR = timedelta(hours=1)
LOOP_MINUTES = 120  # period of Odoo's brake against loops, when no parameter says another
ACK_INTERVAL = timedelta(hours=1)  # RFC 3834, 2: at most one automatic answer per sender and period


class DuretMailSender(models.Model):
    """One row per address that writes to us: what makes the brakes exact.

    Every delivery takes the row of its sender first, so two messages of one sender are never delivered at the
    same time: counting them, creating the contact and acknowledging need no further lock.
    """

    _name = "duret.mail.sender"
    _description = "Mail Sender"
    _rec_name = "email"
    _order = "last_seen_at desc, id desc"

    email = fields.Char(required=True, readonly=True)
    last_seen_at = fields.Datetime(readonly=True)
    last_ack_at = fields.Datetime("Last Acknowledgement", readonly=True)

    _email_unique = models.Constraint("UNIQUE(email)", "One row per sender.")

    def _take(self, email):
        """Return the sender's row, created if needed and locked until the end of the transaction.

        :param str email: address in lower case
        :raise psycopg2.errors.SerializationFailure: another delivery of this sender was faster; start again
        """
        now = fields.Datetime.now()
        self.env.cr.execute(
            SQL(
                """INSERT INTO duret_mail_sender (email, last_seen_at, create_uid, create_date, write_uid, write_date)
                   VALUES (%(email)s, %(now)s, %(uid)s, %(now)s, %(uid)s, %(now)s)
                   ON CONFLICT (email) DO UPDATE SET last_seen_at = EXCLUDED.last_seen_at
                   RETURNING id, last_ack_at""",
                email=email,
                now=now,
                uid=self.env.uid,
            )
        )
        row_id, last_ack_at = self.env.cr.fetchone()
        row = self.browse(row_id)
        row.invalidate_recordset()
        # The row is ours until the end of the transaction: what was just read of it need not be asked again.
        row._fields["last_ack_at"]._update_cache(row, last_ack_at)
        return row

    def _may_be_answered(self):
        """True when this sender may be acknowledged now; asking changes nothing. False for no sender."""
        return bool(self) and (not self.last_ack_at or self.last_ack_at <= fields.Datetime.now() - ACK_INTERVAL)

    def _claim_acknowledgement(self):
        """True when this sender may be acknowledged now; the right is used up by asking (row already locked)."""
        self.ensure_one()
        if not self._may_be_answered():
            return False
        self.last_ack_at = fields.Datetime.now()
        return True

    @api.model
    def _past(self, email, message_id):
        """What the database knows of a sender and its message, in one query.

        :param str email: address of the sender, "" when it has none
        :param str message_id: identifier the message would be posted under
        :return: dict: posted (type of the message already posted under this identifier, None), tickets and messages
            (opened, delivered in the last hour), recent (delivered within the period of Odoo's brake against loops)
        """
        self.env["duret.mail.inbox"].flush_model(["state", "sender_email", "processed_at"])
        now = fields.Datetime.now()
        # sudo: one parameter of the gateway, as Odoo reads it.
        minutes = int(self.env["ir.config_parameter"].sudo().get_param("mail.gateway.loop.minutes", LOOP_MINUTES))
        self.env.cr.execute(
            SQL(
                """SELECT (SELECT message_type FROM mail_message WHERE message_id = %(id)s ORDER BY id DESC LIMIT 1),
                          count(*) FILTER (WHERE processed_at > %(hour)s AND state = 'ticket'),
                          count(*) FILTER (WHERE processed_at > %(hour)s), count(*)
                   FROM duret_mail_inbox
                   WHERE sender_email = %(email)s AND processed_at > %(since)s AND state IN ('ticket', 'reply')""",
                id=message_id,
                hour=now - HOUR,
                email=email or None,
                since=now - max(HOUR, timedelta(minutes=minutes)),
            )
        )
        return dict(zip(("posted", "tickets", "messages", "recent"), self.env.cr.fetchone(), strict=True))
