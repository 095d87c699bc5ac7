from odoo import http
from odoo.http import request

from .whose import is_other_user


class SyncPullController(http.Controller):
    """What a technician's telephone keeps to work without network."""

    @http.route("/intervention/pull", type="jsonrpc", auth="user", readonly=True, sitemap=False)
    def pull(self, state=None, have=None, **_later):
        """Give what changed since the telephone was last told.

        :param state: `state` of the answer before, None for the first time
        :param have: {key of a section: its hash} that the telephone holds
        """
        answer = {"user": request.env.uid}
        if is_other_user():
            return answer | {"other_user": True}
        return answer | request.env["duret.sync.pull"]._pull(state, have)
