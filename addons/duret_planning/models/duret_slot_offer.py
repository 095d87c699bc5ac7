import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.duret_base.guarding import expiry

STATES = [
    ("offered", "Waiting for the Client"),
    ("accepted", "Accepted"),
    ("lost", "Somebody Was Faster"),
    ("declined", "Declined"),
    ("expired", "No Answer"),
]


class DuretSlotOffer(models.Model):
    """A time set free, proposed to one client of the waiting list. The first one who accepts has it: the claims on the
    technicians' time decide."""

    _name = "duret.slot.offer"
    _description = "Time Proposed to a Waiting Client"
    _order = "id desc"
    _rec_name = "start"

    order_id = fields.Many2one("fsm.order", "Visit", required=True, ondelete="cascade", readonly=True)
    freed_id = fields.Many2one("duret.freed.slot", "Time Set Free", required=True, ondelete="cascade", readonly=True)
    event_id = fields.Many2one("duret.visit.event", required=True, ondelete="cascade", index=True, readonly=True)
    start = fields.Datetime(required=True, readonly=True)
    stop = fields.Datetime(required=True, readonly=True)
    person_id = fields.Many2one("fsm.person", "Technician", required=True, ondelete="cascade", readonly=True)
    person_ids = fields.Many2many("fsm.person", string="Crew", readonly=True)
    secret = fields.Char(
        required=True, copy=False, groups="base.group_system", default=lambda self: secrets.token_urlsafe(32)
    )
    expires_at = fields.Datetime(required=True, readonly=True)
    state = fields.Selection(STATES, required=True, default="offered", readonly=True)
    answered_at = fields.Datetime("Ended On", readonly=True)

    _secret_unique = models.UniqueIndex("(secret)")
    _once = models.UniqueIndex("(order_id, freed_id)", "This client was already asked about this time.")
    _one_at_a_time = models.UniqueIndex(
        "(order_id) WHERE state = 'offered'", "Another time is being proposed to this client."
    )
    _freed_idx = models.Index("(freed_id)")

    @api.model
    def _by_link(self, secret):
        """The proposal of a link.

        :param str secret: as received
        :return: duret.slot.offer in superuser mode, empty when the link is wrong or its time long past
        """
        if not isinstance(secret, str) or not 40 <= len(secret) <= 64:
            secret = ""  # no proposal has it
        # sudo: the visitor holds a secret of 256 bits that stands in one message to the client only.
        offer = self.sudo().search([("secret", "=", secret)], limit=1)
        # sudo: a number that only administrators set; reading it tells a visitor nothing.
        raw = self.env["ir.config_parameter"].sudo().get_param("duret_base.link_days", expiry.MAX_DAYS)
        old = offer and expiry.is_expired(offer.stop, fields.Datetime.now(), expiry.lifetime_days(raw))
        return offer.browse() if old else offer

    def _url(self):
        """Address of the page that answers this proposal."""
        self.ensure_one()
        # sudo: only administrators read secrets; called for the message to the client, and by its page.
        return f"{self.get_base_url()}/rdv/offre/{self.sudo().secret}"

    def _tell(self):
        """Put the messages in the outbox: by text message to whoever has a mobile, else by mail."""
        addresses = self.order_id._duret_message_addresses()
        now = fields.Datetime.now()
        rows = []
        for offer in self:
            visit = offer.order_id
            by_sms = addresses[visit.id]["mobile"] and visit.company_id.duret_visit_sms
            rows.append(
                {
                    "event_id": offer.event_id.id,
                    "order_id": visit.id,
                    "audience": "client",
                    "purpose": "offer",
                    "partner_id": visit.duret_partner_id.id,
                    "channel": "sms" if by_sms else "mail",
                    "due": now,
                }
            )
        self.env["duret.visit.message"]._duret_queue(rows)

    def _is_open(self):
        """Whether the client may still take this time: he has not answered, waits still, and for an earlier one."""
        self.ensure_one()
        visit, own = self.order_id, self.order_id.scheduled_date_start
        waits = visit.duret_waiting and not visit.stage_id.is_closed and (not own or self.start < own)
        return self.state == "offered" and self.expires_at > fields.Datetime.now() and waits

    def _close(self, state):
        """End these proposals.

        :param str state: see `STATES`
        """
        if self:
            self.write({"state": state, "answered_at": fields.Datetime.now()})

    # -- the client's answer ----------------------------------------------------------------------------------------

    def _accept(self):
        """The client takes the time: his visit moves, all of it or nothing. Accepted twice, it is accepted once.

        :return: bool: False when somebody was faster or the answer comes too late; he then stays on the list
        """
        self.ensure_one()
        if self.state == "accepted":
            return True
        if not self._is_open():
            return False
        try:
            with self.env.cr.savepoint():
                self._take()
        except UserError:
            # Taken since, or the technician is away since: the page says so, the visit is as it was.
            self._close("lost")
            self.freed_id._look_again(fields.Datetime.now())
            return False
        self._close("accepted")
        self._end_rivals()
        self.freed_id._look_again(fields.Datetime.now())
        return True

    def _take(self):
        """Move the visit to the time proposed.

        :raises SlotTaken: a technician is taken
        :raises UserError: nobody can come in time any more, or the day is off
        """
        visit = self.order_id._duret_as_client()
        slot = visit._duret_slot_within(self.person_id, self.start, fields.Datetime.add(self.start, minutes=1))
        if not slot or slot.start != self.start:
            raise UserError(self.env._("This slot has just been taken."))
        if not visit.scheduled_duration:
            visit.scheduled_duration = visit._duret_minutes() / 60
        others = [id_ for id_ in slot.worker_ids if id_ != self.person_id.id]
        visit.duret_move(self.start, [self.person_id.id, *others], "portal")
        # His answer stands before he leaves the list, which ends what is proposed to him.
        self._close("accepted")
        visit.write({"duret_waiting": False} | ({} if visit.duret_confirmed else {"duret_confirmed": True}))

    def _end_rivals(self):
        """Nobody else can have what was just taken."""
        people = self.order_id._duret_crew()
        rivals = self.search(
            [("state", "=", "offered"), ("person_ids", "in", people.ids), ("start", "<", self.stop)]
            + [("stop", ">", self.start)]
        )
        rivals._close("lost")

    def _decline(self):
        """The client does not want this time: he stays on the list, the next one is asked."""
        self.ensure_one()
        if self.state == "offered":
            self._close("declined")
            self.freed_id._look_again(fields.Datetime.now())

    # -- what he sees -----------------------------------------------------------------------------------------------

    def _view(self):
        """What the page of a proposal shows.

        :return: dict
        """
        self.ensure_one()
        visit = self.order_id
        state = "expired" if self.state == "offered" and not self._is_open() else self.state
        return {
            "offer": self,
            "state": state,
            "kind": visit.type.name or self.env._("Visit"),
            "old": self.event_id.old_start and visit._duret_client_moment(self.event_id.old_start),
            "new": visit._duret_client_moment(self.start),
            "until": visit._duret_client_moment(self.expires_at),
            "technician": self.person_id.name,
            "address": visit._duret_client_view()["address"],
            "visit_path": visit._duret_manage_path(),
            "waits": visit.duret_waiting,
        }
