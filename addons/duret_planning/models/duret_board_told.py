from odoo import api, models


class DuretBoardTold(models.AbstractModel):
    """Mixin of what the board shows beside visits: each change of it is announced to the open boards."""

    _name = "duret.board.told"
    _description = "Announced to the Planning Board"
    _duret_board_scope = "all"

    @api.model_create_multi
    def create(self, vals_list):
        """Override: announce."""
        records = super().create(vals_list)
        self._duret_tell_board()
        return records

    def write(self, vals):
        """Override: announce."""
        result = super().write(vals)
        self._duret_tell_board()
        return result

    def unlink(self):
        """Override: announce."""
        result = super().unlink()
        self._duret_tell_board()
        return result

    @api.model
    def _duret_tell_board(self):
        self.env["duret.planning.board"]._duret_announce(scope=self._duret_board_scope)
