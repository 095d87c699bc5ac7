"""Rules of time for visits, without Odoo."""
