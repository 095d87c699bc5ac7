#!/bin/sh
# Runs once, when the PostgreSQL container creates its cluster (also run as it is by tests/production).
#
# Odoo's account may create databases and nothing more: it is no superuser, so a hole in the application is
# not a hole in the server. What only a superuser can do is done here, once, in a template database:
# the extensions, and `unaccent` declared immutable and handed to Odoo's account, without which Odoo makes
# no index for searches without accents (and a restored backup would silently lose them).
set -eu

: "${DURET_DB_PASSWORD_FILE:?file that holds the password of the database account}"
test -s "$DURET_DB_PASSWORD_FILE" || { echo "empty password file: $DURET_DB_PASSWORD_FILE" >&2; exit 1; }

psql -X -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres <<'SQL'
\set password `cat "$DURET_DB_PASSWORD_FILE"`
CREATE ROLE odoo LOGIN NOSUPERUSER CREATEDB NOCREATEROLE PASSWORD :'password';
-- Order of bytes: the order Odoo asks for, and indexes that survive an upgrade of the C library.
CREATE DATABASE duret_template TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8' OWNER odoo;
REVOKE CONNECT ON DATABASE duret_template FROM PUBLIC;
SQL
psql -X -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname duret_template <<'SQL'
CREATE EXTENSION pg_trgm;
CREATE EXTENSION btree_gist;
CREATE EXTENSION unaccent;
ALTER FUNCTION unaccent(text) OWNER TO odoo;
ALTER FUNCTION unaccent(text) IMMUTABLE;
UPDATE pg_database SET datistemplate = true WHERE datname = 'duret_template';
SQL
