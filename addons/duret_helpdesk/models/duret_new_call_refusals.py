from odoo import models
from odoo.exceptions import UserError

from ..call_words.form import FormRefused, read_form


class DuretNewCallRefusals(models.AbstractModel):
    """Why « Nouvel appel » cannot be saved, in the words of the person on the telephone."""

    _name = "duret.new.call.refusals"
    _description = "New Call: Refusals"

    def _form(self, values):
        """Check what the browser sent, and the numbers in it.

        :return: call_words.form.CallForm
        :raises UserError: what is wrong
        """
        try:
            form = read_form(values)
        except FormRefused as error:
            self._refuse(error.reason, field=error.field)
        for number in (form.number, (form.contact or {}).get("phone")):
            if number and not self._is_number(number):
                self._refuse("number", text=number)
        return form

    def _is_number(self, text):
        """True for a complete number, or a short one such as 3631."""
        phone = self.env["duret.phone"].new({"number": text})
        return not phone.is_wrong

    def _refuse(self, reason, **details):
        """Stop before anything is written.

        :param str reason: code of ``FormRefused``, or ``gone``, ``number``, ``passed``, ``unreadable``
        :raises UserError: always
        """
        raise UserError(self._refusal(reason, **details))

    def _refusal(self, reason, field="", text=""):
        sentences = {
            "no_subject": self.env._("Please write what the call is about."),
            "too_long": self.env._("“%(field)s” is too long: please shorten it.", field=self._field_name(field)),
            "no_name": self.env._("Please write the caller's name."),
            "bad_email": self.env._("The e-mail address is not complete: correct it or leave it empty."),
            "note_with_callback": self.env._(
                "A call to make back needs a ticket: create it, or empty “To call back before”."
            ),
            "answered_with_callback": self.env._(
                "The client has his answer: empty “To call back before”, or create the ticket."
            ),
            "missed_answered": self.env._("A missed call cannot be answered at once: create the ticket to call back."),
            "gone": self.env._("This sheet does not exist any more, or you may not read it: please search again."),
            "number": self.env._(
                "“%(text)s” is not a complete telephone number: correct it or empty the box.", text=text
            ),
            "passed": self.env._("“%(text)s” is over: please give a later time.", text=text),
            "unreadable": self.env._(
                "“%(text)s” is not understood: write for example 16h, demain 9h, lundi.", text=text
            ),
        }
        return sentences.get(reason) or self.env._("The form could not be read: please reload the page.")

    def _field_name(self, field):
        names = {
            "subject": self.env._("Subject"),
            "details": self.env._("Details"),
            "number": self.env._("Number"),
            "callback": self.env._("To call back before"),
            "name": self.env._("Name"),
            "phone": self.env._("Number"),
            "email": self.env._("E-mail"),
            "street": self.env._("Street"),
            "zip": self.env._("Post code"),
            "city": self.env._("Town"),
        }
        return names.get(field, field)
