from odoo import api, fields, models

from ..letter_words import appointment, greeting, long_date, opening

EMPLOYEES = "base.group_user"


class DuretTicketLetter(models.AbstractModel):
    """What the models of answers say of a ticket, in words of a French letter; empty when it is not known."""

    _name = "duret.ticket.letter"
    _description = "Ticket: Letters"

    duret_greeting = fields.Char("Greeting", compute="_compute_duret_letter", groups=EMPLOYEES)
    duret_request_date = fields.Char("Date of the Request", compute="_compute_duret_letter", groups=EMPLOYEES)
    duret_signature = fields.Char("Signature", compute="_compute_duret_letter", groups=EMPLOYEES)
    duret_opening_words = fields.Char("Next Opening", compute="_compute_duret_letter", groups=EMPLOYEES)
    duret_technician_name = fields.Char("Technician", compute="_compute_duret_visit_words", groups=EMPLOYEES)
    duret_visit_words = fields.Char("Next Visit", compute="_compute_duret_visit_words", groups=EMPLOYEES)

    @api.depends("partner_id.name", "partner_id.is_company", "partner_name", "create_date", "company_id")
    @api.depends_context("uid")
    def _compute_duret_letter(self):
        now = fields.Datetime.now()
        openings = {
            company: company.duret_next_opening(now) for company in self.company_id if not company.duret_is_open(now)
        }
        for ticket in self:
            partner = ticket.partner_id
            ticket.duret_greeting = greeting(
                partner.name or ticket.partner_name or "",
                partner._duret_civility_word() if partner else "",
                not partner.is_company,
            )
            ticket.duret_request_date = long_date(ticket._duret_local(ticket.create_date or now))
            ticket.duret_signature = f"{self.env.user.name} – {ticket.company_id.name}"
            next_opening = openings.get(ticket.company_id)
            ticket.duret_opening_words = bool(next_opening) and opening(
                ticket._duret_local(next_opening), ticket._duret_local(now)
            )

    @api.depends("partner_id")
    def _compute_duret_visit_words(self):
        """Say when the next visit is, and who comes: what `_duret_next_visits` knows."""
        visits = self._duret_next_visits()
        for ticket in self:
            start, technician = visits.get(ticket.id, (False, False))
            ticket.duret_visit_words = bool(start) and appointment(ticket._duret_local(start))
            ticket.duret_technician_name = technician

    def _duret_next_visits(self):
        """Give the next visit of tickets; the planning knows them.

        :return: dict {ticket id: (start in naive UTC, name of the technician or False)}
        """
        return {}

    def _duret_local(self, moment):
        """Give a naive UTC moment in the time of the company."""
        zone = self.company_id.resource_calendar_id.tz or "Europe/Paris"
        return fields.Datetime.context_timestamp(self.with_context(tz=zone), moment).replace(tzinfo=None)

    # -- answers ready to use -----------------------------------------------------------------------------------

    @api.readonly
    def duret_answer_templates(self):
        """Give the models of answers for this ticket: those of its type first, the most used first.

        :return: list of dict `id`, `name`, `for_type` (bool), `uses`
        :raises AccessError: when the user may not read the ticket
        """
        self.ensure_one()
        self.check_access("read")
        templates = self.env["mail.template"].search([("duret_is_answer", "=", True), ("model", "=", self._name)])
        uses = self.env["duret.template.use"]._count(templates)
        rows = [
            {
                "id": template.id,
                "name": template.name or "",
                "for_type": bool(self.type_id) and self.type_id in template.duret_type_ids,
                "for_all": not template.duret_type_ids,
                "uses": uses.get(template.id, 0),
            }
            for template in templates
        ]
        return sorted(rows, key=lambda row: (not row["for_type"], not row["for_all"], -row["uses"], row["id"]))

    def duret_compose_answer(self, template_id):
        """Open the mail of this ticket with a model of answer in it, ready to be read over and sent.

        :param int template_id: one that :meth:`duret_answer_templates` gave
        :return: window action of the composer
        :raises UserError: for another template
        """
        self.ensure_one()
        self.check_access("write")
        template = self.env["mail.template"].browse(template_id).exists()
        self.env["duret.template.use"]._check_answer(template, self)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Answer the client"),
            "res_model": "mail.compose.message",
            "views": [[False, "form"]],
            "target": "new",
            "context": {
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_template_id": template.id,
                "default_composition_mode": "comment",
                "default_subtype_xmlid": "mail.mt_comment",
                "default_partner_ids": self.partner_id.ids,
            },
        }
