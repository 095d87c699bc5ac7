import json

from odoo import http
from odoo.http import request
from odoo.tools.json import scriptsafe

NEVER_KEPT = ("Cache-Control", "no-cache")


class AppPage(http.Controller):
    """The technicians' application: its page, its service worker, its manifest. The data have routes of their own."""

    @http.route("/intervention", type="http", auth="user", methods=["GET"], readonly=True, sitemap=False)
    def page(self):
        """The page, the same for every technician who speaks the language; the service worker keeps it."""
        shell = request.env["duret.app.shell"]
        parts = shell._parts()
        if not shell._is_technician():
            return request.render("duret_intervention.app_not_technician", parts, status=403)
        given = {"version": parts["version"], "terms": parts["terms"]}
        values = parts | {"given": scriptsafe.dumps(given)}
        return request.render("duret_intervention.app_page", values, headers=[NEVER_KEPT])

    @http.route("/intervention/who", type="jsonrpc", auth="user", readonly=True)
    def who(self):
        """Who is logged in on this telephone, and which version of the application the server has."""
        return request.env["duret.app.shell"]._who()

    @http.route("/intervention/sw.js", type="http", auth="public", methods=["GET"], readonly=True, sitemap=False)
    def service_worker(self):
        """The service worker; allowed to serve the application's page and nothing else."""
        body = request.env["duret.app.shell"]._worker_script()
        headers = [("Content-Type", "text/javascript; charset=utf-8"), ("Service-Worker-Allowed", "/intervention")]
        return request.make_response(body, [*headers, NEVER_KEPT])

    @http.route(
        "/intervention/manifest.webmanifest", type="http", auth="public", methods=["GET"], readonly=True, sitemap=False
    )
    def manifest(self):
        """What the telephone reads to install the application."""
        body = json.dumps(request.env["duret.app.shell"]._manifest(), ensure_ascii=False)
        return request.make_response(body, [("Content-Type", "application/manifest+json; charset=utf-8"), NEVER_KEPT])
