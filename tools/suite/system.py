"""Debian packages the machine needs, installed when missing (root or sudo), else named for the person."""

import ctypes.util
import os
import shutil
import subprocess
from pathlib import Path

from .console import SuiteError, run, say, step

KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")


def _library(name: str) -> bool:
    return ctypes.util.find_library(name) is not None


def _has_venv() -> bool:
    probe = subprocess.run(["python3", "-c", "import venv, ensurepip"], capture_output=True)
    return probe.returncode == 0


def postgres_bin() -> Path | None:
    """Folder of the newest installed PostgreSQL server binaries, or None."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    found.sort(key=lambda path: float(path.parent.name))
    return found[-1] if found else None


def chromium() -> str | None:
    """Path of a Chromium-like browser on the PATH, or None."""
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if path := shutil.which(name):
            return path
    return None


# package -> test that it (or something as good) is present
RUN_PACKAGES = {
    "python3-venv": _has_venv,
    "postgresql": lambda: postgres_bin() is not None,
    "xz-utils": lambda: shutil.which("xz"),
    "ca-certificates": lambda: Path("/etc/ssl/certs/ca-certificates.crt").exists(),
    "debian-archive-keyring": KEYRING.exists,
    "libxrender1": lambda: _library("Xrender"),
    "libfontconfig1": lambda: _library("fontconfig"),
    "libxext6": lambda: _library("Xext"),
}


def _is_ubuntu() -> bool:
    release = Path("/etc/os-release")
    return release.exists() and "\nID=ubuntu" in "\n" + release.read_text()


CHROMIUM_PACKAGE = "chromium-browser" if _is_ubuntu() else "chromium"
TEST_PACKAGES = {
    CHROMIUM_PACKAGE: chromium,
    "nginx-light": lambda: shutil.which("nginx") or Path("/usr/sbin/nginx").exists(),
    "openssl": lambda: shutil.which("openssl"),
    "dovecot-imapd": lambda: Path("/usr/lib/dovecot/imap").exists(),
}
LINT_PACKAGES = {
    "nodejs": lambda: shutil.which("node"),
    "npm": lambda: shutil.which("npm"),
}


def missing(packages: dict) -> list[str]:
    """Names of the packages whose probe fails."""
    return [name for name, present in packages.items() if not present()]


def _privilege() -> list[str] | None:
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo"):
        return ["sudo"]
    return None


def _no_service_cluster(prefix: list[str]) -> None:
    """Tell Debian not to create its own PostgreSQL cluster: the suite brings its own, without a service."""
    run([*prefix, "apt-get", "install", "-y", "-qq", "--no-install-recommends", "postgresql-common"], env=_apt_env())
    conf = "/etc/postgresql-common/createcluster.conf"
    run([*prefix, "sed", "-i", "s/^#\\?create_main_cluster.*/create_main_cluster = false/", conf])


def _apt_env() -> dict:
    return os.environ | {"DEBIAN_FRONTEND": "noninteractive"}


def ensure_packages(packages: dict) -> None:
    """Install what is missing; raises SuiteError naming the exact apt line when that is not possible."""
    names = missing(packages)
    if not names:
        return
    line = f"apt-get install --no-install-recommends {' '.join(names)}"
    prefix = _privilege()
    if prefix is None or not shutil.which("apt-get"):
        raise SuiteError(f"Some programs are missing. As root, run:\n  {line}\nthen start again.")
    with step(f"Debian packages: {', '.join(names)}"):
        if prefix:
            say("  (sudo may ask for your password)")
        run([*prefix, "apt-get", "update", "-qq"], env=_apt_env())
        if "postgresql" in names:
            _no_service_cluster(prefix)
        run([*prefix, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *names], env=_apt_env())
    if still := missing(packages):
        raise SuiteError(f"Still missing after installation: {', '.join(still)}. Tried: {line}")
