import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.misc import format_date

from odoo.addons.duret_base.guarding import expiry

from ..booking_rules import clock, last_change, local_day, may_change, percent

# What a client reads of the way of a visit, and the kinds of event that lead to each step.
STEPS = ("planned", "en_route", "arrived", "done")


class DuretVisitPortal(models.AbstractModel):
    """What a client sees of his visit and may do with it, with a login or by the link that he received."""

    _name = "duret.visit.portal"
    _description = "Visit: Client's Page"

    duret_link_secret = fields.Char("Secret of the Link", copy=False, groups="base.group_system")
    duret_online_discount = fields.Float(
        "Online Discount (%)",
        copy=False,
        tracking=True,
        help="Promised to the client who booked online; the quotation of this visit carries it as a line",
    )
    duret_contact_name = fields.Char("Contact on Site", copy=False)
    duret_contact_phone = fields.Char("Telephone of the Contact", copy=False)
    duret_contact_email = fields.Char("E-mail of the Contact", copy=False)

    # --- link ------------------------------------------------------------------------------------------------------
    @api.model
    def _duret_new_secret(self):
        """A new secret for the link of a visit: 256 bits, so that no guess is worth a try.

        :return: str
        """
        return secrets.token_urlsafe(32)

    def _duret_manage_url(self):
        """Address of the page on which the client of this visit sees, moves and cancels it.

        :return: str, absolute; whoever has it may act for the client until the link expires
        """
        self.ensure_one()
        return f"{self.get_base_url()}{self._duret_manage_path()}"

    def _duret_manage_path(self):
        """The same without the host. A visit that has no secret yet gets one.

        :return: str
        """
        self.ensure_one()
        # sudo: only system administrators read secrets; whoever may read the visit may send its link to the client.
        visit = self.sudo()
        if not visit.duret_link_secret:
            visit.duret_link_secret = self._duret_new_secret()
        return f"/rdv/visite/{visit.duret_link_secret}"

    @api.model
    def _duret_by_link(self, secret):
        """The visit of a link that has not expired.

        :param str secret: as received
        :return: fsm.order in superuser mode, or empty
        """
        if not isinstance(secret, str) or not 40 <= len(secret) <= 64:
            # Nothing is found: an empty recordset gives no access.
            return self.sudo().browse()
        # sudo: the visitor holds a secret of 256 bits that stands in the client's own mails only.
        visit = self.sudo().search([("duret_link_secret", "=", secret)], limit=1)
        return visit if visit and not visit._duret_link_is_old() else visit.browse()

    def _duret_link_is_old(self):
        """True when the visit was over longer ago than the setting of the company allows (at most 90 days).

        :return: bool
        """
        self.ensure_one()
        over = self.scheduled_date_end or (self.stage_id.is_closed and self.write_date) or None
        # sudo: a number that only administrators set; reading it tells a visitor nothing.
        raw = self.env["ir.config_parameter"].sudo().get_param("duret_base.link_days", expiry.MAX_DAYS)
        return expiry.is_expired(over or None, fields.Datetime.now(), expiry.lifetime_days(raw))

    # --- who -------------------------------------------------------------------------------------------------------
    def _duret_contact(self):
        """Who is written to about this visit: who booked it online, else the client.

        :return: dict(name, phone in E.164 form or as stored, email); values may be False
        """
        self.ensure_one()
        client = self.duret_partner_id
        return {
            "name": self.duret_contact_name or client.name,
            "phone": self.duret_contact_phone or client.phone,
            "email": self.duret_contact_email or client.email,
        }

    @api.model
    def _duret_visits_of(self, user):
        """Visits that a client may see: those agreed with him, his own and those of his firm, unless the firm says
        that its contacts see only their own.

        :param user: res.users, a portal user
        :return: Domain on fsm.order
        """
        partner = user.partner_id
        firm = partner.commercial_partner_id
        own = Domain("duret_partner_id", "=", partner.id)
        if partner == firm or not firm.duret_portal_own_only:
            own |= Domain("duret_partner_id.commercial_partner_id", "=", firm.id)
        return own & (Domain("duret_confirmed", "=", True) | Domain("stage_id.is_closed", "=", True))

    @api.model
    def _duret_own_visit(self, user, visit_id):
        """One visit of a client.

        :param user: res.users
        :param int visit_id: as received
        :return: fsm.order in superuser mode, empty when it is not his
        """
        # sudo: clients have no right on visits; the domain above is the whole of what they may see.
        return self.sudo().search(Domain("id", "=", visit_id) & self._duret_visits_of(user), limit=1)

    # --- what he sees ----------------------------------------------------------------------------------------------
    def _duret_client_zone(self):
        return self.company_id.resource_calendar_id.tz or "Europe/Paris"

    def _duret_client_day(self, moment):
        """A day as the client reads it, such as « lundi 23 novembre 2026 »."""
        day = local_day(moment, self._duret_client_zone())
        return format_date(self.env, day, date_format="EEEE d MMMM y")

    def _duret_client_moment(self, moment):
        """A moment as the client reads it, such as « lundi 23 novembre 2026 à 8 h 30 »; empty without a moment."""
        if not moment:
            return ""
        hour = clock(moment, self._duret_client_zone())
        return self.env._("%(day)s at %(time)s", day=self._duret_client_day(moment), time=hour)

    def _duret_client_view(self):
        """What the page of a visit shows.

        :return: dict
        """
        self.ensure_one()
        start, over = self.scheduled_date_start, self.stage_id.is_closed
        cancelled = self.stage_id == self.env.ref("fieldservice.fsm_stage_cancelled")
        hours = self.company_id.duret_change_notice_hours
        return {
            "visit": self,
            "kind": self.type.name or self.env._("Visit"),
            "day": start and self._duret_client_day(start),
            "hour": start and clock(start, self._duret_client_zone()),
            "end": self.scheduled_date_end and clock(self.scheduled_date_end, self._duret_client_zone()),
            "address": ", ".join(filter(None, (self.street, " ".join(filter(None, (self.zip, self.city)))))),
            "technician": self.person_id.name,
            "cancelled": cancelled,
            "steps": [] if cancelled else self._duret_client_steps(),
            "may_change": not over and self._duret_may_change(),
            "until": start and not over and self._duret_client_moment(last_change(start, hours)),
            "may_move": not over and self._duret_may_change() and self.type.duret_online,
            "discount": self.duret_online_discount,
            "percent": percent,
        }

    def _duret_client_steps(self):
        """How far the visit is: planned, on the way, on site, done.

        :return: list of dict(code, label, state done/current/todo, date)
        """
        reached = {event.kind: event.date for event in self.duret_event_ids.sorted("id") if event.kind in STEPS}
        if self.stage_id.is_closed:
            reached.setdefault("done", self.date_end or self.write_date)
        labels = {
            "planned": self.env._("Appointment made"),
            "en_route": self.env._("On the way"),
            "arrived": self.env._("On site"),
            "done": self.env._("Finished"),
        }
        current = max([STEPS.index(kind) for kind in reached] or [0])
        return [
            {
                "code": code,
                "label": labels[code],
                "state": "current" if place == current else "done" if place < current else "todo",
                "date": place and reached.get(code) and self._duret_client_moment(reached[code]),
            }
            for place, code in enumerate(STEPS)
        ]

    # --- what he may do --------------------------------------------------------------------------------------------
    def _duret_may_change(self):
        """True while the client may move or cancel by himself.

        :return: bool
        """
        self.ensure_one()
        open_ = not self.stage_id.is_closed and not self.date_start
        hours = self.company_id.duret_change_notice_hours
        return open_ and may_change(self.scheduled_date_start or None, fields.Datetime.now(), hours)

    def _duret_check_change(self):
        """Refuse a change that comes too late.

        :raise UserError: the visit is over, or begins too soon
        """
        if not self._duret_may_change():
            raise UserError(
                self.env._("This visit can no longer be changed online. Please call us: we will find a solution.")
            )

    def _duret_as_client(self):
        """These visits, acting for their client, whose right the caller has checked (link or login).

        :return: fsm.order in superuser mode
        """
        # sudo: clients have no right on visits; link or ownership was checked by the caller.
        return self.sudo().with_context(duret_actor_partner_id=self.sudo().duret_partner_id[:1].id)

    def _duret_client_cancel(self, reason):
        """Cancel for the client; cancelled twice, it is cancelled once.

        :param str reason: his words, may be empty
        :raise UserError: too late
        """
        self.ensure_one()
        visit = self._duret_as_client()
        if visit.stage_id == self.env.ref("fieldservice.fsm_stage_cancelled"):
            return
        visit._duret_check_change()
        visit.duret_cancel((reason or "").strip()[:200] or self.env._("Cancelled online by the client"), "portal")

    def _duret_client_move(self, start):
        """Move for the client to another free time.

        :param datetime start: naive UTC, as received
        :raise SlotTaken: it is not free (any more)
        :raise UserError: too late to change
        """
        self.ensure_one()
        visit = self._duret_as_client()
        if visit.scheduled_date_start == start:
            return
        visit._duret_check_change()
        visit._duret_finder()._duret_first_crew(
            start, lambda offer: visit.duret_move(offer.start, list(offer.person_ids), "portal")
        )

    def _duret_booking(self):
        """The online booking that made this visit.

        :return: duret.booking.session in superuser mode, possibly empty
        """
        self.ensure_one()
        # sudo: the caller has checked the client's link or login; only his own rating is read and written.
        return self.env["duret.booking.session"].sudo().search([("order_id", "=", self.id)], limit=1)

    def _duret_finder(self):
        """A booking that only looks for free times of this visit; it is never stored.

        :return: duret.booking.session, new
        """
        return self.env["duret.booking.session"].new(
            {
                "company_id": self.company_id.id,
                "type_id": self.type.id,
                "minutes": round((self.scheduled_duration or 0) * 60) or self.type.duret_minutes,
                "site_id": self.location_id.id,
                "order_id": self.id,
            }
        )
