from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..sage.records import DOCUMENT

RIGHTS = ("duret_base.group_assistant", "duret_base.group_manager", "duret_base.group_admin")


class DuretSageSite(models.AbstractModel):
    """An accepted quotation becomes a building site of MDE, when its company has a folder for it."""

    _name = "duret.sage.site"
    _description = "Quotation: Building Site of MDE"

    duret_sage_chantier_ids = fields.One2many(
        "duret.sage.chantier", "order_id", "Hand-offs to MDE", groups="duret_base.group_assistant"
    )
    duret_can_hand_off = fields.Boolean(compute="_compute_duret_can_hand_off")

    @api.depends("state", "company_id", "duret_sage_chantier_ids")
    def _compute_duret_can_hand_off(self):
        """The button is shown for an accepted quotation that is no site yet."""
        allowed = self._duret_may_hand_off()
        with_folder = self._duret_site_backends().company_id if allowed else self.env["res.company"]
        for order in self:
            # The right is known; whether a quotation is a site already is all that is read.
            known = order.sudo().duret_sage_chantier_ids if allowed else False
            order.duret_can_hand_off = (
                allowed and order.state == "sale" and order.company_id in with_folder and not known
            )

    @api.model
    def _duret_may_hand_off(self):
        return any(self.env.user.has_group(group) for group in RIGHTS)

    def _duret_check_hand_off_right(self):
        """
        :raise AccessError: for who may not decide about exchanges, or not read the quotation
        """
        if not self._duret_may_hand_off():
            raise AccessError(self.env._("Only the office hands quotations off to MDE."))
        self.check_access("read")

    @api.model
    def _duret_site_backends(self):
        """Give the companies of SAGE that hand sites off."""
        # sudo: which companies hand sites off is no secret for who may see the button, asked by the callers.
        return self.env["duret.sage.backend"].sudo().search([("chantier_folder", "not in", (False, ""))])

    def action_duret_hand_off(self):
        """Hand an accepted quotation off to MDE: its row is there at once, its file leaves with the next exchange.

        :return: True
        :raise AccessError: for who may not
        :raise UserError: when it is not accepted, was handed off already, or its company has no folder for sites
        """
        for order in self:
            order._duret_check_hand_off_right()
            order._duret_hand_off()
        return True

    def _duret_hand_off(self):
        backend = self._duret_site_backends().filtered(lambda one: one.company_id == self.company_id)[:1]
        if not backend:
            raise UserError(self.env._("No folder of MDE is set for this company."))
        if self.state != "sale":
            raise UserError(self.env._("%s is not accepted yet.", self._duret_sage_name()))
        # The right was checked by the caller; the table is closed to everybody.
        sites = self.env["duret.sage.chantier"].sudo()
        if sites.search_count([("order_id", "=", self.id)], limit=1):
            raise UserError(self.env._("%s was already handed off to MDE.", self._duret_sage_name()))
        sites.create(
            {
                "backend_id": backend.id,
                "order_id": self.id,
                "content": self._duret_site(),
                "user_id": self.env.uid,
            }
        )

    def _duret_site(self):
        """Give what the file of MDE says of this quotation: {"site": fields, "lines": list of fields}."""
        desk = self.env["duret.sage.desk"]._of(DOCUMENT)
        order = desk.env["sale.order"].browse(self.id)
        values, lines = desk._order_content(order)
        client, place = order.partner_id.commercial_partner_id, order.partner_shipping_id or order.partner_id
        site = {
            "quotation": order.duret_sage_number or order.name,
            "accepted_on": fields.Datetime.context_timestamp(
                order.with_context(tz="Europe/Paris"), order.signed_on or order.date_order
            )
            .date()
            .isoformat(),
            "client_number": client.duret_sage_number or "",
            "client": client.name or "",
            "street": place.street or "",
            "street2": place.street2 or "",
            "zip": place.zip or "",
            "city": place.city or "",
            "phone": place.phone or client.phone or "",
            "email": place.email or client.email or "",
            "reference": values["reference"],
            "total_untaxed": values["total_untaxed"],
            "total": values["total"],
        }
        return {"site": site, "lines": [dict(line.values) for line in lines]}
