"""Codes sent to prove an e-mail address or a telephone number."""

import hmac as hmac_lib
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import hmac

from ..booking_rules import Verdict, judge, new_code, seconds_before_next
from ..booking_rules.codes import PERIOD, typed_digits

MOST_TEXTS_A_DAY = 300  # text messages cost money; beyond this the code goes by mail only
KEPT_DAYS = 1


class DuretBookingCode(models.Model):
    """A code that was sent: only its hash is kept, and only a hash of where it went."""

    _name = "duret.booking.code"
    _description = "Code of an Online Booking"
    _order = "id desc"
    _rec_name = "channel"

    session_id = fields.Many2one("duret.booking.session", required=True, index=True, ondelete="cascade")
    channel = fields.Selection([("sms", "Text message"), ("mail", "Mail")], required=True)
    destination_hash = fields.Char(required=True, index=True, groups="base.group_system")
    code_hash = fields.Char(required=True, groups="base.group_system")
    sent_at = fields.Datetime(required=True, default=fields.Datetime.now, index=True)
    expires_at = fields.Datetime(required=True)
    tries = fields.Integer(default=0)
    used = fields.Boolean()

    @api.model
    def _duret_hash(self, scope, text):
        return hmac(self.env(su=True), f"duret_booking_{scope}", text)

    @api.model
    def _duret_wait(self, channel, destination):
        """Seconds before another code may go to this address or number; 0 when it may go now.

        :param str channel: sms or mail
        :param str destination: number in E.164 form, or normalized address
        """
        now = fields.Datetime.now()
        domain = [
            ("destination_hash", "=", self._duret_hash(channel, destination)),
            ("sent_at", ">", now - PERIOD),
        ]
        return seconds_before_next(self.search(domain).mapped("sent_at"), now)

    @api.model
    def _duret_texts_left(self):
        """True while text messages may be sent today."""
        since = fields.Datetime.now() - timedelta(days=1)
        return self.search_count([("channel", "=", "sms"), ("sent_at", ">", since)]) < MOST_TEXTS_A_DAY

    @api.model
    def _duret_send(self, session, channel, destination):
        """Make a code and put it in the queue of text messages or of mails.

        :param session: duret.booking.session
        :param str channel: sms or mail
        :param str destination: number in E.164 form, or normalized address
        :return: the row
        """
        code, now = new_code(), fields.Datetime.now()
        minutes = session.company_id.duret_booking_code_minutes
        row = self.create(
            {
                "session_id": session.id,
                "channel": channel,
                "destination_hash": self._duret_hash(channel, destination),
                "code_hash": self._duret_hash(f"code_{session.id}", code),
                "expires_at": now + timedelta(minutes=minutes),
            }
        )
        send = self._duret_text if channel == "sms" else self._duret_mail
        send(session, destination, code, minutes)
        return row

    @api.model
    def _duret_text(self, session, number, code, minutes):
        # The first words are what a locked screen shows; « @host #code » would let only Safari fill it in.
        body = self.env._(
            "%(code)s is your code to book with %(company)s. Valid %(minutes)s minutes. Do not pass it on.",
            code=code,
            company=session.company_id.name,
            minutes=minutes,
        )
        self.env["sms.sms"].create({"number": number, "body": body})

    @api.model
    def _duret_mail(self, session, address, code, minutes):
        company = session.company_id
        values = {"code": f"{code[:3]} {code[3:]}", "minutes": minutes, "company": company, "name": session.name}
        self.env["mail.mail"].create(
            {
                "subject": self.env._("Your code: %(code)s", code=values["code"]),
                "body_html": self.env["ir.qweb"]._render("duret_planning.booking_code_mail", values),
                "email_from": company.email_formatted,
                "reply_to": company.email_formatted,
                "author_id": company.partner_id.id,
                "email_to": address,
                "auto_delete": True,
                "message_type": "email_outgoing",
            }
        )
        self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    @api.model
    def _duret_check(self, session, typed):
        """Judge what was typed against the last code of a booking; a wrong try is counted.

        :param session: duret.booking.session
        :param str typed: as received
        :return: booking_rules.Verdict
        """
        code = self.search([("session_id", "=", session.id), ("used", "=", False)], limit=1)
        if not code:
            return Verdict.EXPIRED
        # One try after the other, whatever is sent at once: each must be counted.
        self.env.cr.execute("SELECT tries FROM duret_booking_code WHERE id = %s FOR UPDATE", [code.id])
        digits = typed_digits(typed)
        matches = hmac_lib.compare_digest(code.code_hash, self._duret_hash(f"code_{session.id}", digits))
        verdict = judge(bool(digits) and matches, code.tries, code.expires_at, fields.Datetime.now())
        if verdict is Verdict.RIGHT:
            code.used = True
        elif verdict is Verdict.WRONG:
            code.tries += 1
        return verdict

    @api.autovacuum
    def _gc_codes(self):
        """Forget codes after a day.

        :return: (rows deleted, rows remaining)
        """
        limit = 1000
        old = self.search([("sent_at", "<", fields.Datetime.now() - timedelta(days=KEPT_DAYS))], limit=limit)
        old.unlink()
        return len(old), limit if len(old) == limit else 0
