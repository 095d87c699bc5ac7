from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.duret_base.duret_calendar import OpeningHours

from ..mailroom import audience
from ..next_steps import end_of_day


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["duret.company.answer", "res.company"]

    duret_mail_acknowledge = fields.Boolean("Acknowledge Mailed Requests", default=True)
    duret_mail_size_limit = fields.Integer("Largest Message (MB)", default=35)
    duret_mail_ticket_limit = fields.Integer("Tickets per Sender and Hour", default=5)
    duret_mail_message_limit = fields.Integer("Messages per Sender and Hour", default=20)
    duret_mail_retention_days = fields.Integer("Keep Incoming Messages (days)", default=365)
    duret_triage_retention_days = fields.Integer("Keep Sorting Corrections (days)", default=730)

    duret_front_desk_user_id = fields.Many2one(
        "res.users",
        "Front Desk",
        domain="[('share', '=', False)]",
        help="Owns every request that nobody else takes.",
    )

    duret_mail_internal_domains = fields.Char(
        "Colleagues' Mail Domains", help="Mail from these domains is kept apart from the clients' mail."
    )

    duret_reopen_days = fields.Integer(
        "Reopening within (days)",
        default=30,
        help="A client's answer on the portal reopens a request closed for less long; later it opens a linked one.",
    )

    _duret_reopen_days_positive = models.Constraint(
        "CHECK(duret_reopen_days >= 0)", "A number of days cannot be negative."
    )
    duret_waiting_days = fields.Integer(
        "Clients Who Do Not Answer, After (days)",
        default=3,
        help="« My day » shows the tickets whose client has not answered for longer.",
    )

    _duret_waiting_days_positive = models.Constraint(
        "CHECK(duret_waiting_days >= 0)", "The number of days without an answer cannot be negative."
    )
    _duret_mail_limits_positive = models.Constraint(
        "CHECK(duret_mail_size_limit > 0 AND duret_mail_ticket_limit > 0 AND duret_mail_message_limit > 0"
        " AND duret_mail_retention_days >= 0)",
        "The limits of incoming mail must be positive.",
    )

    _duret_triage_retention_positive = models.Constraint(
        "CHECK(duret_triage_retention_days >= 0)", "A number of days cannot be negative."
    )

    @api.constrains("duret_mail_internal_domains")
    def _check_duret_mail_internal_domains(self):
        for company in self:
            try:
                audience.parse_domains(company.duret_mail_internal_domains)
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "« %(word)s » is not a mail domain. Write for example: duret.example, atelier.duret.example",
                        word=str(error),
                    )
                ) from error

    def _duret_is_colleague(self, address):
        """True when mail from this address is internal: one of the colleagues' domains.

        :param str address: normalized address
        :return: bool
        """
        self.ensure_one()
        return audience.is_internal(address, audience.parse_domains(self.duret_mail_internal_domains))

    def _duret_end_of_working_day(self, day):
        """Give the instant after which something due on a day is late.

        :param date day: local day
        :return: naive UTC datetime
        """
        self.ensure_one()
        weekly, _closed, zone = self._duret_known_hours()
        windows = OpeningHours(weekly, (), zone).windows(day)
        return end_of_day(day, windows, zone)
