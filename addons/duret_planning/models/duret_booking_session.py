"""One online booking, from the first page to its outcome."""

import secrets
from datetime import timedelta

from odoo import api, fields, models

from ..booking_rules import IDLE_MINUTES, seconds_taken

# What was typed is forgotten as soon as the booking has an outcome: the visit and its contact hold what is needed.
FORGOTTEN = {
    "name": False,
    "phone": False,
    "email": False,
    "note": False,
    "street": False,
    "answers": False,
    "key": False,
    "hold_token": False,
}
CLOSED_AT_ONCE = 200


class DuretBookingSession(models.Model):
    """A client's way through the booking pages: what he chose so far, how it ended, how long it took.

    The visitor's browser session holds its `key`; nothing else leads to it. Each concern is a mixin.
    """

    _name = "duret.booking.session"
    _inherit = ["duret.booking.slots", "duret.booking.identity", "duret.booking.confirm"]
    _description = "Online Booking"
    _order = "started_at desc, id desc"
    _rec_name = "type_id"

    key = fields.Char(copy=False, groups="base.group_system", default=lambda self: secrets.token_urlsafe(24))
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    # --- measure
    started_at = fields.Datetime("Begun", required=True, readonly=True, index=True)
    confirmed_at = fields.Datetime("Confirmed", readonly=True)
    seconds = fields.Integer("Seconds Taken", readonly=True, aggregator="avg")
    outcome = fields.Selection(
        [("open", "In progress"), ("booked", "Booked"), ("abandoned", "Abandoned"), ("refused", "Refused")],
        default="open",
        required=True,
        readonly=True,
        index=True,
    )
    reason = fields.Selection(
        [("outside_area", "Outside our area"), ("unknown_address", "Unknown address"), ("no_slot", "No free time")],
        "Why It Failed",
        readonly=True,
    )
    last_step = fields.Selection(
        [
            ("address", "Address"),
            ("slot", "Time"),
            ("contact", "Contact"),
            ("confirm", "Confirmation"),
            ("done", "Done"),
        ],
        "Last Page",
        default="address",
        readonly=True,
        help="Where those who abandon stop",
    )
    on_phone = fields.Boolean("On a Telephone", readonly=True)
    was_known = fields.Boolean("Known Client", readonly=True)
    rating = fields.Integer("Rating (1 to 5)", readonly=True, aggregator="avg", help="How easy booking was")
    # --- what was chosen
    type_id = fields.Many2one("fsm.order.type", "Visit Type", required=True, readonly=True, ondelete="cascade")
    minutes = fields.Integer(readonly=True)
    street = fields.Char(readonly=True)
    zip = fields.Char("ZIP", readonly=True)
    city = fields.Char(readonly=True)
    latitude = fields.Float(digits=(10, 7), readonly=True)
    longitude = fields.Float(digits=(10, 7), readonly=True)
    site_id = fields.Many2one("fsm.location", readonly=True, ondelete="set null")
    windows = fields.Json(readonly=True, help="Times within which an invited client chooses")
    only_person_ids = fields.Json(readonly=True, help="Technicians of the tour that an invited client belongs to")
    start = fields.Datetime(readonly=True)
    stop = fields.Datetime(readonly=True)
    crew = fields.Json(readonly=True, help="Technicians of the chosen time, the one in charge first")
    detour = fields.Float("Detour (minutes)", readonly=True, aggregator="avg")
    hold_token = fields.Char(groups="base.group_system", readonly=True)
    # --- who books
    partner_id = fields.Many2one("res.partner", "Client", readonly=True, index="btree_not_null", ondelete="set null")
    name = fields.Char(readonly=True)
    phone = fields.Char(readonly=True)
    email = fields.Char(readonly=True)
    code_by = fields.Selection([("sms", "Text message"), ("mail", "Mail")], readonly=True)
    proved_by = fields.Selection(
        [("sms", "Text message"), ("mail", "Mail"), ("login", "Login"), ("link", "Invitation")],
        "Identity Confirmed By",
        readonly=True,
    )
    note = fields.Text(readonly=True)
    answers = fields.Json(readonly=True)
    order_id = fields.Many2one("fsm.order", "Visit", readonly=True, index="btree_not_null", ondelete="set null")

    _key_unique = models.UniqueIndex("(key) WHERE key IS NOT NULL")
    _rating_range = models.Constraint("CHECK (rating BETWEEN 0 AND 5)", "A rating goes from 1 to 5.")

    # --- life ------------------------------------------------------------------------------------------------------
    @api.model
    def _duret_online_types(self):
        """Kinds of visit that a client may book alone, in the order of the office.

        :return: fsm.order.type in superuser mode
        """
        # sudo: names, lengths and prices that the page shows to everybody.
        return self.env["fsm.order.type"].sudo().search([("duret_online", "=", True)])

    @api.model
    def _duret_begin(self, kind, started_at=None, on_phone=False):
        """Begin a booking.

        :param kind: fsm.order.type, one of `_duret_online_types`
        :param started_at: when the first page was shown (naive UTC); now by default
        :return: the booking in superuser mode
        """
        now = fields.Datetime.now()
        values = {
            "type_id": kind.id,
            "minutes": kind.duret_minutes,
            # A page left open since yesterday says nothing about how long booking takes.
            "started_at": started_at if started_at and now - timedelta(hours=1) < started_at <= now else now,
            "on_phone": on_phone,
        }
        # sudo: a visitor may write his own booking only, whose key he alone holds.
        booking = self.sudo().create(values)
        booking._duret_recognise()
        return booking

    @api.model
    def _duret_begin_invited(self, values):
        """Begin the booking of a client who came by an invitation: everything but the time is known.

        :param dict values: type_id, location_id, partner_id; minutes, person_ids (ids), windows (list of pairs of
            UTC texts), name, phone, email are optional
        :return: the booking in superuser mode
        """
        # sudo: the caller compared the secret of the invitation, which was sent to this client.
        booking = self._duret_begin(self.env["fsm.order.type"].sudo().browse(values["type_id"]))
        # The same invitation names the site.
        site = self.env["fsm.location"].sudo().browse(values["location_id"])
        booking.write({"site_id": site.id, **booking._duret_site_values(site)})
        if values.get("minutes"):
            booking.minutes = values["minutes"]
        booking.write({"windows": values.get("windows") or False, "only_person_ids": values.get("person_ids") or False})
        # And the client to whom it was sent.
        partner = self.env["res.partner"].sudo().browse(values["partner_id"])
        booking._duret_know(partner, "link")
        booking.write({name: values[name] for name in ("name", "phone", "email") if values.get(name)})
        return booking

    @api.model
    def _duret_by_key(self, key):
        """The booking of a browser's session.

        :param str key: what the session holds
        :return: the booking in superuser mode, or empty
        """
        if not isinstance(key, str) or not key:
            # Nothing is found: an empty recordset gives no access.
            return self.sudo().browse()
        # sudo: the key is random and stands only in the visitor's own session on the server.
        return self.sudo().search([("key", "=", key), ("outcome", "!=", "abandoned")], limit=1)

    def _duret_step(self):
        """The first thing that is still missing.

        :return: one of address, slot, contact, confirm, done
        """
        self.ensure_one()
        if self.order_id:
            return "done"
        if not (self.site_id or self.city):
            return "address"
        if not self.start:
            return "slot"
        return "confirm" if self.name and self.phone else "contact"

    def _duret_note_step(self):
        """Remember the farthest page, for the figures."""
        self.last_step = self._duret_step()

    # --- outcome ---------------------------------------------------------------------------------------------------
    def _duret_close_booked(self, order):
        """The client has his visit: note how long it took, forget what was typed.

        The key stays for some hours: the same form sent again must find the same visit.

        :param order: fsm.order
        """
        now = fields.Datetime.now()
        self.write(
            {
                **FORGOTTEN,
                "key": self.key,
                "order_id": order.id,
                "partner_id": order.duret_partner_id.id,
                "confirmed_at": now,
                "seconds": seconds_taken(self.started_at, now),
                "outcome": "booked",
                "reason": False,
                "last_step": "done",
            }
        )

    def _duret_refuse(self, reason):
        """Note why the client cannot go on; he may still change his answer.

        :param str reason: a value of `reason`
        """
        self.reason = reason

    def _duret_rate(self, rating):
        """Keep how easy the client found booking; he may change his mind.

        :param int rating: 1 to 5
        """
        self.rating = rating

    @api.model
    def _cron_close_left(self):
        """Every hour: bookings that were left get their outcome, and what was typed is forgotten."""
        idle = fields.Datetime.now() - timedelta(minutes=IDLE_MINUTES)
        domain = [("outcome", "=", "open"), ("write_date", "<=", idle)]
        while left := self.search(domain, limit=CLOSED_AT_ONCE).try_lock_for_update():
            left._duret_close_left()
            if not self.env["ir.cron"]._commit_progress(len(left), remaining=self.search_count(domain)):
                break

    def _duret_close_left(self):
        """Give bookings that nobody finished their outcome: refused when the company could not serve them."""
        self.env["ir.attachment"].search([("res_model", "=", self._name), ("res_id", "in", self.ids)]).unlink()
        refused = self.filtered("reason")
        refused.write(FORGOTTEN | {"outcome": "refused"})
        (self - refused).write(FORGOTTEN | {"outcome": "abandoned"})

    @api.autovacuum
    def _gc_keys(self):
        """Forget the keys of bookings that ended a day ago.

        :return: (rows changed, rows remaining)
        """
        limit = 1000
        before = fields.Datetime.now() - timedelta(days=1)
        old = self.search(
            [("key", "!=", False), ("outcome", "=", "booked"), ("confirmed_at", "<", before)], limit=limit
        )
        old.key = False
        return len(old), limit if len(old) == limit else 0
