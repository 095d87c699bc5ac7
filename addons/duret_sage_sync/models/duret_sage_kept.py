from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

VACUUM_BATCH = 5000


class DuretSageKept(models.AbstractModel):
    """Rows with names and addresses: kept for as long as the settings of their company say, and not longer.

    What makes an exchange happen exactly once holds no names and is never forgotten: bindings, marks and keys of
    effects, answers to questions, fingerprints of files.
    """

    _name = "duret.sage.kept"
    _description = "Row That Is Kept for a While"

    @api.model
    def _past(self, field):
        """Domain of the rows whose time is over.

        :param str field: Datetime from which the days are counted
        :return: Domain
        """
        now = fields.Datetime.now()
        backends = self.env["duret.sage.backend"].with_context(active_test=False).search([])
        return Domain.OR(
            Domain("backend_id", "=", backend.id) & Domain(field, "<", now - timedelta(days=backend.kept_days))
            for backend in backends
        )

    @api.model
    def _forget_past(self, field, domain, limit):
        """Delete a batch of the rows whose time is over, the oldest first.

        :param domain: which of them
        :return: (rows deleted, whether some remain)
        """
        rows = self.search(domain & self._past(field), limit=limit, order=field)
        rows.unlink()
        return len(rows), len(rows) == limit
