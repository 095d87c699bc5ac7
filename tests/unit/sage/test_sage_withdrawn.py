"""A record of ours that is taken back while its creation waits, is on its way, or nobody knows."""

from dataclasses import replace

import pytest
from memory_world import CLIENT, LINES, QUOTE, World
from sage.engine import Killed, replay
from sage.records import Written
from sage.store import CONFIRMED, DEAD, PENDING, SENDING, SENT, WITHDRAWN


@pytest.fixture
def world():
    return World()


def with_quotation(world):
    """A client whom both sides have, and a quotation of ours for him that is not sent yet."""
    key = world.peer.add("client", CLIENT)
    world.sync()
    world.quotation = world.store.add("document", QUOTE, LINES, parent=world.local("client", key).id)
    return world


def operation(world):
    """The one creation of a document."""
    kept = world.store.tables["outbox"].values()
    (found,) = [one for one in kept if (one.entity, one.verb) == ("document", "create")]
    return found


def cancel(world):
    world.store.edit("document", world.quotation, {"state": "cancel"})


def reopen(world):
    world.store.edit("document", world.quotation, {"state": ""})


def later(world):
    world.peer.tick(60 * 7)
    return world.sync()


def blind(world):
    """SAGE's next exports do not show what was created."""
    world.peer.changes = lambda entity, since: iter(())


def documents(world):
    return world.peer.rows["document"]


def test_what_waits_is_withdrawn(world):
    """SAGE was out of reach when it should have left; nothing has left."""
    with_quotation(world)
    world.peer.faults = [("create", "unavailable")]
    world.sync()
    assert operation(world).state == PENDING
    cancel(world)
    report = later(world)
    assert (report.total("withdrawn"), report.total("late"), documents(world)) == (1, 0, {})
    assert (operation(world).state, operation(world).code) == (WITHDRAWN, "")
    written = dict(world.store.writes)
    later(world)
    assert dict(world.store.writes) == written
    assert world.is_equal()


def test_what_is_cancelled_between_collecting_and_sending_is_not_sent(world):
    with_quotation(world)

    def hook(step):
        if step == "push.weighed" and operation_is(world, PENDING):
            cancel(world)

    world.sync(hook=hook)
    assert (operation(world).state, operation(world).attempts, documents(world)) == (WITHDRAWN, 0, {})


def operation_is(world, state):
    return any(one.entity == "document" and one.state == state for one in world.store.tables["outbox"].values())


def test_what_was_withdrawn_does_not_count_for_the_brake(world):
    """It would stop the run: ten others wait for the same reason."""
    with_quotation(world)
    world.peer.faults = [("create", "unavailable")]
    world.sync()
    cancel(world)
    asked = []
    count_due = world.store.count_due
    world.store.count_due = lambda entity, now: asked.append(count_due(entity, now)) or count_due(entity, now)
    later(world)
    assert not any(found.get("create") for found in asked)


def test_what_sage_has_done_without_an_answer_is_bound_and_told(world):
    """Nobody knew: the mark is searched, found, and nothing is made twice."""
    with_quotation(world)
    world.peer.faults = [("create", "timeout")]
    world.sync()
    assert operation(world).state == SENDING
    cancel(world)
    blind(world)
    report = later(world)
    assert (report.total("late"), report.total("withdrawn"), len(documents(world))) == (1, 0, 1)
    assert (operation(world).state, operation(world).code) == (CONFIRMED, "taken_back")
    assert world.key("document", world.quotation)
    assert world.store.tables["local"]["document", world.quotation].values["state"] == "cancel"
    del world.peer.changes
    assert later(world).total("late") == 0


def test_what_the_next_reading_shows_is_told_too(world):
    with_quotation(world)
    world.peer.faults = [("create", "timeout")]
    world.sync()
    cancel(world)
    assert later(world).total("late") == 1
    assert (operation(world).state, operation(world).code) == (CONFIRMED, "taken_back")


def test_what_sage_never_did_is_withdrawn_once_that_is_sure(world):
    with_quotation(world)
    world.peer.faults = [("create", "lost")]
    world.sync()
    assert operation(world).state == SENDING
    cancel(world)
    world.peer.faults = [("find", "unavailable")]
    later(world)
    assert operation(world).state == SENDING, "nobody could tell"
    assert later(world).total("withdrawn") == 1
    assert (operation(world).state, documents(world)) == (WITHDRAWN, {})


@pytest.mark.parametrize("step", ["push.marked", "push.searched", "push.sent", "push.answered", "push.inside"])
def test_killed_while_sending_and_cancelled_afterwards(world, step):
    """SAGE has it or has it not, and the two sides say the same of it."""
    with_quotation(world)

    def hook(passed):
        if passed == step:
            raise Killed

    with pytest.raises(Killed):
        world.sync(hook=hook)
    world.store._locked = False
    there = len(documents(world))
    cancel(world)
    blind(world)
    later(world)
    assert len(documents(world)) == there
    assert operation(world).state == (CONFIRMED if there else WITHDRAWN)
    assert bool(world.key("document", world.quotation)) == bool(there)


def test_what_was_given_up_without_having_left_is_withdrawn(world):
    with_quotation(world)
    world.peer.delete("client", "1")
    world.sync()
    assert (operation(world).state, operation(world).attempts) == (DEAD, 0)
    cancel(world)
    later(world)
    assert operation(world).state == WITHDRAWN


def test_what_was_given_up_and_may_be_there_waits_for_a_person(world):
    with_quotation(world)
    world.peer.faults = [("create", "lost")]
    world.sync()
    world.store.outbox_save([replace(operation(world), state=DEAD, code="timeout")])
    cancel(world)
    later(world)
    assert operation(world).state == DEAD
    replay(world.exchange(), operation(world))
    later(world)
    assert (operation(world).state, documents(world)) == (WITHDRAWN, {})


def test_where_nobody_can_search_a_person_is_told(world):
    with_quotation(world)
    world.peer.capabilities = replace(world.peer.capabilities, finds_marks=frozenset())
    world.peer.faults = [("create", "timeout")]
    world.sync()
    cancel(world)
    blind(world)
    assert later(world).total("dead") == 1
    assert (operation(world).state, operation(world).code) == (DEAD, "cannot_search")


def test_sent_after_all(world):
    """Taken up again: the row is used again, and SAGE has it once."""
    with_quotation(world)
    world.peer.faults = [("create", "unavailable")]
    world.sync()
    cancel(world)
    later(world)
    reopen(world)
    assert later(world).total("sent_create") == 1
    assert (operation(world).state, len(documents(world))) == (CONFIRMED, 1)
    assert world.is_equal()


def test_sent_after_all_is_searched_when_it_was_tried_before(world):
    """SAGE showed nothing when it was asked and has it now: the mark tells, nothing is made twice."""
    with_quotation(world)
    world.peer.faults = [("create", "timeout")]
    world.sync()
    hidden = dict(documents(world))
    documents(world).clear()
    cancel(world)
    later(world)
    assert operation(world).state == WITHDRAWN
    documents(world).update(hidden)
    blind(world)
    reopen(world)
    report = later(world)
    assert (report.total("sent_create"), len(documents(world))) == (0, 1)
    assert operation(world).state == CONFIRMED


def test_what_comes_back_later_all_the_same_is_bound_and_told(world):
    """SAGE had not shown it when it was searched; its mark says whose it is."""
    with_quotation(world)
    world.peer.faults = [("create", "timeout")]
    world.sync()
    hidden = dict(documents(world))
    documents(world).clear()
    cancel(world)
    later(world)
    documents(world).update(hidden)
    key = next(iter(hidden))
    world.peer.edit("document", key, {"reference": "late"})
    assert later(world).total("late") == 1
    assert world.key("document", world.quotation) == key
    assert (operation(world).state, operation(world).code) == (CONFIRMED, "taken_back")


def test_a_record_that_is_deleted_meanwhile_is_not_sent(world):
    """A client without a link to anything else: only the question before sending knows that he is gone."""
    world.peer.add("client", CLIENT)
    client = world.store.add("client", {"name": "Éphémère"})

    def hook(step):
        if step == "push.weighed":
            world.store.tables["local"].pop(("client", client), None)

    world.sync(hook=hook)
    assert [row.values["name"] for row in world.peer.rows["client"].values()] == [CLIENT["name"]]


class Folder:
    """A drop folder: what is created is a file, and SAGE shows it when it likes."""

    def __init__(self):
        self.world = with_quotation(World(answers_at_once=False, finds_marks=frozenset()))
        self.files = []
        self._create, self.world.peer.create = self.world.peer.create, self.drop

    def drop(self, *told):
        self.files.append(told)
        return Written("", pending=True)

    def take(self):
        """SAGE takes what lies there."""
        for told in self.files:
            self._create(*told)
        self.files.clear()


def test_a_dropped_file_that_sage_takes_is_told():
    folder = Folder()
    folder.world.sync()
    assert operation(folder.world).state == SENT
    cancel(folder.world)
    later(folder.world)
    assert operation(folder.world).state == SENT, "SAGE may take it"
    folder.take()
    assert later(folder.world).total("late") == 1
    assert (operation(folder.world).state, operation(folder.world).code) == (CONFIRMED, "taken_back")


def test_a_dropped_file_that_sage_never_takes_is_withdrawn():
    folder = Folder()
    folder.world.sync()
    cancel(folder.world)
    folder.world.peer.tick(60 * 49)
    report = folder.world.sync()
    assert (report.total("withdrawn"), report.total("dead")) == (1, 0)
    assert operation(folder.world).state == WITHDRAWN


def test_a_file_that_may_lie_there_is_not_dropped_again():
    """Killed when it said « being sent »: the next exports tell."""
    folder = Folder()

    def hook(passed):
        if passed == "push.marked":
            raise Killed

    with pytest.raises(Killed):
        folder.world.sync(hook=hook)
    folder.world.store._locked = False
    cancel(folder.world)
    later(folder.world)
    assert (operation(folder.world).state, folder.files) == (SENT, [])
