"""Tests outside the addons use no Odoo registry of their own: pytest-odoo must not look for a database."""

import pytest


@pytest.fixture(scope="session", autouse=True)
def load_registry():
    """Takes the place of pytest-odoo's fixture of the same name, which needs a database."""
