"""One small package behind every `make` command (see `make help`).

Only the standard library is used here, because this code runs before the virtual environment exists.
Rooms: layout (paths), console (what the person sees), system (Debian packages), python_env (virtual
environment), odoo_source (Odoo 19), postgres (embedded cluster), databases (templates and clones),
server (Odoo processes), maildev (mail catcher), runner (`make run`), testing (`make test`), cli.
"""
