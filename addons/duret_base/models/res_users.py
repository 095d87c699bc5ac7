# Copyright 2026 Duret Électricité
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import contextlib

from odoo import models
from odoo.exceptions import AccessDenied

from ..guarding import refusals


class ResUsers(models.Model):
    _inherit = "res.users"

    @contextlib.contextmanager
    def _assert_can_auth(self, user=None):
        """Odoo's frame around every password check; a failure marks the request as a refused try, whatever the
        answer looks like afterwards (XML-RPC wraps it in a page with status 200).

        :param user: login or id, for the log
        """
        try:
            with super()._assert_can_auth(user=user):
                yield
        except AccessDenied:
            refusals.mark()
            raise
