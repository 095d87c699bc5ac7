#!/bin/bash
# Gives the database password to Odoo and to psql from a file, so that it appears in no command line, no
# compose file and no image; then becomes the command.
set -euo pipefail

if [[ -n "${PGPASSWORD_FILE:-}" ]]; then
    if [[ ! -s "$PGPASSWORD_FILE" ]]; then
        echo "Fichier de mot de passe absent ou vide : $PGPASSWORD_FILE" >&2
        exit 1
    fi
    PGPASSWORD="$(<"$PGPASSWORD_FILE")"
    export PGPASSWORD
fi
exec "$@"
