"""The stories of the pure package, told over the store of the database instead of the one in memory."""

import importlib
import inspect
import tempfile
from contextlib import ExitStack
from pathlib import Path
from unittest.mock import patch

from odoo.tests import TransactionCase, tagged

from .pure_tests import own_names, stories
from .story_store import StoryStore

# It counts what the store in memory has counted; what a rehearsal leaves here: `test_store_transactions`.
OF_MEMORY_ONLY = (
    "test_what_a_rehearsal_undoes_is_no_write",
    # it deletes a row of the table in memory; here: `test_withdrawn`
    "test_a_record_that_is_deleted_meanwhile_is_not_sent",
)


class StoryCase(TransactionCase):
    """Tells stories of a module, each on a company of its own, and undoes them."""

    module = ""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterClassContext(own_names())
        cls.told = importlib.import_module(cls.module)

    def make_store(self):
        """In the place of the store in memory."""
        companies = self.env["duret.sage.backend"]
        # Every story gives the same names: marks are made of them.
        rank = companies.search_count([("identity", "=like", "story%")])
        store = StoryStore(companies.create({"name": "SAGE", "identity": f"story{rank}"}))
        self.env.cr.execute("TRUNCATE sage_test_local RESTART IDENTITY")
        return store

    def tell(self, story, told, module):
        """Tell one story from its beginning."""
        with ExitStack() as after, patch.object(module, "MemoryStore", self.make_store):
            after.callback(self.env.cr.savepoint().close, rollback=True)
            wanted = inspect.signature(story).parameters
            made = {name: getattr(self, f"make_{name}")(after) for name in wanted if name not in told}
            story(**made, **told)


@tagged("post_install", "-at_install")
class TestStoreStories(StoryCase):
    module = "memory_world"

    def make_world(self, _after):
        """Both sides and the way between them."""
        return self.told.World()

    def tell_all(self, name):
        """Tell a module; gives how many stories it has."""
        found = list(stories(importlib.import_module(name), OF_MEMORY_ONLY))
        for title, story, told in found:
            with self.subTest(title, **told):
                self.tell(story, told, self.told)
        return len(found)

    def test_the_engine(self):
        """Each rule of the exchange."""
        self.assertGreater(self.tell_all("test_sage_engine"), 25)

    def test_proofs_and_repairs(self):
        """What the daily proof finds, and what closes it."""
        self.assertGreater(self.tell_all("test_sage_repairs"), 8)

    def test_what_is_taken_back(self):
        """Cancelled while it waits, while it is on its way, and when nobody knows."""
        self.assertGreater(self.tell_all("test_sage_withdrawn"), 18)


@tagged("post_install", "-at_install")
class TestStoreOverSimulator(StoryCase):
    """Whole lives of both sides over the simulated SAGE, by files and by HTTP."""

    module = "test_sage_engine_on_simulator"
    face = "csv"

    @classmethod
    def _request_handler(cls, session, request, /, **options):
        """The simulator answers on this machine; Odoo's own guard knows waits of one figure only."""
        limit = options.get("timeout")
        options["timeout"] = max(limit) if isinstance(limit, tuple) else limit
        return super()._request_handler(session, request, **options)

    def make_bench(self, after):
        """SAGE behind its face."""
        folder = after.enter_context(tempfile.TemporaryDirectory())
        bench = self.told.BENCHES[self.face](Path(folder))
        after.callback(bench.close)
        return bench

    make_any_bench = make_writer = make_bench

    def tell_some(self, *names):
        for title, story, told in stories(self.told):
            if title in names:
                with self.subTest(title, **told):
                    self.tell(story, told, self.told)

    def test_files(self):
        """By the drop folder."""
        self.tell_some(
            "test_sage_arrives_whole_and_both_sides_are_proved_equal",
            "test_ours_arrives_in_sage_once_and_comes_back_equal",
            "test_edits_meet_and_a_conflict_is_decided",
        )

    def test_http(self):
        """By the interface over HTTP."""
        self.face = "odata"
        self.tell_some(
            "test_ours_arrives_in_sage_once_and_comes_back_equal",
            "test_edits_meet_and_a_conflict_is_decided",
            "test_transformations_renames_and_deletions",
        )
