from odoo import api, models


class ResUsers(models.Model):
    """An employee who leaves hands over tickets and promises."""

    _inherit = "res.users"

    def write(self, vals):
        """Override: open tickets of somebody who is archived, or becomes a client, change hands first."""
        if vals.get("active") is False or vals.get("active") == 0:
            self._duret_hand_over()
        result = super().write(vals)
        if vals.keys() & {"group_ids", "share"}:
            self.filtered("share")._duret_hand_over()
        return result

    def action_archive(self):
        """Override: before Odoo deletes the activities of people who leave, promises to clients change hands."""
        self._duret_hand_over()
        return super().action_archive()

    @api.ondelete(at_uninstall=False)
    def _duret_hand_over_when_deleted(self):
        """Deleting the account would delete its activities in the database, unseen."""
        self._duret_hand_over()

    def _duret_hand_over(self):
        """Give the open tickets of these users to whoever owns what nobody takes, and their activities on tickets
        to the ticket's owner."""
        if not self.ids:
            return
        # sudo: whoever archives an employee need not see the tickets.
        tickets = self.env["helpdesk.ticket"].sudo()
        tickets.search([("user_id", "in", self.ids), ("duret_is_open", "=", True)])._duret_give_default_owner(self.ids)
        # sudo: same people, same reason.
        activities = (
            self.env["mail.activity"].sudo().search([("res_model", "=", tickets._name), ("user_id", "in", self.ids)])
        )
        owners = {ticket.id: ticket.user_id for ticket in tickets.browse(activities.mapped("res_id")).exists()}
        for owner, rows in activities.grouped(lambda activity: owners.get(activity.res_id)).items():
            if owner and owner not in self:
                rows.with_context(mail_activity_quick_update=True).write({"user_id": owner.id, "automated": False})
