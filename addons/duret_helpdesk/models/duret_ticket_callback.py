from odoo import api, fields, models
from odoo.tools.mail import plaintext2html

CALL_BACK = "duret_relance.mail_activity_type_call_back"
# Blocks of « Ma journée » made of tickets, and the fields that put a ticket into one or take it out.
BLOCKS = ("sla", "triage", "waiting")
ON_THE_DAY = {"active", "name", "partner_id", "stage_id", "user_id", "type_id", "priority", "duret_triage_state"}


class DuretTicketCallback(models.AbstractModel):
    """Calls to make back, and what closes them."""

    _name = "duret.ticket.callback"
    _description = "Ticket: Callback"

    @api.model_create_multi
    def create(self, vals_list):
        """Override: open screens of « Ma journée » show it at once."""
        tickets = super().create(vals_list)
        self.env["duret.my.day"]._notify_changed(set(BLOCKS))
        return tickets

    def write(self, vals):
        """Override: open screens of « Ma journée » show it at once."""
        result = super().write(vals)
        if ON_THE_DAY & vals.keys():
            self.env["duret.my.day"]._notify_changed(set(BLOCKS))
        return result

    def duret_plan_callback(self, before, phone=None, note=None):
        """Promise the client a call, and remind the person in charge at that time.

        A ticket has one call to make at a time: a new promise moves the one that waits, so that nobody is called
        twice. The first time promised stays known to the figures.

        :param datetime before: naive UTC, the latest time of the call; a past one reminds at once
        :param str phone: number to call, in any writing, when it is not the contact's main one
        :param str note: what to tell the client, plain text
        :return: mail.activity
        """
        self.ensure_one()
        activity = self._duret_waiting_callbacks()[:1]
        values = self._duret_callback_values(before, phone, note)
        if activity:
            # the person in charge of the call stays the one who has it
            activity.write(values)
            return activity
        owner = self.user_id or self._duret_callback_owner()
        # The reminder appears on the owner's screen at its time: no mail announces it.
        return self.with_context(mail_activity_quick_update=True).activity_schedule(
            CALL_BACK, user_id=owner.id, automated=False, **values
        )

    def _duret_waiting_callbacks(self):
        """Calls still to make about these tickets, the nearest first."""
        kind = self.env.ref(CALL_BACK)
        return self.env["mail.activity"].search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("activity_type_id", "=", kind.id),
                ("duret_deadline", "!=", False),
            ],
            order="duret_deadline, id",
        )

    def _duret_callback_values(self, before, phone, note):
        """Values of the activity; what is not given stays as it is on a call that already waits."""
        values = {"duret_deadline": fields.Datetime.to_datetime(before).replace(microsecond=0)}
        if phone:
            values["duret_phone"] = self.env["res.partner"]._duret_phone_e164(phone) or phone
        if note:
            values["note"] = plaintext2html(note)
        return values

    def _duret_callback_owner(self):
        """Person who calls back when nobody is in charge of the ticket."""
        return self.company_id.duret_front_desk_user_id or self.env.user

    def duret_log_call(self, reached):
        """Log a call just made about this ticket, from « Ma journée ».

        :param bool reached: whether the client was spoken to
        """
        self.ensure_one()
        self.check_access("read")
        # sudo: whoever may read the ticket may say that he telephoned about it (checked on the line above); the
        # journal itself is written by those who answer clients.
        self.env["crm.phonecall"].sudo().create(
            {
                "name": self.name,
                "direction": "out",
                "partner_id": self.partner_id.id,
                "partner_phone": self.duret_phone or self.partner_id.phone,
                "user_id": self.env.uid,
                "date": fields.Datetime.now(),
                "state": "done" if reached else "cancel",
                "duret_answered": reached,
                "duret_ticket_id": self.id,
            }
        )

    def duret_take(self):
        """Become the owner of these tickets."""
        self.write({"user_id": self.env.uid})
