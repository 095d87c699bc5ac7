"""What an export of SAGE really is, found out before anything is set up: no Odoo, no setting, one folder."""
