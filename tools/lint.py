"""Every check of style, in parallel: one line per gate, details of the failures only.

Usage: python3 tools/lint.py [--fix] [gate ...]
`--fix` lets ruff, odoo-linter and prettier rewrite what they can, then checks.
"""

import argparse
import concurrent.futures
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools.suite.layout import ADDONS, NODE, ROOT, VENV, VENV_BIN, suite_addons  # noqa: E402 (the path above comes first)

if __name__ == "__main__" and Path(sys.prefix).resolve() != VENV and VENV_BIN.is_dir():
    # Started by another Python: the libraries are in the virtual environment.
    os.execv(VENV_BIN / "python", [str(VENV_BIN / "python"), *sys.argv])

from tools import hygiene, translations  # noqa: E402
from tools.suite import python_env  # noqa: E402

FORMATTED = {".xml", ".js", ".cjs", ".scss", ".css"}


@dataclass(frozen=True)
class Gate:
    """One check: `run` returns the text of its faults, empty when there are none; `fix` repairs beforehand."""

    name: str
    run: Callable[[], str]
    fix: Callable[[], str] | None = None


def tool(*command: str | Path, env: dict | None = None) -> str:
    """Run a program at the root; returns its output when it failed, else an empty text."""
    result = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=python_env.env() | (env or {}),
        capture_output=True,
        text=True,
        errors="replace",
    )
    if not result.returncode:
        return ""
    return (result.stdout + result.stderr).strip() or f"ended with code {result.returncode}"


def addon_paths() -> list[Path]:
    """Folders of the suite's addons."""
    return [ADDONS / name for name in suite_addons()]


def external_addons() -> list[Path]:
    """Folders where Odoo's and the community's addons lie, for checks that cross addons."""
    found = []
    for site in sorted(VENV_BIN.parent.glob("lib/python3.*/site-packages")):
        found.append(site / "odoo" / "addons")
        for link in sorted(site.glob("odoo-src*.pth")):
            tree = Path(link.read_text().strip())
            found += [tree / "odoo" / "addons", tree.parent / "addons"]
    return [path for path in found if path.is_dir()]


def node_env() -> dict:
    """Install the locked Node packages below .local when the lock changed; returns the environment to use them."""
    lock = (ROOT / "package-lock.json").read_bytes()
    stamp = NODE / ".installed"
    digest = hashlib.sha256(lock).hexdigest()
    if not stamp.exists() or stamp.read_text() != digest:
        if not shutil.which("npm"):
            raise FileNotFoundError("npm is missing: install the Debian packages nodejs and npm")
        NODE.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(ROOT / name, NODE / name)
        command = ["npm", "ci", "--no-audit", "--no-fund", "--prefer-offline", "--ignore-scripts"]
        subprocess.run(command, cwd=NODE, check=True, capture_output=True, text=True)
        stamp.write_text(digest)
    return {"NODE_PATH": str(NODE / "node_modules")}


def node(program: str, *arguments: str | Path) -> str:
    """Run a program of the Node packages on some files; nothing to do without files."""
    if not any(isinstance(argument, Path) for argument in arguments):
        return ""
    return tool(NODE / "node_modules" / ".bin" / program, *arguments, env=node_env())


def _files(*suffixes: str) -> list[Path]:
    return [path for path in hygiene.repository_files(ROOT) if path.suffix in suffixes]


def prettier(*options: str) -> str:
    """Layout of XML, JavaScript and style sheets."""
    return node("prettier", "--log-level", "warn", *options, *_files(*FORMATTED))


def eslint() -> str:
    """Faults in JavaScript."""
    own = [path for path in _files(".js", ".cjs") if "/static/lib/" not in path.as_posix()]
    return node("eslint", "--max-warnings", "0", *own)


def pylint_odoo() -> str:
    """Odoo's idioms, the community's mandatory list."""
    return tool(VENV_BIN / "pylint", "--rcfile=.pylintrc", *addon_paths())


def odoo_linter(*options: str) -> str:
    """Fields, views, templates and methods that do not exist, across addons, and traps of upgrades."""
    across = [argument for path in (ADDONS, *external_addons()) for argument in ("--addons-path", path)]
    return tool(VENV_BIN / "odl", "check", *options, *across, *addon_paths())


def manifestoo() -> str:
    """Licences that may live together."""
    where = ["--no-addons-path-from-import-odoo", "--addons-path", ",".join(map(str, [ADDONS, *external_addons()]))]
    select = ["--select-include", ",".join(suite_addons()), "--odoo-series", "19.0"]
    return tool(VENV_BIN / "manifestoo", *where, *select, "check-licenses", "--transitive")


def layout() -> str:
    """Shape of the repository (tests/test_layout.py proves that each rule can fail)."""
    sys.path.insert(0, str(ROOT / "tests"))
    from layout import ALL, Tree

    tree = Tree(ROOT)
    return "\n".join(f"{rule.__name__}: {fault}" for rule in ALL for fault in rule(tree))


def french() -> str:
    """French of every addon: complete, exact, in step with the sources."""
    return "\n".join(fault for name in suite_addons() for fault in translations.static_faults(ADDONS / name))


def places() -> str:
    """Addresses of package hosts and paths of machines."""
    return "\n".join(hygiene.places(hygiene.repository_files(ROOT), ROOT))


def links() -> str:
    """Links between the pages of the documentation."""
    return "\n".join(hygiene.broken_links(hygiene.repository_files(ROOT), ROOT))


def scripts() -> str:
    """Shell scripts."""
    return "\n".join(hygiene.scripts_parse(hygiene.repository_files(ROOT), ROOT))


def ruff(*arguments: str) -> str:
    """Faults and layout of Python."""
    return tool(VENV_BIN / "ruff", *arguments)


# The slow ones first: they share two cores.
GATES = [
    Gate("pylint-odoo", pylint_odoo),
    Gate("prettier", lambda: prettier("--check"), lambda: prettier("--write")),
    Gate("odoo-linter", odoo_linter, lambda: odoo_linter("--fix", "--exit-zero")),
    Gate("layout", layout),
    Gate("manifestoo", manifestoo),
    Gate("eslint", eslint),
    Gate("french", french),
    Gate(
        "ruff check",
        lambda: ruff("check", "--output-format", "concise"),
        lambda: ruff("check", "--fix", "--exit-zero", "--quiet"),
    ),
    Gate(
        "ruff format",
        lambda: ruff("format", "--check", "--output-format", "concise"),
        lambda: ruff("format", "--quiet"),
    ),
    Gate("places", places),
    Gate("links", links),
    Gate("scripts", scripts),
]


def measured(gate: Gate) -> tuple[Gate, str, float]:
    """Run one gate; a gate that cannot run has failed."""
    started = time.monotonic()
    try:
        text = gate.run()
    except (OSError, subprocess.CalledProcessError) as error:
        text = f"cannot run: {error}\n{getattr(error, 'stderr', '') or ''}"
    return gate, text, time.monotonic() - started


def main(arguments: list[str] | None = None) -> int:
    """Run the gates (all, or the named ones); returns 0 when all of them passed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fix", action="store_true", help="rewrite what can be rewritten, then check")
    parser.add_argument("gates", nargs="*", help=", ".join(gate.name for gate in GATES))
    options = parser.parse_args(arguments)
    unknown = set(options.gates) - {gate.name for gate in GATES}
    if unknown:
        parser.error(f"unknown gate: {', '.join(sorted(unknown))}")
    chosen = [gate for gate in GATES if not options.gates or gate.name in options.gates]
    # Two gates need the Node packages: they are installed once, before the gates share the cores.
    node_env()
    if options.fix:
        for gate in chosen:
            if gate.fix:
                print(gate.fix(), end="")
    started, failures = time.monotonic(), []
    with concurrent.futures.ThreadPoolExecutor(max(2, os.cpu_count() or 2)) as pool:
        for gate, text, seconds in pool.map(measured, chosen):
            print(f"{'✗' if text else '✓'} {gate.name:<12} {seconds:5.1f} s", flush=True)
            failures += [(gate, text)] if text else []
    for gate, text in failures:
        print(f"\n=== {gate.name}: {(gate.run.__doc__ or '').strip()}\n{text}")
    print(f"\n{len(chosen) - len(failures)} of {len(chosen)} gates passed in {time.monotonic() - started:.0f} s")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
