from odoo import models
from odoo.exceptions import UserError

from ..sage import engine
from ..sage.errors import SageError
from ..sage.transports.csv_folder.files import refused_by_disk
from ..sage.words_fr import sentence, sentence_of
from ..stores.odoo_store import OdooStore


class DuretSageBackendRepairs(models.AbstractModel):
    """One record at a time, at once: « réparer » and « rejouer » of a person, by the rules of any run."""

    _name = "duret.sage.backend.repairs"
    _description = "SAGE Company: Repairs"

    def _repair(self, gap):
        """Close a difference when a machine may (see `sage.engine.repair`).

        :param gap: :class:`sage.engine.Gap`
        :return: False when a person must decide first
        :raises UserError: SAGE cannot be reached, or another run is under way
        """
        return self._at_once(lambda running: engine.repair(running, gap))

    def _replay(self, entity, model, res_id, state):
        """Take a dead operation back into the outbox (see `sage.engine.replay`); the next exchange sends it.

        :param entity, model, res_id: the record that it would bring to SAGE
        :param str state: of the operation, as the person saw it
        :return: :class:`sage.store.Operation` as it is now
        :raises UserError: it is not dead
        """
        self.ensure_one()
        # the button has checked the role of the person
        store = OdooStore(self._as_exchange(self.env.cr, self.env.uid))
        local = store.join(entity, model, res_id)
        operation = store.outbox_of(entity, [local]).get(local)
        if operation is None:
            raise UserError(sentence("not_dead", state))
        try:
            return engine.replay(engine.Exchange(store, None), operation)
        except SageError as error:
            raise UserError(sentence_of(error)) from error

    def _at_once(self, work):
        """Work with SAGE in the request of a person, with little patience.

        :param work: function of an :class:`sage.engine.Exchange`
        :return: what it gives
        :raises UserError: what stopped it, in French
        """
        self.ensure_one()
        # the buttons that come here have checked the role of the person
        backend = self._as_exchange(self.env.cr, self.env.uid)
        running = None
        try:
            running = backend._exchange()
            return work(running)
        except (SageError, OSError) as error:
            reason = refused_by_disk(error) if isinstance(error, OSError) else error
            raise UserError(sentence_of(reason)) from error
        finally:
            if running is not None:
                running.transport.close()
