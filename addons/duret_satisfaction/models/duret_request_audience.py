"""Who is asked, who is not and why: the job, and the decisions of people."""

import logging

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..opinion_rules import HELD, PLANNED, SKIPPED, Reason
from .duret_request_facts import NOT_YET, Case
from .duret_satisfaction_subject import LOOKED_BACK

_logger = logging.getLogger(__name__)

BATCH = 500
# What a person may pass over; a refusal, a dead address or a visit that did not take place, nobody can.
DECIDABLE = {"complaint", "recent", "too_old", "by_person"}
QUIET = {"mail_create_nolog": True, "mail_create_nosubscribe": True, "tracking_disable": True}


class DuretRequestAudience(models.AbstractModel):
    """One request for each done visit, whatever becomes of it; what is not sent says why.

    Safe to kill at any point: each batch is a transaction, and an index of the database lets no visit have two.
    """

    _name = "duret.request.audience"
    _description = "Request for an Opinion: Sending"

    # --- job --------------------------------------------------------------------------------------------------
    @api.model
    def _cron_duret_ask(self):
        """Job: make the requests of what is done, look again at those that wait, close those that are over."""
        for name in self._subjects():
            documents = self.env[name]
            self._duret_in_batches(documents, documents._duret_opinion_unasked(), self._duret_ask)
        waiting = self._duret_waiting_domain()
        self._duret_in_batches(self, waiting, lambda requests: requests._duret_look_again())
        self._duret_in_batches(self, self._duret_over_domain(), lambda requests: requests._duret_close())

    @api.model
    def _subjects(self):
        return self.env["duret.satisfaction.subject"]._duret_opinion_models()

    @api.model
    def _duret_in_batches(self, model, domain, treat):
        """Treat records in the order of their ids, a transaction for each batch; what others hold waits a turn.

        :param model: records of the model to search
        :param Domain domain: which ones
        :param treat: called with the records of a batch
        """
        after = 0
        while found := model.search(domain & Domain("id", ">", after), order="id", limit=BATCH):
            after = found[-1].id
            self._duret_each_in_turn(found.try_lock_for_update(allow_referencing=True), treat)
            self.env["ir.cron"]._commit_progress(len(found))
            self.env.invalidate_all()

    @api.model
    def _duret_each_in_turn(self, records, treat):
        """Treat a batch; when it fails, each record alone: one that cannot be treated keeps nobody else from it.

        :param records: locked records
        :param treat: called with records
        """
        try:
            with self.env.cr.savepoint():
                treat(records)
        except psycopg2.OperationalError:
            raise  # the job is tried again as a whole
        except Exception:
            _logger.exception("Opinions: %s could not be treated", records)
            if len(records) > 1:
                for record in records:
                    self._duret_each_in_turn(record, treat)

    # --- new requests -----------------------------------------------------------------------------------------
    @api.model
    def _duret_ask(self, documents):
        """Make the requests of documents that are done, each with what becomes of it.

        :param documents: records of a model that inherits duret.satisfaction.subject, all without request
        :return: duret.satisfaction.request
        """
        values, people = documents._duret_opinion_values(), documents._duret_opinion_people()
        surveys = documents._duret_opinion_survey()
        cases = [
            Case(
                NOT_YET + document.id,
                people[document.id],
                self.env["res.company"].browse(values[document.id]["company_id"]),
                values[document.id]["done_at"],
                surveys[document.id],
                bool(values[document.id]["done_at"]),
                False,
                frozenset(),
            )
            for document in documents.sorted(lambda one: (values[one.id]["done_at"] or fields.Datetime.now(), one.id))
        ]
        return self._duret_make(
            [
                values[case.id - NOT_YET] | {"partner_id": partner.id} | self._duret_outcome(verdict)
                for case, partner, verdict in self._duret_judge(cases)
            ]
        )

    @api.model
    def _duret_make(self, vals_list):
        """Create requests, without a message for each.

        :return: duret.satisfaction.request
        """
        requests = self.env["duret.satisfaction.request"].with_context(**QUIET).create(vals_list)
        return requests.with_env(self.env)

    @api.model
    def _duret_outcome(self, verdict):
        """Values of a request for what the rules say of it."""
        return {
            "state": verdict.state,
            "reason": verdict.reason.value if verdict.reason else False,
            "channel": verdict.channel or False,
        }

    # --- requests that wait -----------------------------------------------------------------------------------
    @api.model
    def _duret_waiting_domain(self):
        """Requests about which something may have changed: those that wait, those that came back, visits done again.

        :return: Domain
        """
        lately = Domain("done_at", ">=", fields.Datetime.now() - LOOKED_BACK)
        again = Domain("state", "=", "skipped") & Domain("reason", "=", "cancelled") & lately
        again &= Domain("visit_id.duret_done_at", "!=", False) | Domain("ticket_id.closed_date", "!=", False)
        lost = Domain("state", "=", "sent") & Domain("reminded_at", "=", False)
        lost &= (
            Domain("channel", "=", "mail") & Domain("partner_id.message_bounce", ">", 0)
        ) | self._duret_failed_domain()
        return Domain("state", "in", ("planned", "held")) | again | lost

    @api.model
    def _duret_failed_domain(self):
        """Requests with a message that could not be sent and is not tried again.

        :return: Domain
        """
        # sudo: which requests are concerned, nothing else of the outbox.
        failed = (
            self.env["duret.relance.message"]
            .sudo()
            ._search(
                [("res_model", "=", "duret.satisfaction.request"), ("state", "=", "failed"), ("next_try", "=", False)]
            )
        )
        return Domain("id", "in", failed.subselect("res_id"))

    def _duret_look_again(self):
        """Decide again about these requests, an instant before they are sent or once a day.

        What was sent changes no more, but for the channel by which it did not arrive. What waits for a person waits
        for him, unless nobody may pass over what has happened meanwhile.
        """
        done = self._duret_done_moments()
        failed = self._duret_failed_channels()
        cases, rows = [], {request.id: request for request in self}
        for request in self.sorted(lambda one: (one.done_at or fields.Datetime.now(), one.id)):
            moment = done.get(request.id)
            free = request.kind == "recovery" or request.state == "sent" or bool(request.decided_by_id)
            cases.append(
                Case(
                    request.id,
                    request.partner_id,
                    request.company_id,
                    moment or request.done_at,
                    request.survey_id,
                    bool(moment) or request.state == "sent",
                    free,
                    failed.get(request.id, frozenset()),
                )
            )
        for case, _partner, verdict in self._duret_judge(cases):
            rows[case.id]._duret_apply(verdict, case.done_at)

    def _duret_apply(self, verdict, done_at):
        """Write what the rules say now of this request, where it differs."""
        self.ensure_one()
        values = self._duret_outcome(verdict)
        if self.state == "sent":
            values = self._duret_sent_outcome(verdict)
        elif self.state == "held" and verdict.state != SKIPPED:
            values = {"channel": verdict.channel}
        if self.state != "sent" and done_at != self.done_at:
            values["done_at"] = done_at
        changed = {name: value for name, value in values.items() if self[name] != value}
        if changed:
            self.write(changed)

    def _duret_sent_outcome(self, verdict):
        """What a request that was sent becomes: it takes the other channel, or counts as never arrived."""
        if verdict.state == PLANNED:
            return {"channel": verdict.channel}
        lost = verdict.reason in (Reason.BOUNCED, Reason.NO_ADDRESS)
        return self._duret_outcome(verdict) | {"channel": self.channel} if lost else {}

    def _duret_spared(self):
        """Requests that were sent to clients who have a complaint open now: a reminder would only make it worse.

        The question about the complaint itself goes on, and what a person decided to send.

        :return: duret.satisfaction.request
        """
        sent = self.filtered(
            lambda request: request.state == "sent" and request.kind != "recovery" and not request.decided_by_id
        )
        complaining = self._duret_complaining(sent.partner_id)
        return sent.filtered(lambda request: request.partner_id.commercial_partner_id.id in complaining)

    def _duret_done_moments(self):
        """When what these requests are about was done, as it stands now.

        :return: dict {id: naive UTC datetime}; reopened, cancelled and deleted ones are not in it
        """
        moments, own = {}, self
        for name in self._subjects():
            model = self.env[name]
            kind, link = model._duret_opinion_kind, model._duret_opinion_link
            # A visit that is gone was a visit all the same; of other kinds, only the link says whose they are.
            mine = self.filtered(
                lambda request, kind=kind, link=link: request.kind == kind and (kind != "other" or request[link])
            )
            own -= mine
            done = mine[link]._duret_opinion_done_at() if mine else {}
            moments |= {request.id: done[request[link].id] for request in mine if request[link].id in done}
        return moments | {request.id: request.done_at for request in own}

    def _duret_failed_channels(self):
        """Channels by which nothing arrives, for each request.

        :return: dict {id: frozenset of channels}
        """
        # sudo: as in `_duret_failed_domain`.
        outbox = self.env["duret.relance.message"].sudo()
        groups = outbox._read_group(
            [("res_model", "=", "duret.satisfaction.request"), ("res_id", "in", self.ids), ("next_try", "=", False)],
            ["res_id", "channel", "state"],
        )
        failed, passed = {}, set()
        for res_id, channel, state in groups:
            if state == "failed":
                failed.setdefault(res_id, set()).add(channel)
            elif state in ("queued", "sent"):
                passed.add((res_id, channel))
        return {key: frozenset(one for one in channels if (key, one) not in passed) for key, channels in failed.items()}

    # --- requests that are over -------------------------------------------------------------------------------
    @api.model
    def _duret_over_domain(self):
        """Requests whose time is over: nobody answered, or nobody decided.

        :return: Domain
        """
        today, now = fields.Date.today(), fields.Datetime.now()
        # sudo: numbers of days of the companies.
        companies = self.env["res.company"].sudo().search([])
        late = Domain.OR(
            Domain("company_id", "=", company.id) & Domain("done_at", "<", now - company._duret_survey_lead())
            for company in companies
        )
        waiting = Domain("state", "in", ("planned", "held")) & late
        return waiting | (Domain("state", "=", "sent") & Domain("expires_on", "<", today))

    def _duret_close(self):
        """Close requests that are over."""
        self.filtered(lambda request: request.state == "sent").write({"state": "expired"})
        unsent = self.filtered(lambda request: request.state in ("planned", "held"))
        unsent.write({"state": "skipped", "reason": "too_old"})

    # --- decisions of a person --------------------------------------------------------------------------------
    def action_send(self):
        """Button: ask these clients in spite of what held their request back.

        :raise UserError: nothing to decide, too late, or the client may not or cannot be asked
        """
        requests = self._duret_decidable_sudo()
        requests._duret_check_in_time()
        requests.write({"decided_by_id": self.env.uid, "decided_at": fields.Datetime.now()})
        requests._duret_release()
        for request in requests:
            if request.state != PLANNED:
                reasons = dict(self._fields["reason"]._description_selection(self.env))
                raise UserError(
                    self.env._("%(request)s: %(reason)s.", request=request.display_name, reason=reasons[request.reason])
                )
        # sudo: waking the job of follow-ups gives no access to anything.
        self.env.ref("duret_relance.ir_cron_relance").sudo()._trigger()

    def _duret_release(self):
        """Put held and skipped requests back among those that are sent; levels passed over meanwhile are sent too."""
        # sudo: `_duret_decidable_sudo` has checked the user; rows that never left make room for those that will.
        outbox = self.env["duret.relance.message"].sudo()
        never = [("res_model", "=", "duret.satisfaction.request"), ("res_id", "in", self.ids)]
        outbox.search([*never, ("state", "in", ("planned", "skipped"))]).unlink()
        self.write({"state": "planned", "reason": False})
        self._duret_look_again()

    def _duret_check_in_time(self):
        """Refuse to ask about what is so old that the client's page would close before he could answer.

        :raise UserError: names the request
        """
        now = fields.Datetime.now()
        for request in self:
            if request.done_at and request.done_at < now - request.company_id._duret_survey_lead():
                raise UserError(self.env._("%(request)s: too long ago to be asked.", request=request.display_name))

    def action_skip(self):
        """Button: do not ask these clients.

        :raise UserError: they were asked already
        """
        if any(request.state not in ("planned", "held") for request in self):
            raise UserError(self.env._("Only requests that wait can be put aside: the others were sent or closed."))
        requests = self._duret_checked_sudo()
        decided = {"decided_by_id": self.env.uid, "decided_at": fields.Datetime.now()}
        requests.write({"state": "skipped", "reason": "by_person", **decided})

    def _duret_decidable_sudo(self):
        """These requests with the rights to decide about them.

        :raise UserError: one of them was sent, or is not sent for a reason that nobody may pass over
        """
        for request in self:
            if request.state not in (HELD, SKIPPED) or request.reason not in DECIDABLE:
                raise UserError(self.env._("There is nothing to decide about %s.", request.display_name))
        return self._duret_checked_sudo()

    def _duret_checked_sudo(self):
        """These requests with the rights to write them.

        :raise AccessError: the user may not read them, or is no assistant
        """
        self.check_access("read")
        if not self.env.user.has_group("duret_base.group_assistant"):
            raise AccessError(self.env._("Only the people who look after clients decide who is asked."))
        # sudo: reading and the assistant's role were checked above; nobody writes a request by hand.
        return self.sudo()
