"""One telephone number of a contact."""

from odoo import api, fields, models

from ..duret_phones import display, parse_cell, search_key
from ..duret_phones.parsing import is_short


class DuretPhone(models.Model):
    """A number, kept as typed and stored in E.164 form to be found in any writing.

    The first number of a contact (lowest sequence) is its main one: the value of
    ``res.partner.phone``, which Odoo's own screens and addons show.
    """

    _name = "duret.phone"
    _description = "Telephone number"
    _order = "partner_id, sequence, id"
    _rec_name = "display_number"

    _unique_number = models.Constraint("UNIQUE(partner_id, e164)", "This contact already has this telephone number.")

    partner_id = fields.Many2one("res.partner", string="Contact", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    number = fields.Char(required=True, help="The number as it was typed.")
    e164 = fields.Char(
        string="E.164 number",
        compute="_compute_e164",
        store=True,
        index="btree_not_null",
        help="International form, the same for every writing of the number.",
    )
    search_key = fields.Char(compute="_compute_e164", store=True, index="trigram")
    kind = fields.Selection(
        [("mobile", "Mobile"), ("fixe", "Landline"), ("bureau", "Office"), ("autre", "Other")],
        compute="_compute_kind",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    note = fields.Char(help="Whom to ask for, when to call…")
    display_number = fields.Char(string="Shown as", compute="_compute_display_number")
    is_wrong = fields.Boolean(
        string="To check",
        compute="_compute_display_number",
        help="The number is neither complete nor a known short number: it cannot be dialled.",
    )

    @api.depends("number", "partner_id.country_id")
    def _compute_e164(self):
        for phone in self:
            numbers = parse_cell(phone.number, phone.partner_id._duret_phone_region())
            phone.e164 = numbers[0].e164 if numbers else False
            phone.search_key = search_key(phone.number, phone.e164)

    @api.depends("number")
    def _compute_kind(self):
        """Propose the kind from the number; the one saved with a number stays until it changes."""
        for phone in self:
            numbers = parse_cell(phone.number, phone.partner_id._duret_phone_region())
            phone.kind = numbers[0].kind if numbers else "autre"

    @api.depends("number", "e164")
    def _compute_display_number(self):
        for phone in self:
            phone.display_number = display(phone.e164) if phone.e164 else phone.number
            phone.is_wrong = bool(phone.number) and not phone.e164 and not is_short(phone.number)

    def _duret_card_number(self):
        """This number for the client card."""
        self.ensure_one()
        return {"e164": self.e164 or "", "number": self.display_number, "note": self.note or ""}

    @api.onchange("number")
    def _onchange_number(self):
        """Tell a wrong number to the person who types it; it is kept all the same."""
        if self.is_wrong:
            return {"warning": self._wrong_number_warning(self.number)}

    @api.model
    def _wrong_number_warning(self, number):
        """Give the warning shown for a number that cannot be dialled.

        :param str number: number as typed
        :return: dict for an onchange
        """
        return {
            "title": self.env._("Telephone number to check"),
            "message": self.env._(
                "“%(number)s” is not a complete telephone number. It will be kept as you typed it,"
                " but no call or text message can be sent to it.",
                number=number,
            ),
        }
