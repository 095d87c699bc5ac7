from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.duret_base.duret_phones import display, like_patterns

IN_ANSWERED, IN_MISSED, OUT_REACHED, OUT_UNANSWERED, PLANNED = "answered", "missed", "made", "unanswered", "planned"


class CrmPhonecall(models.Model):
    """The journal of calls: who called, when, why, and which request it belongs to."""

    _name = "crm.phonecall"
    _inherit = ["duret.call.callback", "duret.call.log", "crm.phonecall"]
    _order = "date desc, id desc"

    partner_id = fields.Many2one(index="btree_not_null")
    duret_ticket_id = fields.Many2one(
        "helpdesk.ticket", "Ticket", index="btree_not_null", ondelete="set null", help="Request that the call is about."
    )
    duret_answered = fields.Boolean(
        "Answered",
        compute="_compute_duret_answered",
        store=True,
        readonly=False,
        precompute=True,
        help="The two people spoke to each other.",
    )
    duret_outcome = fields.Selection(
        [
            (IN_ANSWERED, "Incoming Call"),
            (IN_MISSED, "Missed Call"),
            (OUT_REACHED, "Outgoing Call"),
            (OUT_UNANSWERED, "Call Not Answered"),
            (PLANNED, "Planned Call"),
        ],
        "Outcome of the Call",
        compute="_compute_duret_outcome",
        store=True,
        precompute=True,
    )
    duret_e164 = fields.Char(
        "E.164 Number",
        compute="_compute_duret_e164",
        store=True,
        precompute=True,
        index="btree_not_null",
        help="International form of the number, the same for every writing.",
    )
    duret_number = fields.Char(
        "Number",
        compute="_compute_duret_number",
        search="_search_duret_number",
        help="The number as it is read in France; found in any writing.",
    )
    duret_client_key = fields.Char(
        "Key of the Form", copy=False, readonly=True, help="Made by the form: the same form sent twice is one call."
    )

    _duret_client_key_unique = models.UniqueIndex(
        "(duret_client_key) WHERE duret_client_key IS NOT NULL", "This call is already in the journal."
    )
    # The journal is read newest first, with 200,000 calls in it.
    _duret_date_idx = models.Index("(date DESC, id DESC)")

    @api.depends("state")
    def _compute_duret_answered(self):
        for call in self:
            call.duret_answered = call.state == "done"

    @api.depends("direction", "state", "duret_answered")
    def _compute_duret_outcome(self):
        outcomes = {
            ("in", True): IN_ANSWERED,
            ("in", False): IN_MISSED,
            ("out", True): OUT_REACHED,
            ("out", False): OUT_UNANSWERED,
        }
        for call in self:
            planned = call.state == "open" and not call.duret_answered
            call.duret_outcome = PLANNED if planned else outcomes[call.direction, call.duret_answered]

    @api.depends("partner_phone")
    def _compute_duret_e164(self):
        numbers = self.env["res.partner"]
        for call in self:
            call.duret_e164 = numbers._duret_phone_e164(call.partner_phone)

    @api.depends("partner_phone", "duret_e164")
    def _compute_duret_number(self):
        for call in self:
            call.duret_number = display(call.duret_e164) if call.duret_e164 else call.partner_phone

    def _search_duret_number(self, operator, value):
        """Find calls by a number in any writing, or by the end or the beginning of one."""
        if operator not in ("ilike", "=", "in"):
            return NotImplemented
        texts = [value] if isinstance(value, str) else value
        region = self.env.company.country_id.code or "FR"
        patterns = [pattern for text in texts if isinstance(text, str) for pattern in like_patterns(text, region)]
        found = Domain.OR(Domain("duret_e164", "=like", pattern) for pattern in patterns)
        return found if patterns else Domain("partner_phone", operator, value)

    @api.model_create_multi
    def create(self, vals_list):
        """Tell those who wait for a call that it took place."""
        calls = super().create(vals_list)
        calls._duret_took_place()._duret_after_logged()
        return calls

    def write(self, vals):
        """Tell those who wait for a call when its outcome becomes known later."""
        concerned = self if {"state", "duret_answered"} & vals.keys() else self.browse()
        waiting = concerned.filtered(lambda call: not call.duret_answered)
        result = super().write(vals)
        waiting.filtered("duret_answered")._duret_after_logged()
        return result

    def _duret_took_place(self):
        """Calls of self that were made or received, planned ones left out."""
        return self.filtered(lambda call: call.duret_outcome != PLANNED)

    def action_duret_open_ticket(self):
        """Open the ticket that this call is about.

        :return: window action
        """
        self.ensure_one()
        return self.duret_ticket_id.get_formview_action()
