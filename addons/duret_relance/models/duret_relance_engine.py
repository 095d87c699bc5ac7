"""The job: look at every document of every rule, plan the day, hand over what is due."""

import logging
from collections import defaultdict, namedtuple
from datetime import datetime, timedelta

import psycopg2

from odoo import api, fields, models

from ..follow_up_plan import PASSED_OVER, POSTPONED, STOPPED, Facts, Reason, next_step

_logger = logging.getLogger(__name__)

Case = namedtuple("Case", "rule record partner anchor level outcome")
BATCH = 200
NEXT_LOOK = timedelta(hours=1)  # at a failed message whose rule is paused
# Reasons that end by themselves: the plan is dropped and made again when the time has come.
PASSING = POSTPONED | {Reason.RULE_PAUSED}


class DuretRelanceEngine(models.AbstractModel):
    """Fetches facts in a constant number of queries a batch, asks the pure rules, stores what they answer."""

    _name = "duret.relance.engine"
    _description = "Follow-up: Engine"

    # --- facts ------------------------------------------------------------------------------------------------
    @api.model
    def _examine(self, rule, records, now, *, spares=True, until=None, decided=None, excluded=None):
        """Say for each document what the rule does next, or why nothing.

        :param rule: duret.relance.rule, one
        :param records: documents of the rule's model, any number
        :param datetime now: naive UTC
        :param bool spares: False when the client's peace was looked at before (rows that are planned)
        :param datetime until: contacts decided until then count for the following documents; tonight by default
        :param dict decided: {partner id: moment} of contacts decided and not written; read and completed
        :param excluded: rows of the outbox that do not count
        :return: list of Case, one a document
        """
        calendar, decided = rule.company_id._duret_contact_calendar(now), {} if decided is None else decided
        until, policy, levels = until or calendar.end_of_day(now), rule._policy(), rule.level_ids
        partners = records._duret_relance_partners()
        people = self.env["res.partner"].browse(dict.fromkeys(partner.id for partner in partners.values() if partner))
        contacts = self._last_contacts(people) if spares and rule.is_throttled else {}
        facts, cases = self._facts(rule, records, partners, people, calendar, excluded), []
        # Whoever has been reminded least comes first: two documents of one client take turns.
        for record in records.sorted(lambda document: len(facts[document.id]["done"])):
            partner = partners[record.id]
            moments = [moment for moment in (contacts.get(partner.id), decided.get(partner.id)) if moment]
            known = Facts(**facts[record.id], last_contact=max(moments, default=None) if spares else None)
            outcome = next_step(policy, known, calendar, now)
            level = levels[outcome.rank] if outcome.rank is not None else levels.browse()
            cases.append(Case(rule, record, partner, known.anchor, level, outcome))
            if rule.is_throttled and self._contacts_client(outcome) and outcome.due <= until:
                decided[partner.id] = max(outcome.due, decided.get(partner.id) or outcome.due)
        return cases

    @api.model
    def _contacts_client(self, outcome):
        """True when the outcome is a contact to come, now or later."""
        return outcome.due is not None and outcome.reason not in PASSED_OVER

    @api.model
    def _facts(self, rule, records, partners, people, calendar, excluded):
        """Gather what `follow_up_plan.Facts` needs, except the last contact.

        :return: dict {record id: keyword arguments of Facts}
        """
        matching = set(
            self.env[rule.model].search(rule._candidates_domain() & fields.Domain("id", "in", records.ids)).ids
        )
        anchors = {record.id: self._anchor(record[rule.anchor_name], calendar) for record in records}
        done = self._done(rule, anchors, excluded)
        refused = self.env["duret.relance.opt.out"]._refusals(people, rule.purpose)
        reachable = people._duret_relance_addresses()
        nothing = {"has_email": False, "bounced": False, "refuses_mail": False, "has_mobile": False}
        result = {}
        for record in records:
            partner = partners[record.id]
            address = reachable.get(partner.id, nothing)
            result[record.id] = {
                "anchor": anchors[record.id],
                "done": tuple(done[record.id]),
                "matches": record.id in matching,
                "answered_at": record.duret_client_answer_date or None,
                "paused_until": record.duret_relance_paused_until or None,
                "has_client": bool(partner),
                "opted_out": partner.id in refused or address["refuses_mail"],
                "bounced": address["bounced"],
                "has_email": address["has_email"],
                "has_mobile": address["has_mobile"],
            }
        return result

    @api.model
    def _anchor(self, value, calendar):
        """Instant that a date field stands for: a day begins at midnight, local time."""
        if not value:
            return None
        return value if isinstance(value, datetime) else calendar.midnight(value)

    @api.model
    def _done(self, rule, anchors, excluded):
        """Levels already handled for the present anchor of each document.

        :return: defaultdict {record id: list of (rank, moment)}
        """
        ranks = {level.id: rank for rank, level in enumerate(rule.level_ids)}
        # sudo: the outbox is read to decide; a user who may see the document learns only the outcome.
        rows = self.env["duret.relance.message"].sudo()
        rows = rows.search([("rule_id", "=", rule.id), ("res_id", "in", list(anchors))])
        done = defaultdict(list)
        for row in rows - rows.browse(excluded.ids if excluded else []):
            if row.level_id.id in ranks and row.anchor == anchors[row.res_id]:
                done[row.res_id].append((ranks[row.level_id.id], row.contact_date or row.due))
        return done

    @api.model
    def _last_contacts(self, people):
        """Last follow-up of each client by any rule that spares clients.

        :return: dict {partner id: naive UTC datetime}
        """
        # sudo: as in _done, only the date of the last contact leaves this method.
        groups = (
            self.env["duret.relance.message"]
            .sudo()
            ._read_group(
                [
                    ("partner_id", "in", people.ids),
                    ("is_throttled", "=", True),
                    ("state", "in", ("planned", "queued", "sent", "failed")),
                ],
                ["partner_id"],
                ["contact_date:max"],
            )
        )
        return {partner.id: moment for partner, moment in groups if moment}

    # --- planning the day -------------------------------------------------------------------------------------
    @api.model
    def _rules(self):
        """Active rules with levels, in the order in which they may write to a client."""
        return self.env["duret.relance.rule"].search([("level_ids", "!=", False)])

    @api.model
    def _next_batch(self, rule, after, size=BATCH):
        """The next documents of a rule, in the order of their ids.

        :param int after: last id already looked at
        :return: documents, empty at the end
        """
        domain = rule._candidates_domain() & fields.Domain("id", ">", after)
        return self.env[rule.model].with_company(rule.company_id).search(domain, order="id", limit=size)

    @api.model
    def _plan_batch(self, rule, records, now):
        """Write the rows of the outbox for what is due until tonight.

        :return: duret.relance.message created
        """
        calendar = rule.company_id._duret_contact_calendar(now)
        tonight, rows, silent = calendar.end_of_day(now), [], records.browse()
        for case in self._examine(rule, records, now):
            if case.outcome.reason is Reason.NO_ANSWER:
                silent |= case.record
            elif case.outcome.due and case.outcome.due <= tonight:
                rows.append(self._row(case))
        silent._duret_relance_exhausted(rule)
        return self.env["duret.relance.message"].create(rows)

    @api.model
    def _row(self, case):
        """Values of the outbox row of a level that is due."""
        rule, outcome = case.rule, case.outcome
        passed_over = outcome.reason in PASSED_OVER
        return {
            "rule_id": rule.id,
            "level_id": case.level.id,
            "company_id": rule.company_id.id,
            "rank": outcome.rank + 1,
            "purpose": rule.purpose,
            "res_model": case.record._name,
            "res_id": case.record.id,
            "record_name": case.record.display_name,
            "partner_id": case.partner.id,
            "channel": case.level.channel,
            "anchor": case.anchor,
            "due": outcome.due,
            "contact_date": False if passed_over else outcome.due,
            "is_throttled": rule.is_throttled,
            "state": "skipped" if passed_over else "planned",
            "reason": outcome.reason.value if passed_over else False,
            "call_reason": rule.call_reason if case.level.channel == "call" else False,
        }

    @api.model
    def _plan(self):
        """Plan today's follow-ups of all rules, a transaction for each batch.

        Rules are locked together while a batch is written: two jobs at once would each believe that nobody has
        written to a client yet.

        :return: True when every rule was looked at, False when another job holds them
        """
        rules = self._rules()
        return all([self._plan_rule(rule, rules) for rule in rules])

    @api.model
    def _plan_rule(self, rule, rules):
        """Plan the documents of one rule. A rule that cannot be read any more says so and does not stop the others.

        :return: False when another job holds the rules
        """
        after = 0
        while True:
            if not self._take(rules):
                return False
            try:
                with self.env.cr.savepoint():
                    records = self._next_batch(rule, after)
                    planned = self._plan_batch(rule, records, fields.Datetime.now())
            except psycopg2.OperationalError:
                raise  # the job is tried again as a whole
            except Exception as error:
                _logger.exception("Follow-ups: the rule “%s” could not be planned", rule.name)
                rule._note_failure(error)
                self.env["ir.cron"]._commit_progress()
                return True
            if not records:
                rule._note_success()
            self.env["ir.cron"]._commit_progress(len(planned))
            if not records:
                return True
            after = records[-1].id
            self.env.invalidate_all()

    @api.model
    def _take(self, rules):
        """Take the rules for this transaction. The mark makes a job with an older view of the outbox fail and retry.

        :return: False when another job has them
        """
        if rules.try_lock_for_update() != rules:
            return False
        rules.last_run = fields.Datetime.now()
        return True

    # --- handing over -----------------------------------------------------------------------------------------
    @api.model
    def _due_rows(self, limit=BATCH):
        """Planned rows whose hour has come, locked; those that another job holds are left to it."""
        rows = self.env["duret.relance.message"].search(
            [("state", "=", "planned"), ("due", "<=", fields.Datetime.now())], limit=limit, order="due, id"
        )
        return rows.try_lock_for_update()

    @api.model
    def _dispatch_batch(self, rows):
        """Look at planned rows once more, then give the messages to the queues of their channels.

        What has changed since the morning counts: an answer, a refusal, a pause. Every row leaves this method in
        another state than planned, or is deleted because its time will come again.
        """
        now = fields.Datetime.now()
        to_send = rows.browse()
        for rule, same in rows.grouped("rule_id").items():
            to_send |= self._still_due(rule, same, now)
        self.env["duret.relance.sender"]._send(to_send)

    @api.model
    def _still_due(self, rule, rows, now):
        """Rows of one rule that may go out now; the others are marked or dropped.

        What a rule planned that cannot be read any more is dropped: it is planned again when the rule is mended.

        :return: duret.relance.message
        """
        if not rule:
            rows._mark_skipped(Reason.STATE_CHANGED.value)
            return rows.browse()
        if not rule._is_readable():
            rows.unlink()
            return rows.browse()
        calendar = rule.company_id._duret_contact_calendar(now)
        sendable = calendar.first_contact(now) == now.replace(microsecond=0)
        keep, dropped = rows.browse(), rows.browse()
        for row, reason in self._verdicts(rule, rows, now).items():
            if reason in PASSING or (not reason and not sendable):
                dropped |= row
            elif reason:
                row._mark_skipped(reason.value)
            else:
                keep |= row
        dropped.unlink()
        return keep

    @api.model
    def _worth_retrying(self, rows, now):
        """Failed rows that may be tried again now; the others wait for their hour, or are marked as not sent.

        :return: duret.relance.message
        """
        keep = rows.browse()
        for rule, same in rows.grouped("rule_id").items():
            calendar = same[0].company_id._duret_contact_calendar(now)
            opening = calendar.first_contact(now)
            if not rule:
                same._mark_skipped(Reason.STATE_CHANGED.value)
            elif opening != now.replace(microsecond=0) or not rule._is_readable():
                same.next_try = max(opening or now, now + NEXT_LOOK)
            else:
                keep |= self._still_wanted(rule, same, now)
        return keep

    @api.model
    def _still_wanted(self, rule, rows, now):
        """Failed rows of one rule that nothing speaks against; a pause is waited for, anything else ends them."""
        keep = rows.browse()
        for row, reason in self._verdicts(rule, rows, now).items():
            if reason in PASSING:
                row.next_try = now + NEXT_LOOK
            elif reason:
                row._mark_skipped(reason.value)
            else:
                keep |= row
        return keep

    @api.model
    def _verdicts(self, rule, rows, now):
        """Look once more at what rows of one rule speak of.

        :return: dict {row: reason against sending it, None when it may go}
        """
        records = self.env[rows[0].res_model].browse(rows.mapped("res_id")).exists()
        cases = {case.record.id: case for case in self._examine(rule, records, now, spares=False, excluded=rows)}
        known = {row: cases.get(row.res_id) for row in rows}
        return {row: self._verdict(row, case, now) if case else Reason.STATE_CHANGED for row, case in known.items()}

    @api.model
    def _verdict(self, row, case, now):
        """Reason against sending a planned row, None when it may go."""
        outcome = case.outcome
        if outcome.reason in STOPPED | PASSED_OVER:
            return outcome.reason
        if case.anchor != row.anchor or case.partner != row.partner_id or case.level != row.level_id:
            return Reason.STATE_CHANGED
        return outcome.reason or Reason.NOT_DUE if outcome.due > now else None

    @api.model
    def _dispatch(self):
        """Hand over everything that is due, a transaction for each batch."""
        while rows := self._due_rows():
            self._dispatch_batch(rows)
            self.env["ir.cron"]._commit_progress(len(rows))

    @api.model
    def _cron_run(self):
        """Plan the day, hand over what is due, try again what met a closed door. Safe to kill at any point."""
        if not self._plan():
            _logger.info("Follow-ups: another job is at work; the plan is left to it.")
        self._dispatch()
        self.env["ir.cron"]._commit_progress(self.env["duret.relance.message"]._retry(BATCH))
