import logging

from odoo import SUPERUSER_ID, api, fields, models

from ..seal_chain import GENESIS, Link, evidence_text, faults, follow

_logger = logging.getLogger(__name__)

BATCH = 50
KINDS = [
    ("signed", "Signed"),
    ("absent", "Client absent"),
    ("refused", "Client refuses to sign"),
    ("office", "Amended by the office"),
    ("photos", "All photos received"),
]
# Taken before anything is read: what a transaction sees is fixed by its first reading, so that a lock taken later
# would show the end of the chain as it was before the others added to it.
LOCK = "LOCK TABLE duret_report_seal IN SHARE ROW EXCLUSIVE MODE"


class DuretReportSeal(models.Model):
    """The chain: one row for each report that was closed, and one more when its last photo has come.

    Numbers follow each other without a hole and each row holds the hash of the one before (see `seal_chain`). Rows are
    added in a transaction of their own that takes the lock of the table first; two that have the same predecessor are
    refused by the database.
    """

    _name = "duret.report.seal"
    _inherit = "duret.append.only"
    _description = "Seal of a Report"
    _order = "number desc"
    _rec_name = "number"

    number = fields.Integer(required=True, readonly=True, aggregator=None)
    report_id = fields.Many2one(
        "duret.intervention.report", required=True, ondelete="restrict", index=True, readonly=True
    )
    report_uuid = fields.Char("Identifier of the Report", required=True, readonly=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    evidence = fields.Text(required=True, readonly=True, help="Each part and its SHA-256.")
    evidence_sha256 = fields.Char("SHA-256 of the Evidence", required=True, readonly=True)
    previous_sha256 = fields.Char("Previous Hash", required=True, readonly=True)
    sha256 = fields.Char("Hash", required=True, readonly=True)
    sealed_at = fields.Datetime("Sealed On", required=True, readonly=True)

    _number_unique = models.Constraint("UNIQUE(number)", "This number of the chain is taken.")
    _previous_unique = models.Constraint("UNIQUE(previous_sha256)", "The chain never forks.")
    _hash_unique = models.Constraint("UNIQUE(sha256)", "This seal exists already.")
    _kind_unique = models.Constraint("UNIQUE(report_id, kind)", "This report is sealed already.")

    # -- adding -----------------------------------------------------------------------------------------------------

    @api.model
    def _seal_soon(self):
        """Have what waits sealed right after the present transaction, and by the scheduled task if that fails."""
        data = self.env.cr.postcommit.data
        if data.get("duret_seal_soon"):
            return
        data["duret_seal_soon"] = True
        registry = self.env.registry
        self.env.cr.postcommit.add(lambda: self._seal_after_commit(registry))
        # sudo: waking a scheduled task gives no access to anything.
        self.env.ref("duret_intervention.ir_cron_report_seal").sudo()._trigger()

    @api.model
    def _seal_after_commit(self, registry):
        """Seal in transactions of their own; what fails is left to the scheduled task."""
        self.env.cr.postcommit.data.pop("duret_seal_soon", None)
        try:
            while self._seal_batch(registry):
                continue
        except Exception:
            _logger.exception("Reports could not be sealed at once: the scheduled task will")

    @api.model
    def _seal_batch(self, registry):
        """Seal some of what waits, in one transaction that begins with the lock.

        :param registry: where to open the transaction
        :return: number of seals added
        """
        with registry.cursor() as cr:
            cr.execute(LOCK)
            seals = api.Environment(cr, SUPERUSER_ID, {})[self._name]
            return len(seals._append_waiting(BATCH))

    @api.model
    def _cron_seal(self):
        """Every few minutes: seal what a crash left. Batched; each batch is a transaction of its own."""
        while added := self._seal_batch(self.env.registry):
            if not self.env["ir.cron"]._commit_progress(added, remaining=added):
                return

    @api.model
    def _append_waiting(self, limit):
        """Add the seals that are missing. The caller holds the lock of the table (see :data:`LOCK`).

        :param int limit: at most so many
        :return: duret.report.seal, those added
        """
        waiting = self._waiting(limit)
        reports = self.env["duret.intervention.report"].browse([report for report, _kind in waiting])
        closed = reports.browse([report for report, kind in waiting if kind != "photos"])
        complete = reports.browse([report for report, kind in waiting if kind == "photos"])
        evidence, photos = closed._duret_evidence_parts(), complete._duret_photo_parts()
        moment = fields.Datetime.now()
        last = self.search([], order="number desc", limit=1)
        link = last._link() if last else None
        values = []
        for (_report, kind), report in zip(waiting, reports, strict=True):
            text = evidence_text((photos if kind == "photos" else evidence)[report])
            link = follow(link, report.uuid, kind, text, f"{moment.isoformat()}Z")
            values.append(self._values(report, link, moment))
        return self.create(values)

    @api.model
    def _waiting(self, limit):
        """Closed reports without their seal, oldest first, then those whose last photo has come.

        :return: list of (report id, kind)
        """
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT report.id, report.outcome
              FROM duret_intervention_report report
             WHERE report.closed_at IS NOT NULL
               AND NOT EXISTS (SELECT FROM duret_report_seal seal
                                WHERE seal.report_id = report.id AND seal.kind <> 'photos')
             ORDER BY report.closed_at, report.id
             LIMIT %(limit)s
            """,
            {"limit": limit},
        )
        found = self.env.cr.fetchall()
        if len(found) == limit:
            return found
        self.env.cr.execute(
            """
            SELECT report.id, 'photos'
              FROM duret_intervention_report report
              JOIN duret_report_seal first ON first.report_id = report.id AND first.kind <> 'photos'
             WHERE report.photos_missing = 0
               AND EXISTS (SELECT FROM duret_report_photo photo WHERE photo.report_id = report.id)
               AND NOT EXISTS (SELECT FROM duret_report_seal seal
                                WHERE seal.report_id = report.id AND seal.kind = 'photos')
             ORDER BY report.closed_at, report.id
             LIMIT %(limit)s
            """,
            {"limit": limit - len(found)},
        )
        return found + self.env.cr.fetchall()

    @api.model
    def _values(self, report, link, moment):
        return {
            "number": link.number,
            "report_id": report.id,
            "report_uuid": link.report,
            "kind": link.kind,
            "evidence": link.evidence,
            "evidence_sha256": link.evidence_hash,
            "previous_sha256": link.previous,
            "sha256": link.hash,
            "sealed_at": moment,
        }

    # -- checking ---------------------------------------------------------------------------------------------------

    def _link(self):
        """This row as the chain's rule reads it.

        :return: seal_chain.Link
        """
        self.ensure_one()
        return Link(
            number=self.number,
            report=self.report_uuid or "",
            kind=self.kind or "",
            evidence=self.evidence or "",
            evidence_hash=self.evidence_sha256 or "",
            sealed_at=f"{self.sealed_at.isoformat()}Z" if self.sealed_at else "",
            previous=self.previous_sha256 or "",
            hash=self.sha256 or "",
        )

    def _chain_faults(self):
        """What is wrong with these rows and with their places in the chain.

        :return: list of (duret.report.seal, code) as in `seal_chain.Fault`, and `next` when the row that follows does
            not hold this one's hash
        """
        numbers = {number + step for number in self.mapped("number") for step in (-1, 0, 1)}
        around = {seal.number: seal for seal in self.search([("number", "in", list(numbers))])}
        found = []
        for seal in self:
            before, after = around.get(seal.number - 1), around.get(seal.number + 1)
            start = (before.number, before.sha256) if before else (0, GENESIS)
            found += [(seal, fault.code) for fault in faults([seal._link()], *start)]
            if after and after.previous_sha256 != seal.sha256:
                found.append((seal, "next"))
            if seal.report_uuid != seal.report_id.uuid:
                found.append((seal, "report"))
        return found

    def _short_hash(self):
        """Beginning of the hash in groups of four, as people compare it on paper."""
        self.ensure_one()
        return " ".join(self.sha256[place : place + 4] for place in range(0, 16, 4))
