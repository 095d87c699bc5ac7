from odoo import api, fields, models

from ..sage.showing import moment


class DuretSageInboxShown(models.AbstractModel):
    """A record of SAGE as people read it."""

    _name = "duret.sage.inbox.shown"
    _description = "Record Received as It Is Shown"
    _inherit = "duret.sage.table"

    told_name = fields.Char(string="In SAGE", compute="_compute_told_name")
    stamp_text = fields.Char(string="Changed in SAGE on", compute="_compute_stamp_text")
    record_table = fields.Html(string="What SAGE says", compute="_compute_record_table", sanitize=False)

    @api.depends("stamp")
    def _compute_stamp_text(self):
        for row in self:
            row.stamp_text = moment(row.stamp) or False

    @api.depends("told_name")
    def _compute_display_name(self):
        for row in self:
            row.display_name = row.told_name

    @api.depends("record", "key")
    def _compute_told_name(self):
        for row in self:
            record = row.record or {}
            values = record.get("values") or {}
            names = (values.get("name"), values.get("first_name"), values.get("last_name"))
            number = record.get("number") or values.get("number")
            row.told_name = " ".join(filter(None, (number, *names))) or row.key

    @api.depends("entity", "record")
    def _compute_record_table(self):
        for row in self:
            record = row.record or {}
            row.record_table = self._content(row.entity, record.get("values"), record.get("lines"))
