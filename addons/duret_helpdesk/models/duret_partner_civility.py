from odoo import fields, models


class DuretPartnerCivility(models.AbstractModel):
    """How a person wants to be addressed; never guessed from the first name."""

    _name = "duret.partner.civility"
    _description = "Contact: Civility"

    duret_civility = fields.Selection(
        [("madame", "Mrs"), ("monsieur", "Mr")],
        "Civility",
        help="Used in letters. Leave it empty when you do not know: the letter is polite all the same.",
    )

    def _duret_civility_word(self):
        """Give the word of a French letter, "" when it is not known or for a firm."""
        self.ensure_one()
        words = {"madame": "Madame", "monsieur": "Monsieur"}
        return "" if self.is_company else words.get(self.duret_civility, "")
