"""A rule of follow-up: whom, counted from which date, by which levels, until what."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools.safe_eval import safe_eval

from ..follow_up_plan import Level, Policy
from .duret_relance_opt_out import PURPOSES

MIXIN = "duret.relance.mixin"
# Changing one of these may mend a rule that could not be planned.
MENDS = {"model_id", "domain", "anchor_field_id", "level_ids", "active"}
# Why the company may call a consumer by telephone (Code de la consommation, L223-1): never to sell something new.
CALL_REASONS = [
    ("quotation", "Quotation in progress that the client asked for"),
    ("request", "Open request of the client"),
    ("contract", "Contract in progress"),
    ("missed_call", "Returning the client's call"),
]


class DuretRelanceRule(models.Model):
    """Claire's words: which files, from which date, after how many days, by mail, text message or call."""

    _name = "duret.relance.rule"
    _description = "Follow-up Rule"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        readonly=True, copy=False, index="btree_not_null", help="Name by which the suite finds its rules."
    )
    sequence = fields.Integer(default=10, help="When two rules concern one client on one day, the first one writes.")
    active = fields.Boolean(default=True)
    is_paused = fields.Boolean("Paused", help="Nothing is sent while the rule is paused; it goes on where it stopped.")
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    model_id = fields.Many2one(
        "ir.model",
        "Documents",
        required=True,
        ondelete="cascade",
        domain=lambda self: [("model", "in", self._get_models())],
    )
    model = fields.Char(related="model_id.model", store=True, index=True)
    domain = fields.Char(
        "Which Ones", required=True, default="[]", help="A document that leaves the list is followed up no more."
    )
    anchor_field_id = fields.Many2one(
        "ir.model.fields",
        "Counted From",
        required=True,
        ondelete="cascade",
        domain="[('model_id', '=', model_id), ('ttype', 'in', ('date', 'datetime'))]",
        help="Date from which the delays are counted. When it changes, the levels start again.",
    )
    anchor_name = fields.Char(related="anchor_field_id.name", store=True, string="Field Counted From")
    level_ids = fields.One2many("duret.relance.level", "rule_id", "Levels", copy=True)
    purpose = fields.Selection(
        PURPOSES,
        "Subject",
        required=True,
        default="request",
        help="A client may refuse the follow-ups of one subject and keep the others.",
    )
    stops_on_answer = fields.Boolean("Stop When the Client Answers", default=True)
    is_throttled = fields.Boolean(
        "Spare the Client",
        default=True,
        help="Between two follow-ups of the same client, all rules together, leave the days of the settings.",
    )
    max_age_days = fields.Integer(
        "Not Older Than (days)",
        default=60,
        help="Documents whose date is older are never begun: a new rule does not wake up old files. 0 = no limit.",
    )
    patience_days = fields.Integer(
        "No Answer After (days)",
        default=7,
        help="Days after the last level from which the client counts as not answering.",
    )
    gap_days = fields.Integer(
        "Days Between Two Levels",
        help="When a level was late (Sunday, public holiday), the next one keeps its own day, at least so many days "
        "later. 0 = the days between the two delays are always kept.",
    )
    call_reason = fields.Selection(
        CALL_REASONS,
        "Reason of Calls",
        help="Kept with each call: a consumer may be called about something in progress only.",
    )
    responsible_id = fields.Many2one(
        "res.users", "Calls Made By", domain=[("share", "=", False)], help="When the document has no person in charge."
    )
    last_run = fields.Datetime("Last Looked At", readonly=True, copy=False)
    failure = fields.Text(
        "Stopped Because", readonly=True, copy=False, help="Why the rule could not be planned. Nothing is sent by it."
    )
    failure_date = fields.Datetime("Stopped Since", readonly=True, copy=False)
    warning_id = fields.Many2one("mail.activity", "Asked to Mend", readonly=True, copy=False, ondelete="set null")
    message_ids = fields.One2many("duret.relance.message", "rule_id", "Follow-ups")
    message_count = fields.Integer("Follow-ups Sent", compute="_compute_message_count")

    _code_unique = models.UniqueIndex("(code, company_id) WHERE code IS NOT NULL", "This rule already exists.")
    _days_positive = models.Constraint(
        "CHECK(max_age_days >= 0 AND patience_days >= 0 AND gap_days >= 0)", "Numbers of days cannot be negative."
    )

    @api.depends("message_ids.state")
    def _compute_message_count(self):
        groups = self.env["duret.relance.message"]._read_group(
            [("rule_id", "in", self.ids), ("state", "in", ("queued", "sent"))], ["rule_id"], ["__count"]
        )
        counts = {rule.id: count for rule, count in groups}
        for rule in self:
            rule.message_count = counts.get(rule.id, 0)

    def write(self, vals):
        """Override: a rule that is changed, and can be read again, no longer counts as stopped."""
        result = super().write(vals)
        if MENDS & vals.keys():
            self._note_success()
        return result

    @api.constrains("model_id", "domain", "anchor_field_id", "level_ids", "call_reason")
    def _check_rule(self):
        """Refuse what could not run: another kind of document, a list that cannot be read, calls without a reason."""
        for rule in self:
            if rule.model not in self._get_models():
                raise ValidationError(self.env._("“%(model)s” cannot be followed up.", model=rule.model_id.name))
            anchor = rule.anchor_field_id
            if anchor.model != rule.model or anchor.ttype not in ("date", "datetime") or not anchor.store:
                raise ValidationError(self.env._("“Counted from” must be a stored date of the document."))
            if "call" in rule.level_ids.mapped("channel") and not rule.call_reason:
                raise ValidationError(self.env._("Say why the client may be called: choose the reason of calls."))
            rule._checked_domain()

    def _read_domain(self):
        """Conditions of the list, as the editor of lists writes them: « today » is the day of the reader.

        :return: Domain
        """
        known = {"uid": self.env.uid, "context_today": lambda: fields.Date.context_today(self)}
        return Domain(safe_eval(self.domain or "[]", known))

    def _checked_domain(self):
        """Read the list of documents, as the people of this rule write it.

        :return: Domain
        :raise ValidationError: it is not a list of conditions on these documents
        """
        self.ensure_one()
        try:
            domain = self._read_domain()
            self.env[self.model].search(domain, limit=1)
        except (ValueError, NameError, KeyError, TypeError, SyntaxError, UserError) as error:
            text = self.env._(
                "The list of documents of “%(rule)s” cannot be read: %(error)s", rule=self.name, error=error
            )
            raise ValidationError(text) from error
        return domain

    def _is_readable(self):
        """False when the list of documents of this rule can no longer be read."""
        try:
            self._checked_domain()
        except ValidationError:
            return False
        return True

    @api.model
    def _get_models(self):
        """Names of the models that can be followed up: those that inherit the mixin.

        :return: list of str
        """
        mixin = self.env.registry[MIXIN]
        return sorted(
            name for name, model in self.env.registry.items() if issubclass(model, mixin) and not model._abstract
        )

    # --- what the engine reads --------------------------------------------------------------------------------
    def _policy(self):
        """Say the rule in the words of the pure rules.

        :return: follow_up_plan.Policy, levels in order
        """
        self.ensure_one()
        levels = tuple(Level(level.delay, level.delay_unit, level.channel) for level in self.level_ids)
        return Policy(
            levels,
            throttle_days=self.company_id.duret_relance_throttle_days if self.is_throttled else 0,
            max_age_days=self.max_age_days,
            patience_days=self.patience_days,
            most_gap=self.gap_days,
            paused=self.is_paused or not self.active,
            stops_on_answer=self.stops_on_answer,
        )

    def _candidates_domain(self):
        """Documents that the rule speaks of now, in its own company.

        :return: Domain
        """
        self.ensure_one()
        domain = self._read_domain() & Domain(self.anchor_name, "!=", False)
        if "company_id" in self.env[self.model]._fields:
            domain &= Domain("company_id", "in", [False, self.company_id.id])
        return domain

    # --- a rule that cannot be planned ------------------------------------------------------------------------
    def _note_failure(self, error):
        """Write on the rule why nothing is sent by it, and ask the person in charge of it to mend it, once.

        :param error: exception that stopped the rule
        """
        self.ensure_one()
        rule = self.with_context(lang=self.company_id.partner_id.lang)
        text = rule.env._(
            "Nothing is sent by this rule: its documents cannot be looked at (%(error)s). Mend the list of documents "
            "or the date, or pause the rule.",
            error=str(error).strip() or type(error).__name__,
        )
        rule.failure = text
        if not rule.failure_date:
            rule.failure_date = fields.Datetime.now()
            rule.warning_id = rule.env["mail.activity"].create(rule._warning_values(text))

    def _warning_values(self, text):
        """Values of the activity by which the person in charge learns that this rule is stopped."""
        return {
            "activity_type_id": self.env.ref("mail.mail_activity_data_warning").id,
            "summary": self.env._("Follow-up rule stopped: %(rule)s", rule=self.name),
            "note": text,
            "user_id": self._keeper().id,
            "automated": True,
        }

    def _note_success(self):
        """Forget why these rules were stopped, with what was asked about it."""
        mended = self.filtered("failure_date")
        # sudo: the right to plan or to write the rule came before; the warning is the program's own.
        mended.warning_id.sudo().unlink()
        mended.write({"failure": False, "failure_date": False})

    def _keeper(self):
        """Person who mends this rule: who makes its calls when he may, else the first manager, else the administrator.

        :return: res.users, one
        """
        group = self.env.ref("duret_base.group_manager")
        domain = [("all_group_ids", "in", group.ids), ("company_ids", "in", self.company_id.ids), ("share", "=", False)]
        managers = self.env["res.users"].search(domain, order="id")
        named = self.responsible_id & managers
        return named or (managers - self.env.ref("base.user_admin"))[:1] or self.env.ref("base.user_admin")

    # --- buttons ----------------------------------------------------------------------------------------------
    def action_pause(self):
        """Stop sending; what is planned for today is taken back."""
        self.is_paused = True
        planned = [("rule_id", "in", self.ids), ("state", "=", "planned")]
        # sudo: the right to write the rule was checked by the line above; its plans go with it.
        self.env["duret.relance.message"].sudo().search(planned).unlink()

    def action_resume(self):
        """Go on where the rule stopped."""
        self.is_paused = False

    def action_preview(self):
        """Show whom this rule would follow up tomorrow."""
        self.ensure_one()
        return self.env["duret.relance.preview"]._open(rule=self)

    def action_view_messages(self):
        """Show what this rule has sent."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("duret_relance.duret_relance_message_action")
        return action | {"domain": [("rule_id", "=", self.id)], "context": {}}
