# Copyright 2026 Duret Électricité
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the contact page of a booking sends, read and checked."""

from odoo.http import request

from odoo.addons.duret_base.duret_phones import display
from odoo.addons.duret_helpdesk.controllers.uploads import received_files
from odoo.addons.duret_helpdesk.request_desk import Question, read_answers

from ..booking_rules import read_contact

MOST_PHOTOS = 6


def field_of(question):
    """Name of the form's field of a question.

    :param question: duret.visit.question
    """
    return f"question_{question.id}"


def fault_texts(codes):
    """Sentences for the codes of faults.

    :param dict codes: {field: code}
    :return: dict {field: sentence}
    """
    texts = {
        "required": request.env._("Please fill in this field."),
        "too_long": request.env._("This text is too long."),
        "not_a_zip": request.env._(
            "A post code has five digits, for example 74000. Our technicians only work in France."
        ),
        "not_a_name": request.env._("Please give your name."),
        "not_a_phone": request.env._("This number is not complete. For example: 06 12 34 56 78."),
        "not_an_email": request.env._("This e-mail address is not complete. For example: prenom.nom@exemple.fr."),
        "not_a_mobile": request.env._(
            "No text message can be sent to this number. Please give a mobile, or choose e-mail."
        ),
        "not_offered": request.env._("Please choose one of the answers."),
    }
    return {field: texts[code] for field, code in codes.items()}


def contact_of(booking):
    """What the page shows of who books.

    :param booking: duret.booking.session
    :return: dict
    """
    values = {name: booking[name] or "" for name in ("name", "email", "note")}
    values["phone"] = display(booking.phone) if booking.phone else ""
    values["code_by"] = booking.code_by or "sms"
    answers = booking.answers or {}
    return values | {field_of(one): answers.get(str(one.id), "") for one in booking.type_id.duret_question_ids}


def contact_faults(booking, raw):
    """Read the contact page.

    :param booking: duret.booking.session
    :param dict raw: names and values as received
    :return: (contact, answers {question id: text}, files, faults {field: sentence})
    """
    needs_code = not booking._duret_is_sure() or booking.proved_by in ("sms", "mail")
    contact, codes = read_contact(raw, request.env["res.partner"]._duret_phone_e164, needs_code)
    questions = booking.type_id.duret_question_ids
    asked = [_as_rule(one) for one in questions if one.kind != "photo"]
    given, more = read_answers(asked, raw)
    faults = fault_texts(codes | more)
    files, refused = _photos(questions.filtered(lambda one: one.kind == "photo"))
    yes_no = {"yes": request.env._("Yes"), "no": request.env._("No")}
    answers = {
        answer.question.key.removeprefix("question_"): yes_no.get(answer.value, answer.value)
        if answer.question.kind == "yesno"
        else answer.value
        for answer in given
    }
    return contact, answers, files, faults | refused


def _as_rule(question):
    kind = "yesno" if question.kind == "yesno" else "line"
    return Question(field_of(question), kind, required=question.required)


def _photos(questions):
    """Photos sent, and what is wrong with them by field.

    :return: (list of request_desk.CleanFile, {field: sentence})
    """
    names = [field_of(one) for one in questions]
    uploads, refusals = received_files(names) if names else ({}, [])
    tell = request.env["helpdesk.ticket"]._duret_fault_text
    faults = {field: f"{one.name}: {tell(one.code)}" if one.name else tell(one.code) for field, one in refusals}
    for one in questions.filtered("required"):
        if not uploads.get(field_of(one)) and field_of(one) not in faults:
            faults[field_of(one)] = tell("required")
    files = [file for found in uploads.values() for file in found]
    if len(files) > MOST_PHOTOS:
        faults[names[0]] = request.env._("Please send at most %(count)s photos.", count=MOST_PHOTOS)
    return files, faults
