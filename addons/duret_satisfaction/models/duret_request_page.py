"""What the client's page shows, and which pages a client who is logged in may open."""

import re

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import is_html_empty
from odoo.tools.misc import format_date

from ..opinion_form import is_web_address, read_mark

PATH = "/avis"
PURPOSE = "satisfaction"
SHORTEST, LONGEST = 20, 100  # characters of a secret; anything else is not looked up
CHOICES = ("simple_choice", "multiple_choice")
# What a field of a form is called in HTML, for the kinds that are one field.
INPUTS = {"char_box": "text", "numerical_box": "text", "date": "date", "datetime": "datetime-local"}
PORTAL_OPEN = ("planned", "sent")
_MARKS = re.compile(r" (?=[?!:;»])")


def _unbroken(title):
    """A title whose French punctuation never begins a line."""
    return _MARKS.sub("\u00a0", title)


class DuretRequestPage(models.AbstractModel):
    """The page behind the secret of a request. Nothing here writes."""

    _name = "duret.request.page"
    _description = "Request for an Opinion: Page"

    # --- which request ----------------------------------------------------------------------------------------------
    @api.model
    def _duret_by_token(self, token):
        """The request that a secret opens.

        :param token: as received
        :return: one record in superuser mode and in the client's language, or none
        """
        known = isinstance(token, str) and SHORTEST <= len(token) <= LONGEST and token.isascii()
        # sudo: the visitor is nobody; his secret is looked up in its unique index, and this one request is read.
        requests = self.sudo()
        found = requests.search([("access_token", "=", token)], limit=1) if known else requests
        return found.with_context(lang=found._duret_page_lang()) if found else found

    def _duret_page_lang(self):
        return self.partner_id.lang or self.company_id.partner_id.lang or self.env.lang

    def _duret_page_path(self):
        """Path of this request's page; the caller has checked that it may be given away."""
        self.ensure_one()
        # sudo: the secret is closed to everybody; see above.
        return f"{PATH}/{self.sudo().access_token}"

    def _duret_page_source(self):
        """How the link of this page reached the client: mail or sms."""
        return self.channel or "mail"

    # --- a client who is logged in --------------------------------------------------------------------------------
    @api.model
    def _duret_opinions_of(self, user):
        """Requests that a client may open in the portal: his own and those of his firm, unless the firm says that its
        contacts see only their own; given ones for ever, others while they can be answered.

        :param user: res.users, a portal user
        :return: Domain on this model
        """
        partner = user.partner_id
        firm = partner.commercial_partner_id
        own = Domain("partner_id", "=", partner.id)
        if partner == firm or not firm.duret_portal_own_only:
            own |= Domain("partner_id.commercial_partner_id", "=", firm.id)
        waiting = Domain("state", "in", PORTAL_OPEN) & Domain("survey_id", "!=", False)
        return own & (Domain("state", "=", "answered") | waiting) & Domain("anonymised_at", "=", False)

    @api.model
    def _duret_own_opinion(self, user, request_id):
        """One request of a client.

        :param user: res.users
        :param int request_id: as received
        :return: this model in superuser mode, empty when it is not his
        """
        # sudo: clients have no right on requests; the domain is the whole of what they may see.
        return self.sudo().search(Domain("id", "=", request_id) & self._duret_opinions_of(user), limit=1)

    @api.model
    def _duret_opinion_of_visit(self, user, visit):
        """The request about a visit, when this client may open it.

        :param user: res.users
        :param visit: fsm.order
        :return: this model in superuser mode, maybe empty
        """
        mine = Domain("visit_id", "=", visit.id) & Domain("kind", "=", "visit") & self._duret_opinions_of(user)
        # sudo: as above.
        found = self.sudo().search(mine, limit=1)
        return found.filtered(lambda request: request.state == "answered" or request._duret_is_open())

    # --- what it shows ----------------------------------------------------------------------------------------------
    def _duret_page_view(self, mark=None, values=None, faults=None):
        """What the page with the questions shows.

        :param mark: mark of the link in the message, as received; only shows, never written
        :param dict values: {survey.question id: raw} as just sent, when something was wrong; else what is recorded
        :param dict faults: {survey.question id: sentence}
        :return: dict for the template
        """
        self.ensure_one()
        question = self._duret_scale_question()
        tapped = read_mark(mark, question.scale_min, question.scale_max) if question else None
        given = self._duret_answer_values() if values is None else dict(values)
        if tapped is not None:
            given[question.id] = tapped
        return {
            "opinion": self,
            "survey_title": self.survey_id.title,
            "about": self._duret_page_about(),
            "blocks": self._duret_page_blocks(given, faults or {}),
            "faults": faults or {},
            "answered": self.state == "answered",
            # A mark is kept at the first gesture of a person: see opinion.js.
            "keeps": self._duret_takes_mark(),
            "known": self._duret_known_text(tapped),
            **self._duret_page_frame(),
        }

    def _duret_known_text(self, tapped):
        """What is said to a client who has answered before; he may have tapped another mark of the same message.

        :param int tapped: mark of the link, or None
        :return: str, empty before the first answer
        """
        if self.state != "answered":
            return ""
        if self.has_nps and tapped not in (None, self.nps):
            return self.env._(
                "Your mark today is %(mark)s out of 10. To replace it by the one chosen below, press « Correct my "
                "answer ».",
                mark=self.nps,
            )
        return self.env._("You have already answered, thank you. You may correct your answer here.")

    def _duret_page_mark(self):
        """« 9 out of 10 », empty without a mark."""
        return self.env._("%(mark)s out of 10", mark=self.nps) if self.has_nps else ""

    def _duret_takes_mark(self):
        """True while a mark alone may be kept: nothing else has been answered, which only the whole form corrects."""
        # sudo: the answers of this request, which the caller was given.
        lines = self.user_input_id.sudo().user_input_line_ids.filtered(lambda line: not line.skipped)
        return lines.question_id <= self._duret_scale_question()

    def _duret_page_frame(self):
        """What every page of a request shows around its matter."""
        refusals, company = self.env["duret.relance.opt.out"], self.company_id
        return {
            "company": company,
            "stop_link": self.partner_id and refusals._link("", self.partner_id, PURPOSE),
        }

    def _duret_page_about(self):
        """What the client is asked about, in a line that would betray little to whoever found the link."""
        about = self._duret_about("EEEE d MMMM") if self.done_at else self.name
        return " · ".join(filter(None, (about[:1].upper() + about[1:], self.type_id.name, self.zone)))

    def _duret_page_blocks(self, given, faults):
        """Headings, questions, and runs of scales with the same words at their ends, which share one line for them.

        :return: [{"kind": "heading" | "scales" | "question", …}]
        """
        blocks, shown = [], self._duret_questions()
        for question in self.survey_id.question_and_page_ids:
            if question.is_page:
                blocks.append({"kind": "heading", "title": question.title, "note": self._duret_note_of(question)})
                continue
            if question not in shown:
                continue
            asked = self._duret_page_question(question, given.get(question.id), faults.get(question.id))
            ends = (asked["low_label"], asked["high_label"], len(asked["marks"]))
            if not self._duret_is_compact(question, asked):
                blocks.append({"kind": "question", "question": asked})
            elif blocks and blocks[-1].get("ends") == ends:
                blocks[-1]["questions"].append(asked)
            else:
                blocks.append({"kind": "scales", "ends": ends, "questions": [asked]})
        return blocks

    def _duret_is_compact(self, question, asked):
        """True for a short scale that stands beside its question, on one line."""
        return 0 < len(asked["marks"]) <= 5 and not (asked["note"] or question.triggering_answer_ids)

    def _duret_note_of(self, question):
        return False if is_html_empty(question.description) else question.description

    def _duret_page_question(self, question, value, fault):
        """One question as the template shows it.

        :param value: raw, as recorded or as just sent
        :param str fault: what is wrong with it, or None
        """
        kind, remark = question.question_type, ""
        if isinstance(value, dict):
            value, remark = value.get("choices"), value.get("remark") or ""
        picked = {str(one) for one in (value if isinstance(value, list | tuple) else [value])}
        return {
            "id": question.id,
            "name": f"q{question.id}",
            "kind": kind,
            "is_main": question == self._duret_scale_question(),
            "title": _unbroken(question.title),
            "note": self._duret_note_of(question),
            "required": question.constr_mandatory,
            "fault": fault,
            "input": INPUTS.get(kind),
            "is_mail": question.validation_email,
            "placeholder": question.question_placeholder,
            # As text: a template leaves an attribute out whose value is the number 0.
            "value": "" if value is None or kind in CHOICES else str(value),
            "marks": [
                {"value": str(mark), "said": said, "picked": str(mark) in picked}
                for mark, said in question._duret_scale()
            ]
            if kind == "scale"
            else [],
            "low_label": question.scale_min_label or "",
            "high_label": question.scale_max_label or "",
            "choices": [
                {"id": one.id, "label": one.value, "picked": str(one.id) in picked}
                for one in question.suggested_answer_ids
            ]
            if kind in CHOICES
            else [],
            "remark_label": question.comments_allowed and (question.comments_message or self.env._("Remark")),
            "remark": remark,
            "shown_by": " ".join(map(str, question.triggering_answer_ids.ids)),
        }

    # --- afterwards ---------------------------------------------------------------------------------------------------
    def _duret_thanks_view(self):
        """What the page shows once an answer is recorded.

        :return: dict for the template
        """
        self.ensure_one()
        done = self.survey_id.description_done
        return {
            "opinion": self,
            "about": self._duret_page_about(),
            "words": False if is_html_empty(done) else done,
            "mark": self._duret_page_mark(),
            "until": self._duret_until_text(),
            "sorry": self.is_unhappy,
            "called": self.wants_call or (self.is_unhappy and not self._duret_refuses_call()),
            "review": self._duret_review_link(),
            "path": self._duret_page_path(),
            **self._duret_page_frame(),
        }

    def _duret_until_text(self):
        """Until when the answer may be corrected, empty when there is no end."""
        day = self.expires_on and format_date(self.env, self.expires_on, date_format="EEEE d MMMM")
        return self.env._("You may correct it until %s.", day) if day else ""

    def _duret_refuses_call(self):
        """True when the client was asked whether he may be called back, and said no."""
        # sudo: the answers of this request, which the caller was given.
        lines = self.user_input_id.sudo().user_input_line_ids
        said = lines.filtered(lambda line: line.question_id.duret_role == "call_back").suggested_answer_id
        return bool(said) and True not in said.mapped("duret_means_yes")

    def _duret_review_link(self):
        """Address of the page of public reviews, when the setting invites this client; never opened for him.

        :return: str or False
        """
        company = self.company_id
        invited = company.duret_review_to == "all" or (
            company.duret_review_to == "promoters" and self.nps_class == "promoter"
        )
        return company.duret_review_url if invited and is_web_address(company.duret_review_url) else False
