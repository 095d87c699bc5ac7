from odoo import api, models

from ..sage.mapping import LINKS
from ..sage.records import FIELDS
from ..sage.showing import as_compared, differences, label, shown

MOST = 5  # candidates beside one record of SAGE
_HIDDEN = LINKS - {"client_number"}


class DuretSageMatchScreen(models.AbstractModel):
    """What the screen « Matches » shows: a record of SAGE, and beside it those of ours that may be the same."""

    _name = "duret.sage.match.screen"
    _description = "Screen of Match Proposals"

    @api.model
    @api.readonly
    def duret_next(self, skipped=(), match_id=None, backend_id=None):
        """Give the next question: first those that hold a record of SAGE back, the most alike first.

        The number of queries does not depend on how many questions wait.

        :param skipped: ids of questions put off, as `id` of an answer gave them
        :param int match_id: the question that this proposal belongs to
        :param int backend_id: only those of one SAGE company
        :return: dict: `question` (see :meth:`_question`, False when nothing waits), `count`, `may_decide`
        :raises AccessError: when the user may not read proposals
        """
        matches = self.env["duret.sage.match"]
        domain = [("decision", "=", False)]
        if backend_id:
            domain.append(("backend_id", "=", backend_id))
        groups = matches._read_group(
            domain,
            ["backend_id", "entity", "key"],
            ["held:bool_or", "score:max", "id:min"],
            order="held:bool_or desc, score:max desc, id:min asc",
        )
        waiting = [group[:3] for group in groups]
        place = self._place(waiting, skipped, match_id)
        return {
            "question": self._question(place) if place else False,
            "count": len(waiting),
            "may_decide": self.env.user.has_group("duret_base.group_assistant"),
        }

    @api.model
    def _place(self, waiting, skipped, match_id):
        """Choose the question: the one asked for, the first that was not put off, then those put off in their order."""
        wanted = self.env["duret.sage.match"].browse(match_id or ()).exists()._filtered_access("read")
        for place in waiting:
            if wanted and place == (wanted.backend_id, wanted.entity, wanted.key):
                return place
        fresh = [place for place in waiting if self._name_of(place) not in skipped]
        late = sorted(
            (place for place in waiting if self._name_of(place) in skipped),
            key=lambda place: len(skipped) - 1 - list(reversed(skipped)).index(self._name_of(place)),
        )
        return next(iter((*fresh, *late)), None)

    @api.model
    def _name_of(self, place):
        backend, entity, key = place
        return f"{backend.id}/{entity}/{key}"

    @api.model
    def _question(self, place):
        """Give one question.

        :return: dict: `id`, `entity`, `key`, `held`, `backend`, `theirs` (name, number, mark, stamp, `mine`: our
            record that SAGE's is bound to, False), `labels` (field, label) and `candidates` (see :meth:`_candidate`)
        """
        backend, entity, key = place
        matches = self.env["duret.sage.match"].search(
            [("backend_id", "=", backend.id), ("entity", "=", entity), ("key", "=", key), ("decision", "=", False)],
            limit=MOST,
        )
        binding = self.env["duret.sage.binding"].search(
            [("backend_id", "=", backend.id), ("entity", "=", entity), ("key", "=", key)], limit=1
        )
        theirs = self._theirs(backend, entity, key, binding)
        known = self._ours(backend, entity, matches)
        names = [name for name in FIELDS[entity] if name not in _HIDDEN and self._is_told(name, theirs, known)]
        return {
            "id": self._name_of(place),
            "entity": entity,
            "key": key,
            "held": any(matches.mapped("held")),
            "backend": backend.name,
            "theirs": self._head(entity, theirs) | {"mine": binding.res_id or False, "model": binding.model or False},
            "fields": [
                {"name": name, "label": label(entity, name), "value": shown(entity, name, theirs["values"].get(name))}
                for name in names
            ],
            "candidates": self._candidates(matches, known, theirs, names),
        }

    @api.model
    def _is_told(self, name, theirs, known):
        """Tell whether a field says something on one side: what is empty, or « no », everywhere is not shown."""
        return any(values.get(name) not in (None, "", "0") for values in (theirs["values"], *known.values()))

    @api.model
    def _head(self, entity, theirs):
        values = theirs["values"]
        name = values.get("name") or " ".join(filter(None, (values.get("first_name"), values.get("last_name"))))
        return {"name": name or theirs["number"], "number": theirs["number"], "stamp": theirs["stamp"]}

    @api.model
    def _theirs(self, backend, entity, key, binding):
        """Find what SAGE says of a key: the record that waits, else the last one taken in, else what was agreed on.

        :return: dict: `values` (canonical), `number`, `stamp`
        """
        inbox = self.env["duret.sage.inbox"]
        place = [("backend_id", "=", backend.id), ("entity", "=", entity), ("key", "=", key)]
        # What waits is found by its index, however much was taken in before.
        row = inbox.search([*place, ("state", "!=", "done")], limit=1) or inbox.search(place, order="id desc", limit=1)
        if row:
            record = row.record
            return {
                "values": record.get("values") or {},
                "number": record.get("number") or "",
                "stamp": row.stamp or "",
            }
        return {"values": binding.base or {}, "number": binding.number or "", "stamp": binding.stamp or ""}

    @api.model
    def _ours(self, backend, entity, matches):
        """Read our records in the fields of the exchange: {(model, id): canonical values}."""
        desk = self.env["duret.sage.desk"]._of(entity)
        locals_ = {desk._join(match.model, match.res_id): (match.model, match.res_id) for match in matches}
        found = desk._read(backend, list(locals_))
        return {locals_[local]: dict(record.values) for local, record in found.items()}

    @api.model
    def _candidates(self, matches, known, theirs, names):
        """Give our records, beside the fields of SAGE's.

        :return: list of dict: `match_id`, `model`, `res_id`, `name`, `score`, `reason`, `archived`, `number`, `bound`
            (SAGE's number of the record it is bound to already), `facts` (list of dict `title`, `number`), `values`
            (one for each field: `pieces` of ours, `theirs` pieces, `same`)
        """
        labels = matches._names_of((match.model, match.res_id) for match in matches)
        bindings = self.env["duret.sage.binding"].search(
            [("model", "in", list({match.model for match in matches})), ("res_id", "in", matches.mapped("res_id"))]
        )
        bound = {(one.backend_id, one.model, one.res_id): one for one in bindings if one.state != "gone"}
        rows = []
        for match in matches:
            place = (match.model, match.res_id)
            binding = bound.get((match.backend_id, *place))
            rows.append(
                {
                    "match_id": match.id,
                    "model": match.model,
                    "res_id": match.res_id,
                    "name": labels.get(place, ""),
                    "score": match.score,
                    "reason": match.sentence,
                    "bound": (binding.number or binding.key) if binding else "",
                    "facts": self._facts(match),
                    "values": self._beside(match.entity, theirs["values"], known.get(place, {}), names),
                }
            )
        return rows

    @api.model
    def _facts(self, match):
        """Say how much hangs on one of our clients: open tickets, visits, quotations; what the client card knows."""
        if match.model != "res.partner":
            return []
        partner = self.env["res.partner"].browse(match.res_id).exists()
        if not partner or not partner.has_access("read"):
            return []
        sections = sorted(partner._duret_card_sections(), key=lambda section: section["sequence"])
        return [
            {"title": one["title"], "number": len(one["rows"]), "icon": one["icon"]} for one in sections if one["rows"]
        ]

    @api.model
    def _beside(self, entity, theirs, ours, names):
        """Compare field by field, in what SAGE can hold: a name that SAGE has cut is the same name."""
        rows = []
        for name in names:
            mine, yours = ours.get(name, ""), theirs.get(name, "")
            same = as_compared(entity, name, mine) == as_compared(entity, name, yours)
            one, other = shown(entity, name, mine), shown(entity, name, yours)
            pieces = ([(one, False)], [(other, False)]) if same else differences(one, other)
            rows.append({"same": same, "ours": pieces[0], "theirs": pieces[1], "told": bool(mine and yours)})
        return rows
