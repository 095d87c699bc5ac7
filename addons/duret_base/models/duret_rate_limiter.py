# Copyright 2026 Duret Électricité
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.sql_db import db_connect
from odoo.tools import SQL

from ..guarding import limits

# One row per sender and scope, holding the moments of its tries in the running period. Never written to the
# journal of PostgreSQL (UNLOGGED): losing it in a crash only forgets the last minutes.
TABLE = SQL(
    "CREATE UNLOGGED TABLE IF NOT EXISTS duret_rate_window ("
    "key text PRIMARY KEY, stamps double precision[] NOT NULL, granted boolean NOT NULL)"
)
# Exact under any concurrency: the row lock of the upsert puts rivals in line, and READ COMMITTED makes each see
# the one before it (Odoo's REPEATABLE READ would answer with a serialization failure).
TAKE = """
SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
INSERT INTO duret_rate_window AS kept (key, stamps, granted)
VALUES (%(key)s, ARRAY[extract(epoch FROM clock_timestamp())::float8], TRUE)
ON CONFLICT (key) DO UPDATE SET (stamps, granted) = (
    SELECT CASE WHEN cardinality(live) < %(limit)s THEN live || moment ELSE live END,
           cardinality(live) < %(limit)s
      FROM (SELECT moment, ARRAY(
                SELECT stamp FROM unnest(kept.stamps) AS stamp
                 WHERE stamp > moment - %(period)s ORDER BY stamp) AS live
              FROM (SELECT extract(epoch FROM clock_timestamp())::float8 AS moment OFFSET 0) AS clock) AS seen)
RETURNING granted, stamps[cardinality(stamps)],
          stamps[1] + %(period)s - extract(epoch FROM clock_timestamp())
"""
GIVE_BACK = """
SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
UPDATE duret_rate_window SET stamps = array_remove(stamps, %(stamp)s::float8) WHERE key = %(key)s
"""
FORGET = """
DELETE FROM duret_rate_window
 WHERE coalesce(stamps[cardinality(stamps)], 0) < extract(epoch FROM clock_timestamp()) - %(age)s
"""
LONGEST = max(scope.period for scope in limits.SCOPES.values())


class DuretRateLimiter(models.AbstractModel):
    """Counts tries per sender, exactly, across all worker processes."""

    _name = "duret.rate.limiter"
    _description = "Request Limiter"

    def init(self):
        """Create the table of counters; it has no ORM model because nothing else may read or write it."""
        self.env.cr.execute(TABLE)

    @api.model
    def _limit(self, scope):
        """The number of tries allowed in the scope's period; 0 switches the limit off.

        :param limits.Scope scope: kind of request
        """
        # A system parameter that only administrators can write; the value is a number, never shown.
        raw = self.env["ir.config_parameter"].sudo().get_param(scope.setting, scope.limit)
        try:
            return max(0, int(raw))
        except ValueError:
            return scope.limit

    @api.model
    def _take(self, scope, address):
        """Count one try.

        :param limits.Scope scope: kind of request
        :param str address: network address of the sender
        :return: (stamp, 0) when allowed, stamp being what `_give_back` needs (None without a limit);
            (None, seconds to wait) when refused
        """
        limit = self._limit(scope)
        if not limit:
            return None, 0
        values = {"key": f"{scope.name}|{limits.address_key(address)}", "limit": limit, "period": scope.period}
        with self._cursor() as cr:
            cr.execute(TAKE, values)
            granted, stamp, wait = cr.fetchone()
        return (stamp, 0) if granted else (None, max(1, round(wait)))

    @api.model
    def _give_back(self, scope, address, stamp):
        """Take back a counted try that turned out to be legitimate.

        :param limits.Scope scope: kind of request
        :param str address: network address of the sender
        :param float stamp: what `_take` returned
        """
        with self._cursor() as cr:
            cr.execute(GIVE_BACK, {"key": f"{scope.name}|{limits.address_key(address)}", "stamp": stamp})

    def _cursor(self):
        """A cursor of its own: the count must hold even when the page rolls back, and must not wait for it."""
        return db_connect(self.env.cr.dbname).cursor()

    @api.autovacuum
    def _gc_windows(self):
        """Forget senders that were quiet for longer than the longest period: addresses are personal data.

        :return: (rows deleted, 0 remaining)
        """
        self.env.cr.execute(FORGET, {"age": LONGEST})
        return self.env.cr.rowcount, 0
