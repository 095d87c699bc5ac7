import re
from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL, html2plaintext

from ..field_report import write_moment

MOST_HISTORY = 20
MOST_PHOTOS = 12
MOST_TEXT = 2_000
MOST_DETAIL = 300
BLANKS = re.compile(r"\n{3,}")


# What is shown of each record: the ORM would read all columns, rich texts and pictures included.
VISIT_FIELDS = [
    *("name", "type", "scheduled_date_start", "scheduled_date_end", "scheduled_duration", "duret_day_state"),
    *("stage_id", "description", "todo", "location_directions", "duret_partner_id", "location_id", "person_id"),
    *("person_ids", "duret_ticket_id"),
]
PAST_FIELDS = ["name", "type", "scheduled_date_start", "person_id", "location_id", "resolution"]
SITE_FIELDS = ["partner_id", "owner_id", "contact_id", "notes"]
PARTNER_FIELDS = [
    *("name", "complete_name", "phone", "street", "street2", "zip", "city"),
    *("partner_latitude", "partner_longitude", "duret_phone_ids"),
]
TICKET_FIELDS = ["number", "name", "description"]


class DuretSyncPullVisit(models.AbstractModel):
    """Pull: the visits, what is known of their sites, and their reports.

    All visits are read together: each table once, whatever the number of visits.
    """

    _name = "duret.sync.pull.visit"
    _description = "Pull: Visits"

    @api.model
    def _many_sections(self, visits):
        """Build the sections of visits and reports.

        :param visits: fsm.order of the user, see `_my_visits`
        :return: dict {"visit/<id>": dict, "report/<uuid>": dict}
        """
        self._read_shown(visits)
        known = {
            "tickets": self._open_tickets(visits),
            "history": self._history(visits),
            "documents": self._documents(visits),
            "photos": self._earlier_photos(visits),
            "equipment": self._equipment(visits),
            "gone": self._gone(visits),
        }
        sections = {f"visit/{visit.id}": self._visit(visit, known) for visit in visits}
        # sudo: reports of the user's own visits.
        reports = self.env["duret.intervention.report"].sudo().search([("order_id", "in", visits.ids)], order="id")
        return sections | {f"report/{report.uuid}": self._report(report) for report in reports}

    @api.model
    def _read_shown(self, visits):
        """Read what is shown of the visits, their sites, clients and requests: one statement for each."""
        visits.fetch(VISIT_FIELDS)
        sites = visits.location_id
        sites.fetch(SITE_FIELDS)
        crew = visits.person_id | visits.person_ids
        crew.fetch(["partner_id"])
        clients = visits.duret_partner_id | sites.owner_id | sites.contact_id | sites.partner_id | crew.partner_id
        clients.fetch(PARTNER_FIELDS)
        clients.duret_phone_ids.fetch(["number", "kind"])
        visits.duret_ticket_id.fetch(TICKET_FIELDS)

    @api.model
    def _gone(self, visits):
        """Those that were cancelled or given to a colleague: he has them for the report that he began.

        :return: fsm.order
        """
        people, cancelled = self._pulled_people(), self.env.ref("fieldservice.fsm_stage_cancelled")
        return visits.filtered(lambda visit: visit.stage_id == cancelled or not visit._duret_crew() & people)

    # --- one visit -------------------------------------------------------------------------------------------------
    @api.model
    def _visit(self, visit, known):
        """One visit as the telephone shows it."""
        site, ticket = visit.location_id, visit.duret_ticket_id
        return {
            "id": visit.id,
            "name": visit.name,
            "type": visit.type.id or None,
            "type_name": visit.type.name or "",
            "start": write_moment(visit.scheduled_date_start) if visit.scheduled_date_start else None,
            "end": write_moment(visit.scheduled_date_end) if visit.scheduled_date_end else None,
            "minutes": round(visit.scheduled_duration * 60),
            "state": visit.duret_day_state or "planned",
            "since": write_moment(visit.duret_since) if visit.duret_since else None,
            "late": visit.duret_late_minutes,
            "stage": visit.stage_id.name,
            "closed": visit.stage_id.is_closed,
            "gone": visit in known["gone"],
            "note": self._plain(visit.description),
            "instructions": self._plain(visit.todo),
            "client": self._client(visit.duret_partner_id or site.owner_id),
            "location": site.id,
            "address": self._address(site.partner_id),
            "lat": site.partner_id.partner_latitude or None,
            "lon": site.partner_id.partner_longitude or None,
            "access": "\n".join(filter(None, (self._plain(visit.location_directions), self._plain(site.notes)))),
            "contact": self._contact(site.contact_id),
            "crew": [person.partner_id.name for person in visit._duret_crew()],
            "ticket": ticket and self._ticket(ticket) or None,
            "tickets": [row for row in known["tickets"][visit] if row["id"] != ticket.id],
            "history": [row["shown"] for row in known["history"][site] if row["visit"] != visit.id][:MOST_HISTORY],
            "equipment": known["equipment"][site],
            "documents": known["documents"][visit],
            "photos": [row["shown"] for row in known["photos"][site] if row["visit"] != visit.id][:MOST_PHOTOS],
        }

    @api.model
    def _client(self, partner):
        """Name and telephones of the client; the number to call first is his mobile."""
        phones = [{"number": phone.number, "kind": phone.kind} for phone in partner.duret_phone_ids]
        mobile = next((phone["number"] for phone in phones if phone["kind"] == "mobile"), "")
        return {
            "id": partner.id,
            "name": partner.complete_name or partner.name or "",
            "phone": partner.phone or "",
            "mobile": mobile,
            "phones": phones,
        }

    @api.model
    def _contact(self, partner):
        return {"name": partner.name or "", "phone": partner.phone or ""}

    @api.model
    def _address(self, place):
        town = " ".join(filter(None, (place.zip, place.city)))
        return ", ".join(filter(None, (place.street, place.street2, town)))

    @api.model
    def _ticket(self, ticket):
        """The request that the visit answers."""
        text = self._plain(ticket.description)
        return {"id": ticket.id, "number": ticket.number, "title": ticket.name, "text": text}

    @api.model
    def _plain(self, html):
        """Text of a rich text field, without markup, shortened."""
        if not html:
            return ""
        text = html2plaintext(html, include_references=False) if "<" in html else html
        return BLANKS.sub("\n\n", text.strip())[:MOST_TEXT]

    # --- all visits together ---------------------------------------------------------------------------------------
    @api.model
    def _partners(self, visit):
        return visit.duret_partner_id | visit.location_id.owner_id | visit.location_id.contact_id

    @api.model
    def _open_tickets(self, visits):
        """Other open requests of the clients: {visit: list of dict}."""
        people = visits.duret_partner_id | visits.location_id.owner_id | visits.location_id.contact_id
        # sudo: number and title of the open requests of clients whom the user visits these days.
        tickets = self.env["helpdesk.ticket"].sudo()
        fields_read = ["number", "name", "partner_id"]
        domain = [("partner_id", "in", people.ids), ("duret_is_open", "=", True)]
        by_partner = defaultdict(list)
        for row in tickets.search_fetch(domain, fields_read, order="id desc", limit=500):
            by_partner[row.partner_id].append({"id": row.id, "number": row.number, "title": row.name})
        return {visit: [row for partner in self._partners(visit) for row in by_partner[partner]] for visit in visits}

    @api.model
    def _history(self, visits):
        """What was done at these sites before: {site: list of {"visit", "shown"}}, newest first."""
        # sudo: earlier visits at the sites of the user's own visits.
        past = self.env["fsm.order"].sudo().browse(self._newest_past(visits.location_id))
        past.fetch(PAST_FIELDS)
        past.person_id.fetch(["partner_id"])
        past.person_id.partner_id.fetch(["name"])
        reports = {}
        # sudo: earlier work at the sites where the user goes, whoever did it.
        done = self.env["duret.intervention.report"].sudo()
        for report in done.search_fetch([("order_id", "in", past.ids)], ["order_id", "work_done"], order="id"):
            reports[report.order_id] = report.work_done
        found = defaultdict(list)
        for visit in past:
            detail = reports.get(visit) or self._plain(visit.resolution)
            shown = {
                "date": write_moment(visit.scheduled_date_start),
                "title": " · ".join(filter(None, (visit.type.name, visit.person_id.partner_id.name))) or visit.name,
                "detail": (detail or "")[:MOST_DETAIL],
            }
            found[visit.location_id].append({"visit": visit.id, "shown": shown})
        return found

    @api.model
    def _newest_past(self, sites):
        """Ids of the latest visits of each site that are over, one more than is shown: one may be today's."""
        query = SQL(
            """SELECT id FROM (
                   SELECT visit.id, visit.scheduled_date_start AS start, row_number() OVER (
                       PARTITION BY visit.location_id ORDER BY visit.scheduled_date_start DESC, visit.id DESC) AS rank
                   FROM fsm_order visit JOIN fsm_stage stage ON stage.id = visit.stage_id
                   WHERE visit.location_id = ANY(%s) AND stage.is_closed AND visit.scheduled_date_start < %s
                     AND stage.id <> %s) ranked
               WHERE rank <= %s ORDER BY start DESC, id DESC""",
            sites.ids,
            fields.Datetime.now(),
            self.env.ref("fieldservice.fsm_stage_cancelled").id,
            MOST_HISTORY + 1,
        )
        return [row[0] for row in self.env.execute_query(query)]

    @api.model
    def _earlier_photos(self, visits):
        """Photos of earlier visits at these sites: {site: list of {"visit", "shown"}}, newest first."""
        query = SQL(
            """SELECT site, visit, file, taken, caption FROM (
                   SELECT report.location_id AS site, report.order_id AS visit, photo.attachment_id AS file,
                       photo.taken_at AS taken, photo.caption, photo.id, dense_rank() OVER (
                           PARTITION BY report.location_id ORDER BY report.order_id DESC) AS turn, row_number() OVER (
                           PARTITION BY report.order_id ORDER BY photo.taken_at DESC, photo.id DESC) AS rank
                   FROM duret_report_photo photo JOIN duret_intervention_report report ON report.id = photo.report_id
                   WHERE report.location_id = ANY(%s) AND photo.attachment_id IS NOT NULL) ranked
               WHERE turn <= %s AND rank <= %s ORDER BY taken DESC, id DESC""",
            visits.location_id.ids,
            MOST_PHOTOS + 1,
            MOST_PHOTOS,
        )
        found = defaultdict(list)
        # sudo: sites of the user's own visits.
        sites = self.env["fsm.location"].sudo()
        for site, visit, file, taken, caption in self.env.execute_query(query):
            shown = {"id": file, "date": write_moment(taken) if taken else None, "caption": caption or ""}
            found[sites.browse(site)].append({"visit": visit, "shown": shown})
        return found

    @api.model
    def _documents(self, visits):
        """Files of the visits, of their sites and requests: {visit: list of dict}."""
        owners = {
            "fsm.order": visits,
            "fsm.location": visits.location_id,
            "helpdesk.ticket": visits.duret_ticket_id,
        }
        domain = fields.Domain.OR(
            fields.Domain("res_model", "=", model) & fields.Domain("res_id", "in", records.ids)
            for model, records in owners.items()
        )
        # sudo: files of the user's own visits, of their sites and of the requests they answer.
        files = self.env["ir.attachment"].sudo()
        names = ["name", "mimetype", "file_size", "res_model", "res_id"]
        by_owner = defaultdict(list)
        for file in files.search_fetch(
            domain & fields.Domain("type", "=", "binary"), names, order="id desc", limit=500
        ):
            shown = {"id": file.id, "name": file.name, "mimetype": file.mimetype or "", "size": file.file_size}
            by_owner[file.res_model, file.res_id].append(shown)
        return {
            visit: by_owner["fsm.order", visit.id]
            + by_owner["fsm.location", visit.location_id.id]
            + by_owner["helpdesk.ticket", visit.duret_ticket_id.id]
            for visit in visits
        }

    @api.model
    def _equipment(self, visits):
        """Equipment of the sites: {site: list of dict}."""
        # sudo: equipment at the sites where the user goes.
        equipment = self.env["fsm.equipment"].sudo().search([("location_id", "in", visits.location_id.ids)], order="id")
        found = defaultdict(list)
        for row in equipment:
            shown = {"id": row.id, "name": row.name, "appliance": row.duret_appliance or ""}
            found[row.location_id].append(shown | {"note": self._plain(row.notes)})
        return found

    # --- one report ------------------------------------------------------------------------------------------------
    @api.model
    def _report(self, report):
        """One report as the server has it; what the telephone has not sent yet it adds itself."""
        conflicts = report.conflict_ids.filtered(lambda conflict: conflict.state == "open")
        return {
            "uuid": report.uuid,
            "name": report.name,
            "visit": report.order_id.id,
            "state": report.state,
            "outcome": report.outcome or None,
            "closed_at": write_moment(report.closed_at) if report.closed_at else None,
            "amends": report.amends_id.uuid or None,
            "revision": report.revision,
            "content": report._duret_content(),
            "photos_missing": report.photos_missing,
            "received": [photo.uuid for photo in report.photo_ids if photo.state == "received"],
            "conflicts": [
                {
                    "id": conflict.id,
                    "path": conflict.path,
                    "phone": conflict.phone_value,
                    "office": conflict.office_value,
                }
                for conflict in conflicts
            ],
        }
