"""What every addon carries, and how long a file or a method may be."""

import ast
import re

from .tree import Source, Tree

MAX_FILE = 400
MAX_METHOD = 50
NEEDED = ["__init__.py", "pyproject.toml", "readme/DESCRIPTION.md", "i18n/fr.po", "tests/__init__.py"]
ICONS = ["static/description/icon.png", "static/description/icon.svg"]


def needed_files(tree: Tree) -> list[str]:
    """Presentation, French, icon, packing and tests are part of an addon."""
    faults = []
    for name, addon in tree.addons.items():
        faults += [f"{name}: {path} is missing" for path in NEEDED if not (addon.path / path).is_file()]
        if not any((addon.path / icon).is_file() for icon in ICONS):
            faults.append(f"{name}: static/description/icon.png is missing")
        if not list(addon.path.glob("tests/test_*.py")):
            faults.append(f"{name}: no test")
    return faults


def tests_are_loaded(tree: Tree) -> list[str]:
    """Odoo runs only the test modules that tests/__init__.py imports."""
    faults = []
    for addon in tree.addons.values():
        loader = addon.path / "tests" / "__init__.py"
        imported = set(re.findall(r"\btest_\w+", loader.read_text())) if loader.is_file() else set()
        faults += [
            f"{source.name}: not imported by tests/__init__.py, so Odoo never runs it"
            for source in addon.test_sources()
            if source.path.parent == loader.parent and re.match(r"test_", source.path.name)
            if source.path.stem not in imported
        ]
    return faults


def _body_lines(node: ast.FunctionDef) -> int:
    """Lines of a function without its docstring: explanations are never too long."""
    first = node.body[0]
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    comment = first.end_lineno - first.lineno + 1 if is_docstring and isinstance(first.value.value, str) else 0
    return node.end_lineno - node.lineno + 1 - comment


def _all_sources(tree: Tree) -> list[Source]:
    return [source for addon in tree.addons.values() for source in addon.sources] + tree.workshop_sources


def file_size(tree: Tree) -> list[str]:
    """A file fits in a head."""
    return [
        f"{source.name}: {len(source.lines)} lines, {MAX_FILE} at most"
        for source in _all_sources(tree)
        if len(source.lines) > MAX_FILE
    ]


def method_size(tree: Tree) -> list[str]:
    """A method fits on a screen."""
    return [
        f"{source.name}:{node.lineno}: {node.name} has {_body_lines(node)} lines, {MAX_METHOD} at most"
        for source in _all_sources(tree)
        for node in source.functions()
        if _body_lines(node) > MAX_METHOD
    ]


def no_reminders(tree: Tree) -> list[str]:
    """Work is done or it is an issue; it is not a note in the code."""
    word = re.compile(r"#.*\b(?:TO" r"DO|FIX" r"ME|XX" r"X)\b")
    return [
        f"{source.name}:{number}: {line.strip()}"
        for source in _all_sources(tree)
        for number, line in enumerate(source.lines, 1)
        if word.search(line)
    ]


RULES = [needed_files, tests_are_loaded, file_size, method_size, no_reminders]
