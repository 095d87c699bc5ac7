from odoo import models

HOME = "duret_helpdesk.duret_my_day_action"


class IrHttp(models.AbstractModel):
    """« Ma journée » is the first screen of those who answer clients."""

    _inherit = "ir.http"

    def session_info(self):
        """Override: an assistant who chose no home screen starts with the day."""
        info = super().session_info()
        user = self.env.user
        if not info.get("home_action_id") and user.has_group("duret_base.group_assistant"):
            info["home_action_id"] = self.env.ref(HOME).id
        return info
