import base64
import json
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..mailroom import content, envelope, repair, verdict
from ..mailroom.policy import Action, Decision, Facts, Reason, State, decide, may_open_ticket
from ..mailroom.trace import Trace
from .mail_thread import TRACE_KEY

# What a delivery reads of the company, which has two hundred fields.
COMPANY_FIELDS = (
    *("partner_id", "resource_calendar_id", "alias_domain_id", "duret_front_desk_user_id", "duret_answer_closed"),
    *("duret_mail_acknowledge", "duret_mail_internal_domains", "duret_mail_size_limit"),
    *("duret_mail_ticket_limit", "duret_mail_message_limit"),
)
MAX_ATTEMPTS = 5  # deliveries cut short (a worker killed each time) before a person must look
VACUUM_BATCH = 1000
PENDING_STATES = (State.QUARANTINED.value, State.SUPPRESSED.value, State.DUPLICATE.value, State.DISMISSED.value)


class DuretMailInbox(models.Model):
    """Every message that ever reached the gateway, as it came, and what became of it.

    Rows are written by the gateway only (see `duret.mail.gateway`); people read them and act by the buttons.
    """

    _name = "duret.mail.inbox"
    _inherit = ["duret.mail.day", "duret.mail.upkeep"]
    _description = "Incoming Mail"
    _rec_name = "subject"
    _order = "received_at desc, id desc"

    eml = fields.Binary("Message (.eml)", attachment=False, readonly=True)
    eml_name = fields.Char(compute="_compute_eml_name")
    preview = fields.Text("Beginning of the Message", compute="_compute_preview")
    sha256 = fields.Char("SHA-256", required=True, readonly=True)
    message_id = fields.Char("Message-Id", readonly=True)
    size = fields.Integer("Size (bytes)", readonly=True)
    subject = fields.Char(readonly=True)
    sender = fields.Char(readonly=True)
    sender_email = fields.Char("Sender Address", readonly=True)
    recipients = fields.Char(readonly=True)
    source = fields.Selection([("fetch", "Mailbox"), ("gateway", "Mail Server")], readonly=True)
    options = fields.Char(readonly=True)
    received_at = fields.Datetime(required=True, readonly=True)
    processed_at = fields.Datetime(readonly=True)
    deliveries = fields.Integer("Times Received", readonly=True)
    attempts = fields.Integer(readonly=True)
    repaired = fields.Boolean(readonly=True)
    blocked_images = fields.Integer("Blocked Remote Images", readonly=True)
    author_kind = fields.Selection(
        [
            ("human", "Person"),
            ("automatic", "Automatic Message"),
            ("auto_reply", "Automatic Answer"),
            ("bulk", "Mailing List"),
            ("bounce", "Delivery Report"),
            ("own", "Our Own Message"),
        ],
        string="Kind",
        readonly=True,
    )
    is_internal = fields.Boolean("From a Colleague", readonly=True)
    author_signs = fields.Char("Recognised By", readonly=True)
    state = fields.Selection(
        [
            ("received", "Received"),
            ("ticket", "Ticket Created"),
            ("reply", "Added to the File"),
            ("document", "Other Document"),
            ("duplicate", "Duplicate"),
            ("suppressed", "Put Aside"),
            ("quarantined", "To Handle"),
            ("dismissed", "Discarded"),
        ],
        required=True,
        readonly=True,
        index=True,
    )
    reason = fields.Selection(
        [
            ("empty", "Empty message"),
            ("too_big", "Message too large"),
            ("encrypted", "Encrypted message"),
            ("no_sender", "No usable sender"),
            ("no_route", "Unknown recipient address"),
            ("refused", "Address not open to this sender"),
            ("too_many", "Too many messages from this sender"),
            ("unreadable", "Unreadable message"),
            ("interrupted", "Processing interrupted several times"),
            ("same_message_id", "Same identifier as another message"),
            ("already_known", "Message already recorded"),
            ("own", "Our own message came back"),
            ("bounce", "Message not delivered or receipt"),
            ("auto_reply", "Automatic answer"),
            ("bulk", "Mailing list or advertisement"),
        ],
        readonly=True,
    )
    detail = fields.Text("Technical Detail", readonly=True)
    original_id = fields.Many2one("duret.mail.inbox", "First Message", readonly=True, index="btree_not_null")
    ticket_id = fields.Many2one("helpdesk.ticket", readonly=True, index="btree_not_null")
    res_model = fields.Char("Document Model", readonly=True)
    res_id = fields.Many2oneReference("Document", model_field="res_model", readonly=True)
    acknowledged = fields.Boolean(readonly=True, help="An acknowledgement was sent for this message.")

    _sha256_unique = models.Constraint("UNIQUE(sha256)", "The same message is stored once.")
    # Only among messages that were or may be delivered: a truncated copy in quarantine must not block the full one.
    _message_id_unique = models.UniqueIndex(
        "(message_id) WHERE state IN ('received', 'ticket', 'reply', 'document') AND message_id IS NOT NULL"
    )
    _sender_idx = models.Index("(sender_email, processed_at) WHERE state IN ('ticket', 'reply')")

    # -- compute ------------------------------------------------------------------------------------------------

    @api.depends("sha256")
    def _compute_eml_name(self):
        for row in self:
            row.eml_name = f"message-{row.id}.eml"

    @api.depends("sha256")
    def _compute_preview(self):
        for row in self:
            row.preview = content.preview(row._raw())

    @api.depends("subject", "sender")
    def _compute_display_name(self):
        for row in self:
            row.display_name = row.subject or row.sender or self.env._("Message %(number)s", number=row.id)

    def _raw(self):
        """The message as it came."""
        return base64.b64decode(self.with_context(bin_size=False).eml or b"")

    # -- what people do -----------------------------------------------------------------------------------------

    def _check_handler(self):
        """Only assistants act on mail: the buttons below run the delivery as the system."""
        self.check_access("read")
        if not self.env.user.has_group("duret_base.group_assistant"):
            raise AccessError(self.env._("Only assistants may handle incoming mail."))

    def action_replay(self):
        """Button: try again with the ordinary rules, except the brakes (a person has looked)."""
        self._check_handler()
        for row in self:
            row._check_pending()
            self.env["duret.mail.gateway"]._deliver(row.id, replay=True)
        return self._reload()

    def action_create_ticket(self):
        """Button: make a ticket of this message whatever the rules say; opens it."""
        self.ensure_one()
        self._check_handler()
        self._check_pending()
        ticket_id = self.env["duret.mail.gateway"]._deliver(self.id, forced=True)
        return {
            "type": "ir.actions.act_window",
            "res_model": "helpdesk.ticket",
            "res_id": ticket_id,
            "view_mode": "form",
        }

    def action_dismiss(self):
        """Button: nothing to do with this message. It stays readable until the end of its retention."""
        self._check_handler()
        for row in self:
            row._check_pending()
            self.env["duret.mail.gateway"]._in_transaction(row.id, "_dismiss")
        return self._reload()

    def action_open_document(self):
        """Button: open what the message became."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
        }

    def _check_pending(self):
        if self.state not in PENDING_STATES:
            raise UserError(self.env._("This message has already been handled."))

    def _reload(self):
        """The delivery ran in its own transaction: show its result."""
        self.invalidate_recordset()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    # -- delivery (each in a transaction of its own, opened by duret.mail.gateway) --------------------------------

    def _claim(self, states):
        """Lock the row; False when another transaction holds it or it is not in one of `states` any more."""
        if not self.try_lock_for_update():
            return False
        self.invalidate_recordset(["state", "attempts", "deliveries"])
        return self.state in states

    def _note_redelivery(self):
        """Count that the same bytes came again. A message that keeps killing its delivery is set aside."""
        if self._claim([state.value for state in State]):
            self.deliveries += 1
            self._count_attempt()

    def _count_attempt(self):
        if self.state == State.RECEIVED:
            self.attempts += 1
            if self.attempts >= MAX_ATTEMPTS:
                self._settle(State.QUARANTINED, Reason.INTERRUPTED)

    def _deliver(self, repaired=False, forced=False, replay=False):
        """Turn the message into a ticket, a reply or a recorded reason; return the document's id or False."""
        allowed = [State.RECEIVED.value, *(PENDING_STATES if forced or replay else ())]
        if not self._claim(allowed):
            return self.res_id or False
        raw = self._raw()
        facts = envelope.read(raw)
        judged = verdict.classify(facts.headers, self.env["duret.mail.gateway"]._own_identity())
        sender = self._sender_row(facts.sender_email)
        known = self._collect_facts(raw, facts, judged)
        decision = self._decide(known, forced, replay)
        internal = bool(facts.sender_email) and self.env.company._duret_is_colleague(facts.sender_email)
        judgement = {"author_kind": judged.kind.value, "author_signs": ", ".join(judged.reasons)}
        self.write(judgement | {"is_internal": internal})
        if decision.action is Action.STOP:
            return self._settle(decision.state, decision.reason)
        trace = Trace(
            message_id=self._take_tracking_id(facts, known.already_posted),
            sender_email=facts.sender_email,
            is_robot=judged.kind is not verdict.Kind.HUMAN,
            is_internal=internal,
            only_in_thread=decision.action is Action.NOTE_ON_THREAD,
            may_open=may_open_ticket(known) or replay,
            recent=known.recent,
            forced=forced,
        )
        self.repaired = repaired
        self._hand_over(repair.repair(raw) if repaired else raw, trace)
        self._conclude(trace)
        if forced and not self.ticket_id:
            self._settle_unreadable()
        if decision.action is Action.DELIVER and sender._may_be_answered():
            if self.state == State.TICKET:
                self.ticket_id._duret_acknowledge(sender, self)
            elif self.state == State.REPLY and self.ticket_id:
                self.ticket_id._duret_answer_reply(sender, self)
        return self.res_id or False

    def _sender_row(self, email):
        """The sender's row, locked: deliveries of one sender follow each other."""
        return self.env["duret.mail.sender"]._take(email) if email else self.env["duret.mail.sender"]

    def _collect_facts(self, raw, facts, judged):
        """What `mailroom.policy` needs to know about this message."""
        company = self.env.company
        company.fetch(COMPANY_FIELDS)
        found = content.extract(raw, with_files=False)
        past = self.env["duret.mail.sender"]._past(facts.sender_email, facts.tracking_id)
        return Facts(
            verdict=judged,
            size=facts.size,
            size_limit=company.duret_mail_size_limit * 1024 * 1024,
            has_sender=bool(facts.sender_email),
            is_empty=found.is_empty and not facts.subject,
            is_sealed=found.sealed,
            already_posted=bool(past["posted"]),
            posted_by_us=bool(past["posted"]) and past["posted"] != "email",
            tickets_last_hour=past["tickets"],
            ticket_limit=company.duret_mail_ticket_limit,
            messages_last_hour=past["messages"],
            message_limit=company.duret_mail_message_limit,
            recent=past["recent"],
        )

    def _decide(self, known, forced, replay):
        """The rules' decision; a person's request overrides what only protects against robots."""
        decision = decide(known)
        if forced:
            return Decision(Action.DELIVER_SILENTLY)
        if replay and decision.reason is Reason.TOO_MANY:
            return Decision(Action.DELIVER_SILENTLY)
        return decision

    def _take_tracking_id(self, facts, is_taken):
        """Identifier the message is posted under: its own, or one made from its content when that is taken."""
        if not is_taken:
            return facts.tracking_id
        self.message_id = f"<{facts.sha256}@{envelope.SYNTHETIC_DOMAIN}>"
        return self.message_id

    def _hand_over(self, raw, trace):
        """Let Odoo's gateway deliver the message."""
        options = json.loads(self.options or "{}")
        self.env["mail.thread"].with_context(**{TRACE_KEY: trace}).message_process(
            options.get("model") or "",
            raw,
            custom_values=options.get("custom_values") or None,
            save_original=bool(options.get("save_original")),
            strip_attachments=bool(options.get("strip_attachments")),
            thread_id=options.get("thread_id") or None,
        )

    def _conclude(self, trace):
        """Record what the delivery did, in the same transaction."""
        self.blocked_images = trace.blocked_images
        if trace.bounced:
            return self._settle(State.SUPPRESSED, Reason.BOUNCE, trace.thread)
        if trace.loop:
            return self._settle(State.QUARANTINED, Reason.TOO_MANY)
        if trace.stopped:
            put_aside = trace.stopped is Reason.AUTO_REPLY
            return self._settle(State.SUPPRESSED if put_aside else State.QUARANTINED, trace.stopped)
        if trace.opened:
            return self._settle(State.TICKET, None, trace.opened[0])
        posted = self.env["mail.message"].search([("message_id", "=", trace.message_id)], order="id")
        target = next(((message.model, message.res_id) for message in posted if message.res_id), None)
        if not posted:
            return self._settle(State.QUARANTINED, Reason.REFUSED)
        replied = not target or not target[0] or target == trace.thread
        return self._settle(State.REPLY if replied else State.DOCUMENT, None, target)

    def _settle(self, state, reason, target=None):
        """Write the outcome; return the document's id or False."""
        model, res_id = target or (False, False)
        self.write(
            {
                "state": state.value,
                "reason": reason.value if reason else False,
                "processed_at": fields.Datetime.now(),
                "res_model": model,
                "res_id": res_id,
                "ticket_id": res_id if model == "helpdesk.ticket" else False,
                "detail": False,
            }
        )
        return res_id

    def _quarantine_failure(self, reason, detail, forced=False):
        """Keep a message that could not be delivered; on a person's request make a ticket of what is readable."""
        if not self._claim([State.RECEIVED.value, *PENDING_STATES]):
            return self.res_id or False
        if forced:
            return self._settle_unreadable()
        self._settle(State.QUARANTINED, reason)
        self.author_kind = verdict.classify(
            envelope.header_lines(self._raw()), self.env["duret.mail.gateway"]._own_identity()
        ).kind.value
        self.detail = content.to_text(detail.encode("utf-8", "replace"), "utf-8")[:2000]
        return False

    def _settle_unreadable(self):
        """Make a ticket of what is readable, with the message as a file; return its id."""
        self.message_id = f"<{self.sha256}@{envelope.SYNTHETIC_DOMAIN}>"
        ticket = self.env["helpdesk.ticket"]._duret_create_from_unreadable(self)
        return self._settle(State.TICKET, None, (ticket._name, ticket.id))

    def _dismiss(self):
        """Put the message away; its reason stays readable."""
        if self._claim(PENDING_STATES):
            self.write({"state": State.DISMISSED.value, "processed_at": fields.Datetime.now()})

    # -- storage ------------------------------------------------------------------------------------------------

    @api.autovacuum
    def _gc_old_messages(self):
        """Delete what is settled and older than the retention; what waits for a person is never deleted."""
        days = self.env.company.duret_mail_retention_days
        if not days:
            return 0, 0
        limit = fields.Datetime.now() - timedelta(days=days)
        domain = [("received_at", "<", limit), ("state", "not in", ("received", "quarantined"))]
        rows = self.search(domain, limit=VACUUM_BATCH, order="id")
        done = len(rows)
        rows.unlink()
        return done, self.search_count(domain, limit=VACUUM_BATCH) if done == VACUUM_BATCH else 0

    def init(self):
        """Keep the stored messages out of PostgreSQL's compression: base64 of compressed files does not shrink."""
        self.env.cr.execute(SQL("ALTER TABLE duret_mail_inbox ALTER COLUMN eml SET STORAGE EXTERNAL"))
