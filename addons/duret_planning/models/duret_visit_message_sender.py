import logging

import psycopg2
from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools.mail import email_normalize, formataddr, plaintext2html

from ..visit_messages import to_gsm
from .duret_visit_message_words import FILE_NAME

_logger = logging.getLogger(__name__)
LAYOUT = "duret_planning.visit_mail_layout"
CALL_TYPE = "duret_relance.mail_activity_type_call_back"
WITHOUT_FILE = ("reminder", "delayed", "offer")


class DuretVisitMessageSender(models.AbstractModel):
    """Gives messages to the queues of their channels, in the transaction of the outbox; the queues send after its
    commit."""

    _name = "duret.visit.message.sender"
    _description = "Message About a Visit: Sender"

    def _send(self):
        """Hand rows over by channel, kind and language; one that cannot be written does not stop the others."""
        for (channel, kind, _lang), rows in self.grouped(lambda row: (row.channel, row.kind, row._lang())).items():
            try:
                with self.env.cr.savepoint():
                    rows._send_same(channel, kind)
            except psycopg2.OperationalError:
                raise  # the whole batch is tried again by the job
            except Exception:
                _logger.exception("Messages about visits: %s failed as a batch, sent one by one", kind)
                for row in rows:
                    row._send_alone(channel, kind)

    def _send_alone(self, channel, kind):
        """Hand one row over; what went wrong is kept on it, for a person."""
        try:
            with self.env.cr.savepoint():
                self._send_same(channel, kind)
        except psycopg2.OperationalError:
            raise
        except Exception as error:
            _logger.exception("Message about a visit %s failed", self.id)
            self._mark_failed(f"{type(error).__name__}: {error}")

    def _lang(self):
        return self.partner_id.lang or self.env.company.partner_id.lang or "fr_FR"

    def _send_same(self, channel, kind):
        rows = self.with_context(lang=self[:1]._lang())
        handlers = {"mail": rows._send_mails, "sms": rows._send_texts, "notice": rows._notify, "call": rows._plan_calls}
        handlers[channel](kind)

    def _template(self, kind, channel):
        """Text of a kind of message, which an administrator may rewrite.

        :return: mail.template or sms.template
        """
        audience = "technician" if self[:1].audience == "technician" else kind
        return self.env.ref(f"duret_planning.visit_{audience}_{'sms' if channel == 'sms' else 'mail'}_template")

    def _unreachable(self, addresses, key):
        """Take out the rows whose person can no longer be reached by their channel; returns the others."""
        lost = self.filtered(lambda row: not addresses[row.order_id.id][key])
        if lost:
            lost._mark_failed(self.env._("The address or number is no longer there."))
        return self - lost

    # -- mail -------------------------------------------------------------------------------------------------------

    def _send_mails(self, kind):
        """Write a mail for each row, with the appointment as a file, and put it in the queue."""
        addresses = self.order_id._duret_message_addresses()
        rows = self._unreachable(addresses, "email")
        texts = self._template(kind, "mail")._generate_template(rows.ids, ("subject", "body_html"))
        subtype = self.env.ref("mail.mt_comment")
        for row in rows:
            message = self.env["mail.message"].create(
                row._mail_message_values(texts[row.id]) | {"subtype_id": subtype.id}
            )
            mail = self.env["mail.mail"].create(row._mail_values(message, texts[row.id], addresses[row.order_id.id]))
            row.write(
                {
                    "mail_message_id": mail.mail_message_id.id,
                    "mail_mail_id": mail.id,
                    "address": addresses[row.order_id.id]["email"],
                    "state": "queued",
                }
            )
        # sudo: waking the mail queue gives no access to anything.
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

    def _document(self):
        """Where the message is kept: the client's request, whose discussion he may answer in, else the visit."""
        return self.order_id.duret_ticket_id or self.order_id

    def _mail_message_values(self, text):
        """Message of the discussion, under the identity chosen with the row."""
        document, company = self._document(), self.order_id.company_id
        if document._name == "helpdesk.ticket":
            reply_to = document._duret_sender_address()
        else:
            reply_to = document._duret_reply_address(company)
        return {
            "model": document._name,
            "res_id": document.id,
            "subject": text["subject"],
            "body": text["body_html"],
            "author_id": company.partner_id.id,
            "email_from": company.email_formatted or reply_to,
            "reply_to": reply_to,
            "message_type": "auto_comment",
            "message_id": self.message_ref,
            "partner_ids": [fields.Command.set(self.partner_id.ids)],
        }

    def _mail_values(self, message, text, address):
        """Mail of the queue, in the company's frame, with the calendar file."""
        to = {"recipient_ids": [fields.Command.set(self.partner_id.ids)]}
        if email_normalize(address["email"]) != self.partner_id.email_normalized:
            to = {"email_to": formataddr((address["name"], address["email"]))}
        return {
            **to,
            "mail_message_id": message.id,
            "body_html": self._in_frame(text["body_html"]),
            "attachment_ids": [fields.Command.set(self._file().ids)],
            "state": "outgoing",
            "auto_delete": False,
        }

    def _file(self):
        """The appointment as a file of the visit."""
        if self.kind in WITHOUT_FILE:
            return self.env["ir.attachment"]
        document = self._document()
        return self.env["ir.attachment"].create(
            {
                "name": FILE_NAME,
                "raw": self._duret_calendar_file(),
                "mimetype": "text/calendar",
                "res_model": document._name,
                "res_id": document.id,
            }
        )

    def _in_frame(self, body):
        """Put a text into the frame of the company's mails, with the button that leads to the client's page.

        :return: Markup
        """
        company = self.order_id.company_id.with_context(lang=self.env.lang)
        values = {"body": body, "company": company, "frame_button": self._frame_button()}
        page = self.env["ir.qweb"]._render(LAYOUT, values, minimal_qcontext=True)
        return self.env["mail.render.mixin"]._replace_local_links(page)

    def _frame_button(self):
        """The button below a mail.

        :return: dict(url, title), or None when there is nothing to do any more
        """
        if self.kind == "cancelled":
            return None
        return {"url": self.duret_link(), "title": self.env._("See, move or cancel")}

    # -- text message -----------------------------------------------------------------------------------------------

    def _send_texts(self, kind):
        """Put a text message for each row in core's queue, and in the discussion."""
        numbers = self._numbers()
        lost = self.filtered(lambda row: not numbers[row.id])
        if lost:
            lost._mark_failed(self.env._("The address or number is no longer there."))
        rows = self - lost
        bodies = self._template(kind, "sms")._render_field("body", rows.ids)
        note = self.env.ref("mail.mt_note")
        for row in rows:
            text, document = to_gsm(str(bodies[row.id])), row._document()
            message = self.env["mail.message"].create(
                {
                    "model": document._name,
                    "res_id": document.id,
                    "body": plaintext2html(text),
                    "author_id": row.order_id.company_id.partner_id.id,
                    "email_from": row.order_id.company_id.email_formatted,
                    "message_type": "sms",
                    "subtype_id": note.id,
                    "message_id": row.message_ref,
                }
            )
            self.env["sms.sms"].create(
                {
                    "uuid": row.sms_uuid,
                    "number": numbers[row.id],
                    "body": text,
                    "partner_id": row.partner_id.id,
                    "mail_message_id": message.id,
                }
            )
            row.write({"mail_message_id": message.id, "address": numbers[row.id], "state": "queued"})

    def _numbers(self):
        """Mobile number of each row.

        :return: dict {row id: E.164 or ""}
        """
        clients = self.filtered(lambda row: row.audience == "client")
        addresses = clients.order_id._duret_message_addresses()
        mobiles = (self - clients).partner_id._duret_relance_mobiles()
        numbers = {row.id: addresses[row.order_id.id]["mobile"] for row in clients}
        return numbers | {row.id: mobiles.get(row.partner_id.id, "") for row in self - clients}

    # -- technicians ------------------------------------------------------------------------------------------------

    def _notify(self, kind):
        """Tell technicians: bell or mail as each of them prefers, and a pop-up on the screen that is open."""
        rows = self.filtered(lambda row: row.partner_id.user_ids or row.partner_id.email_normalized)
        (self - rows).write({"state": "dropped", "detail": self.env._("No user and no address.")})
        texts = self._template(kind, "notice")._generate_template(rows.ids, ("subject", "body_html"))
        for row in rows:
            text = texts[row.id]
            message = row.order_id.message_notify(
                partner_ids=row.partner_id.ids,
                subject=text["subject"],
                body=Markup(text["body_html"]),
                author_id=row.order_id.company_id.partner_id.id,
                email_layout_xmlid="mail.mail_notification_light",
                force_send=False,
            )
            for user in row.partner_id.user_ids:
                user.notify_info(message=row._pop_up(), title=text["subject"], sticky=True, action=row._open_visit())
            row.write({"mail_message_id": message.id, "state": "sent"})
        # sudo: as above.
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

    def _pop_up(self):
        return " · ".join(filter(None, (self.order_id.duret_partner_id.name, self.order_id.location_id.city)))

    def _open_visit(self):
        """What a click on the pop-up opens."""
        return {
            "type": "ir.actions.act_window",
            "res_model": "fsm.order",
            "res_id": self.order_id.id,
            "views": [(False, "form")],
        }

    # -- call -------------------------------------------------------------------------------------------------------

    def _plan_calls(self, kind):
        """Nothing else reaches the client: somebody of the front desk calls him."""
        words = dict(self._fields["kind"]._description_selection(self.env))
        for row in self:
            visit = row.order_id
            owner = visit.company_id.duret_front_desk_user_id or self.env.user
            visit.with_context(mail_activity_quick_update=True).activity_schedule(
                CALL_TYPE,
                user_id=owner.id,
                summary=self.env._("Call the client: %(news)s, %(when)s", news=words[kind], when=row.duret_when()),
                note=row._call_note(),
                duret_deadline=fields.Datetime.now(),
                duret_phone=visit.duret_contact_phone or visit.duret_partner_id.phone,
            )
            row.write({"state": "sent"})

    @api.model
    def _call_note(self):
        return self.env._("Neither a mail nor a text message reaches this client.")
