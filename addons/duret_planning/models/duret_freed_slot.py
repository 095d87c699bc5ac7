"""Times that visits have given back, and the clients of the waiting list who are asked whether they want them."""

import logging
from datetime import timedelta

import psycopg2

from odoo import api, fields, models
from odoo.tools import SQL

from ..waiting_list import expiry

_logger = logging.getLogger(__name__)
RETRY_AFTER = timedelta(hours=1)
STATES = [("open", "Being Proposed"), ("taken", "Taken"), ("none", "Suits Nobody"), ("late", "Too Late")]
BATCH = 20
# The engine is asked about so many clients at once, the nearest first, and about so many in all.
LOOKED_AT = 12
MOST_LOOKED_AT = 60


class DuretFreedSlot(models.Model):
    """A time of one technician that a visit gave back.

    A few clients are asked at once; the next ones follow when nobody takes it, until it is taken, nobody is left or it
    is too late. Whoever takes it gives back a time of his own, later than this one, and has left the list: the chain
    ends when the list is empty at the latest.
    """

    _name = "duret.freed.slot"
    _description = "Time Set Free"
    _order = "start, id"
    _rec_name = "start"

    event_id = fields.Many2one("duret.visit.event", required=True, ondelete="cascade", index=True, readonly=True)
    order_id = fields.Many2one(
        "fsm.order", "Given Back By", required=True, ondelete="cascade", index=True, readonly=True
    )
    person_id = fields.Many2one("fsm.person", "Technician", required=True, ondelete="cascade", readonly=True)
    company_id = fields.Many2one(related="order_id.company_id", store=True)
    start = fields.Datetime(required=True, readonly=True)
    stop = fields.Datetime(required=True, readonly=True)
    state = fields.Selection(STATES, required=True, default="open", readonly=True)
    next_look = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    offer_ids = fields.One2many("duret.slot.offer", "freed_id", "Proposals")

    _once = models.Constraint(
        "UNIQUE(event_id, person_id, start)", "This time is already proposed to the clients who wait."
    )
    _forward = models.Constraint("CHECK (start < stop)", "A visit cannot end before it starts.")
    _open_idx = models.Index("(next_look, id) WHERE state = 'open'")

    @api.model
    def _note(self, rows):
        """Write down times set free. Clients are asked once whoever plans has had time to change his mind.

        :param rows: list of values: event_id, order_id, person_id, start, stop (naive UTC)
        :return: the times
        """
        if not rows:
            return self.browse()
        look = fields.Datetime.now() + timedelta(minutes=self.env.company.duret_visit_fold_minutes)
        slots = self.create([row | {"next_look": look} for row in rows])
        self._wake_up(look)
        return slots

    @api.model
    def _wake_up(self, moment):
        """Have the list looked at when this moment has come."""
        # sudo: waking a scheduled task gives no access to anything.
        self.env.ref("duret_planning.ir_cron_waiting_list").sudo()._trigger(at=moment)

    @api.model
    def _cron_propose(self):
        """When a time was set free and when an answer is due. Batched, each time on its own, resumable after a kill."""
        domain = [("state", "=", "open"), ("next_look", "<=", fields.Datetime.now())]
        while slot := self.search(domain, limit=BATCH, order="next_look, id").try_lock_for_update(limit=1):
            slot._look_alone()
            if not self.env["ir.cron"]._commit_progress(1, remaining=self.search_count(domain, limit=BATCH)):
                break

    # -- one round --------------------------------------------------------------------------------------------------

    def _look_alone(self):
        """Ask the next clients; a time that cannot be looked at waits an hour and does not keep the others."""
        try:
            with self.env.cr.savepoint():
                self._look()
        except psycopg2.OperationalError:
            raise  # the whole round is tried again by the job
        except Exception:
            _logger.exception("Time set free %s cannot be proposed; looked at again later", self.id)
            self._look_again(fields.Datetime.now() + RETRY_AFTER)

    def _look(self):
        """Ask the next clients, or say why nobody is asked any more."""
        self.ensure_one()
        now, company = fields.Datetime.now(), self.company_id
        live = self.offer_ids.filtered(lambda offer: offer.state == "offered")
        over = live.filtered(lambda offer: offer.expires_at <= now)
        over._close("expired")
        live -= over
        allowed = company._duret_quiet_hours().next_allowed(now)
        until = expiry(allowed, self.start, company.duret_waiting_minutes)
        room = max(0, company.duret_waiting_offers - len(live))
        if allowed > now and until:
            self._look_again(allowed)
            return
        if until and room:
            live |= self._propose(self._suited(room), until)
        if live:
            self._look_again(min(live.mapped("expires_at")))
        else:
            is_taken = "accepted" in self.offer_ids.mapped("state")
            self.state = "taken" if is_taken else "none" if until else "late"

    def _look_again(self, moment):
        """Come back to this time later.

        :param datetime moment: naive UTC
        """
        self.next_look = moment
        self._wake_up(moment)

    def _suited(self, room):
        """Waiting visits that this time suits, the smallest detour first, then those who wait longest.

        :param int room: how many are wanted
        :return: list of (fsm.order, slotting.slots.Slot)
        """
        candidates = self._candidates()
        addresses = candidates._duret_message_addresses()
        reached = candidates.filtered(lambda visit: self._is_reached(visit, addresses[visit.id]))
        found = []
        for first in range(0, len(reached), LOOKED_AT):
            for visit in reached[first : first + LOOKED_AT]:
                slot = visit._duret_slot_within(self.person_id, self.start, self.stop)
                if slot:
                    found.append((visit, slot))
            if len(found) >= room:
                break
        found.sort(key=lambda one: (one[1].detour, one[0].duret_waiting_since, one[0].id))
        return found[:room]

    def _is_reached(self, visit, address):
        """Whether a client can be asked in time: by text message or by mail.

        :param dict address: see `fsm.order._duret_message_addresses`
        """
        return bool(address["email"] or (address["mobile"] and visit.company_id.duret_visit_sms))

    def _candidates(self):
        """Waiting visits that have no time or a later one and were not asked about this time, the nearest first.

        :return: fsm.order, at most `MOST_LOOKED_AT`
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """SELECT visit.id
                     FROM fsm_order visit
                     JOIN fsm_stage stage ON stage.id = visit.stage_id
                     JOIN fsm_location location ON location.id = visit.location_id
                     JOIN res_partner site ON site.id = location.partner_id,
                          (SELECT site.partner_latitude AS lat, site.partner_longitude AS lon
                             FROM fsm_order visit
                             JOIN fsm_location location ON location.id = visit.location_id
                             JOIN res_partner site ON site.id = location.partner_id
                            WHERE visit.id = %(left_by)s) here
                    WHERE visit.duret_waiting AND stage.is_closed IS NOT TRUE AND visit.id <> %(left_by)s
                      AND visit.company_id = %(company)s AND visit.duret_partner_id IS NOT NULL
                      AND (visit.scheduled_date_start IS NULL OR visit.scheduled_date_start > %(start)s)
                      AND NOT EXISTS (SELECT FROM duret_slot_offer offer
                                        JOIN duret_freed_slot freed ON freed.id = offer.freed_id
                                       WHERE offer.order_id = visit.id
                                         AND (offer.state = 'offered' OR freed.event_id = %(event)s))
                 ORDER BY CASE WHEN site.partner_latitude <> 0 AND here.lat <> 0
                               THEN (site.partner_latitude - here.lat) ^ 2
                                    + ((site.partner_longitude - here.lon) * cos(radians(here.lat))) ^ 2 END
                          NULLS LAST, visit.duret_waiting_since, visit.id
                    LIMIT %(limit)s""",
                left_by=self.order_id.id,
                company=self.company_id.id,
                start=self.start,
                event=self.event_id.id,
                limit=MOST_LOOKED_AT,
            )
        )
        return self.env["fsm.order"].browse([visit_id for (visit_id,) in self.env.cr.fetchall()])

    def _propose(self, suited, until):
        """Propose this time to the clients of visits: journal of the visit, row with the link, message.

        :param suited: list of (fsm.order, slotting.slots.Slot)
        :param datetime until: naive UTC, when the proposals end
        :return: duret.slot.offer
        """
        if not suited:
            return self.env["duret.slot.offer"]
        events = self.env["duret.visit.event"]._duret_record(
            [
                {
                    "order_id": visit.id,
                    "kind": "offered",
                    "old_start": visit.scheduled_date_start,
                    "new_start": slot.start,
                    "new_person_ids": list(slot.worker_ids),
                }
                for visit, slot in suited
            ]
        )
        offers = self.env["duret.slot.offer"].create(
            [
                self._offer_values(visit, slot, until) | {"event_id": event.id}
                for (visit, slot), event in zip(suited, events, strict=True)
            ]
        )
        offers._tell()
        return offers

    def _offer_values(self, visit, slot, until):
        lead = self.person_id.id
        return {
            "order_id": visit.id,
            "freed_id": self.id,
            "start": slot.start,
            "stop": slot.stop,
            "person_id": lead,
            "person_ids": [fields.Command.set(list(slot.worker_ids))],
            "expires_at": until,
        }
