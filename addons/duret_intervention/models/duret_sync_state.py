from odoo import api, models
from odoo.tools import SQL

# Sections with lists that do not depend on visits: read whole, they are small.
CATALOGUE = (
    "duret_check_item",
    "duret_measure_kind",
    "duret_hour_kind",
    "fsm_order_type",
    "fsm_stage",
    "product_product",
    "product_template",
    "uom_uom",
)


class DuretSyncState(models.AbstractModel):
    """One text that changes whenever something changes that a technician's telephone keeps.

    It is made of the versions of the rows themselves (place and number of the transaction that wrote them), as this
    transaction sees them. Nothing is compared with a date: what was written by a transaction that started before the
    last pull and ended after it is a version that the telephone was never told, whatever its date says.

    A section that shows another table adds it to :meth:`_sources`.
    """

    _name = "duret.sync.state"
    _description = "State of What a Technician Keeps"

    @api.model
    def _state(self, visit_ids, people, extra):
        """Give the state, in one statement.

        :param visit_ids: ids of the visits on the telephone
        :param people: fsm.person of the user
        :param extra: texts that are part of the state: the day, the version of the program
        :return: str
        """
        self.env.flush_all()
        sources = self._sources(visit_ids, people)
        rows = SQL(" UNION ALL ").join(
            SQL("SELECT %s AS source, t.ctid, t.xmin FROM %s t WHERE %s", index, SQL.identifier(table), where)
            for index, (table, where) in enumerate(sources)
        )
        query = SQL(
            """WITH visits AS MATERIALIZED (SELECT * FROM fsm_order WHERE id = ANY(%s)), sites AS MATERIALIZED (
                   SELECT DISTINCT location_id AS id FROM visits),
               clients AS MATERIALIZED (%s),
               reports AS MATERIALIZED (SELECT id FROM duret_intervention_report
                   WHERE order_id IN (SELECT id FROM visits)),
               past AS MATERIALIZED (SELECT id FROM fsm_order WHERE location_id IN (SELECT id FROM sites))
            SELECT md5(string_agg(source || ':' || versions, ',' ORDER BY source) || %s) FROM (
                SELECT source, count(*) || '/' || sum(hashtextextended(ctid::text || xmin::text, source)) AS versions
                FROM (%s) each GROUP BY source) summed""",
            list(visit_ids),
            self._clients(people),
            "|".join(map(str, extra)),
            rows,
        )
        return self.env.execute_query(query)[0][0]

    @api.model
    def _clients(self, people):
        """SQL of the ids of all partners whose names, addresses or telephones are shown."""
        crew = self.env["fsm.order"]._fields["person_ids"]
        return SQL(
            """SELECT duret_partner_id AS id FROM visits
               UNION SELECT location.owner_id FROM fsm_location location WHERE location.id IN (SELECT id FROM sites)
               UNION SELECT location.contact_id FROM fsm_location location WHERE location.id IN (SELECT id FROM sites)
               UNION SELECT location.partner_id FROM fsm_location location WHERE location.id IN (SELECT id FROM sites)
               UNION SELECT person.partner_id FROM fsm_person person WHERE person.id = ANY(%s)
                  OR person.id IN (SELECT person_id FROM visits)
                  OR person.id IN (SELECT %s FROM %s helper WHERE %s IN (SELECT id FROM visits))
               UNION SELECT partner_id FROM res_company""",
            people.ids,
            SQL.identifier("helper", crew.column2),
            SQL.identifier(crew.relation),
            SQL.identifier("helper", crew.column1),
        )

    @api.model
    def _sources(self, visit_ids, people):
        """Rows that are shown.

        :return: list of (table, SQL condition on it as `t`); the named sets `visits`, `sites`, `clients`, `reports`
            and `past` (visits at the same sites) may be used
        """
        van = people.duret_van_location_id
        return [
            *self._visit_sources(),
            *self._report_sources(people),
            *[(table, SQL("TRUE")) for table in CATALOGUE],
            *self._relation_sources(),
            (
                "stock_quant",
                SQL("t.location_id IN (SELECT id FROM stock_location WHERE id = ANY(%s))", self._vans(van)),
            ),
            *self._own_sources(people),
        ]

    @api.model
    def _vans(self, van):
        """Ids of the places inside the user's van."""
        # sudo: places inside the user's own van; only their ids.
        return self.env["stock.location"].sudo().search([("id", "child_of", van.ids)]).ids if van else []

    @api.model
    def _visit_sources(self):
        crew = self.env["fsm.order"]._fields["person_ids"]
        return [
            ("fsm_order", SQL("t.id IN (SELECT id FROM visits) OR t.id IN (SELECT id FROM past)")),
            (crew.relation, SQL("%s IN (SELECT id FROM visits)", SQL.identifier("t", crew.column1))),
            ("fsm_location", SQL("t.id IN (SELECT id FROM sites)")),
            ("fsm_equipment", SQL("t.location_id IN (SELECT id FROM sites)")),
            ("res_partner", SQL("t.id IN (SELECT id FROM clients)")),
            ("duret_phone", SQL("t.partner_id IN (SELECT id FROM clients)")),
            ("helpdesk_ticket", SQL("t.id IN (SELECT duret_ticket_id FROM visits)")),
            (
                "helpdesk_ticket",
                SQL("t.duret_is_open AND t.partner_id IN (SELECT id FROM clients WHERE id IS NOT NULL)"),
            ),
            (
                "ir_attachment",
                SQL(
                    """(t.res_model = 'fsm.order' AND t.res_id IN (SELECT id FROM visits))
                    OR (t.res_model = 'fsm.location' AND t.res_id IN (SELECT id FROM sites))
                    OR (t.res_model = 'helpdesk.ticket' AND t.res_id IN (SELECT duret_ticket_id FROM visits))"""
                ),
            ),
        ]

    @api.model
    def _report_sources(self, people):
        lines = ("check", "measure", "hour", "product")
        equipment = self.env["duret.intervention.report"]._fields["equipment_ids"]
        return [
            ("duret_intervention_report", SQL("t.order_id IN (SELECT id FROM past)")),
            # The row of complete reports counts all of his own.
            ("duret_intervention_report", SQL("t.person_id = ANY(%s)", people.ids)),
            *[(f"duret_report_{line}", SQL("t.report_id IN (SELECT id FROM reports)")) for line in lines],
            (equipment.relation, SQL("%s IN (SELECT id FROM reports)", SQL.identifier("t", equipment.column1))),
            ("duret_sync_conflict", SQL("t.report_id IN (SELECT id FROM reports)")),
            (
                "duret_report_photo",
                SQL(
                    """t.report_id IN (SELECT id FROM duret_intervention_report
                        WHERE order_id IN (SELECT id FROM past))"""
                ),
            ),
        ]

    @api.model
    def _relation_sources(self):
        """Links between kinds of visits and what is checked and measured."""
        fields = [self.env[model]._fields["type_ids"] for model in ("duret.check.item", "duret.measure.kind")]
        return [(field.relation, SQL("TRUE")) for field in fields]

    @api.model
    def _own_sources(self, people):
        """The user himself, his rights, his company, and what became of his requests."""
        groups = self.env["res.users"]._fields["group_ids"]
        return [
            ("res_users", SQL("t.id = %s", self.env.uid)),
            (groups.relation, SQL("%s = %s", SQL.identifier("t", "uid"), self.env.uid)),
            ("res_groups_implied_rel", SQL("TRUE")),
            ("fsm_person", SQL("t.id = ANY(%s) OR t.id IN (SELECT person_id FROM visits)", people.ids)),
            ("res_company", SQL("t.id = %s", self.env.company.id)),
            ("helpdesk_ticket", SQL("t.duret_field_user_id = %s", self.env.uid)),
            ("helpdesk_ticket_stage", SQL("TRUE")),
        ]
