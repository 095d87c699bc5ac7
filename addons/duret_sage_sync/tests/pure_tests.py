"""The pure package's own tests and the simulated SAGE, run by the addon: one engine, two stores, the same stories.

They import the package by its own name. Inside :func:`own_names` that name leads to the package of the addon, so that a
record of the one is a record of the other; afterwards every name is what it was before.
"""

import importlib
import inspect
import pkgutil
import sys
from contextlib import contextmanager
from itertools import product
from pathlib import Path

from .. import sage

TESTS = Path(__file__).parents[3] / "tests"
FOLDERS = [str(TESTS / "unit/sage"), str(TESTS)]
_OURS = {}


@contextmanager
def own_names():
    """Let the name of the pure package, and those of its tests, lead to what the addon uses."""
    before = {name: sys.modules.pop(name) for name in list(sys.modules) if _is_pure(name)}
    sys.modules.update(_OURS or _packages())
    folders = [folder for folder in FOLDERS if folder not in sys.path]
    sys.path[:0] = folders
    try:
        yield
    finally:
        for folder in folders:
            sys.path.remove(folder)
        _OURS.update({name: sys.modules.pop(name) for name in list(sys.modules) if _is_pure(name)})
        sys.modules.update(before)


def _is_pure(name):
    """Tell whether a module is the pure package by its own name, the simulator or one of their tests."""
    first = name.partition(".")[0]
    return first in ("sage", "sim") or first.startswith(("memory_", "test_sage_", "simulated_"))


def _packages():
    for found in pkgutil.walk_packages(sage.__path__, f"{sage.__name__}."):
        importlib.import_module(found.name)
    ours = [name for name in sys.modules if f"{name}.".startswith(f"{sage.__name__}.")]
    return {"sage" + name.removeprefix(sage.__name__): sys.modules[name] for name in ours}


def stories(module, left_out=()):
    """Give the tests of a module with what they are told: (name, function, names -> values).

    :param left_out: names of tests that are not told here
    """
    for name, story in inspect.getmembers(module, inspect.isfunction):
        if name.startswith("test_") and name not in left_out:
            marks = [mark for mark in getattr(story, "pytestmark", ()) if mark.name == "parametrize"]
            for chosen in product(*(_choices(mark) for mark in marks)):
                yield name, story, {key: value for told in chosen for key, value in told.items()}


def _choices(mark):
    names = mark.args[0]
    names = [one.strip() for one in names.split(",")] if isinstance(names, str) else list(names)
    return [dict(zip(names, values if len(names) > 1 else (values,), strict=True)) for values in mark.args[1]]
