from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import html2plaintext

from ..urgency import Facts, Found, assess, find
from .mail_thread import trace_of

TEXT_LIMIT = 20_000  # characters of a request that are looked at
NORMAL = "1"
BATCH = 500


class DuretTicketPriority(models.AbstractModel):
    """How urgent a ticket is: computed and explained in a sentence, unless somebody chose."""

    _name = "duret.ticket.priority"
    _description = "Ticket: Priority"

    duret_priority_by_hand = fields.Boolean("Priority Chosen by Hand", copy=False)
    duret_priority_reasons = fields.Json("Reasons", copy=False)
    duret_urgency_words = fields.Json("Words Found", copy=False)
    duret_priority_date = fields.Date("Priority Computed on", copy=False)
    duret_priority_reason = fields.Char("Why This Priority", compute="_compute_duret_priority_reason")

    # -- explained ----------------------------------------------------------------------------------------------

    @api.depends("duret_priority_reasons", "duret_priority_by_hand", "priority")
    @api.depends_context("lang")
    def _compute_duret_priority_reason(self):
        for ticket in self:
            ticket.duret_priority_reason = ticket._duret_priority_sentence()

    def _duret_priority_sentence(self):
        """Explain the priority in one sentence of the reader's language.

        :return: str
        """
        self.ensure_one()
        if self.duret_priority_by_hand:
            return self.env._("Chosen by hand.")
        parts = [self._duret_reason_text(code, value) for code, value, _points in self.duret_priority_reasons or []]
        if not parts:
            return self.env._("Normal: nothing says that it is urgent.")
        levels = {
            "0": self.env._("Can wait: %(reasons)s.", reasons=", ".join(parts)),
            "1": self.env._("Normal: %(reasons)s.", reasons=", ".join(parts)),
            "2": self.env._("Urgent: %(reasons)s.", reasons=", ".join(parts)),
            "3": self.env._("Very urgent: %(reasons)s.", reasons=", ".join(parts)),
        }
        return levels.get(self.priority, levels[NORMAL])

    def _duret_reason_text(self, code, value):
        catalogue = {
            "danger": lambda: self.env._("danger (“%(words)s”)", words=value),
            "outage": lambda: self.env._("no power (“%(words)s”)", words=value),
            "fragile": lambda: self.env._("fragile person (“%(words)s”)", words=value),
            "calm": lambda: self.env._("the client is in no hurry (“%(words)s”)", words=value),
            "contract": lambda: self.env._("client under contract"),
            "age": lambda: self.env._("waiting for %(days)s days", days=value),
            "again": lambda: self.env._("the client has asked %(times)s times", times=value),
        }
        return catalogue[code]() if code in catalogue else value

    # -- computed -----------------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Override: a new ticket gets its priority from what is known, unless somebody chose one."""
        partners = {vals["partner_id"] for vals in vals_list if vals.get("partner_id")}
        contracts = self._duret_under_contract(self.env["res.partner"].browse(partners))
        return super().create([self._duret_with_priority(vals, contracts) for vals in vals_list])

    def _duret_with_priority(self, vals, contracts):
        """Complete values of a new ticket with its priority.

        The form always sends one, so that only another than the normal one is somebody's choice.
        """
        if vals.get("duret_priority_by_hand") or vals.get("priority", NORMAL) not in (NORMAL, False):
            return {**vals, "duret_priority_by_hand": True}
        found = self._duret_listen(vals.get("name"), vals.get("description"))
        facts = Facts(under_contract=vals.get("partner_id") in contracts)
        return {**vals, **self._duret_priority_values(found, facts)}

    def write(self, vals):
        """Override: a priority that somebody writes is that person's choice; other words are read again."""
        if "priority" in vals and "duret_priority_by_hand" not in vals:
            vals = {**vals, "duret_priority_by_hand": True}
        result = super().write(vals)
        if {"name", "description"} & vals.keys():
            for ticket in self:
                ticket.duret_urgency_words = ticket._duret_words_said()
        if {"name", "description", "partner_id"} & vals.keys():
            self._duret_assess_priority()
        return result

    def action_duret_priority_automatic(self):
        """Button: forget what somebody chose, compute the priority again."""
        self.duret_priority_by_hand = False
        self._duret_assess_priority()

    def _duret_hear(self, text):
        """Take into account what a client adds to the request, by mail or telephone.

        :param str text: plain text
        """
        self.ensure_one()
        found = self._duret_listen(text)
        known = self.duret_urgency_words or []
        self.duret_urgency_words = known + [row for row in found if row not in known]
        self._duret_assess_priority()

    def _duret_assess_priority(self):
        """Compute the priority of those of these open tickets for which nobody chose one.

        A constant number of queries.
        """
        tickets = self.filtered(lambda ticket: ticket.duret_is_open and not ticket.duret_priority_by_hand)
        contracts = self._duret_under_contract(tickets.partner_id)
        now = fields.Datetime.now()
        levels = defaultdict(self.browse)
        for ticket in tickets:
            facts = Facts(
                under_contract=ticket.partner_id.id in contracts,
                waiting_days=ticket._duret_waiting_days(now),
                contacts=ticket.duret_contact_count,
            )
            values = self._duret_priority_values(ticket.duret_urgency_words or [], facts)
            level = values.pop("priority")
            if changes := {name: value for name, value in values.items() if ticket[name] != value}:
                ticket.write(changes)
            if ticket.priority != level:
                levels[level] += ticket
        # One write a level: deadlines follow the priority, for all tickets at once.
        for level, changed in levels.items():
            changed.write({"priority": level, "duret_priority_by_hand": False})

    def _duret_priority_values(self, rows, facts):
        """Values of a ticket for words that were found and what is known.

        :param rows: list of [category, words, points]
        :return: dict
        """
        verdict = assess([Found(*row) for row in rows], facts)
        return {
            "priority": str(verdict.level),
            "duret_priority_reasons": [[reason.code, reason.value, reason.points] for reason in verdict.reasons],
            "duret_urgency_words": rows,
            "duret_priority_date": fields.Date.today(),
        }

    def _duret_listen(self, *texts):
        """Find what texts, plain or HTML, say about urgency.

        :return: list of [category, words, points]
        """
        plain = "\n".join(html2plaintext(str(text)) if "<" in str(text) else str(text) for text in texts if text)
        found = find(plain[:TEXT_LIMIT], self.env["duret.urgency.word"]._words())
        return [[word.category, word.shown, word.points] for word in found]

    def _duret_words_said(self):
        """Words of the request itself."""
        return self._duret_listen(self.name, self.description)

    def _duret_waiting_days(self, now):
        """Whole days for which the client has waited for a first answer."""
        if self.duret_first_response_date or self.stage_id.duret_waits_for_client or not self.create_date:
            return 0
        return max(0, (now - self.create_date).days)

    def _duret_under_contract(self, partners):
        """Ids of those of these contacts who, or whose company, have a maintenance contract.

        :param partners: res.partner
        :return: set of ids
        """
        trace = trace_of(self.env)
        known = trace.contracts if trace else {}  # a delivery makes no contract: it asks once
        unknown = partners.filtered(lambda partner: partner.id not in known)
        if unknown:
            # sudo: being under contract decides about the urgency, whoever opens the ticket; nothing else is read.
            under = unknown.sudo()._duret_has_contract()
            known.update({partner.id: partner in under for partner in unknown})
        return {partner.id for partner in partners if known[partner.id]}

    # -- as time goes by ----------------------------------------------------------------------------------------

    @api.model
    def _cron_age_priority(self):
        """Daily: a request that waits becomes more urgent. Batched; what is done today is not done again."""
        domain = Domain(
            [
                ("duret_is_open", "=", True),
                ("duret_priority_by_hand", "=", False),
                "|",
                ("duret_priority_date", "=", False),
                ("duret_priority_date", "<", fields.Date.today()),
            ]
        )
        after = 0
        while batch := self.search(domain & Domain("id", ">", after), limit=BATCH, order="id"):
            after = batch[-1].id
            tickets = batch.try_lock_for_update()
            tickets._duret_assess_priority()
            self.env["ir.cron"]._commit_progress(len(tickets), remaining=self.search_count(domain))
