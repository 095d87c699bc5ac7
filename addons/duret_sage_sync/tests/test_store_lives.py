"""I1 to I17 on random lives of two bases, and deaths at each place of a run, over the store of the database."""

import importlib
from unittest.mock import patch

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from odoo.tests import tagged

from .test_store_stories import StoryCase

EXAMPLES, STEPS = 6, 25


@tagged("post_install", "-at_install")
class TestStoreLives(StoryCase):
    module = "test_sage_invariants"

    def test_the_invariants_hold(self):  # pylint: disable=missing-return
        """Edits on both sides, renames, deletions, faults, crashes; an oracle says what must become of each field."""
        case = self

        class OverPostgres(self.told.TwoBases):
            def __init__(self):
                self.undo = case.env.cr.savepoint()
                super().__init__()

            def teardown(self):
                self.undo.close(rollback=True)

        explore = self.told.EXPLORE
        profile = settings(
            max_examples=200 if explore else EXAMPLES,
            stateful_step_count=50 if explore else STEPS,
            deadline=None,
            database=None,
            derandomize=not explore,
            phases=[Phase.generate, Phase.shrink] if explore else [Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        with patch.object(self.told, "MemoryStore", self.make_store):
            run_state_machine_as_test(OverPostgres, settings=profile)


@tagged("post_install", "-at_install")
class TestStoreDeaths(StoryCase):
    """Killed at a place, run again: the state of a run that went to its end. The database undoes what was not kept."""

    module = "test_sage_crashes"

    def state_after(self, **death):
        """Live the story of two days through; gives its state and how often it died."""
        with patch.object(self.told, "MemoryStore", self.make_store):
            undo = self.env.cr.savepoint()
            try:
                story = self.told.tell(**death)
                return self.told.state_of(story.store, story.peer), story.died
            finally:
                undo.close(rollback=True)

    def setUp(self):
        super().setUp()
        self.clean, _died = self.state_after()

    def test_the_story_ends_as_in_memory(self):
        """Marks are made of names of our records, which another store gives in another order."""
        story = self.told.CLEAN
        there = self.told.state_of(story.store, story.peer)
        self.assertEqual(repr(self.without_marks(self.clean)), repr(self.without_marks(there)))

    def without_marks(self, state):
        """Give a state in which nothing but marks was left out, with every table in the order of its names."""
        ours, free, theirs, conflicts, proposals = state
        told = [(place, values, self.sorted_lines(lines)) for place, (values, lines, _mark) in theirs]
        kept = [(place, values, self.sorted_lines(lines), *rest) for place, (values, lines, *rest) in ours]
        return kept, free, told, conflicts, proposals

    def sorted_lines(self, lines):
        return [(line.key, sorted(line.values.items())) for line in lines]

    def test_nothing_is_half_written_at_a_named_step(self):
        steps = importlib.import_module("sage.engine.steps").STEPS
        for step in steps:
            with self.subTest(step):
                state, died = self.state_after(kill_day=self.part(step), kill_step=step)
                self.assertEqual(died, 1)
                self.assertEqual(state, self.clean)

    def part(self, step):
        """Where the story passes a step first."""
        return {"push.read": 3, "scan.compared": 2, "scan.archived": 2, "decide.kept": 3}.get(step, 0)

    def test_nothing_is_half_written_just_before_it_is_kept(self):
        """The last moment: all is written, nothing committed."""
        total = self.told.CLEAN.lengths[0]
        for place in range(3, total, total // 4):
            with self.subTest(place=place):
                state, died = self.state_after(kill_day=0, kills=[place])
                self.assertEqual(died, 1)
                self.assertEqual(state, self.clean)
