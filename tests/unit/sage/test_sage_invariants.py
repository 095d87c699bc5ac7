"""I1 to I17 on random lives of two bases: edits on both sides, renames, transformations, hard deletes, faults, crashes,
deliveries twice and in disorder. An oracle of its own says what must become of each field."""

import os
from random import Random

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from memory_peer import MemoryPeer
from memory_store import MemoryStore
from sage.engine import Exchange, Killed, Settings, prove_equality, scan, sync
from sage.engine.collect import mark_for
from sage.projection import project
from sage.records import INVOICE_KINDS, Line
from sage.store import DISTINCT, OURS, SAME, THEIRS
from sage.transitions import CANCELLED

SETTINGS = Settings(chunk=3, brake_minimum=10_000, max_attempts=1_000)
SHARED = ("name", "city", "phone", "email")
LONG = "Syndicat des copropriétaires de la résidence « Les Terrasses du Semnoz » bâtiment "
VALUES = {
    "name": st.sampled_from(["Favre", "Favre Jean", "Mermier & fils", LONG + "A", LONG + "B", "Ştefan ☀"]),
    "city": st.sampled_from(["", "Annecy", "Cran", "Annecy  le Vieux "]),
    "phone": st.sampled_from(["", "0450123456", "04 50 12 34 56", "+33611223344"]),
    "email": st.sampled_from(["", "a@example.org", "A@example.org", "b@example.org"]),
}
EDITS = st.sampled_from(SHARED).flatmap(lambda name: st.tuples(st.just(name), VALUES[name]))
SIRETS = ("73282932000074", "35600000000048", "44306184100047")
FAULTS = st.tuples(
    st.sampled_from(["create", "update", "read", "find", "changes"]),
    st.sampled_from(["unavailable", "lost", "timeout"]),
).filter(lambda fault: fault[1] == "unavailable" or fault[0] in ("create", "update"))


LINE = {"product": "CAB", "name": "Câble", "quantity": "1", "tax_code": "C20", "tax_rate": "20"}


def quote(total):
    """A quotation and its line, with sums that are right."""
    tax = total // 5
    told = {"total_untaxed": f"{total}.00", "total_tax": f"{tax}.00", "total": f"{total + tax}.00"}
    return {"kind": "quotation", "date": "2026-11-20", **told}, (
        Line("", {**LINE, "unit_price": f"{total}", "untaxed": f"{total}"}),
    )


class TwoBases(RuleBasedStateMachine):
    """Both sides live; runs bring them together, or die."""

    def __init__(self):
        super().__init__()
        self.store, self.peer = MemoryStore(), self.make_peer()
        self.ours_ever = set()
        self.bound_to = {}
        self.agreed = {}
        self.deleted = set()
        # Quotations that were cancelled before SAGE had them
        self.never = set()
        self.left = None
        self.store.before_commit = self.pass_place
        self.peer.on_call = lambda _verb: self.pass_place()

    def make_peer(self):
        return MemoryPeer(page=2)

    def pass_place(self, _step=""):
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                raise Killed

    def exchange(self):
        clock = lambda: self.peer.clock  # noqa: E731 (a clock is a function)
        hook = self.pass_place
        return Exchange(self.store, self.peer, settings=SETTINGS, now=clock, chance=Random(3), hook=hook)

    # --- life on both sides
    @rule(name=VALUES["name"], city=VALUES["city"], siret=st.sampled_from(["", "", "", *SIRETS]))
    def we_make_a_client(self, name, city, siret):
        self.store.add("client", {"name": name, "city": city, "siret": siret})

    @rule(name=VALUES["name"], city=VALUES["city"], siret=st.sampled_from(["", "", "", *SIRETS]))
    def they_make_a_client(self, name, city, siret):
        self.peer.add("client", {"name": name, "city": city, "phone": "", "email": "", "siret": siret})

    @precondition(lambda self: self.clients_of_ours())
    @rule(data=st.data(), total=st.sampled_from([100, 250]))
    def we_make_a_quotation(self, data, total):
        client = data.draw(st.sampled_from(self.clients_of_ours()))
        values, lines = quote(total)
        self.store.add("document", values, lines, parent=client)

    @precondition(lambda self: self.peer.rows["client"])
    @rule(data=st.data(), total=st.sampled_from([100, 250]))
    def they_make_a_quotation(self, data, total):
        values, lines = quote(total)
        client = data.draw(st.sampled_from(sorted(self.peer.rows["client"])))
        self.peer.add("document", {**values, "client": client}, lines)

    @precondition(lambda self: self.clients_of_ours())
    @rule(data=st.data(), edit=EDITS)
    def we_change_a_client(self, data, edit):
        client = data.draw(st.sampled_from(self.clients_of_ours()))
        self.store.edit("client", client, dict([edit]))

    @precondition(lambda self: self.peer.rows["client"])
    @rule(data=st.data(), edit=EDITS)
    def they_change_a_client(self, data, edit):
        self.peer.edit("client", data.draw(st.sampled_from(sorted(self.peer.rows["client"]))), dict([edit]))

    @precondition(lambda self: self.peer.rows["client"])
    @rule(data=st.data())
    def they_rename_a_client(self, data):
        """I15: the number is an attribute."""
        key = data.draw(st.sampled_from(sorted(self.peer.rows["client"])))
        self.peer.edit("client", key, {"number": f"renamed{key}"})

    @precondition(lambda self: self.peer.rows["document"])
    @rule(data=st.data(), kind=st.sampled_from(["order", "invoice", "posted_invoice"]))
    def they_transform_a_document(self, data, kind):
        key = data.draw(st.sampled_from(sorted(self.peer.rows["document"])))
        if self.peer.rows["document"][key].values["kind"] not in INVOICE_KINDS:
            self.peer.transform(key, kind, f"{kind[:2]}{key}")

    @precondition(lambda self: self.documents_of_ours())
    @rule(data=st.data(), reference=st.sampled_from(["", "Chantier A", "Chantier B"]))
    def we_change_a_document(self, data, reference):
        """I12: an invoice refuses."""
        local = data.draw(st.sampled_from(self.documents_of_ours()))
        before = self.store.tables["local"]["document", local]
        try:
            self.store.edit("document", local, {"reference": reference})
        except PermissionError:
            assert before.values["kind"] in INVOICE_KINDS
            assert self.store.tables["local"]["document", local] == before

    @precondition(lambda self: self.quotations_of_ours())
    @rule(data=st.data(), cancelled=st.booleans())
    def we_cancel_a_quotation(self, data, cancelled):
        """What SAGE has not by then it never has, unless it is taken up again."""
        local = data.draw(st.sampled_from(self.quotations_of_ours()))
        self.store.edit("document", local, {"state": CANCELLED if cancelled else ""})
        marks = {row.mark for row in self.peer.rows["document"].values()}
        if not cancelled:
            self.never.discard(local)
        elif mark_for(self.exchange(), "document", local) not in marks:
            self.never.add(local)

    @precondition(lambda self: self.peer.rows["client"])
    @rule(data=st.data())
    def they_delete_a_client(self, data):
        self.peer.delete("client", data.draw(st.sampled_from(sorted(self.peer.rows["client"]))))

    @rule(minutes=st.sampled_from([0, 1, 15]))
    def time_goes_on(self, minutes):
        self.peer.tick(minutes)

    @rule(noise=st.booleans())
    def deliveries_are_disordered(self, noise):
        """I9."""
        self.peer.noise = noise

    # --- people decide
    @precondition(lambda self: self.store.tables["conflict"])
    @rule(data=st.data(), decision=st.sampled_from([OURS, THEIRS]))
    def somebody_decides_a_conflict(self, data, decision):
        place = data.draw(st.sampled_from(sorted(self.store.tables["conflict"])))
        self.store.decide(*place, decision)

    @precondition(lambda self: self.questions())
    @rule(data=st.data(), decision=st.sampled_from([SAME, DISTINCT]))
    def somebody_answers_a_question(self, data, decision):
        self.store.decide_proposal(*data.draw(st.sampled_from(self.questions())), decision)

    # --- runs
    @rule(faults=st.lists(FAULTS, max_size=3))
    def a_run_meets_faults(self, faults):
        self.peer.faults = list(faults)
        sync(self.exchange())
        self.peer.faults = []

    @rule(place=st.integers(0, 80), work=st.sampled_from([sync, scan]))
    def a_run_is_killed(self, place, work):
        """I7."""
        self.left = place
        try:
            work(self.exchange())
        except Killed:
            self.store._locked = False
        finally:
            self.left = None

    @rule()
    def a_rehearsal_writes_nothing(self):
        """I10."""
        before = {name: dict(rows) for name, rows in self.store.tables.items() if rows}
        there = {entity: dict(rows) for entity, rows in self.peer.rows.items()}
        sync(self.exchange(), rehearsal=True)
        assert {name: dict(rows) for name, rows in self.store.tables.items() if rows} == before
        assert self.peer.rows == there

    @rule()
    def all_is_brought_together(self):
        """I1, I2, I3, I4, I5, I8, I14."""
        self.peer.noise = False
        self.peer.tick(600)
        before = self.pairs()
        report = sync(self.exchange())
        assert not report.stopped, report.stopped_by
        self.check_fields(before)
        scan(self.exchange())
        sync(self.exchange())
        written = dict(self.store.writes), dict(self.peer.writes)
        sync(self.exchange())
        assert (dict(self.store.writes), dict(self.peer.writes)) == written, "I1"
        self.check_equal()

    # --- what must hold
    def pairs(self):
        """Both sides of every shared field of every bound client, and whether a person has just decided on it."""
        decided = {(c.key, c.field) for c in self.store.tables["conflict"].values() if c.decision}
        found = {}
        for (entity, key), binding in self.store.tables["binding"].items():
            there = self.peer.rows["client"].get(key)
            if entity == "client" and there is not None:
                here = self.store.tables["local"]["client", binding.local]
                for name in SHARED:
                    if (key, name) not in decided and name in there.values:
                        found[key, name] = here.values[name], there.values[name], binding.base.get(name)
        return found

    def check_fields(self, before):
        """Each field as the oracle says: only one side changed, it wins; both, neither is lost."""
        for (key, name), (raw, theirs, base) in before.items():
            ours, theirs = (project("client", {name: value})[name] for value in (raw, theirs))
            here = self.store.tables["local"]["client", self.store.tables["binding"]["client", key].local].values[name]
            there = project("client", {name: self.peer.rows["client"][key].values[name]})[name]
            projected = project("client", {name: here})[name]
            known = base if base is not None else ""
            if ours == theirs or theirs == known:
                assert (here, there) == (raw, ours), f"I3 {name}"
            elif ours == known:
                assert (projected, there) == (theirs, theirs), f"I2 {name}"
            else:
                assert ("client", key, name) in self.store.tables["conflict"], f"I4 {name}"
                assert (here, there) == (raw, theirs), f"I4 {name}"

    def check_equal(self):
        """I2, I8, I14: what differs is told, and only what waits for a person differs."""
        for proof in prove_equality(self.exchange()):
            for gap in proof.gaps:
                if gap.kind == "only_sage":
                    row = self.store.tables["inbox"][gap.entity, gap.key]
                    assert row.state in ("held", "waiting", "rejected"), gap
                elif gap.kind == "only_odoo":
                    assert self.waits(gap), gap
                else:
                    assert gap.kind == "conflict", gap

    def waits(self, gap):
        """A record of ours that waits for its client, for an answer, or for somebody to look."""
        operation = self.store.outbox_of(gap.entity, [gap.local]).get(gap.local)
        if operation is not None and operation.state == "dead":
            return True
        if self.store.asked(gap.entity, [gap.local]):
            return True
        record = self.store.tables["local"][gap.entity, gap.local]
        client = self.store.bindings_of("client", [record.parent]).get(record.parent) if record.parent else None
        return record.parent is not None and (client is None or client.state == "gone")

    @invariant()
    def nothing_is_lost_or_doubled(self):
        """I6, I7, I13, I15."""
        ours = set(self.store.tables["local"])
        assert self.ours_ever <= ours, "I13"
        self.ours_ever = ours
        places = self.store.tables["place"]
        assert len(set(places.values())) == len(places) or len({(e, k) for (e, _l), k in places.items()}) == len(places)
        assert {(entity, key) for (entity, _local), key in places.items()} == set(self.store.tables["binding"]), "I6"
        for entity, rows in self.peer.rows.items():
            marks = [row.mark for row in rows.values() if row.mark]
            assert len(marks) == len(set(marks)), f"I7 {entity}"
        marks = {row.mark for row in self.peer.rows["document"].values()}
        assert not {mark_for(self.exchange(), "document", local) for local in self.never} & marks, "taken back"
        for (entity, local), key in places.items():
            if entity == "document":
                assert self.bound_to.setdefault(local, key) == key, "I15"

    def clients_of_ours(self):
        return sorted(local for entity, local in self.store.tables["local"] if entity == "client")

    def documents_of_ours(self):
        return sorted(local for entity, local in self.store.tables["local"] if entity == "document")

    def quotations_of_ours(self):
        return [
            local
            for local in self.documents_of_ours()
            if self.store.tables["local"]["document", local].values["kind"] == "quotation"
        ]

    def questions(self):
        return sorted(place for place, asked in self.store.tables["proposal"].items() if not asked.decision)


EXPLORE = os.environ.get("HYPOTHESIS_PROFILE") == "explore"
TestTwoBases = TwoBases.TestCase
TestTwoBases.settings = settings(max_examples=1_000 if EXPLORE else 60, stateful_step_count=60 if EXPLORE else 30)
