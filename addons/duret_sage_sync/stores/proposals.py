"""Questions to a person: is this record of ours the one of that key?"""

from collections import defaultdict

from ..sage.store import Proposal
from .room import Room
from .texts import dump, told

MODEL = "duret.sage.match"


class Proposals(Room):
    """Part of :class:`~.odoo_store.OdooStore`."""

    def proposals(self, entity, keys):
        """See `sage.store.Store`."""
        wanted = self._list(keys)
        desk, found = self.desk(entity), defaultdict(list)
        for key, model, res_id, rung, score, held, decision in (
            self._ask(MODEL, _READ, entity=entity, wanted=wanted) if wanted else ()
        ):
            local = desk._join(model, res_id)
            proposal = Proposal(entity, told(key), local, told(rung), score, bool(held), decision or "")
            found[proposal.key].append(proposal)
        return dict(found)

    def asked(self, entity, locals_):
        """See `sage.store.Store`."""
        models, ids, names = self._places(entity, locals_)
        if not ids:
            return set()
        rows = self._ask(MODEL, _ASKED, entity=entity, models=models, ids=ids)
        return {names[model, res_id] for model, res_id in rows}

    def save_proposals(self, proposals):
        """See `sage.store.Store`."""
        rows = {(one.entity, one.key, one.local): self._proposal_row(one) for one in proposals}
        if rows:
            with self._writing():
                self._write(MODEL, _SAVE, rows=dump(list(rows.values())))

    def _proposal_row(self, proposal):
        model, res_id = self.split(proposal.entity, proposal.local)
        return {
            "entity": proposal.entity,
            "key": proposal.key,
            "model": model,
            "res_id": res_id,
            "rung": proposal.rung,
            "score": proposal.score,
            "held": proposal.held,
            "decision": proposal.decision,
        }


_READ = """
SELECT key, model, res_id, rung, score, held, decision FROM duret_sage_match
 WHERE backend_id = %(backend)s AND entity = %(entity)s AND key = ANY(%(wanted)s) ORDER BY id
"""
_ASKED = """
SELECT DISTINCT model, res_id FROM duret_sage_match
 WHERE backend_id = %(backend)s AND entity = %(entity)s AND held AND decision IS NULL
   AND (model, res_id) IN (SELECT * FROM UNNEST(%(models)s::text[], %(ids)s::int[]))
"""
_SAVE = """
INSERT INTO duret_sage_match AS m (backend_id, entity, key, model, res_id, rung, score, held, decision,
       create_uid, create_date, write_uid, write_date)
SELECT %(backend)s, r.entity, r.key, r.model, r.res_id, r.rung, r.score, r.held, NULLIF(r.decision, ''),
       %(uid)s, moment.now, %(uid)s, moment.now
  FROM jsonb_to_recordset(%(rows)s::jsonb) AS r (entity text, key text, model text, res_id int, rung text, score int,
       held boolean, decision text),
       (SELECT (clock_timestamp() AT TIME ZONE 'UTC') AS now) AS moment
    ON CONFLICT (backend_id, entity, key, model, res_id) DO UPDATE
   SET rung = excluded.rung, score = excluded.score, held = excluded.held, write_uid = excluded.write_uid,
       write_date = excluded.write_date
 WHERE (m.rung, m.score, COALESCE(m.held, FALSE)) IS DISTINCT FROM (excluded.rung, excluded.score, excluded.held)
"""
