from odoo import api, fields, models
from odoo.fields import Domain

ALERT = "duret.sage.alert"
SHOWN = 6


class DuretMyDay(models.AbstractModel):
    """« Ma journée » with what stops the exchange with SAGE."""

    _inherit = "duret.my.day"

    @api.model
    def _get_blocks(self, scope):
        """Override: who looks after the exchange with SAGE sees its open alerts."""
        blocks = super()._get_blocks(scope)
        if self.env.user.has_group("duret_base.group_assistant"):
            blocks.append(self._block_sage())
        return blocks

    @api.model
    def _block_sage(self):
        domain = Domain("state", "=", "open")
        alerts = self.env[ALERT].search(domain, order="begun_at, id", limit=SHOWN)
        return self._day_block(
            "sage",
            self.env._("SAGE: to look at"),
            alerts,
            domain,
            self._row_sage_alert,
            limit=SHOWN,
            sequence=85,
            icon="fa-exchange",
            empty=self.env._("The exchange with SAGE is in order."),
            views=[[False, "list"]],
        )

    @api.model
    def _row_sage_alert(self, alert):
        return {
            "key": f"{ALERT},{alert.id}",
            "model": ALERT,
            "id": alert.id,
            "title": alert.sentence,
            "subtitle": alert.backend_id.name,
            "time": fields.Datetime.to_string(alert.begun_at),
            "late_matters": False,
            "actions": [],
            "tone": "danger" if alert.kind in ("stopped", "unreachable", "late") else "warning",
        }
