from odoo import models
from odoo.tools import SQL

BODY = 40_000  # characters of a text that are indexed: a tsvector may not exceed 1 MB
CLIENT_KEY = ("complete_name", "street", "street2", "zip", "city", "email", "ref")
SPOKEN = ("email", "comment", "email_outgoing", "auto_comment")  # messages whose words are searched

# Functions are written with the schema of everything they use: a restored backup rebuilds the indexes with an
# empty search path.
FUNCTIONS = """
CREATE OR REPLACE FUNCTION %(schema)s.duret_fold(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT ' ' || translate(lower(%(schema)s.unaccent($1)), E'-''’.,;:/()[]@_"\\n\\t', '                 ') $$;
CREATE OR REPLACE FUNCTION %(schema)s.duret_client_key(text, text, text, text, text, text, text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT %(schema)s.duret_fold(
        left(coalesce($1, '') || ' ' || coalesce($2, '') || ' ' || coalesce($3, '') || ' ' || coalesce($4, '')
            || ' ' || coalesce($5, '') || ' ' || coalesce($6, '') || ' ' || coalesce($7, ''), 1000)) $$;
CREATE OR REPLACE FUNCTION %(schema)s.duret_words(title text, body text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT setweight(to_tsvector('%(schema)s.duret_french', left(coalesce(title, ''), 1000)), 'A')
        || to_tsvector('%(schema)s.duret_french',
            left(regexp_replace(left(coalesce(body, ''), 5 * %(body)s), '<[^<>]*>', ' ', 'g'), %(body)s)) $$;
"""
CONFIGURATION = """
CREATE TEXT SEARCH CONFIGURATION %(schema)s.duret_french (COPY = pg_catalog.french);
ALTER TEXT SEARCH CONFIGURATION %(schema)s.duret_french
    ALTER MAPPING FOR hword, hword_part, word WITH %(schema)s.unaccent, french_stem;
ALTER TEXT SEARCH CONFIGURATION %(schema)s.duret_french
    ALTER MAPPING FOR numhword, hword_numpart, numword WITH %(schema)s.unaccent, simple;
"""
INDEXES = {
    "duret_search_client_name": "res_partner USING gin (duret_fold(complete_name) gin_trgm_ops)",
    "duret_search_client_key": f"res_partner USING gin (duret_client_key({', '.join(CLIENT_KEY)}) gin_trgm_ops)",
    "duret_search_client_email": "res_partner (email_normalized text_pattern_ops)",
    "duret_search_ticket_email": "helpdesk_ticket (partner_email) WHERE partner_email IS NOT NULL",
    "duret_search_ticket": "helpdesk_ticket USING gin (duret_words(name, description))",
    "duret_search_message": (
        "mail_message USING gin (duret_words(subject, body))"
        f" WHERE model = 'helpdesk.ticket' AND message_type IN {SPOKEN}"
    ),
}


class DuretSearchIndex(models.AbstractModel):
    """What PostgreSQL keeps up to date by itself for the search, on whatever path a row is written.

    Indexes on expressions: nothing to maintain in Python, nothing that an import, a merge or a SQL statement
    could leave behind.
    """

    _name = "duret.search.index"
    _description = "Indexes of the Search"

    def init(self):
        """Make the functions, the text search configuration and the indexes; run again changes nothing."""
        cr = self.env.cr
        cr.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        cr.execute("CREATE EXTENSION IF NOT EXISTS unaccent")
        cr.execute("SELECT current_schema()")
        names = {"schema": cr.fetchone()[0], "body": BODY}
        cr.execute("SELECT 1 FROM pg_ts_config WHERE cfgname = 'duret_french'")
        if not cr.fetchone():
            cr.execute(SQL(CONFIGURATION % names))
        cr.execute(SQL(FUNCTIONS % names))
        for name, definition in INDEXES.items():
            cr.execute(SQL("CREATE INDEX IF NOT EXISTS %s ON " + definition, SQL.identifier(name)))
            # No statistics on an expression that costs a parse of the text for each row looked at.
            if "duret_words" in definition:
                cr.execute(SQL("ALTER INDEX %s ALTER COLUMN 1 SET STATISTICS 0", SQL.identifier(name)))
