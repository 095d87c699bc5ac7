"""What the office does with requests: entering an answer, deciding, privacy."""

from odoo import models


class DuretRequestDesk(models.AbstractModel):
    """What the office does with requests: entering an answer, deciding, privacy."""

    _name = "duret.request.desk"
    _description = "Request for an Opinion: Office"
