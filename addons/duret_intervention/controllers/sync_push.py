from odoo import http
from odoo.http import request

from .whose import is_other_user


class SyncPush(http.Controller):
    """What telephones send."""

    @http.route("/intervention/push", type="jsonrpc", auth="user", methods=["POST"])
    def push(self, device=None, ops=None):
        """Apply operations made without network: JSON in, one answer an operation out.

        A request from another site cannot carry this type of content without asking first: no token is needed.
        """
        if is_other_user():
            return {"other_user": True}
        return request.env["duret.sync.push"].receive(device, ops)
