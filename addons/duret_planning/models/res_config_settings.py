from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    duret_hold_minutes = fields.Integer(related="company_id.duret_hold_minutes", readonly=False)
    duret_change_notice_hours = fields.Integer(related="company_id.duret_change_notice_hours", readonly=False)
    duret_online_discount_percent = fields.Float(related="company_id.duret_online_discount_percent", readonly=False)
    duret_online_discount_max_detour = fields.Integer(
        related="company_id.duret_online_discount_max_detour", readonly=False
    )
    duret_booking_code_minutes = fields.Integer(related="company_id.duret_booking_code_minutes", readonly=False)
    duret_visit_sms = fields.Boolean(related="company_id.duret_visit_sms", readonly=False)
    duret_visit_reminder_hours = fields.Integer(related="company_id.duret_visit_reminder_hours", readonly=False)
    duret_visit_quiet_from = fields.Float(related="company_id.duret_visit_quiet_from", readonly=False)
    duret_visit_quiet_to = fields.Float(related="company_id.duret_visit_quiet_to", readonly=False)
    duret_visit_fold_minutes = fields.Integer(related="company_id.duret_visit_fold_minutes", readonly=False)
    duret_visit_last_minute_hours = fields.Integer(related="company_id.duret_visit_last_minute_hours", readonly=False)
    duret_waiting_offers = fields.Integer(related="company_id.duret_waiting_offers", readonly=False)
    duret_waiting_minutes = fields.Integer(related="company_id.duret_waiting_minutes", readonly=False)
    duret_tour_seconds = fields.Integer(related="company_id.duret_tour_seconds", readonly=False)
    duret_tour_change_minutes = fields.Integer(related="company_id.duret_tour_change_minutes", readonly=False)
    duret_tour_evening = fields.Boolean(related="company_id.duret_tour_evening", readonly=False)
    duret_tour_least_saved = fields.Integer(related="company_id.duret_tour_least_saved", readonly=False)
    duret_map_tiles = fields.Char("Map Tile Server", config_parameter="leaflet.tile_url")
    duret_map_copyright = fields.Char("Credits of the Map", config_parameter="leaflet.copyright")

    def get_values(self):
        """Override: the map library writes « no server » as a word."""
        values = super().get_values()
        # Only administrators open the settings.
        if self.env["ir.config_parameter"].sudo().get_param("leaflet.tile_url") == "False":
            values["duret_map_tiles"] = False
        return values

    duret_delay_minutes = fields.Integer(related="company_id.duret_delay_minutes", readonly=False)
    duret_travel_margin = fields.Integer(related="company_id.duret_travel_margin", readonly=False)
    duret_travel_max_minutes = fields.Integer(related="company_id.duret_travel_max_minutes", readonly=False)
    duret_commute_minutes = fields.Integer(related="company_id.duret_commute_minutes", readonly=False)
    duret_osrm_url = fields.Char(related="company_id.duret_osrm_url", readonly=False)
    duret_geocode_online = fields.Boolean(related="company_id.duret_geocode_online", readonly=False)
