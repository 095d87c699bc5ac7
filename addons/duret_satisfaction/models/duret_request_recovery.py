"""Unhappy clients: noticed, called back, asked once more."""

from odoo import models


class DuretRequestRecovery(models.AbstractModel):
    """Unhappy clients: noticed, called back, asked once more."""

    _name = "duret.request.recovery"
    _description = "Request for an Opinion: Unhappy Clients"
