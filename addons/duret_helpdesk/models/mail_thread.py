import xmlrpc.client as xmlrpclib

from markupsafe import Markup

from odoo import api, models, tools
from odoo.tools import SQL
from odoo.tools.mail import email_normalize, unfold_references

from ..mailroom import attachments, html_safety
from ..mailroom.envelope import printable
from ..mailroom.headers import read_once
from ..mailroom.policy import Reason
from ..mailroom.reference import ticket_numbers
from ..mailroom.trace import Trace

TRACE_KEY = "duret_gateway_trace"
REFERENCE_LIMIT = 32  # newest references looked at, as in Odoo's own routing
LOOP_THRESHOLD = 20  # messages that Odoo takes for a loop, when no parameter says another
INERT_TYPE = "application/octet-stream"


class NoRouteError(ValueError):
    """No alias, document or fallback takes the message."""


def trace_of(env):
    """The trace of the delivery in progress, None outside of one. A remote call cannot forge it."""
    trace = env.context.get(TRACE_KEY)
    return trace if isinstance(trace, Trace) else None


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    # -- entry --------------------------------------------------------------------------------------------------

    @api.model
    def message_process(
        self,
        model,
        message,
        custom_values=None,
        save_original=False,
        strip_attachments=False,
        thread_id=None,
    ):
        """Override: the message is stored before anything reads it, then comes back here to be delivered."""
        if trace_of(self.env):
            return super().message_process(
                model,
                message,
                custom_values=custom_values,
                save_original=save_original,
                strip_attachments=strip_attachments,
                thread_id=thread_id,
            )
        if isinstance(message, xmlrpclib.Binary):
            message = bytes(message.data)
        raw = message.encode("utf-8", "surrogateescape") if isinstance(message, str) else bytes(message)
        options = {
            "model": model or False,
            "custom_values": custom_values or False,
            "save_original": save_original,
            "strip_attachments": strip_attachments,
            "thread_id": thread_id or False,
        }
        return self.env["duret.mail.gateway"].receive(raw, options)

    # -- parsing ------------------------------------------------------------------------------------------------

    @api.model
    def message_parse(self, message, save_original=False):
        """Override: in a delivery the message keeps the identifier it is stored under."""
        trace = trace_of(self.env)
        if trace:
            read_once(message)
        values = super().message_parse(message, save_original=save_original)
        if trace:
            values["message_id"] = trace.message_id
            values["subject"] = printable(values.get("subject") or "")
            if trace.only_in_thread:
                values["is_internal"] = True
                values.pop("parent_id", None)
            if trace.forced:
                values["is_bounce"] = False
        return values

    def _message_parse_extract_payload(self, message, message_dict, save_original=False):
        """Override: harmless file names, no remote images (they tell the sender who reads, when and where)."""
        payload = super()._message_parse_extract_payload(message, message_dict, save_original=save_original)
        if trace := trace_of(self.env):
            payload["attachments"] = [
                file._replace(fname=attachments.safe_name(file.fname)) for file in payload["attachments"]
            ]
            body, trace.blocked_images = html_safety.block_remote_images(html_safety.wrap_plain_text(payload["body"]))
            # Odoo has escaped plain text and sanitized HTML just above; the message's field sanitizes it again.
            payload["body"] = Markup(body)
        return payload

    def _create_attachments_for_post(self, values_list, extra_list):
        """Override: a received file that a browser would run is served as plain bytes."""
        if trace_of(self.env):
            for values in values_list:
                if attachments.is_dangerous(values.get("name") or ""):
                    values["mimetype"] = INERT_TYPE
        created = super()._create_attachments_for_post(values_list, extra_list)
        if trace_of(self.env):
            # Odoo guesses the type again from the content when it is given as plain bytes.
            risky = created.filtered(lambda file: attachments.is_dangerous(file.name) and file.mimetype != INERT_TYPE)
            risky.mimetype = INERT_TYPE
        return created

    # -- people ------------------------------------------------------------------------------------------------

    def _partner_find_from_emails(
        self,
        records_emails,
        avoid_alias=True,
        ban_emails=None,
        filter_found=None,
        additional_values=None,
        no_create=False,
    ):
        """Override: in a delivery an address that was found once is the same contact to the end.

        Odoo asks for the sender five times a message. What was not found is always looked for again.

        :return: see Odoo
        """
        trace = trace_of(self.env)
        simple = trace and not ban_emails and filter_found is None
        if simple and (known := self._duret_known_people(records_emails, avoid_alias, trace)) is not None:
            return known
        found = super()._partner_find_from_emails(
            records_emails,
            avoid_alias=avoid_alias,
            ban_emails=ban_emails,
            filter_found=filter_found,
            additional_values=additional_values,
            no_create=no_create,
        )
        if simple:
            for record, emails in records_emails.items():
                if len(emails) == len(found[record.id]) == 1:
                    trace.people[email_normalize(emails[0]), avoid_alias] = found[record.id].id
        return found

    def _duret_known_people(self, records_emails, avoid_alias, trace):
        """Contacts of these addresses, when this delivery has found all of them before; else None.

        Nobody is looked for behind an address of ours.
        """
        result = {}
        for record, emails in records_emails.items():
            addresses = [email_normalize(email) for email in emails]
            ours = set(self.env["mail.alias.domain"]._find_aliases(addresses)) if avoid_alias else ()
            ids = [trace.people.get((address, avoid_alias)) for address in addresses if address not in ours]
            if not all(ids):
                return None
            result[record.id] = self.env["res.partner"].browse(dict.fromkeys(ids))
        return result

    def _mail_find_user_for_gateway(self, email_value, alias=None):
        """Override: in a delivery Odoo chooses among the users of an address only when there is one.

        :return: res.users, empty for a client without an account
        """
        if trace_of(self.env) and not self._duret_has_user(email_normalize(email_value or "")):
            return self.env["res.users"]
        return super()._mail_find_user_for_gateway(email_value, alias=alias)

    def _duret_has_user(self, address):
        """Whether an active user has this address.

        :param str address: normalized
        """
        self.env["res.partner"].flush_model(["email_normalized"])
        self.env.cr.execute(
            SQL(
                """SELECT 1 FROM res_users JOIN res_partner ON res_partner.id = res_users.partner_id
                   WHERE res_partner.email_normalized = %s AND res_users.active LIMIT 1""",
                address or None,
            )
        )
        return bool(self.env.cr.fetchone())

    # -- routing ------------------------------------------------------------------------------------------------

    @api.model
    def message_route(self, message, message_dict, model=None, thread_id=None, custom_values=None):
        """Override: who may write in an existing document is checked before Odoo looks for it.

        :raise NoRouteError: nobody takes the message
        """
        trace = trace_of(self.env)
        if not trace:
            return super().message_route(message, message_dict, model, thread_id, custom_values)
        if not message_dict.get("is_bounce"):
            self._duret_screen_thread(message_dict, trace)
            if reason := self._duret_refusal(trace):
                trace.stopped = reason
                return []
        if trace.forced:
            return [("helpdesk.ticket", 0, {}, self.env.uid, None)]
        try:
            return super().message_route(message, message_dict, model, thread_id, custom_values)
        except ValueError as error:
            raise NoRouteError(str(error)) from error

    def _duret_refusal(self, trace):
        """Reason to deliver nothing now that it is known whether the message answers a document, or None."""
        if trace.forced or trace.thread:
            return None
        if trace.only_in_thread:
            return Reason.AUTO_REPLY
        return None if trace.may_open else Reason.TOO_MANY

    def _duret_screen_thread(self, message_dict, trace):
        """Find the document that a message answers, and keep out those who are not part of it.

        By the headers first; when they are lost, by the ticket number of the subject. A stranger who knows one
        or the other gets a ticket of his own, which names the one he meant.
        """
        document = self._duret_referenced_document(message_dict)
        by_number = False
        if not document:
            document = self._duret_numbered_ticket(message_dict.get("subject"))
            by_number = bool(document)
        if not document:
            return
        if trace.forced or not document._duret_accepts_sender(trace.sender_email):
            trace.related_id = document.id if document._name == "helpdesk.ticket" else 0
            message_dict.update(references="", in_reply_to="", is_internal=False)
            message_dict.pop("parent_id", None)
            return
        trace.thread = (document._name, document.id)
        if by_number:
            message_dict["references"] = message_dict["in_reply_to"] = document._duret_thread_reference()

    def _duret_referenced_document(self, message_dict):
        """The document whose messages are named in References or In-Reply-To, False when there is none."""
        headers = f"{message_dict.get('references') or ''} {message_dict.get('in_reply_to') or ''}"
        references = [ref.strip() for ref in unfold_references(headers)][-REFERENCE_LIMIT:]
        # sudo: the gateway looks for the thread of a message whose author is checked right after.
        parents = self.env["mail.message"].sudo()
        parent = parents.search([("message_id", "in", references)], limit=1, order="id desc") if references else parents
        if not (parent.model and parent.res_id and parent.model in self.env):
            return False
        document = self.env[parent.model].browse(parent.res_id).exists()
        return document if document and hasattr(document, "_duret_accepts_sender") else False

    def _duret_numbered_ticket(self, subject):
        """The ticket whose number stands first in the subject, archived ones included; False when none."""
        numbers = ticket_numbers(subject or "")
        if not numbers:
            return False
        # sudo: same search, the author is checked right after.
        tickets = self.env["helpdesk.ticket"].sudo().with_context(active_test=False)
        found = {ticket.number: ticket for ticket in tickets.search([("number", "in", numbers)], limit=len(numbers))}
        return next((found[number] for number in numbers if number in found), False)

    def _duret_accepts_sender(self, email):
        """True when this address may write in this document by answering one of its messages.

        Open by default, as in Odoo; a model whose documents belong to a client restricts it.
        """
        return bool(email_normalize(email) or not email)

    @api.model
    def _routing_reset_bounce(self, email_message, message_dict):
        """Override: in a delivery the models that count bounces are asked at once; Odoo does what there is to do."""
        if trace_of(self.env) and not self._duret_has_bounced(email_normalize(message_dict["email_from"] or "")):
            return None
        return super()._routing_reset_bounce(email_message, message_dict)

    def _duret_has_bounced(self, address):
        """Whether a mail to this address came back since its owner last wrote.

        :param str address: normalized
        """
        counting = [self.env[name] for name in self._duret_bouncing_models()]
        for model in counting:
            model.flush_model(["email_normalized", "message_bounce"])
        question = "SELECT 1 FROM %s WHERE email_normalized = %s AND message_bounce > 0"
        found = [SQL(question, SQL.identifier(model._table), address or None) for model in counting]
        self.env.cr.execute(SQL("%s LIMIT 1", SQL(" UNION ALL ").join(found)))
        return bool(self.env.cr.fetchone())

    @tools.ormcache()
    def _duret_bouncing_models(self):
        """Names of the models that count the mails that came back."""
        names = [name for name, model in self.env.items() if "message_bounce" in model._fields]
        return [name for name in names if self.env[name]._auto and self.env[name]._fields["message_bounce"].store]

    # -- outcome ------------------------------------------------------------------------------------------------

    @api.model
    def _routing_create_bounce_email(self, email_from, body_html, message, **mail_values):
        """Override: in a delivery nothing is refused by mail. The row tells a person instead, and a robot that
        answers refusals cannot start a loop."""
        if trace := trace_of(self.env):
            trace.stopped = trace.stopped or Reason.REFUSED
            return None
        return super()._routing_create_bounce_email(email_from, body_html, message, **mail_values)

    @api.model
    def _routing_handle_bounce(self, email_message, message_dict):
        """Override: note that the message was a delivery report, and for which document."""
        if trace := trace_of(self.env):
            trace.bounced = True
            bounced = message_dict.get("bounced_message")
            if bounced and bounced.model and bounced.res_id:
                trace.thread = (bounced.model, bounced.res_id)
        return super()._routing_handle_bounce(email_message, message_dict)

    @api.model
    def _detect_loop_sender(self, message, message_dict, routes):
        """Override: note that Odoo's own brake stopped the message. A forced one is not stopped.

        Odoo counts the sender's tickets by reading them all; each message passed here, where an index counts them.
        """
        trace = trace_of(self.env)
        if trace and (trace.forced or self._duret_is_quiet(trace, routes)):
            return False
        found = super()._detect_loop_sender(message, message_dict, routes)
        if trace and found:
            trace.loop = True
        return found

    def _duret_is_quiet(self, trace, routes):
        """Whether the sender is far from the brake: every route makes or answers a ticket, and it wrote seldom."""
        # sudo: one parameter of the gateway, as Odoo reads it.
        limit = int(self.env["ir.config_parameter"].sudo().get_param("mail.gateway.loop.threshold", LOOP_THRESHOLD))
        return trace.recent < limit and all(route[0] == "helpdesk.ticket" for route in routes or ())
