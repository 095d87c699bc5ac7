"""Every route of the installed modules, read from the routing table itself, and arguments to call it with.

`dump` runs inside an Odoo shell; the rest runs in the test.
"""

import re

# Words that make an argument name a record or open it without a login.
_POINTS = re.compile(r"(^|_)(id|ids|uuid|token|hash|model|code|key|pid|record|uid|xmlid)$|_id$|_ids$|^thread_|^record_")


def dump(env):
    """The routing table: list of {url, type, auth, methods, arguments, module}."""
    import inspect

    import odoo
    from odoo.http import _generate_routing_rules

    names = sorted(set(env.registry._init_modules) | set(odoo.tools.config["server_wide_modules"]))
    found = []
    for url, endpoint in _generate_routing_rules(names, False, None):
        routing = endpoint.routing
        arguments = set()
        for cls in type(endpoint.func.__self__).__mro__:
            method = cls.__dict__.get(endpoint.__name__)
            if method is not None:
                signature = inspect.signature(getattr(method, "original_endpoint", method))
                kinds = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
                arguments |= {name for name, one in signature.parameters.items() if one.kind in kinds}
        found.append(
            {
                "url": url,
                "type": routing["type"],
                "auth": routing["auth"],
                "methods": [name.upper() for name in routing["methods"] or ("GET", "POST")],
                "arguments": sorted(arguments - {"self"}),
                "module": endpoint.__module__.split(".")[2],
            }
        )
    return found


def placeholders(url: str) -> list[tuple[str, str]]:
    """The (converter, name) pairs of a route's path, as in `<int:ticket_id>`."""
    return [(kind or "string", name) for kind, name in re.findall(r"<(?:([^:<>]+):)?(\w+)>", url.replace('"', ""))]


def pattern(url: str) -> str:
    """The route's path without the details of its converters: `/my/ticket/<ticket_id>`."""
    return re.sub(r"<(?:[^<>]*:)?(\w+)>", r"<\1>", url)


def points_at_something(route: dict) -> bool:
    """True when an argument names a record or carries a secret: such a route needs a verdict."""
    names = {name for _kind, name in placeholders(route["url"])} | set(route["arguments"])
    return bool(placeholders(route["url"])) or any(_POINTS.search(name) for name in names)


def fill(url: str, values: dict) -> str:
    """The path with its placeholders replaced; names without a value get 1."""
    return re.sub(r"<(?:[^<>]*:)?(\w+)>", lambda match: str(values.get(match[1], 1)), url)
