"""The store in memory is the oracle: the same calls in the same order, the same answers, the same rows."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

import psycopg2
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..sage.errors import BadData
from ..sage.records import Cursor, Line, Record
from ..sage.store import CONFIRMED, DEAD, GONE, WITHDRAWN, Binding, Change, Conflict, Operation, Proposal
from .story_store import StoryStore
from .test_store_stories import StoryCase

EXAMPLES, STEPS = 8, 30
NOW = datetime(2026, 11, 21, 8, 0)
ENTITY = st.sampled_from(["client", "document"])
KEY = st.sampled_from(["1", "2", "A\u00a0é\x00", "\ue000"])
RANK = st.integers(0, 2)
TEXT = st.sampled_from(["", "Favre", "L'Étoile « ☀ »", "a\x00b", "\ud800", "\ue0000041", 'quote " \\u0000 \\'])
MOMENT = st.sampled_from(["", "2026-11-21T08:00:00", "2026-11-21T08:00:30", "2026-11-21T08:05:00"])
VALUES = st.dictionaries(st.sampled_from(["name", "city", "number", "state"]), TEXT | st.just("cancel"))
LINES = st.sampled_from([(), (Line("1", {"name": "Câble\x00", "quantity": "2"}), Line("", {}))])
RECORDS = st.builds(Record, ENTITY, KEY, MOMENT, VALUES, LINES, TEXT, TEXT)
DELAY = st.sampled_from([None, NOW, NOW + timedelta(minutes=1, microseconds=7)])
STATES = st.sampled_from(["new", "waiting", "held", "rejected"])
OPERATION_STATES = st.sampled_from(["pending", "sending", "sent", CONFIRMED, DEAD, WITHDRAWN])


class BothStores(RuleBasedStateMachine):
    """Every rule asks both; what one refuses, the other refuses, and nothing of it stays."""

    # Told by the test case
    case = None

    def __init__(self):
        super().__init__()
        self.undo = self.case.env.cr.savepoint()
        self.ours = self.case.make_store()
        self.oracle = self.case.told.MemoryStore()
        self.ids = {}  # id of a row in memory -> in the database

    def teardown(self):
        self.undo.close(rollback=True)

    @initialize()
    def some_records(self):
        for entity in ("client", "document"):
            for number in range(1, 4):
                values = {"name": f"{entity} {number}", "kind": "quotation", "phone": "+33450123456", "zip": "74000"}
                local = self.ours.desk(entity).add(values, number=number + 3 * (entity == "document"))
                self.oracle._put("local", (entity, local), self.ours.locals(entity, [local])[local])
        self.case.env.cr.execute("SELECT setval('sage_test_local_id_seq', 6)")

    def local(self, entity, rank):
        return f"{entity}{rank + 1 + 3 * (entity == 'document'):07d}"

    def both(self, name, *arguments, ours=None):
        """Call both; gives both answers, None when both refused."""
        answers = [self.call(self.oracle, name, arguments), self.call(self.ours, name, ours or arguments)]
        self.case.assertEqual(isinstance(answers[0], Refusal), isinstance(answers[1], Refusal), (name, *answers))
        return None if isinstance(answers[0], Refusal) else answers

    def call(self, store, name, arguments):
        try:
            with mute_logger("odoo.sql_db"), store.transaction():
                return getattr(store, name)(*arguments)
        except (AssertionError, psycopg2.IntegrityError) as error:
            return Refusal(error)

    def same(self, name, *arguments):
        answers = self.both(name, *arguments)
        if answers is not None:
            self.case.assertEqual(answers[1], answers[0], name)

    # --- bindings
    @rule(entity=ENTITY, told=st.lists(st.tuples(KEY, RANK, TEXT, VALUES, LINES, st.booleans(), MOMENT), max_size=3))
    def save_bindings(self, entity, told):
        rows = {
            key: Binding(entity, key, self.local(entity, rank), base=base, base_lines=lines or None, digest=text,
                         stamp=stamp, state=GONE if gone else "ok", number=text[:2], mark=text, version=text,
                         revision=rank)
            for key, rank, text, base, lines, gone, stamp in told
        }  # fmt: skip
        self.same("save_bindings", list(rows.values()))

    @rule(entity=ENTITY, old=KEY, new=st.sampled_from(["1", "2", "renamed"]))
    def rebind(self, entity, old, new):
        known = self.oracle.bindings(entity, [old, new])
        if old in known and new not in known:
            self.same("rebind", entity, old, new)

    @rule(entity=ENTITY, keys=st.lists(KEY))
    def ask_bindings(self, entity, keys):
        self.same("bindings", entity, keys)
        self.same("count_bindings", entity)
        self.same("compare_keys", entity, keys)
        self.same("proposals", entity, keys)
        self.same("conflicts", entity, keys)

    @rule(entity=ENTITY, numbers=st.lists(TEXT.map(lambda text: text[:2]).filter(bool)))
    def ask_numbers(self, entity, numbers):
        answers = self.both("bindings_numbered", entity, numbers)
        # Of several that stand (or are all gone) any may be given.
        states = [{number: binding.state == GONE for number, binding in found.items()} for found in answers]
        self.case.assertEqual(states[0], states[1])

    @rule(entity=ENTITY, ranks=st.lists(RANK), limit=st.integers(1, 3), after=st.sampled_from([None, 0, 1]))
    def ask_locals(self, entity, ranks, limit, after):
        names = [self.local(entity, rank) for rank in ranks]
        self.same("locals", entity, [*names, f"{entity}0000099"])
        self.same("bindings_of", entity, names)
        self.same("asked", entity, names)
        self.same("unwanted", entity, [*names, f"{entity}0000099"])
        self.same("changed_locals", entity, "" if after is None else self.local(entity, after), limit)
        for name in ("paired", "unbound"):
            answers = [sorted(found, key=repr) for found in self.both(name, entity)]
            self.case.assertEqual(answers[1], answers[0])
        self.same("candidates", entity, [("phone", "+33450123456"), ("near", "74000:clie")], limit)

    @rule(entity=ENTITY, rank=RANK, values=VALUES, refused=st.booleans())
    def apply(self, entity, rank, values, refused):
        reason = "no_name" if refused else ""
        self.ours.refuses = self.oracle.refuses = lambda change: reason
        before = self.oracle.locals(entity, [self.local(entity, rank)])
        (mine,), (yours,) = reversed(self.both("apply", [Change(entity, self.local(entity, rank), values)]))
        self.case.assertEqual(isinstance(mine, BadData), isinstance(yours, BadData))
        if not refused:
            # Each store counts versions in its own way.
            local = self.ours.locals(entity, [mine.local])[mine.local]
            self.case.assertEqual(mine.version, local.version)
            self.case.assertEqual(before[mine.local].version == local.version, before[mine.local] == local)
            self.oracle._put("local", (entity, local.id), replace(self.oracle.locals(entity, [local.id])[local.id],
                                                                  version=local.version))  # fmt: skip

    # --- inbox
    @rule(records=st.lists(RECORDS, max_size=4))
    def inbox_put(self, records):
        self.same("inbox_put", records)

    @rule(entity=ENTITY, states=st.lists(STATES, unique=True), limit=st.integers(1, 4), after=st.booleans())
    def ask_inbox(self, entity, states, limit, after):
        known = [self.rows(store, entity) for store in (self.oracle, self.ours)]
        marks = [rows[0].id if rows and after else 0 for rows in known]
        found = self.both("inbox", entity, states, marks[0], limit, ours=(entity, states, marks[1], limit))
        self.case.assertEqual(*([replace(row, id=0) for row in rows] for rows in found))
        self.same("count_inbox", entity, states)

    def rows(self, store, entity):
        return store.inbox(entity, ("new", "waiting", "held", "rejected"), 0, 100)

    @rule(entity=ENTITY, rank=RANK, state=STATES, code=TEXT, done=st.booleans())
    def work_on_the_inbox(self, entity, rank, state, code, done):
        found = [self.rows(store, entity)[rank : rank + 2] for store in (self.oracle, self.ours)]
        if done:
            there, here = ([row.id for row in rows] for rows in found)
            self.both("inbox_done", there, ours=(here,))
        else:
            told = [[replace(row, state=state, code=code, detail=code) for row in rows] for rows in found]
            self.both("inbox_state", told[0], ours=(told[1],))

    @rule(entity=ENTITY, told=st.lists(st.tuples(st.integers(0, 2), TEXT, TEXT), max_size=3, unique=True))
    def reject(self, entity, told):
        self.same("reject", entity, [BadData(line, "shifted", "x", source=text, raw=raw) for line, text, raw in told])

    # --- outbox
    @rule(entity=ENTITY, rank=RANK, name=TEXT, verb=st.sampled_from(["create", "update"]), payload=VALUES, lines=LINES,
          moment=DELAY)  # fmt: skip
    def outbox_put(self, entity, rank, name, verb, payload, lines, moment):
        local = self.local(entity, rank)
        operation = Operation(entity, local, verb, f"{entity}{rank}{name}", name, payload, lines or None, version=name)
        answers = self.both("outbox_put", replace(operation, next_try=moment))
        if answers is not None:
            self.ids[answers[0].id] = answers[1].id
            self.case.assertEqual(answers[1], self.here(answers[0]))

    def here(self, operation):
        return replace(operation, id=self.ids[operation.id])

    @rule(rank=st.integers(0, 5), state=OPERATION_STATES, code=TEXT, moment=DELAY, attempts=st.integers(0, 3))
    def outbox_save(self, rank, state, code, moment, attempts):
        known = sorted(self.oracle.tables["outbox"].values(), key=lambda one: one.id)[rank : rank + 2]
        moment = moment or (NOW if state == "sent" else None)
        told = [
            replace(one, state=state, code=code, detail=code, next_try=moment, attempts=attempts, key=code)
            for one in known
        ]
        self.both("outbox_save", told, ours=([self.here(one) for one in told],))

    @rule(entity=ENTITY, ranks=st.lists(RANK), now=DELAY.filter(bool), limit=st.integers(1, 3), marks=st.lists(TEXT))
    def ask_the_outbox(self, entity, ranks, now, limit, marks):
        now += timedelta(seconds=1)
        for name, told in (
            ("outbox_due", (entity, now, 0, limit)),
            ("outbox_sent", (entity, now, limit)),
            ("outbox_unsent", (entity, 0, limit)),
        ):
            there, here = self.both(name, *told)
            self.case.assertEqual([self.here(one) for one in there], here, name)
        for name, told in (
            ("outbox_of", (entity, [self.local(entity, rank) for rank in ranks])),
            ("outbox_marks", (entity, [mark for mark in marks if mark])),
        ):
            there, here = self.both(name, *told)
            self.case.assertEqual({key: self.here(one) for key, one in there.items()}, here, name)
        self.same("count_due", entity, now)

    # --- people
    @rule(entity=ENTITY, told=st.lists(st.tuples(KEY, st.sampled_from(["name", "lines"]), st.none() | TEXT, TEXT)),
          decision=st.sampled_from(["", "", "ours", "theirs"]))  # fmt: skip
    def save_conflicts(self, entity, told, decision):
        rows = {
            (key, name): Conflict(entity, key, name, base, text, text, "both_changed", text, text, decision)
            for key, name, base, text in told
        }
        self.same("save_conflicts", list(rows.values()))

    @rule(entity=ENTITY, key=KEY, name=st.sampled_from(["name", "lines"]))
    def settle(self, entity, key, name):
        self.same("settle_conflicts", [Conflict(entity, key, name, None, "", "", "both_changed")])

    @rule(entity=ENTITY)
    def ask_decided(self, entity):
        answers = [sorted(found, key=repr) for found in self.both("decided", entity, 100)]
        self.case.assertEqual(answers[1], answers[0])
        self.case.assertLessEqual(len(self.ours.decided(entity, 1)), 1)

    @rule(entity=ENTITY, key=KEY, rank=RANK, score=st.integers(0, 2), held=st.booleans(), answer=st.booleans())
    def save_proposals(self, entity, key, rank, score, held, answer):
        proposal = Proposal(entity, key, self.local(entity, rank), "siret", score, held)
        self.same("save_proposals", [proposal])
        if answer:
            for store in (self.oracle, self.ours):
                store.decide_proposal(entity, key, proposal.local, "distinct")

    @rule(entity=ENTITY, moment=MOMENT.filter(bool), key=KEY)
    def set_cursor(self, entity, moment, key):
        self.same("set_cursor", entity, Cursor(moment, key))
        self.same("cursor", entity)
        self.same("cursor", "contact")

    @rule(entity=ENTITY, rank=RANK, back=st.booleans())
    def set_aside(self, entity, rank, back):
        told = (entity, [self.local(entity, rank)])
        self.same("revive", *told) if back else self.same("archive", *told, "deleted_in_sage")

    # --- undone
    @rule(entity=ENTITY, key=KEY, records=st.lists(RECORDS, max_size=2), rehearsal=st.booleans())
    def nothing_of_it_stays(self, entity, key, records, rehearsal):
        for store in (self.oracle, self.ours):
            with self.undone(store, rehearsal):
                store.inbox_put(records)
                store.set_cursor(entity, Cursor("2030-01-01T00:00:00"))
                store.save_conflicts([Conflict(entity, key, "city", None, "a", "b", "both_changed")])
                store.apply([Change(entity, self.local(entity, 0), {"name": "undone"})])

    @contextmanager
    def undone(self, store, rehearsal):
        if rehearsal:
            with store.rehearsal(), store.transaction():
                yield
            return
        try:
            with store.transaction(), store.transaction():
                yield
                raise KeyboardInterrupt
        except KeyboardInterrupt:
            return

    @invariant()
    def same_rows(self):
        for name in ("local", "archived", "binding", "place", "conflict", "proposal", "cursor", "rejected"):
            there = dict(self.oracle.tables[name])
            self.case.assertEqual(self.ours.tables[name], there, name)
        rows = [
            {place: replace(row, id=0) for place, row in store.tables["inbox"].items()}
            for store in (self.oracle, self.ours)
        ]
        self.case.assertEqual(rows[1], rows[0])
        known = {self.ids[number]: self.here(one) for number, one in self.oracle.tables["outbox"].items()}
        self.case.assertEqual(self.ours.tables["outbox"], known)


class Refusal:
    """What a store answered instead."""

    def __init__(self, error):
        self.error = error

    def __repr__(self):
        return f"refused: {self.error}"


@tagged("post_install", "-at_install")
class TestStoreOracle(StoryCase):
    module = "memory_store"

    def make_store(self):
        store = StoryStore(self.env["duret.sage.backend"].create({"name": "SAGE"}))
        self.env.cr.execute("TRUNCATE sage_test_local RESTART IDENTITY")
        return store

    def test_same_calls_same_answers(self):
        machine = type("Calls", (BothStores,), {"case": self})
        profile = settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        run_state_machine_as_test(machine, settings=profile)
