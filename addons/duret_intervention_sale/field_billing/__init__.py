"""What of a report is to be billed. Pure Python: no Odoo."""
