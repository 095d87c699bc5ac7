from odoo import fields, models
from odoo.tools import SQL


class DuretCallbackReport(models.Model):
    """Calls promised about tickets: asked when, promised for when, made when, late or not.

    The first time that was promised counts: putting a call off does not make it punctual.
    """

    _name = "duret.callback.report"
    _description = "Callback Delays"
    _auto = False
    _order = "asked_at desc, id desc"

    ticket_id = fields.Many2one("helpdesk.ticket", readonly=True)
    partner_id = fields.Many2one("res.partner", "Client", readonly=True)
    type_id = fields.Many2one("helpdesk.ticket.type", "Type of Request", readonly=True)
    type_code = fields.Char(readonly=True)
    team_id = fields.Many2one("helpdesk.ticket.team", readonly=True)
    user_id = fields.Many2one("res.users", "Person in Charge", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    asked_at = fields.Datetime("Asked On", readonly=True)
    promised_at = fields.Datetime("Promised For", readonly=True)
    done_at = fields.Datetime("Called Back On", readonly=True)
    state = fields.Selection(
        [("waiting", "To come"), ("overdue", "Late, to make"), ("kept", "Kept"), ("late", "Made late")], readonly=True
    )
    delay_hours = fields.Float("Delay (hours)", readonly=True, aggregator="avg", help="From the request to the call.")
    late_minutes = fields.Float(
        "Lateness (minutes)", readonly=True, aggregator="avg", help="After the time first promised; 0 when kept."
    )
    late_rate = fields.Float("Late (rate)", readonly=True, aggregator="avg", help="1 when late, 0 when kept.")

    @property
    def _table_query(self):
        """One row for each promised call; hours and minutes are elapsed time, by the clock."""
        return SQL(
            """
            SELECT call.*,
                   CASE WHEN done_at IS NULL AND promised_at >= now() AT TIME ZONE 'UTC' THEN 'waiting'
                        WHEN done_at IS NULL THEN 'overdue'
                        WHEN done_at <= promised_at THEN 'kept'
                        ELSE 'late' END AS state,
                   EXTRACT(EPOCH FROM done_at - asked_at) / 3600 AS delay_hours,
                   GREATEST(EXTRACT(EPOCH FROM COALESCE(done_at, now() AT TIME ZONE 'UTC') - promised_at) / 60, 0)
                       AS late_minutes,
                   CASE WHEN COALESCE(done_at, now() AT TIME ZONE 'UTC') > promised_at THEN 1.0
                        WHEN done_at IS NULL THEN NULL
                        ELSE 0.0 END AS late_rate
              FROM (SELECT activity.id,
                           ticket.id AS ticket_id,
                           ticket.partner_id,
                           ticket.type_id,
                           kind.duret_code AS type_code,
                           ticket.team_id,
                           ticket.company_id,
                           activity.user_id,
                           activity.create_date AS asked_at,
                           activity.duret_first_deadline AS promised_at,
                           activity.duret_done_at AS done_at
                      FROM mail_activity activity
                      JOIN mail_activity_type activity_type ON activity_type.id = activity.activity_type_id
                      JOIN helpdesk_ticket ticket ON ticket.id = activity.res_id
                      LEFT JOIN helpdesk_ticket_type kind ON kind.id = ticket.type_id
                     WHERE activity.res_model = 'helpdesk.ticket'
                       AND activity.duret_first_deadline IS NOT NULL
                       AND activity_type.category = 'phonecall') call
            """
        )
