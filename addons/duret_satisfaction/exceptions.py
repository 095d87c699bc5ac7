"""What may be wrong with an answer."""

from odoo.exceptions import UserError


class AnswerRefused(UserError):
    """Nothing was written: a question is missing or holds what it cannot hold.

    `faults` says what is wrong, in a sentence for each id of a question; empty when the whole form is.
    """

    def __init__(self, message, faults=None):
        super().__init__(message)
        self.faults = faults or {}


class AnswerClosed(UserError):
    """Nothing was written: the time to answer is over."""
