from odoo import api, fields, models


class FsmPerson(models.Model):
    """The technician: hours, absences, skills, where the day begins."""

    _name = "fsm.person"
    _inherit = ["duret.person.feed", "fsm.person"]

    duret_resource_id = fields.Many2one(
        "resource.resource",
        "Absences",
        copy=False,
        ondelete="restrict",
        help="The absences of this resource are the technician's",
    )
    duret_employee_id = fields.Many2one(
        "hr.employee", "Employee File", copy=False, help="His leaves, once approved, are the technician's absences"
    )
    duret_user_id = fields.Many2one(
        "res.users", "User", compute="_compute_duret_user_id", search="_search_duret_user_id", compute_sudo=True
    )
    duret_base_partner_id = fields.Many2one(
        "res.partner", "Starting Point", help="Where the day begins and ends: depot or home; empty: the company"
    )
    duret_zone = fields.Char("Area", help="Where he usually works, such as « Annecy » or « Arve »")
    duret_van = fields.Char("Van Name")
    duret_color = fields.Integer("Colour")
    duret_bookable = fields.Boolean("Receives Appointments", default=True)
    duret_skill_ids = fields.Many2many(
        "hr.skill",
        "duret_person_skill_rel",
        "person_id",
        "skill_id",
        string="Known Skills",
        compute="_compute_duret_skill_ids",
        store=True,
    )

    _duret_resource_unique = models.UniqueIndex(
        "(duret_resource_id) WHERE duret_resource_id IS NOT NULL", "Two technicians cannot share their absences."
    )
    _duret_feed_unique = models.UniqueIndex("(duret_feed_token) WHERE duret_feed_token IS NOT NULL")
    _duret_employee_unique = models.UniqueIndex(
        "(duret_employee_id) WHERE duret_employee_id IS NOT NULL", "This employee is another technician already."
    )

    @api.depends("skill_ids.skill_id")
    def _compute_duret_skill_ids(self):
        for person in self:
            person.duret_skill_ids = person.skill_ids.skill_id

    @api.depends("partner_id.user_ids")
    def _compute_duret_user_id(self):
        for person in self:
            person.duret_user_id = person.partner_id.user_ids[:1]

    @api.model
    def _search_duret_user_id(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        return [("partner_id.user_ids", operator, value)]

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, *, active_test=True, bypass_access=False):
        """Override: hand the two last arguments on, which the base addon drops.

        Reading an archived technician then failed with an access error, even for the superuser: the ORM reads records
        through this method, without the filter on archived ones.
        """
        people = self if active_test else self.with_context(active_test=False)
        # Core itself asks to bypass the rules, when it has applied them already.
        people = people.sudo() if bypass_access else people
        return super(FsmPerson, people)._search(domain, offset, limit, order)

    @api.model_create_multi
    def create(self, vals_list):
        """Override: each technician has a resource, which carries his absences."""
        people = super().create(vals_list)
        people._duret_ensure_resource()
        return people

    def write(self, vals):
        """Override: hours and employee follow."""
        result = super().write(vals)
        if vals.keys() & {"duret_employee_id", "duret_resource_id", "calendar_id"}:
            self._duret_ensure_resource()
        return result

    def _duret_calendar(self):
        """Return the working hours of this technician: his own, else the company's."""
        self.ensure_one()
        return self.calendar_id or (self.company_id or self.env.company).resource_calendar_id

    def _duret_base(self):
        """Return the partner whose address begins and ends the day."""
        self.ensure_one()
        return self.duret_base_partner_id or (self.company_id or self.env.company).partner_id

    def _duret_ensure_resource(self):
        """Give each technician the resource of his employee, or one of his own with his hours."""
        # Whoever makes a technician may: resources are its technical side.
        for person in self.sudo():
            if person.duret_employee_id:
                person_resource = person.duret_employee_id.resource_id
            else:
                person_resource = person.duret_resource_id or person._duret_new_resource()
                person_resource.calendar_id = person._duret_calendar()
            if person.duret_resource_id != person_resource:
                person.duret_resource_id = person_resource

    def _duret_new_resource(self):
        company = self.company_id or self.env.company
        return self.env["resource.resource"].create(
            {
                "name": self.name,
                "company_id": company.id,
                "calendar_id": self._duret_calendar().id,
                "tz": self._duret_calendar().tz or "Europe/Paris",
            }
        )
