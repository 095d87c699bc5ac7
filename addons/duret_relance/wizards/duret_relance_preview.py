"""« Who would be followed up tomorrow, and why? »: the job's own answer, without sending anything."""

from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.tools.misc import format_date

from ..follow_up_plan import Reason


class DuretRelancePreview(models.TransientModel):
    """One look at one day; its lines are what a list can filter and group."""

    _name = "duret.relance.preview"
    _description = "Follow-ups of a Day"

    day = fields.Date(required=True, default=lambda self: self._tomorrow())
    rule_id = fields.Many2one("duret.relance.rule", "Only This Rule", ondelete="cascade")
    line_ids = fields.One2many("duret.relance.preview.line", "preview_id")

    @api.model
    def _tomorrow(self):
        """Tomorrow, or the next day on which clients are written to: on Saturdays people want to see Monday."""
        now = fields.Datetime.now()
        calendar = self.env.company._duret_contact_calendar(now)
        tomorrow = calendar.local_day(now) + timedelta(days=1)
        first = calendar.first_contact(calendar.midnight(tomorrow))
        return calendar.local_day(first) if first else tomorrow

    @api.model
    def _open(self, day=None, rule=None):
        """Look at a day and show it.

        :param date day: tomorrow by default
        :param rule: duret.relance.rule, all by default
        :return: action
        """
        preview = self.create({"day": day or self._tomorrow(), "rule_id": rule.id if rule else False})
        return preview.action_show()

    def action_show(self):
        """Fill the lines and open them.

        :return: action
        """
        self.ensure_one()
        self.line_ids.unlink()
        stopped = self._fill()
        action = self.env["ir.actions.act_window"]._for_xml_id("duret_relance.duret_relance_preview_line_action")
        day = format_date(self.env, self.day, date_format="EEEE d MMMM")
        title = self.env._("Who would be followed up: %(day)s", day=day)
        if stopped:
            title = self.env._("%(title)s (stopped: %(rules)s)", title=title, rules=", ".join(stopped.mapped("name")))
        return action | {
            "display_name": title,
            "domain": [("preview_id", "=", self.id)],
            "context": {"search_default_yes": 1, "preview_id": self.id},
        }

    def _fill(self):
        """Ask the engine about every document of every rule, as the job will.

        :return: duret.relance.rule that cannot be read, and would send nothing
        :raise ValidationError: the only rule that was asked for cannot be read
        """
        if self.rule_id:
            self.rule_id._checked_domain()
        engine, decided = self.env["duret.relance.engine"], {}
        planned, stopped = self._add_planned(), self.rule_id.browse()
        for rule in self.rule_id or engine._rules():
            # The person sees documents that he may read, and no others.
            if not self.env[rule.model].has_access("read"):
                continue
            if rule._is_readable():
                self._fill_rule(engine, rule, decided, planned)
            else:
                stopped |= rule
        return stopped

    def _fill_rule(self, engine, rule, decided, planned):
        now, after = fields.Datetime.now(), 0
        calendar = rule.company_id._duret_contact_calendar(now)
        until = calendar.end_of_day(datetime.combine(self.day, time(12)))
        while records := engine._next_batch(rule, after):
            after = records[-1].id
            cases = engine._examine(rule, records, now, until=until, decided=decided)
            shown = [case for case in cases if (rule.id, case.record.id) not in planned]
            self.env["duret.relance.preview.line"].create([self._line(case, calendar) for case in shown])

    def _line(self, case, calendar):
        """Values of the line of one document."""
        outcome, explain = case.outcome, self.env["duret.relance.explain"]
        tz = case.rule.company_id.resource_calendar_id.tz or "Europe/Paris"
        verdict, reason = self._verdict(outcome, calendar)
        text = explain._reason_text(outcome, tz) or explain._label(reason)
        return {
            "preview_id": self.id,
            "rule_id": case.rule.id,
            "level_id": case.level.id,
            "res_model": case.record._name,
            "res_id": case.record.id,
            "record_name": case.record.display_name,
            "partner_id": case.partner.id,
            "channel": case.level.channel,
            "anchor": case.anchor,
            "due": outcome.due,
            "verdict": verdict,
            "reason": reason,
            "reason_text": text,
        }

    def _verdict(self, outcome, calendar):
        """Say what the day holds for a document.

        :return: (verdict of the line, code of the reason or False)
        """
        reason = outcome.reason.value if outcome.reason else False
        if not outcome.due:
            return "no", reason
        day = calendar.local_day(outcome.due)
        if outcome.reason in (Reason.BOUNCED, Reason.NO_EMAIL, Reason.NO_PHONE):
            return "no", reason
        if day == self.day:
            return "yes", reason
        return ("earlier", reason) if day < self.day else ("later", reason or Reason.NOT_DUE.value)

    def _add_planned(self):
        """What is already planned for the day is sent for certain, unless something changes.

        :return: set of (rule id, document id)
        """
        outbox = self.env["duret.relance.message"]
        domain = [("state", "=", "planned"), ("company_id", "in", self.env.companies.ids)]
        if self.rule_id:
            domain.append(("rule_id", "=", self.rule_id.id))
        rows = outbox.search(domain)
        calendars = {company: company._duret_contact_calendar(fields.Datetime.now()) for company in rows.company_id}
        rows = rows.filtered(lambda row: calendars[row.company_id].local_day(row.due) == self.day)
        self.env["duret.relance.preview.line"].create(
            [
                {
                    "preview_id": self.id,
                    "rule_id": row.rule_id.id,
                    "level_id": row.level_id.id,
                    "res_model": row.res_model,
                    "res_id": row.res_id,
                    "record_name": row.record_name,
                    "partner_id": row.partner_id.id,
                    "channel": row.channel,
                    "anchor": row.anchor,
                    "due": row.due,
                    "verdict": "yes",
                    "reason_text": self.env._("Already planned"),
                }
                for row in rows
            ]
        )
        return {(row.rule_id.id, row.res_id) for row in rows}
