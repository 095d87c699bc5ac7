from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.duret_base.models.duret_timeline import TimelineSource


class DuretTimeline(models.AbstractModel):
    """Visits in a client's history."""

    _inherit = "duret.timeline"

    @api.model
    def _timeline_sources(self, client):
        """Add visits."""
        visits = TimelineSource("visit", self.env._("Visits"), "fa-wrench", lambda: self._timeline_visits(client))
        changes = TimelineSource(
            "visit_event", self.env._("Appointments"), "fa-calendar-o", lambda: self._timeline_visit_events(client)
        )
        return [*super()._timeline_sources(client), visits, changes]

    @api.model
    def _timeline_visits(self, client):
        """Visits at the client's sites, or made for one of its tickets."""
        domain = self._timeline_visit_domain(client)
        return self._timeline_select("fsm.order", domain, "scheduled_date_start", "name", "stage_id.name")

    @api.model
    def _timeline_visit_domain(self, client):
        firm = client.commercial_partner_id.id
        domain = Domain("location_id.owner_id.commercial_partner_id", "=", firm)
        return domain | Domain("duret_ticket_id.commercial_partner_id", "=", firm)

    @api.model
    def _timeline_visit_events(self, client):
        """What became of these visits: who, by which way, from when to when."""
        events = self.env["duret.visit.event"]
        if not events.has_access("read"):
            return self._timeline_nothing()
        visits = self.env["fsm.order"].with_context(active_test=False)._search(self._timeline_visit_domain(client))
        query = events._search(Domain("order_id", "in", visits))
        if query.is_empty():
            return self._timeline_nothing()
        table = query.table
        channels = events._fields["channel"]._description_selection(self.env)
        return query.select(
            SQL(
                """%(date)s AS date, %(id)s AS id, %(kind)s AS title,
                   concat_ws(' · ', %(who)s, CASE %(channel)s %(channels)s END, %(when)s) AS detail,
                   'fsm.order' AS model, %(visit)s AS res_id""",
                date=SQL.identifier(table, "date"),
                id=SQL.identifier(table, "id"),
                kind=self._timeline_text(events, "kind", query),
                who=self._timeline_actor(table),
                channel=SQL.identifier(table, "channel"),
                channels=SQL(" ").join(SQL("WHEN %s THEN %s", code, label) for code, label in channels),
                when=self._timeline_from_to(table),
                visit=SQL.identifier(table, "order_id"),
            )
        )

    @api.model
    def _timeline_actor(self, table):
        """SQL of the name of who acted: the client, else the user."""
        return SQL(
            """(SELECT actor.name FROM res_partner actor WHERE actor.id = COALESCE(%s,
                   (SELECT account.partner_id FROM res_users account WHERE account.id = %s)))""",
            SQL.identifier(table, "partner_id"),
            SQL.identifier(table, "user_id"),
        )

    @api.model
    def _timeline_from_to(self, table):
        """SQL of « 23/11 09:00 → 24/11 14:00 », on the clock of the company."""
        zone = self.env.company.resource_calendar_id.tz or "Europe/Paris"

        def shown(column):
            moment = SQL("%s AT TIME ZONE 'UTC' AT TIME ZONE %s", SQL.identifier(table, column), zone)
            return SQL("to_char(%s, 'DD/MM HH24:MI')", moment)

        old, new = SQL.identifier(table, "old_start"), SQL.identifier(table, "new_start")
        return SQL(
            "concat_ws(' → ', CASE WHEN %s IS DISTINCT FROM %s THEN %s END, %s)",
            old,
            new,
            shown("old_start"),
            shown("new_start"),
        )
