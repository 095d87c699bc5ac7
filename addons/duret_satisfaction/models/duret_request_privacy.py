"""What is forgotten, and when: answers outlive the client's name, not his privacy."""

import logging
import secrets
from uuid import uuid4

from dateutil.relativedelta import relativedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

BATCH = 200
PENDING = ("planned", "sent", "held")
TOKEN_BYTES = 32
# Moments that would lead back to the visit or to a mail: only their month stays, which is what the figures need.
MOMENTS = ("done_at", "sent_at", "reminded_at", "answered_at", "corrected_at", "decided_at")
INPUT_MOMENTS = ("start_datetime", "end_datetime")
# Whatever the client wrote himself; marks and ticked choices stay.
WORDS = ("value_char_box", "value_text_box", "value_date", "value_datetime", "value_numerical_box")


class DuretRequestPrivacy(models.AbstractModel):
    """An anonymous opinion keeps its marks, its month, its town, its type of visit and its tags.

    Gone: the client, his words, the links to visit, tickets and technician, the messages, the outbox, the secret of
    the page. The complaint that the opinion opened is a ticket: it has a file and a retention of its own.
    """

    _name = "duret.request.privacy"
    _description = "Request for an Opinion: Privacy"

    # -- the job ------------------------------------------------------------------------------------------------
    @api.model
    def _cron_duret_anonymise(self):
        """Make anonymous what is older than each company's setting; safe to kill at any point, goes on from there."""
        for company in self.env["res.company"].search([]):
            limit = fields.Datetime.now() - relativedelta(months=company.duret_survey_retention_months)
            self._duret_forget(company, limit)
            self._duret_forget_inputs(company, limit)

    @api.model
    def _duret_forget(self, company, limit):
        """Requests of a company that are over since `limit`, a transaction for each batch.

        :param datetime limit: naive UTC
        """
        domain = self._duret_forget_domain(company, limit)
        while found := self.search(domain, order="id", limit=BATCH):
            taken = found.try_lock_for_update()
            taken._duret_anonymise()
            self.env["ir.cron"]._commit_progress(len(taken))
            # What another job holds is its own; the next batch begins behind it.
            domain = self._duret_forget_domain(company, limit) & Domain("id", ">", found[-1].id)

    @api.model
    def _duret_forget_domain(self, company, limit):
        """Counted from the answer, else from what the request is about; one that is still open is not over."""
        since_answer = Domain("answered_at", "<", limit)
        since_visit = Domain("answered_at", "=", False) & Domain("done_at", "<", limit)
        return (
            Domain("company_id", "=", company.id)
            & Domain("anonymised_at", "=", False)
            & Domain("state", "not in", PENDING)
            & (since_answer | since_visit)
        )

    @api.model
    def _duret_forget_inputs(self, company, limit):
        """The same for answers to our questionnaires that belong to no request (shared by hand, or older than them)."""
        while found := self.env["survey.user_input"].search(
            self._duret_forget_inputs_domain(company, limit), order="id", limit=BATCH
        ):
            taken = found.try_lock_for_update()
            self._duret_anonymise_inputs(taken)
            self.env["ir.cron"]._commit_progress(len(taken))
            if taken != found:
                _logger.info("Opinions: other answers are being worked on; the rest is made anonymous tomorrow.")
                return

    @api.model
    def _duret_forget_inputs_domain(self, company, limit):
        surveys = company.duret_survey_id | self.env["fsm.order.type"].search([]).duret_survey_id
        surveys |= self.env["survey.question"].search([("duret_role", "!=", False)]).survey_id
        of_requests = self._search([("user_input_id", "!=", False)]).select("user_input_id")
        named = Domain.OR([[(name, "!=", False)] for name in ("partner_id", "email", "nickname", "duret_visit_id")])
        worded = Domain.OR([[(f"user_input_line_ids.{name}", "!=", False)] for name in WORDS])
        return (
            Domain("survey_id", "in", surveys.ids)
            & Domain("create_date", "<", limit)
            & Domain("id", "not in", of_requests)
            & (named | worded)
        )

    # -- forgetting ---------------------------------------------------------------------------------------------
    def action_anonymise(self):
        """Button of the managers: forget whose opinions these are, now, whatever their age.

        :raises AccessError: the user is no manager, or may not read them
        """
        self.check_access("read")
        if not self.env.user.has_group("duret_base.group_manager"):
            raise AccessError(self.env._("Only a manager makes opinions anonymous: it cannot be undone."))
        # sudo: the manager's role and the right to read these were checked just above.
        self.sudo().lock_for_update()
        # sudo: same checks.
        self.sudo()._duret_anonymise()

    def _duret_anonymise(self):
        """Forget the client of these requests; a constant number of queries for any number of them."""
        requests = self.filtered(lambda request: not request.anonymised_at)
        self._duret_anonymise_inputs(requests.user_input_id)
        requests._duret_unlink_traces()
        requests._duret_ask_never_again()
        now = fields.Datetime.now()
        for request in requests:
            request.write(request._duret_anonymous_values(now))
        self._duret_forget_making(requests)

    def _duret_ask_never_again(self):
        """What these requests were about will have no request any more: it must not look as if nobody had asked."""
        for name in self._subjects():
            kind, link = self.env[name]._duret_opinion_kind, self.env[name]._duret_opinion_link
            mine = self.filtered(lambda request, kind=kind: request.kind == kind)
            # sudo: the right to forget came before; only this mark is written.
            mine[link].sudo().duret_opinion_forgotten = True

    @api.model
    def _duret_forget_making(self, records):
        """Forget who made and last changed these rows (a client who is logged in does), and when, but for the month.

        Straight in the database: the ORM lets nobody write these columns.
        """
        if not records:
            return
        records.flush_recordset()
        month = SQL("date_trunc('month', create_date) + interval '12 hours'")
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET create_uid = %s, write_uid = %s, create_date = %s, write_date = %s WHERE id IN %s",
                SQL.identifier(records._table),
                SUPERUSER_ID,
                SUPERUSER_ID,
                month,
                month,
                tuple(records.ids),
            )
        )
        records.invalidate_recordset(models.LOG_ACCESS_COLUMNS)

    def _duret_anonymous_values(self, now):
        """Values of a request without its client; extend it with your own fields.

        :param datetime now: naive UTC
        :return: dict for :meth:`write`
        """
        self.ensure_one()
        values = {name: self._duret_month(self[name]) for name in MOMENTS}
        gone = (
            "partner_id",
            "visit_id",
            "ticket_id",
            "first_id",
            "recovery_ticket_id",
            "person_id",
            "comment",
            "signal_text",
            "told_key",
        )
        values |= dict.fromkeys((*gone, "expires_on", "duret_client_answer_date", "duret_relance_paused_until"), False)
        if self.state in PENDING:
            values |= {"state": "expired"} if self.sent_at else {"state": "skipped", "reason": "by_person"}
        return values | {
            "name": self.env._("Anonymous opinion %s", self.id),
            "access_token": secrets.token_urlsafe(TOKEN_BYTES),
            "anonymised_at": now,
        }

    @api.model
    def _duret_month(self, moment):
        """Noon of the first day of the month: any time zone of ours reads the same month."""
        return moment and moment.replace(day=1, hour=12, minute=0, second=0, microsecond=0)

    def _duret_unlink_traces(self):
        """Delete messages, files, followers, rows of the outbox, which all name the client, and the ways back to him:
        from his complaint, and from the question that he was asked once it was settled."""
        # sudo: the right to forget came before; the ticket names the client and must not lead to his marks.
        self.recovery_ticket_id.sudo().write({"duret_opinion_ref": 0})
        self.search(Domain("first_id", "in", self.ids)).write({"first_id": False})
        of_these = Domain("res_id", "in", self.ids)
        rows = self.env["duret.relance.message"].search(of_these & Domain("res_model", "=", self._name))
        self.env["sms.sms"].search([("uuid", "in", rows.filtered("sms_uuid").mapped("sms_uuid"))]).unlink()
        rows.unlink()
        self._duret_unlink_discussion(self)

    @api.model
    def _duret_unlink_discussion(self, records):
        """Delete what was said, attached and followed on records."""
        of_these = Domain("res_id", "in", records.ids)
        self.env["mail.message"].search(of_these & Domain("model", "=", records._name)).unlink()
        for name in ("mail.followers", "ir.attachment"):
            self.env[name].search(of_these & Domain("res_model", "=", records._name)).unlink()

    @api.model
    def _duret_anonymise_inputs(self, inputs):
        """Forget who gave these answers and what he wrote.

        :param inputs: survey.user_input in superuser mode
        """
        lines = inputs.user_input_line_ids.filtered(lambda line: any(line[name] for name in WORDS))
        lines.write(dict.fromkeys(WORDS, False) | {"skipped": True, "answer_type": False})
        self._duret_unlink_discussion(inputs)
        gone = ("partner_id", "email", "nickname", "duret_visit_id", "invite_token", "deadline")
        for answer in inputs:
            months = {name: self._duret_month(answer[name]) for name in INPUT_MOMENTS}
            answer.write(dict.fromkeys(gone, False) | months | {"access_token": str(uuid4())})
        self._duret_forget_making(inputs)
        self._duret_forget_making(inputs.user_input_line_ids)
