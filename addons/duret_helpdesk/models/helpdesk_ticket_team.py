from odoo import api, fields, models, tools


class HelpdeskTicketTeam(models.Model):
    """Who answers when the owner of a ticket is away."""

    _name = "helpdesk.ticket.team"
    _inherit = ["duret.triage.target", "helpdesk.ticket.team"]

    duret_backup_user_id = fields.Many2one(
        "res.users",
        "Back-up",
        domain="[('share', '=', False)]",
        help="Takes over the tickets of an owner who is away or has left.",
    )
    duret_triage_code = fields.Selection(
        [
            ("front_desk", "Front Desk"),
            ("repair", "Repairs and Maintenance"),
            ("sales", "Quotations"),
            ("works", "Building Sites"),
            ("accounts", "Invoices and Payments"),
        ],
        "Receives",
        copy=False,
        help="Requests of this kind are proposed to this team. Without such a team they stay where they arrived.",
    )

    _duret_triage_code_unique = models.Constraint(
        "UNIQUE(duret_triage_code)", "Two teams cannot receive the same requests."
    )
    use_sla = fields.Boolean(default=True)

    def _get_applicable_stages(self):
        """Override: the program knows the stages of each team by heart.

        :return: helpdesk.ticket.stage, in order
        """
        if not self.env.su or len(self) > 1 or self.env.context.get("active_test") is False:
            return super()._get_applicable_stages()
        company = self.company_id if self else self.env.company
        return self.env["helpdesk.ticket.stage"].browse(self._duret_stage_ids(self.id, company.id))

    @api.model
    @tools.ormcache("team_id", "company_id")
    # pylint: disable=super-method-mismatch
    def _duret_stage_ids(self, team_id, company_id):
        """Ids of the stages of a team (False: none) of a company (False: any), in order."""
        team = self.browse(team_id or []).with_company(company_id)
        return tuple(super(HelpdeskTicketTeam, team)._get_applicable_stages().ids)

    def _notify_get_reply_to_batch(self, defaults=None, author_ids=None):
        """Override: the program knows the address of each team by heart.

        :return: see Odoo
        """
        known = self.env["mail.alias"]._duret_addresses_of(self._name)
        if not (self and all(team_id in known for team_id in self.ids)):
            return super()._notify_get_reply_to_batch(defaults=defaults, author_ids=author_ids)
        authors = author_ids or {}
        return {
            team_id: self._notify_get_reply_to_formatted_email(known[team_id], author_id=authors.get(team_id, False))
            for team_id in self.ids
        }
