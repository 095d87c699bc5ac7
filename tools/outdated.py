"""`make outdated`: which pinned versions have newer ones.

Reads the locks (requirements.txt, requirements-dev.txt) and package.json, asks pip and npm (their ordinary
clients, with whatever index they are set up for), prints a table and returns 0: being outdated is news, not
a failure. Only the packages that the project uses are asked about.
"""

import argparse
import concurrent.futures
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("requirements.txt", "requirements-dev.txt")
PARALLEL = 8
TIMEOUT = 60  # seconds for one package


class Pin(NamedTuple):
    """One pinned package: where it is pinned, its name and version, and whether requirements*.in asks for it."""

    file: str
    name: str
    version: str
    direct: bool


def python_pins(file: str, text: str) -> list[Pin]:
    """Pins of a lock written by uv; `direct` when a requirements*.in file asks for the package itself.

    A package pinned twice (by version of Python) counts once, with the pin for the newer Python.

    >>> python_pins("r.txt", "lxml==5.4.0\\n    # via -r requirements.in\\n")
    [Pin(file='r.txt', name='lxml', version='5.4.0', direct=True)]
    """
    pins: dict[str, Pin] = {}
    name = ""
    for line in text.splitlines():
        if match := re.match(r"([A-Za-z0-9][\w.-]*)==([^\s;]+)", line):
            name = match[1]
            pins[name] = Pin(file, name, match[2], False)
        elif name and line.lstrip().startswith("#") and "-r requirements" in line:
            pins[name] = pins[name]._replace(direct=True)
    return list(pins.values())


def npm_pins(file: str, text: str) -> list[Pin]:
    """Pins of a package.json, production and development alike.

    >>> npm_pins("package.json", '{"devDependencies": {"eslint": "9.35.0"}}')
    [Pin(file='package.json', name='eslint', version='9.35.0', direct=True)]
    """
    data = json.loads(text)
    wanted = data.get("dependencies", {}) | data.get("devDependencies", {})
    return [Pin(file, name, version.lstrip("^~="), True) for name, version in sorted(wanted.items())]


def newest_of(output: str) -> str | None:
    """The newest version in the output of `pip index versions NAME`, or None when pip found none.

    >>> newest_of("lxml (6.0.2)\\nAvailable versions: 6.0.2, 6.0.1")
    '6.0.2'
    """
    match = re.match(r"\S+ \(([^)]+)\)", output)
    return match[1] if match else None


def _run(command: list[str]) -> str:
    """Output of a command, empty when it failed or took too long (the table then says « ? »)."""
    try:
        result = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT)
    except subprocess.TimeoutExpired:
        return ""
    return result.stdout if result.returncode == 0 else ""


def _pip() -> list[str]:
    """The project's own pip when its environment is there (it knows the supported Python), else this one's."""
    local = ROOT / ".local/venv/bin/python"
    return [str(local) if local.exists() else sys.executable, "-m", "pip"]


def newest_python(name: str) -> str | None:
    """Newest version that pip offers for this Python, or None when it cannot say."""
    return newest_of(_run([*_pip(), "index", "versions", "--disable-pip-version-check", name]))


def newest_npm(name: str) -> str | None:
    """Newest version that npm offers, or None when it cannot say."""
    if not shutil.which("npm"):
        return None
    return _run(["npm", "view", name, "version"]).strip() or None


def collect() -> list[tuple[Pin, str | None]]:
    """Every pin of the project with the newest version, in the order of the files."""
    python: list[Pin] = []
    for file in LOCKS:
        known = {pin.name for pin in python}
        python += [pin for pin in python_pins(file, (ROOT / file).read_text()) if pin.name not in known]
    npm = npm_pins("package.json", (ROOT / "package.json").read_text())
    with concurrent.futures.ThreadPoolExecutor(PARALLEL) as pool:
        newest = [*pool.map(newest_python, (pin.name for pin in python)), *pool.map(newest_npm, (p.name for p in npm))]
    return list(zip([*python, *npm], newest, strict=True))


def table(rows: list[tuple[Pin, str | None]], everything: bool = False) -> str:
    """The report: packages with a newer version (or all), those asked for first, and a closing count.

    >>> print(table([(Pin("r.txt", "lxml", "5.4.0", True), "6.0.2"), (Pin("r.txt", "six", "1.17.0", False), "1.17.0")]))
    file                   package                                  pinned             newest
    r.txt                  lxml                                     5.4.0              6.0.2
    2 pinned, 1 with a newer version, 0 without an answer
    """
    newer = [row for row in rows if row[1] and row[1] != row[0].version]
    silent = sum(newest is None for _pin, newest in rows)
    shown = sorted(rows if everything else newer, key=lambda row: (not row[0].direct, row[0].file, row[0].name))
    lines = [f"{'file':<22} {'package':<40} {'pinned':<18} newest"]
    for pin, newest in shown:
        name = pin.name if pin.direct else f"{pin.name} (indirect)"
        lines.append(f"{pin.file:<22} {name:<40} {pin.version:<18} {newest or '?'}")
    return "\n".join([*lines, f"{len(rows)} pinned, {len(newer)} with a newer version, {silent} without an answer"])


def main() -> int:
    """Entry point; always 0 once the table is printed."""
    parser = argparse.ArgumentParser(prog="outdated", description="Pinned versions that have newer ones.")
    parser.add_argument("--all", action="store_true", help="also those that are up to date")
    print(table(collect(), parser.parse_args().all))
    return 0


if __name__ == "__main__":
    sys.exit(main())
