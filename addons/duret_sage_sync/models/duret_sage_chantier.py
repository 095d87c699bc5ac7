from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..sage.records import Line


class DuretSageChantier(models.Model):
    """An accepted quotation that was handed to MDE: numbered, once, acknowledged.

    This table is the outbox: the row is there before its file, with the number and the words that the file will have.
    Numbers follow each other without a hole: they are counted in the same transaction that adds the row, under a lock;
    a row that is undone gives its number back.
    """

    _name = "duret.sage.chantier"
    _description = "Hand-off to MDE"
    _inherit = ["duret.sage.told"]
    _order = "number desc"
    _rec_name = "number"

    backend_id = fields.Many2one("duret.sage.backend", required=True, ondelete="restrict", index=True)
    order_id = fields.Many2one("sale.order", required=True, ondelete="restrict", index=True)
    number = fields.Integer(required=True, readonly=True, aggregator=None, help="Never used for another one")
    state = fields.Selection(
        [("pending", "To hand off"), ("given", "Given"), ("accepted", "Accepted"), ("refused", "Refused")],
        required=True,
        default="pending",
        readonly=True,
    )
    mde_number = fields.Char(string="Number in MDE", readonly=True)
    code = fields.Char(readonly=True)
    detail = fields.Char(readonly=True)
    # What the file says: as the quotation was when it was handed off, so that writing it again writes the same.
    content = fields.Json(readonly=True)
    given_at = fields.Datetime(readonly=True)
    answered_at = fields.Datetime(readonly=True)
    user_id = fields.Many2one("res.users", "Handed Off By", readonly=True)

    _order_unique = models.Constraint("UNIQUE (order_id)", "This quotation was already handed to MDE.")
    _number_unique = models.Constraint("UNIQUE (backend_id, number)", "This number belongs to another site.")
    _state_index = models.Index("(backend_id, state)")

    @api.model_create_multi
    def create(self, vals_list):
        """Give each site the next number of its company."""
        for vals in vals_list:
            vals["number"] = self._next_number(vals["backend_id"])
        return super().create(vals_list)

    @api.model
    def _next_number(self, backend_id):
        """Count on, one after the other: whoever asks at the same time waits for the end of this transaction.

        :return: int, above 0
        """
        self.flush_model(["number", "backend_id"])
        self.env.execute_query(SQL("SELECT id FROM duret_sage_backend WHERE id = %s FOR UPDATE", backend_id))
        rows = self.env.execute_query(
            SQL("SELECT COALESCE(MAX(number), 0) + 1 FROM duret_sage_chantier WHERE backend_id = %s", backend_id)
        )
        return rows[0][0]

    # --- what the office presses
    def action_give_again(self):
        """Hand a refused site off again, with what its quotation says now, under the same number.

        :raise AccessError: for who may not decide about exchanges
        :raise UserError: when it was not refused
        """
        for site in self:
            site.order_id._duret_check_hand_off_right()
            if site.state != "refused":
                raise UserError(self.env._("Site %s was not refused.", site.number))
        # The right is checked above; the table itself is closed to everybody.
        for site in self.sudo():
            site.write({"state": "pending", "code": False, "detail": False, "content": site.order_id._duret_site()})
        return True

    # --- outbox
    def _content(self):
        """Give the fields of the file (see `sage.transports.chantier_file`)."""
        return self.content["site"]

    def _content_lines(self):
        """Give the lines of the file."""
        return [Line("", values) for values in self.content["lines"]]

    def _given(self):
        self.write({"state": "given", "given_at": fields.Datetime.now(), "code": False, "detail": False})

    def _refused(self, code, detail):
        self.write({"state": "refused", "code": code, "detail": detail, "answered_at": fields.Datetime.now()})

    @api.model
    def _answered(self, backend, receipt):
        """Keep an answer of MDE; one about a site that nobody knows, or that is settled already, changes nothing.

        :param receipt: :class:`sage.transports.chantier_file.Receipt`
        """
        domain = [("backend_id", "=", backend.id), ("number", "=", receipt.number)]
        site = self.search([*domain, ("state", "in", ("pending", "given"))])
        if not site:
            return
        if receipt.accepted:
            answered = {"state": "accepted", "mde_number": receipt.words or False, "code": False, "detail": False}
            site.write({**answered, "answered_at": fields.Datetime.now()})
            site.given_at = site.given_at or site.answered_at
        else:
            site._refused("chantier_refused", receipt.words)
        site.order_id.message_post(body=site._told_answer(), subtype_xmlid="mail.mt_note")

    def _told_answer(self):
        """Say the answer, for the discussion of the quotation."""
        if self.state == "accepted":
            if self.mde_number:
                return self.env._("Site %(site)s accepted by MDE under %(mde)s", site=self.number, mde=self.mde_number)
            return self.env._("Site %s accepted by MDE", self.number)
        return self.env._("Site %(site)s refused by MDE: %(why)s", site=self.number, why=self.detail or "")
