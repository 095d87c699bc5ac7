from odoo import api, models
from odoo.tools import SQL

# What a person changes makes a planned action that person's own: the program no longer touches it.
SAID_BY_A_PERSON = {"summary", "date_deadline", "user_id", "activity_type_id", "note", "duret_deadline"}


class MailActivity(models.Model):
    """An activity may be the last thing planned on a ticket: taking it away plans the next one."""

    _name = "mail.activity"
    _inherit = ["duret.activity.callback", "mail.activity"]

    @api.model_create_multi
    def create(self, vals_list):
        """Override: what somebody plans takes the place of the program's own next action."""
        activities = super().create(vals_list)
        if not self.env.context.get("duret_no_subscription"):
            activities._duret_tickets()._duret_ensure_next_action()
        return activities

    def write(self, vals):
        """Override: an activity that is done, moved or given to somebody leaves its ticket with something planned."""
        if self.env.context.get("duret_no_subscription"):
            return super().write(vals)
        if SAID_BY_A_PERSON & vals.keys() and "automated" not in vals:
            vals = {**vals, "automated": False}
        leaving = self._duret_left_tickets() if {"res_id", "res_model_id", "active"} & vals.keys() else None
        result = super().write(vals)
        if leaving is not None:
            (leaving | self._duret_tickets()).exists()._duret_ensure_next_action()
        return result

    def unlink(self):
        """Override: a deleted activity leaves its ticket with something planned."""
        if self.env.context.get("duret_no_subscription"):
            return super().unlink()
        tickets = self._duret_left_tickets()
        result = super().unlink()
        tickets.exists()._duret_ensure_next_action()
        return result

    def _duret_left_tickets(self):
        """Tickets that these activities are about to leave, taken for this transaction.

        Two people may tick off the last two activities of a ticket at the same moment: each would see the other's
        still there. A lock alone is not enough, because what the second one sees is older than his wait. The row is
        written, so that Odoo starts the second one again, who then sees what the first did.

        :return: helpdesk.ticket, in superuser mode
        """
        tickets = self._duret_tickets()
        if tickets:
            query = "UPDATE helpdesk_ticket SET write_date = write_date WHERE id = ANY(%s)"
            self.env.cr.execute(SQL(query, tickets.ids))
        return tickets

    def _duret_tickets(self):
        """Tickets that these activities belong to.

        :return: helpdesk.ticket, in superuser mode
        """
        # sudo: the rule « something is always planned » holds whoever is at work; nothing of the ticket is shown.
        tickets = self.env["helpdesk.ticket"].sudo()
        # sudo: same rule; of the activities only their ticket is read.
        ids = self.sudo().filtered(lambda activity: activity.res_model == tickets._name).mapped("res_id")
        return tickets.browse(set(ids))
