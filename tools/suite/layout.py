"""Where everything of the workshop lives, and who may write it."""

import hashlib
import os
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCAL = Path(os.environ.get("DURET_LOCAL", ROOT / ".local")).resolve()
ADDONS = ROOT / "addons"
DEBS = LOCAL / "debs"
ODOO_TREE = LOCAL / "odoo"
VENV = LOCAL / "venv"
VENV_BIN = VENV / "bin"
DATA = LOCAL / "data"
FILESTORE = DATA / "filestore"
LOGS = LOCAL / "logs"
MAILBOX = LOCAL / "mail"
CONFIG = LOCAL / "odoo.conf"
NODE = LOCAL / "node"
PYCACHE = LOCAL / "pycache"

# A Unix socket's path is limited to 107 bytes, so the socket cannot live below ROOT.
_KEY = hashlib.sha256(str(LOCAL).encode()).hexdigest()[:10]
SOCKETS = Path(tempfile.gettempdir()) / f"duret-{_KEY}"
# PostgreSQL refuses to run as root; its unprivileged user may not be able to enter ROOT (a home of mode 700).
PG_FALLBACK = Path("/var/tmp") / f"duret-pg-{_KEY}"

SUITE_PREFIX = "duret_"
SUITE_ROOT_MODULE = "duret_suite"


def suite_addons() -> list[str]:
    """Names of the suite's addons, those with a manifest, sorted."""
    return sorted(path.parent.name for path in ADDONS.glob("*/__manifest__.py"))
