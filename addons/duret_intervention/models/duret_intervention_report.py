import uuid

from odoo import api, fields, models

from .duret_report_closing import OUTCOMES
from .duret_report_lock import BY_HAND, GIVEN, IDENTITY
from .duret_report_stock import STATES as STOCK_STATES

STATES = [
    ("draft", "Draft"),
    ("signed", "Signed"),
    ("absent", "Client absent"),
    ("refused", "Client refused to sign"),
    ("sent", "Sent to the client"),
    ("amended", "Corrected by an amendment"),
]
# What a form sends of a report that is made: its first states, and nothing else of what is not made by hand.
FIRST = ("draft", "none")


class DuretInterventionReport(models.Model):
    """The report of a visit (« bon d'intervention »): what was found and done, measured, used, and who signed it.

    One mixin a concern (`duret_report_*.py`), composed here. The lock comes first: no other override runs on a change
    that is refused.
    """

    _name = "duret.intervention.report"
    _inherit = [
        "duret.report.lock",
        "duret.report.signing",
        "duret.report.amendment",
        "duret.report.evidence",
        "duret.report.pdf",
        "duret.report.view",
        "duret.report.portal",
        "duret.report.stock",
        "duret.report.closing",
        "duret.report.changes",
        "duret.report.content",
        "duret.report.times",
        "duret.report.office",
        "duret.report.photos",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Intervention Report"
    _order = "id desc"
    _mail_post_access = "read"

    uuid = fields.Char("Identifier", required=True, copy=False, readonly=True, default=lambda self: str(uuid.uuid4()))
    name = fields.Char("Number", required=True, copy=False, readonly=True, default="/")
    order_id = fields.Many2one("fsm.order", "Visit", required=True, ondelete="restrict", index=True)
    person_id = fields.Many2one("fsm.person", "Technician", index="btree_not_null", ondelete="restrict")
    partner_id = fields.Many2one(
        "res.partner", "Client", compute="_compute_partner_id", store=True, index="btree_not_null"
    )
    location_id = fields.Many2one(
        "fsm.location", "Site", compute="_compute_location_id", store=True, index="btree_not_null"
    )
    type_id = fields.Many2one(related="order_id.type", string="Kind of Visit", store=True)
    company_id = fields.Many2one(related="order_id.company_id", store=True, index="btree_not_null")
    state = fields.Selection(STATES, required=True, default="draft", copy=False, index=True)
    outcome = fields.Selection(OUTCOMES, copy=False, readonly=True)
    closed_at = fields.Datetime("Closed On", copy=False, readonly=True, index="btree_not_null")
    closed_author = fields.Char(copy=False, readonly=True, groups="base.group_user")
    closed_order = fields.Char(copy=False, readonly=True, groups="base.group_user")
    revision = fields.Integer(copy=False, readonly=True)
    marks = fields.Json("Who Told What", copy=False, readonly=True, groups="base.group_user")
    last_seen_at = fields.Datetime("Last Received", copy=False, readonly=True)

    arrived_at = fields.Datetime(copy=False)
    left_at = fields.Datetime(copy=False)
    arrived_reason = fields.Char("Why the Arrival Was Corrected", copy=False)
    left_reason = fields.Char("Why the Departure Was Corrected", copy=False)
    work_done = fields.Text(copy=False)
    reserves = fields.Text("Reservations", copy=False)
    safety_notes = fields.Text("Safety", copy=False)
    client_remarks = fields.Text("Remarks of the Client", copy=False)
    follow_up = fields.Boolean("Follow-Up Needed", copy=False)
    follow_up_note = fields.Text("What Remains to Be Done", copy=False)
    equipment_ids = fields.Many2many(
        "fsm.equipment", "duret_report_equipment_rel", "report_id", "equipment_id", copy=False
    )
    check_ids = fields.One2many("duret.report.check", "report_id", "Checks")
    measure_ids = fields.One2many("duret.report.measure", "report_id", "Measures")
    product_ids = fields.One2many("duret.report.product", "report_id", "Products Used")
    hour_ids = fields.One2many("duret.report.hour", "report_id", "Time Spent")
    photo_ids = fields.One2many("duret.report.photo", "report_id", "Photos")
    photos_missing = fields.Integer(
        "Photos Still to Come",
        compute="_compute_photos_missing",
        store=True,
        copy=False,
        help="Announced, not received",
    )
    stock_state = fields.Selection(
        STOCK_STATES, "Material", default="none", required=True, readonly=True, copy=False, index=True
    )
    change_ids = fields.One2many("duret.report.change", "report_id", "Journal", readonly=True)
    conflict_ids = fields.One2many("duret.sync.conflict", "report_id", "Conflicts", readonly=True)

    amends_id = fields.Many2one("duret.intervention.report", copy=False, index="btree_not_null", ondelete="restrict")
    amendment_ids = fields.One2many("duret.intervention.report", "amends_id", "Amendments")
    amendment_reason = fields.Text(copy=False)

    _uuid_unique = models.Constraint("UNIQUE (uuid)", "This report exists already.")
    _name_unique = models.Constraint("UNIQUE (name)", "Another report has this number.")
    _closed = models.Constraint(
        "CHECK ((closed_at IS NULL) = (outcome IS NULL) AND (closed_at IS NULL) = (state = 'draft'))",
        "A report that is closed has an outcome.",
    )

    @api.depends("order_id.duret_partner_id")
    def _compute_partner_id(self):
        """The client of the visit; once the report is closed it stays with whom it was closed, whoever asks later."""
        for report in self:
            if not (report.closed_at and report.partner_id):
                report.partner_id = report.order_id.duret_partner_id

    @api.depends("order_id.location_id")
    def _compute_location_id(self):
        """The site of the visit; that of a closed report stays."""
        for report in self:
            if not (report.closed_at and report.location_id):
                report.location_id = report.order_id.location_id

    @api.model_create_multi
    def create(self, vals_list):
        """Override: number the report, and journal what it says from the beginning when it is made by hand."""
        if not self._duret_is_unlocked():
            self._duret_check_made(vals_list)
        sequence = self.env["ir.sequence"]
        vals_list = [vals | {"name": sequence.next_by_code("duret.intervention.report")} for vals in vals_list]
        reports = super(DuretInterventionReport, self._duret_unlocked()).create(vals_list).with_env(self.env)
        if not self._duret_is_unlocked():
            for report in reports:
                report._duret_journal_edit({}, report._duret_content())
        return reports

    @api.model
    def _duret_check_made(self, vals_list):
        """Refuse a report made by hand that says of itself what only the named methods say, or of another's visit.

        :raises ReportLocked: in the first case; values of the context count like those that are given
        :raises AccessError: when the user may not change the visit
        """
        hidden = sorted(IDENTITY - GIVEN)
        given = [self.default_get([*hidden, "order_id", *BY_HAND]) | vals for vals in vals_list]
        self._duret_refuse(
            {name for vals in given for name in hidden if vals.get(name) not in (*FIRST, False, None, [])}
        )
        for vals in given:
            self._duret_check_commands(vals)
        self.env["fsm.order"].browse({vals["order_id"] for vals in given if vals.get("order_id")}).check_access("write")

    def _duret_accepts_sender(self, email):
        """Override: as for the visit, a client who answers gets a ticket, where somebody reads it."""
        return self.order_id._duret_accepts_sender(email)
