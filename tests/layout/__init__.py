"""Rules of the repository's shape, read from the files alone: no database, no Odoo.

Each rule is a function that takes a `Tree` and returns the faults it found, one line each. `ALL` lists them;
`tests/test_layout.py` applies them to the repository and proves on a planted tree that each one can fail.
"""

from . import controllers, files, manifests, models, sources
from .tree import Tree

ALL = [rule for module in (manifests, files, sources, models, controllers) for rule in module.RULES]

__all__ = ["ALL", "Tree"]
