"""I7, G3: killed at each named step, at every place, and twice in a row; run again: the state of a clean run."""

from random import Random

import pytest
from memory_peer import MemoryPeer, state_of
from memory_store import MemoryStore
from sage.engine import STEPS, Exchange, Killed, Settings, scan, sync
from sage.records import Line
from sage.store import OURS

SETTINGS = Settings(chunk=3, brake_minimum=10_000)
LINES = (Line("", {"product": "CAB", "name": "Câble", "quantity": "2", "unit_price": "50", "untaxed": "100"}),)
QUOTE = {"kind": "quotation", "date": "2026-11-20", "total_untaxed": "100", "total_tax": "20", "total": "120"}
PLACES = 50


class Story:
    """Two bases with everything that can happen to them, brought together in two days."""

    def __init__(self):
        self.store = MemoryStore()
        self.peer = MemoryPeer(page=4)
        self._left = None
        self.places = 0
        self.seen = set()
        self.store.before_commit = lambda: self._pass("commit")
        self.peer.on_call = self._pass
        for number in range(7):
            key = self.peer.add("client", {"name": f"Client {number}", "phone": f"045012340{number}"})
            self.peer.add("document", {**QUOTE, "client": key}, LINES)
        # Nothing but its binding tells who this one is.
        self.peer.add("client", {"name": "Anonymous"})
        for number in range(5):
            client = self.store.add("client", {"name": f"Ours {number}", "zip": "73000", "city": "Chambéry"})
            self.store.add("contact", {"last_name": f"Contact {number}"}, parent=client)
            self.store.add("document", QUOTE, LINES, parent=client)

    def second_day(self):
        """Edits on both sides, a conflict, a decision, a transformation, a deletion."""
        for number in range(4):
            local = self.store.tables["place"], self._local("client", str(1 + 2 * number))
            self.store.edit("client", local[1], {"city": f"City {number}"})
        self.peer.tick(30)
        self.peer.edit("client", "1", {"name": "Changed there"})
        self.peer.edit("client", "3", {"city": "Both"})
        self.peer.edit("client", "5", {"city": "Both again"})
        self.peer.transform("2", "invoice", "FA00001")
        self.peer.delete("client", "13")

    def decide(self):
        """A person decides one of the two conflicts."""
        self.store.decide("client", "5", "city", OURS)

    def _local(self, entity, key):
        return self.store.tables["binding"][entity, key].local

    def run(self, work, kill_at=None, kill_step=None):
        """Run, dying at a place; tells whether it died."""
        self._left = kill_at
        self._step = kill_step
        try:
            work(self._exchange())
        except Killed:
            self.store._locked = False
            return True
        finally:
            self._left = self._step = None
        return False

    def _exchange(self):
        clock, chance = (lambda: self.peer.clock), Random(3)
        return Exchange(self.store, self.peer, settings=SETTINGS, now=clock, chance=chance, hook=self._hook)

    def _hook(self, step):
        self.seen.add(step)
        self._pass(step)
        if self._step == step:
            raise Killed(step)

    def _pass(self, _what):
        self.places += 1
        if self._left is not None:
            self._left -= 1
            if self._left < 0:
                raise Killed(self.places)


def tell(kill_day=0, kills=(), kill_step=None):
    """Live the story through, killed at some places of a part of it; gives the story."""
    story = Story()
    story.died, story.lengths = 0, []
    parts = [sync, lambda x: (story.second_day_once(), sync(x)), scan, lambda x: (story.decide_once(), sync(x))]
    done = set()

    def once(name, work):
        if name not in done:
            done.add(name)
            work()

    story.second_day_once = lambda: once("second", story.second_day)
    story.decide_once = lambda: once("decide", story.decide)
    for part, work in enumerate(parts):
        story.peer.tick(20)
        if part == kill_day:
            story.died += sum(story.run(work, kill_at=place) for place in kills)
            story.died += bool(kill_step) and story.run(work, kill_step=kill_step)
        before = story.places
        story.run(work)
        story.lengths.append(story.places - before)
    for _time in range(2):
        story.peer.tick(600)
        story.run(sync)
    return story


CLEAN = tell()


def test_the_story_passes_every_step():
    assert set(STEPS) == CLEAN.seen
    assert len(CLEAN.store.tables["conflict"]) == 1
    assert len(CLEAN.peer.rows["client"]) == 12
    assert len(CLEAN.store.tables["archived"]) == 2  # a client and his quotation


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_a_named_step(step):
    died = 0
    for part in range(4):
        story = tell(part, kill_step=step)
        died += story.died
        assert state_of(story.store, story.peer) == state_of(CLEAN.store, CLEAN.peer)
    assert died


def test_killed_at_every_place():
    """A place is a step, a commit or a word with SAGE."""
    for part, length in enumerate(CLEAN.lengths):
        for place in range(length):
            story = tell(part, kills=[place])
            assert story.died == 1
            assert state_of(story.store, story.peer) == state_of(CLEAN.store, CLEAN.peer), (part, place)


def test_killed_again_while_recovering():
    """Fifty times, at two random places of one part."""
    chance, died = Random(20261121), 0
    for _time in range(PLACES):
        part = chance.choice([0, 1, 3])
        story = tell(part, kills=[chance.randrange(CLEAN.lengths[part]), chance.randrange(20)])
        died += story.died
        assert state_of(story.store, story.peer) == state_of(CLEAN.store, CLEAN.peer)
    assert died > PLACES
