"""One level of a rule: after how long, by which channel, with which text."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

CHANNELS = [("mail", "Mail"), ("sms", "Text message"), ("call", "Call by a person")]
UNITS = [("days", "days"), ("working_days", "working days")]


class DuretRelanceLevel(models.Model):
    """Levels are counted in their order; delays all run from the date of the document."""

    _name = "duret.relance.level"
    _description = "Follow-up Level"
    _order = "rule_id, sequence, id"

    rule_id = fields.Many2one("duret.relance.rule", required=True, index=True, ondelete="cascade")
    model = fields.Char(related="rule_id.model")
    name = fields.Char(compute="_compute_name")
    sequence = fields.Integer(default=10)
    delay = fields.Integer(required=True, default=3)
    delay_unit = fields.Selection(UNITS, "Unit", required=True, default="days")
    channel = fields.Selection(CHANNELS, required=True, default="mail")
    template_id = fields.Many2one(
        "mail.template", "Mail", domain="[('model', '=', model)]", ondelete="restrict", index="btree_not_null"
    )
    sms_template_id = fields.Many2one(
        "sms.template", "Text Message", domain="[('model', '=', model)]", ondelete="restrict", index="btree_not_null"
    )
    summary = fields.Char("Call About", translate=True, help="What the person who calls reads first.")
    user_id = fields.Many2one(
        "res.users",
        "Call Made By",
        domain=[("share", "=", False)],
        help="Empty: the person in charge of the document, else the one named on the rule.",
    )

    _delay_positive = models.Constraint("CHECK(delay >= 0)", "A delay cannot be negative.")

    @api.depends("delay", "delay_unit", "channel")
    def _compute_name(self):
        """« D+3 · Mail », « D+3 working · Call by a person »."""
        channels = dict(self._fields["channel"]._description_selection(self.env))
        for level in self:
            working = level.delay_unit == "working_days"
            text = (
                self.env._("D+%(days)s working", days=level.delay)
                if working
                else self.env._("D+%(days)s", days=level.delay)
            )
            level.name = f"{text} · {channels.get(level.channel, '')}"

    @api.constrains("channel", "template_id", "sms_template_id", "rule_id")
    def _check_content(self):
        """A level that writes has a text, for the right kind of document; a call has its legal reason."""
        for level in self:
            text = level.template_id if level.channel == "mail" else level.sms_template_id
            if level.channel != "call" and not text:
                raise ValidationError(self.env._("Choose the text of the level “%(level)s”.", level=level.name))
            if level.channel != "call" and text.model != level.model:
                raise ValidationError(self.env._("The text of “%(level)s” is for other documents.", level=level.name))
            if level.channel == "call" and not level.rule_id.call_reason:
                raise ValidationError(self.env._("Say why the client may be called: choose the reason of calls."))

    def action_test(self):
        """Send this level's mail to oneself, filled with the newest document of the rule.

        :raise UserError: not a mail, no document to show, or no address of one's own
        """
        self.ensure_one()
        if self.channel != "mail":
            raise UserError(self.env._("Only mails can be tried: a text message costs money, a call needs a person."))
        if not self.env.user.email:
            raise UserError(self.env._("Your own mail address is missing on your user."))
        rule = self.rule_id
        documents = self.env[rule.model]
        document = documents.search(rule._candidates_domain(), order="id desc", limit=1) or documents.search(
            [], order="id desc", limit=1
        )
        if not document:
            raise UserError(self.env._("There is no document yet to fill the mail with."))
        self.env["duret.relance.sender"]._send_test(self, document)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("The mail is on its way to %(email)s.", email=self.env.user.email),
            },
        }
