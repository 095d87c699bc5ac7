# Copyright 2026 Duret Électricité
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models

from .bus_bus import notify_processes


class IrCron(models.Model):
    _inherit = "ir.cron"

    @api.model
    def _notifydb(self):
        """Override: the scheduler is woken by the kept connection."""
        notify_processes("cron_trigger", [self.env.cr.dbname])
