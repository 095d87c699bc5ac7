"""Two connections that really commit, and a SAGE company for both, for tests of rivals."""

from contextlib import contextmanager
from unittest.mock import patch

import odoo.modules.module
from odoo import SUPERUSER_ID, api
from odoo.sql_db import db_connect
from odoo.tests import TransactionCase, tagged

from ..stores.odoo_store import OdooStore


@tagged("post_install", "-at_install")
class ConnectionsCase(TransactionCase):
    """`self.store` works on `self.cr1`, `self.other` on `self.cr2`; what is made is forgotten at the end."""

    def setUp(self):
        super().setUp()
        # The seam commits outside of tests: these tests are about it, and clean up after themselves.
        self.startPatcher(patch.object(odoo.modules.module, "current_test", None))
        self.cr1, self.cr2 = self.connect(), self.connect()
        self.made = self.company(self.cr1)
        self.addCleanup(self.forget, self.made)
        self.store, self.other = self.store_of(self.cr1), self.store_of(self.cr2)

    def connect(self):
        return self.enterContext(self.opened())

    @contextmanager
    def opened(self):
        """A connection that waits for another one for a moment only: a fault is told, it does not hang."""
        cr = db_connect(self.env.cr.dbname).cursor()
        cr.execute("SET lock_timeout = '3s'")
        cr.commit()  # pylint: disable=invalid-commit
        try:
            yield cr
        finally:
            cr.rollback()
            cr.execute("RESET lock_timeout")
            cr.commit()  # pylint: disable=invalid-commit
            cr.close()

    def company(self, cr):
        cr.execute(
            """INSERT INTO duret_sage_backend (name, identity, company_id, transport, pushed_clients)
               SELECT 'Two connections', md5(random()::text), id, 'csv', 'none' FROM res_company LIMIT 1 RETURNING id"""
        )
        made = cr.fetchone()[0]
        cr.commit()  # pylint: disable=invalid-commit
        return made

    def forget(self, company):
        with self.opened() as cr:
            for table in ("inbox", "cursor", "run", "file", "rejection"):
                cr.execute(f"DELETE FROM duret_sage_{table} WHERE backend_id = %s", [company])  # noqa: S608 (our names)
            cr.execute("DELETE FROM duret_sage_backend WHERE id = %s", [company])
            cr.commit()  # pylint: disable=invalid-commit

    def store_of(self, cr):
        env = api.Environment(cr, SUPERUSER_ID, {})
        return OdooStore(env["duret.sage.backend"].browse(self.made))
