from odoo import api, fields, models


class DuretTicketCall(models.AbstractModel):
    """The calls about a ticket, and one click to log the one just made."""

    _name = "duret.ticket.call"
    _description = "Ticket: Calls"

    duret_call_ids = fields.One2many("crm.phonecall", "duret_ticket_id", "Calls")
    duret_call_count = fields.Integer("Number of Calls", compute="_compute_duret_call_count")

    @api.depends("duret_call_ids")
    def _compute_duret_call_count(self):
        groups = self.env["crm.phonecall"]._read_group(
            [("duret_ticket_id", "in", self.ids)], ["duret_ticket_id"], ["__count"]
        )
        counts = {ticket.id: count for ticket, count in groups}
        for ticket in self:
            ticket.duret_call_count = counts.get(ticket.id, 0)

    def action_duret_open_calls(self):
        """Open the calls about this ticket.

        :return: window action on ``crm.phonecall``
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("duret_helpdesk.crm_phonecall_action")
        return action | {
            "domain": [("duret_ticket_id", "=", self.id)],
            "context": {
                "default_duret_ticket_id": self.id,
                "default_partner_id": self.partner_id.id,
                "default_partner_phone": self._duret_number_to_call(),
                "default_name": self.name,
                "default_direction": "out",
                "default_state": "done",
            },
        }

    def action_duret_called_back(self):
        """« J'ai rappelé »: the client was reached."""
        return self._duret_log_outgoing(True)

    def action_duret_no_answer(self):
        """« Pas de réponse »: the client was called and did not answer."""
        return self._duret_log_outgoing(False)

    def _duret_log_outgoing(self, answered):
        """Log a call just made about each of these tickets.

        :param bool answered: whether the client was spoken to
        :return: notification action
        """
        self.env["crm.phonecall"].create([ticket._duret_outgoing_call(answered) for ticket in self])
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("The call is in the journal.")
                if answered
                else self.env._("The attempt is in the journal: the call back stays to be made."),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _duret_outgoing_call(self, answered):
        """Values of a call made from this ticket."""
        self.ensure_one()
        return {
            "name": self.name,
            "direction": "out",
            "state": "done" if answered else "cancel",
            "duret_answered": answered,
            "partner_id": self.partner_id.id,
            "partner_phone": self._duret_number_to_call(),
            "duret_ticket_id": self.id,
            "date": fields.Datetime.now(),
            "date_closed": fields.Datetime.now(),
            "company_id": self.company_id.id,
        }

    def _duret_number_to_call(self):
        """Number by which the client of this ticket is reached, as it is shown.

        :return: str, or False
        """
        self.ensure_one()
        return self.duret_phone or self.partner_id.phone or self.partner_id.commercial_partner_id.phone
