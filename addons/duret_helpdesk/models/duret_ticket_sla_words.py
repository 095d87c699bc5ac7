from odoo import api, fields, models
from odoo.tools import format_date

from ..sla_clock import RESPONSE, clock_words, duration_words, explain, promised_quarter, replay, segments
from .duret_ticket_sla import CLOCKS, EMPLOYEES

RUNNING = ("ok", "at_risk", "breached")


class DuretTicketSlaWords(models.AbstractModel):
    """The clocks of a ticket in words: the badge of lists and forms, « Why this delay? », the promise to the client."""

    _name = "duret.ticket.sla.words"
    _description = "Ticket: SLA in Words"

    duret_sla_badge = fields.Json("Delay Shown", compute="_compute_duret_sla_badge", groups=EMPLOYEES)

    # -- badge --------------------------------------------------------------------------------------------------

    @api.depends("duret_sla_state", "duret_sla_deadline", "duret_response_deadline")
    @api.depends_context("lang")
    def _compute_duret_sla_badge(self):
        now = self._duret_clock_now()
        for ticket in self:
            ticket.duret_sla_badge = ticket._duret_badge(now)

    def _duret_badge(self, now):
        """Colour, text and explanation of the remaining working time.

        :param datetime now: naive UTC
        :return: dict {tone, text, title}, False without any deadline
        """
        state, deadline = self.duret_sla_state or "none", self.duret_sla_deadline
        if state == "none":
            return False
        if state not in RUNNING or not deadline:
            shown = {
                "paused": self.env._("On hold"),
                "met": self.env._("Kept"),
                "breached": self.env._("Deadline passed"),
            }
            return {"tone": state, "text": shown.get(state, ""), "title": self._duret_state_words(state)}
        if now > deadline:
            late = self._duret_present_calendar().count(deadline, now)
            shown = self.env._("%(time)s of work late", time=duration_words(late))
            tone = "breached"
        else:
            left = self._duret_present_calendar().count(now, deadline)
            shown = self.env._("%(time)s of work left", time=duration_words(left))
            tone = state
        return {"tone": tone, "text": shown, "title": self._duret_deadline_words(deadline)}

    def _duret_state_words(self, state):
        return {
            "paused": self.env._("The clock stands still until the client answers."),
            "met": self.env._("Nothing was late."),
            "breached": self.env._("A deadline was missed."),
        }.get(state, "")

    def _duret_deadline_words(self, deadline):
        when = self._duret_moment_words(deadline)
        if deadline == self.duret_response_deadline and not self.duret_first_response_date:
            return self.env._("Answer before %(when)s", when=when)
        return self.env._("Solution before %(when)s", when=when)

    def _duret_present_calendar(self):
        """Calendar by which this ticket counts now.

        :return: sla_clock.WorkCalendar
        """
        # sudo: working hours, which every client is told.
        ticket = self.sudo()
        calendars = ticket.env["resource.calendar"]
        calendar = ticket.team_id.resource_calendar_id or ticket.company_id.resource_calendar_id
        hours = calendars._duret_hours_text(calendar.id)
        return calendars._duret_work_calendar(hours, calendar.id, ticket.company_id.id)

    def _duret_moment_words(self, moment, day_format="EEEE d MMMM"):
        """Write an instant as one says it: « lundi 23 novembre à 11 h 30 ».

        :param datetime moment: naive UTC
        :param str day_format: pattern of the day
        :return: str in the language of the context
        """
        local = self._duret_present_calendar().local(moment)
        return self.env._(
            "%(day)s at %(time)s",
            day=format_date(self.env, local.date(), date_format=day_format),
            time=clock_words(local.hour, local.minute),
        )

    # -- promise to the client ----------------------------------------------------------------------------------

    def _duret_expected_answer(self):
        """Give the instant by which the client may be told to expect an answer: the deadline, rounded up to the
        quarter of an hour.

        :return: naive UTC datetime; False when answered, late, awaiting the client, closed or without promise
        """
        self.ensure_one()
        # sudo: the client is told this instant and nothing else of the clock.
        ticket = self.sudo()
        if ticket.duret_response_state not in ("ok", "at_risk") or not ticket.duret_response_deadline:
            return False
        if ticket.duret_response_deadline < fields.Datetime.now():
            return False
        return promised_quarter(ticket.duret_response_deadline)

    def duret_expected_answer_words(self):
        """Write that instant, for the texts of mails and pages.

        :return: str, empty when nothing can be promised
        """
        moment = self._duret_expected_answer()
        return self._duret_moment_words(moment) if moment else ""

    def duret_next_opening_words(self):
        """Write when the company answers again, for the texts of mails.

        :return: str, empty when no opening is known
        """
        self.ensure_one()
        opening = self.company_id.duret_next_opening()
        return self._duret_moment_words(opening) if opening else ""

    # -- « Why this delay? » ------------------------------------------------------------------------------------

    def action_duret_explain_clock(self):
        """Button: the dialog that lists what was counted."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Why this delay?"),
            "res_model": "duret.clock.explanation",
            "view_mode": "form",
            "target": "new",
            "context": {"default_ticket_id": self.id},
        }

    def _duret_running_clocks(self, now):
        """Clocks that count, or would in working hours.

        :return: list of "response", "resolution"
        """
        # sudo: clocks are kept by the program.
        history = self.sudo().duret_clock_event_ids._as_history(self.company_id)
        return [clock for clock in CLOCKS if history and segments(history, clock, now)[-1].runs]

    def _duret_explain_clock(self, now=None):
        """List the intervals of both clocks; those of a clock add up to its total, to the minute.

        :param datetime now: naive UTC, the present by default
        :return: list of dict {title, promise, reason, state, deadline, total, minutes, lines}; a line is a dict
            {day, start, stop, minutes, time, reason, counted}
        """
        self.ensure_one()
        now = now or self._duret_clock_now()
        # sudo: working hours and promises; who may read the ticket may know why it is late.
        events = self.sudo().duret_clock_event_ids.sorted()
        history = events._as_history(self.company_id)
        return [self._duret_explain_one(clock, events, history, now) for clock in CLOCKS] if history else []

    def _duret_explain_one(self, clock, events, history, now):
        reading = replay(history, clock, now)
        policy = events[-1][f"{clock}_sla_id"]
        deadline = reading.missed_at or reading.deadline
        return {
            "title": self.env._("First answer") if clock == RESPONSE else self.env._("Solution"),
            "promise": duration_words(reading.target) if reading.target else "",
            "reason": policy and self._duret_policy_words(policy),
            "state": dict(self._fields["duret_sla_state"]._description_selection(self.env))[reading.state],
            "tone": reading.state,
            "deadline": self._duret_moment_words(deadline) if deadline and reading.target else "",
            "minutes": reading.spent // 60,
            "total": duration_words(reading.spent),
            "lines": [self._duret_line_words(line, events[line.event]) for line in explain(history, clock, now)],
        }

    def _duret_line_words(self, line, event):
        calendar = self._duret_present_calendar()
        start, stop = calendar.local(line.start), calendar.local(line.stop)
        end = clock_words(stop.hour, stop.minute)
        if stop.date() != start.date():
            end = f"{format_date(self.env, stop.date(), date_format='EEE d MMM')} {end}"
        return {
            "day": format_date(self.env, start.date(), date_format="EEEE d MMMM"),
            "start": clock_words(start.hour, start.minute),
            "stop": end,
            "minutes": line.seconds // 60,
            "time": duration_words(line.seconds) if line.seconds else "",
            "reason": self._duret_line_reason(line, event),
            "counted": line.reason == "counted",
        }

    def _duret_line_reason(self, line, event):
        if line.reason == "counted":
            return (
                self.env._("Working time of %(team)s", team=event.team_id.name)
                if event.team_id
                else self.env._("Working time")
            )
        return {
            "waiting": self.env._("Waiting for the client"),
            "closed": self.env._("The request was closed"),
            "answered": self.env._("Already answered"),
            "lunch": self.env._("Lunch"),
            "night": self.env._("Outside working hours"),
            "weekend": self.env._("Weekend"),
            "holiday": ", ".join(line.names) or self.env._("Day off"),
        }[line.reason]

    def _duret_policy_words(self, policy):
        """Say which promise applies, and why."""
        conditions = policy._duret_condition_words()
        if not conditions:
            return self.env._("“%(name)s”: the general promise, nothing more specific applies", name=policy.name)
        return self.env._(
            "“%(name)s”: the most specific promise that applies (%(conditions)s)",
            name=policy.name,
            conditions=" ; ".join(conditions),
        )
