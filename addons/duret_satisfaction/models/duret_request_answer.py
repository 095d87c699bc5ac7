"""The client's page, and the only way by which an answer is written."""

from odoo import models


class DuretRequestAnswer(models.AbstractModel):
    """The client's page, and the only way by which an answer is written."""

    _name = "duret.request.answer"
    _description = "Request for an Opinion: Answer"
