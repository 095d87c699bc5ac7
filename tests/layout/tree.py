"""The addons as the rules see them: manifest, Python sources with their syntax tree, XML and CSV data."""

import ast
import csv
import functools
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

# Folders of an addon that hold code for Odoo. Any other package is a pure one: it never imports odoo.
ODOO_ROOMS = {"models", "controllers", "wizards", "report", "tests", "migrations"}


@dataclass(frozen=True)
class Source:
    """One Python file: its path below the root, its text and its syntax tree."""

    path: Path
    name: str
    text: str

    @functools.cached_property
    def syntax(self) -> ast.Module:
        """The parsed file."""
        return ast.parse(self.text, self.name)

    @functools.cached_property
    def nodes(self) -> list[ast.AST]:
        """Every node of the syntax tree."""
        return list(ast.walk(self.syntax))

    @functools.cached_property
    def lines(self) -> list[str]:
        """The file's lines, without their ends."""
        return self.text.splitlines()

    def functions(self) -> list[ast.FunctionDef]:
        """Every function and method of the file, nested ones included."""
        return [node for node in self.nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]

    def calls(self, attribute: str) -> list[ast.Call]:
        """Calls of a method of this name, on whatever object."""
        return [
            node
            for node in self.nodes
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == attribute
        ]


@dataclass(frozen=True)
class Addon:
    """One addon of the suite."""

    root: Path
    path: Path

    @property
    def name(self) -> str:
        """Technical name, which is the folder's."""
        return self.path.name

    @functools.cached_property
    def manifest(self) -> dict:
        """The manifest's dictionary."""
        return ast.literal_eval((self.path / "__manifest__.py").read_text())

    @functools.cached_property
    def sources(self) -> list[Source]:
        """Python files, tests included, the manifest left out."""
        return [
            Source(path, str(path.relative_to(self.root)), path.read_text())
            for path in sorted(self.path.rglob("*.py"))
            if path.name != "__manifest__.py"
        ]

    def room(self, source: Source) -> str:
        """First folder of a source inside the addon, or an empty text for files at the addon's root."""
        parts = source.path.relative_to(self.path).parts
        return parts[0] if len(parts) > 1 else ""

    def product_sources(self) -> list[Source]:
        """Python files that run in production: no tests."""
        return [source for source in self.sources if self.room(source) != "tests"]

    def test_sources(self) -> list[Source]:
        """Files of the addon's tests."""
        return [source for source in self.sources if self.room(source) == "tests"]

    def pure_packages(self) -> list[str]:
        """Names of the packages that must not know Odoo."""
        return sorted(
            path.parent.name for path in self.path.glob("*/__init__.py") if path.parent.name not in ODOO_ROOMS
        )

    def xml_files(self) -> list[tuple[str, ET.Element]]:
        """Data files in XML (those of static/ are templates for the browser, not data)."""
        return [
            (str(path.relative_to(self.root)), ET.parse(path).getroot())
            for path in sorted(self.path.rglob("*.xml"))
            if "static" not in path.relative_to(self.path).parts
        ]

    def csv_rows(self) -> list[tuple[str, dict]]:
        """Rows of the CSV data files, with the file's name."""
        rows = []
        for path in sorted(self.path.rglob("*.csv")):
            if "tests" in path.relative_to(self.path).parts or "static" in path.relative_to(self.path).parts:
                continue
            with path.open(newline="") as stream:
                rows += [(str(path.relative_to(self.root)), row) for row in csv.DictReader(stream)]
        return rows


@dataclass(frozen=True)
class Tree:
    """A repository."""

    root: Path

    @functools.cached_property
    def addons(self) -> dict[str, Addon]:
        """Addons by name."""
        found = sorted(self.root.glob("addons/*/__manifest__.py"))
        return {path.parent.name: Addon(self.root, path.parent) for path in found}

    @functools.cached_property
    def workshop_sources(self) -> list[Source]:
        """Python files outside the addons: tools, configuration scripts and repository tests."""
        return [
            Source(path, str(path.relative_to(self.root)), path.read_text())
            for folder in ("tools", "tests", "config")
            for path in sorted((self.root / folder).rglob("*.py"))
        ]

    def needs(self, name: str) -> set[str]:
        """The suite's addons that this one depends on, directly or not; cycles do not loop."""
        found, todo = set(), [name]
        while todo:
            addon = self.addons.get(todo.pop())
            for dependency in addon.manifest.get("depends", []) if addon else []:
                if dependency in self.addons and dependency not in found:
                    found.add(dependency)
                    todo.append(dependency)
        return found
