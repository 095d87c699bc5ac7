from odoo import SUPERUSER_ID, api, fields, models

from ..mailroom.mailbox import CarefulImap, CarefulMailbox

LEFT_KEY = "duret_left_behind"


class FetchmailServer(models.Model):
    _inherit = "fetchmail.server"

    def _connect__(self, allow_archived=False):
        """Override: the mailbox is read so that nothing is ticked off before it is stored.

        :param bool allow_archived: see Odoo
        :return: connection with the methods that the fetcher calls
        """
        connection = super()._connect__(allow_archived=allow_archived)
        careful = (CarefulImap if self._get_connection_type() == "imap" else CarefulMailbox)(
            connection, self._duret_is_stored
        )
        opened = self.env.context.get(LEFT_KEY)
        if opened is not None:
            opened[self.id] = careful
        return careful

    def _fetch_mail(self, batch_limit=50):
        """Override: a mailbox whose messages could not be stored says so on its form, where Odoo shows no error.

        :param int batch_limit: messages read at most
        :return: the exception of the last mailbox that failed, or None
        """
        opened = {}
        failure = super(FetchmailServer, self.with_context(**{LEFT_KEY: opened}))._fetch_mail(batch_limit=batch_limit)
        for server in self:
            if server.id in opened and opened[server.id].left_behind:
                server._duret_note_left_behind(opened[server.id].left_behind)
        return failure

    def _duret_note_left_behind(self, number):
        """Write the error where the administrator looks for it; the next round tries again.

        :param int number: messages that stayed in the mailbox
        """
        message = self.env._("%(number)s messages could not be stored and stay in the mailbox.", number=number)
        self.write({"error_date": self.error_date or fields.Datetime.now(), "error_message": message})
        self.env["ir.cron"]._commit_progress()

    @api.model
    def _duret_is_stored(self, sha256):
        """True when the raw message is in the database, seen from a fresh transaction.

        :param str sha256: digest of the message
        :return: bool
        """
        with self.env.registry.cursor() as cr:
            inbox = api.Environment(cr, SUPERUSER_ID, {})["duret.mail.inbox"]
            return bool(inbox.search_count([("sha256", "=", sha256)], limit=1))
