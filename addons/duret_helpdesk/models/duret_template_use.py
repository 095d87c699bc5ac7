from odoo import api, fields, models
from odoo.exceptions import UserError


class DuretTemplateUse(models.Model):
    """One answer sent from a model: what is used most is proposed first.

    A row a use rather than a counter: two people who send at the same moment never wait for each other, and the
    uses can be read by month or by type of ticket.
    """

    _name = "duret.template.use"
    _description = "Use of a Model of Answer"
    _order = "id desc"
    _rec_name = "template_id"

    template_id = fields.Many2one("mail.template", "Model", required=True, index=True, ondelete="cascade")
    ticket_id = fields.Many2one("helpdesk.ticket", index="btree_not_null", ondelete="set null")
    type_id = fields.Many2one(related="ticket_id.type_id", store=True)
    user_id = fields.Many2one("res.users", "Sent by", required=True, default=lambda self: self.env.user)

    @api.model
    def _count(self, templates):
        """Count the uses of templates, in one query.

        :return: dict {template id: uses}
        """
        # sudo: a number of uses is shown to whoever may read the template; the rows stay with the managers.
        groups = self.sudo()._read_group([("template_id", "in", templates.ids)], ["template_id"], ["__count"])
        return {template.id: count for template, count in groups}

    @api.model
    def _record(self, template, tickets):
        """Count one use of a template for each ticket that was answered with it.

        :param template: mail.template with which a person has just sent a mail
        :param tickets: helpdesk.ticket
        """
        # sudo: the message has just been posted with the rights of the person; nobody may write rows by hand.
        self.sudo().create(
            [{"template_id": template.id, "ticket_id": ticket.id, "user_id": self.env.uid} for ticket in tickets]
        )

    @api.model
    def _check_answer(self, template, ticket):
        """Refuse a template that is not a model of answer for tickets.

        :raises UserError: in the user's words
        """
        if not template or not template.duret_is_answer or template.model != ticket._name:
            raise UserError(self.env._("This model of answer does not exist any more: choose another one."))
