# Copyright 2026 Duret Électricité
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import uuid

from werkzeug.exceptions import NotFound

from odoo.exceptions import ValidationError
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal

from .uploads import received_files


class RequestForm(CustomerPortal):
    """« New request »: choose a type, answer its questions, send."""

    @route("/my/tickets/new", type="http", auth="user", website=True, methods=["GET"])
    def request_types(self, **_kw):
        """Show the types of request that have a form."""
        return request.render(
            "duret_helpdesk.portal_request_types",
            {"page_name": "duret_new_request", "types": request.env["helpdesk.ticket"]._duret_request_types()},
        )

    @route("/my/tickets/new/<int:type_id>", type="http", auth="user", website=True, methods=["GET", "POST"])
    def request_form(self, type_id, **values):
        """Show the form of a type; by POST, open the ticket or show the form again with what is wrong.

        :param int type_id: one of the types shown to clients
        :param dict values: answers, and `key`, which makes a second sending harmless
        :raise NotFound: no such type, or not one for clients
        """
        types = request.env["helpdesk.ticket"]._duret_request_types()
        request_type = types.filtered(lambda one: one.id == type_id)
        if not request_type:
            raise NotFound()
        if request.httprequest.method != "POST":
            return self._show(request_type, {}, {})
        uploads, faults = self._uploads(request_type)
        tickets = request.env["helpdesk.ticket"]
        faults = tickets._duret_request_faults(request_type, values, uploads) | faults
        if faults:
            return self._show(request_type, values, faults)
        try:
            ticket = tickets._duret_open_from_form(request_type, values, uploads, values.get("key"))
        except ValidationError as error:
            return self._show(request_type, values, {"form": error.args[0]})
        return request.redirect(f"/my/ticket/{ticket.id}?sent=1", code=303)

    def _uploads(self, request_type):
        """Files of the form and what is wrong with them, as sentences.

        :return: ({field: files}, {field: sentence})
        """
        questions = request_type.duret_question_ids.filtered(lambda question: question.kind == "files")
        names = [question._field_name() for question in questions]
        uploads, refusals = received_files(names) if names else ({}, [])
        tell = request.env["helpdesk.ticket"]._duret_fault_text
        faults = {}
        for field, refusal in refusals:
            said = f"{refusal.name}: {tell(refusal.code)}" if refusal.name else tell(refusal.code)
            faults[field] = f"{faults[field]} {said}" if field in faults else said
        return uploads, faults

    def _show(self, request_type, values, faults):
        return request.render(
            "duret_helpdesk.portal_request_form",
            {
                "page_name": "duret_new_request",
                "request_type": request_type,
                "questions": request_type.duret_question_ids,
                "values": values,
                "faults": faults,
                "key": uuid.uuid4(),
                "emergency": request.env.company.duret_emergency_display(),
                "emergency_number": request.env.company.duret_emergency_phone,
            },
            status=422 if faults else 200,
        )
