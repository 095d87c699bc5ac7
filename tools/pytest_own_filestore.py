"""pytest plugin: each xdist worker has stored files of its own, as it has a database of its own.

pytest-odoo lets the workers share one file store. Odoo's test cases clean it after each class: what their database
does not know is deleted, the files of the test that the other worker is in the middle of included.
Use with `-p tools.pytest_own_filestore`, with the workers of xdist only.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest


@pytest.fixture(scope="session", autouse=True)
def own_filestore(load_registry):
    """A copy of the stored files by hard links, for as long as this worker runs."""
    from odoo.tools import config

    shared = Path(config.filestore(None))
    own = shared.with_name(f"{shared.name}-{os.environ['PYTEST_XDIST_WORKER']}")
    shutil.rmtree(own, ignore_errors=True)
    subprocess.run(["cp", "-al", shared, own], check=True)
    # pytest-odoo has replaced the method by one that always answers the shared folder.
    config.filestore.return_value = str(own)
    yield
    shutil.rmtree(own, ignore_errors=True)
