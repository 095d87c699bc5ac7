"""Where a visit is, and whether the company goes there."""

from odoo import api, models

from ..slotting.places import UnknownAddress, locate
from ..slotting.travel import Place, RoadModel


class DuretAvailabilityPlace(models.AbstractModel):
    """Addresses on the map, from the tables of the addon: no service is asked, so that a client never waits."""

    _name = "duret.availability.place"
    _description = "Availability: Places"

    @api.private
    @api.model
    def locate(self, address):
        """Return where an address is, without making a contact.

        :param address: dict of street, zip, city, and country (ISO code or name, France when missing)
        :return: dict: status ("found", "unknown" or "outside"), latitude, longitude, precision ("town", "code" or
            "department"), message (a sentence for the person who typed it, empty when found)
        """
        country = (address.get("country") or "").strip()
        country = "" if country.lower() == "france" else country
        try:
            found = locate(address.get("zip"), address.get("city"), country)
        except UnknownAddress as fault:
            status = "outside" if fault.reason == "foreign" else "unknown"
            return self._duret_located(status, None, "", self._duret_address_faults()[fault.reason])
        return self._duret_served(found.place, found.precision)

    @api.private
    @api.model
    def where(self, record):
        """Return where a site or a contact is, as :meth:`locate`: its own coordinates first, else its address.

        :param record: fsm.location or res.partner
        """
        if record.country_id and record.country_id.code != "FR":
            return self._duret_located("outside", None, "", self._duret_address_faults()["foreign"])
        if record.partner_latitude or record.partner_longitude:
            place = Place(record.partner_latitude, record.partner_longitude)
            return self._duret_served(place, record.duret_geo_precision or "street")
        return self.locate({"zip": record.zip, "city": record.city})

    @api.model
    def _duret_place(self, where):
        """Return (Place or None, sentence) for what :meth:`find` is given; the sentence says why nothing is offered.

        A place that is not found has no sentence: times are offered without counting the way, as before it was known.
        """
        if not where:
            return None, ""
        if isinstance(where, tuple | list):
            found = self._duret_served(Place(*where), "street") if any(where) else None
        else:
            found = self.where(where)
        if not found:
            return None, ""
        if found["status"] == "outside":
            return None, found["message"]
        return (Place(found["latitude"], found["longitude"]) if found["status"] == "found" else None), ""

    @api.model
    def _duret_served(self, place, precision):
        """Return a located address, found or outside of the area that the company serves."""
        company = self.env.company
        base = self._duret_company_place(company)
        limit = company.duret_travel_max_minutes
        minutes = RoadModel()(base, place) if base else 0
        if not limit or minutes <= limit:
            return self._duret_located("found", place, precision, "")
        message = self.env._(
            "This address is about %(hours)s h %(minutes)02d from our workshop: we go no further than"
            " %(limit)s minutes.",
            hours=minutes // 60,
            minutes=minutes % 60,
            limit=limit,
        )
        return self._duret_located("outside", place, precision, message)

    @api.model
    def _duret_located(self, status, place, precision, message):
        latitude, longitude = place or (False, False)
        return {
            "status": status,
            "latitude": latitude,
            "longitude": longitude,
            "precision": precision,
            "message": message,
        }

    @api.model
    def _duret_company_place(self, company):
        """Return where the company is, None when its address says nothing."""
        # Where the company is, is on its letters.
        partner = company.sudo().partner_id
        return self._duret_base_place(
            {
                "lat": partner.partner_latitude,
                "lon": partner.partner_longitude,
                "zip": partner.zip,
                "city": partner.city,
                "country": partner.country_id.code,
            }
        )

    @api.model
    def _duret_address_faults(self):
        """Return the sentence of each reason of `slotting.places.UnknownAddress`."""
        return {
            "empty": self.env._("Where? Type the post code and the town."),
            "foreign": self.env._("This address is abroad: our technicians only work in France."),
            "malformed": self.env._("A French post code has five figures, such as 74000."),
            "unknown": self.env._("This address is not found: check the post code and the town."),
            "several": self.env._("Several towns have this name: type the post code too."),
        }
