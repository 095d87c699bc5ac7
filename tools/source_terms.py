"""Terms to translate that can be read in an addon's files without a database.

Not all of them (Odoo's own export knows more), but enough to see that a text was changed and not exported again.
"""

import ast
import re
import xml.etree.ElementTree as ET
from pathlib import Path

TRANSLATED_ATTRIBUTES = {"string", "help", "placeholder", "confirm", "title", "alt", "aria-label"}
UNTOUCHED = {"script", "style", "code", "pre", "t-translation-off"}
JS_TERM = re.compile(r"""\b_t\(\s*("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')""")
# Fields whose first positional argument is their label.
LABEL_FIRST = {
    *("Binary", "Boolean", "Char", "Date", "Datetime", "Float", "Html", "Image", "Integer", "Json"),
    *("Monetary", "Text", "Properties"),
}


def of_addon(addon: Path) -> tuple[set[str], set[str]]:
    """Terms of the addon: those exported exactly so, and pieces of pages that are part of some exported term."""
    exact: set[str] = set()
    parts: set[str] = set()
    for path in sorted(addon.rglob("*.py")):
        rooms = path.relative_to(addon).parts
        if rooms[0] not in ("tests", "migrations") and path.name != "__manifest__.py":
            exact |= of_python(path.read_text())
    for path in sorted(addon.glob("static/src/**/*.js")):
        exact |= of_javascript(path.read_text())
    for path in sorted(addon.rglob("*.xml")):
        rooms = path.relative_to(addon).parts
        if rooms[0] == "tests" or (rooms[0] == "static" and rooms[1] != "src"):
            continue
        parts |= of_templates(path.read_text()) if rooms[0] == "static" else of_data(path.read_text())
    return exact, parts


def of_python(text: str) -> set[str]:
    """Messages, labels, helps and choices written as literals in Python."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in ("_", "_lt"):
            found |= _literals(node.args[:1])
        elif _is_field(node):
            found |= _literals(keyword.value for keyword in node.keywords if keyword.arg in ("string", "help"))
            if name in LABEL_FIRST:
                found |= _literals(node.args[:1])
            if name == "Selection":
                found |= _choices(node)
    return {term for term in found if re.search(r"[^\W\d_]", term)}


def _is_field(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") == "fields"


def _literals(nodes) -> set[str]:
    return {node.value.strip() for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def _choices(node: ast.Call) -> set[str]:
    """Labels of a selection written as a list of pairs."""
    values = [*node.args[:1], *(word.value for word in node.keywords if word.arg in ("selection", "selection_add"))]
    pairs = [pair for value in values if isinstance(value, ast.List) for pair in value.elts]
    return _literals(pair.elts[1] for pair in pairs if isinstance(pair, ast.Tuple) and len(pair.elts) == 2)


def of_javascript(text: str) -> set[str]:
    """Arguments of `_t(...)` written as one literal."""
    return {ast.literal_eval(match) for match in JS_TERM.findall(text)}


def of_templates(text: str) -> set[str]:
    """Texts of the browser's templates."""
    return _pieces(ET.fromstring(text), TRANSLATED_ATTRIBUTES - {"confirm", "help", "string"})


def of_data(text: str) -> set[str]:
    """Texts of views, page templates, menus and actions in data files."""
    found: set[str] = set()
    for node in ET.fromstring(text).iter():
        if node.tag == "template":
            found |= _pieces(node, TRANSLATED_ATTRIBUTES)
        elif node.tag == "menuitem" and node.get("name"):
            found.add(node.get("name"))
        elif node.tag == "record":
            found |= _of_record(node)
    return found


def _of_record(node: ET.Element) -> set[str]:
    found: set[str] = set()
    for field in node.findall("field"):
        if node.get("model") == "ir.ui.view" and field.get("name") == "arch":
            found |= _pieces(field, TRANSLATED_ATTRIBUTES)
        elif node.get("model") == "ir.actions.act_window" and field.get("name") == "name" and field.text:
            found.add(" ".join(field.text.split()))
    return found


def _pieces(root: ET.Element, attributes: set[str]) -> set[str]:
    found: set[str] = set()
    for child in root:
        skipped = child.tag in UNTOUCHED or child.get("t-translation") == "off"
        if child.tag == "attribute" and child.get("name") not in attributes:
            skipped = True
        if not skipped:
            # What is written on a component (its name begins with a capital) is an expression, not a text.
            written = set() if child.tag[:1].isupper() else {_tidy(child.get(name)) for name in attributes}
            found |= {_tidy(child.text)} | written
            found |= _pieces(child, attributes)
        found.add(_tidy(child.tail))
    return {text for text in found if re.search(r"[A-Za-z]{2}", text)}


def _tidy(text: str | None) -> str:
    return " ".join((text or "").split())
