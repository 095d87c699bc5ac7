"""Odoo 19 itself: from ODOO_SRC, else cached packages, else Debian's odoo-19 through a private apt root.

The system's own apt configuration and package list are never touched; signatures are checked by apt.
Only for development, tests and the demo: production uses the container image (docs/exploitation.md).
"""

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

from .console import SuiteError, run, say, step
from .layout import DEBS, LOCAL, ODOO_TREE
from .system import KEYRING

SERIES = "19"
# Debian's revision this suite was tried with; a newer one is used with a warning.
KNOWN_SHA256 = "9d2f598b0555db17e291d48ed24df184c70823c053c4c5ed53c467ca7f629bbf"
# Odoo's links point at these packages' files, as they are in Debian 13 (newer ones renamed their files).
ASSET_PACKAGES = (
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-font-awesome",
    "fonts-roboto-unhinted",
    "fonts-inconsolata",
    "fonts-montserrat",
    "fonts-ocr-b",
)
ASSET_SUITE = "trixie"
ODOO_SUITES = ("sid", "forky", "trixie-backports")
EXCLUDED = ("dist-packages/addons", "dist-packages/doc", "dist-packages/setup")
# Removed by Debian for its licence; only the video background blur needs it, but the bundle names it.
PLACEHOLDER = "addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"
PLACEHOLDER_TEXT = "/* Debian leaves this file out (licence). Only the background blur of video calls needs it. */\n"


def ensure_odoo() -> list[str]:
    """Make Odoo 19 available and return the folders that Python must know to import it."""
    if given := os.environ.get("ODOO_SRC"):
        return _from_checkout(Path(given))
    ready = ODOO_TREE / ".ready"
    if not ready.exists():
        deb = _cached_deb() or _download()
        with step(f"Unpacking {deb.name}"):
            _unpack(deb)
    return [str(ODOO_TREE / "usr/lib/python3/dist-packages")]


def identity() -> str:
    """A short name of the Odoo in use, part of the template databases' key."""
    if given := os.environ.get("ODOO_SRC"):
        head = Path(given) / ".git" / "HEAD"
        return f"src:{given}:{head.read_text().strip() if head.exists() else ''}"
    return (ODOO_TREE / ".ready").read_text()


def extra_addons_path() -> list[str]:
    """Odoo's own addons folder when it is apart from the `odoo` package (upstream checkout)."""
    folder = Path(os.environ.get("ODOO_SRC", "")) / "addons"
    return [str(folder)] if os.environ.get("ODOO_SRC") and folder.is_dir() else []


def _from_checkout(source: Path) -> list[str]:
    release = source / "odoo" / "release.py"
    if not release.exists():
        raise SuiteError(f"ODOO_SRC={source} has no odoo/release.py: give the folder of an Odoo 19 source.")
    if not re.search(r"version_info\s*=\s*\(19,", release.read_text()):
        raise SuiteError(f"ODOO_SRC={source} is not Odoo 19.")
    return [str(source)]


def _cached_deb() -> Path | None:
    found = sorted(DEBS.glob(f"odoo-{SERIES}_*.deb"), key=lambda path: path.stat().st_mtime)
    complete = (DEBS / ".complete").exists()
    return found[-1] if found and complete else None


def _mirror() -> str:
    """The Debian mirror the machine already uses, DEBIAN_MIRROR first."""
    if given := os.environ.get("DEBIAN_MIRROR"):
        return given
    texts = [path.read_text() for path in Path("/etc/apt/sources.list.d").glob("*.sources")]
    texts += [path.read_text() for path in Path("/etc/apt").glob("sources.list")]
    texts += [path.read_text() for path in Path("/etc/apt/sources.list.d").glob("*.list")]
    for text in texts:
        for line in text.splitlines():
            match = re.match(r"\s*(?:URIs:|deb(?:\s+\[[^]]*\])?)\s+(\S+/debian)/?(?:\s|$)", line)
            if match:
                return match.group(1)
    raise SuiteError("No Debian mirror found. Set DEBIAN_MIRROR, or ODOO_SRC to an Odoo 19 source.")


def _write_apt_root(root: Path, odoo_suite: str) -> Path:
    """Create a private apt configuration naming one suite for Odoo and one for the assets."""
    for folder in ("state/lists/partial", "cache/archives/partial"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    (root / "state/status").touch()
    suites = dict.fromkeys((odoo_suite, ASSET_SUITE))
    mirror = _mirror()
    (root / "sources.list").write_text("".join(f"deb [signed-by={KEYRING}] {mirror} {s} main\n" for s in suites))
    (root / "preferences").write_text(
        f"Package: *\nPin: release n={ASSET_SUITE}\nPin-Priority: 900\n\n"
        "Package: *\nPin: release n=*\nPin-Priority: 100\n"
    )
    settings = {
        "Dir::State": root / "state",
        "Dir::State::status": root / "state/status",
        "Dir::Cache": root / "cache",
        "Dir::Etc::sourcelist": root / "sources.list",
        "Dir::Etc::sourceparts": "/dev/null",
        "Dir::Etc::preferences": root / "preferences",
        "Dir::Etc::preferencesparts": "/dev/null",
        # A mirror some weeks old has an expired index; its signature is still checked.
        "Acquire::Check-Valid-Until": "false",
        "Acquire::Languages": "none",
    }
    if os.geteuid() == 0:
        settings["APT::Sandbox::User"] = "root"
    conf = root / "apt.conf"
    conf.write_text("".join(f'{key} "{value}";\n' for key, value in settings.items()))
    return conf


def _download() -> Path:
    """Fetch Odoo and its asset packages into the cache; tries the suites in order."""
    if not KEYRING.exists():
        raise SuiteError("debian-archive-keyring is missing; install it, or set ODOO_SRC to an Odoo 19 source.")
    errors = []
    for suite in ODOO_SUITES:
        root = LOCAL / "apt"
        shutil.rmtree(root, ignore_errors=True)
        try:
            with step(f"Odoo {SERIES} from Debian {suite} (135 MB)"):
                conf = _write_apt_root(root, suite)
                apt = ["apt-get", "-qq", "-c", conf, "-o", "APT::Update::Post-Invoke-Success::="]
                run([*apt, "update"])
                DEBS.mkdir(parents=True, exist_ok=True)
                (DEBS / ".complete").unlink(missing_ok=True)
                run([*apt, "download", f"odoo-{SERIES}", *ASSET_PACKAGES], cwd=DEBS)
            return _keep_newest()
        except SuiteError as error:
            errors.append(str(error))
        finally:
            shutil.rmtree(root, ignore_errors=True)
    raise SuiteError(
        "\n".join(errors) + f"\nodoo-{SERIES} could not be had from Debian ({', '.join(ODOO_SUITES)})."
        "\nSet ODOO_SRC to the folder of an Odoo 19 source (official branch 19.0) and start again."
    )


def _keep_newest() -> Path:
    found = sorted(DEBS.glob(f"odoo-{SERIES}_*.deb"), key=lambda path: path.stat().st_mtime)
    for old in found[:-1]:
        old.unlink()
    (DEBS / ".complete").touch()
    digest = _sha256(found[-1])
    if digest != KNOWN_SHA256:
        say(f"  ! {found[-1].name} is another revision than the one tried ({digest[:12]}…); its signature is good.")
    return found[-1]


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _unpack(deb: Path) -> None:
    """Unpack beside, then rename: an interrupted unpacking is never used."""
    partial = ODOO_TREE.with_name("odoo.tmp")
    shutil.rmtree(partial, ignore_errors=True)
    shutil.rmtree(ODOO_TREE, ignore_errors=True)
    partial.mkdir(parents=True)
    stream = subprocess.Popen(["dpkg-deb", "--fsys-tarfile", deb], stdout=subprocess.PIPE)
    base = "./usr/lib/python3"
    run(
        ["tar", "-x", "-C", partial, "--no-same-owner", "--wildcards"]
        + [f"--exclude={base}/{path}" for path in EXCLUDED]
        # Of 837 MB of translations only French is kept.
        + ["--exclude=*/i18n*/[!f]*.po", "--exclude=*/i18n*/f[!r]*.po", base]
        + [f"./usr/share/doc/odoo-{SERIES}/copyright"],
        stdin=stream.stdout,
    )
    stream.stdout.close()
    if stream.wait():
        raise SuiteError(f"{deb.name} could not be read; delete it and start again.")
    for name in ASSET_PACKAGES:
        run(["dpkg-deb", "-x", sorted(DEBS.glob(f"{name}_*.deb"))[-1], partial])
    placeholder = partial / "usr/lib/python3/dist-packages/odoo" / PLACEHOLDER
    if not placeholder.exists():
        placeholder.parent.mkdir(parents=True, exist_ok=True)
        placeholder.write_text(PLACEHOLDER_TEXT)
    (partial / ".ready").write_text(f"{deb.name}:{_sha256(deb)[:16]}")
    partial.rename(ODOO_TREE)
