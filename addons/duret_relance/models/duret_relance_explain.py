"""Why somebody is followed up or not, in words: the one catalogue of these sentences."""

from odoo import api, models
from odoo.tools.misc import format_datetime

# Same codes as follow_up_plan.Reason, and what only a person can decide.
REASONS = [
    ("no_anchor", "No date to count from"),
    ("state_changed", "The document has moved on"),
    ("rule_paused", "The rule is paused"),
    ("answered", "The client has answered"),
    ("opted_out", "The client wants no follow-up"),
    ("no_client", "No client on the document"),
    ("too_old", "Too old to begin"),
    ("waiting", "All levels sent, answer awaited"),
    ("no_answer", "No answer after the last level"),
    ("never_open", "No day on which clients may be contacted"),
    ("bounced", "Mail address in error"),
    ("no_email", "No mail address"),
    ("no_phone", "No number to call or write to"),
    ("not_due", "Not due yet"),
    ("record_paused", "Paused on the document"),
    ("throttled", "Client followed up a short time ago"),
    ("quiet_hours", "Outside the hours for clients"),
    ("by_person", "Taken back by a person"),
]


class DuretRelanceExplain(models.AbstractModel):
    """Turns the outcome of the pure rules into one sentence for Claire."""

    _name = "duret.relance.explain"
    _description = "Follow-up: Explanations"

    @api.model
    def _moment(self, moment, tz):
        """Write an instant as people say it.

        :param datetime moment: naive UTC
        :param str tz: time zone of the company
        :return: str, « jeudi 26 novembre à 8 h 00 »
        """
        pattern = self.env._("EEEE d MMMM 'at' HH:mm")
        return format_datetime(self.env, moment, tz=tz, dt_format=pattern)

    @api.model
    def _reason_text(self, outcome, tz):
        """Say why a level is stopped, passed over or postponed.

        :param follow_up_plan.Outcome outcome: answer of the rules
        :param str tz: time zone of the company
        :return: str, empty when nothing stands against the level
        """
        if not outcome.reason:
            return ""
        label = self._label(outcome.reason.value)
        if outcome.since:
            return self.env._("%(reason)s (%(date)s)", reason=label, date=self._moment(outcome.since, tz))
        return label

    @api.model
    def _label(self, code):
        """Give the words of a reason.

        :param str code: one of REASONS, or False
        :return: str, empty without a reason
        """
        labels = dict(self.env["duret.relance.message"]._fields["reason"]._description_selection(self.env))
        return labels.get(code, "")

    @api.model
    def _next_text(self, case, tz):
        """Say what comes next for a document, under one rule.

        :param case: named tuple of `duret.relance.engine._examine`
        :param str tz: time zone of the company
        :return: str
        """
        outcome, reason = case.outcome, self._reason_text(case.outcome, tz)
        if not outcome.due:
            return self.env._("%(rule)s: no follow-up. %(reason)s.", rule=case.rule.name, reason=reason)
        values = {"rule": case.rule.name, "level": case.level.name, "date": self._moment(outcome.due, tz)}
        if reason:
            return self.env._("%(rule)s: %(level)s, %(date)s. %(reason)s.", reason=reason, **values)
        return self.env._("%(rule)s: %(level)s, %(date)s.", **values)
