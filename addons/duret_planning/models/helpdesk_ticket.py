from odoo import api, fields, models


class HelpdeskTicket(models.Model):
    _name = "helpdesk.ticket"
    _inherit = ["duret.appointment.mixin", "helpdesk.ticket"]

    duret_visit_ids = fields.One2many(
        "fsm.order",
        "duret_ticket_id",
        string="Visits",
        groups="fieldservice.group_fsm_user_own,duret_base.group_direction",
    )
    duret_visit_count = fields.Integer(
        string="Number of visits",
        compute="_compute_duret_visit_count",
        groups="fieldservice.group_fsm_user_own,duret_base.group_direction",
    )

    @api.depends("duret_visit_ids")
    def _compute_duret_visit_count(self):
        counts = dict(
            self.env["fsm.order"]._read_group([("duret_ticket_id", "in", self.ids)], ["duret_ticket_id"], ["__count"])
        )
        for ticket in self:
            ticket.duret_visit_count = counts.get(ticket, 0)

    def _duret_next_visits(self):
        """Override: the next visit planned for each ticket, among those the user may read, in one query."""
        visits = super()._duret_next_visits()
        orders = self.env["fsm.order"]
        if orders.has_access("read"):
            coming = [("duret_ticket_id", "in", self.ids), ("scheduled_date_start", ">=", fields.Datetime.now())]
            coming.append(("stage_id.is_closed", "=", False))
            for order in orders.search(coming, order="scheduled_date_start desc"):
                visits[order.duret_ticket_id.id] = (order.scheduled_date_start, order.person_id.name)
        return visits

    def action_duret_open_visits(self):
        """Open the visits of this ticket, ready to plan another one at the client's site.

        :return: window action on ``fsm.order``
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("duret_planning.fsm_order_action")
        site = self.env["fsm.location"].search([("owner_id", "=", self.partner_id.commercial_partner_id.id)], limit=1)
        action["domain"] = [("duret_ticket_id", "=", self.id)]
        action["context"] = {
            "default_duret_ticket_id": self.id,
            "default_location_id": site.id,
            "default_priority": self.priority,
        }
        return action
