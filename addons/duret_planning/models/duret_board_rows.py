from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

VISIT_FIELDS = (
    "name",
    "scheduled_date_start",
    "scheduled_date_end",
    "scheduled_duration",
    "person_id",
    "person_ids",
    "location_id",
    "duret_partner_id",
    "duret_ticket_id",
    "duret_confirmed",
    "type",
    "stage_id",
    "priority",
    "company_id",
    "duret_day_state",
    "duret_expected_start",
    "duret_delay_answer",
)
SITE_FIELDS = ("name", "partner_id", "owner_id")
PLACE_FIELDS = (
    "name",
    "street",
    "zip",
    "city",
    "phone",
    "partner_latitude",
    "partner_longitude",
    "commercial_partner_id",
)
# A visit without a length is still something one can see and take.
SHORTEST = timedelta(minutes=30)
# Colours of the board; technicians without one of their own get one of them, always the same.
COLOURS = 11
NO_DAYS = {"work": (), "away": ()}


class DuretBoardRows(models.AbstractModel):
    """What the board shows of visits, technicians and time, as plain rows. Queries do not grow with their number."""

    _name = "duret.board.rows"
    _description = "Rows of the Planning Board"

    # -- visits

    @api.model
    def _visit_rows(self, orders):
        """Return the rows of visits the user may read.

        :param orders: fsm.order
        :return: list of dicts; moments are naive UTC text, ``version`` is what :meth:`_version` gives
        """
        self._fetch_around(orders)
        editable = orders._filtered_access("write")
        on_site = self.env.ref("duret_planning.fsm_stage_on_site", raise_if_not_found=False)
        return [self._visit_row(order, order in editable, on_site) for order in orders]

    @api.model
    def _fetch_around(self, orders):
        """Read in a few queries what the rows say of sites, clients and crews, and nothing else of them."""
        orders.fetch(VISIT_FIELDS)
        orders.location_id.fetch(SITE_FIELDS)
        sites = orders.location_id
        clients = orders.duret_partner_id | sites.owner_id
        (sites.partner_id | clients).fetch(PLACE_FIELDS)
        clients.commercial_partner_id.fetch(["name"])

    @api.model
    def _visit_row(self, order, editable, on_site):
        site = order.location_id
        place = site.partner_id
        client = order.duret_partner_id or site.owner_id
        start, stop = order.scheduled_date_start, order.scheduled_date_end
        if start and (not stop or stop <= start):
            stop = start + SHORTEST
        return {
            "id": order.id,
            "name": order.name,
            "start": fields.Datetime.to_string(start) or "",
            "stop": fields.Datetime.to_string(stop) or "",
            "minutes": round(order.scheduled_duration * 60) or order.type.duret_minutes or 60,
            "persons": order._duret_crew().ids,
            "client": client.commercial_partner_id.name or client.name or place.name or order.name,
            "phone": client.phone or "",
            "street": place.street or "",
            "zip": place.zip or "",
            "city": place.city or "",
            "latitude": place.partner_latitude,
            "longitude": place.partner_longitude,
            "type": order.type.name or "",
            "ticket": self._ticket_label(order),
            "stage": order.stage_id.name,
            "state": self._visit_state(order, on_site),
            "expected": fields.Datetime.to_string(order.duret_expected_start) or "",
            "answer": order.duret_delay_answer or "",
            "priority": int(order.priority or 0),
            "confirmed": order.duret_confirmed,
            "editable": editable and not order.stage_id.is_closed,
            "version": self._version(order),
        }

    @api.model
    def _ticket_label(self, order):
        """Number of the request, for whoever may read requests."""
        # The number alone: the request itself is opened under the reader's own rights.
        return order.duret_ticket_id.sudo().number or ""

    @api.model
    def _visit_state(self, order, on_site):
        if order.stage_id.is_closed:
            return "done"
        if order.stage_id == on_site:
            return "on_site"
        return order.duret_day_state or "planned"

    @api.model
    def _version(self, order):
        """Return what one must have seen to move a visit: its time, its crew and its stage.

        Not the date of the last write: a note added by somebody else does not make a move wrong.
        """
        start, stop = order.scheduled_date_start, order.scheduled_date_end
        crew = ",".join(map(str, order._duret_crew().ids))
        return f"{start or ''}|{stop or ''}|{crew}|{order.stage_id.id}|{int(order.duret_confirmed)}"

    # -- technicians

    @api.model
    def _technician_rows(self, technicians, days):
        """Return the rows of technicians.

        :param days: hours and absences, as :meth:`_background` gives them
        """
        bases = technicians.mapped(lambda person: person._duret_base())
        bases.fetch(["partner_latitude", "partner_longitude"])
        return [
            {
                "id": person.id,
                "name": person.name,
                "color": person.duret_color % (COLOURS + 1) or person.id % COLOURS + 1,
                "zone": person.duret_zone or "",
                "van": person.duret_van or "",
                "skills": person.duret_skill_ids.mapped("name"),
                "base": self._point(person._duret_base()),
                "work": [self._stretch(*one) for one in days.get(person.id, NO_DAYS)["work"]],
                "absences": [
                    self._stretch(*one[:2], self.env._("Away")) for one in days.get(person.id, NO_DAYS)["away"]
                ],
            }
            for person in technicians
        ]

    @api.model
    def _point(self, partner):
        """Return [latitude, longitude], or False when nobody knows where that is."""
        point = [partner.partner_latitude, partner.partner_longitude]
        return any(point) and point

    @api.model
    def _stretch(self, start, stop, label=""):
        return {"start": fields.Datetime.to_string(start), "stop": fields.Datetime.to_string(stop), "label": label}

    # -- time

    @api.model
    def _background(self, technicians, start, stop):
        """Return working hours, absences and days off between two moments (naive UTC).

        :return: ({technician id: {"work": [(start, stop)], "away": [(start, stop)]}}, [(start, stop, name)])
        """
        # Times alone, for a reader of the board: why a colleague is away is left out.
        days = self.env["duret.availability"].sudo().days(technicians, start, stop)
        return days["people"], days["holidays"]

    @api.model
    def _hold_rows(self, technicians, start, stop):
        """Return the times that clients who are booking keep for some minutes."""
        domain = Domain("hold_id.expires_at", ">", fields.Datetime.now())
        domain &= Domain("start", "<", stop) & Domain("stop", ">", start) & Domain("person_id", "in", technicians.ids)
        # Times only: who is booking is nobody's business before it is done.
        claims = self.env["duret.slot.claim"].sudo().search(domain, order="start, id")
        return [
            {"id": claim.id, "person": claim.person_id.id, **self._stretch(claim.start, claim.stop)} for claim in claims
        ]
