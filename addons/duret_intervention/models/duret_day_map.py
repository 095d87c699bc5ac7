from odoo import api, models
from odoo.fields import Domain


class DuretDayMap(models.AbstractModel):
    """Where everybody is today: the visits of the day, what was reported of them, and their reports."""

    _name = "duret.day.map"
    _description = "Map of the Day"

    @api.model
    @api.readonly
    def load(self, start, stop):
        """Return the technicians and the visits between two moments, with what came of them.

        :param start: naive UTC text
        :param stop: naive UTC text
        :return: dict of technicians, visits (rows of the board, with `report`: "", "draft" or the report's outcome) and
            tiles; queries do not grow with the number of visits
        :raises AccessError: for clients and visitors
        """
        board = self.env["duret.planning.board"]
        board._check_reader()
        start, stop = board._period(start, stop)
        people = board._technicians({"team": 0, "skill": 0, "zone": ""})
        orders = board._planned(people, start, stop)
        days, _holidays = board._background(people, start, stop)
        reports = self._reports(orders)
        return {
            "technicians": board._technician_rows(people, days),
            "visits": [row | {"report": reports.get(row["id"], "")} for row in board._visit_rows(orders)],
            "tiles": board._tiles(),
        }

    @api.model
    def _reports(self, orders):
        """Return {visit id: outcome of its report, "draft" while it is written}."""
        reports = self.env["duret.intervention.report"]
        if not reports.has_access("read"):
            return {}
        domain = Domain("order_id", "in", orders.ids)
        rows = reports.search_read(domain, ["order_id", "outcome", "closed_at"], order="id")
        return {row["order_id"][0]: row["outcome"] if row["closed_at"] else "draft" for row in rows}
