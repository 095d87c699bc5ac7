from odoo import api, fields, models
from odoo.tools import SQL

from ..sage.errors import SageError

# Reasons that may go away by themselves: the person in charge is told when they last.
PASSING = frozenset(
    {
        *(
            "unreachable",
            "timeout",
            "busy",
            "pool_off",
            "server_error",
            "no_answer",
            "malformed",
            "partial_page",
            "killed",
        ),
        *("no_folder", "file_changed", "file_vanished", "partial_list", "no_full_export", "no_room"),
    }
)
KEPT = ("count", "code", "detail", "event")


class DuretSageBackendAlerts(models.AbstractModel):
    """What the person in charge must know: each event is told once, and closed by itself when it is over."""

    _name = "duret.sage.backend.alerts"
    _description = "SAGE Company: Alerts"

    def _person_in_charge(self):
        """Give who is told: the person of the settings, else the administrator; whoever may work in its company.

        :return: res.users, empty when there is nobody
        """
        admin = self.env.ref("base.user_admin", raise_if_not_found=False) or self.env["res.users"]
        people = (self.responsible_id | admin).filtered(
            lambda user: user.active and self.company_id in user.company_ids
        )
        return (self.responsible_id & people) or people[:1]

    @api.model
    def _cron_review(self):
        """Look at the alerts of all companies: that no exchange happens any more is seen here."""
        self.search([])._review_alerts()

    def _review_alerts(self):
        """Open what is the matter now, close what is over; an alert that stands is not told again.

        It is when something new of its kind happened and nobody has the first one before his eyes any more.
        """
        Alert = self.env["duret.sage.alert"]
        for backend in self:
            standing = {
                alert.kind: alert for alert in Alert.search([("backend_id", "=", backend.id), ("state", "=", "open")])
            }
            facts = backend._alert_facts(standing)
            for kind, alert in standing.items():
                if kind not in facts:
                    alert._close()
            for kind, fact in facts.items():
                backend._keep_alert(standing.get(kind), kind, fact)

    def _keep_alert(self, alert, kind, fact):
        """Open an alert or bring the one that stands up to date."""
        values = {name: fact.get(name, False) for name in KEPT}
        if not alert:
            self.env["duret.sage.alert"].create({"backend_id": self.id, "kind": kind, **values})._tell()
            return
        is_news = alert.event != (values["event"] or False)
        changed = {name: value for name, value in values.items() if alert[name] != value}
        if changed:
            alert.write(changed)
        if is_news and not alert._is_told():
            alert._tell()

    def _alert_facts(self, standing):
        """Say what is the matter now.

        :param standing: open alerts by kind
        :return: dict kind → dict of count, code, detail and event, only for what is the matter
        """
        facts = {**self._facts_of_runs(), **self._facts_of_rows()}
        missing = self._missing_files()
        if missing is None and "missing_file" in standing:
            missing = standing["missing_file"].detail
        if missing:
            facts["missing_file"] = {"detail": missing, "event": missing}
        hours = self._hours_of_silence()
        if self.silent_hours and hours >= self.silent_hours:
            facts["silent"] = {"count": hours}
        return facts

    def _hours_of_silence(self):
        """Count the hours since SAGE's last file, the same as before or not: runs go well without any.

        :return: int, 0 when this company does not run by itself or has no exchange folder
        """
        if self.transport != "csv" or not self.automatic:
            return 0
        ((last,),) = self.env["duret.sage.file"]._read_group([("backend_id", "=", self.id)], [], ["write_date:max"])
        since = max(last or self.create_date, self.create_date)
        return int((fields.Datetime.now() - since).total_seconds() // 3600)

    def _facts_of_runs(self):
        """What the last runs say: stopped, out of reach, late, differences."""
        last = self._last_runs()
        now, good = fields.Datetime.now(), last.get("good")
        hours = int((now - (good.ended_at if good else self.create_date)).total_seconds() // 3600)
        facts = {}
        for kind in ("sync", "scan", "proof"):
            run = last.get(kind)
            if run and run.state == "stopped" and run.stopped not in PASSING:
                event = f"{run.stopped} {run.stopped_by or ''}".strip()
                facts["stopped"] = {"code": run.stopped, "detail": run.stopped_by, "event": event}
        sync = last.get("sync")
        if hours >= self.alert_hours and "stopped" not in facts:
            if sync and sync.state == "stopped":
                facts["unreachable"] = {"code": sync.stopped, "detail": sync.stopped_by, "event": sync.stopped}
            elif self.automatic:
                facts["late"] = {"count": hours}
        proof = last.get("proved")
        found = sum(proof.proof_ids.mapped("gap_count")) if proof else 0
        repaired = len(proof.proof_ids.gap_ids.filtered("repaired_at")) if found else 0
        if found > repaired:
            facts["gaps"] = {"count": found - repaired, "event": str(proof.id)}
        return facts

    def _last_runs(self):
        """Give the last run of each kind that was no rehearsal, and the last ones that went well.

        :return: dict with sync, scan, proof, good (exchange) and proved (proof); what never was is missing
        """
        Run = self.env["duret.sage.run"]
        Run.flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT ON (kind, state) id FROM duret_sage_run
                   WHERE backend_id = %s AND NOT COALESCE(rehearsal, false) AND state <> 'running'
                   ORDER BY kind, state, id DESC""",
                self.id,
            )
        )
        last = {}
        for run in Run.browse(row[0] for row in rows).sorted("id"):
            last[run.kind] = run
            if run.state == "done":
                last[{"sync": "good", "proof": "proved"}.get(run.kind, "scanned")] = run
        return last

    def _facts_of_rows(self):
        """What waits for a person because it failed: dead operations, refused records and lines."""
        domain = [("backend_id", "=", self.id)]
        rows = self.env["duret.sage.operation"]._read_group(
            [*domain, ("state", "=", "dead")], [], ["__count", "write_date:max"]
        )
        refused = self.env["duret.sage.inbox"]._read_group(
            [*domain, ("state", "=", "rejected")], [], ["__count", "id:max"]
        )
        lines = self.env["duret.sage.rejection"]._read_group(
            [*domain, ("seen_at", "=", False)], [], ["__count", "id:max"]
        )
        (dead, latest), (records, record), (count, line) = rows[0], refused[0], lines[0]
        facts = {"dead": {"count": dead, "event": str(latest)}} if dead else {}
        if records + count:
            facts["rejected"] = {"count": records + count, "event": f"{record or 0} {line or 0}"}
        return facts | self._facts_of_taken_back()

    def _facts_of_taken_back(self):
        """What SAGE made although our record was taken back on the way, as long as both say so."""
        self.env.flush_all()
        ((count, last),) = self.env.execute_query(
            SQL(
                """SELECT count(*), max(o.id) FROM duret_sage_operation o
                     JOIN duret_sage_binding b ON b.backend_id = o.backend_id AND b.entity = o.entity
                          AND b.model = o.model AND b.res_id = o.res_id AND b.state <> 'gone'
                LEFT JOIN sale_order s ON o.model = 'sale.order' AND s.id = o.res_id
                LEFT JOIN res_partner p ON o.model = 'res.partner' AND p.id = o.res_id
                    WHERE o.backend_id = %s AND o.code = 'taken_back' AND o.state = 'confirmed'
                      AND (s.state IN ('draft', 'cancel') OR NOT p.active)""",
                self.id,
            )
        )
        return {"taken_back": {"count": count, "event": str(last)}} if count else {}

    def _missing_files(self):
        """Name the numbers that never arrived in the exchange folder.

        :return: str, "" when none is missing, None when nobody can tell now
        """
        if self.transport != "csv" or not self.folder:
            return ""
        try:
            transport = self._transport()
            lost = {layout.entity: transport.gaps(layout) for layout in transport.profile.layouts.values()}
        except SageError:
            # The run itself says why; the alert stands as it stood.
            return None
        return ", ".join(
            f"{entity} {low}" if low == high else f"{entity} {low}-{high}"
            for entity, ranges in lost.items()
            for low, high in ranges
        )
