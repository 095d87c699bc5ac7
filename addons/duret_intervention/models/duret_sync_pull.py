import hashlib
import json
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.fields import Domain

DAYS_BEFORE, DAYS_AFTER = 1, 7
# A report begun long ago and never finished stays on the telephone with its visit.
DRAFT_DAYS = 60
MOST_VISITS = 200
# The answer's shape: telephones keep what they were given, and are given all of it again when this changes.
FORMAT = 1


class DuretSyncPull(models.AbstractModel):
    """What a technician's telephone keeps to work without network, in sections that travel only when they changed.

    A section is added by a method `_section_<key>` and its name in :meth:`_keys`, one for each visit or report by
    :meth:`_many_sections`. What it reads must be part of `duret.sync.state`.
    """

    _name = "duret.sync.pull"
    _inherit = [
        "duret.report.streak",
        "duret.sync.state",
        "duret.sync.pull.visit",
        "duret.sync.pull.shared",
        "duret.sync.pull.request",
    ]
    _description = "Pull of a Technician's Telephone"

    @api.model
    def _pull(self, state, have):
        """Give what changed.

        :param state: `state` of the answer before, or None
        :param have: {key: hash} of the sections on the telephone
        :return: {"unchanged": True, "state"}, or dict of `state`, `now` (UTC), `app` (version of the program),
            `keys` (of all sections) and `sections` ({key: {"hash", "data"}}, those that changed)
        """
        version = self.env["duret.app.shell"]._parts()["version"]
        people, visits = self._people(), self._my_visits()
        consent = self.env["duret.report.signature"]._duret_consent()
        extra = (FORMAT, self.env.uid, self.env.lang, self._today(), version, consent["version"])
        new = self._state(visits.ids, people, extra)
        if state == new:
            return {"unchanged": True, "state": new}
        have = have if isinstance(have, dict) else {}
        sections = self._sections(people, visits)
        hashes = {key: self._hash(data) for key, data in sections.items()}
        return {
            "state": new,
            "now": fields.Datetime.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
            "app": version,
            "keys": sorted(sections),
            "sections": {
                key: {"hash": hashes[key], "data": data}
                for key, data in sections.items()
                if have.get(key) != hashes[key]
            },
        }

    @api.model
    def _hash(self, data):
        """Short fingerprint of a section."""
        text = json.dumps(data, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @api.model
    def _keys(self):
        """Names of the sections of which there is one."""
        return ("me", "catalogue", "products", "van", "requests", "streak")

    @api.model
    def _sections(self, people, visits):
        """Build all sections; the number of statements does not depend on how many visits there are.

        :param people: fsm.person of the user
        :param visits: fsm.order on the telephone
        :return: dict {key: JSON value}
        """
        keeper = self.with_context(duret_people_ids=people.ids)
        found = {key: getattr(keeper, f"_section_{key}")() for key in self._keys()}
        return found | keeper._many_sections(visits)

    # --- whose and which -------------------------------------------------------------------------------------------
    @api.model
    def _people(self):
        """Technician's record of the current user.

        :return: fsm.person, possibly empty
        """
        # sudo: the user's own record, by his own id.
        return self.env["fsm.person"].sudo().search([("duret_user_id", "=", self.env.uid)])

    @api.model
    def _today(self):
        """Day of the work, in Annecy.

        :return: date
        """
        return fields.Datetime.now().replace(tzinfo=UTC).astimezone(self._zone()).date()

    @api.model
    def _zone(self):
        return ZoneInfo(self.env.company.resource_calendar_id.tz or "Europe/Paris")

    @api.model
    def _window(self):
        """First and last moment of the visits on the telephone (naive UTC, the last one excluded)."""
        today = datetime.combine(self._today(), time(), self._zone())
        ends = (today - timedelta(days=DAYS_BEFORE), today + timedelta(days=DAYS_AFTER + 1))
        return tuple(moment.astimezone(UTC).replace(tzinfo=None) for moment in ends)

    @api.model
    def _my_visits(self):
        """Visits of the current user from yesterday to a week ahead, and those whose report he has not finished.

        :return: fsm.order with all rights to read, chosen by crew
        """
        people = self._people()
        if not people:
            return self.env["fsm.order"]
        start, end = self._window()
        mine = Domain("person_id", "in", people.ids) | Domain("person_ids", "in", people.ids)
        dated = Domain("scheduled_date_start", ">=", start) & Domain("scheduled_date_start", "<", end)
        cancelled = self.env.ref("fieldservice.fsm_stage_cancelled")
        # sudo: of the visits, those where the user is in the crew; of the reports, his own.
        reports = self.env["duret.intervention.report"].sudo()
        since = fields.Datetime.now() - timedelta(days=DRAFT_DAYS)
        begun = reports._search(
            [("person_id", "in", people.ids), ("closed_at", "=", False), ("create_date", ">", since)]
        )
        domain = (mine & dated & Domain("stage_id", "!=", cancelled.id)) | Domain("duret_report_ids", "in", begun)
        # sudo: chosen by crew, above.
        return self.env["fsm.order"].sudo().search(domain, order="scheduled_date_start, id", limit=MOST_VISITS)
