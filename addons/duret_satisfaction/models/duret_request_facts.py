"""What is known of the clients who may be asked, read for a whole batch at once."""

from collections import namedtuple
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.iap.tools.iap_tools import mail_prepare_for_domain_search

from ..opinion_rules import PLANNED, Asked, Facts, days_since_asked, decide, same_ear
from .duret_satisfaction_subject import LOOKED_BACK, MAX_AGE_DAYS

# people: res.partner, the best placed first; failed: channels by which nothing arrives.
Case = namedtuple("Case", "id people company done_at survey is_done by_person failed")
PURPOSE = "satisfaction"
NOT_YET = 10**15  # numbers of requests that have no row yet: behind all others
FIRST_DELAY = 2  # days, without any rule
NOWHERE = {"has_email": False, "bounced": False, "refuses_mail": False, "has_mobile": False}


class DuretRequestFacts(models.AbstractModel):
    """Fetches in a constant number of queries a batch, asks the pure rules (`opinion_rules`)."""

    _name = "duret.request.facts"
    _description = "Request for an Opinion: Facts"

    @api.model
    def _duret_judge(self, cases):
        """Say for each case what becomes of it.

        Cases are judged in their order: a client who is to be asked about the first one is not asked about the next.

        :param cases: list of Case
        :return: list of (Case, res.partner to write to, opinion_rules.Verdict)
        """
        people = self.env["res.partner"].union(*(case.people for case in cases))
        known = self._duret_known(people)
        asked, sendable = self._duret_asked(people), {}
        first, judged = self._duret_first_delay(), []
        for case in cases:
            if case.survey not in sendable:
                sendable[case.survey] = case.survey._duret_is_sendable()
            partner = self._duret_pick(case.people, known)
            question = self._duret_question(case, partner, first)
            facts = self._duret_case_facts(case, partner, known, sendable[case.survey], question, asked)
            verdict = decide(facts, case.company.duret_survey_gap_days, MAX_AGE_DAYS)
            judged.append((case, partner, verdict))
            if verdict.state == PLANNED and case.id >= NOT_YET:
                asked.append(question)
        return judged

    @api.model
    def _duret_pick(self, people, known):
        """The first of these people who can be reached; the first one when nobody can.

        :return: res.partner, possibly empty
        """
        for partner in people:
            address = known["addresses"].get(partner.id, NOWHERE)
            if (address["has_email"] and not address["bounced"]) or address["has_mobile"]:
                return partner
        return people[:1]

    @api.model
    def _duret_case_facts(self, case, partner, known, is_sendable, question, asked):
        """Put together what the pure rules need of one case.

        :return: opinion_rules.Facts
        """
        address = known["addresses"].get(partner.id, NOWHERE)
        return Facts(
            is_done=case.is_done,
            has_client=bool(partner),
            is_internal=partner.id in known["internal"],
            # Once made, a request lives until its last day: what delayed it is not the client's business.
            age_days=self._duret_age(case.done_at) if case.id >= NOT_YET else 0,
            has_survey=is_sendable,
            opted_out=partner.id in known["refused"] or address["refuses_mail"],
            has_email=address["has_email"],
            bounced=address["bounced"] or "mail" in case.failed,
            has_mobile=address["has_mobile"] and "sms" not in case.failed,
            asked_days=days_since_asked(question, asked),
            has_complaint=partner.commercial_partner_id.id in known["complaining"],
            by_person=case.by_person,
        )

    @api.model
    def _duret_age(self, done_at):
        """Days since something was done; 0 when nobody knows."""
        return (fields.Datetime.now() - done_at).days if done_at else 0

    @api.model
    def _duret_known(self, people):
        """Facts about people that do not depend on what they are asked about.

        :return: dict: addresses (see `_duret_relance_addresses`), refused, internal, complaining (firms): sets of ids
        """
        # sudo: refusals are read to decide; nothing but yes or no leaves this method.
        refusals = self.env["duret.relance.opt.out"].sudo()
        return {
            "addresses": people._duret_relance_addresses(),
            "refused": refusals._refusals(people, PURPOSE),
            "internal": self._duret_internal(people),
            "complaining": self._duret_complaining(people),
        }

    @api.model
    def _duret_internal(self, people):
        """Who among these people belongs to the company: by a user, past or present, by a file, or by the address.

        :return: set of ids
        """
        # sudo: whether somebody is a colleague; nothing else of users and companies is read.
        users = self.env["res.users"].sudo().with_context(active_test=False)
        colleagues = set(users.search([("partner_id", "in", people.ids), ("share", "=", False)]).partner_id.ids)
        # sudo: as above.
        companies = self.env["res.company"].sudo().search([])
        # sudo: as above.
        domains = self.env["mail.alias.domain"].sudo().search([])
        endings = {f"@{domain.name}" for domain in domains}
        endings |= {mail_prepare_for_domain_search(company.email) for company in companies if company.email}
        own = tuple(ending.lower() for ending in endings if ending and ending.startswith("@"))
        return {
            partner.id
            for partner in people
            if partner.id in colleagues
            or partner.commercial_partner_id in companies.partner_id
            or (partner.email_normalized or "").endswith(own or ("@",))
        }

    @api.model
    def _duret_complaining(self, people):
        """Households and firms with an open complaint.

        A firm is looked at as a whole: whoever complains for it would be asked over somebody else's head.

        :return: set of ids of commercial entities
        """
        # sudo: whether a complaint is open, nothing else of the tickets.
        tickets = self.env["helpdesk.ticket"].sudo()
        groups = tickets._read_group(
            [
                ("duret_is_open", "=", True),
                ("type_id.duret_code", "=", "complaint"),
                ("commercial_partner_id", "in", people.commercial_partner_id.ids),
            ],
            ["commercial_partner_id"],
        )
        return {partner.id for (partner,) in groups}

    # --- one questionnaire for each client in so many days ------------------------------------------------------
    @api.model
    def _duret_asked(self, people):
        """Questions that these people, or others who are the same client, were asked or are about to be.

        :return: list of opinion_rules.Asked
        """
        same = Domain("partner_id.commercial_partner_id", "in", people.commercial_partner_id.ids)
        addresses = list(set(people.mapped("email_normalized")) - {False})
        same |= Domain("partner_id.email_normalized", "in", addresses)
        lately = Domain("done_at", ">=", fields.Datetime.now() - LOOKED_BACK - self._duret_longest_gap())
        asked = Domain("sent_at", "!=", False) | Domain("answered_at", "!=", False) | Domain("state", "=", "planned")
        # sudo: when a client was asked, nothing else of the requests.
        requests = self.env["duret.satisfaction.request"].sudo().search(same & lately & asked)
        first = self._duret_first_delay()
        return [self._duret_question_of(request, first) for request in requests]

    @api.model
    def _duret_longest_gap(self):
        # sudo: numbers of days of the companies.
        gaps = self.env["res.company"].sudo().search([]).mapped("duret_survey_gap_days")
        return timedelta(days=max(gaps, default=0))

    @api.model
    def _duret_first_delay(self):
        """Days after which the first question leaves, by the rules of sending.

        :return: int
        """
        # sudo: a number of the rules of sending, needed to know on which day a client is asked.
        levels = self.env["duret.relance.level"].sudo()
        groups = levels._read_group(
            [
                ("rule_id.model", "=", "duret.satisfaction.request"),
                ("rule_id.code", "in", ("opinion_mail", "opinion_sms")),
            ],
            [],
            ["delay:min"],
        )
        delay = groups[0][0]
        return FIRST_DELAY if delay is None else delay

    @api.model
    def _duret_question(self, case, partner, first):
        """One case as a question put to somebody, on the day on which it would leave.

        :return: opinion_rules.Asked
        """
        now = fields.Datetime.now()
        day = max(now, (case.done_at or now) + timedelta(days=first)).date()
        return Asked(case.id, self._duret_ears(partner), day)

    @api.model
    def _duret_question_of(self, request, first):
        """A request that exists as a question put to somebody."""
        left = request.sent_at or request.answered_at
        now = fields.Datetime.now()
        day = left or max(now, (request.done_at or now) + timedelta(days=first))
        return Asked(request.id, self._duret_ears(request.partner_id), day.date(), bool(left))

    @api.model
    def _duret_ears(self, partner):
        firm = partner.commercial_partner_id
        return same_ear(partner.id, firm.id, firm.is_company, partner.email_normalized)
