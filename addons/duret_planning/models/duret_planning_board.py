from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

LONGEST = timedelta(days=45)
TECHNICIANS = 200
VISITS = 2000
WAITING = 40
BUS_TYPE = "duret_planning_board"


class DuretPlanningBoard(models.AbstractModel):
    """The living board of the planning: what the screen reads, and what it may change.

    Every method that a screen calls checks who asks: rows are searched under the reader's own rights, changes go
    through the verbs of the visit.

    Changes answer with a dict: ``status`` is "done", "confirm" (``codes`` of what is unusual: ask, then call again with
    them), "refused" or "stale" (somebody else was faster); ``messages`` says it to a person, ``visit`` is its row now.
    """

    _name = "duret.planning.board"
    _inherit = ["duret.board.rows", "duret.board.change"]
    _description = "Planning Board"

    # -- called by the screen

    @api.model
    @api.readonly
    def load(self, start, stop, filters=None):
        """Return the board between two moments.

        :param start: naive UTC text, first moment shown
        :param stop: naive UTC text, first moment no longer shown; 45 days after start at most
        :param filters: {"team": id, "zone": text, "skill": id}, each one may be missing or empty
        :return: dict of technicians, visits, waiting, holds, holidays, choices (of the filters), rights, tiles,
            truncated (number of visits shown when there are more, else 0)
        :raises UserError: when the period makes no sense
        """
        self._check_reader()
        start, stop = self._period(start, stop)
        filters = self._clean(filters)
        technicians = self._technicians(filters)
        orders = self._planned(technicians, start, stop)
        days, holidays = self._background(technicians, start, stop)
        return {
            "technicians": self._technician_rows(technicians, days),
            "visits": self._visit_rows(orders[:VISITS]),
            "truncated": VISITS if len(orders) > VISITS else 0,
            "holidays": [self._stretch(*one) for one in holidays],
            "choices": self._choices(),
            "rights": self._rights(),
            "tiles": self._tiles(),
            **self._around(technicians, start, stop, filters),
        }

    @api.model
    @api.readonly
    def changes(self, ids, start, stop, filters=None):
        """Return what became of some visits, for a board that already shows the rest.

        :param ids: ids of visits that somebody changed; those that are not in the answer have left the board
        :return: dict of visits, waiting, holds
        """
        self._check_reader()
        start, stop = self._period(start, stop)
        filters = self._clean(filters)
        technicians = self._technicians(filters)
        orders = self._planned(technicians, start, stop, Domain("id", "in", [int(id_) for id_ in ids][:VISITS]))
        return {"visits": self._visit_rows(orders), **self._around(technicians, start, stop, filters)}

    @api.model
    @api.readonly
    def waiting(self, filters=None, offset=0):
        """Return the next visits without a time or a technician.

        :param int offset: how many the screen shows already
        :return: dict of rows and count
        """
        self._check_reader()
        return self._waiting(self._clean(filters), max(int(offset), 0))

    @api.model
    def move(self, visit_id, values, version, accepted=()):
        """Move a visit, or give it to other technicians.

        :param int visit_id: fsm.order
        :param values: start (naive UTC text), or day (YYYY-MM-DD, the hour is then the visit's or the first one that is
            free), and person_ids (the leading one first)
        :param version: what the row said, see ``_version``
        :param accepted: codes of unusual things that the person has agreed to
        :return: dict, see the class
        :raises AccessError: when the visit is not the user's to move
        """
        visit = self._visit_to_change(visit_id)
        if self._version(visit) != version:
            return self._stale(visit)
        people = self._people(visit, values)
        start = self._moment(visit, values, people)
        if not start:
            return self._answer("refused", [self.env._("There is no free hour that day.")])
        remarks = self._remarks(visit, start, people)
        if blocking := [remark["message"] for remark in remarks if remark["blocking"]]:
            return self._answer("refused", blocking)
        if unusual := self._not_accepted(remarks, accepted):
            return unusual
        return self._try(visit, lambda: self._move(visit, start, people, remarks))

    @api.model
    def unplan(self, visit_id, version, accepted=()):
        """Take a visit out of the planning: without time nor technician, it waits for somebody to plan it.

        :return: dict, see the class
        :raises AccessError: for who does not plan
        """
        visit = self._visit_to_change(visit_id)
        if not self._may_plan():
            raise AccessError(self.env._("Only the office takes visits out of the planning."))
        if self._version(visit) != version:
            return self._stale(visit)
        remarks = self._remarks_agreed(visit, False)
        if unusual := self._not_accepted(remarks, accepted):
            return unusual
        return self._try(visit, lambda: self._unplan(visit))

    # -- who asks, for what

    @api.model
    def _is_reader(self):
        """Tell whether this user may see the board: people of the company who read visits."""
        return self.env.user._is_internal() and self.env["fsm.order"].has_access("read")

    @api.model
    def _check_reader(self):
        """
        :raises AccessError: for clients, visitors and employees who have nothing to do with visits
        """
        if not self._is_reader():
            raise AccessError(self.env._("The planning is for those who plan visits or make them."))

    @api.model
    def _may_plan(self):
        """Tell whether this user moves everybody's visits."""
        return self.env.user.has_group("fieldservice.group_fsm_user")

    @api.model
    def _rights(self):
        own = self.env["fsm.person"].search([("partner_id", "=", self.env.user.partner_id.id)], limit=1)
        return {"plan": self._may_plan(), "person": own.id}

    @api.model
    def _to_moment(self, text):
        """Return a naive UTC moment.

        :raises UserError: when the text is none
        """
        try:
            moment = fields.Datetime.to_datetime(text)
        except (ValueError, TypeError, AttributeError):
            moment = None
        if not moment:
            raise UserError(self.env._("This is not a time: %s", text))
        return moment

    @api.model
    def _period(self, start, stop):
        start, stop = self._to_moment(start), self._to_moment(stop)
        if not start < stop <= start + LONGEST:
            raise UserError(self.env._("The board shows 45 days at most."))
        return start, stop

    @api.model
    def _clean(self, filters):
        """Return filters that can be searched with, whatever was sent."""
        filters = filters if isinstance(filters, dict) else {}

        def number(name):
            value = filters.get(name)
            return value if isinstance(value, int) and not isinstance(value, bool) else 0

        zone = filters.get("zone")
        return {"team": number("team"), "skill": number("skill"), "zone": zone if isinstance(zone, str) else ""}

    # -- what is shown

    @api.model
    def _technicians(self, filters):
        domain = Domain.TRUE
        if filters["team"]:
            domain &= Domain("team_id", "=", filters["team"])
        if filters["zone"]:
            domain &= Domain("duret_zone", "=", filters["zone"])
        if filters["skill"]:
            domain &= Domain("duret_skill_ids", "in", [filters["skill"]])
        return self.env["fsm.person"].search(list(domain), limit=TECHNICIANS, order="name, id")

    @api.model
    def _planned(self, technicians, start, stop, among=Domain.TRUE):
        """Return the visits of these technicians between two moments, one more than is shown at most."""
        cancelled = self.env.ref("fieldservice.fsm_stage_cancelled", raise_if_not_found=False)
        domain = Domain("scheduled_date_start", "<", stop) & Domain("scheduled_date_end", ">=", start)
        domain &= Domain("person_id", "in", technicians.ids) | Domain("person_ids", "in", technicians.ids)
        domain &= Domain("stage_id", "!=", cancelled and cancelled.id)
        return self.env["fsm.order"].search(domain & among, limit=VISITS + 1, order="scheduled_date_start, id")

    @api.model
    def _around(self, technicians, start, stop, filters):
        return {
            "waiting": self._waiting(filters),
            "holds": self._hold_rows(technicians, start, stop),
        }

    @api.model
    def _waiting(self, filters, offset=0):
        domain = Domain("stage_id.is_closed", "=", False)
        nobody = Domain("person_id", "=", False) & Domain("person_ids", "=", False)
        domain &= Domain("scheduled_date_start", "=", False) | nobody
        if filters["team"]:
            domain &= Domain("team_id", "=", filters["team"])
        if filters["skill"]:
            domain &= Domain("skill_ids", "in", [filters["skill"]])
        orders = self.env["fsm.order"].search(
            domain, limit=WAITING, offset=offset, order="priority desc, request_late, id"
        )
        return {"rows": self._visit_rows(orders), "count": self.env["fsm.order"].search_count(domain)}

    @api.model
    def _choices(self):
        """Return what the filters offer: what at least one technician has."""
        people = self.env["fsm.person"]
        teams = self.env["fsm.team"].search([], limit=100)
        zones = people._read_group([("duret_zone", "!=", False)], ["duret_zone"])
        skills = people._read_group([("duret_skill_ids", "!=", False)], ["duret_skill_ids"])
        return {
            "teams": [{"id": team.id, "name": team.name} for team in teams],
            "zones": sorted(zone for (zone,) in zones),
            "skills": sorted(
                ({"id": skill.id, "name": skill.name} for (skill,) in skills), key=lambda skill: skill["name"]
            ),
        }

    @api.model
    def _tiles(self):
        """Return the tile server of the settings; without one the map has a plain ground."""
        # Two public settings, nothing else of the parameters.
        parameters = self.env["ir.config_parameter"].sudo()
        url = parameters.get_param("leaflet.tile_url") or ""
        return {
            # The library's own default is the word « False ».
            "url": url if url.startswith(("https://", "http://", "/")) else "",
            "copyright": parameters.get_param("leaflet.copyright") or "",
        }

    # -- telling the others

    @api.model
    def _duret_announce(self, order_ids=(), scope="visits"):
        """Tell every open board that something changed; boards read again under their own reader's rights.

        :param order_ids: ids of fsm.order that changed
        :param scope: "visits" for these visits, "around" for what waits and what is held, "all" for absences and hours
        """
        companies = self.env["fsm.order"].browse(order_ids).company_id or self.env.company
        for company in companies:
            self.env["bus.bus"]._sendone((company, BUS_TYPE), BUS_TYPE, {"ids": sorted(order_ids), "scope": scope})
