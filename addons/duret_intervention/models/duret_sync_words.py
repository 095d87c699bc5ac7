from odoo import api, models


class DuretSyncWords(models.AbstractModel):
    """What a technician is told about an operation that was not simply applied, in plain words.

    An addon that refuses for a reason of its own adds its code in :meth:`_duret_sentences`.
    """

    _name = "duret.sync.words"
    _description = "Telephone: Words"

    @api.model
    def _words(self, code, **data):
        """Return the sentence of a code.

        :param str code: "" says nothing
        :param data: what stands in the sentence
        :return: str in the user's language; a sentence that always holds when the code is new
        """
        if not code:
            return ""
        sentence = self._duret_sentences().get(code)
        return sentence or self.env._(
            "The office's computer refused this (%(code)s). It stays on your phone.", code=code
        )

    @api.model
    def _duret_sentences(self):
        """Return {code: sentence}. Override to add codes."""
        return self._duret_sentences_of_form() | self._duret_sentences_of_visit()

    @api.model
    def _duret_sentences_of_form(self):
        """Sentences about what was sent."""
        return {
            "uuid_reused": self.env._(
                "Something else was already received under this identifier. It stays on your phone: call the office."
            ),
            "bad_shape": self.env._("What your phone sent could not be read. It stays on your phone: call the office."),
            "unknown_format": self.env._(
                "Your application is newer than the office's computer. It stays on your phone and can be sent later."
            ),
            "unknown_kind": self.env._(
                "The office's computer does not know this operation yet. It stays on your phone and can be sent later."
            ),
            "too_long": self.env._("This is too long to be received. Shorten it: it stays on your phone."),
            "bad_value": self.env._("A value makes no sense and was refused. It stays on your phone: correct it."),
            "unknown_product": self.env._("This product does not exist any more. Choose another one."),
            "unknown_photo": self.env._("This photo belongs to no report that we know."),
            "bad_signature": self.env._("The signature could not be read. Have it signed again."),
            "internal": self.env._("Our computer failed on this. Nothing is lost: your phone will send it again."),
        }

    @api.model
    def _duret_sentences_of_visit(self):
        """Sentences about the visit and its report."""
        return {
            "not_yours": self.env._("This visit is not yours. What you wrote stays on your phone: call the office."),
            "unknown_visit": self.env._("This visit does not exist any more. It stays on your phone: call the office."),
            "visit_cancelled": self.env._(
                "This visit was cancelled meanwhile. What you did was received; the office was told."
            ),
            "visit_reassigned": self.env._(
                "This visit was given to a colleague meanwhile. What you did was received; the office was told."
            ),
            "conflict": self.env._(
                "The office changed the same thing meanwhile. Both versions are kept: choose the right one."
            ),
            "locked": self.env._("This report is closed: it does not change any more. Make an amendment."),
        }
