"""The store of the database with the handles that the pure package's tests take hold of: the tests of the store in
memory run over it as they are."""

from collections import Counter

from odoo.tools import SQL

from ..sage.records import INVOICE_KINDS
from ..sage.store import OPEN_OPERATIONS, InboxRow
from ..stores.odoo_store import OdooStore
from ..stores.texts import kept, load, read_record, told
from .table_desk import TABLE, TableDesk

ENTITIES = ("client", "contact", "document")
# What a run writes for people to read; everything else is counted.
JOURNAL = "duret_sage_run"
_EVERYTHING = SQL("TRUE ORDER BY id")


class Tables:
    """Rows as the store in memory keeps them, read from the database each time."""

    def __init__(self, store):
        self._store = store

    def __getitem__(self, name):
        return getattr(self._store, f"_table_{name}")()

    def items(self):
        names = (
            "local",
            "archived",
            "binding",
            "place",
            "inbox",
            "outbox",
            "conflict",
            "proposal",
            "cursor",
            "rejected",
        )
        return [(name, self[name]) for name in names]


class StoryStore(OdooStore):
    """See `memory_store.MemoryStore`."""

    def __init__(self, backend, **options):
        super().__init__(backend, **options)
        self.cr.execute(TABLE)
        self.desks = {entity: TableDesk(self, entity) for entity in ENTITIES}
        self.tables = Tables(self)
        self.refuses = lambda change: ""
        self.before_commit = lambda: None

    def desk(self, entity):
        return self.desks[entity]

    def _keep(self):
        self.before_commit()
        return super()._keep()

    @property
    def writes(self):
        """Rows written so far in this transaction, by table, as PostgreSQL counts them."""
        self.env.flush_all()
        self.cr.execute(
            """SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_all_tables
                WHERE n_tup_ins + n_tup_upd + n_tup_del > 0 AND schemaname NOT IN ('pg_catalog', 'pg_toast')
                  AND relname <> %s""",
            [JOURNAL],
        )
        return Counter(dict(self.cr.fetchall()))

    # --- people
    def add(self, entity, values, lines=(), parent=None):
        return self.desk(entity).add(values, lines, parent)

    def edit(self, entity, local, values, lines=None):
        record = self.locals(entity, [local])[local]
        if record.values.get("kind") in INVOICE_KINDS:
            raise PermissionError(local)
        self.desk(entity).change(record, values, lines)

    def decide(self, entity, key, name, decision):
        row = self._row_of("duret.sage.conflict", entity, key, [("field", "=", name), ("state", "=", "open")])
        row.decision = decision

    def decide_proposal(self, entity, key, local, decision):
        row = self._row_of("duret.sage.match", entity, key, [("res_id", "=", self.split(entity, local)[1])])
        row.decision = decision

    def _row_of(self, model, entity, key, domain):
        place = [("backend_id", "=", self.backend_id), ("entity", "=", entity), ("key", "=", kept(key))]
        return self.env[model].search(place + domain).ensure_one()

    def _put(self, table_or_entity, place_or_records, record=None):
        """Of the store in memory when a record is told, else of the inbox."""
        if record is None:
            return super()._put(table_or_entity, place_or_records)
        return self.desk(place_or_records[0]).put(record)

    # --- tables
    def _all(self, query):
        self.env.flush_all()
        self.cr.execute(query, {"backend": self.backend_id})
        return self.cr.fetchall()

    def _table_local(self):
        return {(entity, record.id): record for entity in ENTITIES for record in self.desk(entity)._records("TRUE", [])}

    def _table_archived(self):
        rows = self._all("SELECT entity, id, archived FROM sage_test_local WHERE archived IS NOT NULL")
        return {(entity, self.join(entity, "", number)): reason for entity, number, reason in rows}

    def _table_binding(self):
        keys = self._all("SELECT entity, key FROM duret_sage_binding WHERE backend_id = %(backend)s ORDER BY id")
        found = {
            entity: self.bindings(entity, [told(key) for one, key in keys if one == entity]) for entity in ENTITIES
        }
        return {(entity, told(key)): found[entity][told(key)] for entity, key in keys}

    def _table_place(self):
        return {(entity, binding.local): key for (entity, key), binding in self._table_binding().items()}

    def _table_inbox(self):
        rows = self._all(
            """SELECT id, record::text, state, code, detail FROM duret_sage_inbox
                WHERE backend_id = %(backend)s AND state <> 'done' ORDER BY id"""
        )
        found = [InboxRow(row, read_record(load(text)), state, told(c), told(d)) for row, text, state, c, d in rows]
        return {(row.record.entity, row.record.key): row for row in found}

    def _table_outbox(self):
        found = [one for entity in ENTITIES for one in self._operations(entity, _EVERYTHING)]
        return {operation.id: operation for operation in sorted(found, key=lambda one: one.id)}

    def _table_open(self):
        rows = self._table_outbox().values()
        return {(one.entity, one.local): one.id for one in rows if one.state in OPEN_OPERATIONS}

    def _table_conflict(self):
        found = [one for entity in ENTITIES for one in self._open(entity, _EVERYTHING)]
        return {(conflict.entity, conflict.key, conflict.field): conflict for conflict in found}

    def _table_proposal(self):
        keys = self._all("SELECT entity, key FROM duret_sage_match WHERE backend_id = %(backend)s ORDER BY id")
        found = [
            proposal
            for entity in ENTITIES
            for some in self.proposals(entity, [told(key) for one, key in keys if one == entity]).values()
            for proposal in some
        ]
        return {(one.entity, one.key, one.local): one for one in found}

    def _table_cursor(self):
        found = {entity: self.cursor(entity) for entity in ENTITIES}
        return {entity: cursor for entity, cursor in found.items() if cursor is not None}

    def _table_rejected(self):
        rows = self._all(
            "SELECT entity, source, line, raw, code, detail FROM duret_sage_rejection WHERE backend_id = %(backend)s"
        )
        return {(e, told(s), line, told(raw)): (told(c), told(d)) for e, s, line, raw, c, d in rows}
