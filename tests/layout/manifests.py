"""Who may depend on whom, licence, versions."""

import ast
import re

from .tree import Tree

FIRST_WAVE = {
    "duret_base",
    "duret_relance",
    "duret_helpdesk",
    "duret_planning",
    "duret_intervention",
    "duret_intervention_sale",
    "duret_satisfaction",
    "duret_sage_sync",
}
# Suite addons each one may name in `depends`; the diagram of docs/architecture.md says the same.
ALLOWED_EDGES = {
    "duret_base": set(),
    "duret_relance": {"duret_base"},
    "duret_sage_sync": {"duret_base"},
    "duret_helpdesk": {"duret_base", "duret_relance"},
    "duret_planning": {"duret_base", "duret_relance", "duret_helpdesk"},
    "duret_intervention": {"duret_base", "duret_planning", "duret_helpdesk"},
    "duret_intervention_sale": {"duret_intervention"},
    "duret_satisfaction": {"duret_base", "duret_relance", "duret_helpdesk"},
    "duret_suite": FIRST_WAVE,
}
# fieldservice_mobile shows every contact to every portal user; website is not part of the suite.
FORBIDDEN_DEPENDENCIES = {"website", "fieldservice_mobile", "sign_oca", "component"}
VERSION = re.compile(r"19\.0\.\d+\.\d+\.\d+")
AUTHOR = "Duret Électricité"
DEFAULTS = {"installable": True, "application": False, "auto_install": False, "active": True, "demo": [], "data": []}


def dependency_edges(tree: Tree) -> list[str]:
    """An addon depends only on the suite's addons the diagram allows, and never on a refused module."""
    faults = []
    for name, addon in tree.addons.items():
        depends = set(addon.manifest.get("depends", []))
        if name not in ALLOWED_EDGES:
            faults.append(f"{name}: not in the diagram of dependencies (tests/layout/manifests.py)")
        suite = {dependency for dependency in depends if dependency.startswith("duret_")}
        faults += [f"{name}: must not depend on {dep}" for dep in sorted(suite - ALLOWED_EDGES.get(name, suite))]
        faults += [f"{name}: {dep} is refused" for dep in sorted(depends & FORBIDDEN_DEPENDENCIES)]
    return faults


def no_cycle(tree: Tree) -> list[str]:
    """No addon needs itself."""
    return [f"{name}: depends on itself through others" for name in tree.addons if name in tree.needs(name)]


def imports_follow_dependencies(tree: Tree) -> list[str]:
    """Code imports another addon of the suite only when the manifest depends on it."""
    faults = []
    for name, addon in tree.addons.items():
        known = tree.needs(name) | {name}
        for source in addon.sources:
            for node in source.nodes:
                modules = [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
                modules += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                for module in modules:
                    match = re.match(r"odoo\.addons\.(duret_\w+)", module)
                    if match and match[1] not in known:
                        faults.append(f"{source.name}:{node.lineno}: imports {match[1]} without depending on it")
    return faults


def manifest_keys(tree: Tree) -> list[str]:
    """AGPL-3, version 19.0.x.y.z, author, summary, development status; no key that repeats its default."""
    faults = []
    for name, addon in tree.addons.items():
        manifest = addon.manifest
        if manifest.get("license") != "AGPL-3":
            faults.append(f"{name}: license is {manifest.get('license')!r}, not 'AGPL-3'")
        if not VERSION.fullmatch(manifest.get("version", "")):
            faults.append(f"{name}: version {manifest.get('version')!r} is not 19.0.x.y.z")
        if manifest.get("author") != AUTHOR:
            faults.append(f"{name}: author is {manifest.get('author')!r}")
        faults += [
            f"{name}: {key} is missing" for key in ("name", "summary", "development_status") if not manifest.get(key)
        ]
        faults += [
            f"{name}: {key} repeats its default value"
            for key, value in DEFAULTS.items()
            if key in manifest and manifest[key] == value
        ]
    return faults


def diagram_tells_the_truth(tree: Tree) -> list[str]:
    """The diagram of docs/architecture.md leads from each addon to those it needs, and to no other."""
    page = tree.root / "docs" / "architecture.md"
    text = page.read_text() if page.is_file() else ""
    names = dict(re.findall(r"\b(\w+)\[(duret_\w+)", text))
    arrows = re.findall(r"^ *(\w+)(?:\[[^\]]*\])? --> (\w+)", text, re.M)
    drawn = {
        name: {names.get(end, end) for start, end in arrows if names.get(start) == name} for name in names.values()
    }
    faults = [f"docs/architecture.md: {name} is not an addon" for name in sorted(set(drawn) - set(tree.addons))]
    for name in tree.addons:
        reached, todo = set(), list(drawn.get(name, ()))
        while todo:
            step = todo.pop()
            if step not in reached:
                reached.add(step)
                todo += drawn.get(step, ())
        if name not in drawn or reached != tree.needs(name):
            faults.append(f"docs/architecture.md: {name} needs {sorted(tree.needs(name))}, drawn {sorted(reached)}")
    return faults


RULES = [diagram_tells_the_truth, dependency_edges, no_cycle, imports_follow_dependencies, manifest_keys]
