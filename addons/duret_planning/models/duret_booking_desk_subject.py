from odoo import api, models
from odoo.exceptions import UserError

SUBJECTS = ("helpdesk.ticket", "crm.phonecall", "res.partner", "fsm.order")
SITES = 20
WHERE = ("street", "zip", "city")


class DuretBookingDeskSubject(models.AbstractModel):
    """Whom the visit is for, found from what is on the screen."""

    _name = "duret.booking.desk.subject"
    _description = "Booking by the Office: Subject"

    @api.model
    def _subject(self, params):
        """Who is visited, and why.

        :return: dict: client (res.partner), ticket, call, visit, site (records, perhaps empty), type_id
        :raises UserError: there is nobody
        """
        subject = {
            "client": self._record("res.partner", params.get("partner_id")),
            "ticket": self.env["helpdesk.ticket"],
            "call": self.env["crm.phonecall"],
            "visit": self.env["fsm.order"],
            "site": self._record("fsm.location", params.get("location_id")),
            "type_id": params.get("type_id"),
        }
        if params.get("model") in SUBJECTS:
            record = self._record(params["model"], params.get("res_id"))
            subject |= getattr(self, f"_subject_{record._table}")(record)
        subject["client"] = subject["client"] or subject["site"].owner_id
        if not subject["client"]:
            raise UserError(self.env._("Who is the client? Choose a contact first."))
        return subject

    def _subject_helpdesk_ticket(self, ticket):
        return {"client": ticket.partner_id, "ticket": ticket}

    def _subject_crm_phonecall(self, call):
        return {"client": call.partner_id, "call": call, "ticket": call.duret_ticket_id}

    def _subject_res_partner(self, partner):
        return {"client": partner}

    def _subject_fsm_order(self, visit):
        """A visit that is moved; it must not be over."""
        visit._duret_check_open()
        return {
            "client": visit.duret_partner_id,
            "ticket": visit.duret_ticket_id,
            "visit": visit,
            "site": visit.location_id,
            "type_id": visit.type.id,
        }

    def _sites(self, client):
        """Places of the client's firm, the latest first."""
        return self.env["fsm.location"].search(
            [("owner_id", "=", client.commercial_partner_id.id)], order="id desc", limit=SITES
        )

    def _usual_site(self, subject, sites):
        """The place that is most likely meant: the one given, the one of the contact, the only one."""
        if subject["site"]:
            return subject["site"]
        client = subject["client"]
        own = sites.filtered(lambda site: client in (site.contact_id, site.partner_id))
        if not own and client.city:
            key = sites._duret_address_key(client)
            own = sites.filtered(lambda site: site._duret_address_key(site) == key)
        if own or client.city:
            return own[:1]
        return sites[:1]

    def _usual_kind(self, subject, kinds):
        """The kind of visit that is most likely meant: the one given, the one of the request, the first."""
        given = kinds.filtered(lambda kind: kind.id == subject["type_id"])
        asked = subject["ticket"].type_id
        return given or kinds.filtered(lambda kind: asked and kind.duret_ticket_type_id == asked)[:1] or kinds[:1]

    def _site_address(self, site):
        town = " ".join(filter(None, (site.zip, site.city)))
        return ", ".join(filter(None, (site.street, town))) or site.name

    def _shown_subject(self, subject):
        """Who and why, as the form shows them."""
        client, ticket, visit = subject["client"], subject["ticket"], subject["visit"]
        return {
            "client": {"id": client.id, "name": client.display_name, "phone": client.phone or ""},
            "ticket": {"id": ticket.id, "number": ticket.number, "name": ticket.name} if ticket else False,
            "call_id": subject["call"].id,
            "visit": {"id": visit.id, "name": visit.name, "when": self._visit_when(visit)} if visit else False,
        }

    def _visit_when(self, visit):
        if not visit.scheduled_date_start:
            return ""
        words = self.env["duret.visit.message"]._duret_slot_words(visit.scheduled_date_start, visit.scheduled_date_end)
        return f"{words['day']}, {words['hours']}"
