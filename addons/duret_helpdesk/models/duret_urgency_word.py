from odoo import api, fields, models, tools

from ..urgency import Word, key_of

CATEGORIES = [
    ("danger", "Danger"),
    ("outage", "No power"),
    ("fragile", "Fragile or ill person"),
    ("calm", "Not urgent"),
    ("harmless", "Means nothing"),
]


class DuretUrgencyWord(models.Model):
    """An expression that makes a request more or less urgent. Managers add and weigh them."""

    _name = "duret.urgency.word"
    _inherit = ["duret.known.by.heart"]
    _description = "Urgency Word"
    _order = "category, points desc, name"

    name = fields.Char(
        "Expression",
        required=True,
        help="Found whatever its accents, capitals and plural, with up to two other words in between, "
        "and not when it is denied (“no smoke”).",
    )
    key = fields.Char("Compared as", compute="_compute_key", store=True)
    category = fields.Selection(CATEGORIES, "Says", required=True, default="danger")
    points = fields.Integer(
        default=3,
        aggregator=None,
        help="From 3 points on a request is urgent, from 6 on very urgent, below 0 it can wait.",
    )
    active = fields.Boolean(default=True)

    _key_unique = models.Constraint("UNIQUE(key)", "This expression is already in the list.")
    _points_bounded = models.Constraint("CHECK(points BETWEEN -9 AND 9)", "Points go from -9 to 9.")

    @api.depends("name")
    def _compute_key(self):
        for word in self:
            word.key = key_of(word.name or "")

    @api.model
    @tools.ormcache()
    def _words(self):
        """All expressions, read once a process.

        :return: tuple of urgency.Word
        """
        # sudo: settings that decide about a ticket, whoever opens it; nothing of them is shown.
        return tuple(Word(word.name, word.category, word.points) for word in self.sudo().search([]))
