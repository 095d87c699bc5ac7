from odoo import http
from odoo.http import request


class Assign(http.Controller):
    """What the telephone of somebody who gives visits to technicians asks; the change itself is pushed."""

    @http.route("/intervention/assign", type="jsonrpc", auth="user", readonly=True, sitemap=False)
    def assign(self, day=None):
        """Visits that wait, and who is how busy on a day (YYYY-MM-DD)."""
        return request.env["duret.assign.desk"].load(day)

    @http.route("/intervention/assign/times", type="jsonrpc", auth="user", readonly=True, sitemap=False)
    def times(self, visit=0, person=0, day=None):
        """Hours at which a technician can make a visit that day."""
        return request.env["duret.assign.desk"].times(visit, person, day)
