from odoo import models

from ..sage.errors import Refused, SageError, Unavailable
from ..sage.transports.chantier_file import ChantierFolder


class DuretSageBackendSites(models.AbstractModel):
    """After each exchange: building sites go to MDE, and MDE's answers come back."""

    _name = "duret.sage.backend.sites"
    _description = "SAGE Company: Building Sites"

    def _beside_sync(self, exchange):
        """Override: answers first, so that what was refused and given again is not refused by the old answer.

        :param exchange: the run's :class:`sage.engine.Exchange`
        """
        result = super()._beside_sync(exchange)
        if self.chantier_folder:
            self._read_receipts(exchange.store)
            self._give_sites(exchange.store)
        return result

    def _site_folder(self):
        """Open the folder between the suite and MDE.

        :raise Unavailable: it is not there
        """
        place = self._folder_path("chantier_folder")
        folder = ChantierFolder(place)
        if not place.is_dir():
            raise Unavailable("no_folder", str(place))
        return folder

    def _read_receipts(self, store):
        """Keep what MDE says, and only then put its receipt away: killed between the two, it is read again."""
        folder = self._site_folder()
        for receipt in folder.receipts():
            with store.transaction():
                self.env["duret.sage.chantier"]._answered(self, receipt)
            folder.settle(receipt)

    def _give_sites(self, store):
        """Write the files of the sites that wait.

        A site keeps its number and what it says from the moment it is asked for; whoever is killed after the file and
        before the note writes the same file again. What the folder refuses, a person looks at; a folder that cannot be
        written stops here and is tried with the next exchange.
        """
        folder = self._site_folder()
        for site in self.env["duret.sage.chantier"].search(
            [("backend_id", "=", self.id), ("state", "=", "pending")], order="number"
        ):
            try:
                folder.hand_off(site.number, site._content(), site._content_lines())
            except Refused as error:
                self._note_site(store, site, error)
            else:
                with store.transaction():
                    site._given()

    def _note_site(self, store, site, error: SageError):
        with store.transaction():
            site._refused(error.code, error.detail)
