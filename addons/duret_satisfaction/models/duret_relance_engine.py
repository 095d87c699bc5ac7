"""An instant before a client is asked, we look whether he still is to be asked."""

from odoo import api, models

from odoo.addons.duret_relance.follow_up_plan import Reason

REQUEST = "duret.satisfaction.request"


class DuretRelanceEngine(models.AbstractModel):
    _inherit = "duret.relance.engine"

    @api.model
    def _dispatch_batch(self, rows):
        """Override: a complaint, a refusal or a cancelled visit of this morning counts.

        What a person now has to decide about, or what is not asked any more, loses its row: if it is asked later
        after all, its first message is still to be sent. Who complains since he was asked is not reminded.
        """
        mine = rows.filtered(lambda row: row.res_model == REQUEST)
        if not mine:
            return super()._dispatch_batch(rows)
        requests = self.env[REQUEST].browse(mine.mapped("res_id")).exists()
        requests.filtered_domain(requests._duret_over_domain())._duret_close()
        waiting = requests.filtered(lambda request: request.state in ("planned", "sent"))
        waiting._duret_look_again()
        kept = set(requests.filtered(lambda request: request.state in ("planned", "sent")).ids)
        stopped = mine.filtered(lambda row: row.res_id not in kept)
        complaining = set(requests._duret_spared().ids)
        spared = (mine - stopped).filtered(lambda row: row.res_id in complaining)
        left = rows - stopped - spared
        stopped.unlink()
        spared._mark_skipped(Reason.STATE_CHANGED.value)
        return super()._dispatch_batch(left)
