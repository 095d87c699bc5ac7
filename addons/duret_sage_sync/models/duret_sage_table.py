from odoo import api, fields, models

from ..sage.mapping import LINKS
from ..sage.records import FIELDS
from ..sage.showing import label, line_text, moment, shown

HIDDEN = LINKS - {"client_number"}


class DuretSageTable(models.AbstractModel):
    """A row that keeps the content of a record: its fields one under the other, as people read them."""

    _name = "duret.sage.table"
    _description = "Content of a Record as It Is Shown"

    @api.model
    def _content(self, entity, values, lines=()):
        """Write a content as a table.

        :param values: canonical field -> text
        :param lines: [key, values] of each line of a document
        :return: Markup, False when there is nothing
        """
        told = [
            (label(entity, name), shown(entity, name, values[name]))
            for name in FIELDS[entity]
            if name not in HIDDEN and name in (values or {})
        ]
        texts = [line_text(line) for _key, line in lines or ()]
        if not told and not texts:
            return False
        return self.env["ir.qweb"]._render("duret_sage_sync.record_content", {"rows": told, "lines": texts})


class DuretSageOperationShown(models.AbstractModel):
    """A sending as people read it."""

    _name = "duret.sage.operation.shown"
    _description = "Operation as It Is Shown"
    _inherit = "duret.sage.table"

    payload_table = fields.Html(string="What is sent", compute="_compute_payload_table", sanitize=False)

    @api.depends("entity", "payload", "lines")
    def _compute_payload_table(self):
        for row in self:
            row.payload_table = self._content(row.entity, row.payload, row.lines)


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
