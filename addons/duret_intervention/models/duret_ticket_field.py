from odoo import api, models

# Types of requests by what the technician's button says.
TYPES = {"quote": "quotation", "problem": "internal"}
MOST_TITLE = 80
STATES = [("open", "Open"), ("quoted", "Quotation Sent"), ("signed", "Signed"), ("closed", "Closed")]


class DuretTicketField(models.AbstractModel):
    """Requests that technicians write on site: « the client wants a quotation for… », « a problem to report ».

    What becomes of them is kept with the ticket: an addon that knows quotations extends :meth:`_duret_field_quotations`
    and the compute's depends.
    """

    _name = "duret.ticket.field"
    _description = "Ticket: From the Field"

    @api.depends("duret_field_user_id", "duret_is_open")
    def _compute_duret_field_outcome(self):
        asked = self.filtered("duret_field_user_id")
        quotations = asked._duret_field_quotations()
        for ticket in self:
            state, amount = quotations.get(ticket, (False, 0.0))
            if ticket in asked and not state:
                state = "open" if ticket.duret_is_open else "closed"
            ticket.duret_field_state = state
            ticket.duret_field_amount = amount

    @api.model
    def _prepare_create_values(self, vals_list):
        """Override: nothing is quoted yet; said with the row, which is then not written a second time for it."""
        return [vals | {"duret_field_amount": 0.0} for vals in super()._prepare_create_values(vals_list)]

    def _duret_field_quotations(self):
        """What the quotations made for these requests say; there are none here.

        :return: dict {helpdesk.ticket: (state "quoted" or "signed", amount with taxes in the company's currency)}
        """
        return {}

    @api.depends("company_id")
    def _compute_duret_field_currency_id(self):
        for ticket in self:
            ticket.duret_field_currency_id = (ticket.company_id or self.env.company).currency_id

    @api.model
    def _duret_open_from_field(self, key, kind, text, *, visit, partner, at):
        """Open the request of a technician, once.

        :param str key: UUID of the operation of his telephone
        :param str kind: "quote" or "problem"
        :param str text: what he typed or dictated
        :param visit: fsm.order or empty
        :param partner: res.partner or empty: then the client of the visit
        :param at: naive UTC, when he wrote it
        :return: helpdesk.ticket, the same one when called again with the same key
        """
        known = self.search([("duret_field_uuid", "=", key)])
        if known:
            return known
        client = partner or visit.duret_partner_id or visit.location_id.owner_id
        values = {
            "name": self._duret_field_title(kind, text),
            "channel": "technician",
            "type": TYPES[kind],
            "description": text,
            "partner_id": client.id,
            "company_id": (visit.company_id or self.env.company).id,
            "duret_field_uuid": key,
            "duret_field_user_id": self.env.uid,
            "duret_field_visit_id": visit.id,
            "duret_field_location_id": visit.location_id.id,
            "duret_field_at": at,
        }
        # The technician sees what becomes of it in his own application: the office's mails are not his.
        return self.with_context(mail_create_nosubscribe=True).duret_open_request(values)

    @api.model
    def _duret_field_title(self, kind, text):
        """Subject of the request: its first line."""
        line = next((line.strip() for line in text.splitlines() if line.strip()), "")
        short = line if len(line) <= MOST_TITLE else f"{line[: MOST_TITLE - 1].rstrip()}…"
        if kind == "quote":
            return self.env._("Quotation wanted: %(what)s", what=short)
        return self.env._("Problem on site: %(what)s", what=short)

    def _get_mail_thread_data_attachments(self):
        """Override: the photos of the request are filed with it."""
        files = super()._get_mail_thread_data_attachments()
        return files | self.env["duret.report.photo"]._duret_files([("ticket_id", "in", self.ids)])
