"""Backup and restore of the suite's database and files.

Only the standard library, `psql` and Odoo's own `odoo db dump` / `odoo db load` are used, so that the same
code runs in the container image and natively. Rooms: naming (file names), retention (which backups stay),
clock (when the daily backup runs), contents (what a dump holds), archive (writing and checking one
archive), database (psql and Odoo), backup, restore, cli.

Connection: the usual PG* variables. Odoo's settings: the file named by ODOO_RC.
"""


class BackupError(Exception):
    """A failure explained to the administrator, in French; shown without a traceback."""
