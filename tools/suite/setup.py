"""From a bare machine to everything the commands need; each part does nothing when it is there already."""

from . import odoo_source, postgres, python_env, server, system
from .layout import LOCAL


def ensure(packages: dict | None = None) -> None:
    """Install what is missing: Debian packages, Odoo, virtual environment, cluster, configuration."""
    LOCAL.mkdir(parents=True, exist_ok=True)
    system.ensure_packages(system.RUN_PACKAGES | (packages or {}))
    python_env.ensure_venv()
    python_env.link_odoo(odoo_source.ensure_odoo())
    postgres.ensure_running()
    server.write_config()
