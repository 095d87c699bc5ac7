import re
from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, ValidationError

KEY = re.compile(r"[0-9a-f-]{32,36}")
KEPT_DAYS = 7


class DuretPortalSubmission(models.Model):
    """A form that a client sent, by the key that its page was given: sent twice, it counts once."""

    _name = "duret.portal.submission"
    _description = "Form Sent by a Client"
    _log_access = True

    key = fields.Char(required=True, readonly=True)
    ticket_id = fields.Many2one("helpdesk.ticket", readonly=True, index=True, ondelete="cascade")

    _key_unique = models.UniqueIndex("(key)", "This form was already sent.")

    @api.model
    def _claim(self, key):
        """Take a key before anything is written for it.

        :param str key: what the form carries
        :return: the row, with the ticket made by an earlier sending of the same form, or without one
        :raise ValidationError: not a key of one of our forms
        :raise ConcurrencyError: the same form is being sent by another click; Odoo then tries again and finds its row
        """
        if not isinstance(key, str) or not KEY.fullmatch(key):
            raise ValidationError(self.env._("This form cannot be read. Please open it again."))
        row = self.search([("key", "=", key), ("create_uid", "=", self.env.uid)], limit=1)
        if row:
            return row
        try:
            with self.env.cr.savepoint():
                return self.create({"key": key})
        except UniqueViolation as error:
            raise ConcurrencyError("form sent twice") from error

    @api.autovacuum
    def _gc_submissions(self):
        """Forget keys of last week: nobody sends the same page again after that.

        :return: (rows deleted, rows remaining)
        """
        limit = 1000
        old = self.search([("create_date", "<", fields.Datetime.now() - timedelta(days=KEPT_DAYS))], limit=limit)
        old.unlink()
        return len(old), limit if len(old) == limit else 0
