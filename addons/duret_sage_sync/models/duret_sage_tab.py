from odoo import api, fields, models
from odoo.exceptions import UserError

from ..sage.mapping import LINKS
from ..sage.records import FIELDS
from ..sage.showing import as_compared, label, shown

HISTORY = 30
# Sendings of which nothing is left to say
# Those of the index of open operations: the confirmed ones are many.
OPEN = ("pending", "sending", "sent", "dead")


class DuretSageTab(models.AbstractModel):
    """What the tab « SAGE » of a client, a quotation or an invoice shows; read when somebody opens it."""

    _name = "duret.sage.tab"
    _description = "Tab SAGE of a Record"

    @api.model
    @api.readonly
    def duret_read(self, model, res_id):
        """Give what the exchange knows of one record, once for each SAGE company that it is in.

        :param str model: res.partner, sale.order or account.move
        :param int res_id: of a record that the user may read
        :return: dict: `bindings` (see :meth:`_binding`), `operations`, `conflicts`, `matches` (how many questions
            wait), `match_id` (the first of them) and `history` (what runs did with the record, the newest first)
        :raises AccessError: when the user may read neither the record nor SAGE's journal
        :raises UserError: for a model that is not exchanged
        """
        if model not in ("res.partner", "sale.order", "account.move"):
            raise UserError(self.env._("Records of this kind are not exchanged with SAGE."))
        record = self.env[model].browse(res_id)
        record.check_access("read")
        place = [("model", "=", model), ("res_id", "=", res_id)]
        bindings = self.env["duret.sage.binding"].search(place)
        operations = self.env["duret.sage.operation"].search([*place, ("state", "in", OPEN)], limit=HISTORY)
        matches = self.env["duret.sage.match"].search([*place, ("decision", "=", False)])
        return {
            "bindings": [self._binding(binding) for binding in bindings],
            "operations": [self._operation(one) for one in operations],
            "conflicts": self._conflicts(bindings),
            "matches": len(matches),
            "match_id": matches[:1].id,
            "history": self._history(place, bindings),
        }

    @api.model
    def _binding(self, binding):
        """Give one binding.

        :return: dict: `backend`, `key`, `number`, `state` and its `label`, `mark`, `exchanged_at`, `stamp` (SAGE's own
            clock), `rows` (agreed and present value of each field, `same`) and `changed`: how many fields are not
            those that were agreed on
        """
        states = dict(binding._fields["state"]._description_selection(self.env))
        rows = self._rows(binding)
        return {
            "id": binding.id,
            "backend": binding.backend_id.name,
            "key": binding.key,
            "number": binding.number or "",
            "state": binding.state,
            "state_label": states[binding.state],
            "mark": binding.mark or "",
            "exchanged_at": fields.Datetime.to_string(binding.exchanged_at) if binding.exchanged_at else False,
            "stamp": binding.stamp or "",
            "rows": rows,
            "changed": sum(not row["same"] for row in rows),
        }

    @api.model
    def _rows(self, binding):
        """Put what both sides last agreed on beside what our record says now."""
        entity, base = binding.entity, binding.base or {}
        desk = self.env["duret.sage.desk"]._of(entity)
        local = desk._join(binding.model, binding.res_id)
        found = desk._read(binding.backend_id, [local]).get(local)
        present = dict(found.values) if found else {}
        names = [name for name in FIELDS[entity] if name not in LINKS and (base.get(name) or present.get(name))]
        return [self._row(entity, name, base.get(name), present.get(name)) for name in names]

    @api.model
    def _row(self, entity, name, agreed, present):
        same = present is None or as_compared(entity, name, present) == as_compared(entity, name, agreed or "")
        return {
            "label": label(entity, name),
            "agreed": shown(entity, name, agreed),
            "present": shown(entity, name, present) if present is not None else None,
            "same": same,
        }

    @api.model
    def _operation(self, operation):
        states = dict(operation._fields["state"]._description_selection(self.env))
        verbs = dict(operation._fields["verb"]._description_selection(self.env))
        names = [label(operation.entity, name) for name in operation.payload or {} if name not in LINKS]
        return {
            "id": operation.id,
            "state": operation.state,
            "state_label": states[operation.state],
            "verb": verbs[operation.verb],
            "fields": ", ".join(names),
            "attempts": operation.attempts,
            "sentence": operation.sentence or "",
            "at": fields.Datetime.to_string(operation.create_date),
        }

    @api.model
    def _conflicts(self, bindings):
        """Name the fields that wait for a decision."""
        keys = set(bindings.mapped(lambda one: (one.backend_id, one.entity, one.key)))
        found = self.env["duret.sage.conflict"].search(
            [("state", "=", "open"), ("key", "in", bindings.mapped("key"))], order="id"
        )
        return [
            {"id": one.id, "label": one.field_label, "decision": one.decision or False}
            for one in found
            if (one.backend_id, one.entity, one.key) in keys
        ]

    @api.model
    def _history(self, place, bindings):
        """Say what was done with the record: lines of runs, confirmed sendings, decisions."""
        lines = self.env["duret.sage.run.line"].search(place, order="id desc", limit=HISTORY)
        verbs = lines._verb_labels()
        rows = [
            {
                "at": fields.Datetime.to_string(line.run_id.begun_at),
                "what": verbs.get(line.verb, line.verb),
                "detail": line.sentence or "",
                "by": line.run_id.user_id.name or "",
                "run_id": line.run_id.id,
            }
            for line in lines
        ]
        rows += [self._decision(one) for one in self._decided(bindings)]
        return sorted(rows, key=lambda row: row["at"], reverse=True)[:HISTORY]

    @api.model
    def _decided(self, bindings):
        keys = set(bindings.mapped(lambda one: (one.backend_id, one.entity, one.key)))
        found = self.env["duret.sage.conflict"].search(
            [("key", "in", bindings.mapped("key")), ("decided_at", "!=", False)], order="decided_at desc", limit=HISTORY
        )
        return found.filtered(lambda one: (one.backend_id, one.entity, one.key) in keys)

    @api.model
    def _decision(self, conflict):
        words = dict(conflict._fields["decision"]._description_selection(self.env))
        return {
            "at": fields.Datetime.to_string(conflict.decided_at),
            "what": words.get(conflict.decision, self.env._("Decided")),
            "detail": conflict.field_label,
            "by": conflict.decided_by_id.name or "",
            "run_id": False,
        }
