"""Quotations: followed up by rule, and their follow-up status kept by itself."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

STATES = [
    ("to_follow", "To Follow"),
    ("relanced", "Reminded"),
    ("answered", "Answered"),
    ("accepted", "Accepted"),
    ("refused", "Refused"),
    ("no_answer", "No Answer"),
]


class SaleOrder(models.Model):
    """Lives here until a quotation addon comes: tickets and follow-ups must not pull sales and accounting."""

    _name = "sale.order"
    _inherit = ["duret.sale.visit", "duret.relance.mixin", "sale.order"]

    duret_visit_id = fields.Many2one(
        help="The visit that this quotation follows; a discount promised to who booked it online is a line of its own."
    )
    duret_sent_date = fields.Datetime(
        "Sent to the Client", copy=False, index="btree_not_null", help="Follow-ups are counted from this date."
    )
    duret_follow_up_count = fields.Integer("Reminders Sent", readonly=True, copy=False)
    duret_no_answer = fields.Boolean("Silent Client", readonly=True, copy=False)
    duret_is_valid = fields.Boolean("Still Valid", compute="_compute_duret_is_valid", search="_search_duret_is_valid")
    duret_follow_up_state = fields.Selection(
        STATES, "Follow-up", compute="_compute_duret_follow_up_state", store=True, index=True
    )

    def init(self):
        """Give quotations that were sent before this addon came the date that they carry.

        Those of SAGE are left out: they enter the reminders by the switch of their company alone.
        """
        result = super().init()
        self.env.cr.execute(
            SQL(
                "UPDATE sale_order SET duret_sent_date = date_order"
                " WHERE state = 'sent' AND duret_sent_date IS NULL AND duret_sage_origin IS DISTINCT FROM 'sage'"
            )
        )
        return result

    @api.depends("validity_date")
    def _compute_duret_is_valid(self):
        today = fields.Date.context_today(self)
        for order in self:
            order.duret_is_valid = not order.validity_date or order.validity_date >= today

    @api.model
    def _search_duret_is_valid(self, operator, value):
        """Quotations whose last day of validity has not passed, or that have none."""
        if operator not in ("in", "not in"):
            return NotImplemented
        today = fields.Date.context_today(self)
        valid = Domain("validity_date", "=", False) | Domain("validity_date", ">=", today)
        wanted = (True in value) == (operator == "in")
        return valid if wanted else ~valid

    @api.depends("state", "duret_sent_date", "duret_client_answer_date", "duret_follow_up_count", "duret_no_answer")
    def _compute_duret_follow_up_state(self):
        """Nobody has to keep it: what the client does and what was sent to him decide."""
        for order in self:
            order.duret_follow_up_state = order._duret_follow_up()

    def _duret_follow_up(self):
        """Follow-up status of one quotation.

        :return: one of STATES, or False for a draft
        """
        if self.state == "sale":
            return "accepted"
        if self.state == "cancel":
            return "refused" if self.duret_sent_date else False
        if self.state != "sent":
            return False
        answer, sent = self.duret_client_answer_date, self.duret_sent_date
        if answer and (not sent or answer > sent):
            return "answered"
        if self.duret_no_answer:
            return "no_answer"
        return "relanced" if self.duret_follow_up_count else "to_follow"

    def write(self, vals):
        """Override: a quotation that becomes « sent » is counted from now."""
        if vals.get("state") == "sent" and "duret_sent_date" not in vals:
            self.filtered(lambda order: order.state != "sent")._duret_note_sent()
        return super().write(vals)

    def message_post(self, **kwargs):
        """Override: a quotation sent once more starts a new series of follow-ups."""
        if self.env.context.get("mark_so_as_sent"):
            self.filtered(lambda order: order.state == "sent")._duret_note_sent()
        return super().message_post(**kwargs)

    def _duret_note_sent(self):
        """The client has the quotation since now; earlier follow-ups do not count any more."""
        now = fields.Datetime.now()
        self.write({"duret_sent_date": now, "duret_follow_up_count": 0, "duret_no_answer": False})

    # --- follow-ups --------------------------------------------------------------------------------------------
    @api.model
    def _duret_relance_default_user(self, company):
        """Override: the front desk calls for quotations without a salesperson.

        :param company: res.company
        :return: res.users
        """
        return company.duret_front_desk_user_id

    def _duret_relance_sent(self, rows):
        """Override: the status says how many reminders have left.

        :param rows: duret.relance.message just handed over
        """
        result = super()._duret_relance_sent(rows)
        ranks = {row.res_id: row.rank for row in rows}
        for rank, orders in self.grouped(lambda order: ranks[order.id]).items():
            orders.write({"duret_follow_up_count": rank, "duret_no_answer": False})
        return result

    def _duret_relance_exhausted(self, rule):
        """Override: all reminders have left and nothing came back.

        :param rule: duret.relance.rule
        """
        result = super()._duret_relance_exhausted(rule)
        self.filtered(lambda order: not order.duret_no_answer).duret_no_answer = True
        return result
