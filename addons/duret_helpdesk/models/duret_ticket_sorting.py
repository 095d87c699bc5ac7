import hashlib

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..triage import corrections, marking, text

WAITING = Domain([("duret_is_open", "=", True), ("duret_triage_state", "=", "to_sort")])
SKIPPED_AT_MOST = 500


class DuretTicketSorting(models.AbstractModel):
    """Sorting by a person: one request after the other, with a key or a click; every choice is learned."""

    _name = "duret.ticket.sorting"
    _description = "Ticket: Sorting by a Person"

    def write(self, vals):
        """Override: whoever gives a type to a request that the program read has sorted it; that is learned.

        The program's own writes (superuser) decide nothing.
        """
        if not vals.get("type_id") or self.env.su:
            return super().write(vals)
        sorted_now = self.filtered(lambda ticket: ticket.duret_triage_state in ("to_sort", "dispatched"))
        result = super().write(vals)
        if sorted_now:
            super(DuretTicketSorting, sorted_now).write({"duret_triage_state": "confirmed"})
            sorted_now._duret_learn()
        return result

    def _duret_learn(self):
        """Keep what a person decided about these requests, for the next training."""
        corrections_kept = self.env["duret.triage.correction"]
        for ticket in self:
            corrections_kept._store(ticket._duret_correction_values())

    def _duret_correction_values(self):
        """What is kept of a decision: the words of the request, who decided what."""
        self.ensure_one()
        detail = self.duret_triage_detail or {}
        sender = (self.partner_email or "").strip().lower()
        message = text.prepare(self.name, str(self.description or ""), True, tuple(detail.get("signs", ())))
        return {
            **corrections.to_row(message),
            "ticket_id": self.id,
            "company_id": self.company_id.id,
            "hand": hashlib.sha256(sender.encode()).hexdigest()[:16] if sender else False,
            "proposed_type_id": self.duret_triage_type_id.id,
            "type_id": self.type_id.id,
            "team_id": self.team_id.id,
            "user_id": self.env.uid,
            "model_version": detail.get("version", 0),
        }

    # -- screen -------------------------------------------------------------------------------------------------

    @api.model
    def duret_triage_next(self, skipped=()):
        """The request to sort now, for the screen « To sort »: the most urgent first, then the oldest.

        :param list skipped: ids put off by the person
        :return: dict: `count` (requests that wait), `ticket` (None when nothing is left), `types` to choose from
        :raise AccessError: the user may not sort
        """
        self._check_sorter()
        skipped = [int(rank) for rank in skipped][:SKIPPED_AT_MOST]
        left = self.search(WAITING & Domain("id", "not in", skipped), order="priority desc, id", limit=1)
        if not left and skipped:  # all the others are done: those that were put off come back
            left = self.search(WAITING, order="priority desc, id", limit=1)
        types = self.env["helpdesk.ticket.type"].search([])
        return {
            "count": self.search_count(WAITING),
            "ticket": left._duret_triage_card() if left else None,
            "types": [{"id": kind.id, "name": kind.name, "code": kind.duret_code or ""} for kind in types],
        }

    def duret_triage_sort(self, type_id, skipped=()):
        """Give a request the type that a person chose, and the next one to sort.

        A request that somebody else has just sorted is left as it is.

        :param int type_id: helpdesk.ticket.type
        :return: what `duret_triage_next` returns, and `already` when somebody else was faster
        :raise AccessError: the user may not sort
        :raise UserError: no such type
        """
        self._check_sorter()
        self.check_access("write")
        kind = self.env["helpdesk.ticket.type"].browse(int(type_id)).exists()
        if not kind:
            raise UserError(self.env._("This type does not exist any more."))
        self.lock_for_update()
        waiting = self.filtered(lambda ticket: ticket.duret_triage_state == "to_sort")
        for ticket in waiting:
            ticket.write(ticket._duret_sorted_values(kind))
        return {**self.duret_triage_next(skipped), "already": not waiting}

    def _duret_sorted_values(self, kind):
        """Values of a request whose type a person has just chosen: the proposed team comes with the proposed type."""
        values = {"type_id": kind.id}
        if kind == self.duret_triage_type_id and self.duret_triage_team_id:
            values["team_id"] = self.duret_triage_team_id.id
        return values

    def _check_sorter(self):
        if not self.env.user.has_group("duret_base.group_assistant"):
            raise AccessError(self.env._("Only assistants may sort requests."))

    def _duret_triage_card(self):
        """What the screen shows of a request."""
        self.ensure_one()
        detail = self.duret_triage_detail or {}
        names = {kind.duret_code: kind.name for kind in self.env["helpdesk.ticket.type"].search([])}
        marks = {text.fold(word) for word, _part in detail.get("words", ())}
        shown = text.from_html(str(self.description or ""))
        return {
            "id": self.id,
            "number": self.number,
            "sender": self.partner_id.display_name or self.partner_name or self.partner_email or "",
            "email": self.partner_email or "",
            "date": fields.Datetime.to_string(self.create_date),
            "channel": self.channel_id.name or "",
            "files": self.message_attachment_count,
            "priority": self.priority,
            "priority_reason": self.duret_priority_reason,
            "subject": marking.pieces(self.name or "", marks),
            "body": marking.pieces(marking.readable(shown), marks),
            "proposed_id": self.duret_triage_type_id.id,
            "team": self.duret_triage_team_id.name or "",
            "sentence": self.duret_triage_sentence,
            "ranked": [[names.get(code, code), round(100 * p)] for code, p in detail.get("ranked", ())],
        }

    @api.model
    def action_duret_triage_list(self):
        """The requests to sort, as a list."""
        return self.env["ir.actions.act_window"]._for_xml_id("duret_helpdesk.helpdesk_ticket_action_to_sort")
