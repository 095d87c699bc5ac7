from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.misc import format_date

from .duret_booking_measure import TARGET_MINUTES


class DuretVisitFigure(models.Model):
    """The months of the planning: how fast appointments are made, and how often we had to change them.

    The median, not the average: one call that lasted says nothing about the others.
    """

    _name = "duret.visit.figure"
    _description = "Figures of Appointments"
    _auto = False
    _order = "month desc, id desc"

    month = fields.Date("First Day of the Month", readonly=True)
    name = fields.Char("Month", compute="_compute_name")
    company_id = fields.Many2one("res.company", readonly=True)
    bookings = fields.Integer("Booked by the Office", readonly=True)
    median_minutes = fields.Float("Median Time (min:s)", readonly=True, aggregator="avg")
    fast_rate = fields.Float("In Less Than 3 Minutes", readonly=True, aggregator="avg")
    told = fields.Integer("Appointments Confirmed", readonly=True)
    moved = fields.Integer("Moved by Us", readonly=True, help="Clients whom we told another time than the one agreed.")
    cancelled = fields.Integer("Cancelled by Us", readonly=True)
    refused = fields.Integer("Double Bookings Refused", readonly=True, help="Errors that did not happen.")
    is_slow = fields.Boolean("Over the Target", readonly=True)

    @api.depends("month")
    def _compute_name(self):
        for figure in self:
            figure.name = figure.month and format_date(self.env, figure.month, date_format="MMMM y")

    @property
    def _table_query(self):
        """One row for each month and company, by the clock of Annecy; the latest first."""
        return SQL(
            """
            WITH booked AS (
                SELECT %(month_booked)s AS month, company_id, count(*) AS bookings,
                       percentile_cont(0.5) WITHIN GROUP (ORDER BY minutes) AS median_minutes, avg(is_fast) AS fast_rate
                  FROM duret_booking_measure WHERE NOT COALESCE(is_move, FALSE) GROUP BY 1, 2
            ), told AS (
                SELECT %(month_told)s AS month, visit.company_id,
                       count(DISTINCT message.event_id) FILTER (WHERE message.kind = 'confirmation') AS told,
                       count(DISTINCT message.event_id) FILTER (WHERE message.kind = 'moved') AS moved,
                       count(DISTINCT message.event_id) FILTER (
                           WHERE message.kind = 'cancelled' AND NOT COALESCE(message.by_client, FALSE)) AS cancelled
                  FROM duret_visit_message message JOIN fsm_order visit ON visit.id = message.order_id
                 WHERE message.audience = 'client' AND message.state IN ('queued', 'sent') GROUP BY 1, 2
            ), refused AS (
                SELECT %(month_refused)s AS month, company_id, count(*) AS refused
                  FROM duret_slot_refusal GROUP BY 1, 2
            )
            SELECT row_number() OVER (ORDER BY month, company_id) AS id, month, company_id,
                   COALESCE(bookings, 0) AS bookings, median_minutes, fast_rate,
                   COALESCE(told, 0) AS told, COALESCE(moved, 0) AS moved, COALESCE(cancelled, 0) AS cancelled,
                   COALESCE(refused, 0) AS refused, median_minutes >= %(target)s AS is_slow
              FROM booked FULL JOIN told USING (month, company_id) FULL JOIN refused USING (month, company_id)
            """,
            month_booked=self._local_month(SQL("confirmed_at")),
            month_told=self._local_month(SQL("message.due")),
            month_refused=self._local_month(SQL("date")),
            target=TARGET_MINUTES,
        )

    def _local_month(self, column):
        return SQL("date_trunc('month', %s AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Paris')::date", column)

    def action_open_bookings(self):
        """The bookings of this month, one by one.

        :return: window action
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("duret_planning.duret_booking_measure_action")
        first, last = self.month, self.month + relativedelta(months=1)
        return action | {"domain": [("confirmed_at", ">=", first), ("confirmed_at", "<", last)]}
