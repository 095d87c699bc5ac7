"""Pages: how each may be asked for, and that asking for one never changes anything."""

import ast
import functools
from pathlib import Path

from .tree import Source, Tree

# Calls that change records. A page asked for by GET is opened by mail scanners and by the browser's guesses.
CHANGING = {"write", "create", "unlink", "message_post", "action_confirm", "action_cancel", "action_archive"}
# Routes open to calls from elsewhere, with what replaces the form token.
WITHOUT_FORM_TOKEN: dict[str, str] = {
    "addons/duret_intervention/controllers/photo.py::photos": (
        "bytes of photos; a type of body of its own is asked for, which no form of another site can send"
    ),
    "addons/duret_satisfaction/controllers/opinion_page.py::opinion_answer": (
        "the secret of the link is the proof, no session is used: a form of another site cannot know it"
    ),
    "addons/duret_satisfaction/controllers/opinion_page.py::opinion_mark": "as above",
}


def _route_of(node: ast.FunctionDef) -> dict | None:
    """Options of the `@http.route` above a method; None when there is none."""
    for decorator in node.decorator_list:
        if not isinstance(decorator, ast.Call):
            continue
        name = decorator.func.attr if isinstance(decorator.func, ast.Attribute) else getattr(decorator.func, "id", "")
        if name == "route":
            options = {keyword.arg: keyword.value for keyword in decorator.keywords if keyword.arg}
            options["shared"] = [keyword.value.id for keyword in decorator.keywords if not keyword.arg]
            options["paths"] = decorator.args[0] if decorator.args else options.get("route")
            return options
    return None


@functools.cache
def _shared_options(folder: Path) -> dict[str, dict]:
    """Options that the modules of a folder keep under a name, for `@route(path, **NAME)`."""
    found: dict[str, dict] = {}
    for path in sorted(folder.glob("*.py")):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                written = [part for part in ast.walk(node.value) if isinstance(part, ast.Dict)]
                options = {
                    _text(key): value for part in written for key, value in zip(part.keys, part.values, strict=True)
                }
                inherited = [found.get(part.id, {}) for part in ast.walk(node.value) if isinstance(part, ast.Name)]
                found[node.targets[0].id] = {
                    name: value for one in [*inherited, options] for name, value in one.items()
                }
    return found


def _routes(tree: Tree) -> list[tuple[Source, ast.FunctionDef, dict]]:
    found = []
    for addon in tree.addons.values():
        for source in addon.product_sources():
            for node in source.functions():
                if (route := _route_of(node)) is None:
                    continue
                for name in route["shared"]:
                    route = _shared_options(source.path.parent).get(name, {}) | route
                found.append((source, node, route))
    return found


def _text(value) -> str:
    return value.value if isinstance(value, ast.Constant) else ""


def _methods(route: dict) -> list[str] | None:
    """HTTP methods written on the route, None when it says nothing."""
    value = route.get("methods")
    return [_text(item) for item in value.elts] if isinstance(value, ast.List | ast.Tuple) else None


def routes_say_their_methods(tree: Tree) -> list[str]:
    """A page says by which HTTP methods it may be asked for; Odoo accepts all of them otherwise."""
    return [
        f"{source.name}:{node.lineno}: route of {node.name} says no methods"
        for source, node, route in _routes(tree)
        if route["paths"] is not None and _text(route.get("type")) != "jsonrpc" and _methods(route) is None
    ]


def reading_changes_nothing(tree: Tree) -> list[str]:
    """A method that answers GET does not change records, or asks first which method it was called by."""
    faults = []
    for source, node, route in _routes(tree):
        methods = _methods(route)
        if methods is None or "GET" not in methods:
            continue
        calls = {
            child.func.attr
            for child in ast.walk(node)
            if isinstance(child, ast.Call) and isinstance(child.func, ast.Attribute)
        }
        asks = any(
            isinstance(child, ast.Attribute)
            and child.attr == "method"
            and isinstance(child.value, ast.Attribute)
            and child.value.attr == "httprequest"
            for child in ast.walk(node)
        )
        if calls & CHANGING and not asks:
            faults.append(f"{source.name}:{node.lineno}: {node.name} answers GET and calls {sorted(calls & CHANGING)}")
    return faults


def form_tokens_stay(tree: Tree) -> list[str]:
    """`csrf=False` is an exception with its reason."""
    return [
        f"{source.name}:{node.lineno}: {node.name} takes no form token (see WITHOUT_FORM_TOKEN)"
        for source, node, route in _routes(tree)
        if isinstance(route.get("csrf"), ast.Constant)
        and route["csrf"].value is False
        and f"{source.name}::{node.name}" not in WITHOUT_FORM_TOKEN
    ]


RULES = [routes_say_their_methods, reading_changes_nothing, form_tokens_stay]
