from odoo import api, fields, models

# Doors at which the client stands in person, or reads us at once: telephone, technician.
WRITTEN_CHANNELS = ("portal", "website", "chatbot")
# Requests of the past that are brought in, and those whose client gets another message: no acknowledgement.
SILENT_CONTEXT = ("import_file", "tracking_disable", "duret_no_acknowledgement")


class DuretTicketAnswer(models.AbstractModel):
    """Which automatic answer a client gets, and when none."""

    _name = "duret.ticket.answer"
    _description = "Ticket: Automatic Answer"

    duret_acknowledge = fields.Boolean(
        "Send an Acknowledgement",
        copy=False,
        help="The client gets the number of the request and the time of the answer by mail, also for a telephone call.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Override: a request written on the portal is acknowledged; one by telephone when somebody ticked it.

        A mail is acknowledged by the gateway, which knows whether a person wrote it.
        """
        tickets = super().create(vals_list)
        for ticket in tickets:
            if ticket._duret_wants_acknowledgement():
                ticket._duret_acknowledge()
        return tickets

    def write(self, vals):
        """Override: ticking the box of an open request sends the acknowledgement."""
        result = super().write(vals)
        if vals.get("duret_acknowledge"):
            for ticket in self:
                ticket._duret_acknowledge()
        return result

    def _duret_wants_acknowledgement(self):
        # sudo: settings of the company; a client on the portal reads none.
        ticket = self.sudo()
        code, company = ticket.channel_id.duret_code, ticket.company_id
        if ticket.stage_id.closed or any(self.env.context.get(key) for key in SILENT_CONTEXT):
            return False
        if ticket.duret_acknowledge:
            return True
        return (code in WRITTEN_CHANNELS and company.duret_answer_portal) or (
            code == "phone" and company.duret_answer_phone
        )

    def _duret_acknowledge(self, sender=None, inbox=None):
        """Ask for the acknowledgement of a new request: once for a sender and hour, never to a robot or colleague.

        :param sender: locked row of `duret.mail.sender`, found when not given
        :param inbox: duret.mail.inbox that opened the ticket
        :return: True when an answer was put in the outbox
        """
        self.ensure_one()
        # sudo: the program answers, whoever opened the ticket; the setting is checked below.
        ticket = self.sudo()
        return bool(ticket.company_id.duret_mail_acknowledge and ticket._duret_ask_answer(sender, inbox))

    def _duret_answer_reply(self, sender, inbox):
        """Tell a client who adds something while the office is closed when it opens and whom to call meanwhile.

        :param sender: locked row of `duret.mail.sender`
        :param inbox: duret.mail.inbox of the reply
        :return: True when an answer was put in the outbox
        """
        self.ensure_one()
        # sudo: as above.
        ticket = self.sudo()
        company, answers = ticket.company_id, ticket.env["duret.automatic.answer"]
        if not (company.duret_mail_acknowledge and company.duret_answer_replies and answers._closing(company)):
            return False
        if inbox.sender_email != ticket.partner_id.email_normalized:
            return False  # a colleague, or somebody else of the file: the client asked nothing
        return ticket._duret_ask_answer(sender, inbox)

    def _duret_ask_answer(self, sender, inbox):
        """Put an answer to the client in the outbox; False for a colleague, without address, or too soon again."""
        address = self.partner_id.email_normalized
        if not address or self.duret_is_internal or self._duret_is_staff(address):
            return False
        sender = sender or self.env["duret.mail.sender"]._take(address)
        if not sender._claim_acknowledgement():
            return False
        return self.env["duret.automatic.answer"]._ask(self, address, inbox)
