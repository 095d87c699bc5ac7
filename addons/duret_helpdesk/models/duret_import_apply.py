from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import psycopg2
from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL
from odoo.tools.mail import plaintext2html

from ..sheet_import import folded

# Nobody is told of what happened long ago.
QUIET = {
    "tracking_disable": True,
    "mail_create_nosubscribe": True,
    "mail_create_nolog": True,
    "mail_notrack": True,
    "mail_activity_automation_skip": True,
}
REFUSED = (UserError, psycopg2.DataError, psycopg2.IntegrityError)
COMPLETED = ("street", "street2", "zip", "city", "email", "ref", "company_registry", "company_name")


class DuretImportApply(models.AbstractModel):
    """Writing what the check announced: a batch is written whole or not at all."""

    _name = "duret.import.apply"
    _description = "Import: Apply"

    def action_apply(self):
        """Button: write what the report announces."""
        self.ensure_one()
        if self.state not in ("checked", "applying"):
            raise UserError(self.env._("Check the file first."))
        if self.doubt_count:
            raise UserError(
                self.env._("Decide first for the %(count)s lines marked “To decide”.", count=self.doubt_count)
            )
        self.write({"state": "applying", "message": False})
        self._work_or_queue()

    def _apply_batch(self, size):
        """Write some rows.

        :return: True while rows are left and none was refused
        """
        lines = self.env["duret.import.line"].search(
            [("run_id", "=", self.id), ("outcome", "in", ("create", "link"))], limit=size, order="number"
        )
        if not lines:
            self.state = "done"
            return False
        try:
            with self.env.cr.savepoint():
                self._apply_lines(lines)
                self.env.flush_all()
        except REFUSED as error:
            self.env.invalidate_all()
            self._stop_at_fault(lines, error)
            return False
        return True

    def _stop_at_fault(self, lines, error):
        """Find the row that was refused; the batch stays unwritten and a person decides how to go on."""
        fault, said = self.env["duret.import.line"], str(error)
        for line in lines:
            fault_text = self._refusal_of(line)
            if fault_text:
                fault, said = line, fault_text
                break
        fault.write({"outcome": "rejected", "reason": said})
        self.write(
            {
                "state": "checked",
                "message": self.env._(
                    "Lines %(first)s to %(last)s were not written, because of line %(number)s: %(fault)s\n"
                    "The lines before them are written. Press “Apply” to go on without line %(number)s.",
                    first=lines[0].number,
                    last=lines[-1].number,
                    number=fault.number or lines[0].number,
                    fault=said,
                ),
            }
        )

    def _refusal_of(self, line):
        """Try one row and take it back; why it is refused, or an empty text."""
        said = ""
        savepoint = self.env.cr.savepoint()
        try:
            self._apply_lines(line)
            self.env.flush_all()
        except REFUSED as error:
            said = str(error)
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()
        return said

    def _apply_lines(self, lines):
        if self.kind == "history":
            self._apply_history(lines)
        else:
            self._apply_clients(lines)

    # --- clients -------------------------------------------------------------------------------------------------
    def _apply_clients(self, lines):
        new = lines.filtered(lambda line: line.outcome == "create")
        partners = self.env["res.partner"].with_context(**QUIET)
        made = partners.create([self._client_values(line.row_values) for line in new])
        for line, partner in zip(new, made, strict=True):
            line.write({"outcome": "created", "partner_id": partner.id})
        for line in lines - new:
            self._complete_client(line)
        lines.filtered(lambda line: line.outcome == "link").outcome = "linked"

    def _client_values(self, values):
        """Values of a new contact.

        :return: dict for res.partner
        """
        found = self._client_fields(values)
        country = self._country(values.get("country"))
        phones = [
            (0, 0, {"number": number, "sequence": 10 + rank}) for rank, number in enumerate(values.get("phones", ()))
        ]
        return found | {
            "name": values["name"],
            "is_company": bool(values.get("is_company")),
            "country_id": country.id,
            "comment": plaintext2html(values["note"]) if values.get("note") else False,
            "duret_phone_ids": phones,
            "lang": self.env.company.partner_id.lang or self.env.lang,
        }

    def _client_fields(self, values):
        names = {"siret": "company_registry"}
        found = {names.get(name, name): value for name, value in values.items()}
        return {name: found[name] for name in COMPLETED if found.get(name)}

    def _country(self, text):
        """Country by its name or code; the company's own when the file says nothing."""
        if not text:
            return self.env.company.country_id
        countries = self.env["res.country"].search([])
        wanted = folded(text)
        return countries.filtered(lambda one: wanted in (folded(one.name), folded(one.code)))[:1]

    def _complete_client(self, line):
        """Fill what is empty on a known client; what is written there already wins."""
        partner, values = line.partner_id.with_context(**QUIET), line.row_values
        found = {name: value for name, value in self._client_fields(values).items() if not partner[name]}
        known = set(partner.duret_phone_ids.mapped("e164"))
        new = [number for number in values.get("phones", ()) if number not in known]
        if new:
            found["duret_phone_ids"] = [(0, 0, {"number": number, "sequence": 100}) for number in new]
        if found:
            partner.write(found)
            line.reason = ", ".join(filter(None, [line.reason, self._completed_text(found)]))

    def _completed_text(self, found):
        labels = self.env["res.partner"].fields_get(list(found), ["string"])
        return self.env._("completed: %(fields)s", fields=", ".join(labels[name]["string"] for name in found))

    # --- history -------------------------------------------------------------------------------------------------
    def _apply_history(self, lines):
        tickets = self.env["helpdesk.ticket"].with_context(**QUIET)
        stage = self._closing_stage()
        types = {folded(one.name): one for one in self.env["helpdesk.ticket.type"].search([])}
        made = tickets.create([self._ticket_values(line, stage, types) for line in lines])
        self.env.flush_all()
        for line, ticket in zip(lines, made, strict=True):
            moment = self._utc(line.row_values["date"])
            # The ORM writes its own moment of creation; the request is of the day that the file says.
            self.env.cr.execute(
                SQL(
                    "UPDATE helpdesk_ticket SET create_date = %s, last_stage_update = %s, closed_date = %s"
                    " WHERE id = %s",
                    moment,
                    moment,
                    moment,
                    ticket.id,
                )
            )
            line.write({"outcome": "created", "ticket_id": ticket.id})
        made.invalidate_recordset()
        made.set_sla()

    def _closing_stage(self):
        team = self.env["helpdesk.ticket"]._duret_default_team()
        stage = team._get_applicable_stages().filtered("closed")[:1]
        if not stage:
            raise UserError(self.env._("No stage closes a request: add one in the settings."))
        return stage

    def _ticket_values(self, line, stage, types):
        """Values of a request of the past.

        :return: dict for helpdesk.ticket
        """
        values = line.row_values
        partner = line.partner_id
        kind = types.get(folded(values.get("type", "")))
        moment = self._utc(values["date"])
        body = plaintext2html(values.get("body") or values["subject"])
        source = Markup("<p><em>%s</em></p>") % self.env._(
            "Taken over from %(file)s, line %(number)s", file=self.file_name or "", number=line.number
        )
        return {
            "name": values["subject"],
            "description": body + source,
            "partner_id": partner.id,
            "partner_name": partner.name,
            "partner_email": partner.email,
            "team_id": self.env["helpdesk.ticket"]._duret_default_team().id,
            "stage_id": stage.id,
            "closed_date": moment,
            "last_stage_update": moment,
            "type_id": kind.id if kind else False,
            "channel_id": self.env.ref("helpdesk_mgmt.helpdesk_ticket_channel_other").id,
            "user_id": self.env.user.id,
        }

    def _utc(self, text):
        """The moment of a row in UTC; the file says it in the company's time.

        :param str text: ISO, naive
        :return: naive UTC datetime
        """
        local = datetime.fromisoformat(text).replace(tzinfo=self._zone())
        return local.astimezone(UTC).replace(tzinfo=None)

    def _local_now(self):
        """The present on the company's clock.

        :return: naive local datetime
        """
        return fields.Datetime.now().replace(tzinfo=UTC).astimezone(self._zone()).replace(tzinfo=None)

    def _zone(self):
        return ZoneInfo(self.env.company.resource_calendar_id.tz or "Europe/Paris")
