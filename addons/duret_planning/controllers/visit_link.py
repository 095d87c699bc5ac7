# Copyright 2026 Duret Électricité
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import UserError
from odoo.http import Controller, request, route

from odoo.addons.duret_base.guarding.arguments import record_id

from ..booking_rules import read_start
from ..exceptions import SlotTaken
from .booking import PUBLIC, render


class VisitLink(Controller):
    """The page behind the link of a confirmation: see, move, cancel, say how easy it was. GET shows, POST acts."""

    @route("/rdv/visite/<string:token>", **PUBLIC, methods=["GET"])
    def visit_page(self, token, ok=None, **_kw):
        """Show a visit to whoever holds its link.

        :param str token: secret of the link
        :param str ok: present just after something was done: booked, moved, cancelled
        """
        visit = request.env["fsm.order"]._duret_by_link(token)
        return self._page(visit, token, done=ok) if visit else self._gone()

    @route("/rdv/visite/<string:token>/deplacer", **PUBLIC, methods=["GET"])
    def visit_times(self, token, jour=None, start=None, **_kw):
        """Show the free times to which the visit may move; with a time, ask for the confirmation.

        :param str token: secret of the link
        :param str jour: local day, ISO
        :param str start: a time among those shown (UTC)
        """
        visit = request.env["fsm.order"]._duret_by_link(token)
        if not visit:
            return self._gone()
        view = visit._duret_client_view()
        if not view["may_move"]:
            return self._page(visit, token)
        moment = read_start(start)
        if moment:
            return render("visit_move", {**view, "token": token, "start": moment, "moment": visit._duret_client_moment})
        finder = visit._duret_finder()
        shown = {"booking": finder, "strip": finder._duret_strip(jour), "token": token, "zone": finder._duret_zone()}
        return render("visit_times", view | shown)

    @route("/rdv/visite/<string:token>/deplacer/confirmer", **PUBLIC, methods=["POST"])
    def visit_move(self, token, start=None, **_kw):
        """Move the visit.

        :param str token: secret of the link
        :param str start: the new beginning (UTC)
        """
        visit = request.env["fsm.order"]._duret_by_link(token)
        if not visit:
            return self._gone()
        moment = read_start(start)
        if not moment:
            return request.redirect(f"/rdv/visite/{token}/deplacer", code=303)
        try:
            visit._duret_client_move(moment)
        except SlotTaken:
            return self._taken(visit, token, moment)
        except UserError as error:
            return self._page(visit, token, fault=error.args[0])
        return request.redirect(f"/rdv/visite/{token}?ok=move", code=303)

    @route("/rdv/visite/<string:token>/annuler", **PUBLIC, methods=["GET"])
    def visit_cancel_page(self, token, **_kw):
        """Ask whether the visit is really to be cancelled.

        :param str token: secret of the link
        """
        visit = request.env["fsm.order"]._duret_by_link(token)
        if not visit:
            return self._gone()
        view = visit._duret_client_view()
        return render("visit_cancel", view | {"token": token}) if view["may_change"] else self._page(visit, token)

    @route("/rdv/visite/<string:token>/annuler/confirmer", **PUBLIC, methods=["POST"])
    def visit_cancel(self, token, reason=None, **_kw):
        """Cancel the visit.

        :param str token: secret of the link
        :param str reason: the client's words
        """
        visit = request.env["fsm.order"]._duret_by_link(token)
        if not visit:
            return self._gone()
        try:
            visit._duret_client_cancel(reason)
        except UserError as error:
            return self._page(visit, token, fault=error.args[0])
        return request.redirect(f"/rdv/visite/{token}?ok=cancel", code=303)

    @route("/rdv/visite/<string:token>/avis", **PUBLIC, methods=["POST"])
    def visit_rating(self, token, note=None, **_kw):
        """Keep how easy booking was.

        :param str token: secret of the link
        :param str note: 1 to 5
        """
        visit = request.env["fsm.order"]._duret_by_link(token)
        if not visit:
            return self._gone()
        if record_id(note) in range(1, 6):
            visit._duret_booking()._duret_rate(record_id(note))
        return request.redirect(f"/rdv/visite/{token}?ok=note", code=303)

    def _page(self, visit, token, done=None, fault=None):
        shown = {"token": token, "done": done, "fault": fault, "booking": visit._duret_booking()}
        return render("visit_page", visit._duret_client_view() | shown, status=422 if fault else 200)

    def _gone(self):
        """The same answer for a wrong, an old and a missing link; counted as a refused try."""
        return render("visit_gone", {}, status=404)

    def _taken(self, visit, token, start):
        finder = visit._duret_finder()
        here = f"/rdv/visite/{token}/deplacer"
        shown = {"booking": finder, "offers": finder._duret_next_offers(start), "others": here}
        shown |= {"action": f"{here}/confirmer", "moment": visit._duret_client_moment, "step": None}
        return render("booking_taken", shown, status=409)
