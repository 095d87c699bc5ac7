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
        _ = self.env._
        sentences = {
            "no_subject": _("Please write what the call is about."),
            "too_long": _("“%(field)s” is too long: please shorten it.", field=self._field_name(field)),
            "no_name": _("Please write the caller's name."),
            "bad_email": _("The e-mail address is not complete: correct it or leave it empty."),
            "note_with_callback": _("A call to make back needs a ticket: create it, or empty “To call back before”."),
            "answered_with_callback": _(
                "The client has his answer: empty “To call back before”, or create the ticket."
            ),
            "missed_answered": _("A missed call cannot be answered at once: create the ticket to call back."),
            "gone": _("This sheet does not exist any more, or you may not read it: please search again."),
            "number": _("“%(text)s” is not a complete telephone number: correct it or empty the box.", text=text),
            "passed": _("“%(text)s” is over: please give a later time.", text=text),
            "unreadable": _("“%(text)s” is not understood: write for example 16h, demain 9h, lundi.", text=text),
        }
        return sentences.get(reason) or _("The form could not be read: please reload the page.")

    def _field_name(self, field):
        _ = self.env._
        names = {
            "subject": _("Subject"),
            "details": _("Details"),
            "number": _("Number"),
            "callback": _("To call back before"),
            "name": _("Name"),
            "phone": _("Number"),
            "email": _("E-mail"),
            "street": _("Street"),
            "zip": _("Post code"),
            "city": _("Town"),
        }
        return names.get(field, field)
