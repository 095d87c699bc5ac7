from odoo import api, fields, models, tools
from odoo.tools.safe_eval import datetime as safe_datetime
from odoo.tools.safe_eval import safe_eval
from odoo.tools.safe_eval import time as safe_time

from ..sla_clock import Facts, Policy, choose

EMPTY_FILTERS = ("", "[]")


class HelpdeskSla(models.Model):
    """A promise to clients: so many minutes of work until the first answer, or until the solution.

    Of the promises that fit a request, the one with the most conditions applies (see `sla_clock.policy`). Changing
    a promise changes nothing for the requests that have it already, unless « Apply to open requests » is pressed.
    """

    _name = "helpdesk.sla"
    _inherit = ["duret.known.by.heart", "helpdesk.sla"]
    _order = "duret_kind desc, sequence, id"

    name = fields.Char(translate=True)
    sequence = fields.Integer(default=10)
    duret_kind = fields.Selection(
        [("response", "First Answer"), ("resolution", "Solution")], "Promise", default="resolution", required=True
    )
    duret_minutes = fields.Integer(
        "Working Minutes",
        compute="_compute_duret_minutes",
        store=True,
        readonly=False,
        help="Counted by the working calendar of the team, or of the company.",
    )
    duret_hours = fields.Float("Within (working hours)", compute="_compute_duret_hours", inverse="_inverse_duret_hours")
    duret_type_ids = fields.Many2many("helpdesk.ticket.type", string="Types")
    duret_min_priority = fields.Selection(
        [("1", "Medium and above"), ("2", "High and above"), ("3", "Very High")], "Priority"
    )
    duret_contract = fields.Boolean("Clients under Contract Only")

    _duret_minutes_positive = models.Constraint("CHECK(duret_minutes > 0)", "A promise needs a working time.")

    @api.depends("days", "hours")
    def _compute_duret_minutes(self):
        """A promise made in OCA's days and hours is counted in minutes like the others."""
        for policy in self:
            a_day = (policy.company_id or self.env.company).resource_calendar_id.hours_per_day or 8.0
            given = round((policy.days * a_day + policy.hours) * 60)
            policy.duret_minutes = given or policy.duret_minutes or 8 * 60

    @api.depends("duret_minutes")
    def _compute_duret_hours(self):
        for policy in self:
            policy.duret_hours = policy.duret_minutes / 60

    def _inverse_duret_hours(self):
        for policy in self:
            policy.duret_minutes = round(policy.duret_hours * 60)

    # -- choosing -----------------------------------------------------------------------------------------------

    @api.model
    @tools.ormcache()
    def _duret_policies(self):
        """Give the promises in force, as the rules read them.

        :return: tuple of Policy
        """
        # sudo: conditions of promises, needed whoever opens a request; the client is only told a time.
        policies = self.sudo().search([])
        return tuple(policy._duret_as_rule() for policy in policies)

    @api.model
    @tools.ormcache()
    def _duret_kinds(self):
        """Give what each promise is about and the stage that OCA's rows show, archived promises included.

        :return: dict {id: ("response" or "resolution", id of a helpdesk.ticket.stage or False)}
        """
        # sudo: as above.
        policies = self.sudo().with_context(active_test=False).search([])
        return {policy.id: (policy.duret_kind or "resolution", policy.stage_id.id) for policy in policies}

    def _duret_as_rule(self):
        return Policy(
            id=self.id,
            kind=self.duret_kind,
            minutes=self.duret_minutes,
            company=self.company_id.id or None,
            teams=frozenset(self.team_ids.ids),
            types=frozenset(self.duret_type_ids.ids),
            min_priority=self.duret_min_priority or "",
            contract=self.duret_contract,
            categories=frozenset(self.category_ids.ids),
            tags=frozenset(self.tag_ids.ids),
            domain="" if (self.domain or "").strip() in EMPTY_FILTERS else self.domain,
        )

    @api.model
    def _duret_choose(self, ticket, kind, under_contract=False):
        """Choose the promise of one kind for a request.

        :param ticket: helpdesk.ticket, one
        :param str kind: "response" or "resolution"
        :param bool under_contract: the client has a contract
        :return: sla_clock.Choice, or None when nothing is promised
        """
        facts = Facts(
            company=ticket.company_id.id,
            team=ticket.team_id.id or None,
            type=ticket.type_id.id or None,
            priority=ticket.priority or "0",
            contract=under_contract,
            category=ticket.category_id.id or None,
            tags=frozenset(ticket.tag_ids.ids),
        )
        return choose(self._duret_policies(), kind, facts, lambda policy: self._duret_filter_accepts(policy, ticket))

    @api.model
    def _duret_filter_accepts(self, policy, ticket):
        """Tell whether the filter of a promise lets a request through; the present time is known to it."""
        names = {"uid": self.env.uid, "datetime": safe_datetime, "time": safe_time}
        return bool(ticket.filtered_domain(safe_eval(policy.domain, names)))

    def _duret_condition_words(self):
        """Write the conditions of this promise, the most telling first.

        :return: list of str in the language of the context
        """
        self.ensure_one()
        levels = dict(self._fields["duret_min_priority"]._description_selection(self.env))
        words = {
            "contract": lambda: self.env._("client under contract"),
            "type": lambda: self.env._("type %(names)s", names=", ".join(self.duret_type_ids.mapped("name"))),
            "priority": lambda: self.env._("priority %(name)s", name=levels[self.duret_min_priority].lower()),
            "team": lambda: self.env._("team %(names)s", names=", ".join(self.team_ids.mapped("name"))),
            "category": lambda: self.env._("category %(names)s", names=", ".join(self.category_ids.mapped("name"))),
            "tag": lambda: self.env._("tag %(names)s", names=", ".join(self.tag_ids.mapped("name"))),
            "filter": lambda: self.env._("filter of the promise"),
        }
        return [words[name]() for name in self._duret_as_rule().criteria()]

    # -- people -------------------------------------------------------------------------------------------------

    def action_duret_apply(self):
        """Button: open requests take the promises as they are written now."""
        self.check_access("write")
        tickets = self.env["helpdesk.ticket"].search([("duret_is_open", "=", True)])
        tickets._duret_sync_clock(renew=True)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("%(count)s open requests were read again.", count=len(tickets)),
            },
        }
