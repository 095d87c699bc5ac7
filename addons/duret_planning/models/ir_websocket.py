from odoo import models

from .duret_planning_board import BUS_TYPE


class IrWebsocket(models.AbstractModel):
    _inherit = "ir.websocket"

    def _build_bus_channel_list(self, channels):
        """Override: who asks for the planning hears of it if he may see it; anybody else's wish is dropped."""
        if BUS_TYPE in channels:
            channels = [channel for channel in channels if channel != BUS_TYPE]
            if self.env.user and self.env["duret.planning.board"]._is_reader():
                channels += [(company, BUS_TYPE) for company in self.env.user.company_ids]
        return super()._build_bus_channel_list(channels)
