"""The database itself refuses doubles, whoever writes them; the history is kept for a while and no longer."""

from datetime import datetime, timedelta

import psycopg2
from freezegun import freeze_time

from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from ..sage.errors import BadData
from ..sage.records import Record
from ..sage.store import Binding, Conflict, Operation
from ..stores.odoo_store import OdooStore
from .story_store import StoryStore

NOW = datetime(2026, 11, 21, 8, 0)
SHA = "a" * 64


@tagged("post_install", "-at_install")
class TestStoreConstraints(TransactionCase):
    def setUp(self):
        super().setUp()
        self.backend = self.env["duret.sage.backend"].create({"name": "SAGE"})
        self.store = StoryStore(self.backend)
        self.names = [self.store.add("client", {"name": name}) for name in ("Un", "Deux")]

    def refuse_second(self, model, values, other=None):
        """Create a row, then the same again: refused; then one that differs where it must: taken."""
        values = {"backend_id": self.backend.id, "entity": "client", **values}
        rows = self.env[model]
        rows.create(values)
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.IntegrityError), self.env.cr.savepoint():
            rows.create(values)
        rows.create({**values, **(other or {})})

    def test_one_binding_for_a_key_and_for_a_record(self):
        place = {"model": "res.partner", "res_id": 1, "base": {"name": "Un"}}
        self.refuse_second("duret.sage.binding", {"key": "1", **place}, {"key": "2", "res_id": 2})
        self.refuse_second("duret.sage.binding", {"key": "3", **place, "res_id": 3}, {"key": "4", "entity": "contact"})
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.IntegrityError):
            self.store.save_bindings([Binding("client", "9", self.names[0]), Binding("client", "10", self.names[0])])

    def test_one_row_waits_for_a_key(self):
        told = {"key": "1", "digest": "d", "record": {"key": "1"}, "received_at": NOW}
        self.refuse_second("duret.sage.inbox", told, {"state": "done"})

    def test_one_open_operation_for_a_record_and_one_for_an_effect(self):
        told = {"model": "res.partner", "res_id": 1, "verb": "create", "idempotency": "a", "payload": {"a": ""}}
        self.refuse_second("duret.sage.operation", told, {"idempotency": "b", "state": "confirmed"})
        self.refuse_second(
            "duret.sage.operation",
            {**told, "idempotency": "c", "state": "confirmed"},
            {"idempotency": "d", "res_id": 2},
        )
        operation = Operation("client", self.names[1], "update", "e", "m", {})
        self.store.outbox_put(operation)
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.IntegrityError):
            self.store.outbox_put(Operation("client", self.names[1], "update", "f", "m", {}))

    def test_one_open_conflict_for_a_field(self):
        self.refuse_second(
            "duret.sage.conflict", {"key": "1", "field": "name", "reason": "both_changed"}, {"state": "settled"}
        )

    def test_one_question_for_a_pair(self):
        told = {"key": "1", "model": "res.partner", "res_id": 1, "rung": "siret", "score": 90}
        self.refuse_second("duret.sage.match", told, {"res_id": 2})

    def test_one_cursor_one_file_one_refused_line(self):
        self.refuse_second("duret.sage.cursor", {"stamp": "2026-11-21T08:00:00"}, {"entity": "contact"})
        self.refuse_second("duret.sage.file", {"sha256": SHA, "name": "a.csv", "place": 1}, {"name": "b.csv"})
        self.refuse_second("duret.sage.rejection", {"code": "shifted", "line": 3, "raw": "x;y"}, {"line": 4})

    def test_a_refused_line_that_each_export_brings_again_is_told_once(self):
        """The next file has another name and may have the line elsewhere; another reason or text is news."""

        def refused(code="bad_siret", line=3, source="a.csv", raw="1;x"):
            return self.store.reject("client", [BadData(line, code, "x", source=source, raw=raw)])

        self.assertEqual([refused(), refused(), refused(source="b.csv", line=4)], [1, 0, 0])
        self.assertEqual([refused(source="b.csv", raw="1;y"), refused("shifted", source="b.csv")], [1, 1])
        # Two lines of one file, and files that cannot be read at all, are told each.
        self.assertEqual([refused(line=9), refused("empty_file", 0), refused("empty_file", 0, "b.csv")], [1, 1, 1])
        other = StoryStore(self.env["duret.sage.backend"].create({"name": "Another"}))
        self.assertEqual(other.reject("client", [BadData(3, "bad_siret", "x", source="b.csv", raw="1;x")]), 1)

    def test_companies_do_not_meet(self):
        """What one SAGE says under a key is nothing to the other."""
        other = StoryStore(self.env["duret.sage.backend"].create({"name": "Another"}))
        for store in (self.store, other):
            store.save_bindings([Binding("client", "1", self.names[0])])
            store.inbox_put([Record("client", "1", "", {})])
            store.save_conflicts([Conflict("client", "1", "name", None, "a", "b", "both_changed")])
            store.outbox_put(Operation("client", self.names[0], "update", "a", "m", {}))
        other.settle_conflicts([Conflict("client", "1", "name", None, "a", "b", "both_changed")])
        other.rebind("client", "1", "2")
        other.inbox_done([row.id for row in self.store.inbox("client", ("new",), 0, 9)])
        self.assertEqual(list(self.store.bindings("client", ["1", "2"])), ["1"])
        self.assertEqual(list(self.store.conflicts("client", ["1", "2"])), ["1"])
        self.assertEqual(self.store.count_inbox("client", ("new",)), 1)
        self.assertEqual(other.outbox_of("client", self.names)[self.names[0]].key, "")

    def test_a_row_that_gave_way_stays_readable_and_history_ends(self):
        rows = self.env["duret.sage.inbox"]
        with freeze_time(NOW):
            self.store.inbox_put([Record("client", "1", "", {"name": "First"})])
            self.store.inbox_put([Record("client", "1", "", {"name": "Second"}), Record("client", "2", "", {})])
            self.store.inbox_done([row.id for row in self.store.inbox("client", ("new",), 0, 1)])
        mine = rows.search([("backend_id", "=", self.backend.id)])
        self.assertEqual(mine.mapped(lambda row: (row.key, row.state, row.code)), [
            ("1", "done", "replaced"), ("1", "done", False), ("2", "new", False)
        ])  # fmt: skip
        mine.received_at = NOW - timedelta(days=89)
        with freeze_time(NOW):
            rows._gc_done()
            self.assertEqual(len(mine.exists()), 3)
            mine.received_at = NOW - timedelta(days=91)
            self.assertEqual(rows._gc_done(limit=1)[1], True)
            self.assertEqual(len(mine.exists()), 2)
            rows._gc_done()
        self.assertEqual(mine.exists().mapped("key"), ["2"])

    def test_the_ledger_remembers_files(self):
        ledger, other = OdooStore(self.backend).ledger, OdooStore(self.backend.copy({"name": "Another"})).ledger
        self.assertEqual((ledger.known(SHA), ledger.last("client"), list(ledger.sequences("client"))), (False, "", []))
        ledger.keep("client", SHA, "a.csv", 3, 10, 0)
        ledger.keep("client", "b" * 64, "b.csv", 0, 10, 0)
        ledger.keep("contact", "c" * 64, "c.csv", 9, 10, 0)
        self.assertEqual((ledger.known(SHA), ledger.last("client"), ledger.sequences("client")), (True, "b" * 64, [3]))
        ledger.keep("client", SHA, "a.csv", 3, 10, 0)
        self.assertEqual(ledger.last("client"), SHA)
        self.assertEqual(self.env["duret.sage.file"].search_count([("backend_id", "=", self.backend.id)]), 3)
        self.assertFalse(other.known(SHA))

    def test_what_could_not_be_read_is_not_known(self):
        """Put back once the profile is mended, it is read; until then it has arrived all the same."""
        ledger = OdooStore(self.backend).ledger
        ledger.keep("client", "b" * 64, "b.csv", 1, 10, 0)
        for lines, rejected, last in ((0, 1, "b" * 64), (12, 3, SHA)):
            ledger.keep("client", SHA, "a.csv", 2, lines, rejected)
            self.assertEqual((ledger.known(SHA), ledger.last("client")), (False, last))
        self.assertEqual(ledger.sequences("client"), [1, 2])
        for lines in (12, 0):
            ledger.keep("client", SHA, "a.csv", 2, lines, 0)
            self.assertTrue(ledger.known(SHA))
        kept = self.env["duret.sage.file"].search([("backend_id", "=", self.backend.id), ("sha256", "=", SHA)])
        self.assertEqual((kept.lines, kept.rejected), (12, 0))
