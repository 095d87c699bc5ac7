from odoo import api, fields, models


class MailTemplate(models.Model):
    _inherit = "mail.template"

    duret_is_answer = fields.Boolean(
        "Model of Answer", index=True, help="Offered to whoever answers a ticket. Automatic mails are not."
    )
    duret_type_ids = fields.Many2many(
        "helpdesk.ticket.type",
        "duret_mail_template_type_rel",
        "template_id",
        "type_id",
        "Types of Tickets",
        help="Proposed first for tickets of these types; for all types when empty.",
    )
    duret_use_count = fields.Integer("Uses", compute="_compute_duret_use_count")

    @api.depends_context("uid")
    def _compute_duret_use_count(self):
        uses = self.env["duret.template.use"]._count(self)
        for template in self:
            template.duret_use_count = uses.get(template.id, 0)
