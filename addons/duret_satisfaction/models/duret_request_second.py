"""Once a complaint is settled: the client is asked once more, and his second answer says whether he was won back."""

from odoo import api, models

SURVEY = "duret_satisfaction.survey_survey_recovery"
# What the second question keeps of the first one: figures and words of the visit.
KEPT = ("partner_id", "company_id", "visit_id", "type_id", "person_id")


class DuretRequestSecond(models.AbstractModel):
    """One second question for each opinion, by an index of the database; there is never a third."""

    _name = "duret.request.second"
    _description = "Request for an Opinion: Asked Once More"

    # -- the complaint is closed, or open again ------------------------------------------------------------------
    @api.model
    def _duret_complaints_turned(self, tickets):
        """Ask about complaints that were just settled; take back what was not sent about those that are open again.

        :param tickets: helpdesk.ticket that opinions opened, just closed or opened again
        """
        # sudo: whoever may close a complaint sets off the question about it.
        requests = self.sudo().search([("recovery_ticket_id", "in", tickets.ids), ("is_unhappy", "=", True)])
        settled = tickets._duret_opinion_done_at()
        for request in requests.filtered(lambda one: one.recovery_state in ("open", "solved")):
            if request.recovery_ticket_id.id in settled:
                request._duret_by_program()._duret_ask_once_more(settled[request.recovery_ticket_id.id])
            else:
                request._duret_by_program()._duret_take_back()

    def _duret_ask_once_more(self, moment):
        """Make the second request, or let the one that was taken back go on.

        :param datetime moment: naive UTC, when the complaint was settled
        """
        self.recovery_state = "solved"
        second = self._duret_second()
        if not second:
            second = self._duret_make([self._duret_second_values(moment)])
        if second.state in ("planned", "skipped"):
            second._duret_look_again()

    def _duret_take_back(self):
        """The complaint is open again, or was not settled: nothing is asked about it."""
        self.recovery_state = "open"
        second = self._duret_second()
        if second.state == "planned":
            second._duret_look_again()

    def _duret_complaint(self):
        """The ticket on which this opinion is dealt with."""
        return self.ticket_id if self.kind == "recovery" else self.recovery_ticket_id

    def _duret_second(self):
        """The second request about this opinion, if there is one."""
        return self.search([("first_id", "=", self.id), ("kind", "=", "recovery")], limit=1)

    def _duret_second_values(self, moment):
        kept = {name: self[name].id for name in KEPT}
        survey = self.company_id.duret_recovery_survey_id or self.env.ref(SURVEY, raise_if_not_found=False)
        return kept | {
            "name": self.name,
            "kind": "recovery",
            "first_id": self.id,
            "ticket_id": self.recovery_ticket_id.id,
            "zone": self.zone,
            "survey_id": survey.id if survey else False,
            "done_at": moment,
            "state": "planned",
        }

    # -- sending -------------------------------------------------------------------------------------------------
    def _duret_done_moments(self):
        """Override: a complaint that is open again is not to be asked about; one that is settled, since it is."""
        moments = super()._duret_done_moments()
        second = self.filtered(lambda request: request.kind == "recovery")
        settled = second.ticket_id._duret_opinion_done_at()
        for request in second:
            moments.pop(request.id, None)
            if request.ticket_id.id in settled:
                moments[request.id] = settled[request.ticket_id.id]
        return moments

    def _duret_relance_sent(self, rows):
        """Override: the first opinion knows that its client was asked once more."""
        result = super()._duret_relance_sent(rows)
        first = self.filtered(lambda request: request.kind == "recovery").first_id
        first.filtered(lambda request: request.recovery_state == "solved").write({"recovery_state": "asked"})
        return result

    def _duret_about(self, date_format="d MMMM"):
        """Override: the second question is about the complaint."""
        if self.kind == "recovery":
            return self.env._("the way we dealt with your complaint %(number)s", number=self.ticket_id.number or "")
        return super()._duret_about(date_format)

    # -- the second answer ---------------------------------------------------------------------------------------
    def _duret_settle(self):
        """Write how the recovery ended; a client who is still unhappy gets his complaint back in front of us."""
        signals, said = self._duret_signals(), self._duret_said()
        is_new = self.told_key != said
        self.write(
            {
                "is_unhappy": bool(signals),
                "signal_text": "\n".join(signals) or self._duret_reserve() or False,
                "told_key": said,
            }
        )
        self.first_id.recovery_state = "lost" if signals else "recovered"
        ticket = self.ticket_id
        if ticket and is_new:
            ticket.message_post(body=self._duret_answer_block(), subtype_xmlid="mail.mt_note")
            if signals:
                ticket._duret_reopen()
            if signals or self.wants_call or ticket._duret_waiting_callbacks():
                self._duret_call(ticket, signals)
