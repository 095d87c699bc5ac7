"""What the figures need of each request, and who may read it."""

from odoo import models


class DuretRequestFigures(models.AbstractModel):
    """What the figures need of each request, and who may read it."""

    _name = "duret.request.figures"
    _description = "Request for an Opinion: Figures"
