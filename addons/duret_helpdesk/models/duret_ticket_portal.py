from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools.mail import is_html_empty, plaintext2html
from odoo.tools.misc import format_date, format_datetime

from ..request_desk import steps


class DuretTicketPortal(models.AbstractModel):
    """What a client sees of a ticket and may do with it on the portal."""

    _name = "duret.ticket.portal"
    _description = "Ticket: Portal"

    # --- files and messages ------------------------------------------------------------------------------------
    def _duret_portal_attachments(self):
        """Files that the client may see: those of messages written to them, and those they sent with the form.

        :return: ir.attachment records in superuser mode
        """
        self.ensure_one()
        return self._duret_public_messages().attachment_ids | self._duret_own_files()

    def _duret_own_files(self):
        """Files that the client sent with the form, outside of any message.

        :return: ir.attachment records in superuser mode
        """
        # sudo: the portal's document check came first; what a client sent is his own to see.
        files = self.sudo().attachment_ids
        return files.filtered(lambda file: file.create_uid.share and not file._duret_is_internal())

    def _duret_public_messages(self):
        """Messages that were written to the client or by him, oldest first.

        :return: mail.message records in superuser mode
        """
        self.ensure_one()
        # sudo: the portal's document check came first; only what was exchanged with the client is kept.
        messages = self.env["mail.message"].sudo()
        here = Domain([("model", "=", self._name), ("res_id", "=", self.id), ("message_type", "!=", "notification")])
        domain = messages._get_search_domain_share() & here
        return messages.search(domain, order="id")

    def _duret_portal_thread(self):
        """The conversation as the page shows it.

        :return: list of dict(id, author, from_company, date, body, files)
        """
        self.ensure_one()
        staff = self.company_id.name
        return [
            {
                "id": message.id,
                "author": message.author_id.name or message.email_from or staff,
                "from_company": self._duret_is_from_company(message),
                "date": self._duret_moment(message.date),
                "body": message.body,
                "files": message.attachment_ids,
            }
            for message in self._duret_public_messages()
            if message.attachment_ids or not is_html_empty(message.body)
        ]

    def _duret_is_from_company(self, message):
        author = message.author_id
        return author == self.company_id.partner_id or any(not user.share for user in author.user_ids)

    # --- how far it is -------------------------------------------------------------------------------------------
    def _duret_moment(self, moment):
        """A moment as the client reads it: company's time, no seconds.

        :param moment: naive UTC datetime
        :return: str such as « 23 novembre 2026 à 14:05 », empty without a moment
        """
        if not moment:
            return ""
        # sudo: the time zone of the company's hours, which are printed on every document.
        zone = self.company_id.sudo().resource_calendar_id.tz or "Europe/Paris"
        local = fields.Datetime.context_timestamp(self.with_context(tz=zone), moment)
        day = format_date(self.env, local.date(), date_format="d MMMM y")
        time = format_datetime(self.env, moment, tz=zone, dt_format="HH:mm")
        return self.env._("%(day)s at %(time)s", day=day, time=time)

    def _duret_portal_steps(self):
        """The line of steps of a request, from received to solved.

        :return: list of request_desk.Step
        """
        self.ensure_one()
        # sudo: the portal's document check came first; only these dates and the kind of stage leave.
        ticket = self.sudo()
        taken = ticket.duret_first_response_date or (not ticket.unattended and ticket.last_stage_update)
        waiting = ticket.stage_id.duret_waits_for_client and ticket.last_stage_update
        solved = ticket.closed and (ticket.closed_date or ticket.last_stage_update)
        return steps(ticket.create_date, taken or None, waiting or None, solved or None)

    def _duret_step_labels(self):
        """Names of the steps.

        :return: dict {code of a step: str}
        """
        return {
            "received": self.env._("Received"),
            "taken": self.env._("Taken in charge"),
            "waiting": self.env._("Waiting for your answer"),
            "solved": self.env._("Solved"),
        }

    def _duret_portal_step(self):
        """The step that the request is at, for lists.

        :return: (code, name)
        """
        code = next(step.code for step in self._duret_portal_steps() if step.state == "current")
        return code, self._duret_step_labels()[code]

    def _duret_portal_status(self):
        """How far the request is, in the client's words.

        :return: dict(steps: list of dict(code, label, state, date), current, next)
        """
        labels, line = self._duret_step_labels(), self._duret_portal_steps()
        current = next(step.code for step in line if step.state == "current")
        shown = [
            {"code": step.code, "label": labels[step.code], "state": step.state, "date": self._duret_moment(step.since)}
            for step in line
        ]
        return {"steps": shown, "current": current, "next": self._duret_portal_next(current)}

    def _duret_portal_next(self, code):
        """What happens next, in one sentence with the date of the answer when one was promised.

        :param str code: step that the request is at
        :return: str
        """
        if code == "solved" and self._duret_may_reopen():
            return self.env._(
                "Your request is solved. If the trouble comes back, answer below and we take it up again."
            )
        if code == "solved":
            return self.env._("Your request is solved. If you write to us, we open a new request linked to this one.")
        if code == "waiting":
            return self.env._("We have asked you a question. Please answer below so that we can go on.")
        expected = self._duret_expected_answer()
        if expected and expected > fields.Datetime.now():
            return self.env._(
                "You will have an answer by %(moment)s at the latest.", moment=self._duret_moment(expected)
            )
        if code == "received":
            return self.env._("Your request has arrived. Somebody of our customer service will read it and answer you.")
        return self.env._("Somebody is dealing with your request. We write to you as soon as there is news.")

    # --- what the client may do ----------------------------------------------------------------------------------
    def _duret_may_reopen(self):
        """True while an answer brings a closed request back instead of opening another one.

        :return: bool
        """
        self.ensure_one()
        days = self.company_id.duret_reopen_days
        return bool(self.closed_date) and fields.Datetime.now() <= self.closed_date + timedelta(days=days)

    def _duret_answer_from_portal(self, text, files, author, key):
        """Write the client's answer: in this request, or in a new one when it was closed too long ago.

        :param str text: plain text, may be empty when there are files
        :param list files: request_desk.CleanFile
        :param author: res.partner who writes, empty for a request without contact
        :param str key: what the form carries; sent twice, it counts once
        :return: helpdesk.ticket in superuser mode, the one that holds the answer
        :raise ValidationError: the key is not one of ours
        """
        self.ensure_one()
        # sudo: the portal's document check came first (right or secret); clients have no right to write.
        ticket = self.sudo()
        submission = ticket.env["duret.portal.submission"]._claim(key)
        if submission.ticket_id:
            return submission.ticket_id
        if ticket.closed and not ticket._duret_may_reopen():
            ticket = ticket._duret_follow_up_request(text, author)
            ticket._duret_keep_files(files)
        else:
            ticket._duret_reopen()
            ticket._duret_post_answer(text, files, author)
        submission.ticket_id = ticket
        return ticket

    def _duret_post_answer(self, text, files, author):
        sender = {} if author else {"email_from": self.partner_email or self.partner_name}
        self.message_post(
            body=plaintext2html(text) if text else "",
            attachments=[(file.name, file.content) for file in files],
            author_id=author.id,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            **sender,
        )

    def _duret_follow_up_request(self, text, author):
        """Open the request that continues a closed one.

        :return: helpdesk.ticket
        """
        title = self.env._("Following %(number)s: %(name)s", number=self.number, name=self.name)
        ticket = self.duret_open_request(
            {
                "name": title,
                "channel": "portal",
                "description": text or title,
                "partner_id": (self.partner_id or author).id,
                "partner_name": self.partner_name,
                "partner_email": self.partner_email,
                "company_id": self.company_id.id,
                "team_id": self.team_id.id,
                "type_id": self.type_id.id,
                "duret_related_ticket_id": self.id,
            }
        )
        ticket.message_subscribe((self.partner_id | author).ids)
        return ticket

    def _duret_portal_closing_stages(self):
        """Stages into which the client may close the ticket from its page.

        :return: helpdesk.ticket.stage records
        """
        self.ensure_one()
        # sudo: names of stages are shown to the client on this page by design.
        stages = self.sudo().team_id.with_company(self.company_id)._get_applicable_stages()
        return stages.filtered("close_from_portal")

    def _duret_close_from_portal(self, stage_id):
        """Close the ticket on the client's demand.

        :param int stage_id: a stage that the page offers
        :return: True when done; False for a stage that is not offered or a ticket already closed
        """
        self.ensure_one()
        # sudo: the controller has checked that the client may read this ticket or holds its secret; portal users
        # have no write right.
        ticket = self.sudo()
        if ticket.closed or stage_id not in ticket._duret_portal_closing_stages().ids:
            return False
        ticket.stage_id = stage_id
        return True

    def _duret_closed_on(self):
        """Closing date of a closed ticket: from then on its secret link expires."""
        self.ensure_one()
        return self.closed and self.closed_date
