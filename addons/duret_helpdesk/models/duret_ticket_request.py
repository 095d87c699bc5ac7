from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools.mail import plaintext2html

from ..request_desk import read_answers, title_of
from ..request_desk.answers import YES

CHANNEL = "portal"


class DuretTicketRequest(models.AbstractModel):
    """A request opened by a client: a form of questions that are data, and what becomes of the answers."""

    _name = "duret.ticket.request"
    _description = "Ticket: Request Form"

    duret_danger = fields.Boolean(
        "Danger Reported", readonly=True, copy=False, help="The client answered yes to a question about danger."
    )

    @api.model
    def _duret_request_types(self):
        """Types that a client may choose, those with a form.

        :return: helpdesk.ticket.type
        """
        # sudo: names of the types shown to clients, and nothing else, are read.
        types = self.env["helpdesk.ticket.type"].sudo()
        return types.search([("show_in_portal", "=", True), ("duret_question_ids", "!=", False)])

    @api.model
    def _duret_request_faults(self, request_type, raw, uploads):
        """Why a form cannot be taken as it is.

        :param request_type: helpdesk.ticket.type in superuser mode
        :param dict raw: names and values as received
        :param dict uploads: {name of a question: list of request_desk.CleanFile}
        :return: {name of a question: sentence for the client}
        """
        questions = request_type.duret_question_ids
        _answers, codes = read_answers([question._as_rule() for question in questions], raw)
        for question in questions.filtered(lambda one: one.kind == "files" and one.required):
            if not uploads.get(question._field_name()):
                codes[question._field_name()] = "required"
        return {name: self._duret_fault_text(code) for name, code in codes.items()}

    def _duret_fault_text(self, code):
        """The sentence that tells a client what is wrong with an answer or a file.

        :param str code: fault or refusal of `request_desk`
        :return: str
        """
        return {
            "required": self.env._("Please answer this question."),
            "too_long": self.env._("This text is too long."),
            "not_offered": self.env._("Please choose one of the answers."),
            "not_a_date": self.env._("Please give a date, for example 25/03/2026."),
            "empty": self.env._("This file is empty."),
            "too_big": self.env._("This file is larger than 10 MB. Please send a smaller one or a photo of it."),
            "total_too_big": self.env._("Your files are larger than 20 MB together. Please send fewer of them."),
            "too_many": self.env._("Please send at most 10 files."),
            "not_allowed": self.env._("Only photos (JPEG, PNG, WebP) and PDF files can be sent."),
            "damaged": self.env._("This photo cannot be read. Please take it again or send another one."),
            "too_many_pixels": self.env._("This picture has too many pixels. Please send a smaller one."),
        }[code]

    @api.model
    def _duret_open_from_form(self, request_type, raw, uploads, key):
        """Open the ticket of a form without faults; the same form sent again gives the same ticket.

        :param request_type: helpdesk.ticket.type in superuser mode, one of `_duret_request_types`
        :param dict raw: names and values as received
        :param dict uploads: {name of a question: list of request_desk.CleanFile}
        :param str key: what the form carries
        :return: helpdesk.ticket in superuser mode
        :raise ValidationError: the key is not one of ours
        """
        # sudo: the caller is logged in; the ticket is made for his own contact, and clients have no right to create.
        submission = self.env["duret.portal.submission"].sudo()._claim(key)
        if submission.ticket_id:
            return submission.ticket_id
        # sudo: see above.
        ticket = self.sudo().duret_open_request(self._duret_form_values(request_type, raw))
        ticket.message_subscribe(self.env.user.partner_id.ids)
        ticket._duret_keep_files([file for files in uploads.values() for file in files])
        submission.ticket_id = ticket
        return ticket

    def _duret_form_values(self, request_type, raw):
        """Turn answers into values for `duret_open_request`.

        :return: dict
        """
        questions = {question._field_name(): question for question in request_type.duret_question_ids}
        answers, _faults = read_answers([question._as_rule() for question in questions.values()], raw)
        given = [(questions[answer.question.key], answer.value) for answer in answers]
        phone = next((value for question, value in given if question.kind == "phone"), False)
        return {
            "name": title_of(request_type.name, answers),
            "channel": CHANNEL,
            "type_id": request_type.id,
            "partner_id": self.env.user.partner_id.id,
            "company_id": self.env.company.id,
            "phone": phone,
            "duret_danger": any(question.is_danger and value == YES for question, value in given),
            "description": self._duret_answers_html(given) or request_type.name,
        }

    def _duret_answers_html(self, given):
        """The answers as a person reads them. A question about danger is told only when the answer is yes, without
        its own words: « burning smell: no » must not look like a burning smell to the rules that read the text.

        :param list given: (question, answer)
        :return: Markup
        """
        words = {YES: self.env._("Yes"), "no": self.env._("No")}
        lines = []
        for question, value in given:
            if question.is_danger:
                if value == YES:
                    lines.append(Markup("<p><strong>%s</strong></p>") % self.env._("The client reports a danger."))
                continue
            shown = words[value] if question.kind == "yesno" else value
            if question.kind == "date":
                shown = fields.Date.to_date(value).strftime("%d/%m/%Y")
            lines.append(Markup("<p><strong>%s</strong></p>%s") % (question.name, plaintext2html(shown)))
        return Markup("").join(lines)

    def _duret_keep_files(self, files):
        """Attach files that were checked.

        :param list files: request_desk.CleanFile
        :return: ir.attachment
        """
        self.ensure_one()
        return self.env["ir.attachment"].create(
            [{"name": file.name, "raw": file.content, "res_model": self._name, "res_id": self.id} for file in files]
        )
