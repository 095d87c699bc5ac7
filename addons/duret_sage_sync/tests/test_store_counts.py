"""As many statements for a thousand records as for fifty; none that writes when nothing has changed; bounded memory."""

import tracemalloc
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cached_property

from odoo.tests import tagged

from ..sage.engine import Exchange, Settings, sync
from ..sage.engine.collect import collect
from ..sage.errors import BadData
from ..sage.records import Record
from ..sage.store import GONE, OURS, Binding, Change, Conflict, Operation, Proposal
from .story_store import StoryStore
from .test_store_stories import StoryCase

NOW = datetime(2026, 11, 21, 8, 0)
FEW, MANY = 50, 1_000
WRITING = ("insert", "update", "delete")


@tagged("post_install", "-at_install")
class TestStoreCounts(StoryCase):
    module = "memory_peer"

    def setUp(self):
        super().setUp()
        self.store = self.make_store()
        self.told_names = []

    def names(self, count):
        """Records of ours, as many as asked for."""
        missing = count - len(self.told_names)
        self.told_names += [self.store.add("client", {"name": f"Client {rank}"}) for rank in range(missing)]
        return self.told_names[:count]

    def statements(self, work, *arguments):
        """Count what a call asks of the database."""
        with self.store.transaction():
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            found = work(*arguments)
            if hasattr(found, "__next__"):
                list(found)
            return self.env.cr.sql_log_count - before

    def told_rows(self, count, edition):
        """Everything the store can be told of so many records; another edition changes it all."""
        keys, text = [str(rank) for rank in range(count)], f"edition {edition}"
        names = self.names(count)
        pairs = list(zip(keys, names, strict=True))
        stamp = f"2026-11-{21 + edition}T08:00:00"
        operations = [Operation("client", name, "create", f"create/{name}", name, {"name": text}) for name in names]
        conflicts = [Conflict("client", key, "name", None, text, "x", "both_changed") for key in keys]
        return {
            "inbox_put": [[Record("client", key, stamp, {"name": text}, number=key) for key in keys]],
            "save_bindings": [[Binding("client", key, name, {"name": text}, number=key) for key, name in pairs]],
            "save_conflicts": [conflicts],
            "settle_conflicts": [conflicts[::2]],
            "save_proposals": [[Proposal("client", key, name, text, 90, True) for key, name in pairs]],
            "reject": ["client", [BadData(rank, "shifted", raw=text) for rank in range(count)]],
            "outbox_save": [[replace(one, id=self.operation_ids[one.local]) for one in operations]],
        }

    @cached_property
    def operation_ids(self):
        self.env.cr.execute(
            "SELECT res_id, id FROM duret_sage_operation WHERE backend_id = %s", [self.store.backend_id]
        )
        return {self.store.join("client", "", place): number for place, number in self.env.cr.fetchall()}

    def questions(self, count):
        """Everything the store can be asked of so many records."""
        keys, names = [str(rank) for rank in range(count)], self.names(count)
        later = NOW + timedelta(days=400)
        return {
            "bindings": ["client", keys],
            "bindings_of": ["client", names],
            "bindings_numbered": ["client", keys],
            "count_bindings": ["client"],
            "compare_keys": ["client", iter(keys)],
            "conflicts": ["client", keys],
            "decided": ["client", count],
            "proposals": ["client", keys],
            "asked": ["client", names],
            "inbox": ["client", ("new",), 0, count],
            "count_inbox": ["client", ("new", "held")],
            "outbox_of": ["client", names],
            "outbox_due": ["client", later, 0, count],
            "outbox_sent": ["client", later, count],
            "outbox_marks": ["client", names],
            "count_due": ["client", later],
            "locals": ["client", names],
            "changed_locals": ["client", "", count],
        }

    def test_statements_do_not_grow_with_records(self):
        for name in self.names(MANY):
            self.store.outbox_put(Operation("client", name, "create", f"create/{name}", name, {}))
        counts = {}
        for edition, count in enumerate((FEW, MANY)):
            for told in (self.told_rows(count, edition), self.questions(count)):
                for name, arguments in told.items():
                    counts.setdefault(name, []).append(self.statements(getattr(self.store, name), *arguments))
            rows = self.store.inbox("client", ("new",), 0, count)
            held = [replace(row, state="held", code="asked") for row in rows]
            counts.setdefault("inbox_state", []).append(self.statements(self.store.inbox_state, held))
            counts.setdefault("inbox_done", []).append(self.statements(self.store.inbox_done, [row.id for row in rows]))
        for name, (few, many) in counts.items():
            # A row that stands already is put aside before another takes its place: one statement more.
            self.assertLessEqual(many, few + (name == "inbox_put"), name)
            self.assertLessEqual(many, 10, name)

    def test_a_thousand_records_are_taken_in_with_as_many_statements_as_fifty(self):
        """A page of the transport, a chunk of the run: all of it stays the same."""
        counts = []
        for count in (FEW, MANY):
            self.store = StoryStore(self.env["duret.sage.backend"].create({"name": "SAGE"}))
            self.env.cr.execute("TRUNCATE sage_test_local RESTART IDENTITY")
            self.store.desk("client")._apply = self.apply_at_once
            peer = self.told.MemoryPeer(page=MANY)
            for rank in range(count):
                peer.add("client", {"name": f"Client {rank}"})
            exchange = Exchange(self.store, peer, settings=Settings(chunk=MANY, brake_minimum=MANY), now=lambda: NOW)
            before = self.env.cr.sql_log_count
            report = sync(exchange)
            self.assertEqual(report.total("created"), count)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])
        self.assertLessEqual(counts[0], 80)

    def test_a_thousand_changes_of_ours_are_collected_with_as_many_statements_as_fifty(self):
        counts = []
        for count in (FEW, MANY):
            self.store = StoryStore(self.env["duret.sage.backend"].create({"name": "SAGE"}))
            self.env.cr.execute("TRUNCATE sage_test_local RESTART IDENTITY")
            self.told_names = []
            exchange = Exchange(self.store, self.told.MemoryPeer(), settings=Settings(chunk=MANY), now=lambda: NOW)
            names = self.names(count)
            collected = [self.statements(collect, exchange, "client")]
            base = {"name": "", "city": ""}
            self.store.save_bindings([Binding("client", name, name, base) for name in names[1::2]])
            for name in names[:2]:
                self.store.edit("client", name, {"city": "Annecy"})
            collected.append(self.statements(collect, exchange, "client"))
            self.assertEqual(len(self.store.outbox_of("client", names)), count)
            counts.append(collected)
        for few, many in zip(*counts, strict=True):
            self.assertLessEqual(many, few)

    def apply_at_once(self, _backend, changes):
        """The table of the test writes one by one; desks do not: their statements are counted by their own tests."""
        counted = self.env.cr.sql_log_count
        done = [type(self.store.desk("client"))._apply_one(self.store.desk("client"), change) for change in changes]
        self.env.cr.sql_log_count = counted
        return done

    def test_nothing_is_written_when_nothing_changed(self):
        """By PostgreSQL's own count: rows inserted, updated or deleted, the journal of the run apart."""
        peer = self.told.MemoryPeer()
        for rank in range(5):
            peer.add("client", {"name": f"Client {rank}", "city": ""})
        exchange = Exchange(self.store, peer, settings=Settings(brake_minimum=100), now=lambda: peer.clock)
        sync(exchange)
        peer.tick(60)
        peer.edit("client", "1", {"city": "Annecy"})
        self.store.edit("client", "client0000001", {"city": "Cran"})
        sync(exchange)
        self.assertEqual(self.store.tables["conflict"]["client", "1", "city"].ours, "Cran")
        peer.tick(60)
        before, statements = self.store.writes, self.store.env.cr.sql_log_count
        self.assertEqual(sync(exchange).total("read"), 1)
        self.assertEqual(self.store.writes - before, {})
        self.assertLess(self.store.env.cr.sql_log_count - statements, 60)

    def test_the_same_again_is_no_write(self):
        for name in self.names(3):
            self.store.outbox_put(Operation("client", name, "create", f"create/{name}", name, {}))
        told = self.told_rows(3, 0)
        for name, arguments in told.items():
            getattr(self.store, name)(*arguments)
        before = self.store.writes
        for name, arguments in told.items():
            if name not in ("save_conflicts", "settle_conflicts"):
                getattr(self.store, name)(*arguments)
        self.store.save_conflicts([told["save_conflicts"][0][1]])
        self.store.settle_conflicts(told["settle_conflicts"][0])
        rows = self.store.inbox("client", ("new",), 0, 10)
        self.store.inbox_state(rows)
        self.assertEqual(self.store.writes - before, {})

    def test_a_new_value_is_decided_again(self):
        conflict = Conflict("client", "1", "name", None, "a", "b", "both_changed")
        self.store.save_conflicts([conflict])
        self.store.decide("client", "1", "name", OURS)
        row = self.env["duret.sage.conflict"].search([("backend_id", "=", self.store.backend_id)])
        row.write({"decided_by_id": self.env.uid, "decided_at": NOW})
        self.store.save_conflicts([replace(conflict, decision=OURS)])
        self.assertTrue(row.decided_by_id)
        self.store.save_conflicts([replace(conflict, theirs="c")])
        self.assertFalse(row.decision or row.decided_by_id or row.decided_at)

    def test_memory_does_not_grow_with_the_keys(self):
        self.store.save_bindings([Binding("client", str(rank), name) for rank, name in enumerate(self.names(10))])
        peaks = []
        for times in (20_000, 100_000):
            tracemalloc.start()
            gap = self.store.compare_keys("client", (str(rank % 9) for rank in range(times)))
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
            self.assertEqual((gap.listed, gap.missing, gap.unknown), (9, ["9"], []))
        self.assertLess(peaks[1], 1.2 * peaks[0])

    def test_pairs_are_read_a_page_at_a_time(self):
        names = self.names(MANY + 200)
        self.store.save_bindings([Binding("client", str(rank), name) for rank, name in enumerate(names)])
        self.store.save_bindings([replace(Binding("client", "7", names[7]), state=GONE)])
        before = self.env.cr.sql_log_count
        first = next(self.store.paired("client"))
        self.assertEqual(first[0].local, first[1].id)
        self.assertLessEqual(self.env.cr.sql_log_count - before, 2)
        found = [binding.key for binding, _local in self.store.paired("client")]
        self.assertEqual(len(found), MANY + 199)
        self.assertNotIn("7", found)
        self.assertLessEqual(self.env.cr.sql_log_count - before, 10)

    def test_a_pair_whose_record_was_deleted_is_left_out(self):
        names = self.names(3)
        self.store.save_bindings([Binding("client", str(rank), name) for rank, name in enumerate(names)])
        self.env.cr.execute("DELETE FROM sage_test_local WHERE id = 2")
        self.assertEqual([local.id for _binding, local in self.store.paired("client")], [names[0], names[2]])

    def test_one_refused_change_leaves_the_others(self):
        self.store.refuses = lambda change: "no_name" if not change.values["name"] else ""
        results = self.store.apply([Change("client", None, {"name": name}) for name in ("A", "", "B")])
        self.assertEqual([type(result).__name__ for result in results], ["Applied", "BadData", "Applied"])
