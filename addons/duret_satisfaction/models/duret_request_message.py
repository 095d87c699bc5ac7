"""The mail and the text message by which a client is asked, and what follows when they have left."""

import re
from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools.mail import email_normalize
from odoo.tools.misc import format_date

SCALE = "duret_satisfaction.mail_scale"
NOT_SENT = {"planned", "held", "skipped"}
# Of the page that a mail sent to oneself leads to: no client's answer is recorded by trying a text.
NO_PAGE = "essai"
# The client's page in a mail, and as it is written in a text message.
_PAGE_LINK = re.compile(r'\shref="[^"]*/avis/[^"]*"|https?://[^\s<>"]*/avis/[^\s<>"]*')


class DuretRequestMessage(models.AbstractModel):
    """What the templates say of a request, and the hooks of the follow-ups (duret_relance) that send them."""

    _name = "duret.request.message"
    _description = "Request for an Opinion: Messages"

    # --- words of the templates -------------------------------------------------------------------------------
    def _duret_page_url(self, note=None):
        """Address of the client's page; only his own mail or text message may carry it.

        :param int note: mark that the page shows as chosen; nothing is recorded by opening it
        :return: str
        """
        self.ensure_one()
        # sudo: the secret goes into the message of this client, or stays inert in a mail that tries the text out.
        token = NO_PAGE if self.env.context.get("duret_relance_test") else self.sudo().access_token
        mark = "" if note is None else f"?note={note}"
        return f"{self.company_id.get_base_url()}/avis/{token}{mark}"

    def _duret_about(self, date_format="d MMMM"):
        """What the client is asked about, after « your opinion on ».

        :param str date_format: how the day is written
        :return: str in the language of the context
        """
        self.ensure_one()
        if self.kind == "ticket":
            return self.env._("what we did about your request %(number)s", number=self.ticket_id.number or self.name)
        if not self.done_at:
            return self.name
        moment = fields.Datetime.context_timestamp(self.with_context(tz=self._duret_zone_name()), self.done_at)
        day = format_date(self.env, moment.date(), date_format=date_format)
        return self.env._("our visit of %(day)s", day=day)

    def _duret_zone_name(self):
        return self.company_id.resource_calendar_id.tz or "Europe/Paris"

    def _duret_scale_question(self):
        """The question whose scale stands in the mail: the recommendation, else the only rating.

        :return: survey.question, possibly empty
        """
        # sudo: the words of the questionnaire that this client gets.
        questions = self.sudo().survey_id.question_ids
        ratings = questions.filtered(lambda question: question.duret_role == "rating")
        alone = ratings if len(ratings) == 1 else ratings.browse()
        return questions.filtered(lambda question: question.duret_role == "nps")[:1] or alone

    def _duret_scale_html(self):
        """The scale, one link a mark, in a table that Outlook shows too.

        :return: Markup
        """
        self.ensure_one()
        question = self._duret_scale_question()
        marks = range(question.scale_min, question.scale_max + 1) if question else ()
        values = {
            "question": question.title or "",
            "low": question.scale_min_label or "",
            "high": question.scale_max_label or "",
            "marks": [{"mark": mark, "url": self._duret_page_url(mark)} for mark in marks],
        }
        return self.env["ir.qweb"]._render(SCALE, values, minimal_qcontext=True)

    @api.model
    def _duret_relance_kept_body(self, body):
        """Override: whoever reads the discussion must not answer for the client by a click on a mark."""
        return Markup(_PAGE_LINK.sub("", super()._duret_relance_kept_body(body) or ""))

    # --- follow-ups -------------------------------------------------------------------------------------------
    def _duret_relance_sent(self, rows):
        """Override: the first message makes the request « sent », with the day until which it can be answered."""
        result = super()._duret_relance_sent(rows)
        now = fields.Datetime.now()
        quiet = self.with_context(tracking_disable=True)
        first = quiet.filtered(lambda request: request.state in NOT_SENT)
        first.write({"state": "sent", "reason": False, "sent_at": now})
        for request in first:
            request.expires_on = request._duret_last_day()
        (quiet - first).filtered(lambda request: request.state == "sent").write({"reminded_at": now})
        return result

    def _duret_last_day(self):
        """Last day on which the client's page can be answered.

        :return: date
        """
        moment = fields.Datetime.context_timestamp(
            self.with_context(tz=self._duret_zone_name()), self.done_at or fields.Datetime.now()
        )
        return moment.date() + timedelta(days=self.company_id.duret_survey_expiry_days)

    def _notify_get_reply_to(self, default=None, author_id=False):
        """Override: an answer by mail goes to the customer service, where it becomes a ticket that somebody reads."""
        team = self.env.ref("duret_helpdesk.team_customer_service", raise_if_not_found=False)
        # sudo: an address that is printed on every mail.
        alias = team and team.sudo().alias_email
        if not alias:
            return super()._notify_get_reply_to(default=default, author_id=author_id)
        return {request.id: f'"{request.company_id.name}" <{alias}>' for request in self}

    def _duret_accepts_sender(self, email):
        """Override: what a client writes by mail becomes a ticket; colleagues may write in the request itself."""
        # sudo: whether the sender is an employee, nothing else.
        users = self.env["res.users"].sudo()
        return bool(users.search_count([("email_normalized", "=", email), ("share", "=", False)], limit=1))

    @api.model
    def _duret_wrote_back(self, document, sender):
        """Whether a mail that answers a document is the client's own answer to the question that he was asked.

        :param document: record that the mail refers to, or False
        :param str sender: address of the mail
        :return: bool
        """
        if not document or document._name != "duret.satisfaction.request":
            return False
        # sudo: the gateway has no user; whether the address is the client's, nothing else.
        own = document.sudo().partner_id.email_normalized
        return bool(own) and own == email_normalize(sender or "")
