from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

MODELS = ("res.partner", "sale.order", "account.move")


class DuretSagePointed(models.AbstractModel):
    """A row that speaks of a record of ours: told by its name, found by it, opened with a click."""

    _name = "duret.sage.pointed"
    _description = "Row about a Record"

    record_name = fields.Char(string="Record of Odoo", compute="_compute_record_name", search="_search_record_name")
    has_record = fields.Boolean(compute="_compute_record_name")

    @api.depends(lambda self: ("model", "res_id") if "model" in self._fields else ("entity", "key"))
    def _compute_record_name(self):
        pointed = self._pointed()
        names = self._names_of(pointed.values())
        for row in self:
            name = names.get(pointed.get(row.id))
            row.record_name = name or self._name_without_record(row)
            row.has_record = bool(name)

    def _name_without_record(self, row):
        """Say of whom a row speaks that has no record of ours: the key of SAGE."""
        return f"SAGE {row.key}" if "key" in row._fields and row.key else False

    def _pointed(self):
        """Say which record each row speaks of.

        :return: dict {id of the row: (model, id)}; rows without record are left out
        """
        if "model" in self._fields:
            return {row.id: (row.model, row.res_id) for row in self if row.model and row.res_id}
        return self._pointed_by_key()

    def _pointed_by_key(self):
        """Find the records by the bindings of their keys, in one query."""
        keys = list({row.key for row in self if row.key})
        bindings = self.env["duret.sage.binding"].search([("key", "in", keys)]) if keys else ()
        found = {(one.backend_id.id, one.entity, one.key): (one.model, one.res_id) for one in bindings}
        places = {row.id: found.get((row.backend_id.id, row.entity, row.key)) for row in self}
        return {row: place for row, place in places.items() if place}

    @api.model
    def _names_of(self, places):
        """Give the names of records that the user may read, one query for a model.

        :param places: (model, id), with repetitions
        :return: dict {(model, id): display name}
        """
        ids = defaultdict(set)
        for model, res_id in places:
            if model in MODELS:
                ids[model].add(res_id)
        names = {}
        for model, wanted in ids.items():
            records = self.env[model].with_context(active_test=False)
            if records.has_access("read"):
                for record in records.search([("id", "in", list(wanted))]):
                    names[model, record.id] = record.display_name
        return names

    @api.model
    def _search_record_name(self, operator, value):
        if operator not in ("ilike", "like", "=ilike", "in"):
            return NotImplemented
        found = Domain.OR(
            Domain("model", "=", model)
            & Domain(
                "res_id", "in", records.with_context(active_test=False)._search([("display_name", operator, value)])
            )
            for model in MODELS
            if (records := self.env[model]).has_access("read")
        )
        if "model" in self._fields:
            return found
        bindings = self.env["duret.sage.binding"].search(found)
        return Domain("key", "in", bindings.mapped("key")) if bindings else Domain.FALSE

    def action_open_record(self):
        """Open the record that this row speaks of; the client of SAGE's key when it is bound.

        :return: action, or False when there is no record of ours
        """
        self.ensure_one()
        place = self._pointed().get(self.id)
        if not place:
            return False
        return {
            "type": "ir.actions.act_window",
            "res_model": place[0],
            "res_id": place[1],
            "views": [(False, "form")],
        }
