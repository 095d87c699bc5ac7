from odoo import api, models
from odoo.tools import SQL

from ..sage.records import DOCUMENT
from ..sage.store import GONE
from .duret_sage_desk_reading import MOVE, ORDER
from .duret_sage_tracked import UNTOUCHED

BATCH = 1000


class DuretSageDeskAsking(models.AbstractModel):
    """Which documents are to be compared, which ones SAGE shall have: asked in SQL, by sets.

    A quotation of ours goes to SAGE when it was sent to the client or confirmed, and made since the exchange was set
    up; drafts and quotations without a line stay here, and so do those of before, which somebody typed into SAGE.
    """

    _name = "duret.sage.desk.asking"
    _description = "Desk of Documents: Which Ones"

    @api.model
    def _changed(self, backend, after, limit):
        """Override: orders first, then invoices, each by id."""
        self.env.flush_all()
        model, res_id = self._split(after) if after else (MOVE, 0)
        found = []
        # « account.move » comes before « sale.order », as their names do
        if model == MOVE:
            found = self._changed_rows(self._changed_moves(backend, res_id, limit), MOVE)
        if len(found) < limit:
            start = res_id if model == ORDER else 0
            found += self._changed_rows(self._changed_orders(backend, start, limit - len(found)), ORDER)
        return found

    def _changed_rows(self, query, model):
        return [self._join(model, res_id) for (res_id,) in self.env.execute_query(query)]

    def _changed_moves(self, backend, after, limit):
        return SQL(
            """SELECT m.id FROM duret_sage_binding b JOIN account_move m ON m.id = b.res_id
                WHERE b.backend_id = %s AND b.entity = %s AND b.model = %s AND b.state <> %s AND m.id > %s
                  AND b.version IS DISTINCT FROM COALESCE(m.duret_sage_version, %s)
             ORDER BY m.id LIMIT %s""",
            backend.id,
            DOCUMENT,
            MOVE,
            GONE,
            after,
            UNTOUCHED,
            limit,
        )

    def _changed_orders(self, backend, after, limit):
        return SQL(
            """SELECT id FROM (
                   SELECT o.id FROM duret_sage_binding b JOIN sale_order o ON o.id = b.res_id
                    WHERE b.backend_id = %(backend)s AND b.entity = %(entity)s AND b.model = %(model)s
                      AND b.state <> %(gone)s AND o.id > %(after)s
                      AND b.version IS DISTINCT FROM COALESCE(o.duret_sage_version, %(untouched)s)
                UNION ALL
                   SELECT o.id FROM sale_order o
                    WHERE %(belongs)s AND o.id > %(after)s
                      AND NOT EXISTS (SELECT 1 FROM duret_sage_operation p
                                       WHERE p.backend_id = %(backend)s AND p.entity = %(entity)s
                                         AND p.model = %(model)s AND p.res_id = o.id
                                         AND p.state IN ('pending', 'sending', 'sent', 'dead')
                                         AND p.version = COALESCE(o.duret_sage_version, %(untouched)s))
               ) AS found ORDER BY id LIMIT %(limit)s""",
            backend=backend.id,
            entity=DOCUMENT,
            model=ORDER,
            gone=GONE,
            after=after,
            untouched=UNTOUCHED,
            belongs=self._belongs(backend),
            limit=limit,
        )

    def _belongs(self, backend):
        """SQL condition on `sale_order o`: SAGE shall have it and has it not."""
        return SQL(
            """o.company_id = %s AND o.state IN ('sent', 'sale') AND o.duret_sage_kind IS NULL
               AND o.duret_sage_origin IS NULL AND o.create_date >= %s
               AND EXISTS (SELECT FROM sale_order_line l WHERE l.order_id = o.id)
               AND NOT EXISTS (SELECT 1 FROM duret_sage_binding x
                                WHERE x.backend_id = %s AND x.entity = %s AND x.model = %s AND x.res_id = o.id)""",
            backend.company_id.id,
            backend.create_date,
            backend.id,
            DOCUMENT,
            ORDER,
        )

    @api.model
    def _unwanted(self, backend, ids):
        """Override: a quotation that was cancelled, made a draft again, emptied or deleted."""
        self.env.flush_all()
        orders = [res_id for model, res_id in map(self._split, ids) if model == ORDER]
        wanted = self.env.execute_query(
            SQL(
                "SELECT o.id FROM sale_order o WHERE o.id = ANY(%s) AND %s FOR SHARE OF o",
                orders,
                self._belongs(backend),
            )
        )
        return set(ids) - {self._join(ORDER, res_id) for (res_id,) in wanted}

    @api.model
    def _unbound(self, backend):
        """Override: quotations that SAGE shall have and has not."""
        self.env.flush_all()
        after = 0
        while True:
            rows = self.env.execute_query(
                SQL(
                    "SELECT o.id FROM sale_order o WHERE %s AND o.id > %s ORDER BY o.id LIMIT %s",
                    self._belongs(backend),
                    after,
                    BATCH,
                )
            )
            for (res_id,) in rows:
                yield self._join(ORDER, res_id)
            if len(rows) < BATCH:
                return
            after = rows[-1][0]

    def _numbered(self, backend, wanted, limit):
        """Find documents by client and number.

        :param wanted: iterable of « client:number »
        :return: list of (that text, name of the record, key of SAGE or None), at most `limit` for each text
        """
        pairs = [value.partition(":") for value in wanted]
        rows = self.env.execute_query(
            SQL(
                """SELECT wanted.client || ':' || wanted.number, found.model, found.id, found.bound
                     FROM UNNEST(%(clients)s::int[], %(numbers)s::text[]) AS wanted (client, number),
                  LATERAL (
                      SELECT every.model, every.id, b.key AS bound FROM (
                          SELECT 'account.move' AS model, m.id, m.commercial_partner_id AS client
                            FROM account_move m
                           WHERE m.duret_sage_number = wanted.number AND m.company_id = %(company)s
                       UNION ALL
                          SELECT 'sale.order', o.id, p.commercial_partner_id
                            FROM sale_order o JOIN res_partner p ON p.id = o.partner_id
                           WHERE o.duret_sage_number = wanted.number AND o.company_id = %(company)s
                      ) AS every
                      LEFT JOIN duret_sage_binding b ON b.backend_id = %(backend)s AND b.entity = %(entity)s
                                                    AND b.model = every.model AND b.res_id = every.id
                      WHERE every.client = wanted.client
                   ORDER BY every.model, every.id LIMIT %(limit)s) AS found""",
                clients=[int(client) for client, _colon, _number in pairs],
                numbers=[number for _client, _colon, number in pairs],
                company=backend.company_id.id,
                backend=backend.id,
                entity=DOCUMENT,
                limit=limit,
            )
        )
        return [(value, self._join(model, res_id), bound) for value, model, res_id, bound in rows]
