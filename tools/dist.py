"""The suite's addons as wheels, one for each, in dist/: `pip install dist/*.whl` next to an Odoo 19.

Usage: python3 tools/dist.py [folder]

Built by whool from the files under version control, without network: whool comes from the virtual environment.
The same sources give the same bytes. Tests are part of the wheels, as in the community's: whoever installs an
addon can prove that it works there.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools import hygiene  # noqa: E402 (the path above comes first)
from tools.suite.layout import ADDONS, ROOT, VENV_BIN, suite_addons  # noqa: E402

BUILD = "import sys; from whool import buildapi; print(buildapi.build_wheel(sys.argv[1]))"
# Zip files know no date before 1980; the date of a build says nothing about its content.
FIXED_DATE = "315532800"
# Files of an addon that the wheel leaves out: they say how to pack it.
NOT_PACKED = {"pyproject.toml"}


def addon_files(addon: Path) -> list[Path]:
    """Files of an addon that are, or would be, under version control; paths below the addon."""
    return [path.relative_to(addon) for path in hygiene.repository_files(ROOT) if path.is_relative_to(addon)]


def build(addon: Path, folder: Path) -> Path:
    """Build one addon's wheel into a folder; returns its path. Raises CalledProcessError when whool refuses."""
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary) / addon.name
        for name in addon_files(addon):
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(addon / name, copy / name)
            # One mode for all, whatever the umask of the machine.
            (copy / name).chmod(0o644)
        # Outside any git folder whool packs all it finds, and the manifest's version is the wheel's.
        variables = {
            "SOURCE_DATE_EPOCH": FIXED_DATE,
            "WHOOL_POST_VERSION_STRATEGY_OVERRIDE": "none",
            "GIT_CEILING_DIRECTORIES": temporary,
        }
        result = subprocess.run(
            [str(VENV_BIN / "python"), "-c", BUILD, str(folder.resolve())],
            cwd=copy,
            env=os.environ | variables,
            capture_output=True,
            text=True,
            check=True,
        )
    return folder / result.stdout.strip().splitlines()[-1]


def faults(wheel: Path, addon: Path) -> list[str]:
    """What a wheel lacks, or says otherwise than its addon's manifest."""
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
        text = next(archive.read(name).decode() for name in packed if name.endswith(".dist-info/METADATA"))
    expected = {f"odoo/addons/{addon.name}/{name}" for name in addon_files(addon) if name.name not in NOT_PACKED}
    found = [f"{wheel.name}: lacks {name}" for name in sorted(expected - packed)]
    version = re.search(r'"version":\s*"([^"]+)"', (addon / "__manifest__.py").read_text())[1]
    if f"\nVersion: {version}\n" not in text:
        found.append(f"{wheel.name}: is not version {version}")
    return found


def main(folder: Path = ROOT / "dist") -> int:
    """Build and check every addon, write SHA256SUMS; returns 0 when all wheels are complete."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("odoo_addon_duret_*.whl"):
        old.unlink()
    wrong, sums = [], []
    for name in suite_addons():
        wheel = build(ADDONS / name, folder)
        wrong += faults(wheel, ADDONS / name)
        sums.append(f"{hashlib.sha256(wheel.read_bytes()).hexdigest()}  {wheel.name}\n")
        print(f"{wheel.name}  {wheel.stat().st_size // 1024} kB")
    (folder / "SHA256SUMS").write_text("".join(sums))
    print("\n".join(wrong) or f"{len(sums)} wheels in {folder}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:2])))
