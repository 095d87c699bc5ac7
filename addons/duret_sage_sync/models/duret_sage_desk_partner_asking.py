from odoo import api, models
from odoo.tools import SQL

from ..sage.store import OPEN_OPERATIONS
from .duret_sage_desk_partner import PARTNER

STREAM = 1000


class DuretSageDeskPartnerAsking(models.AbstractModel):
    """Which contacts are to be compared, which ones SAGE shall have: asked in SQL, by sets, for both desks of contacts.

    A desk says who belongs into SAGE (`_belongs`), and what else is to be known of a contact for that (`_around`).
    """

    _name = "duret.sage.desk.partner.asking"
    _description = "Desk of Contacts: Which Ones"

    @api.model
    def _changed(self, backend, after, limit):
        """Override: in the order of the numbers of contacts."""
        self.env.flush_all()
        return self._named(
            SQL(
                """SELECT p.id FROM %(around)s
                LEFT JOIN duret_sage_operation o ON o.backend_id = %(backend)s AND o.entity = %(entity)s
                      AND o.model = %(model)s AND o.res_id = p.id AND o.state IN %(open)s
                    WHERE p.id > %(after)s
                      AND (b.state <> 'gone' AND COALESCE(b.version, '') <> %(version)s
                           OR b.id IS NULL AND %(new)s AND (o.id IS NULL OR COALESCE(o.version, '') <> %(version)s))
                 ORDER BY p.id LIMIT %(limit)s""",
                around=self._from(backend),
                backend=backend.id,
                entity=self._entity,
                model=PARTNER,
                open=tuple(sorted(OPEN_OPERATIONS)),
                after=int(after or 0),
                version=self._version_sql("p"),
                new=self._may_be_new(backend),
                limit=limit,
            )
        )

    @api.model
    def _unbound(self, backend):
        """Override."""
        self.env.flush_all()
        after = "0"
        while names := self._named(
            SQL(
                "SELECT p.id FROM %s WHERE p.id > %s AND b.id IS NULL AND %s ORDER BY p.id LIMIT %s",
                self._from(backend),
                int(after),
                self._belongs(backend),
                STREAM,
            )
        ):
            yield from names
            after = names[-1]

    @api.model
    def _unwanted(self, backend, ids):
        """Override: put aside, deleted, no client any more, without any quotation or invoice left."""
        self.env.flush_all()
        wanted = self._named(
            SQL(
                "SELECT p.id FROM %s WHERE p.id = ANY(%s) AND b.id IS NULL AND %s FOR SHARE OF p",
                self._from(backend),
                [int(name) for name in ids],
                self._may_be_new(backend),
            )
        )
        return set(ids) - set(wanted)

    def _named(self, query):
        return [str(number) for (number,) in self.env.execute_query(query)]

    def _from(self, backend):
        """SQL of contacts `p`, each with its binding `b`."""
        return SQL(
            """res_partner p
               LEFT JOIN duret_sage_binding b ON b.backend_id = %s AND b.entity = %s AND b.model = %s
                         AND b.res_id = p.id
               %s""",
            backend.id,
            self._entity,
            PARTNER,
            self._around(backend),
        )

    def _around(self, backend):
        """SQL joins of what `_belongs` asks for."""
        return SQL("")

    def _belongs(self, backend):
        """SQL condition on `p`: our side wants this contact in SAGE."""
        raise NotImplementedError

    def _may_be_new(self, backend):
        """SQL condition on `p`, which has no binding: it is sent to SAGE as a new one."""
        return self._belongs(backend)
