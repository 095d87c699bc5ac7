import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

STATES = [
    ("draft", "To Send"),
    ("invited", "Waiting for the Client"),
    ("booked", "Booked"),
    ("cancelled", "Cancelled"),
    ("expired", "Over"),
]
LIVE = ("draft", "invited")
EXPIRED_AT_ONCE = 500


class DuretMaintenanceInvitation(models.Model):
    """A client asked to choose the time of his maintenance visit, on the days when the technician is nearby.

    Mails, text messages and at last a call are those of the follow-up rule « maintenance »; a visit booked by any
    way stops them.
    """

    _name = "duret.maintenance.invitation"
    _description = "Maintenance Invitation"
    _inherit = ["duret.relance.mixin", "mail.activity.mixin"]
    _order = "tour_id, sequence, id"

    name = fields.Char(compute="_compute_name")
    tour_id = fields.Many2one("duret.maintenance.tour", required=True, index=True, ondelete="cascade")
    month_id = fields.Many2one(related="tour_id.month_id", store=True, index=True)
    contract_id = fields.Many2one("duret.maintenance.contract", required=True, index=True, ondelete="cascade")
    partner_id = fields.Many2one(related="contract_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="contract_id.company_id", store=True, index=True)
    city = fields.Char(related="contract_id.city")
    equipment = fields.Char(related="contract_id.equipment")
    phone = fields.Char(related="contract_id.phone")
    sequence = fields.Integer(default=10)
    state = fields.Selection(STATES, default="draft", required=True, readonly=True, index=True, copy=False)
    token = fields.Char(default=lambda self: secrets.token_urlsafe(24), required=True, readonly=True, copy=False)
    sent_date = fields.Datetime("Invited On", readonly=True, copy=False)
    visit_id = fields.Many2one("fsm.order", readonly=True, index="btree_not_null", copy=False)
    is_silent = fields.Boolean("No Answer", readonly=True, copy=False, help="Every reminder has left, without answer.")
    days_text = fields.Char(compute="_compute_days_text", help="The days offered, as the client reads them.")

    _token_unique = models.UniqueIndex("(token)", "Two invitations cannot have the same link.")
    _contract_live_unique = models.UniqueIndex(
        "(contract_id) WHERE state IN ('draft', 'invited')", "This contract is already in a tour."
    )

    @api.depends("contract_id")
    def _compute_name(self):
        for invitation in self:
            invitation.name = self.env._("Maintenance visit %(contract)s", contract=invitation.contract_id.name)

    @api.depends("tour_id.date", "tour_id.spare_date")
    def _compute_days_text(self):
        for one in self:
            days = [day for day in (one.tour_id.date, one.tour_id.spare_date) if day]
            reader = one.with_context(lang=one.partner_id.lang or self.env.lang)
            shown = [format_date(reader.env, day, date_format="EEEE d MMMM") for day in days]
            between = reader.env._("or")
            one.days_text = f" {between} ".join(shown)

    def _booking_link(self):
        """Address under which the client chooses his time."""
        self.ensure_one()
        return f"{self.get_base_url()}/rdv/invitation/{self.token}"

    # --- life ---------------------------------------------------------------------------------------------------
    def _invite(self):
        """Ask the clients: the first mail leaves with the next run of the follow-ups."""
        self.check_access("write")
        self.filtered(lambda one: one.state == "draft").write(
            {"state": "invited", "sent_date": fields.Datetime.now(), "is_silent": False}
        )
        # sudo: waking the job of follow-ups gives no access to anything.
        self.env.ref("duret_relance.ir_cron_relance").sudo()._trigger()

    def _booked(self, visit):
        """The client has a time: nobody chases or calls him any more.

        :param visit: fsm.order
        """
        self.write({"state": "booked", "visit_id": visit.id})
        self._duret_note_client_answer()
        self.activity_ids.unlink()

    def _cancelled(self):
        """The visit was cancelled: the contract is free for another tour."""
        self.write({"state": "cancelled"})

    @api.model
    def _by_token(self, token):
        """The live invitation of a link.

        :param str token: as it came from outside
        :return: duret.maintenance.invitation in superuser mode, empty when the link is not, or no longer, valid
        """
        if not token or len(token) > 64:
            return self.browse()
        # sudo: the client proves who he is by the secret of his own link, which is the key of this search.
        found = self.sudo().search([("token", "=", token), ("state", "in", ("invited", "booked"))])
        last_day = found.tour_id._last_day() if found else None
        return found if last_day and last_day >= fields.Date.context_today(found) else self.browse()

    def _booking_request(self):
        """What the page of bookings needs to know of this client and his visit.

        :return: dict, see the booking page
        """
        self.ensure_one()
        contract, partner = self.contract_id, self.partner_id
        return {
            "invitation_id": self.id,
            "type_id": contract.type_id.id,
            "location_id": contract.location_id.id,
            "partner_id": partner.id,
            "minutes": contract.minutes,
            "person_ids": self.tour_id.person_id.ids,
            "windows": [[fields.Datetime.to_string(moment) for moment in pair] for pair in self.tour_id._windows()],
            "name": partner.name,
            "phone": partner.phone or "",
            "email": partner.email or "",
        }

    @api.model
    def _cron_expire(self):
        """Daily: an invitation whose days are over frees its contract for the next tour."""
        today = fields.Date.context_today(self)
        domain = [
            ("state", "=", "invited"),
            ("tour_id.date", "<", today),
            "|",
            ("tour_id.spare_date", "=", False),
            ("tour_id.spare_date", "<", today),
        ]
        found = self.search(domain, limit=EXPIRED_AT_ONCE, order="id").try_lock_for_update()
        found.write({"state": "expired"})
        found.activity_ids.unlink()
        self.env["ir.cron"]._commit_progress(len(found), remaining=self.search_count(domain))

    # --- follow-ups ---------------------------------------------------------------------------------------------
    @api.model
    def _duret_relance_default_user(self, company):
        """Override: the front desk calls the clients who did not choose a time.

        :param company: res.company
        :return: res.users
        """
        return company.duret_front_desk_user_id

    def _duret_relance_exhausted(self, rule):
        """Override: every reminder has left and nothing came back.

        :param rule: duret.relance.rule
        """
        result = super()._duret_relance_exhausted(rule)
        silent = self.filtered(lambda one: not one.is_silent)
        silent.is_silent = True
        silent.contract_id.to_call = True
        return result

    # --- buttons ------------------------------------------------------------------------------------------------
    def action_book(self):
        """Button: book for the client, on the days of the tour."""
        self.ensure_one()
        if self.state not in LIVE:
            raise UserError(self.env._("This visit is booked already, or the tour is over."))
        action = self.contract_id.action_book()
        action["params"]["windows"] = self._booking_request()["windows"]
        return action

    def action_remove(self):
        """Button: take this visit out of the tour."""
        self.filtered(lambda one: one.state == "draft").unlink()
