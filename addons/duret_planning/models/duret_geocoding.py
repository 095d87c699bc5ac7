"""Coordinates follow the address."""

import logging

from odoo import api, fields, models

from ..slotting.places import UnknownAddress, locate
from ..slotting.travel import Place, great_circle

_logger = logging.getLogger(__name__)

ADDRESS = frozenset(("street", "zip", "city", "state_id", "country_id"))
COORDINATES = frozenset(("partner_latitude", "partner_longitude"))
ROUGH = ("town", "code")  # precisions that a service may refine
NEAR_KM = 25  # an answer of the service further from the town than that is another address
ONLINE_BATCH = 50
FILL_BATCH = 500


class DuretGeocoding(models.AbstractModel):
    """Contacts know where they are: at once from the tables of the addon, later and finer from a service if any.

    Nobody waits for a service: a scheduled action asks it for the sites, some at a time.
    """

    _name = "duret.geocoding"
    _description = "Coordinates of Addresses"

    duret_geo_precision = fields.Selection(
        [
            ("street", "Street"),
            ("town", "Town"),
            ("code", "Post Code"),
            ("department", "Department"),
            ("none", "Not Found"),
        ],
        "Found On The Map By",
        readonly=True,
        copy=False,
    )
    duret_geo_asked = fields.Boolean("Geolocation Service Asked", readonly=True, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        """Override: whoever comes with an address and no coordinates gets those of the town."""
        located = [self._duret_with_coordinates(vals) for vals in vals_list]
        partners = super().create(located)
        partners._duret_ask_service_later()
        return partners

    def write(self, vals):
        """Override: another address, other coordinates; coordinates set by hand stay."""
        if COORDINATES & vals.keys():
            return super().write({"duret_geo_precision": "street", **vals})
        result = super().write(vals)
        if ADDRESS & vals.keys():
            self._duret_geolocate()
        return result

    @api.model
    def _duret_with_coordinates(self, vals):
        if COORDINATES & vals.keys():
            return {"duret_geo_precision": "street", **vals}
        if not vals.get("zip") and not vals.get("city"):
            return vals
        country = self.env["res.country"].browse(vals.get("country_id"))
        return vals | self._duret_coordinates(vals.get("zip"), vals.get("city"), country.code)

    @api.model
    def _duret_coordinates(self, postal_code, town, country):
        """Return values of partner_latitude, partner_longitude and duret_geo_precision for an address."""
        try:
            found = locate(postal_code, town, country)
        except UnknownAddress:
            return {"partner_latitude": 0.0, "partner_longitude": 0.0, "duret_geo_precision": "none"}
        return {
            "partner_latitude": found.place.lat,
            "partner_longitude": found.place.lon,
            "duret_geo_precision": found.precision,
        }

    def _duret_geolocate(self):
        """Put these contacts on the map by their address, from the tables of the addon."""
        groups = {}
        for partner in self:
            key = (partner.zip, partner.city, partner.country_id.code)
            groups[key] = groups.get(key, self.browse()) | partner
        for key, partners in groups.items():
            partners.write({**self._duret_coordinates(*key), "duret_geo_asked": False})
        self._duret_ask_service_later()

    @api.model
    def _duret_geolocate_sites(self):
        """Put the sites that have an address and no coordinates on the map; for those that were there before."""
        missing = [("fsm_location", "=", True), ("partner_latitude", "=", 0), ("partner_longitude", "=", 0)]
        missing += [("duret_geo_precision", "=", False), "|", ("zip", "!=", False), ("city", "!=", False)]
        partners = self.with_context(active_test=False).search(missing)
        for start in range(0, len(partners), FILL_BATCH):
            partners[start : start + FILL_BATCH]._duret_geolocate()

    # --- the service, when the company wants it -------------------------------------------------------------------
    def _duret_ask_service_later(self):
        """Wake the scheduled action when a site may be found more finely."""
        rough = any(
            partner.fsm_location and partner.street and partner.duret_geo_precision in ROUGH for partner in self
        )
        if rough and self.env.company.duret_geocode_online:
            # The action runs by itself and reads what it may.
            self.env.ref("duret_planning.ir_cron_geocode").sudo()._trigger()

    @api.model
    def _cron_duret_geocode(self):
        """Ask the geolocation service for the sites that are only known by their town."""
        wanted = [("fsm_location", "=", True), ("street", "!=", False), ("street", "!=", "")]
        wanted += [("duret_geo_precision", "in", ROUGH), ("duret_geo_asked", "=", False)]
        partners = self.search(wanted, limit=ONLINE_BATCH) if self.env.company.duret_geocode_online else self.browse()
        for partner in partners.try_lock_for_update():
            partner._duret_ask_service()
            self.env["ir.cron"]._commit_progress(1, remaining=self.search_count(wanted))

    def _duret_ask_service(self):
        """Refine one address; what the service answers is kept only when it lies near the town."""
        self.ensure_one()
        country = self.with_context(lang="en_US").country_id.name or "France"
        answer = self._geo_localize(self.street, self.zip, self.city, "", country)
        values = {"duret_geo_asked": True}
        town = Place(self.partner_latitude, self.partner_longitude)
        if answer and great_circle(town, Place(*answer)) <= NEAR_KM:
            values |= {
                "partner_latitude": answer[0],
                "partner_longitude": answer[1],
                "duret_geo_precision": "street",
                "date_localization": fields.Date.context_today(self),
            }
        elif answer:
            _logger.info("Geolocation of contact %s ignored: %s is not near its town", self.id, answer)
        self.write(values)
