from decimal import Decimal
from pathlib import Path

from odoo import models
from odoo.tools import config

from ..sage import profiles
from ..sage.errors import Refused, SageError, Unavailable
from ..sage.records import ENTITIES
from ..sage.settings import lines_of, names_of, settle
from ..sage.transports.base import Finding
from ..sage.transports.csv_folder.files import refused_by_disk
from ..sage.transports.csv_folder.transport import FolderTransport
from ..sage.transports.http_door import HttpDoor
from ..sage.transports.odata import ODataTransport, Resources
from ..sage.transports.sql_drivers import opener
from ..sage.transports.sql_reader import SqlReader
from ..sage.transports.x3_soap.objects import load_objects
from ..sage.transports.x3_soap.service import X3Service
from ..sage.transports.x3_soap.transport import X3Transport
from ..sage.words_fr import sentence
from ..stores.odoo_store import OdooStore

ROOTS = "duret_sage_sync.roots"
# What each way needs: (field, what a person calls it)
NEEDED = {
    "csv": [("folder", "dossier d'échange"), ("profile", "profil")],
    "x3": [("url", "adresse"), ("login", "identifiant"), ("password", "mot de passe"), ("x3_pool", "pool X3")],
    "odata": [("url", "adresse")],
    "sql": [("sql_product", "type de base"), ("sql_connection", "connexion à la base")],
}
TEST_SECONDS = 8.0
# Works in France: usual rate, works in dwellings, saving of energy (articles 278, 279-0 bis and 278-0 bis A of the CGI)
RATES = [(Decimal(20), "20"), (Decimal(10), "10"), (Decimal("5.5"), "5,5")]


class DuretSageBackendDoors(models.AbstractModel):
    """How a company's SAGE is reached: settings become a transport, or a reason why they cannot."""

    _name = "duret.sage.backend.doors"
    _description = "SAGE Company: Ways to SAGE"

    # --- places and names
    def _roots(self):
        """Folders that the operator of the server has opened to the exchange.

        :return: list of str, from the system parameter `duret_sage_sync.roots`, one a line
        """
        # only the exchange and the checks of its settings ask; an administrator writes the parameter
        return lines_of(self.env["ir.config_parameter"].sudo().get_param(ROOTS))

    def _place(self, written):
        """Give the place that a path of the settings stands for.

        One that is not absolute lies beside the database's own files, and is saved and restored with them.

        :return: :class:`pathlib.Path`
        :raises Refused: the exchange may not go there
        """
        home = Path(config.filestore(self.env.cr.dbname)) / "sage"
        return settle(written, self._roots(), home)

    def _folder_path(self, name="folder"):
        """Give the folder that a field holds.

        :param str name: of the field, `folder` or `chantier_folder`
        :return: :class:`pathlib.Path`
        """
        return self._place(self[name])

    def _profile(self):
        """Give the profile of the company: by its name, or its own file in an allowed place.

        :return: :class:`sage.profiles.Profile`
        :raises Refused: `bad_profile`, `outside_roots`
        """
        which = (self.profile or "sage100").strip()
        return profiles.load(which if which in profiles.available() else self._place(which))

    def _missing_settings(self):
        """Name what this way to SAGE needs and has not got.

        :return: list of str, as people call them
        """
        return [
            label
            for name, label in NEEDED[self.transport]
            if not self[name] and not (name in ("login", "password") and self.token)
        ]

    # --- transports
    def _transport(self, store=None, seconds=30.0):
        """Open the way to SAGE.

        :param store: :class:`OdooStore` of the run, which remembers the files that were taken
        :param float seconds: patience for an answer
        :return: an object of the interface `sage.transports.base.Transport`; whoever asks closes it
        :raises SageError: settings are missing or not valid, SAGE cannot be reached
        """
        self.ensure_one()
        missing = self._missing_settings()
        if missing:
            raise Refused("setting_missing", ", ".join(missing))
        doors = {"csv": self._door_folder, "x3": self._door_x3, "odata": self._door_odata, "sql": self._door_sql}
        try:
            return doors[self.transport](store or OdooStore(self), seconds)
        except OSError as error:
            raise Unavailable("no_folder", str(error.filename or "")) from error

    def _door_folder(self, store, _seconds):
        return FolderTransport(self._folder_path(), self._profile(), store.ledger)

    def _http(self, seconds):
        return HttpDoor(self.url.strip(), self.login or "", self.password or "", self.token or "", seconds)

    def _door_x3(self, _store, seconds):
        names = names_of(self.published_names)
        known = {one.name for one in load_objects()}
        unknown = sorted(set(names) - known)
        if unknown:
            raise Refused("unknown_object", ", ".join(unknown))
        return X3Transport(X3Service(self._http(seconds), pool=self.x3_pool or ""), load_objects(published=names))

    def _door_odata(self, _store, seconds):
        names = names_of(self.published_names)
        unknown = sorted(set(names) - {*ENTITIES, "lines"})
        if unknown:
            raise Refused("unknown_object", ", ".join(unknown))
        lines = names.pop("lines", Resources().lines)
        resources = Resources({**Resources().names, **names}, lines)
        return ODataTransport(self._http(seconds), resources, self._profile())

    def _door_sql(self, _store, _seconds):
        connect, errors = opener(self.sql_product, self.sql_connection, self._place)
        return SqlReader(connect, errors, self.sql_product, self._profile())

    # --- connection test
    def _findings(self):
        """Try the way to SAGE without changing anything, with little patience.

        :return: list of :class:`Finding`; what went wrong is one of them
        """
        try:
            transport = self._transport(seconds=TEST_SECONDS)
        except SageError as error:
            return [Finding("error", error.code, error.detail)]
        try:
            return transport.check()
        except (SageError, OSError) as error:
            reason = refused_by_disk(error) if isinstance(error, OSError) else error
            return [Finding("error", reason.code, reason.detail)]
        finally:
            transport.close()

    def _said(self):
        """Give the findings as people read them.

        :return: list of (level, French sentence)
        """
        return [(finding.level, sentence(finding.code, finding.detail)) for finding in self._findings()]

    def _said_of_rates(self):
        """Name the rates of the building trade that no sales tax of the company has: their documents are refused.

        The French chart of accounts leaves 10 % and 5.5 % inactive until somebody asks for them.

        :return: list of (level, French sentence)
        """
        taxes = self.env["duret.sage.desk.document"]._taxes_of(self.company_id)
        return [("warning", sentence("rate_without_tax", written)) for rate, written in RATES if rate not in taxes]
