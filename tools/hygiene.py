"""Checks of every text file of the repository: it names no machine, no package host, and scripts parse.

The repository speaks of the product: a path of somebody's machine or the address of a download server would be
wrong on the next machine.
"""

import re
import subprocess
from pathlib import Path

# Written in pieces, so that this file passes its own check.
HOSTS = [
    "py" + "pi.org",
    "pythonhosted" + ".org",
    "npm" + "js.org",
    "npm" + "js.com",
    "yarnpkg" + ".com",
    "deb.debian" + ".org",
    "archive.ubuntu" + ".com",
    "nightly.odoo" + ".com",
]
PLACES = [r"/wo" + r"rk/(?!flow)", r"/ro" + r"ot/", r"/tm" + r"p/team", r"/ho" + r"me/(?!odoo|dur)\w+/"]
FORBIDDEN = re.compile("|".join([*map(re.escape, HOSTS), *(rf"(?<![\w.-]){place}" for place in PLACES)]))
BINARY = {
    ".bin",
    ".png",
    ".jpg",
    ".jpeg",
    ".ico",
    ".woff",
    ".woff2",
    ".ttf",
    ".pdf",
    ".gz",
    ".zip",
    ".db",
    ".gif",
    ".webp",
}
# Mails and simulated data are kept byte for byte, whatever they say.
VERBATIM = {".eml"}
# Exports as SAGE writes them, in its code page, damage included.
SAMPLES = "config/sage_samples/"
MAX_BYTES = 1_500_000


def repository_files(root: Path) -> list[Path]:
    """Files that are, or would be, under version control; below `root` without `.git` when git is absent."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    result = subprocess.run(command, cwd=root, capture_output=True, text=True)
    if result.returncode == 0:
        return sorted({root / name for name in result.stdout.split("\0") if name and (root / name).is_file()})
    hidden = {".git", ".local", ".ruff_cache", ".pytest_cache", ".hypothesis", "node_modules", "dist", "__pycache__"}
    return sorted(path for path in root.rglob("*") if path.is_file() and not hidden & set(path.parts))


def places(files: list[Path], root: Path) -> list[str]:
    """Lines that name a package host or a machine's path, and files too big or not in UTF-8."""
    faults = []
    for path in files:
        name = path.relative_to(root)
        if path.suffix in BINARY | VERBATIM or name.as_posix().startswith(SAMPLES):
            continue
        if path.stat().st_size > MAX_BYTES:
            faults.append(f"{name}: larger than {MAX_BYTES} bytes")
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            faults.append(f"{name}: not UTF-8 ({error.reason})")
            continue
        faults += [
            f"{name}:{number}: names {match[0]}"
            for number, line in enumerate(text.splitlines(), 1)
            if (match := FORBIDDEN.search(line))
        ]
    return faults


def shell_scripts(files: list[Path]) -> list[Path]:
    """Scripts for a shell, by their name or their first line."""
    found = []
    for path in files:
        if path.suffix == ".sh":
            found.append(path)
        elif not path.suffix:
            with path.open("rb") as stream:
                first = stream.readline(80)
            if re.match(rb"#!.*\b(?:ba|da)?sh\b", first):
                found.append(path)
    return found


def scripts_parse(files: list[Path], root: Path) -> list[str]:
    """Scripts that their shell cannot read, or that go on after an error."""
    faults = []
    for path in shell_scripts(files):
        name = path.relative_to(root)
        with path.open() as stream:
            text = stream.read()
        shell = "bash" if "bash" in text.splitlines()[0] else "sh"
        result = subprocess.run([shell, "-n", str(path)], capture_output=True, text=True)
        if result.returncode:
            faults.append(f"{name}: {result.stderr.strip()}")
        if not re.search(r"^\s*set -\w*e", text, re.M):
            faults.append(f"{name}: no `set -e`: it would go on after an error")
    return faults


def broken_links(files: list[Path], root: Path) -> list[str]:
    """Links of Markdown pages to files that do not exist; addresses of other sites are not followed."""
    faults = []
    for path in files:
        if path.suffix != ".md":
            continue
        text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.S)
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            name = target.split("#")[0]
            if name and not re.match(r"[a-z]+:", name) and not (path.parent / name).exists():
                faults.append(f"{path.relative_to(root)}: {target} does not exist")
    return faults
