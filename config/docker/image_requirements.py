#!/usr/bin/env python3
"""Print the part of the lock that the image `odoo:19.0` lacks; with --check, prove that it is installed.

The image has Odoo's own Python libraries from Ubuntu's packages, and pip must not touch them. The one lock
(requirements.txt) is resolved from requirements.in, whose sections say what is Odoo's, what is OCA's and
what is the suite's. The lock's « via » comments say who needs what. So the image needs: everything that
the OCA and suite sections reach, less everything that Odoo's section reaches.
"""

import importlib.metadata
import re
import sys
from pathlib import Path

ODOO_SECTION = "Odoo 19"


def canonical(name: str) -> str:
    """Normal form of a distribution's name (PEP 503).

    >>> canonical("Odoo_Addon.X")
    'odoo-addon-x'
    """
    return re.sub(r"[-_.]+", "-", name).lower()


def sections(text: str) -> dict[str, set[str]]:
    """Names asked for in requirements.in, by title of their `# --- title` section.

    >>> sections("# --- Odoo 19 (x)\\nlxml==5\\n# --- OCA addons\\nodoo-addon-a\\n")
    {'Odoo 19 (x)': {'lxml'}, 'OCA addons': {'odoo-addon-a'}}
    """
    found: dict[str, set[str]] = {}
    title = ""
    for line in text.splitlines():
        if line.startswith("# ---"):
            title = line.removeprefix("# ---").strip()
        elif match := re.match(r"[A-Za-z0-9][A-Za-z0-9._-]*", line):
            found.setdefault(title, set()).add(canonical(match[0]))
    return found


def lock(text: str) -> tuple[dict[str, list[str]], dict[str, set[str]]]:
    """Pinned lines by name (several when they differ by Python version), and who needs each name."""
    pins: dict[str, list[str]] = {}
    via: dict[str, set[str]] = {}
    name = ""
    for line in text.splitlines():
        if match := re.match(r"([A-Za-z0-9][A-Za-z0-9._-]*)==", line):
            name = canonical(match[1])
            pins.setdefault(name, []).append(line.strip())
        elif name and (match := re.match(r"\s+#\s+(?:via\s+)?([A-Za-z0-9][A-Za-z0-9._-]*)$", line)):
            via.setdefault(name, set()).add(canonical(match[1]))
    return pins, via


def reach(roots: set[str], via: dict[str, set[str]]) -> set[str]:
    """The roots and all that they need, directly or not."""
    found = set(roots)
    while new := {name for name, parents in via.items() if name not in found and parents & found}:
        found |= new
    return found


def image_pins(requirements_in: str, requirements_txt: str) -> list[str]:
    """Lines of the lock to install in the image; raises ValueError when the two files do not fit."""
    by_title = sections(requirements_in)
    odoo = set().union(*(names for title, names in by_title.items() if title.startswith(ODOO_SECTION)))
    ours = set().union(*by_title.values()) - odoo
    pins, via = lock(requirements_txt)
    if not odoo or not ours or (ours | odoo) - pins.keys():
        missing = sorted((ours | odoo) - pins.keys())
        raise ValueError(f"requirements.txt does not lock what requirements.in asks for: {missing or 'no section'}")
    wanted = reach(ours, via) - reach(odoo, via)
    return [line for name in sorted(wanted) for line in pins[name]]


def check(lines: list[str]) -> list[str]:
    """What is not installed in this environment as pinned (lines with a condition are pip's to judge)."""
    problems = []
    for line in lines:
        name, version = line.split("==", 1)
        if ";" in version:
            continue
        try:
            found = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found = "absent"
        if found != version.strip():
            problems.append(f"{name}: {found} instead of {version}")
    return problems


def main(arguments: list[str]) -> int:
    """Entry point: FOLDER of the two files, optionally --check."""
    folder = Path(arguments[0])
    lines = image_pins((folder / "requirements.in").read_text(), (folder / "requirements.txt").read_text())
    if "--check" not in arguments:
        print("\n".join(lines))
        return 0
    problems = check(lines)
    print("\n".join(problems) or f"{len(lines)} pinned packages are installed")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
