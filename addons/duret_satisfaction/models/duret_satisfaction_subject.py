"""What a document needs for its client to be asked how it went."""

from odoo import models


class DuretSatisfactionSubject(models.AbstractModel):
    """Inherited by documents whose end makes a request; the methods are there to be extended."""

    _name = "duret.satisfaction.subject"
    _description = "Subject of an Opinion"
