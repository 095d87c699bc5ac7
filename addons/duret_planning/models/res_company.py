from odoo import fields, models

from ..visit_messages import QuietHours


class ResCompany(models.Model):
    _inherit = "res.company"

    duret_hold_minutes = fields.Integer(
        "Slot Kept While Booking (minutes)", default=5, help="A slot shown to a client is kept for him this long."
    )

    # --- ways
    duret_travel_margin = fields.Integer(
        "Margin on Travel Times (%)", default=10, help="Added to every way, for winter and busy hours"
    )
    duret_travel_max_minutes = fields.Integer(
        "Served Area (minutes)", default=90, help="Longest way from the company's address; 0: no limit"
    )
    duret_commute_minutes = fields.Integer(
        "Way From Home Outside Hours (minutes)",
        default=30,
        help="Technicians who start at home make so much of their first and last way outside their hours",
    )
    duret_osrm_url = fields.Char(
        "Routing Server", help="Address of an OSRM-compatible server; empty: built-in travel times"
    )
    duret_geocode_online = fields.Boolean(
        "Refine Addresses Online", help="Ask the geolocation service for the street; otherwise the town is enough"
    )

    _duret_travel_numbers = models.Constraint(
        "CHECK (duret_travel_margin BETWEEN 0 AND 100 AND duret_travel_max_minutes BETWEEN 0 AND 1440"
        " AND duret_commute_minutes BETWEEN 0 AND 180)",
        "Margin: 0 to 100 %. Served area: 0 to 1440 minutes. Way from home: 0 to 180 minutes.",
    )
    _duret_osrm_address = models.Constraint(
        "CHECK (duret_osrm_url IS NULL OR duret_osrm_url ~* '^https?://')",
        "The address of the routing server begins with http:// or https://.",
    )

    # --- booked by clients
    duret_change_notice_hours = fields.Integer(
        "Clients Change Until (hours before)",
        default=24,
        help="Until then a client moves or cancels his visit by himself; afterwards he calls.",
    )
    duret_online_discount_percent = fields.Float(
        "Discount for Booking Online (%)", default=5.0, help="Written on the quotation of the visit; 0: none"
    )
    duret_online_discount_max_detour = fields.Integer(
        "Only up to This Detour (minutes)",
        help="The discount is offered for times that add at most this much driving to the day; 0: for all times",
    )
    duret_booking_code_minutes = fields.Integer("Code Valid (minutes)", default=10)

    _duret_online_positive = models.Constraint(
        "CHECK (duret_change_notice_hours BETWEEN 0 AND 720 AND duret_online_discount_percent BETWEEN 0 AND 50"
        " AND duret_online_discount_max_detour >= 0 AND duret_booking_code_minutes BETWEEN 1 AND 60)",
        "Changes: 0 to 720 hours before. Discount: 0 to 50 %. Code: 1 to 60 minutes.",
    )
    _duret_hold_positive = models.Constraint(
        "CHECK (duret_hold_minutes BETWEEN 1 AND 60)", "A slot is kept between 1 and 60 minutes."
    )

    # --- what clients and technicians are told
    duret_visit_sms = fields.Boolean("Text Messages to Clients", default=True)
    duret_visit_reminder_hours = fields.Integer(
        "Reminder Before a Visit (hours)", default=24, help="By text message, else by e-mail. 0 = none."
    )
    duret_visit_quiet_from = fields.Float("Nobody Is Disturbed From", default=20.0)
    duret_visit_quiet_to = fields.Float("Nobody Is Disturbed Until", default=8.0)
    duret_visit_fold_minutes = fields.Integer(
        "Wait After a Change (minutes)",
        default=2,
        help="A visit moved three times in a row is told once. What the client asks for himself is told at once.",
    )
    duret_visit_last_minute_hours = fields.Integer(
        "Text Message to Technicians For Changes Within (hours)", default=24, help="0 = never."
    )

    _duret_message_hours = models.Constraint(
        "CHECK (duret_visit_quiet_to >= 0 AND duret_visit_quiet_to < duret_visit_quiet_from"
        " AND duret_visit_quiet_from <= 24 AND duret_visit_reminder_hours BETWEEN 0 AND 168"
        " AND duret_visit_fold_minutes BETWEEN 0 AND 60 AND duret_visit_last_minute_hours BETWEEN 0 AND 168)",
        "Messages leave between an hour of the morning and a later one; waiting: 0 to 60 minutes; 0 to 168 hours.",
    )

    # --- the day in the field
    duret_delay_minutes = fields.Integer(
        "Delay Told to Clients From (minutes)", default=15, help="Smaller delays are not worth a message."
    )

    _duret_delay_positive = models.Constraint(
        "CHECK (duret_delay_minutes BETWEEN 5 AND 120)", "A delay is told from 5 to 120 minutes on."
    )

    # --- the waiting list
    duret_waiting_offers = fields.Integer(
        "Clients Asked at Once",
        default=3,
        help="A time set free is proposed to so many waiting clients; the first has it.",
    )
    duret_waiting_minutes = fields.Integer(
        "Time to Answer (minutes)", default=60, help="Afterwards the next clients are asked."
    )

    _duret_waiting_numbers = models.Constraint(
        "CHECK (duret_waiting_offers BETWEEN 1 AND 10 AND duret_waiting_minutes BETWEEN 15 AND 1440)",
        "Waiting list: 1 to 10 clients are asked at once; they have 15 to 1440 minutes.",
    )

    # --- tours
    duret_tour_seconds = fields.Integer(
        "Time to Look for Tours (seconds)", default=5, help="For all the days of a proposal together"
    )
    duret_tour_change_minutes = fields.Integer(
        "A Change of Technician Must Save (minutes)", default=5, help="He has read his day and prepared his van."
    )
    duret_tour_evening = fields.Boolean("Proposal Each Evening", default=True)
    duret_tour_least_saved = fields.Integer("Shown When It Saves (minutes)", default=20)

    _duret_tour_numbers = models.Constraint(
        "CHECK (duret_tour_seconds BETWEEN 1 AND 60 AND duret_tour_change_minutes BETWEEN 0 AND 120"
        " AND duret_tour_least_saved >= 0)",
        "Tours: 1 to 60 seconds; a change of technician saves 0 to 120 minutes.",
    )

    def _duret_quiet_hours(self):
        """Hours at which nobody is written to.

        :return: visit_messages.QuietHours
        """
        self.ensure_one()
        zone = self.resource_calendar_id.tz or "Europe/Paris"
        return QuietHours(self.duret_visit_quiet_from, self.duret_visit_quiet_to, zone)
