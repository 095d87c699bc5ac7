"""The rows that make double booking impossible."""

from psycopg2.errors import ExclusionViolation

from odoo import api, fields, models
from odoo.tools import SQL, format_datetime, mute_logger

from ..exceptions import SlotTaken

# First key of the advisory locks on technicians, so that they meet no other lock of the database.
LOCK_SPACE = 741_009


class DuretSlotClaim(models.Model):
    """Time of one technician that one visit or one hold has taken.

    PostgreSQL refuses two rows of one technician that overlap, whatever path writes them. The lock taken before, in
    the order of the technicians' ids, spares the deadlocks that the constraint alone gives when many want one time.
    """

    _name = "duret.slot.claim"
    _description = "Time Taken of a Technician"
    _order = "start, person_id"
    _rec_name = "person_id"

    person_id = fields.Many2one("fsm.person", "Technician", required=True, ondelete="cascade")
    start = fields.Datetime(required=True)
    stop = fields.Datetime(required=True)
    order_id = fields.Many2one("fsm.order", "Visit", ondelete="cascade", index="btree_not_null")
    hold_id = fields.Many2one("duret.slot.hold", ondelete="cascade", index="btree_not_null")

    _never_twice = models.Constraint(
        "EXCLUDE USING gist (person_id WITH =, tsrange(start, stop, '[)') WITH &&)",
        "This slot has just been taken.",
    )
    _forward = models.Constraint("CHECK (start < stop)", "A visit cannot end before it starts.")
    _one_owner = models.Constraint(
        "CHECK (num_nonnulls(order_id, hold_id) = 1)", "Time is taken either by a visit or by a hold."
    )
    _once_a_visit = models.UniqueIndex("(order_id, person_id) WHERE order_id IS NOT NULL")

    @api.model
    def _duret_take(self, rows, given_back=None):
        """Take time of technicians, all of it or nothing.

        :param rows: list of values: person_id, start, stop (naive UTC) and order_id or hold_id
        :param given_back: claims that the same change gives back first
        :return: the claims made
        :raises SlotTaken: when one technician is taken at one of these times
        """
        given_back = given_back if given_back is not None else self.browse()
        technicians = {row["person_id"] for row in rows} | set(given_back.person_id.ids)
        self._duret_lock(technicians)
        self._duret_drop_expired(technicians)
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                given_back.unlink()
                claims = self.create(rows)
                claims.flush_recordset()
        except ExclusionViolation as error:
            raise SlotTaken(self._duret_taken_message(rows)) from error
        return claims

    @api.model
    def _duret_lock(self, technician_ids):
        """Wait for whoever is booking these technicians, until the end of the transaction."""
        # PostgreSQL evaluates the locks row by row, in the order of the inner query: everybody locks in the same order.
        self.env.cr.execute(
            SQL(
                """SELECT pg_advisory_xact_lock(%s, sorted.id)
                     FROM (SELECT id FROM unnest(%s::int[]) AS id ORDER BY id OFFSET 0) AS sorted""",
                LOCK_SPACE,
                list(technician_ids),
            )
        )

    @api.model
    def _duret_drop_expired(self, technician_ids):
        """Give back the time that expired holds keep of these technicians."""
        self.env.cr.execute(
            SQL(
                """DELETE FROM duret_slot_claim claim USING duret_slot_hold hold
                    WHERE claim.hold_id = hold.id AND hold.expires_at <= %s AND claim.person_id = ANY(%s)""",
                fields.Datetime.now(),
                list(technician_ids),
            )
        )
        self.invalidate_model()

    @api.model
    def _duret_taken_message(self, rows):
        """Say who was asked for when, the first row standing for all."""
        row = rows[0]
        # A first name on a refusal: whoever books chose this technician.
        technician = self.env["fsm.person"].browse(row["person_id"]).sudo()
        return self.env._(
            "This slot has just been taken: %(technician)s, %(when)s.",
            technician=technician.name,
            when=format_datetime(self.env, row["start"], tz="Europe/Paris", dt_format="EEEE d MMMM HH:mm"),
        )

    @api.model
    def _duret_reconcile(self):
        """Make claims and visits agree, for visits that come from a time when nothing was claimed.

        Visits that cannot be claimed because another one has the time are left without a claim.

        :return: visits that overlap another one
        """
        visits = self.env["fsm.order"]._duret_without_claim()
        overlapping = visits.browse()
        for visit in visits:
            try:
                visit._duret_sync_claims()
            except SlotTaken:
                overlapping |= visit
        return overlapping

    @api.model
    def _cron_reconcile(self):
        """Nightly: claims equal visits; what overlaps becomes a task of whoever plans."""
        self._duret_reconcile()._duret_tell_overlap()
