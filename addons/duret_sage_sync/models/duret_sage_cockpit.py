from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..sage.words_fr import sentence

STALE = timedelta(hours=36)  # a proof is made every night
FORGOTTEN = timedelta(hours=6)  # a run that never ended was killed
RECENT = 5
FROM_SAGE = ("created", "updated", "bound", "revived", "restored", "gone")
TO_SAGE = ("sent_create", "sent_update")
SIDES = (("from_sage", FROM_SAGE), ("to_sage", TO_SAGE))
KINDS = ("sync", "forced", "rehearsal", "scan", "proof")


class DuretSageCockpit(models.AbstractModel):
    """What the cockpit shows of the exchange with SAGE, read in one go.

    The number of queries depends neither on the number of companies nor on the length of their journals.
    """

    _name = "duret.sage.cockpit"
    _description = "Cockpit of the Exchange with SAGE"

    @api.model
    @api.readonly
    def duret_read(self):
        """Give the figures of every SAGE company that the user may read.

        Moments are texts in UTC, amounts are written the French way.

        :return: dict: `now`, `may` (what the user's buttons are: run, force, setup) and `backends`, a list of dict:
            `id`, `name`, `transport`, `automatic`, `verdict`, `last`, `lag_minutes`, `under_way`, `out`, `in`,
            `conflicts`, `decided`, `matches`, `rejections`, `chantiers`, `papers`, `alerts`, `proof`, `runs`
        :raises AccessError: when the user may not read SAGE companies
        """
        backends = self.env["duret.sage.backend"].search([])
        now = fields.Datetime.now()
        counts = self._counts(backends)
        runs = self._runs(backends)
        proofs = self._proofs(runs["proof"])
        under_way = self._under_way(backends, now)
        return {
            "now": fields.Datetime.to_string(now),
            "may": self._may(),
            "backends": [
                {
                    "id": backend.id,
                    "name": backend.name,
                    "transport": backend.transport,
                    "automatic": backend.automatic,
                    **self._past(backend, runs, proofs, now),
                    **counts[backend.id],
                    "under_way": under_way[backend.id],
                }
                for backend in backends
            ],
        }

    @api.model
    def _may(self):
        """Say which buttons the user has; the methods behind them check again."""
        user = self.env.user
        return {
            "run": user.has_group("duret_base.group_assistant"),
            "force": user.has_group("duret_base.group_manager"),
            "setup": user.has_group("duret_base.group_admin"),
        }

    # --- what waits
    @api.model
    def _counts(self, backends):
        """Count what waits, one query for each kind of thing.

        :return: dict {id of the company: part of what `duret_read` gives}
        """
        entities = ("entity", "in", ("client", "contact", "document"))  # first columns of the indexes
        out = self._by_state("duret.sage.operation", backends, ("pending", "sending", "sent", "dead"), entities)
        into = self._by_state("duret.sage.inbox", backends, ("new", "waiting", "held", "rejected"), entities)
        chantiers = self._by_state("duret.sage.chantier", backends, ("pending", "refused"))
        papers = self._by_state("duret.sage.attachment", backends, ("waiting", "refused"))
        conflicts = self._by_decision(backends)
        matches = self._questions(backends)
        rejections = self._number("duret.sage.rejection", backends, [("seen_at", "=", False)])
        alerts = self._alerts(backends)
        return {
            backend: {
                "out": out[backend],
                "in": into[backend],
                "chantiers": chantiers[backend],
                "papers": papers[backend],
                "conflicts": conflicts[backend][False],
                "decided": conflicts[backend][True],
                "matches": matches[backend],
                "rejections": rejections[backend],
                "alerts": alerts[backend],
            }
            for backend in backends.ids
        }

    @api.model
    def _by_state(self, model, backends, states, *more):
        found = {backend: dict.fromkeys(states, 0) for backend in backends.ids}
        domain = [("backend_id", "in", backends.ids), ("state", "in", states), *more]
        for backend, state, number in self.env[model]._read_group(domain, ["backend_id", "state"], ["__count"]):
            found[backend.id][state] = number
        return found

    @api.model
    def _by_decision(self, backends):
        found = {backend: {False: 0, True: 0} for backend in backends.ids}
        domain = [("backend_id", "in", backends.ids), ("state", "=", "open")]
        groups = self.env["duret.sage.conflict"]._read_group(domain, ["backend_id", "decision"], ["__count"])
        for backend, decision, number in groups:
            found[backend.id][bool(decision)] += number
        return found

    @api.model
    def _questions(self, backends):
        """Count the records of SAGE that a question is about: several candidates are one question."""
        found = defaultdict(int)
        domain = [("backend_id", "in", backends.ids), ("decision", "=", False)]
        for backend, _entity, _key in self.env["duret.sage.match"]._read_group(domain, ["backend_id", "entity", "key"]):
            found[backend.id] += 1
        return found

    @api.model
    def _number(self, model, backends, domain):
        found = defaultdict(int)
        domain = [("backend_id", "in", backends.ids), *domain]
        for backend, number in self.env[model]._read_group(domain, ["backend_id"], ["__count"]):
            found[backend.id] = number
        return found

    @api.model
    def _alerts(self, backends):
        found = defaultdict(list)
        alerts = self.env["duret.sage.alert"]
        for alert in alerts.search([("backend_id", "in", backends.ids), ("state", "=", "open")]):
            row = {"id": alert.id, "kind": alert.kind, "sentence": alert.sentence, "advice": alert.advice}
            found[alert.backend_id.id].append(row | {"since": self._moment(alert.begun_at)})
        return found

    # --- what was done
    @api.model
    def _runs(self, backends):
        """Find the last runs, the last exchange that went to its end, and the last proof, in one query.

        :return: dict {"recent", "sync" or "proof": duret.sage.run of all companies}
        """
        self.env["duret.sage.run"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT found.what, found.id
                  FROM unnest(%(backends)s) AS backend(id)
            CROSS JOIN LATERAL (
                       (SELECT 'recent' AS what, id FROM duret_sage_run
                         WHERE backend_id = backend.id
                         ORDER BY begun_at DESC, id DESC LIMIT %(recent)s)
                 UNION ALL
                       (SELECT 'sync', id FROM duret_sage_run
                         WHERE backend_id = backend.id AND kind = 'sync' AND state = 'done' AND rehearsal IS NOT TRUE
                         ORDER BY begun_at DESC, id DESC LIMIT 1)
                 UNION ALL
                       (SELECT 'proof', id FROM duret_sage_run
                         WHERE backend_id = backend.id AND kind = 'proof' AND state = 'done'
                         ORDER BY begun_at DESC, id DESC LIMIT 1)
                       ) AS found
                """,
                backends=backends.ids,
                recent=RECENT,
            )
        )
        ids = {run for _what, run in rows}
        runs = self.env["duret.sage.run"].search([("id", "in", list(ids))], order="begun_at desc, id desc")
        kept = {what: set() for what in ("recent", "sync", "proof")}
        for what, run in rows:
            kept[what].add(run)
        return {what: runs.filtered(lambda run, ids=ids: run.id in ids) for what, ids in kept.items()}

    @api.model
    def _past(self, backend, runs, proofs, now):
        recent = runs["recent"].filtered(lambda run: run.backend_id == backend)
        done = runs["sync"].filtered(lambda run: run.backend_id == backend)
        proof = runs["proof"].filtered(lambda run: run.backend_id == backend)
        last = recent.filtered(lambda run: run.kind == "sync" and not run.rehearsal)[:1]
        return {
            "verdict": self._verdict(proof, proofs[proof.id], now),
            "proof": proofs[proof.id],
            "last": self._run_row(last) if last else False,
            "lag_minutes": round((now - (done.ended_at or done.begun_at)).total_seconds() / 60) if done else False,
            "runs": [self._run_row(run) for run in recent],
        }

    @api.model
    def _run_row(self, run):
        counts = (run.report or {}).get("counts", {})
        total = {side: sum(one.get(verb, 0) for one in counts.values() for verb in verbs) for side, verbs in SIDES}
        return {
            "id": run.id,
            "kind": run.kind,
            "rehearsal": run.rehearsal,
            "forced": run.forced,
            "at": self._moment(run.begun_at),
            "seconds": round((run.ended_at - run.begun_at).total_seconds()) if run.ended_at else False,
            "state": run.state,
            "sentence": sentence(run.stopped, run.stopped_by or "") if run.stopped else "",
            "by_brake": run.by_brake,
            "by": run.user_id.name or "",
            **total,
        }

    @api.model
    def _verdict(self, run, proofs, now):
        """Say in one word whether both sides are equal: never proved, proved too long ago, equal, or gaps."""
        gaps = sum(proof["gaps"] for proof in proofs)
        if not run:
            state = "never"
        elif gaps or not all(proof["equal"] for proof in proofs):
            state = "gaps"
        else:
            state = "equal" if now - run.begun_at <= STALE else "stale"
        return {"state": state, "gaps": gaps, "at": self._moment(run.begun_at), "run_id": run.id}

    @api.model
    def _proofs(self, runs):
        found = defaultdict(list)
        labels = dict(self.env["duret.sage.proof"]._fields["entity"]._description_selection(self.env))
        for proof in self.env["duret.sage.proof"].search([("run_id", "in", runs.ids)], order="id"):
            found[proof.run_id.id].append(
                {
                    "id": proof.id,
                    "entity": proof.entity,
                    "label": labels[proof.entity],
                    "equal": proof.is_equal,
                    "gaps": proof.gap_count,
                    "count_odoo": proof.count_odoo,
                    "count_sage": proof.count_sage,
                    "sums": proof._sums_shown(),
                }
            )
        return found

    # --- what is being done
    @api.model
    def _under_way(self, backends, now):
        """Say what runs and what waits in the queue."""
        found = defaultdict(list)
        runs = self.env["duret.sage.run"].search(
            [("backend_id", "in", backends.ids), ("state", "=", "running"), ("begun_at", ">", now - FORGOTTEN)]
        )
        for run in runs:
            row = {"kind": run.kind, "state": "running", "since": self._moment(run.begun_at)}
            found[run.backend_id.id].append(row)
        for key, since in self._queued(backends):
            backend, kind = key.split("/")[1:3]
            if not any(row["kind"] == kind for row in found[int(backend)]):
                found[int(backend)].append({"kind": kind, "state": "queued", "since": self._moment(since)})
        return found

    @api.model
    def _queued(self, backends):
        """Give the jobs of these companies that have not ended: (identity key, moment)."""
        keys = [f"duret.sage/{backend}/{kind}" for backend in backends.ids for kind in KINDS]
        domain = [("identity_key", "in", keys), ("state", "in", ("pending", "enqueued", "started"))]
        # sudo: `backends` holds companies that the user may read (search above); of their jobs only the kind and the
        # moment leave this method, and the queue itself is the administrator's.
        jobs = self.env["queue.job"].sudo().search(domain)
        return [(job.identity_key, job.date_created) for job in jobs]

    @api.model
    def _moment(self, moment):
        return fields.Datetime.to_string(moment) if moment else False
