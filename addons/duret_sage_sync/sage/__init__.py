"""Exchanges between SAGE and the suite: rules and transports. No Odoo in here.

Imported as `odoo.addons.duret_sage_sync.sage` by Odoo and as `sage` from the addon's folder (`python -m sage.check`):
inside of it every import is relative. What is known of SAGE's tables, formats and traps comes from public sources; the
modules name theirs.
"""
