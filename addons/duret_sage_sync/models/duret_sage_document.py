from odoo import api, fields, models
from odoo.exceptions import UserError

KINDS = [
    ("quotation", "Quotation"),
    ("order", "Order"),
    ("delivery", "Delivery Note"),
    ("credit", "Credit Note"),
    ("invoice", "Invoice"),
    ("posted_invoice", "Posted Invoice"),
]
ORIGINS = [("sage", "SAGE"), ("odoo", "Odoo")]
# Only the exchange holds this very object: a context that comes from outside carries texts and numbers.
EXCHANGE = object()
CONTEXT_KEY = "duret_sage_exchange"
TECHNICAL = frozenset(
    "duret_sage_number duret_sage_kind duret_sage_state duret_sage_date duret_sage_origin duret_sage_paid "
    "duret_sage_is_gone duret_sage_before_gone duret_sage_words".split()
)
LINE_TECHNICAL = frozenset({"duret_sage_key", "duret_sage_told"})


def by_exchange(env):
    """Tell whether the exchange itself writes: no right, not even the superuser's, stands in for it."""
    return env.context.get(CONTEXT_KEY) is EXCHANGE


def as_exchange(records):
    """Give records as the exchange writes them; for desks of this addon only.

    What SAGE owns is open to them; lines that SAGE has added to an order are not talked about.
    """
    return records.with_context(**{CONTEXT_KEY: EXCHANGE, "sale_no_log_for_new_lines": True})


def alters(records, vals, free):
    """Tell whether values would alter what is kept: one outside of `free` that is stored or writes something else.

    Core sets fields that are not kept (whether lines are to be counted again) on invoices it only looks at.
    """
    fields_ = (records._fields.get(name) for name in vals if name not in free)
    return any(field is None or field.store or field.inverse for field in fields_)


class DuretSageDocument(models.AbstractModel):
    """A quotation, an order or an invoice that SAGE has too."""

    _name = "duret.sage.document"
    _description = "Document Seen by SAGE"
    _inherit = ["duret.sage.tracked"]

    duret_sage_number = fields.Char(
        "SAGE Number", readonly=True, copy=False, index="trigram", help="Given by SAGE; changes when SAGE transforms it"
    )
    duret_sage_kind = fields.Selection(KINDS, "Document in SAGE", readonly=True, copy=False)
    duret_sage_state = fields.Char("State in SAGE", readonly=True, copy=False, help="DO_Statut as SAGE says it")
    duret_sage_date = fields.Date("Date in SAGE", readonly=True, copy=False)
    duret_sage_origin = fields.Selection(ORIGINS, "Made in", readonly=True, copy=False)
    duret_sage_is_gone = fields.Boolean("Gone from SAGE", readonly=True, copy=False)
    duret_sage_before_gone = fields.Char(readonly=True, copy=False, groups="base.group_system")
    # field -> [what our record says, SAGE's writing of it]: SAGE's writing holds as long as our record says that.
    duret_sage_words = fields.Json(readonly=True, copy=False, groups="base.group_system")
    duret_sage_locked = fields.Boolean("Locked, Comes from SAGE", compute="_compute_duret_sage_locked")

    @api.model
    def _duret_sage_technical(self):
        """Override: also what SAGE alone says of a document."""
        return super()._duret_sage_technical() | TECHNICAL

    @api.depends("duret_sage_origin", "duret_sage_kind")
    def _compute_duret_sage_locked(self):
        for document in self:
            document.duret_sage_locked = document._duret_sage_is_locked()

    def _duret_sage_is_locked(self):
        """Tell whether lines and prices of this document belong to SAGE.

        :return: bool
        """
        raise NotImplementedError

    def _duret_sage_without_technical(self, vals):
        """Override: what SAGE says of a document is closed to the superuser too."""
        closed = TECHNICAL & vals.keys()
        if closed and not by_exchange(self.env):
            given = {name: value for name, value in vals.items() if name in closed and value}
            if given:
                raise UserError(self.env._("Only the exchange with SAGE writes these fields: %s", ", ".join(given)))
            vals = {name: value for name, value in vals.items() if name not in closed}
        return super()._duret_sage_without_technical(vals)

    def _duret_sage_name(self):
        """Give the number people know a document by, for sentences."""
        return self.duret_sage_number or self.display_name
