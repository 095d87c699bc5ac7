import base64
import json
import logging

from odoo import SUPERUSER_ID, api, fields, models, tools
from odoo.exceptions import AccessError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL

from ..mailroom import envelope, verdict
from ..mailroom.policy import Reason, State
from .mail_thread import NoRouteError

_logger = logging.getLogger(__name__)

ATTEMPTS = 4  # tries of one transaction against concurrent ones
LOCK_TIMEOUT_MS = 20_000  # a delivery that waits longer for somebody else's lock is left to the cron
DOMAIN_LIMIT = 100  # mail domains of one company: far more than there are
KEPT_CONTEXT = ("fetchmail_cron_running", "default_fetchmail_server_id")


class DuretMailGateway(models.AbstractModel):
    """The way of a message into the database: stored raw first, then delivered, each in its own transaction.

    Own transactions, because the caller's may have a snapshot older than the stored row (PostgreSQL's
    REPEATABLE READ would not see it), and because what a failed delivery left behind (post-commit hooks, cached
    values) must vanish with it. The state of the row changes in the transaction of its effect: after a crash
    a row is either still « received » or its ticket exists.
    """

    _name = "duret.mail.gateway"
    _description = "Mail Gateway"

    @api.model
    @api.private
    def receive(self, raw, options=None):
        """Store a message, then deliver it.

        :param bytes raw: the message as it came
        :param dict options: parameters of `message_process` to remember (JSON values)
        :return: id of the document that got the message, False when there is none
        :raise AccessError: the caller is neither the system nor an administrator's gateway account
        """
        self._check_gateway_access()
        inbox_id, is_new = self._store(raw, options or {})
        if not is_new:
            self._in_transaction(inbox_id, "_note_redelivery")
        return self._deliver(inbox_id)

    def _check_gateway_access(self):
        """Injecting mail means writing in anybody's name: only the system and administrators may.

        `message_process` can be called by any user over RPC, portal clients included.
        """
        if not (self.env.su or self.env.user.has_group("base.group_system")):
            raise AccessError(self.env._("Only a mail gateway account may deliver messages."))

    def _own_identity(self):
        """Addresses the gateway receives at, and the mark of our own mail."""
        return verdict.OwnIdentity(self._own_addresses(), self.env["mail.mail"]._duret_origin_mark())

    @tools.ormcache()
    def _own_addresses(self):
        """Addresses the gateway receives at, in lower case; forgotten when an alias or its domain changes.

        :return: frozenset of str
        """
        aliases = self.env["mail.alias"].search([("alias_full_name", "!=", False)]).mapped("alias_full_name")
        domains = self.env["mail.alias.domain"].search([], limit=DOMAIN_LIMIT)
        technical = domains.mapped("catchall_email") + domains.mapped("bounce_email")
        return frozenset(address.lower() for address in aliases + technical if address and "@" in address)

    # -- storing ------------------------------------------------------------------------------------------------

    def _store(self, raw, options):
        """Insert the raw message in a transaction of its own; return (row id, True if it is new).

        Nothing is parsed here but the envelope, by functions that accept any bytes.
        """
        try:
            facts = envelope.read(raw)
        except Exception:  # a message is stored whatever a bug may do: its delivery will fail and quarantine it
            _logger.exception("The envelope of a message could not be read; it is stored without")
            facts = envelope.bare(raw)
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with self.env.registry.cursor() as cr:
                    return self._insert(cr, raw, facts, options)
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                # The same message is being stored by somebody else: look again in a fresh snapshot.
                if attempt == ATTEMPTS:
                    raise
        raise AssertionError("unreachable")

    def _insert(self, cr, raw, facts, options):
        values = self._row_values(raw, facts, options)
        if inserted := self._insert_row(cr, values):
            return inserted, True
        cr.execute(SQL("SELECT id FROM duret_mail_inbox WHERE sha256 = %s", facts.sha256))
        if row := cr.fetchone():
            return row[0], False
        cr.execute(
            SQL(
                """SELECT id FROM duret_mail_inbox
                   WHERE message_id = %s AND state IN ('received', 'ticket', 'reply', 'document')""",
                facts.message_id,
            )
        )
        original = cr.fetchone()
        values |= {
            "state": State.DUPLICATE.value,
            "reason": Reason.SAME_MESSAGE_ID.value,
            "original_id": original and original[0],
        }
        return self._insert_row(cr, values), True

    def _insert_row(self, cr, values):
        """Insert one row unless its content or its Message-Id is already there; return its id or None."""
        cr.execute(
            SQL(
                "INSERT INTO duret_mail_inbox (%s) VALUES (%s) ON CONFLICT DO NOTHING RETURNING id",
                SQL(", ").join(map(SQL.identifier, values)),
                SQL(", ").join(SQL("%s", value) for value in values.values()),
            )
        )
        row = cr.fetchone()
        return row and row[0]

    def _row_values(self, raw, facts, options):
        now = fields.Datetime.now()
        server = self.env.context.get("default_fetchmail_server_id")
        source = "fetch" if server else "gateway"
        return {
            "eml": base64.b64encode(raw),  # the ORM's representation of a Binary column
            "sha256": facts.sha256,
            "size": facts.size,
            "message_id": facts.message_id or None,
            "subject": facts.subject,
            "sender": facts.sender,
            "sender_email": facts.sender_email,
            "recipients": facts.recipients,
            "source": source,
            "options": json.dumps(options | {"fetchmail_server_id": server}, default=str),
            "received_at": now,
            "state": State.RECEIVED.value,
            "deliveries": 1,
            "attempts": 0,
            "create_uid": self.env.uid,
            "create_date": now,
            "write_uid": self.env.uid,
            "write_date": now,
        }

    # -- delivering ---------------------------------------------------------------------------------------------

    def _deliver(self, inbox_id, forced=False, replay=False):
        """Deliver a stored message; a failure is tried once more on a repaired copy, then quarantined.

        :param bool forced: a person asked for a ticket whatever the rules say
        :param bool replay: a person asked to try again: the brakes do not apply
        :return: id of the document, False when there is none
        """
        failure = None
        for repaired in (False, True):
            try:
                return self._in_transaction(inbox_id, "_deliver", repaired=repaired, forced=forced, replay=replay)
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                _logger.warning("Message %s is being delivered elsewhere: left to the scheduled task", inbox_id)
                return False
            except NoRouteError as error:
                failure = (Reason.NO_ROUTE, error)
                break
            except Exception as error:  # noqa: BLE001 - recorded in the row, with the message it concerns
                _logger.info("Message %s was not delivered (repaired: %s)", inbox_id, repaired, exc_info=True)
                failure = (Reason.UNREADABLE, error)
        reason, error = failure
        return self._in_transaction(
            inbox_id, "_quarantine_failure", reason=reason, detail=f"{type(error).__name__}: {error}", forced=forced
        )

    def _in_transaction(self, inbox_id, method, **kwargs):
        """Run a method of one row in a transaction of its own, as the system; return its result.

        Concurrent updates are tried again in a fresh snapshot, `ATTEMPTS` times in all.
        """
        context = {key: self.env.context[key] for key in KEPT_CONTEXT if key in self.env.context}
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with self.env.registry.cursor() as cr:
                    cr.execute(SQL("SELECT set_config('lock_timeout', %s, true)", str(LOCK_TIMEOUT_MS)))
                    row = api.Environment(cr, SUPERUSER_ID, context)["duret.mail.inbox"].browse(inbox_id)
                    return getattr(row, method)(**kwargs)
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                if attempt == ATTEMPTS:
                    raise
        raise AssertionError("unreachable")
