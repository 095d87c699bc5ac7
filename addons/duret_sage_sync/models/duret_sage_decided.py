from odoo import models
from odoo.exceptions import AccessError, UserError

from ..sage.words_fr import sentence

OFFICE = "duret_base.group_assistant"


class DuretSageDecided(models.AbstractModel):
    """Rows that the exchange keeps and a person decides about: who may, and how the tables are then written."""

    _name = "duret.sage.decided"
    _description = "Row to Decide About"

    def _for_office(self):
        """Give these rows as the exchange writes them, once it is sure that the person may decide, and hold them.

        :raises AccessError: neither assistant, manager nor administrator
        :raises odoo.exceptions.LockError: somebody else decides at this moment
        """
        self.check_access("read")
        if not self.env.user.has_group(OFFICE):
            raise AccessError(self.env._("Only the office decides what is exchanged with SAGE."))
        # the role is checked above; these tables are written by the exchange alone otherwise
        rows = self.sudo()
        rows.lock_for_update()
        return rows

    def _refuse_decided_by_other(self):
        """Refuse to change in silence what a colleague has decided.

        :raises UserError: names the colleague
        """
        others = self.decided_by_id - self.env.user
        if others:
            raise UserError(self.env._("Already decided by %(name)s.", name=", ".join(others.mapped("name"))))

    def _refuse(self, code, detail=""):
        """Refuse with the sentence of a code of the exchange.

        :raises UserError:
        """
        raise UserError(sentence(code, detail))
