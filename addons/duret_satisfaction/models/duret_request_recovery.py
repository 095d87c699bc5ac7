"""Unhappy clients: noticed, called back, asked once more."""

import hashlib
import textwrap

from odoo import SUPERUSER_ID, fields, models
from odoo.fields import Domain

COMPLAINT, CALL_WANTED = "complaint", "information"
CHANNEL = "opinion"
HOUR = 3600
SHOWN_IN_CALL = 90  # characters of the comment


class DuretRequestRecovery(models.AbstractModel):
    """An answer that alarms opens one complaint, for ever; corrections add to it.

    The request is locked by whoever writes its answer (see `_duret_record_answer`), and an index of the database
    refuses a second complaint of the same request.
    """

    _name = "duret.request.recovery"
    _inherit = ["duret.request.second", "duret.request.signals"]
    _description = "Request for an Opinion: Unhappy Clients"

    told_key = fields.Char(
        "Told to the Office", readonly=True, copy=False, help="Stamp of the answer as it was last told."
    )

    def _duret_answered(self, first):
        """Override: tell the office about an unhappy client, and about one who asks to be called."""
        result = super()._duret_answered(first)
        request = self._duret_by_program()
        if request.kind == "recovery":
            request._duret_settle()
        else:
            request._duret_react()
        return result

    def _duret_by_program(self):
        """This request as the program itself handles it, in the language of the company.

        Whoever brings the answer (a client, a robot of tests, Claire), what follows from it is the same.
        """
        company = self.company_id
        request = self.with_user(SUPERUSER_ID).with_company(company)
        return request.with_context(lang=company.partner_id.lang or self.env.lang, tz=request._duret_zone_name())

    def _duret_react(self):
        """Draw the consequences of the answer as it stands now."""
        signals = self._duret_signals()
        known = self.recovery_ticket_id
        answer = self._duret_answer_block()
        is_new = self.told_key != self._duret_said()
        self._duret_note_signals(signals)
        if known and is_new:
            self._duret_add_to_ticket(signals, answer)
        elif not known and not self.told_key and (signals or self.wants_call):
            self._duret_open_recovery(signals, answer)
        if self.recovery_ticket_id:
            self.told_key = self._duret_said()

    def _duret_said(self):
        """Stamp of what the client says as it stands now: told once, it is no news any more.

        :return: str without any of his words
        """
        marks = [(row["label"], row["mark"]) for row in self._duret_ratings()]
        said = (self.has_nps and self.nps, marks, self.comment or "", self.wants_call)
        return hashlib.sha256(repr(said).encode()).hexdigest()

    def _duret_note_signals(self, signals):
        """Write what was noticed.

        A client who was unhappy and whose complaint is settled stays one who was: his better mark is the success.
        """
        settled = self.recovery_state in ("solved", "asked", "recovered", "lost")
        values = {
            "is_unhappy": bool(signals) or (settled and self.is_unhappy),
            "signal_text": "\n".join(signals) or self._duret_reserve() or False,
        }
        if not signals and settled:
            values["recovery_state"] = "recovered"
        elif not signals:
            values["recovery_state"] = "none"
        self.write(values)

    # -- the complaint ---------------------------------------------------------------------------------------------
    def _duret_open_recovery(self, signals, answer):
        """Put a complaint in front of the person in charge: the open one about this visit, or a new one.

        :param list signals: sentences; none when the client only asks to be called
        :param Markup answer: what the note on the ticket says
        """
        ticket = self._duret_known_complaint() if signals else self.env["helpdesk.ticket"]
        if not ticket:
            ticket = self.env["helpdesk.ticket"].duret_open_request(self._duret_ticket_values(signals))
        ticket.write({"duret_opinion_ref": self.id, "duret_unhappy": bool(signals)})
        self.write({"recovery_ticket_id": ticket.id, "recovery_state": "open" if signals else "none"})
        ticket.message_post(body=answer, subtype_xmlid="mail.mt_note")
        ticket._duret_hear_unhappy(self._duret_mark_text() if signals else "")
        self._duret_call(ticket, signals)

    def _duret_ticket_values(self, signals):
        """Values of the new ticket; the client sees its subject and its text on the portal.

        :return: dict for `duret_open_request`
        """
        about, mark = self._duret_about(), self._duret_mark_text()
        if not signals:
            name = self.env._("Asks to be called after %(visit)s", visit=about)
        elif mark:
            name = self.env._("Opinion %(mark)s on %(visit)s", mark=mark, visit=about)
        else:
            name = self.env._("Opinion on %(visit)s", visit=about)
        return {
            "name": name,
            "channel": CHANNEL,
            "type": COMPLAINT if signals else CALL_WANTED,
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "phone": self.partner_id.phone or self.partner_id.commercial_partner_id.phone,
            "description": self._duret_answer_block(internal=False),
        }

    def _duret_known_complaint(self):
        """Open complaint of the same client about the same visit, that no other opinion has taken.

        About the visit is what it was opened for (where visits know their ticket), or what the same contact has
        opened since the visit was done.

        :return: helpdesk.ticket, the newest, or none
        """
        mine = Domain("partner_id", "=", self.partner_id.id) & Domain("partner_id", "!=", False)
        since = Domain("create_date", ">=", self.done_at) if self.done_at else Domain.FALSE
        about = mine & since
        if "duret_ticket_id" in self.visit_id._fields and self.visit_id["duret_ticket_id"]:
            about |= Domain("id", "=", self.visit_id["duret_ticket_id"].id)
        free = Domain("duret_is_open", "=", True) & Domain("duret_opinion_ref", "=", 0)
        complaint = Domain("type_id.duret_code", "=", COMPLAINT) & Domain("company_id", "=", self.company_id.id)
        return self.env["helpdesk.ticket"].search(free & complaint & about, order="id desc", limit=1)

    def _duret_add_to_ticket(self, signals, answer):
        """Tell the ticket what the client corrected or added; one that was closed is opened again by bad news.

        :param list signals: sentences; none when the client is no longer unhappy
        """
        ticket = self.recovery_ticket_id
        ticket.message_post(body=answer, subtype_xmlid="mail.mt_note")
        if signals and not ticket.duret_unhappy:
            ticket._duret_turn_into_complaint()
        ticket.duret_unhappy = bool(signals)
        if signals:
            if self.recovery_state == "none":
                self.recovery_state = "open"
            ticket._duret_reopen()
            ticket._duret_hear_unhappy(self._duret_mark_text())
        if signals or ticket._duret_waiting_callbacks():
            self._duret_call(ticket, signals)

    # -- the call --------------------------------------------------------------------------------------------------
    def _duret_call(self, ticket, signals):
        """Promise the call, and show it at once to the person in charge; a promise that is sooner stays.

        :param ticket: helpdesk.ticket
        :param list signals: sentences; without any, the call waits for its time
        """
        deadline = self._duret_call_before()
        if waiting := ticket._duret_waiting_callbacks()[:1]:
            deadline = min(deadline, waiting.duret_deadline)
        call = ticket.duret_plan_callback(deadline, phone=ticket.duret_phone, note=self._duret_call_note(signals))
        mark = self._duret_mark_text()
        if signals:
            summary = self.env._("%(mark)s · unhappy client", mark=mark) if mark else self.env._("Unhappy client")
        else:
            summary = self.env._("The client asks to be called")
        call.write({"summary": summary, "duret_shown_at_once": bool(signals)})

    def _duret_call_before(self):
        """Latest moment of the call: so many working hours from now.

        :return: naive UTC datetime
        """
        now, hours = fields.Datetime.now(), self.company_id.duret_callback_hours
        calendar = self.company_id._duret_calendar_now()
        return calendar.add(now, hours * HOUR) or fields.Datetime.add(now, hours=hours)

    def _duret_call_note(self, signals):
        """What the pop-up says: the comment, the visit and its technician, what alarmed.

        :return: str, plain text; its first lines are those that are seen
        """
        visit = self.visit_id
        about = " · ".join(filter(None, (self._duret_about(), visit.person_id.name)))
        comment = textwrap.shorten(self.comment or "", SHOWN_IN_CALL, placeholder="…")
        return "\n".join(filter(None, (comment, about, " · ".join(signals))))
