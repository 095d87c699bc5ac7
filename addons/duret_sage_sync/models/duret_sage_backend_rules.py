from datetime import timedelta
from urllib.parse import urlsplit

from odoo import api, models
from odoo.exceptions import UserError, ValidationError

from ..sage import engine
from ..sage.errors import Refused, SageError
from ..sage.mapping import TABLE
from ..sage.ownership import Ownership
from ..sage.settings import names_of
from ..sage.words_fr import sentence_of
from ..stores.odoo_store import OdooStore

SHAPE = (
    *("transport", "profile", "folder", "chantier_folder", "url", "published_names"),
    *("sql_product", "sql_connection", "automatic", "login", "password", "token", "x3_pool"),
)


class DuretSageBackendRules(models.AbstractModel):
    """The rules of a company: who owns a field, how careful runs are; settings are refused with a sentence."""

    _name = "duret.sage.backend.rules"
    _description = "SAGE Company: Rules"

    @api.model_create_multi
    def create(self, vals_list):
        """Show every field that travels with its owner, from the first day on."""
        backends = super().create(vals_list)
        backends._complete_owners()
        return backends

    def write(self, vals):
        """Refuse another identity: SAGE's records that bear our mark would be taken for strangers and made again.

        :raises UserError: whoever writes it
        """
        if any(backend.identity != vals.get("identity", backend.identity) for backend in self):
            raise UserError(self.env._("The identity of a SAGE company never changes."))
        return super().write(vals)

    @api.model
    def _complete_all_owners(self):
        """Add to every company the fields that a newer version of the suite exchanges."""
        self.with_context(active_test=False).search([])._complete_owners()

    def _complete_owners(self):
        """Add the fields of the exchange that the table of owners does not show yet, as the suite sets them."""
        # the rows say what the suite does anyway; who may create a company may create them
        owners = self.env["duret.sage.owner"].sudo()
        known = {(row.backend_id.id, row.entity, row.field) for row in owners.search([("backend_id", "in", self.ids)])}
        owners.create(
            [
                {"backend_id": backend.id, "entity": field.entity, "field": field.name, "owner": field.owner}
                for backend in self
                for field in TABLE
                if (backend.id, field.entity, field.name) not in known
            ]
        )

    def _ownership(self):
        """Give the owners of the fields as this company has set them.

        :return: :class:`sage.ownership.Ownership`
        :raises Refused: a row changes what cannot change
        """
        return Ownership({(row.entity, row.field): row.owner for row in self.owner_ids})

    def _settings(self):
        """Give how careful runs of this company are.

        :return: :class:`sage.engine.Settings`
        """
        return engine.Settings(
            overlap_minutes=self.overlap_minutes,
            chunk=self.chunk,
            brake_percent=self.brake_percent,
            brake_minimum=self.brake_minimum,
            max_attempts=self.max_attempts,
            confirm_after=timedelta(hours=self.confirm_hours),
        )

    def _exchange(self, forced=False):
        """Put together what a run works with: both sides and the rules.

        :param bool forced: brakes are off; a manager has looked at the figures
        :return: :class:`sage.engine.Exchange`; whoever asks closes its transport
        :raises SageError: the settings are not valid or SAGE cannot be reached
        """
        self.ensure_one()
        ownership, settings, store = self._ownership(), self._settings(), OdooStore(self, forced=forced)
        return engine.Exchange(store, self._transport(store), ownership=ownership, settings=settings, forced=forced)

    @api.constrains(*SHAPE)
    def _check_settings(self):
        """What is written can be understood and is allowed; whether SAGE answers is for the connection test."""
        for backend in self:
            try:
                backend._check_shape()
            except SageError as error:
                raise ValidationError(sentence_of(error)) from error

    def _check_shape(self):
        """Raise what is wrong with the settings that are filled in; a company that runs by itself needs them all."""
        if self.url:
            self._check_address()
        if self.transport == "csv" and self.folder:
            self._folder_path()
        if self.chantier_folder:
            self._folder_path("chantier_folder")
        if self.transport != "x3":
            self._profile()
        names_of(self.published_names)
        missing = self._missing_settings() if self.automatic else []
        if missing:
            raise Refused("setting_missing", ", ".join(missing))

    def _check_address(self):
        parts = urlsplit(self.url.strip())
        if parts.username or parts.password:
            raise Refused("password_in_address")
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise Refused("not_http", self.url)
