# Copyright 2026 Duret Électricité
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import uuid
from urllib.parse import urlencode

from werkzeug.exceptions import BadRequest

from odoo.exceptions import AccessError, MissingError, ValidationError
from odoo.http import request, route

from odoo.addons.helpdesk_mgmt.controllers.myaccount import CustomerPortalHelpdesk

from ..request_desk import Question, read_answers
from .uploads import received_files

MESSAGE = Question("message", "text")
# What a page with a secret in its address tells other sites, search engines and shared computers.
DISCREET = {"Referrer-Policy": "same-origin", "X-Robots-Tag": "noindex, nofollow", "Cache-Control": "no-store"}


class GuardedTicketPages(CustomerPortalHelpdesk):
    """The client's page of a request: how far it is, the conversation, answering, closing.

    It opens to who may read the ticket, and to a visitor with its link, who sees this request and nothing else.
    """

    @route()
    def portal_my_ticket(self, ticket_id, access_token=None, **kw):
        """Show a request to its client, or to a visitor with its link.

        helpdesk_mgmt's page gives every file of the ticket a secret, those of internal notes included, and writes
        it while being read; it also shows telephone numbers. That method is therefore replaced, not extended.

        :param int ticket_id: the ticket
        :param str access_token: secret of the link
        """
        try:
            ticket = self._document_check_access("helpdesk.ticket", ticket_id, access_token=access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        return self._ticket_page(ticket, access_token, sent=kw.get("sent"))

    @route("/my/ticket/<int:ticket_id>/answer", type="http", auth="public", website=True, methods=["POST"])
    def portal_ticket_answer(self, ticket_id, access_token=None, message=None, key=None, **_kw):
        """Write the client's answer, with files; an answer to a closed request takes it up again.

        :param int ticket_id: the ticket
        :param str access_token: secret of the link, for a visitor who is not logged in
        :param str message: plain text
        :param str key: makes a second sending harmless
        """
        try:
            ticket = self._document_check_access("helpdesk.ticket", ticket_id, access_token=access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        uploads, refusals = received_files(["files"])
        answers, codes = read_answers([MESSAGE], {"message": message})
        fault = self._answer_fault(ticket, uploads, answers, codes, refusals)
        if fault:
            return self._ticket_page(ticket, access_token, message=message, fault=fault)
        try:
            # The portal's check answers in the robot's name; what is written bears the visitor's.
            held = ticket.with_env(request.env)._duret_answer_from_portal(
                answers[0].value if answers else "", uploads.get("files", []), self._author(ticket), key
            )
        except ValidationError as error:
            return self._ticket_page(ticket, access_token, message=message, fault=error.args[0])
        secret = access_token and (access_token if held == ticket else held._portal_ensure_token())
        return self._back_to(held, secret, sent=1)

    @route("/my/ticket/<int:ticket_id>/close", type="http", auth="public", website=True, methods=["POST"])
    def portal_ticket_close(self, ticket_id, access_token=None, **_kw):
        """Close the request on its client's demand, with or without a login.

        :param int ticket_id: the ticket
        :param str access_token: secret of the link, for a visitor who is not logged in
        :raise BadRequest: closing is not offered
        """
        try:
            ticket = self._document_check_access("helpdesk.ticket", ticket_id, access_token=access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        stage = ticket._duret_portal_closing_stages()[:1]
        if not ticket.closed and not ticket.with_env(request.env)._duret_close_from_portal(stage.id):
            raise BadRequest()
        return self._back_to(ticket, access_token)

    def _author(self, ticket):
        """Who writes: the person logged in, else the contact whose mail holds the link.

        :param ticket: helpdesk.ticket in superuser mode
        :return: res.partner, empty for a request without contact
        """
        return ticket.partner_id if request.env.user._is_public() else request.env.user.partner_id

    def _answer_fault(self, ticket, uploads, answers, codes, refusals):
        """What is wrong with an answer, as one sentence, or None.

        :return: str or None
        """
        if refusals:
            parts = [(refusal.name, ticket._duret_fault_text(refusal.code)) for _field, refusal in refusals]
            return " ".join(f"{name}: {said}" if name else said for name, said in parts)
        if codes:
            return ticket._duret_fault_text(codes["message"])
        if not answers and not uploads.get("files"):
            return request.env._("Please write a message or add a file.")
        return None

    def _back_to(self, ticket, access_token, **query):
        if access_token:
            query["access_token"] = access_token
        suffix = f"?{urlencode(query)}" if query else ""
        return request.redirect(f"/my/ticket/{ticket.id}{suffix}", code=303)

    def _ticket_page(self, ticket, access_token, message=None, fault=None, sent=None):
        readable = ticket.with_user(request.env.user).has_access("read")
        values = {
            "page_name": "ticket",
            "ticket": ticket,
            "by_link": not readable,
            # The secret travels in the forms of visitors who have nothing else.
            "access_token": access_token if not readable else None,
            "status": ticket._duret_portal_status(),
            "thread": ticket._duret_portal_thread(),
            "own_files": ticket._duret_own_files(),
            "may_close": not ticket.closed and bool(ticket._duret_portal_closing_stages()),
            "may_reopen": ticket.closed and ticket._duret_may_reopen(),
            "key": uuid.uuid4(),
            "message": message,
            "fault": fault,
            "sent": bool(sent),
            "no_breadcrumbs": not readable,
        }
        answer = request.render("duret_helpdesk.portal_request_page", values, status=422 if fault else 200)
        if access_token:
            answer.headers.update(DISCREET)
        return answer
