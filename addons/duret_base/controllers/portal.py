# Copyright 2026 Duret Électricité
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..guarding import refusals


class GuardedPortal(CustomerPortal):
    """The portal's document check, with links that expire."""

    def _document_check_access(self, model_name, document_id, access_token=None):
        """As the portal does, but a link to a document closed for too long opens nothing.

        :param str model_name: model of the document
        :param int document_id: its id
        :param str access_token: secret of the link, when the visitor has one
        :return: the document, in superuser mode
        :raise AccessError: no right and no valid link; the try is counted as refused
        :raise MissingError: no such document
        """
        try:
            document_sudo = super()._document_check_access(model_name, document_id, access_token=access_token)
        except AccessError:
            refusals.mark()
            raise
        if access_token and not document_sudo.with_user(request.env.user).has_access("read"):
            self._check_link_age(document_sudo)
        return document_sudo

    def _check_link_age(self, document_sudo):
        """Refuse a visitor whose only right is a link that has expired.

        :param document_sudo: one record in superuser mode, whose token was already compared
        :raise AccessError: the link has expired
        """
        if getattr(document_sudo, "_duret_link_expired", None) and document_sudo._duret_link_expired():
            refusals.mark()
            raise AccessError(request.env._("This link has expired. Please log in to see the document."))
