"""Who is asked, who is not and why, and what is sent."""

from odoo import models


class DuretRequestAudience(models.AbstractModel):
    """Who is asked, who is not and why, and what is sent."""

    _name = "duret.request.audience"
    _description = "Request for an Opinion: Sending"
