"""Clean-up of the HTML of outgoing mail. No Odoo in here."""

from .credit import drop_software_credit

__all__ = ["drop_software_credit"]
