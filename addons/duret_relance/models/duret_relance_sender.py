"""Gives due follow-ups to the queues of their channels: mail, text message, activity of a person."""

import logging

import psycopg2
from markupsafe import Markup

from odoo import api, fields, models

_logger = logging.getLogger(__name__)
LAYOUT = "duret_relance.mail_layout"
CALL_TYPE = "duret_relance.mail_activity_type_call_back"


class DuretRelanceSender(models.AbstractModel):
    """Everything is written in the transaction of the outbox; the queues send after its commit."""

    _name = "duret.relance.sender"
    _description = "Follow-up: Sender"

    @api.model
    def _send(self, rows):
        """Hand rows over by level; a document that cannot be written to does not stop the others.

        :param rows: duret.relance.message in state planned, checked by the engine
        """
        for level, same in rows.grouped("level_id").items():
            try:
                with self.env.cr.savepoint():
                    self._send_level(level, same)
            except psycopg2.OperationalError:
                raise  # the whole batch is tried again by the job
            except Exception:
                _logger.exception("Follow-ups: level %s failed as a batch, sent one by one", level.id)
                for row in same:
                    self._send_alone(level, row)

    @api.model
    def _send_alone(self, level, row):
        """Hand one row over; what went wrong is kept on it."""
        try:
            with self.env.cr.savepoint():
                self._send_level(level, row)
        except psycopg2.OperationalError:
            raise
        except Exception as error:
            _logger.exception("Follow-ups: row %s failed", row.id)
            row._mark_failed(str(error), again=False)

    @api.model
    def _send_level(self, level, rows):
        """Hand over rows of one level.

        :param level: duret.relance.level
        :param rows: duret.relance.message of this level
        """
        documents = self.env[level.model].with_company(rows[0].company_id).browse(rows.mapped("res_id"))
        handlers = {"mail": self._send_mails, "sms": self._send_texts, "call": self._plan_calls}
        handlers[level.channel](level, rows, documents)
        rows._mark_queued()
        if level.channel == "call":
            rows._mark_sent()
        documents._duret_relance_sent(rows)

    # --- mail -------------------------------------------------------------------------------------------------
    @api.model
    def _send_mails(self, level, rows, documents):
        """Write a mail for each row on its document and put it in the queue; a reply threads into the document."""
        rendered = level.template_id._generate_template(documents.ids, ("subject", "body_html", "email_from"))
        company = rows[0].company_id
        reply_to = documents._notify_get_reply_to(default=company.email_formatted, author_id=company.partner_id.id)
        references = self._references(documents)
        texts = [rendered[row.res_id] for row in rows]
        senders = [text.get("email_from") or reply_to[row.res_id] for row, text in zip(rows, texts, strict=True)]
        subtype = self.env.ref("mail.mt_comment")
        messages = self.env["mail.message"].create(
            [
                self._message_values(row, text, sender, reply_to[row.res_id]) | {"subtype_id": subtype.id}
                for row, text, sender in zip(rows, texts, senders, strict=True)
            ]
        )
        mails = self.env["mail.mail"].create(
            [
                self._mail_values(row, message, text["body_html"], references.get(row.res_id))
                for row, message, text in zip(rows, messages, texts, strict=True)
            ]
        )
        self.env["mail.notification"].create(
            [self._notification_values(row, mail) for row, mail in zip(rows, mails, strict=True)]
        )
        for row, mail in zip(rows, mails, strict=True):
            row.write({"mail_mail_id": mail.id, "mail_message_id": mail.mail_message_id.id})
        self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    @api.model
    def _message_values(self, row, text, sender, reply_to):
        """Message of the document's discussion, under the identity chosen with the row."""
        return {
            "model": row.res_model,
            "res_id": row.res_id,
            "subject": text["subject"],
            "body": self.env[row.res_model]._duret_relance_kept_body(text["body_html"]),
            "author_id": row.company_id.partner_id.id,
            "email_from": sender,
            "reply_to": reply_to,
            "message_type": "auto_comment",
            "message_id": row.message_ref,
            "partner_ids": [fields.Command.set(row.partner_id.ids)],
        }

    @api.model
    def _mail_values(self, row, message, body, references):
        """Mail of the queue: in the company's frame, with the link that refuses further ones."""
        link = self.env["duret.relance.opt.out"]._link(row.company_id.get_base_url(), row.partner_id, row.purpose)
        return {
            "mail_message_id": message.id,
            "recipient_ids": [fields.Command.set(row.partner_id.ids)],
            "body_html": self._in_frame(body, row.company_id, row.partner_id.lang, link, row.purpose),
            "references": references or False,
            "headers": repr({"List-Unsubscribe": f"<{link}>"}),
            "state": "outgoing",
            "auto_delete": False,
        }

    @api.model
    def _in_frame(self, body, company, lang, link, purpose):
        """Put a text into the frame of the company's mails, with why the client gets it.

        :param str purpose: subject of the rule, one of PURPOSES
        :return: Markup
        """
        values = {
            "body": body,
            "company": company.with_context(lang=lang),
            "opt_out_link": link,
            "purpose": purpose,
            "frame_button": None,
        }
        qweb = self.env["ir.qweb"].with_context(lang=lang or self.env.lang)
        return self.env["mail.render.mixin"]._replace_local_links(qweb._render(LAYOUT, values, minimal_qcontext=True))

    @api.model
    def _notification_values(self, row, mail):
        """What the discussion shows beside the message: sent, in error."""
        return {
            "mail_message_id": mail.mail_message_id.id,
            "mail_mail_id": mail.id,
            "res_partner_id": row.partner_id.id,
            "notification_type": "email",
            "notification_status": "ready",
            "is_read": True,
        }

    @api.model
    def _references(self, documents):
        """Message-Id of the last message that the client knows, for each document: mail programs thread by it.

        :return: dict {document id: str}
        """
        known = ("email", "comment", "auto_comment", "email_outgoing")
        domain = [("model", "=", documents._name), ("res_id", "in", documents.ids), ("message_type", "in", known)]
        domain += [("is_internal", "=", False), ("subtype_id.internal", "=", False)]
        newest = self.env["mail.message"]._read_group(domain, ["res_id"], ["id:max"])
        messages = self.env["mail.message"].browse([message_id for _document, message_id in newest])
        return {message.res_id: message.message_id for message in messages if message.message_id}

    @api.model
    def _send_test(self, level, document):
        """Send a level's mail to the current user; nothing is written on the document.

        :param level: duret.relance.level of the channel mail
        :param document: the document that fills the text
        :return: mail.mail
        """
        user, company = self.env.user, level.rule_id.company_id
        # The links of a mail that tries a text out must do nothing in the client's name.
        template = level.template_id.with_context(duret_relance_test=True)
        text = template._generate_template(document.ids, ("subject", "body_html"))[document.id]
        partner = document._duret_relance_partners()[document.id] or user.partner_id
        link = self.env["duret.relance.opt.out"]._link(company.get_base_url(), user.partner_id, level.rule_id.purpose)
        # sudo: the user may read the document and its template (read above); the mail goes to himself only.
        mail = (
            self.env["mail.mail"]
            .sudo()
            .create(
                {
                    "subject": self.env._("[Test] %(subject)s", subject=text["subject"]),
                    "body_html": self._in_frame(text["body_html"], company, partner.lang, link, level.rule_id.purpose),
                    "email_from": company.email_formatted or user.email_formatted,
                    "author_id": company.partner_id.id,
                    "email_to": user.email_formatted,
                    "auto_delete": True,
                }
            )
        )
        # sudo: waking the mail queue gives no access to anything.
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()
        return mail

    # --- text message -----------------------------------------------------------------------------------------
    @api.model
    def _send_texts(self, level, rows, documents):
        """Put a text message for each row in core's queue, and on the document."""
        bodies = level.sms_template_id._render_field("body", documents.ids, compute_lang=True)
        numbers = rows.partner_id._duret_relance_mobiles()
        note = self.env.ref("mail.mt_note")
        messages = self.env["mail.message"].create(
            [
                {
                    "model": row.res_model,
                    "res_id": row.res_id,
                    "body": documents._duret_relance_kept_body(Markup("<p>%s</p>") % bodies[row.res_id]),
                    "author_id": row.company_id.partner_id.id,
                    "email_from": row.company_id.email_formatted,
                    "reply_to": row.company_id.email_formatted,
                    "message_type": "sms",
                    "subtype_id": note.id,
                    "message_id": row.message_ref,
                }
                for row in rows
            ]
        )
        self.env["sms.sms"].create(
            [
                {
                    "uuid": row.sms_uuid,
                    "number": numbers[row.partner_id.id],
                    "body": bodies[row.res_id],
                    "partner_id": row.partner_id.id,
                    "mail_message_id": message.id,
                }
                for row, message in zip(rows, messages, strict=True)
            ]
        )
        for row, message in zip(rows, messages, strict=True):
            row.mail_message_id = message

    # --- call -------------------------------------------------------------------------------------------------
    @api.model
    def _plan_calls(self, level, rows, documents):
        """Put a call in front of the person in charge, with what it is about and why it is allowed."""
        people = documents._duret_relance_users(level)
        numbers = rows.partner_id._duret_relance_numbers()
        now = fields.Datetime.now()
        model_id, kind = self.env["ir.model"]._get_id(level.model), self.env.ref(CALL_TYPE)
        # Quick: the pop-up tells the person; no mail is sent for each call.
        activities = self.env["mail.activity"].with_context(mail_activity_quick_update=True)
        created = activities.create(
            [
                {
                    "res_model_id": model_id,
                    "res_id": row.res_id,
                    "activity_type_id": kind.id,
                    "summary": level.summary or level.rule_id.name,
                    "note": self._call_note(row),
                    "user_id": people[row.res_id].id,
                    "duret_deadline": max(row.due, now),
                    "duret_phone": numbers.get(row.partner_id.id),
                }
                for row in rows
            ]
        )
        for row, activity in zip(rows, created, strict=True):
            row.activity_id = activity

    @api.model
    def _call_note(self, row):
        """Say to the person who calls: whom, about what, and the reason that the law asks for."""
        reasons = dict(row._fields["call_reason"]._description_selection(self.env))
        return Markup("<p>%s</p><p>%s</p>") % (
            self.env._("%(client)s, about %(document)s.", client=row.partner_id.display_name, document=row.record_name),
            self.env._("Reason of the call: %(reason)s.", reason=reasons.get(row.call_reason, "")),
        )
