# Copyright 2026 Duret Électricité
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import UTC, datetime

from odoo.exceptions import UserError
from odoo.http import Controller, request, route

from odoo.addons.duret_base.duret_phones import display
from odoo.addons.duret_base.guarding.arguments import record_id

from ..booking_rules import clock, percent, read_address, read_start
from ..exceptions import SlotTaken
from .booking_forms import contact_faults, contact_of, fault_texts

KEY = "duret_booking"  # in the visitor's session on the server: which booking is his
SEEN = "duret_booking_seen"  # when he saw the first page
NOTICE = "duret_booking_notice"
ORDER = ("address", "slot", "contact", "confirm", "done")
PATHS = {
    "address": "/rdv/adresse",
    "slot": "/rdv/creneaux",
    "contact": "/rdv/coordonnees",
    "confirm": "/rdv/confirmer",
}
# What pages tell other sites, search engines and shared computers.
DISCREET = {"Referrer-Policy": "same-origin", "X-Robots-Tag": "noindex, nofollow", "Cache-Control": "no-store"}
# One address for each page, whatever the language of the browser: links in mails and forms stay as they are.
PUBLIC = {"type": "http", "auth": "public", "website": True, "multilang": False}


def render(template, values, status=200):
    """A page of the booking, kept out of caches and search engines.

    :param str template: name within this addon
    :param dict values: what it shows
    :param int status: HTTP status
    """
    # sudo: name, telephone and settings of the company, which these pages show to everybody.
    shown = {"company": request.env.company.sudo(), "clock": clock, "percent": percent, **values}
    answer = request.render(f"duret_planning.{template}", shown, status=status)
    answer.headers.update(DISCREET)
    return answer


def begin_invited(values):
    """Begin the booking of a client who came by an invitation that the caller has checked, and show him the times.

    :param dict values: see `duret.booking.session._duret_begin_invited`
    :return: the redirection to the times
    """
    booking = request.env["duret.booking.session"]._duret_begin_invited(values)
    request.session[KEY] = booking.key
    return request.redirect(PATHS["slot"], code=303)


class BookingPages(Controller):
    """A client books alone: kind of visit, address, time, contact, code. Everything works without JavaScript.

    What was chosen so far stands in `duret.booking.session`, found by a key in the visitor's session on the server;
    forms carry answers only, and each answer is checked anew.
    """

    # --- pages -----------------------------------------------------------------------------------------------------
    @route("/rdv", **PUBLIC, methods=["GET"])
    def booking_start(self, **_kw):
        """Show the kinds of visit that a client may book alone."""
        request.session.setdefault(SEEN, datetime.now(UTC).timestamp())
        sessions = request.env["duret.booking.session"]
        current = sessions._duret_by_key(request.session.get(KEY))
        going_on = current if current and current._duret_step() != "done" else None
        values = {"types": sessions._duret_online_types(), "going_on": going_on}
        return render("booking_types", values | {"resume": going_on and PATHS[going_on._duret_step()]})

    @route("/rdv/type", **PUBLIC, methods=["POST"])
    def booking_type(self, type_id=None, **_kw):
        """Begin a booking for a kind of visit.

        :param str type_id: one of those shown
        """
        sessions = request.env["duret.booking.session"]
        kind = sessions._duret_online_types().filtered(lambda one: one.id == record_id(type_id))
        if not kind:
            return request.redirect("/rdv", code=303)
        seen = request.session.pop(SEEN, None)
        started_at = datetime.fromtimestamp(seen, UTC).replace(tzinfo=None) if isinstance(seen, float) else None
        on_phone = "Mobi" in (request.httprequest.user_agent.string or "")
        self._leave()
        booking = sessions._duret_begin(kind, started_at, on_phone)
        request.session[KEY] = booking.key
        return request.redirect(PATHS["address"], code=303)

    @route("/rdv/adresse", **PUBLIC, methods=["GET", "POST"])
    def booking_address(self, **values):
        """Ask where; by POST, take one of the client's sites or locate the typed address.

        :param dict values: site_id, or street, zip and city
        """
        booking, elsewhere = self._at("address")
        if elsewhere:
            return elsewhere
        if request.httprequest.method != "POST":
            shown = {} if booking.site_id else {name: booking[name] or "" for name in ("street", "zip", "city")}
            return self._address_page(booking, shown, {})
        site_id = record_id(values.get("site_id"))
        address, codes = ({}, {}) if site_id else read_address(values)
        if codes:
            return self._address_page(booking, values, fault_texts(codes))
        try:
            if site_id:
                booking._duret_choose_site(site_id)
            else:
                booking._duret_locate(address)
        except UserError as error:
            return self._address_page(booking, values, {"form": error.args[0]})
        return self._forward(booking)

    @route("/rdv/creneaux", **PUBLIC, methods=["GET"])
    def booking_times(self, jour=None, **_kw):
        """Show the free times of a day, and the days around it.

        :param str jour: local day, ISO
        """
        booking, elsewhere = self._at("slot")
        if elsewhere:
            return elsewhere
        shown = {"booking": booking, "strip": booking._duret_strip(jour), "step": 2, **self._words(booking)}
        # A mark on each time says something only when some times have none.
        shown["by_detour"] = bool(booking.company_id.duret_online_discount_max_detour)
        return render("booking_times", shown)

    @route("/rdv/creneau", **PUBLIC, methods=["POST"])
    def booking_time(self, start=None, **_kw):
        """Hold a time for this client.

        :param str start: UTC, as the form carries it
        """
        booking, elsewhere = self._at("slot")
        if elsewhere:
            return elsewhere
        moment = read_start(start)
        if not moment:
            return request.redirect(PATHS["slot"], code=303)
        try:
            booking._duret_choose(moment)
        except SlotTaken:
            return self._taken_page(booking, moment)
        return self._forward(booking)

    @route("/rdv/coordonnees", **PUBLIC, methods=["GET", "POST"])
    def booking_contact(self, **values):
        """Ask who books; by POST, keep it and send the code.

        :param dict values: name, phone, email, note, code_by, answers to the questions of the kind of visit
        """
        booking, elsewhere = self._at("contact")
        if elsewhere:
            return elsewhere
        if request.httprequest.method != "POST":
            return self._contact_page(booking, contact_of(booking), {})
        contact, answers, files, faults = contact_faults(booking, values)
        if faults:
            return self._contact_page(booking, values, faults)
        booking._duret_save_contact(contact)
        booking.answers = answers or False
        booking._duret_keep_files(files)
        if not booking._duret_is_sure():
            request.session[NOTICE] = booking._duret_send_code()
        return self._forward(booking)

    @route("/rdv/confirmer", **PUBLIC, methods=["GET", "POST"])
    def booking_confirm(self, code=None, **_kw):
        """Show what will be booked; by POST, check the code and book. Sent twice, it books once.

        :param str code: six digits, unless the client is sure already
        """
        booking, elsewhere = self._at("confirm")
        if elsewhere:
            return elsewhere
        if request.httprequest.method != "POST":
            return self._confirm_page(booking, request.session.pop(NOTICE, None))
        if not booking._duret_is_sure():
            fault = booking._duret_try_code(code)
            if fault:
                return self._confirm_page(booking, fault, status=422)
        start = booking.start
        try:
            order = booking._duret_confirm()
        except SlotTaken:
            return self._taken_page(booking, start)
        except UserError as error:
            return self._confirm_page(booking, error.args[0], status=422)
        return request.redirect(f"{order._duret_manage_path()}?ok=1", code=303)

    @route("/rdv/code", **PUBLIC, methods=["POST"])
    def booking_code(self, **_kw):
        """Send another code."""
        booking, elsewhere = self._at("confirm")
        if elsewhere:
            return elsewhere
        if not booking._duret_is_sure():
            fault = booking._duret_send_code()
            request.session[NOTICE] = fault or request.env._("A new code was sent.")
        return request.redirect(PATHS["confirm"], code=303)

    # --- where the visitor stands ----------------------------------------------------------------------------------
    def _at(self, page):
        """The visitor's booking when it has come as far as a page, else where to send him.

        :param str page: one of ORDER
        :return: (booking in superuser mode or None, redirection or None)
        """
        booking = request.env["duret.booking.session"]._duret_by_key(request.session.get(KEY))
        if not booking:
            return None, request.redirect("/rdv", code=303)
        step = booking._duret_step()
        if step == "done":
            return None, request.redirect(booking.order_id._duret_manage_path(), code=303)
        if ORDER.index(step) < ORDER.index(page):
            return None, request.redirect(PATHS[step], code=303)
        if request.httprequest.method == "POST":
            booking._duret_recognise()
        return booking, None

    def _forward(self, booking):
        """To the first page that still lacks something."""
        booking._duret_note_step()
        return request.redirect(PATHS[booking._duret_step()], code=303)

    def _leave(self):
        """Give back what an earlier booking of this visitor holds."""
        earlier = request.env["duret.booking.session"]._duret_by_key(request.session.pop(KEY, None))
        earlier.filtered(lambda one: one.outcome == "open")._duret_release()

    # --- rendering -------------------------------------------------------------------------------------------------
    def _words(self, booking):
        """How moments of this booking are written.

        :return: dict of functions for the templates
        """
        orders = request.env["fsm.order"].new({"company_id": booking.company_id.id})
        return {
            "moment": orders._duret_client_moment,
            "discount": booking._duret_discount,
            "zone": booking._duret_zone(),
        }

    def _address_page(self, booking, values, faults):
        shown = {"booking": booking, "sites": booking._duret_known_sites(), "values": values, "faults": faults}
        return render("booking_address", shown | {"step": 1}, status=422 if faults else 200)

    def _contact_page(self, booking, values, faults):
        shown = {"booking": booking, "values": values, "faults": faults, "step": 3, **self._words(booking)}
        shown["sure"] = booking._duret_is_sure()
        shown["held_until"] = booking._duret_held_until()
        return render("booking_contact", shown, status=422 if faults else 200)

    def _confirm_page(self, booking, notice, status=200):
        shown = {"booking": booking, "step": 4, "notice": notice, "wrong": status != 200, **self._words(booking)}
        shown["sure"] = booking._duret_is_sure()
        shown["held_until"] = booking._duret_held_until()
        shown["phone_text"] = display(booking.phone)
        shown["change_hours"] = booking.company_id.duret_change_notice_hours
        return render("booking_confirm", shown, status=status)

    def _taken_page(self, booking, start):
        """Tell that somebody was faster, with the next free times."""
        offers = booking._duret_next_offers(start)
        booking._duret_lose_time()
        shown = {"booking": booking, "offers": offers, "step": 2, "action": "/rdv/creneau", "others": PATHS["slot"]}
        return render("booking_taken", shown | self._words(booking), status=409)
