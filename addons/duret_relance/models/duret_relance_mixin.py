"""What a document needs to be followed up: its client, its person in charge, the client's last answer."""

from odoo import api, fields, models

HISTORY_GROUPS = "duret_base.group_assistant,duret_base.group_direction"


class DuretRelanceMixin(models.AbstractModel):
    """Inherited by documents that rules may follow up; the methods are there to be extended."""

    _name = "duret.relance.mixin"
    _inherit = ["mail.thread"]
    _description = "Followed-up Document"

    duret_relance_ids = fields.One2many(
        "duret.relance.message",
        "res_id",
        "Follow-ups",
        domain=lambda self: [("res_model", "=", self._name)],
        groups=HISTORY_GROUPS,
        copy=False,
    )
    duret_relance_count = fields.Integer(
        "Follow-ups Sent", compute="_compute_duret_relance_count", groups=HISTORY_GROUPS
    )
    duret_relance_text = fields.Text("What Comes Next", compute="_compute_duret_relance_text", groups=HISTORY_GROUPS)
    duret_relance_paused_until = fields.Date(
        "No Follow-up Before",
        copy=False,
        groups="base.group_user",
        help="Nothing is sent about this document before this day.",
    )
    duret_client_answer_date = fields.Datetime(
        "Last Answer of the Client", readonly=True, copy=False, groups="base.group_user"
    )

    @api.depends("duret_relance_ids.state")
    def _compute_duret_relance_count(self):
        groups = self.env["duret.relance.message"]._read_group(
            [("res_model", "=", self._name), ("res_id", "in", self.ids), ("state", "in", ("queued", "sent"))],
            ["res_id"],
            ["__count"],
        )
        counts = dict(groups)
        for document in self:
            document.duret_relance_count = counts.get(document.id, 0)

    @api.depends("duret_relance_ids.state", "duret_relance_paused_until", "duret_client_answer_date")
    def _compute_duret_relance_text(self):
        """One line a rule: what is sent next and when, or why nothing is."""
        engine, explain = self.env["duret.relance.engine"], self.env["duret.relance.explain"]
        now, saved = fields.Datetime.now(), self.filtered(lambda document: isinstance(document.id, int))
        lines = {document.id: [] for document in self}
        rules = self.env["duret.relance.rule"].search([("model", "=", self._name), ("level_ids", "!=", False)])
        for rule in rules if saved else ():
            if not rule._is_readable():
                continue  # said on the rule itself; the document must open all the same
            tz = rule.company_id.resource_calendar_id.tz or "Europe/Paris"
            for case in engine._examine(rule, saved, now):
                if case.outcome.reason != "state_changed" or case.record.duret_relance_ids.rule_id & rule:
                    lines[case.record.id].append(explain._next_text(case, tz))
        nothing = self.env._("No rule follows this document up.")
        for document in self:
            document.duret_relance_text = "\n".join(lines[document.id]) or nothing

    # --- what a model says of its documents -------------------------------------------------------------------
    def _duret_relance_partners(self):
        """Client to write to, for each document.

        :return: dict {document id: res.partner, empty when unknown}
        """
        return {document.id: document.partner_id for document in self}

    def _duret_relance_users(self, level):
        """Person who calls, for each document: of the level, of the document, of the rule, else whoever is logged in.

        :param level: duret.relance.level of the channel call
        :return: dict {document id: res.users}
        """
        spare = (
            level.rule_id.responsible_id or self._duret_relance_default_user(level.rule_id.company_id) or self.env.user
        )
        owners = {document.id: document["user_id"] if "user_id" in self._fields else spare for document in self}
        return {
            key: level.user_id or (owner if owner and owner.active and not owner.share else spare)
            for key, owner in owners.items()
        }

    @api.model
    def _duret_relance_default_user(self, company):
        """Person who takes what nobody else has; none here.

        :param company: res.company
        :return: res.users
        """
        return self.env["res.users"]

    @api.model
    def _duret_relance_kept_body(self, body):
        """Text of a message as the document's discussion keeps it: extend it where links act in the client's name.

        :param Markup body: as the client receives it
        :return: Markup
        """
        return body

    def _duret_relance_sent(self, rows):
        """Called with the rows that have just been handed over for these documents."""

    def _duret_relance_exhausted(self, rule):
        """Called with documents whose client did not answer any level, each time the job meets them.

        :param rule: duret.relance.rule
        """

    # --- answers ----------------------------------------------------------------------------------------------
    def _message_post_after_hook(self, message, msg_values):
        """Override: note that the client answered, by mail or on the portal. Robots' answers are internal."""
        result = super()._message_post_after_hook(message, msg_values)
        if self._duret_is_client_answer(message):
            self._duret_note_client_answer(message.date)
        return result

    def _duret_is_client_answer(self, message):
        """True for a public message written by somebody who is not an employee, nor a former one, nor OdooBot."""
        internal = message.is_internal or message.subtype_id.id in message.subtype_id._duret_internal_ids()
        if message.message_type not in ("email", "comment") or internal:
            return False
        if not message.author_id:
            return message.message_type == "email"
        return self._duret_is_outsider(message.author_id)

    @api.model
    def _duret_is_outsider(self, author):
        """True for somebody who is not an employee, nor a former one, nor OdooBot.

        :param author: res.partner, one
        """
        # sudo: whether the author has an employee's user, archived ones included; nothing else of it is read.
        users = author.sudo().with_context(active_test=False).user_ids
        return all(user.share for user in users)

    def _duret_note_client_answer(self, moment=None):
        """The client has been in touch about these documents: their series of follow-ups stop.

        :param datetime moment: naive UTC, now by default
        """
        moment = fields.Datetime.to_datetime(moment) or fields.Datetime.now()
        # sudo: called when a message or a call was stored, which the author had the right to do; one date is written.
        older = self.sudo().filtered(
            lambda document: not document.duret_client_answer_date or document.duret_client_answer_date < moment
        )
        older.duret_client_answer_date = moment

    # --- buttons ----------------------------------------------------------------------------------------------
    def action_view_duret_relance(self):
        """Show the history of follow-ups of these documents."""
        action = self.env["ir.actions.act_window"]._for_xml_id("duret_relance.duret_relance_message_action")
        return action | {"domain": [("res_model", "=", self._name), ("res_id", "in", self.ids)], "context": {}}
