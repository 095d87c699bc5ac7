from datetime import timedelta

from odoo import api, fields, models

from ..seal_chain import GENESIS, faults
from .duret_report_evidence import ALTERED

BATCH = 50
MOST_DETAILS = 100  # lines kept; the number of faults says how many there are
SEALED_WITHIN = timedelta(hours=1)


class DuretSealAudit(models.Model):
    """A verification of the whole chain, each night or when somebody asks: every seal, every report, every photo.

    It goes on where it stopped. What was found genuine is kept with the number and hash of its last seal, so that a
    chain that was cut off at its end is noticed too.
    """

    _name = "duret.seal.audit"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _description = "Verification of the Chain of Reports"
    _order = "id desc"
    _rec_name = "create_date"

    state = fields.Selection(
        [("running", "Running"), ("genuine", "Genuine"), ("altered", "Something was changed")],
        required=True,
        default="running",
        readonly=True,
        index=True,
    )
    ended_at = fields.Datetime("Ended On", readonly=True)
    checked = fields.Integer("Seals Checked", readonly=True)
    last_number = fields.Integer("Last Seal", readonly=True, aggregator=None)
    last_sha256 = fields.Char("Hash of the Last Seal", readonly=True, default=GENESIS)
    fault_count = fields.Integer("Findings", readonly=True)
    details = fields.Text(readonly=True)

    @api.model
    def action_start(self):
        """Have the whole chain verified now.

        :return: a notification
        :raises AccessError: for who may not read verifications
        """
        self.check_access("read")
        # sudo: whoever may read verifications may ask for one; it changes nothing but its own row.
        audits = self.sudo()
        if not audits.search_count([("state", "=", "running")], limit=1):
            audits.create({})
        # sudo: waking a scheduled task gives no access to anything.
        self.env.ref("duret_intervention.ir_cron_seal_audit").sudo()._trigger()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"message": self.env._("The verification has begun."), "type": "info"},
        }

    @api.model
    def _cron_audit(self):
        """Each night: verify all, in batches, resumed where it was cut off."""
        audit = self.search([("state", "=", "running")], limit=1, order="id").try_lock_for_update()
        audit = audit or self.create({})
        if not audit.checked:
            audit._note(audit._check_anchor())
        while seals := audit._next_seals():
            audit._check(seals)
            remaining = self.env["duret.report.seal"].search_count([("number", ">", audit.last_number)])
            if not self.env["ir.cron"]._commit_progress(len(seals), remaining=remaining) and remaining:
                return
            self.env.invalidate_all()
        audit._note(audit._check_unsealed())
        audit._end()

    def _next_seals(self):
        return self.env["duret.report.seal"].search(
            [("number", ">", self.last_number)], order="number, id", limit=BATCH
        )

    def _check(self, seals):
        """Check some seals and the reports that they close.

        :param seals: duret.report.seal, the next ones of the chain
        """
        words = self.env["duret.seal.words"]
        chain = {fault.number for fault in faults([seal._link() for seal in seals], self.last_number, self.last_sha256)}
        closing = seals.filtered(lambda seal: seal.kind != "photos")
        found = []
        for report, (verdict, texts) in closing.report_id._duret_verify().items():
            if verdict == ALTERED:
                found += [f"{report.name}: {text}" for text in texts]
        said = "\n".join(found)
        found += [
            words._fault(seal, "previous") for seal in seals if seal.number in chain and f" {seal.number}" not in said
        ]
        self._note(found)
        last = seals[-1]
        self.write({"checked": self.checked + len(seals), "last_number": last.number, "last_sha256": last.sha256})

    def _check_anchor(self):
        """The end of the chain as the last verification found it must still be there.

        :return: list of str
        """
        before = self.search([("state", "=", "genuine"), ("last_number", ">", 0)], limit=1)
        if not before:
            return []
        seal = self.env["duret.report.seal"].search([("number", "=", before.last_number)], limit=1)
        if seal.sha256 == before.last_sha256:
            return []
        return [self.env._("Seal No. %s is not the one of the verification before, or it is gone.", before.last_number)]

    def _check_unsealed(self):
        """Reports that were closed some time ago and have no seal.

        :return: list of str
        """
        limit = fields.Datetime.now() - SEALED_WITHIN
        reports = self.env["duret.intervention.report"].search(
            [("closed_at", "<", limit), ("seal_ids", "=", False)], limit=MOST_DETAILS
        )
        return [self.env._("%s was closed and has no seal.", report.name) for report in reports]

    def _note(self, texts):
        """Keep findings.

        :param list texts: in words
        """
        if texts:
            lines = (self.details or "").splitlines() + texts
            details = "\n".join(lines[:MOST_DETAILS])
            self.write({"fault_count": self.fault_count + len(texts), "details": details})

    def _end(self):
        """Close the verification; somebody has to look at what it found."""
        state = "altered" if self.fault_count else "genuine"
        self.write({"state": state, "ended_at": fields.Datetime.now()})
        if state == "altered":
            owner = self.env.company.duret_front_desk_user_id or self.env.user
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=owner.id,
                summary=self.env._("Reports were changed after they were closed: %s findings", self.fault_count),
            )
