"""« Rendez-vous »: what the office's form asks while a client is on the telephone, and the one call that books."""

from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError

from odoo.addons.duret_base.duret_calendar import day_bounds

from ..exceptions import SlotTaken

BEST = 3
OTHERS = 12
PARTS = ("morning", "afternoon")
URGENT = ("2", "3")  # priorities of a ticket
SOON = (timedelta(days=1), timedelta(days=3))  # looked at first for them
LONGEST_KEY = 64
KEY_INDEX = "duret_booking_measure_client_key_unique"


class DuretBookingDesk(models.AbstractModel):
    """Books and moves visits for the office, with the rights of whoever sits there."""

    _name = "duret.booking.desk"
    _inherit = ["duret.booking.desk.subject"]
    _description = "Booking by the Office"

    @api.model
    def start(self, params):
        """Everything the form shows when it opens, the three best times included.

        :param dict params: ``model`` and ``res_id`` (helpdesk.ticket, crm.phonecall, res.partner, or fsm.order to move
            it), or ``partner_id`` or ``location_id``; and when they are known: type_id, person_ids, minutes, windows
        :return: dict: opened (UTC text), client, ticket, call_id, visit, sites, address, types, type_id, site_id,
            technicians, slots, why, place (see :meth:`slots`)
        :raises UserError: nobody to visit
        """
        self._check_allowed()
        subject = self._subject(params)
        client = subject["client"]
        kinds = self.env["fsm.order.type"].search([])
        sites = self._sites(client)
        kind, site = self._usual_kind(subject, kinds), self._usual_site(subject, sites)
        asked = {
            "type_id": kind.id,
            "site_id": site.id,
            "partner_id": client.id,
            "visit_id": subject["visit"].id,
            "soon": subject["ticket"].priority in URGENT,
            **{key: params[key] for key in ("person_ids", "minutes", "windows") if params.get(key)},
        }
        return {
            "opened": fields.Datetime.to_string(fields.Datetime.now()),
            **self._shown_subject(subject),
            "sites": [{"id": one.id, "address": self._site_address(one)} for one in sites],
            "address": {name: client[name] or "" for name in ("street", "zip", "city")},
            "types": [{"id": one.id, "name": one.name, "minutes": one.duret_minutes} for one in kinds],
            "technicians": self._technicians(),
            "query": asked,
            **self.slots(asked),
        }

    @api.model
    def slots(self, asked):
        """Free times for what is asked.

        :param dict asked: type_id, and site_id, address (dict street, zip, city) or partner_id; when they apply:
            visit_id (the one that is moved), soon (True for an urgent request), person_id, person_ids, day
            (« YYYY-MM-DD »), part (« morning », « afternoon »), minutes, windows, more (True for more than the best)
        :return: dict: slots (list of dict start, person_ids, day, hours, names, detour in minutes), why (sentence when
            there is none), place (« found », « missing », « unknown » or « outside »), place_text
        """
        self._check_allowed()
        asked = self._read_asked(asked)
        kind = self._record("fsm.order.type", asked.get("type_id"))
        place = self._place(asked)
        if place["status"] in ("missing", "outside"):
            return {"slots": [], "why": "", "place": place["status"], "place_text": place["message"]}
        wishes = self._wishes(asked)
        if wishes is None:
            return {"slots": [], "why": self.env._("This date is past."), "place": "found", "place_text": ""}
        wishes["part_of_day"] = asked.get("part") if asked.get("part") in PARTS else None
        found = self._found(kind, place["where"], asked, wishes)
        return {
            "slots": self._shown_slots(found),
            "why": "" if found else self.env["duret.availability"].why(kind, place["where"], **wishes),
            "place": place["status"],
            "place_text": place["message"],
        }

    @api.model
    def book(self, values):
        """Book, or move, at one of the times shown; the same form sent twice is one appointment.

        :param dict values: asked (see :meth:`slots`), start (UTC text), person_ids, key (made by the form), opened (as
            given by :meth:`start`); when they apply: ticket_id, call_id, note, contract_id, by_client
        :return: dict: visit_id, name, when, told (list of « mail », « sms »); or taken (sentence) alone: somebody was
            faster, nothing was written
        :raises UserError: what is wrong, in the words of the form
        """
        self._check_allowed()
        key = self._key(values)
        if known := self.env["duret.booking.measure"].search([("client_key", "=", key)], limit=1):
            return self._booked(known.order_id)
        try:
            with self.env.cr.savepoint():
                visit = self._write_visit(values)
                self._measure(visit, values, key)
        except SlotTaken as error:
            self.env["duret.slot.refusal"]._note(values.get("start"), "phone")
            return {"taken": str(error)}
        return self._booked(visit)

    # -- reading ----------------------------------------------------------------------------------------------------

    def _check_allowed(self):
        """Only those who plan visits have the form.

        :raises AccessError: others
        """
        self.env["fsm.order"].check_access("create")

    def _incomplete(self):
        """What a form that no screen of ours sends is answered."""
        return UserError(self.env._("This form is not complete: open it again."))

    def _read_asked(self, asked):
        """What is asked, once its day and its technicians can be read.

        :raises UserError: they cannot
        """
        asked = asked if isinstance(asked, dict) else {}
        try:
            fields.Date.to_date(asked.get("day") or None)
        except (TypeError, ValueError):
            raise self._incomplete() from None
        self._check_people([asked.get("person_id")])
        self._check_people(asked.get("person_ids"))
        return asked

    def _check_people(self, people):
        """Refuse technicians that are not a list of ids."""
        if not isinstance(people or [], list | tuple) or any(one and type(one) is not int for one in people or []):
            raise self._incomplete()

    def _record(self, model, res_id):
        """Record that exists and may be read, or an empty one."""
        record = self.env[model].browse(res_id if type(res_id) is int else []).exists()
        return record._filtered_access("read")

    def _place(self, asked):
        """Where the visit takes place.

        :return: dict: where (for `duret.availability`), status, message
        """
        engine = self.env["duret.availability"]
        site = self._record("fsm.location", asked.get("site_id"))
        partner = self._record("res.partner", asked.get("partner_id"))
        address = asked.get("address")
        if isinstance(address, dict) and (address.get("city") or address.get("zip")):
            found = engine.locate(address)
            is_found = found["status"] == "found"
            return found | {"where": (found["latitude"], found["longitude"]) if is_found else None}
        record = site or partner
        if not site and not (partner.city or partner.zip):
            return {"where": None, "status": "missing", "message": ""}
        found = engine.where(record)
        return found | {"where": record if found["status"] == "found" else None}

    def _wishes(self, asked):
        """What is asked, for the engine; None for a day that is over."""
        people = asked.get("person_ids") or ([asked["person_id"]] if asked.get("person_id") else None)
        visit = self._record("fsm.order", asked.get("visit_id"))
        wishes = {"person_ids": people, "windows": asked.get("windows") or None, "ignore_order_ids": visit.ids}
        if asked.get("minutes") or visit:
            wishes["minutes"] = asked.get("minutes") or round(visit.scheduled_duration * 60)
        if asked.get("day"):
            zone = self.env.company.resource_calendar_id.tz or "Europe/Paris"
            first, last = day_bounds(fields.Date.to_date(asked["day"]), zone)
            if last <= fields.Datetime.now():
                return None
            wishes |= {"earliest": first, "latest": last}
        return wishes

    def _found(self, kind, where, asked, wishes):
        """The best times, or more of them in order of time; the soonest of the next days when the request is urgent."""
        limit = OTHERS if asked.get("more") else BEST
        ends = SOON if asked.get("soon") and "latest" not in wishes else ()
        for latest in [fields.Datetime.now() + delay for delay in ends]:
            slots = self.env["duret.availability"].find(kind, where, limit=limit, **wishes, latest=latest)
            if slots:
                return sorted(slots, key=lambda slot: slot.start)
        slots = self.env["duret.availability"].find(kind, where, limit=limit, **wishes)
        return sorted(slots, key=lambda slot: slot.start) if asked.get("more") else slots

    def _shown_slots(self, slots):
        """Slots as the form shows them, in the order of the engine."""
        # sudo: names of colleagues, shown on every visit.
        people = {one.id: one.name for one in self.env["fsm.person"].sudo().search([])}
        words = self.env["duret.visit.message"]._duret_slot_words
        return [
            {
                "start": fields.Datetime.to_string(slot.start),
                "person_ids": list(slot.worker_ids),
                "names": ", ".join(people.get(worker, "") for worker in slot.worker_ids),
                "detour": round(slot.detour),
                **words(slot.start, slot.stop),
            }
            for slot in slots
        ]

    def _technicians(self):
        people = self.env["fsm.person"].search([("duret_bookable", "=", True)], order="name, id")
        return [{"id": one.id, "name": one.name} for one in people]

    # -- writing ----------------------------------------------------------------------------------------------------

    def _key(self, values):
        key = values.get("key") if isinstance(values, dict) else None
        if not isinstance(key, str) or not 0 < len(key) <= LONGEST_KEY:
            raise self._incomplete()
        return key

    def _write_visit(self, values):
        """Move the visit that is moved, or make the new one.

        :raises SlotTaken: somebody was faster
        """
        asked = self._read_asked(values.get("asked"))
        self._check_people(values.get("person_ids"))
        try:
            start = fields.Datetime.to_datetime(values.get("start"))
        except (TypeError, ValueError):
            raise self._incomplete() from None
        if start and start <= fields.Datetime.now() - timedelta(minutes=1):
            raise UserError(self.env._("This date is past."))
        visit = self._record("fsm.order", asked.get("visit_id"))
        if visit:
            client = visit.duret_partner_id.id if values.get("by_client", True) else False
            visit = visit.with_context(duret_actor_partner_id=client)
            visit.duret_move(start, values.get("person_ids"), channel="phone" if client else "office")
            visit.duret_confirmed = True
            return visit
        return self.env["fsm.order"].duret_book(self._booking(values, asked, start))

    def _booking(self, values, asked, start):
        """Values for `fsm.order.duret_book`."""
        ticket = self._record("helpdesk.ticket", values.get("ticket_id"))
        contract = self._record("duret.maintenance.contract", values.get("contract_id"))
        address = asked.get("address") if isinstance(asked.get("address"), dict) else None
        return {
            "type_id": asked.get("type_id"),
            "start": start,
            "person_ids": values.get("person_ids"),
            "location_id": False if address else self._record("fsm.location", asked.get("site_id")).id,
            "partner_id": self._record("res.partner", asked.get("partner_id")).id,
            "address": address,
            "ticket_id": ticket.id,
            "channel": "phone",
            "minutes": asked.get("minutes"),
            "note": values.get("note"),
            "confirmed": True,
            "extra": {"duret_contract_id": contract.id} if contract else {},
        }

    def _measure(self, visit, values, key):
        """Write how long the booking took. Two requests with one key: the second is run again and finds the first."""
        try:
            self.env["duret.booking.measure"]._record_booking(
                visit,
                opened=fields.Datetime.to_datetime(values.get("opened")) or fields.Datetime.now(),
                client_key=key,
                call=self._record("crm.phonecall", values.get("call_id")),
            )
        except UniqueViolation as error:
            if error.diag.constraint_name != KEY_INDEX:
                raise
            raise ConcurrencyError(f"booking {key} is being written twice") from error

    def _booked(self, visit):
        """What the form says once the appointment is there."""
        words = self.env["duret.visit.message"]._duret_slot_words(visit.scheduled_date_start, visit.scheduled_date_end)
        # sudo: whether the client has an address and a number, of a visit that the caller has just written.
        address = visit.sudo()._duret_message_addresses()[visit.id]
        told = [name for name, field in (("mail", "email"), ("sms", "mobile")) if address[field]]
        if not visit.company_id.duret_visit_sms and "sms" in told:
            told.remove("sms")
        return {
            "visit_id": visit.id,
            "name": visit.name,
            "when": f"{words['day']}, {words['hours']}",
            "names": ", ".join(visit._duret_crew().mapped("name")),
            "told": told,
        }
