from datetime import timedelta

from odoo import api, fields, models

from ..triage import corrections
from ..triage.labels import TEAMS, TYPES

LEARNED_AT_MOST = 5000  # newest corrections


class DuretTriageCorrection(models.Model):
    """What a person decided about a message, for the classifier to learn.

    Of the message only words without accents are kept, numbers and addresses by their shape (`triage.corrections`);
    the row is deleted after the company's retention time.
    """

    _name = "duret.triage.correction"
    _description = "Triage Correction"
    _order = "write_date desc, id desc"
    _rec_name = "type_id"

    ticket_id = fields.Many2one("helpdesk.ticket", index=True, ondelete="set null", readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    fingerprint = fields.Char(required=True, readonly=True)
    subject = fields.Char("Words of the Subject", readonly=True)
    body = fields.Text("Words of the Message", readonly=True)
    signs = fields.Char(readonly=True)
    hand = fields.Char("Fingerprint of the Sender", readonly=True)
    proposed_type_id = fields.Many2one("helpdesk.ticket.type", "Proposed", readonly=True)
    type_id = fields.Many2one("helpdesk.ticket.type", "Decided", required=True, readonly=True, ondelete="cascade")
    team_id = fields.Many2one("helpdesk.ticket.team", readonly=True, ondelete="set null")
    user_id = fields.Many2one("res.users", "Decided by", required=True, readonly=True)
    model_version = fields.Integer("Version of the Model", readonly=True)
    is_agreement = fields.Boolean("Agreed", compute="_compute_is_agreement", store=True)

    _fingerprint_unique = models.UniqueIndex("(company_id, fingerprint)", "A message is learned once.")

    @api.depends("proposed_type_id", "type_id")
    def _compute_is_agreement(self):
        for record in self:
            record.is_agreement = record.proposed_type_id == record.type_id

    @api.model
    def _store(self, values):
        """Keep a decision; a later one about the same words replaces it.

        :param dict values: fields of this model, without `fingerprint`
        """
        fingerprint = corrections.digest(values)
        # sudo: internal users sort tickets they may write, which the caller has done; they do not edit what is learned.
        records = self.sudo()
        known = records.search([("company_id", "=", values["company_id"]), ("fingerprint", "=", fingerprint)], limit=1)
        if known:
            known.write(values)
            return known
        return records.create({**values, "fingerprint": fingerprint})

    @api.model
    def _as_rows(self):
        """The corrections as the training program reads them, apart from those that judge it.

        :return: (to learn, kept apart), lists of dict
        """
        learned, held_back = [], []
        for record in self.search([("type_id.duret_code", "in", TYPES)], limit=LEARNED_AT_MOST):
            row = {
                "subject": record.subject or "",
                "body": record.body or "",
                "signs": record.signs or "",
                "hand": record.hand or "",
                "type": record.type_id.duret_code,
                "team": record.team_id.duret_triage_code if record.team_id.duret_triage_code in TEAMS else "",
            }
            (held_back if corrections.is_held_back(record.fingerprint) else learned).append(row)
        return learned, held_back

    @api.autovacuum
    def _gc_corrections(self):
        """Delete what is older than the company's retention time."""
        for company in self.env["res.company"].search([("duret_triage_retention_days", ">", 0)]):
            limit = fields.Datetime.now() - timedelta(days=company.duret_triage_retention_days)
            self.search([("company_id", "=", company.id), ("write_date", "<", limit)]).unlink()
