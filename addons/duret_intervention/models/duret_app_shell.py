import hashlib
import json

from odoo import api, models
from odoo.tools.misc import file_open
from odoo.tools.translate import code_translations

MODULE = "duret_intervention"
APP, WORKER = f"{MODULE}.app", f"{MODULE}.worker"
ICONS = ("icon-192.png", "icon-512.png", "icon-maskable-512.png")
WORKER_SOURCE = f"{MODULE}/static/src/worker/sw.js"


class DuretAppShell(models.AbstractModel):
    """What the technicians' application is made of, apart from data: its files, its words, its version."""

    _name = "duret.app.shell"
    _description = "Shell of the Technicians' Application"

    @api.model
    def _parts(self):
        """Addresses of the files and words of the application.

        :return: {"version": str, "scripts": [url], "styles": [url], "worker": [url], "terms": {source: text},
            "language": "fr"}; the version changes whenever one of them does
        """
        qweb = self.env["ir.qweb"]
        styles, scripts = (qweb._get_asset_links(APP, css=css, js=not css) for css in (True, False))
        worker = qweb._get_asset_links(WORKER, css=False, js=True)
        lang = self.env.lang or self.env.user.lang or "fr_FR"
        # The same for everybody, whatever language they speak: browsers fetch the service worker without a session too.
        words = {code: self._terms(code) for code, _name in self.env["res.lang"].get_installed()}
        content = json.dumps([styles, scripts, worker, words, self._worker_source()])
        version = hashlib.sha256(content.encode()).hexdigest()[:12]
        return {
            "version": version,
            "styles": styles,
            "scripts": scripts,
            "worker": worker,
            "terms": self._terms(lang),
            "language": lang.split("_")[0],
        }

    @api.model
    def _terms(self, lang):
        """Words of the scripts and templates in a language, by source text."""
        messages = code_translations.get_web_translations(MODULE, lang)["messages"]
        return {message["id"]: message["string"] for message in messages}

    @api.model
    def _worker_source(self):
        """Text of the service worker, without its list of files."""
        with file_open(WORKER_SOURCE) as source:
            return source.read()

    @api.model
    def _worker_script(self):
        """The service worker, knowing which files make the application of this version.

        Fetched by the browser without a session too: it holds nothing but addresses.
        """
        parts = self._parts()
        files = [*parts["styles"], *parts["scripts"], *self._icon_urls()]
        head = {"version": parts["version"], "files": files, "worker": parts["worker"]}
        return f"self.SHELL = {json.dumps(head)};\n{self._worker_source()}"

    @api.model
    def _icon_urls(self):
        """Addresses of the application's icons."""
        return [f"/{MODULE}/static/src/img/{name}" for name in ICONS]

    @api.model
    def _manifest(self):
        """Web application manifest: what the telephone needs to install the application."""
        small, large, maskable = self._icon_urls()
        return {
            "id": "/intervention",
            "name": self.env._("Duret Visits"),
            "short_name": self.env._("Visits"),
            "description": self.env._("Visits and reports of the technicians, with or without network"),
            "lang": "fr",
            "start_url": "/intervention",
            "scope": "/intervention",
            "display": "standalone",
            "orientation": "portrait",
            "background_color": "#12355b",
            "theme_color": "#12355b",
            "prefer_related_applications": False,
            "icons": [
                {"src": small, "sizes": "192x192", "type": "image/png", "purpose": "any"},
                {"src": large, "sizes": "512x512", "type": "image/png", "purpose": "any"},
                {"src": maskable, "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
            ],
        }

    @api.model
    def _is_technician(self):
        """True when the logged-in user works in the field: an employee with a technician's record."""
        user = self.env.user
        if not user._is_internal():
            return False
        # His own record only, looked up by his own id; a right on technicians is not needed to know that he is one.
        return bool(self.env["fsm.person"].sudo().search_count([("duret_user_id", "=", user.id)], limit=1))

    @api.model
    def _who(self):
        """Who is logged in, and with which version: {"user": int, "name": str, "technician": bool, "version": str}."""
        user = self.env.user
        technician = self._is_technician()
        return {"user": user.id, "name": user.name, "technician": technician, "version": self._parts()["version"]}
