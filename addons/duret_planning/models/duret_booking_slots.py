from datetime import datetime, time, timedelta

import pytz

from odoo import fields, models
from odoo.exceptions import UserError

from ..booking_rules import Offer, local_day, offers_by_day, read_day, soonest
from ..exceptions import SlotTaken

STRIP_DAYS = 7
NEXT = 3  # other times shown to whoever came second
TRIES = 3  # crews tried for one start before saying that it is taken
READING_MINUTES = 15  # a time that was shown may still be chosen so long after the notice has passed it


class DuretBookingSlots(models.AbstractModel):
    """Free times of a booking: shown by day, held while the client types."""

    _name = "duret.booking.slots"
    _description = "Online Booking: Free Times"

    # --- days ------------------------------------------------------------------------------------------------------
    def _duret_zone(self):
        """Name of the time zone in which clients read hours.

        :return: str
        """
        return self.company_id.resource_calendar_id.tz or "Europe/Paris"

    def _duret_bookable_days(self):
        """First and last local day that may hold a visit of this kind.

        :return: (date, date)
        """
        now, zone = fields.Datetime.now(), self._duret_zone()
        if self.windows:
            pairs = [fields.Datetime.to_datetime(moment) for pair in self.windows for moment in pair]
            return max(local_day(now, zone), local_day(min(pairs), zone)), local_day(max(pairs), zone)
        kind = self.type_id
        first = local_day(now + timedelta(hours=kind.duret_notice_hours), zone)
        return first, max(first, local_day(now, zone) + timedelta(days=kind.duret_horizon_days))

    def _duret_midnight(self, day):
        """The beginning of a local day.

        :param date day: local day
        :return: naive UTC datetime
        """
        zone = pytz.timezone(self._duret_zone())
        local = zone.normalize(zone.localize(datetime.combine(day, time.min)))
        return local.astimezone(pytz.utc).replace(tzinfo=None)

    def _duret_strip(self, raw_day=None):
        """The days to choose from, with their free times.

        :param str raw_day: day that the client asks for, as received
        :return: dict: ``days`` (list of booking_rules.Day), ``shown`` (the one whose times are listed),
            ``previous`` and ``next`` (first day of the strips around, or None), ``soonest`` (first day with a free
            time after this strip, when the strip has none)
        """
        first, last = self._duret_bookable_days()
        wanted = read_day(raw_day, first, last)
        begin = first + timedelta(days=(wanted - first).days // STRIP_DAYS * STRIP_DAYS)
        count = min(STRIP_DAYS, (last - begin).days + 1)
        days = self._duret_days(begin, count)
        free = [day for day in days if day.offers]
        asked = next((day for day in days if raw_day and day.day == wanted), None)
        return {
            "days": days,
            "shown": asked or (free or days)[0],
            "previous": begin - timedelta(days=STRIP_DAYS) if begin > first else None,
            "next": begin + timedelta(days=STRIP_DAYS) if begin + timedelta(days=count) <= last else None,
            "soonest": self._duret_first_day(begin + timedelta(days=count), last) if not free else None,
        }

    def _duret_days(self, begin, count):
        """Days with their free times, in one search.

        :param date begin: first local day
        :param int count: how many
        :return: list of booking_rules.Day
        """
        days = [begin + timedelta(days=number) for number in range(count)]
        earliest, latest = self._duret_midnight(begin), self._duret_midnight(begin + timedelta(days=count))
        return offers_by_day(self._duret_offers(earliest, latest), days, self._duret_zone())

    def _duret_first_day(self, begin, last):
        """The first day with a free time.

        :param date begin: local day to begin with
        :param date last: last local day
        :return: date or None
        """
        if begin > last:
            return None
        offers = self._duret_offers(self._duret_midnight(begin), self._duret_midnight(last + timedelta(days=1)))
        return local_day(min(offer.start for offer in offers), self._duret_zone()) if offers else None

    # --- the engine ------------------------------------------------------------------------------------------------
    def _duret_offers(self, earliest, latest, without=(), grace=0):
        """Free times between two moments, notice and horizon of the kind of visit included.

        :param earliest: naive UTC
        :param latest: naive UTC
        :param without: ids of technicians not to ask
        :param int grace: minutes by which the notice may be short
        :return: list of booking_rules.Offer
        """
        person_ids = self.only_person_ids or None
        if without:
            known = person_ids or self.env["fsm.person"].search([("duret_bookable", "=", True)]).ids
            person_ids = [id_ for id_ in known if id_ not in without]
            if not person_ids:
                return []
        slots = self.env["duret.availability"].find(
            self.type_id,
            self._duret_place(),
            earliest=earliest,
            latest=latest,
            person_ids=person_ids,
            windows=self._duret_asked_windows(),
            minutes=self.minutes or None,
            hold_token=self.hold_token or None,
            ignore_order_ids=self.order_id.ids,
            for_client=True,
            grace=grace,
        )
        return [Offer(slot.start, slot.stop, tuple(slot.worker_ids), slot.detour) for slot in slots]

    def _duret_place(self):
        """Where the visit is: the site, else the typed address once located.

        :return: fsm.location or (latitude, longitude)
        """
        return self.site_id or (self.latitude, self.longitude)

    def _duret_asked_windows(self):
        """Times within which an invited client chooses.

        :return: list of (start, stop) naive UTC, or None
        """
        if not self.windows:
            return None
        return [tuple(map(fields.Datetime.to_datetime, pair)) for pair in self.windows]

    # --- holding ---------------------------------------------------------------------------------------------------
    def _duret_choose(self, start):
        """Hold a time for this client; the time he held before is given back.

        :param datetime start: naive UTC, as received
        :raise SlotTaken: it is not free (any more); what was held before still is
        """
        self.ensure_one()
        with self.env.cr.savepoint():
            self._duret_release()
            offer, hold = self._duret_first_crew(start, self._duret_hold)
            self.write(
                {
                    "start": offer.start,
                    "stop": offer.stop,
                    "crew": list(offer.person_ids),
                    "detour": offer.detour,
                    "minutes": (offer.stop - offer.start).total_seconds() // 60,
                    "hold_token": hold.token,
                    "reason": False,
                }
            )

    def _duret_hold(self, offer):
        """Keep a time.

        :param booking_rules.Offer offer: the time and its technicians
        :return: duret.slot.hold
        :raise SlotTaken: one of them was just taken
        """
        holds = self.env["duret.slot.hold"]
        return holds.hold(list(offer.person_ids), offer.start, offer.stop, self.type_id.id)

    def _duret_first_crew(self, start, take):
        """Take a start with the best crew that is free; when it was just taken, look for another one.

        :param datetime start: naive UTC
        :param take: function that takes a booking_rules.Offer, or raises SlotTaken
        :return: (the offer taken, what `take` returned)
        :raise SlotTaken: nobody can
        """
        day = local_day(start, self._duret_zone())
        earliest, latest = self._duret_midnight(day), self._duret_midnight(day + timedelta(days=1))
        taken = set()
        for _try in range(TRIES):
            may_start = self._duret_may_start(start)
            offers = self._duret_offers(earliest, latest, taken, grace=READING_MINUTES) if may_start else []
            offer = next((one for one in offers if one.start == start), None)
            if not offer:
                break
            try:
                return offer, take(offer)
            except SlotTaken:
                taken |= set(offer.person_ids)
        raise SlotTaken(self.env._("This slot has just been taken."))

    def _duret_may_start(self, start):
        """True when a moment lies within the days that are offered: the rest is not even searched."""
        first, last = self._duret_bookable_days()
        return first <= local_day(start, self._duret_zone()) <= last

    def _duret_release(self):
        """Give back the time held for this client, if any."""
        if self.hold_token:
            self.env["duret.slot.hold"]._duret_by_token(self.hold_token).release()
            self.hold_token = False

    def _duret_lose_time(self):
        """The chosen time went to somebody else: another one has to be chosen."""
        self._duret_release()
        self.write({"start": False, "stop": False, "crew": False})

    def _duret_held_until(self):
        """Until when the chosen time is kept.

        :return: naive UTC datetime, or False when it is not held any more
        """
        return self.env["duret.slot.hold"]._duret_by_token(self.hold_token).expires_at

    def _duret_held_or_taken_again(self):
        """The hold of the chosen time; when it ran out, the time is held again if it is still free.

        :return: duret.slot.hold
        :raise SlotTaken: somebody else has it
        """
        hold = self.env["duret.slot.hold"]._duret_by_token(self.hold_token)
        if not hold:
            self._duret_choose(self.start)
            hold = self.env["duret.slot.hold"]._duret_by_token(self.hold_token)
        return hold

    def _duret_next_offers(self, start):
        """Other times for whoever came second, the nearest first: after the lost one, else before it.

        What the winner took may not be visible yet to this transaction: times that overlap the lost one are left out.

        :param datetime start: the time that was lost (naive UTC)
        :return: list of booking_rules.Offer, at most NEXT
        """
        first, last = self._duret_bookable_days()
        day = min(max(local_day(start, self._duret_zone()), first), last)
        lost = start + timedelta(minutes=self.minutes or self.type_id.duret_minutes)
        for count in (2, STRIP_DAYS * 2):
            latest = min(day + timedelta(days=count), last + timedelta(days=1))
            offers = self._duret_offers(self._duret_midnight(day), self._duret_midnight(latest))
            free = [offer for offer in offers if offer.stop <= start or offer.start >= lost]
            if len({offer.start for offer in free}) >= NEXT:
                break
        return soonest(free, start, NEXT)

    # --- incentive -------------------------------------------------------------------------------------------------
    def _duret_discount(self, detour):
        """Percentage taken off the work for booking this time online.

        :param float detour: minutes of driving that the visit adds
        :return: float, 0 when the company gives none for such a time
        """
        company = self.company_id
        most = company.duret_online_discount_max_detour
        return company.duret_online_discount_percent if not most or detour <= most else 0.0

    # --- address ---------------------------------------------------------------------------------------------------
    def _duret_site_values(self, site):
        """What the booking shows of a known site.

        :param site: fsm.location
        :return: dict
        """
        return {
            "street": site.street,
            "zip": site.zip,
            "city": site.city,
            "latitude": site.partner_latitude,
            "longitude": site.partner_longitude,
        }

    def _duret_known_sites(self):
        """Sites of the client, when he logged in.

        :return: fsm.location, at most 12
        """
        owner = self._duret_visitor().commercial_partner_id
        if not owner:
            return self.env["fsm.location"]
        return self.env["fsm.location"].search([("owner_id", "=", owner.id)], order="id desc", limit=12)

    def _duret_choose_site(self, site_id):
        """Take one of the client's own sites.

        :param int site_id: as received
        :raise UserError: not one of them
        """
        site = self._duret_known_sites().filtered(lambda one: one.id == site_id)
        if not site:
            raise UserError(self.env._("Please choose one of your addresses, or type another one."))
        self._duret_move_to({"site_id": site.id, **self._duret_site_values(site)})

    def _duret_locate(self, address):
        """Take a typed address, once it is found on the map.

        :param dict address: street, zip, city
        :raise UserError: it is not found, or not in the area that the company serves
        """
        found = self.env["duret.availability"].locate(address)
        if found["status"] != "found":
            self._duret_refuse("outside_area" if found["status"] == "outside" else "unknown_address")
            raise UserError(found["message"])
        place = {"latitude": found["latitude"], "longitude": found["longitude"]}
        self._duret_move_to({"site_id": False, **address, **place})

    def _duret_move_to(self, values):
        """Keep the place; a time chosen for another place is given back."""
        self._duret_release()
        self.write(values | {"start": False, "stop": False, "crew": False, "reason": False})
