"""A SAGE with a drop folder, for the tests that want no other way to it."""

import pytest
from sim.benches import FolderBench


@pytest.fixture
def bench(tmp_path):
    """SAGE and a drop folder."""
    made = FolderBench(tmp_path)
    yield made
    made.close()


@pytest.fixture
def root(bench):
    """The exchange folder."""
    return bench.transport.root
