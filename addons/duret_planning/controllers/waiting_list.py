# Copyright 2026 Duret Électricité
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import UserError
from odoo.http import Controller, request, route

from .booking import PUBLIC, render


class WaitingListPages(Controller):
    """A client asks to be told of earlier times, and answers when one is proposed. GET shows, POST acts."""

    @route("/rdv/visite/<string:token>/attente", **PUBLIC, methods=["POST"])
    def visit_waiting(self, token, wait=None, **_kw):
        """Enter or leave the waiting list.

        :param str token: secret of the visit's link
        :param str wait: "1" to enter, anything else to leave
        """
        visit = request.env["fsm.order"]._duret_by_link(token)
        if not visit:
            return render("visit_gone", {}, status=404)
        try:
            visit._duret_client_waits_earlier(wait == "1")
        except UserError:
            # The visit is over: its page says so.
            return request.redirect(f"/rdv/visite/{token}", code=303)
        return request.redirect(f"/rdv/visite/{token}?ok={'waiting' if wait == '1' else 'left'}", code=303)

    @route("/rdv/offre/<string:token>", **PUBLIC, methods=["GET"])
    def offer_page(self, token, **_kw):
        """Show the time proposed beside the present one.

        :param str token: secret of the proposal
        """
        offer = request.env["duret.slot.offer"]._by_link(token)
        return self._page(offer, token)

    @route("/rdv/offre/<string:token>/accepter", **PUBLIC, methods=["POST"])
    def offer_accept(self, token, **_kw):
        """Take the time proposed; the first client who does has it.

        :param str token: secret of the proposal
        """
        offer = request.env["duret.slot.offer"]._by_link(token)
        if offer and offer._accept():
            return request.redirect(f"/rdv/offre/{token}", code=303)
        return self._page(offer, token, status=409)

    @route("/rdv/offre/<string:token>/refuser", **PUBLIC, methods=["POST"])
    def offer_decline(self, token, **_kw):
        """Leave the time to somebody else.

        :param str token: secret of the proposal
        """
        offer = request.env["duret.slot.offer"]._by_link(token)
        if not offer:
            return self._page(offer, token)
        offer._decline()
        return request.redirect(f"/rdv/offre/{token}", code=303)

    def _page(self, offer, token, status=200):
        """The page of a proposal; the same answer for every link that opens nothing, counted as a refused try."""
        if not offer:
            return render("visit_gone", {}, status=404)
        return render("offer_page", offer._view() | {"token": token}, status=status)
