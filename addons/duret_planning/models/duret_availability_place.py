"""Where a visit is, and whether the company goes there."""

from odoo import api, models

from ..slotting.places import UnknownAddress, locate
from ..slotting.travel import Place, RoadModel

_ROADS = RoadModel()  # the area is the company's choice: its margin does not shrink it


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
        setting = self._duret_load_setting(self.env["fsm.order.type"], self.env["res.partner"])
        return self._duret_locate(address.get("zip"), address.get("city"), country, setting)

    @api.model
    def _duret_locate(self, postal_code, town, country, setting):
        try:
            found = locate(postal_code, town, country)
        except UnknownAddress as fault:
            status = "outside" if fault.reason == "foreign" else "unknown"
            return self._duret_located(status, None, "", self._duret_address_faults()[fault.reason])
        return self._duret_served(found.place, found.precision, setting)

    @api.private
    @api.model
    def where(self, record):
        """Return where a site or a contact is, as :meth:`locate`: its own coordinates first, else its address.

        :param record: fsm.location or res.partner
        """
        return self._duret_where_row(self._duret_load_setting(self.env["fsm.order.type"], record))

    @api.model
    def _duret_where_row(self, setting):
        """Return as :meth:`where` for the place that :meth:`_duret_load_setting` read."""
        if setting["site_country"] not in (None, "FR"):
            return self._duret_located("outside", None, "", self._duret_address_faults()["foreign"])
        if setting["site_lat"] or setting["site_lon"]:
            place = Place(setting["site_lat"], setting["site_lon"])
            return self._duret_served(place, setting["site_precision"] or "street", setting)
        return self._duret_locate(setting["site_zip"], setting["site_city"], "", setting)

    @api.model
    def _duret_place(self, where, setting=None):
        """Return (Place or None, sentence) for what :meth:`find` is given; the sentence says why nothing is offered.

        A place that is not found has no sentence: times are offered without counting the way, as before it was known.

        :param setting: what :meth:`_duret_load_setting` read for this place, when it was read already
        """
        if setting is None:
            record = where if isinstance(where, models.BaseModel) else self.env["res.partner"]
            setting = self._duret_load_setting(self.env["fsm.order.type"], record)
        if isinstance(where, tuple | list):
            found = self._duret_served(Place(*where), "street", setting) if any(where) else None
        else:
            found = self._duret_where_row(setting) if where else None
        if not found:
            return None, ""
        if found["status"] == "outside":
            return None, found["message"]
        return (Place(found["latitude"], found["longitude"]) if found["status"] == "found" else None), ""

    @api.model
    def _duret_served(self, place, precision, setting):
        """Return a located address, found or outside of the area that the company serves."""
        base = self._duret_base_place(
            {name: setting[f"base_{name}"] for name in ("lat", "lon", "zip", "city", "country")}
        )
        limit = setting["limit"]
        minutes = _ROADS(base, place) if base else 0
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
    def _duret_address_faults(self):
        """Return the sentence of each reason of `slotting.places.UnknownAddress`."""
        return {
            "empty": self.env._("Where? Type the post code and the town."),
            "foreign": self.env._("This address is abroad: our technicians only work in France."),
            "malformed": self.env._("A French post code has five figures, such as 74000."),
            "unknown": self.env._("This address is not found: check the post code and the town."),
            "several": self.env._("Several towns have this name: type the post code too."),
        }
