"""What all rooms of the store share."""

from contextlib import nullcontext
from functools import cached_property

from odoo.tools import SQL

from . import texts


class Room:
    """One part of the store: some tables of one company, asked and written in sets.

    :ivar backend_id: id of the company (`duret.sage.backend`)
    """

    def __init__(self, backend, forced=False):
        backend.ensure_one()
        self.backend = backend
        self.env = backend.env
        self.cr = backend.env.cr
        self.backend_id = backend.id
        self.forced = forced

    @cached_property
    def identity(self):
        """Of this database and this company, stable for ever."""
        return self.backend.identity

    # --- records of our side, by the name the engine has for them
    def desk(self, entity):
        """Give the desk that reads and writes records of our side (`duret.sage.desk`)."""
        return self.env["duret.sage.desk"]._of(entity)

    def split(self, entity, local):
        """Give (model, id) of a record of our side."""
        return self.desk(entity)._split(local)

    def join(self, entity, model, res_id):
        """Give the name of a record of our side."""
        return self.desk(entity)._join(model, res_id)

    def _places(self, entity, locals_):
        """Give lists of models and of ids, and the name of each (model, id)."""
        desk = self.desk(entity)
        names = {desk._split(local): local for local in locals_}
        return [model for model, _id in names], [res_id for _model, res_id in names], names

    # --- the database
    def _writing(self):
        """Make one method one transaction, unless it is called inside one."""
        return nullcontext() if self._depth else self.transaction()

    def _ask(self, model, query, **told):
        """Read rows, as the ORM sees them now.

        :param model: whose changes must be in the database first
        """
        self.env[model].flush_model()
        self.cr.execute(SQL(query, **self._told(told)))
        return self.cr.fetchall()

    def _write(self, model, query, **told):
        """Write rows behind the ORM's back, and make it forget what it knew of them.

        :return: how many rows were written
        """
        self.env[model].flush_model()
        self.cr.execute(SQL(query, **self._told(told)))
        count = self.cr.rowcount
        if count:
            self.env[model].invalidate_model(flush=False)
        return count

    def _told(self, told):
        return {"backend": self.backend_id, "uid": self.env.uid, **told}

    @staticmethod
    def _list(texts_):
        """Give different texts as the database holds them."""
        return [texts.kept(text) for text in dict.fromkeys(texts_)]
