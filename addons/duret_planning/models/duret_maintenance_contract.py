from odoo import api, fields, models
from odoo.exceptions import UserError

from ..contract_sheet import split_equipment


class DuretMaintenanceContract(models.Model):
    """A client's appliances, visited every so many months.

    Not `fsm.recurring`: that model makes visits by itself on fixed dates, while here a visit exists only once the
    client has chosen its time within the tolerance.
    """

    _name = "duret.maintenance.contract"
    _description = "Maintenance Contract"
    _inherit = ["duret.maintenance.rhythm", "duret.maintenance.cells", "mail.thread", "mail.activity.mixin"]
    _order = "next_date, id"
    _rec_names_search = ["name", "partner_id"]

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/", index=True)
    partner_id = fields.Many2one("res.partner", "Client", required=True, index=True, tracking=True)
    location_id = fields.Many2one("fsm.location", "Site", required=True, index=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    person_id = fields.Many2one("fsm.person", "Technician", index="btree_not_null", tracking=True)
    type_id = fields.Many2one(
        "fsm.order.type", "Kind of Visit", required=True, default=lambda self: self._default_type_id()
    )
    minutes = fields.Integer("Length (minutes)", default=60, required=True)
    equipment = fields.Char(help="Such as « Alarm + 2 air conditioners »: each one gets its own sheet.")
    equipment_ids = fields.One2many("fsm.equipment", "duret_contract_id", "Equipment Sheets")
    note = fields.Text("Remarks")
    color = fields.Integer("Colour")
    to_call = fields.Boolean(help="Marked by hand, such as the yellow lines of the former spreadsheet")
    zip = fields.Char(related="location_id.partner_id.zip")
    city = fields.Char(related="location_id.partner_id.city", store=True)
    street = fields.Char(related="location_id.partner_id.street")
    phone = fields.Char(related="partner_id.phone")
    email = fields.Char(related="partner_id.email")
    latitude = fields.Float(related="location_id.partner_id.partner_latitude")
    longitude = fields.Float(related="location_id.partner_id.partner_longitude")
    visit_ids = fields.One2many("fsm.order", "duret_contract_id", "Visits")
    visit_id = fields.Many2one(
        "fsm.order", "Planned Visit", compute="_compute_visit_id", store=True, index="btree_not_null"
    )
    visit_date = fields.Datetime(related="visit_id.scheduled_date_start", string="Planned For")
    invitation_ids = fields.One2many("duret.maintenance.invitation", "contract_id", "Invitations")
    import_key = fields.Char(readonly=True, copy=False, help="What makes a row of a spreadsheet this contract.")
    import_cells = fields.Json(readonly=True, copy=False)

    _name_unique = models.UniqueIndex("(name, company_id)", "Two contracts cannot have the same number.")
    _import_key_unique = models.UniqueIndex(
        "(import_key, company_id) WHERE import_key IS NOT NULL", "This row of the spreadsheet is already a contract."
    )
    _numbers = models.Constraint(
        "CHECK (period_months BETWEEN 1 AND 120 AND tolerance_weeks BETWEEN 0 AND 26 AND minutes BETWEEN 5 AND 960)",
        "A contract has a visit every 1 to 120 months, within 26 weeks at most, of 5 minutes to 16 hours.",
    )

    @api.model
    def _default_type_id(self):
        return self.env["fsm.order.type"].search([("duret_code", "=", "maintenance")], limit=1)

    @api.depends("visit_ids.stage_id.is_closed", "visit_ids.scheduled_date_start")
    def _compute_visit_id(self):
        for contract in self:
            coming = contract.visit_ids.filtered(
                lambda visit: visit.scheduled_date_start and not visit.stage_id.is_closed
            )
            contract.visit_id = coming.sorted("scheduled_date_start")[:1]

    @api.depends("name", "partner_id")
    def _compute_display_name(self):
        for contract in self:
            contract.display_name = " – ".join(filter(None, [contract.name, contract.partner_id.name]))

    @api.model_create_multi
    def create(self, vals_list):
        """Override: number, site of the client, a sheet for each appliance."""
        sequences = self.env["ir.sequence"]
        for vals in vals_list:
            if vals.get("name", "/") == "/":
                vals["name"] = sequences.next_by_code("duret.maintenance.contract") or "/"
            if vals.get("partner_id") and not vals.get("location_id"):
                vals["location_id"] = self._site_of(self.env["res.partner"].browse(vals["partner_id"])).id
        contracts = super().create(vals_list)
        contracts._sync_equipment()
        return contracts

    def write(self, vals):
        """Override: the sheets of appliances follow what the line says."""
        result = super().write(vals)
        if "equipment" in vals or "location_id" in vals:
            self._sync_equipment()
        return result

    @api.model
    def _site_of(self, partner, address=None):
        """Where the visits of a client take place.

        :param partner: res.partner
        :param address: dict of street, zip and city, or None for the client's own
        :return: fsm.location, found or made
        :raise UserError: no town is known
        """
        self.check_access("create")
        # sudo: whoever makes contracts (checked above) gets the client's site, and nothing else of sites.
        site = self.env["fsm.location"].sudo()._duret_site_for(partner.sudo(), address)
        return site.with_env(self.env)

    def _sync_equipment(self):
        """One sheet an appliance: new ones are made, those no longer named leave the contract but are kept."""
        created = []
        # sudo: appliances belong to the contract, which the user has just written.
        sheets = self.sudo().equipment_ids
        known = sheets.grouped("duret_contract_id")
        for contract in self:
            none = sheets.browse()
            mine, kept = known.get(contract, none), none
            named = mine.grouped("duret_appliance")
            for name, count in split_equipment(contract.equipment or ""):
                have = named.get(name, none)[:count]
                kept |= have
                created += [contract._equipment_values(name, rank) for rank in range(len(have) + 1, count + 1)]
            (mine - kept).duret_contract_id = False
            moved = kept.filtered(lambda sheet, site=contract.location_id: sheet.location_id != site)
            moved.location_id = contract.location_id
        # sudo: as above.
        self.env["fsm.equipment"].sudo().create(created)

    def _equipment_values(self, name, rank):
        number = f" {rank}" if rank > 1 else ""
        return {
            "name": f"{name}{number} ({self.name})",
            "duret_appliance": name,
            "duret_contract_id": self.id,
            "location_id": self.location_id.id,
            "owned_by_id": self.partner_id.id,
            "company_id": self.company_id.id,
        }

    # --- buttons ------------------------------------------------------------------------------------------------
    def action_suspend(self):
        """Button: nothing is due while the contract is suspended."""
        self.write({"state": "suspended"})

    def action_resume(self):
        """Button: go on; dates missed meanwhile are not owed."""
        self.write({"state": "active"})

    def action_end(self):
        """Button: the contract is over."""
        self.write({"state": "ended"})

    def action_book(self):
        """Button and key: open the booking of a visit for this contract, at its site, by its technician (P09).

        :return: client action
        :raise UserError: a visit is planned already, or the contract does not run
        """
        self.ensure_one()
        if self.visit_id:
            raise UserError(self.env._("A visit is planned already: %(visit)s.", visit=self.visit_id.display_name))
        if self.state != "active":
            raise UserError(self.env._("This contract does not run: resume it first."))
        return self._booking_action()

    def _booking_action(self):
        return {
            "type": "ir.actions.client",
            "tag": "duret_planning.appointment",
            "target": "new",
            "params": {
                "type_id": self.type_id.id,
                "location_id": self.location_id.id,
                "partner_id": self.partner_id.id,
                "person_ids": self.person_id.ids,
                "minutes": self.minutes,
                "extra": {"duret_contract_id": self.id},
            },
        }

    # --- visits -------------------------------------------------------------------------------------------------
    def _notice_visits(self):
        """What became of the visits of these contracts: invitations that are answered, or free again."""
        self.invalidate_recordset(["visit_id"])
        for invitation in self.invitation_ids:
            visit = invitation.contract_id.visit_id
            if invitation.state in ("draft", "invited") and visit:
                invitation._booked(visit)
            elif invitation.state == "booked" and invitation.visit_id.stage_id == self._cancelled_stage():
                invitation._cancelled()
        self.filtered(lambda contract: contract.visit_id and contract.to_call).to_call = False

    @api.model
    def _cancelled_stage(self):
        return self.env.ref("fieldservice.fsm_stage_cancelled")
