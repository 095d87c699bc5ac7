"""SAGE misbehaves: answers lost after the deed, errors, answers cut in two, files that come half or twice.

Each story is that of `test_sage_kill.py`: whatever happens on the way, both sides end as without it, nothing twice.
"""

import os

import pytest
from sage_world import Story, odoo_of
from sim import serving

# Before SAGE has seen the request, after it has done what it says, and answers that are no answers.
MISHAPS = (
    serving.HANG_UP_AFTER,
    serving.ERROR_AFTER,
    serving.HANG_UP,
    serving.ERROR_500,
    serving.MALFORMED,
    serving.PARTIAL_PAGE,
    serving.BUSY,
    serving.POOL_OFF,
)
# Each by one way in turn; by both before a release (RELIABILITY_SAGE_ALL=1).
FACES = ("odata", "x3")
BY_BOTH = bool(os.environ.get("RELIABILITY_SAGE_ALL"))
WAYS = [
    (mishap, face)
    for rank, mishap in enumerate(MISHAPS)
    for face in (FACES if BY_BOTH else (FACES[rank % len(FACES)],))
]
SLOW = 1.5


@pytest.fixture(scope="module")
def odoo():
    """One Odoo process for all stories."""
    with odoo_of("sage_mishap") as process:
        yield process


@pytest.fixture(scope="module")
def clean(odoo):
    """face -> state of the story without mishap."""
    found = {}

    def told(face):
        if face not in found:
            story = Story(odoo, face)
            found[face] = story.tell().state()
            story.close()
        return found[face]

    return told


def is_writing(method, subject):
    """Requests that change something, on either face."""
    return method == "PATCH" or (method == "POST" and not subject.startswith(("query", "read")))


def next_number(path):
    """The name of an export with the number that follows its own, which no export of its table bears."""
    stem, _line, number = path.stem.rpartition("_")
    return path.with_name(f"{stem}_{int(number) + 1:06d}.csv")


def nth(number, fits=lambda method, subject: True):
    """Fits the request of this rank among those that fit."""
    left = [number]

    def counted(method, subject):
        left[0] -= fits(method, subject)
        return left[0] == 0

    return counted


@pytest.mark.parametrize(("mishap", "face"), WAYS)
def test_the_line_fails_in_every_part(odoo, clean, face, mishap, report):
    """A reading, then the first, the third and the last writing of each part meet the mishap."""
    expected = clean(face)
    story, met = Story(odoo, face), []

    def disturb(_name, kind):
        for fits in (nth(3), nth(1, is_writing), nth(3, is_writing), nth(7, is_writing)):
            story.face.fault(mishap, fits)
            stopped = story.run(kind)["stopped"]
            met.append(not story.face.faults)
            story.face.faults.clear()
            assert stopped != "locked"
            # what was put off is due again
            story.sage.clock.tick(hours=8)

    story.tell(disturb)
    report(f"{face}, {mishap}", mishaps=sum(met), tried=len(met))
    assert sum(met) >= 4
    story.must_end_as(expected)
    assert not story.doubles()
    story.close()


def test_an_answer_that_comes_too_late(odoo, clean):
    """SAGE has done it, but answers after the patience of the exchange has ended."""
    expected = clean("odata")
    story = Story(odoo, "odata")
    story.face.slow_seconds = SLOW

    def disturb(_name, kind):
        story.face.fault(serving.SLOW_AFTER, nth(1, is_writing))
        story.run(kind, patience=SLOW / 3)
        story.face.faults.clear()
        story.sage.clock.tick(hours=8)

    story.tell(disturb)
    story.must_end_as(expected)
    assert not story.doubles()
    story.close()


def test_files_that_come_half_and_twice(odoo, clean):
    """Half a file without its end mark, one shorter than announced, the same contents again under other numbers."""
    expected = clean("csv")
    story = Story(odoo, "csv")
    inbox = story.folder / "echange" / "depuis_sage"

    def halves(kind, whole):
        """Runs that meet unfinished files: they take none of them."""
        marks = {path: path.read_bytes() for path in inbox.glob("*.ok")}
        for mark in marks:
            mark.unlink()
        story.run(kind)
        assert set(whole) == set(inbox.glob("*.csv")), "nothing is taken before its end mark is there"
        for path, content in whole.items():
            path.write_bytes(content[: len(content) // 2])
        for mark, content in marks.items():
            mark.write_bytes(content)
        story.run(kind)
        assert set(whole) == set(inbox.glob("*.csv")), "a file shorter than announced is not taken"
        for path, content in whole.items():
            path.write_bytes(content)

    def disturb(name, kind):
        whole = {path: path.read_bytes() for path in inbox.glob("*.csv")}
        if name != "second":
            # On the second day both sides have changed one field: a run that has not seen SAGE's export sends ours.
            halves(kind, whole)
            return
        story.run(kind)
        for path in [*whole, *whole]:
            again = next_number(path)
            again.write_bytes(whole[path])
            again.with_suffix(".ok").write_bytes(b"")
            story.run(kind)

    story.face.sequence = 0
    story.tell(disturb)
    story.must_end_as(expected)
    assert not story.doubles()
    story.close()


@pytest.mark.parametrize("face", ("odata", "csv"))
def test_two_workers_at_once(odoo, clean, face, report):
    """Four processes begin the same run at once: one works, the others go away; nothing is done twice."""
    expected = clean(face)
    story, ends = Story(odoo, face), []

    def disturb(_name, kind):
        pids = [story.start(kind) for _worker in range(4)]
        ends.append([story.odoo.wait(pid)["found"]["stopped"] for pid in pids])

    story.tell(disturb)
    locked = sum(end.count("locked") for end in ends)
    report(f"four workers by {face}", parts=len(ends), went_away=locked)
    assert all(end.count("locked") < 4 for end in ends)
    assert locked
    story.must_end_as(expected)
    assert not story.doubles()
    story.close()
