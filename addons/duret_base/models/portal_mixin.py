# Copyright 2026 Duret Électricité
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from ..guarding import expiry


class PortalMixin(models.AbstractModel):
    _inherit = "portal.mixin"

    def _duret_closed_on(self):
        """The moment (UTC) from which the document counts as closed, or False while it is open.

        Each addon says it for its own documents; without an answer a link has no end.

        :return: datetime or False
        """
        self.ensure_one()
        return False

    def _duret_link_expired(self):
        """True when the document was closed longer ago than the setting allows (at most 90 days).

        :return: bool
        """
        self.ensure_one()
        # A number that only administrators set; reading it tells a visitor nothing.
        raw = self.env["ir.config_parameter"].sudo().get_param("duret_base.link_days", expiry.MAX_DAYS)
        # The caller has compared the secret of the link; only the closing date is read here.
        closed_on = self.sudo()._duret_closed_on()
        return expiry.is_expired(closed_on or None, fields.Datetime.now(), expiry.lifetime_days(raw))
