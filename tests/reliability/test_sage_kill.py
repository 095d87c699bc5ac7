"""G3: the exchange with SAGE, its process killed (-9) at each named step and at random moments, then run again.

A story of four parts (first load, edits on both sides with conflicts, a nightly comparison of keys, a decision) is told
once without mishap; then with deaths. Both sides must end in the same state, and SAGE must not hold anything twice.
"""

import os
import random
import time

import pytest
from conftest import SEED
from sage_world import STEPS, Story, odoo_of

FACES = ("odata", "x3", "csv")
# Steps that a drop folder never passes: it answers nothing at once.
AT_ONCE = {"push.answered", "push.inside", "push.read"}
# Fifty before a release (RELIABILITY_SAGE_KILLS=50).
RANDOM_KILLS, KILLS_A_STORY = int(os.environ.get("RELIABILITY_SAGE_KILLS", "8")), 4
# Steps that are tried alone, in a story of their own: all of them before a release (RELIABILITY_STEPS=21).
ALONE = random.Random(SEED).sample(STEPS, int(os.environ.get("RELIABILITY_STEPS", "3")))


@pytest.fixture(scope="module")
def odoo():
    """One Odoo process for all stories."""
    with odoo_of("sage_kill") as process:
        yield process


@pytest.fixture(scope="module")
def clean(odoo):
    """face -> (state of the story without mishap, steps it passed, seconds of each part)."""
    found = {}

    def told(face):
        if face not in found:
            story = Story(odoo, face)
            steps, lengths = set(), {}
            try:
                run = story.run

                def timed(kind, **options):
                    started = time.monotonic()
                    answer = run(kind, **options)
                    lengths.setdefault(kind, []).append(time.monotonic() - started)
                    steps.update(answer["steps"])
                    return answer

                story.run = timed
                story.tell()
                found[face] = story.state(), steps, max(max(times) for times in lengths.values())
            finally:
                story.close()
        return found[face]

    return told


def check(story, clean_state):
    """The same state as without mishap, and nothing twice."""
    story.must_end_as(clean_state)
    assert not story.doubles()
    story.close()


@pytest.mark.parametrize("face", FACES)
def test_the_story_passes_every_step_and_ends_as_it_should(odoo, clean, face):
    state, steps, _seconds = clean(face)
    assert set(STEPS) - steps <= (AT_ONCE if face == "csv" else set())
    assert len([row for row in state["sage"] if row[0] == "F_COMPTET"]) == 12
    assert len([one for one in state["odoo"]["bound"] if one["entity"] == "client" and one["state"] != "gone"]) == 12
    assert [one[:2] for one in state["odoo"]["conflicts"]] == [["client", "city"]]
    assert not state["odoo"]["open"] and not state["odoo"]["inbox"] and not state["odoo"]["free"]


@pytest.mark.parametrize("face", FACES)
def test_killed_at_each_step_of_each_part_in_turn(odoo, clean, face, report):
    """The process dies at every named step it meets, the first time in each part; a new one takes over each time."""
    expected, steps, _seconds = clean(face)
    story, deaths = Story(odoo, face), []

    def disturb(_name, kind):
        odoo.deaths.unlink(missing_ok=True)
        while "killed" in story.run(kind, kill_step="each"):
            deaths.append(odoo.deaths.read_text().split()[-1])

    started = time.monotonic()
    story.tell(disturb)
    check(story, expected)
    report(f"SAGE by {face}", deaths=len(deaths), steps=len(set(deaths)), seconds=round(time.monotonic() - started))
    assert set(deaths) == steps


@pytest.mark.parametrize("step", ALONE)
def test_killed_once_at_a_step(odoo, clean, step):
    """One death in the whole story, at the first part that passes the step."""
    expected = clean("odata")[0]
    story, died = Story(odoo, "odata"), []

    def disturb(_name, kind):
        if not died:
            died.extend([step] * ("killed" in story.run(kind, kill_step=step)))

    story.tell(disturb, rounds=2)
    assert died
    check(story, expected)


def test_killed_at_random_moments(odoo, clean, report):
    """Deaths at any moment of the clock, some in each story; what was not killed in time had ended."""
    rng, killed, stories, started = random.Random(SEED), 0, 0, time.monotonic()
    while killed < RANDOM_KILLS:
        face = FACES[stories % len(FACES)]
        expected, _steps, longest = clean(face)
        story, mine = Story(odoo, face), 0

        def disturb(_name, kind, story=story, longest=longest):
            nonlocal killed, mine
            for _try in range(4):
                if mine >= KILLS_A_STORY or killed >= RANDOM_KILLS:
                    return
                story.alone()
                pid = story.start(kind)
                time.sleep(rng.uniform(0, longest * 0.9))
                died = odoo.kill(pid)
                mine, killed = mine + died, killed + died

        story.tell(disturb)
        check(story, expected)
        stories += 1
    report("SAGE at random", kills=killed, stories=stories, seconds=round(time.monotonic() - started))
