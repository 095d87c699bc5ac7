"""Rows of an exchange for the tests of screens: what a run leaves behind, without a run."""

from datetime import timedelta

from odoo import fields

PERRIN = {
    "number": "PERRIN",
    "name": "PERRIN Jacques",
    "street": "8 r. des Alpes",
    "zip": "74000",
    "city": "ANNECY",
    "phone": "04 50 45 67 89",
}


class ScreenRows:
    """Gives a SAGE company and makes rows of its exchange."""

    @classmethod
    def make_company(cls, name="SAGE (tests)"):
        """Make a SAGE company that nothing runs for.

        :return: duret.sage.backend
        """
        return cls.env["duret.sage.backend"].create({"name": name, "folder": "tests"})

    @classmethod
    def bind(cls, backend, partner, key, **values):
        """Bind a client to a key of SAGE; the base holds his name and town."""
        base = {"name": partner.name, "city": partner.city or ""}
        row = {"entity": "client", "key": key, "model": "res.partner", "res_id": partner.id, "number": f"N{key}"}
        return cls.env["duret.sage.binding"].create({"backend_id": backend.id, "base": base, **row, **values})

    @classmethod
    def clash(cls, backend, key, field, ours, theirs, **values):
        """Put a field in conflict."""
        row = {"entity": "client", "key": key, "field": field, "ours": ours, "theirs": theirs, "reason": "both_changed"}
        return cls.env["duret.sage.conflict"].create({"backend_id": backend.id, **row, **values})

    @classmethod
    def receive(cls, backend, key, content, state="held", **values):
        """Put a record of SAGE into the inbox."""
        record = {"entity": "client", "key": key, "stamp": "2026-11-20T17:45:00", "values": content, "lines": []}
        record |= {"mark": "", "number": content.get("number", "")}
        row = {"entity": "client", "key": key, "digest": key, "stamp": record["stamp"], "record": record}
        return cls.env["duret.sage.inbox"].create({"backend_id": backend.id, "state": state, **row, **values})

    @classmethod
    def propose(cls, backend, key, partner, rung="name_zip", score=96, held=True):
        """Ask whether a client of ours is the one of a key."""
        row = {"entity": "client", "key": key, "model": "res.partner", "res_id": partner.id}
        row |= {"rung": rung, "score": score, "held": held}
        return cls.env["duret.sage.match"].create({"backend_id": backend.id, **row})

    @classmethod
    def run_of(cls, backend, kind="sync", ago=10, **values):
        """Make a run that ended, `ago` minutes before now, after 9 seconds."""
        begun = fields.Datetime.now() - timedelta(minutes=ago)
        row = {"kind": kind, "begun_at": begun, "ended_at": begun + timedelta(seconds=9), "state": "done"}
        return cls.env["duret.sage.run"].create({"backend_id": backend.id, **row, **values})

    @classmethod
    def prove(cls, run, entity="client", **values):
        """Keep what a proof found for one entity."""
        row = {"entity": entity, "is_equal": True, "count_odoo": 3, "count_sage": 3, "gap_count": 0}
        return cls.env["duret.sage.proof"].create({"run_id": run.id, **row, **values})

    @classmethod
    def send(cls, backend, partner, state="dead", **values):
        """Put a change of a client into the outbox."""
        row = {"entity": "client", "model": "res.partner", "res_id": partner.id, "verb": "update", "state": state}
        row |= {"idempotency": f"{partner.id}-{state}", "payload": {"name": partner.name}}
        return cls.env["duret.sage.operation"].create({"backend_id": backend.id, **row, **values})
