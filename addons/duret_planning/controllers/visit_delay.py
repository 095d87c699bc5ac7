from odoo.exceptions import UserError
from odoo.http import Controller, request, route

from .booking import PUBLIC


class VisitDelay(Controller):
    """The client's answer to « our technician is delayed »."""

    @route("/rdv/visite/<string:token>/attendre", **PUBLIC, methods=["POST"])
    def visit_wait(self, token, **_kw):
        """Note that the client waits; the page of the visit says what became of it.

        :param str token: secret of the link
        """
        visit = request.env["fsm.order"]._duret_by_link(token)
        if not visit:
            raise request.not_found()
        try:
            visit._duret_client_waits()
        except UserError:
            # He has arrived, or comes on time: the page says so.
            return request.redirect(f"/rdv/visite/{token}", code=303)
        return request.redirect(f"/rdv/visite/{token}?ok=wait", code=303)
