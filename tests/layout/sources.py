"""Patterns that are refused in the code, and the pure packages."""

import ast
import collections
import re
import sys

from .tree import Addon, Source, Tree

# Where a transaction may be ended by hand, and why.
COMMITS: dict[str, str] = {
    "addons/duret_sage_sync/stores/transactions.py::_settle": "a chunk of the exchange begins with a fresh snapshot",
    "addons/duret_sage_sync/stores/transactions.py::_keep": "what SAGE said is kept before SAGE is told that it was",
    "addons/duret_sage_sync/sage/transports/sql_reader.py::_open": "SAGE's database: read only for the session",
}
# Packages outside the usual rooms that need Odoo all the same, and why.
NOT_PURE: dict[str, str] = {
    "duret_sage_sync/stores": "the memory of the exchange: SQL over the models, behind the protocol of sage/store.py",
    "duret_suite/loading": "writes the generated demo company with the ORM",
}
# Pure packages with one door to the rest of their addon, opened only when it is called.
DOORS: dict[str, str] = {
    "addons/duret_suite/scenario/__init__.py": "load(env) hands the generated company to the loader",
}


def commits_are_listed(tree: Tree) -> list[str]:
    """Odoo commits at the end of a request; a commit inside breaks what comes after it."""
    return [
        f"{source.name}:{call.lineno}: commit in {_function_at(source, call.lineno)} (see COMMITS)"
        for addon in tree.addons.values()
        for source in addon.product_sources()
        for call in source.calls("commit")
        if f"{source.name}::{_function_at(source, call.lineno)}" not in COMMITS
    ]


def _function_at(source: Source, line: int) -> str:
    """Name of the innermost function around a line."""
    around = [node for node in source.functions() if node.lineno <= line <= node.end_lineno]
    return max(around, key=lambda node: node.lineno).name if around else "module"


def sudo_is_explained(tree: Tree) -> list[str]:
    """The line above a `.sudo(` says which check comes before it."""
    faults = []
    for addon in tree.addons.values():
        for source in addon.product_sources():
            for call in source.calls("sudo"):
                lowers = call.args and isinstance(call.args[0], ast.Constant) and call.args[0].value is False
                if not lowers and not _has_comment_above(source, call):
                    faults.append(f"{source.name}:{call.func.end_lineno}: sudo without a comment on the line above")
    return faults


def _has_comment_above(source: Source, call: ast.Call) -> bool:
    """A comment stands above the line of the call or above the statement it is part of."""
    starts = [
        node.lineno
        for node in source.nodes
        if isinstance(node, ast.stmt) and node.lineno <= call.lineno <= (node.end_lineno or 0)
    ]
    above = {call.func.end_lineno - 1, max(starts) - 1}
    return any(number >= 1 and source.lines[number - 1].lstrip().startswith("#") for number in above)


def errors_are_not_swallowed(tree: Tree) -> list[str]:
    """Whoever catches any error raises again, logs the trace, or uses the error it caught."""
    faults = []
    for source in _sources(tree):
        faults += [
            f"{source.name}:{node.lineno}: any error is caught and forgotten"
            for node in source.nodes
            if isinstance(node, ast.ExceptHandler) and _is_broad(node.type) and not _deals_with(node)
        ]
        faults += [
            f"{source.name}:{call.lineno}: any error is suppressed"
            for call in source.calls("suppress")
            if any(_is_broad(argument) for argument in call.args)
        ]
    return faults


def _sources(tree: Tree) -> list[Source]:
    return [source for addon in tree.addons.values() for source in addon.sources] + tree.workshop_sources


def _is_broad(node: ast.expr | None) -> bool:
    names = {name.id for name in ast.walk(node) if isinstance(name, ast.Name)} if node else {"Exception"}
    return bool(names & {"Exception", "BaseException"})


def _deals_with(handler: ast.ExceptHandler) -> bool:
    for node in ast.walk(ast.Module(handler.body, [])):
        if isinstance(node, ast.Raise) or (isinstance(node, ast.Name) and node.id == handler.name):
            return True
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "exception":
            return True
    return False


def tests_are_not_skipped(tree: Tree) -> list[str]:
    """A skipped test is no test."""
    faults = []
    for source in _sources(tree):
        for node in source.nodes:
            name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
            if isinstance(node, ast.Attribute | ast.Name) and name in ("skipTest", "skipIf", "skipUnless", "xfail"):
                faults.append(f"{source.name}:{node.lineno}: {name}")
            if isinstance(node, ast.Attribute) and ast.unparse(node) in ("unittest.skip", "pytest.skip"):
                faults.append(f"{source.name}:{node.lineno}: {ast.unparse(node)}")
    return faults


def tests_run_after_installation(tree: Tree) -> list[str]:
    """Tests see the suite as installed: `@tagged("post_install", "-at_install")` on the class or on its base."""
    tagged, classes = set(), []
    for addon in tree.addons.values():
        for source in addon.test_sources():
            for node in source.syntax.body:
                if isinstance(node, ast.ClassDef):
                    classes.append((source, node))
                    if any("post_install" in ast.unparse(decorator) for decorator in node.decorator_list):
                        tagged.add(node.name)
    return [
        f"{source.name}:{node.lineno}: {node.name} is not tagged post_install"
        for source, node in classes
        if any(isinstance(child, ast.FunctionDef) and child.name.startswith("test_") for child in node.body)
        if node.name not in tagged and not tagged & {ast.unparse(base).split(".")[-1] for base in node.bases}
    ]


def pure_packages_are_pure(tree: Tree) -> list[str]:
    """A package outside Odoo's rooms imports neither odoo nor the rest of its addon, and has a unit test."""
    faults = []
    tested = "\n".join(path.read_text() for path in sorted((tree.root / "tests/unit").rglob("*.py")))
    for addon in tree.addons.values():
        for package in addon.pure_packages():
            if f"{addon.name}/{package}" in NOT_PURE:
                continue
            faults += _impure_imports(addon, package)
            if not re.search(rf"^\s*(?:from|import)\s+{package}\b", tested, re.M):
                faults.append(f"{addon.name}/{package}: no test in tests/unit imports it")
    return faults


def _impure_imports(addon: Addon, package: str) -> list[str]:
    faults = []
    for source in addon.sources:
        if addon.room(source) != package:
            continue
        depth = len(source.path.relative_to(addon.path).parts) - 1
        for node in source.nodes:
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            if any(name.split(".")[0] == "odoo" for name in names):
                faults.append(f"{source.name}:{node.lineno}: a pure package imports odoo")
            if isinstance(node, ast.ImportFrom) and node.level > depth and not _is_door(source, node):
                faults.append(f"{source.name}:{node.lineno}: a pure package leaves its own folder")
    return faults


def _is_door(source: Source, node: ast.ImportFrom) -> bool:
    """A listed import inside a function: importing the package does not run it."""
    return source.name in DOORS and _function_at(source, node.lineno) != "module"


def pure_names_are_unique(tree: Tree) -> list[str]:
    """Pure packages are imported by their bare name in unit tests, so no two share it, nor a standard module's."""
    owners = collections.defaultdict(list)
    for addon in tree.addons.values():
        for package in addon.pure_packages():
            owners[package].append(addon.name)
    faults = [f"{name}: in {', '.join(places)}" for name, places in owners.items() if len(places) > 1]
    return faults + [f"{name}: hides a standard module" for name in owners if name in sys.stdlib_module_names]


def labels_are_exported(tree: Tree) -> list[str]:
    """Only `env._("a text")`, written so, is read by the export for translators: an alias stays English for ever."""
    faults = []
    for addon in tree.addons.values():
        for source in addon.product_sources():
            calls = [node for node in source.nodes if isinstance(node, ast.Call)]
            called = {call.func: call for call in calls}
            for node in source.nodes:
                if not _is_translator(node):
                    continue
                call = called.get(node)
                if call is None:
                    faults.append(f"{source.name}:{node.lineno}: {ast.unparse(node)} under another name")
                elif not (call.args and isinstance(call.args[0], ast.Constant)):
                    faults.append(f"{source.name}:{node.lineno}: {ast.unparse(node)} of something else than a text")
            faults += [
                f"{source.name}:{call.lineno}: {ast.unparse(call)} under another name"
                for call in calls
                if ast.unparse(call.func) == "getattr" and _is_env(call.args[0]) and "'_'" in ast.unparse(call)
            ]
    return faults


def _is_translator(node: ast.AST) -> bool:
    """True for `env._`, of whatever environment."""
    return isinstance(node, ast.Attribute) and node.attr == "_" and _is_env(node.value)


def _is_env(node: ast.expr) -> bool:
    return ast.unparse(node).split(".")[-1] == "env" or (
        isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in ("Environment", "env")
    )


RULES = [
    labels_are_exported,
    commits_are_listed,
    sudo_is_explained,
    errors_are_not_swallowed,
    tests_are_not_skipped,
    tests_run_after_installation,
    pure_packages_are_pure,
    pure_names_are_unique,
]
