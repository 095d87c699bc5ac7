from odoo import api, models
from odoo.tools.mail import email_normalize

from odoo.addons.duret_base.duret_phones import parse_cell

ON_THE_DAY = frozenset(("duret_confirmed", "scheduled_date_start", "stage_id", "person_id", "person_ids"))


class DuretVisitNotice(models.AbstractModel):
    """What clients and technicians are told about a visit.

    Uses `_duret_contact` and `_duret_manage_url` of `duret.visit.portal`, `_duret_crew` and `_duret_takes_time` of
    `duret.visit.claim`.
    """

    _name = "duret.visit.notice"
    _description = "Visit: Messages"

    def write(self, vals):
        """Override: once the client has agreed to a time that stands already, he gets its confirmation."""
        agreed = (
            self.filtered(lambda visit: not visit.duret_confirmed) if vals.get("duret_confirmed") else self.browse()
        )
        result = super().write(vals)
        if agreed:
            agreed._duret_last_planning()._duret_queue_messages(only_clients=True)
        if ON_THE_DAY & vals.keys():
            self.env["duret.my.day"]._notify_changed({"visits", "visits_to_agree", "visits_moved"})
        return result

    def action_duret_agreed(self):
        """« Le client est d'accord »: the time is fixed, and confirmed to the client."""
        self.write({"duret_confirmed": True})

    def _duret_calendar_uid(self):
        """Identity of the visit in calendars, the same for ever and on no other server.

        :return: str
        """
        self.ensure_one()
        # sudo: the identity of the database, which every mail carries.
        database = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        return f"visit-{self.id}@{database}"

    def _duret_last_planning(self):
        """Last event of each of these visits that gave it its time.

        :return: duret.visit.event
        """
        kinds = ("created", "planned", "moved", "reassigned")
        # sudo: only what the write above has changed is told; the journal is nobody's to read by hand.
        events = self.env["duret.visit.event"].sudo()
        groups = events._read_group([("order_id", "in", self.ids), ("kind", "in", kinds)], ["order_id"], ["id:max"])
        return events.browse([last for _visit, last in groups])

    # -- what is true ---------------------------------------------------------------------------------------------

    def _duret_start_for_client(self, told):
        """Start that the client has to know.

        :param told: the one he knows, or False
        :return: naive UTC; False when the visit is cancelled; what he knows while nothing else was agreed
        """
        self.ensure_one()
        if self.stage_id.is_closed:
            return False
        return self.scheduled_date_start if self.duret_confirmed and self.scheduled_date_start else told

    def _duret_start_for_technician(self, partner):
        """Start that a technician has to know.

        :param partner: res.partner of the technician
        :return: naive UTC; False when the visit is not his, or will not take place
        """
        self.ensure_one()
        is_his = partner in self._duret_crew().partner_id
        return is_his and self._duret_takes_time() and self.scheduled_date_start

    # -- how they are reached ---------------------------------------------------------------------------------------

    def _duret_message_addresses(self):
        """How the client of each visit is reached.

        :return: dict {visit id: dict(name, email: normalized or "", mobile: E.164 or "")}
        """
        mobiles = self.duret_partner_id._duret_relance_mobiles()
        found = {}
        for visit in self:
            contact = visit._duret_contact()
            numbers = parse_cell(contact.get("phone") or "")
            own = next((number.e164 for number in numbers if number.kind == "mobile"), "")
            found[visit.id] = {
                "name": contact.get("name") or visit.duret_partner_id.name or "",
                "email": email_normalize(contact.get("email")) or "",
                "mobile": own or mobiles.get(visit.duret_partner_id.id, ""),
            }
        self._duret_drop_refused(found)
        return found

    def _duret_drop_refused(self, addresses):
        """Take out the numbers that refuse text messages and the addresses that give every mail back."""
        numbers = list({address["mobile"] for address in addresses.values()} - {""})
        # sudo: whether a number is refused, nothing else.
        refused = set(self.env["phone.blacklist"].sudo().search([("number", "in", numbers)]).mapped("number"))
        bounced = {partner.email_normalized for partner in self.duret_partner_id if partner.message_bounce}
        for address in addresses.values():
            if address["mobile"] in refused:
                address["mobile"] = ""
            if address["email"] in bounced and not address["mobile"]:
                address["email"] = ""

    @api.model
    def _duret_reply_address(self, company):
        """Address that clients answer to: the one of the customer service, where an answer becomes a ticket.

        :return: str
        """
        team = self.env.ref("duret_helpdesk.team_customer_service", raise_if_not_found=False)
        # sudo: an address that is printed on every mail.
        alias = team and team.sudo().alias_email
        return f'"{company.name}" <{alias}>' if alias else company.email_formatted

    def _duret_accepts_sender(self, email):
        """Override: an answer to a message about a visit becomes a ticket, where somebody reads it; a visit has no
        reader. Colleagues may write in the visit."""
        # sudo: whether the sender is an employee, nothing else.
        users = self.env["res.users"].sudo()
        return bool(users.search_count([("email_normalized", "=", email), ("share", "=", False)], limit=1))
