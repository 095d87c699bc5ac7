from odoo import fields, models
from odoo.tools import SQL


class DuretReportFigure(models.Model):
    """How the digital reports are taken up: one row for each visit that was made, with what came of it.

    Shares are means of noughts and ones, so that any grouping (technician, week, kind) gives the right share.
    """

    _name = "duret.report.figure"
    _description = "Use of Digital Reports"
    _auto = False
    _order = "done_at desc, id desc"
    _rec_name = "order_id"

    order_id = fields.Many2one("fsm.order", "Visit", readonly=True)
    person_id = fields.Many2one("fsm.person", "Technician", readonly=True)
    type_id = fields.Many2one("fsm.order.type", "Kind of Visit", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    done_at = fields.Datetime("Done", readonly=True)
    visits = fields.Integer(readonly=True)
    with_report = fields.Float("With a Digital Report", readonly=True, aggregator="avg")
    with_photos = fields.Float(readonly=True, aggregator="avg")
    signed = fields.Float("Signed on Site", readonly=True, aggregator="avg")
    complete = fields.Float(readonly=True, aggregator="avg")
    hours_to_report = fields.Float(
        "Hours Until the Report", readonly=True, aggregator="avg", help="From the end of the visit to the closed report"
    )

    @property
    def _table_query(self):
        """One row for each visit made since the company has digital reports; cancelled ones were not made."""
        cancelled = self.env["ir.model.data"]._xmlid_to_res_id("fieldservice.fsm_stage_cancelled")
        return SQL(
            """
            SELECT visit.id, visit.id AS order_id, visit.person_id, visit.type AS type_id, visit.company_id,
                   COALESCE(visit.date_end, visit.scheduled_date_end) AS done_at, 1 AS visits,
                   (told.reports IS NOT NULL)::int::float AS with_report,
                   COALESCE(told.with_photos, FALSE)::int::float AS with_photos,
                   COALESCE(told.signed, FALSE)::int::float AS signed,
                   COALESCE(told.complete, FALSE)::int::float AS complete,
                   GREATEST(EXTRACT(EPOCH FROM told.first_at - COALESCE(visit.date_end, visit.scheduled_date_end)), 0)
                       / 3600.0 AS hours_to_report
              FROM fsm_order visit
              JOIN fsm_stage stage ON stage.id = visit.stage_id AND stage.is_closed AND stage.id IS DISTINCT FROM %s
              JOIN res_company company ON company.id = visit.company_id
              LEFT JOIN (
                   SELECT report.order_id, count(*) AS reports, min(report.closed_at) AS first_at,
                          bool_or(report.outcome = 'signed') AS signed, bool_or(report.is_complete) AS complete,
                          bool_or(EXISTS (
                              SELECT 1 FROM duret_report_photo photo
                               WHERE photo.report_id = report.id AND photo.state = 'received')) AS with_photos
                     FROM duret_intervention_report report
                    WHERE report.closed_at IS NOT NULL AND report.outcome IN ('signed', 'absent', 'refused')
                    GROUP BY report.order_id) told ON told.order_id = visit.id
             WHERE visit.person_id IS NOT NULL AND company.duret_reports_since
                   <= visit.scheduled_date_end AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Paris'
            """,
            cancelled or None,
        )
