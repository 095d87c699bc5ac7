"""The smallest addon of the suite brought up by the production's own first step (seconds instead of minutes)."""

import subprocess
from pathlib import Path

from cluster import Cluster

from tools.suite.layout import ROOT, VENV_BIN

INIT = ROOT / "config/docker/init.py"
PASSWORD = "un-secret-de-trente-signes-tirés"
DATABASE = "small"


def init(cluster: Cluster, folder: Path, password: str = PASSWORD) -> subprocess.CompletedProcess:
    """Run the step before the server as its container does; `folder` holds `addons` and takes the password."""
    secret = folder / "admin_password"
    secret.write_text(password)
    return cluster.run(
        *(VENV_BIN / "python", INIT),
        database=DATABASE,
        DURET_MODULE="duret_base",
        DURET_ADDONS=str(folder / "addons"),
        DURET_ADMIN_LOGIN="admin@duret.test",
        DURET_ADMIN_PASSWORD_FILE=str(secret),
        DURET_DOMAIN="service.duret.test",
    )
