"""Whether clients are reminded of quotations made in SAGE."""

from odoo import api, fields, models


class DuretSageBackend(models.Model):
    _inherit = "duret.sage.backend"

    duret_reminds = fields.Boolean(
        "Remind of Quotations of SAGE",
        copy=False,
        help="Clients are reminded of quotations that SAGE confirms, as of those sent from here. Switch it on when "
        "« confirmed » means in SAGE that the client has the quotation.",
    )
    # The day of the switch: nobody is reminded of an older quotation, whenever it comes.
    duret_reminds_since = fields.Date(
        "For Quotations Dated From", compute="_compute_duret_reminds_since", store=True, readonly=True
    )

    @api.depends("duret_reminds")
    def _compute_duret_reminds_since(self):
        today = fields.Date.context_today(self.with_context(tz="Europe/Paris"))
        for backend in self:
            backend.duret_reminds_since = today if backend.duret_reminds else False
