from odoo import api, fields, models

from ..sage.mapping import LINES, unit_of
from ..sage.merge import read_lines
from ..sage.showing import differences, label, line_text, shown

PAGE = 20


class DuretSageConflictScreen(models.AbstractModel):
    """What the screen « Conflicts » shows: one card for each record, with all its fields that wait."""

    _name = "duret.sage.conflict.screen"
    _description = "Screen of Conflicts"

    @api.model
    @api.readonly
    def duret_page(self, offset=0, limit=PAGE, backend_id=None, conflict_id=None):
        """Give the records in conflict, the oldest first; the number of queries does not depend on how many they are.

        Fields that are decided and not carried out yet are given with their decision as long as another field of the
        record waits.

        :param int backend_id: only those of one SAGE company
        :param int conflict_id: this conflict's record comes first
        :return: dict: `records` (see :meth:`_record`), `total` (records), `fields` (open conflicts), `may_decide`
        :raises AccessError: when the user may not read conflicts
        """
        conflicts = self.env["duret.sage.conflict"]
        domain = [("state", "=", "open"), ("decision", "=", False)]
        if backend_id:
            domain.append(("backend_id", "=", backend_id))
        groups = conflicts._read_group(
            domain, ["backend_id", "entity", "key"], ["__count", "id:min"], order="id:min asc"
        )
        groups = self._first(groups, conflict_id)
        shown_groups = groups[offset : offset + max(1, min(limit, PAGE))]
        return {
            "records": self._records([group[:3] for group in shown_groups]),
            "total": len(groups),
            "fields": sum(group[3] for group in groups),
            "may_decide": self.env.user.has_group("duret_base.group_assistant"),
        }

    @api.model
    def _first(self, groups, conflict_id):
        """Put the record of one conflict before the others."""
        wanted = self.env["duret.sage.conflict"].browse(conflict_id or ()).exists()._filtered_access("read")
        if not wanted:
            return groups
        place = (wanted.backend_id, wanted.entity, wanted.key)
        return sorted(groups, key=lambda group: group[:3] != place)

    @api.model
    def _records(self, places):
        """Give the cards of records, in their order."""
        conflicts = self.env["duret.sage.conflict"].search(
            [("state", "=", "open"), ("key", "in", [key for _backend, _entity, key in places])], order="id"
        )
        bindings = self.env["duret.sage.binding"].search([("key", "in", list({key for *_rest, key in places}))])
        bound = {(one.backend_id, one.entity, one.key): one for one in bindings}
        names = conflicts._names_of((one.model, one.res_id) for one in bound.values())
        when = self._written(bound.values())
        by_place = conflicts.grouped(lambda one: (one.backend_id, one.entity, one.key))
        none = self.env["duret.sage.binding"]
        return [
            self._record(by_place[place], bound.get(place, none), names, when) for place in places if place in by_place
        ]

    @api.model
    def _written(self, bindings):
        """Say when our records were changed last: {(model, id): text in UTC}, one query for a model."""
        ids = {}
        for binding in bindings:
            ids.setdefault(binding.model, []).append(binding.res_id)
        found = {}
        for model, wanted in ids.items():
            records = self.env[model].with_context(active_test=False)
            if records.has_access("read"):
                rows = records.search_fetch([("id", "in", wanted)], ["write_date"])
                found |= {(model, one.id): fields.Datetime.to_string(one.write_date) for one in rows}
        return found

    @api.model
    def _record(self, conflicts, binding, names, when):
        """Give one card.

        :return: dict: `key`, `entity`, `name`, `number`, `model`, `res_id`, `backend`, `fields` (see :meth:`_field`)
        """
        first, place = conflicts[0], (binding.model, binding.res_id)
        return {
            "id": f"{first.backend_id.id}/{first.entity}/{first.key}",
            "key": first.key,
            "entity": first.entity,
            "name": names.get(place) or f"SAGE {first.key}",
            "number": binding.number or "",
            "model": binding.model or False,
            "res_id": binding.res_id or False,
            "backend": first.backend_id.name,
            "fields": [self._field(conflict, when.get(place, False)) for conflict in conflicts],
        }

    @api.model
    def _field(self, conflict, written):
        """Give one field of a card.

        :return: dict: `id`, `field`, `label`, `unit` (fields decided together), `reason`, `ours`, `theirs` (pieces:
            text, whether it differs), `base` (text, None when nothing was ever agreed on), `by`, `written` (UTC),
            `stamp` (SAGE's own clock), `decision`, `decided_by`, `seen` (mark of both values, for the decision)
        """
        ours, theirs = differences(self._text(conflict, conflict.ours), self._text(conflict, conflict.theirs))
        return {
            "id": conflict.id,
            "field": conflict.field,
            "label": label(conflict.entity, conflict.field),
            "unit": list(unit_of(conflict.entity, conflict.field)),
            "reason": conflict.sentence,
            "ours": ours,
            "theirs": theirs,
            "base": self._text(conflict, conflict.base) if conflict.has_base else None,
            "by": conflict.changed_by or "",
            "written": written,
            "stamp": conflict.stamp or "",
            "decision": conflict.decision or False,
            "decided_by": conflict.decided_by_id.name or "",
            "seen": conflict._values_mark(),
        }

    @api.model
    def _text(self, conflict, text):
        """Write a value as a person reads it; lines of a document one under the other."""
        if conflict.field == LINES and text and text.startswith("["):
            return "\n".join(line_text(line.values) for line in read_lines(text))
        return shown(conflict.entity, conflict.field, text or "")
