"""Clean-up of the HTML of outgoing mail. No Odoo in here."""

from .credit import drop_software_credit
from .width import fit_narrow_screens

__all__ = ["drop_software_credit", "fit_narrow_screens"]
