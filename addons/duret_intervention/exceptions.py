"""Refusals of the reports that callers tell apart."""

from odoo.exceptions import UserError


class ReportLocked(UserError):
    """The report is closed: what was signed does not change. A correction is an amendment."""


class SyncRefused(Exception):
    """One operation of a phone cannot be applied; the others go on.

    :ivar code: a code of `duret.sync.words`
    :ivar data: what the phone may show beside the message, JSON
    """

    def __init__(self, code, **data):
        super().__init__(code)
        self.code = code
        self.data = data
