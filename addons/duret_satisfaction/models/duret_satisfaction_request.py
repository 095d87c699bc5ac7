"""A request for an opinion: who is asked about what, what became of it, and what he answered."""

import secrets

from odoo import api, fields, models

from .duret_technician_guard import FIGURES_BY_TECHNICIAN

TOKEN_BYTES = 32
KINDS = [("visit", "Visit"), ("ticket", "Request"), ("recovery", "After a complaint"), ("other", "Other")]
STATES = [
    ("planned", "To Be Sent"),
    ("sent", "Sent"),
    ("answered", "Answered"),
    ("held", "To Be Decided"),
    ("skipped", "Not Sent"),
    ("expired", "No Answer"),
]
REASONS = [
    ("opted_out", "The client no longer wants to be asked"),
    ("bounced", "The address is in error"),
    ("no_address", "Neither a mail address nor a mobile number"),
    ("internal", "Somebody of the company"),
    ("recent", "Asked a short time ago"),
    ("complaint", "A complaint is open"),
    ("no_survey", "No questionnaire to send"),
    ("cancelled", "Reopened, cancelled or deleted"),
    ("client_gone", "The client's file is gone"),
    ("too_old", "Too long ago"),
    ("by_person", "Decided by a person"),
]
CHANNELS = [("mail", "Mail"), ("sms", "Text message")]
SOURCES = [
    ("mail", "Mail"),
    ("sms", "Text message"),
    ("portal", "Client portal"),
    ("phone", "Telephone"),
    ("paper", "Paper"),
]
NPS_CLASSES = [("promoter", "Promoter"), ("passive", "Passive"), ("detractor", "Detractor")]
RECOVERY_STATES = [
    ("none", "None"),
    ("open", "Open"),
    ("solved", "Solved"),
    ("asked", "Asked again"),
    ("recovered", "Recovered"),
    ("lost", "Still unhappy"),
]


class DuretSatisfactionRequest(models.Model):
    """One row for each thing a client may be asked about, whether he was asked or not.

    The row is the memory of everything: why nothing was sent, when it was, the marks. What it does is written in
    the mixins it is composed of; the first ones may override the last ones.
    """

    _name = "duret.satisfaction.request"
    _description = "Request for an Opinion"
    _inherit = [
        "duret.request.desk",
        "duret.request.privacy",
        "duret.request.figures",
        "duret.request.recovery",
        "duret.request.answer",
        "duret.request.page",
        "duret.request.message",
        "duret.request.audience",
        "duret.request.facts",
        "duret.relance.mixin",
    ]
    _order = "done_at desc, id desc"

    name = fields.Char("About", required=True, readonly=True)
    access_token = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        groups="base.group_system",
        default=lambda self: secrets.token_urlsafe(TOKEN_BYTES),
        help="Secret of the client's page; only his own mail or text message carries it.",
    )
    kind = fields.Selection(KINDS, required=True, readonly=True, default="visit")
    visit_id = fields.Many2one("fsm.order", readonly=True, copy=False, ondelete="set null")
    ticket_id = fields.Many2one("helpdesk.ticket", readonly=True, copy=False, ondelete="set null")
    first_id = fields.Many2one(
        "duret.satisfaction.request",
        "First Opinion",
        readonly=True,
        copy=False,
        ondelete="set null",
        help="Opinion whose bad mark led to this second question.",
    )
    partner_id = fields.Many2one("res.partner", "Client", readonly=True, index=True, ondelete="set null")
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, default=lambda self: self.env.company
    )
    survey_id = fields.Many2one(
        "survey.survey", "Questionnaire", readonly=True, index="btree_not_null", ondelete="set null"
    )
    type_id = fields.Many2one("fsm.order.type", "Type of Visit", readonly=True, ondelete="set null")
    zone = fields.Char(readonly=True, help="Town of the site.")
    person_id = fields.Many2one(
        "fsm.person",
        "Technician",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        groups=FIGURES_BY_TECHNICIAN,
    )
    done_at = fields.Datetime("Done On", readonly=True, index=True, help="The delays of sending run from here.")
    state = fields.Selection(STATES, required=True, readonly=True, default="planned", tracking=True)
    reason = fields.Selection(REASONS, "Why Not", readonly=True, tracking=True)
    channel = fields.Selection(CHANNELS, "By", readonly=True)
    sent_at = fields.Datetime("Sent On", readonly=True, copy=False)
    reminded_at = fields.Datetime("Reminded On", readonly=True, copy=False)
    expires_on = fields.Date("Open Until", readonly=True, copy=False)
    decided_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="set null")
    decided_at = fields.Datetime("Decided On", readonly=True, copy=False)
    # --- the answer -------------------------------------------------------------------------------------------
    user_input_id = fields.Many2one("survey.user_input", "Answers", readonly=True, copy=False, ondelete="set null")
    answered_at = fields.Datetime("Answered On", readonly=True, copy=False, help="First answer; corrections keep it.")
    corrected_at = fields.Datetime("Corrected On", readonly=True, copy=False)
    source = fields.Selection(SOURCES, "Answered By", readonly=True, copy=False)
    has_nps = fields.Boolean("Has a Recommendation", readonly=True, copy=False)
    nps = fields.Integer("Recommendation", readonly=True, copy=False, aggregator=None, help="From 0 to 10.")
    nps_class = fields.Selection(NPS_CLASSES, "Recommends", readonly=True, copy=False)
    nps_points = fields.Float(
        "NPS",
        readonly=True,
        copy=False,
        aggregator="avg",
        help="+100 for 9 and 10, −100 from 0 to 6, else 0: the mean over many opinions is the net promoter score.",
    )
    has_rating = fields.Boolean("Has Ratings", readonly=True, copy=False)
    rating_mean = fields.Float("Rating", readonly=True, copy=False, aggregator="avg", help="Mean from 1 to 5.")
    comment = fields.Text(readonly=True, copy=False)
    wants_call = fields.Boolean("Wants to Be Called", readonly=True, copy=False)
    answer_hours = fields.Float(
        "Delay of the Answer (hours)", readonly=True, copy=False, aggregator="avg", help="From the visit to the answer."
    )
    # --- what follows -----------------------------------------------------------------------------------------
    is_unhappy = fields.Boolean("Unhappy", readonly=True, copy=False)
    signal_text = fields.Text("What Was Noticed", readonly=True, copy=False)
    recovery_ticket_id = fields.Many2one(
        "helpdesk.ticket", "Complaint Opened", readonly=True, copy=False, ondelete="set null"
    )
    recovery_state = fields.Selection(
        RECOVERY_STATES, "Recovery", required=True, readonly=True, copy=False, default="none"
    )
    tag_ids = fields.Many2many("duret.satisfaction.tag", string="Tags", copy=False)
    anonymised_at = fields.Datetime("Made Anonymous On", readonly=True, copy=False)

    _visit_unique = models.UniqueIndex("(visit_id) WHERE kind = 'visit'", "This visit has its request already.")
    _visit_idx = models.Index("(visit_id) WHERE visit_id IS NOT NULL")
    _ticket_unique = models.UniqueIndex(
        "(ticket_id, kind) WHERE ticket_id IS NOT NULL", "This ticket has its request already."
    )
    _first_unique = models.UniqueIndex(
        "(first_id) WHERE kind = 'recovery'", "This client has been asked once more already."
    )
    _first_idx = models.Index("(first_id) WHERE first_id IS NOT NULL")
    _user_input_unique = models.UniqueIndex("(user_input_id)", "These answers belong to another request.")
    _recovery_ticket_unique = models.UniqueIndex(
        "(recovery_ticket_id)", "This complaint belongs to another request already."
    )
    _token_unique = models.Constraint("UNIQUE(access_token)", "The secret of a page is of one request only.")
    _open_idx = models.Index("(state, done_at) WHERE state IN ('planned', 'sent', 'held')")
    _answered_idx = models.Index("(answered_at) WHERE state = 'answered'")
    _figures_idx = models.Index("(company_id, done_at) WHERE kind <> 'recovery'")
    _zone_idx = models.Index("(zone) WHERE zone IS NOT NULL")

    @api.depends("name", "partner_id.name")
    def _compute_display_name(self):
        """« VIS-0012 · Madame Perret »."""
        for request in self:
            request.display_name = " · ".join(filter(None, (request.name, request.partner_id.name)))
