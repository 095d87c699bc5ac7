"""The client's last opinion on the card that is read while he is on the telephone, and on his form."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.misc import format_date

REQUEST, ANSWER = "duret.satisfaction.request", "survey.user_input"
WAITING = ("held", "planned", "sent")


class ResPartner(models.Model):
    """A client's opinions are those of his whole firm."""

    _name = "res.partner"
    _inherit = ["duret.opinion.buttons", "res.partner"]

    duret_opinion_text = fields.Char(
        "Last Recommendation", compute="_compute_duret_opinion_text", groups="duret_base.group_assistant"
    )

    # -- the card -----------------------------------------------------------------------------------------------
    def _duret_card_sections(self):
        """Override: last opinion."""
        return [*super()._duret_card_sections(), *self._duret_card_opinions()]

    def _duret_card_opinions(self):
        """The last opinion, and the request that waits for an answer or for a decision."""
        if not self.env[REQUEST].has_access("read"):
            return []
        rows = [request._duret_card_row() for request in self._duret_card_requests()]
        if not any(row["is_answer"] for row in rows):
            rows += self._duret_card_loose_answer()
        return [
            {
                "code": "satisfaction",
                "title": self.env._("Last opinion"),
                "sequence": 40,
                "icon": "fa-star-o",
                "empty": self.env._("No opinion yet"),
                "rows": rows,
            }
        ]

    def _duret_card_requests(self):
        """The last answer of the firm, then the last request that is open.

        :return: duret.satisfaction.request, two at most
        """
        requests = self.env[REQUEST]
        mine = Domain("partner_id.commercial_partner_id", "=", self.commercial_partner_id.id)
        answered = requests.search(mine & Domain("state", "=", "answered"), order="answered_at desc, id desc", limit=1)
        waiting = requests.search(mine & Domain("state", "in", WAITING), order="done_at desc, id desc", limit=1)
        return answered | waiting

    def _duret_card_loose_answer(self):
        """The last answer to our questionnaires that belongs to no request: shared by hand."""
        answers = self.env[ANSWER]
        if not answers.has_access("read"):
            return []
        requested = self.env[REQUEST]._search([("user_input_id", "!=", False)])
        answer = answers.search(
            Domain("survey_id.question_and_page_ids.duret_role", "=", "nps")
            & Domain("state", "=", "done")
            & Domain("test_entry", "=", False)
            & Domain("partner_id.commercial_partner_id", "=", self.commercial_partner_id.id)
            & Domain("id", "not in", requested.subselect("user_input_id")),
            order="end_datetime desc, id desc",
            limit=1,
        )
        return [self._duret_card_answer(answer)] if answer else []

    def _duret_card_answer(self, answer):
        """One row for an answer without a request."""
        by_role = {line.question_id.duret_role: line for line in answer.user_input_line_ids if not line.skipped}
        mark, comment = by_role.get("nps"), by_role.get("comment")
        badge, tone = self.env[REQUEST]._duret_mark_badge(mark.value_scale) if mark else ("", "secondary")
        return {
            "model": answer._name,
            "id": answer.id,
            "title": self.env._("Opinion of %(date)s", date=format_date(self.env, answer.end_datetime)),
            "subtitle": comment.value_text_box or comment.value_char_box or "" if comment else "",
            "badge": badge,
            "tone": tone,
        }

    # -- the form -----------------------------------------------------------------------------------------------
    @api.depends_context("uid")
    def _compute_duret_opinion_text(self):
        """« 9 / 10 » of the last answer; empty without one."""
        found = self._duret_opinions_by_document() if self.ids else {}
        for partner in self:
            marks = [one.nps for one in found.get(partner.id, ()) if one.state == "answered" and one.has_nps]
            partner.duret_opinion_text = f"{marks[0]} / 10" if marks else False

    @api.model
    def _duret_opinion_fields(self):
        """Override: the client himself; his firm is read below."""
        return ["partner_id"]

    def _duret_opinions_by_document(self):
        """Override: a firm shows the opinions of everybody in it, and so does each of its people."""
        firms = self.commercial_partner_id
        requests = self.env[REQUEST].search(Domain("partner_id.commercial_partner_id", "in", firms.ids))
        by_firm = requests.grouped(lambda request: request.partner_id.commercial_partner_id)
        return {partner.id: by_firm.get(partner.commercial_partner_id, self.env[REQUEST]) for partner in self}

    @api.ondelete(at_uninstall=False)
    def _duret_unlink_identity(self):
        """A deleted client leaves his marks, not his name and address beside them."""
        # sudo: whoever may delete the client may have his name taken off his answers; nothing is read.
        answers = self.env[ANSWER].sudo().search([("partner_id", "in", self.ids)])
        answers.write({"email": False, "nickname": False})
