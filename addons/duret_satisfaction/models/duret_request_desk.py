"""What the office does with requests: reading where they stand, deciding, entering an answer."""

from odoo import api, fields, models
from odoo.tools.misc import format_date

from ..nps_figures import class_of

ENTRY = "duret_opinion_entry"  # tag of the client action that opens the dialog
TONES = {"answered": "success", "held": "warning", "planned": "info", "sent": "info"}
MARK_TONES = {"promoter": "success", "passive": "warning", "detractor": "danger"}


class DuretRequestDesk(models.AbstractModel):
    """What the office does with requests: entering an answer, deciding, privacy."""

    _name = "duret.request.desk"
    _description = "Request for an Opinion: Office"

    state_text = fields.Char("Where It Stands", compute="_compute_state_text")

    @api.depends(
        "state", "reason", "sent_at", "reminded_at", "answered_at", "source", "has_nps", "nps", "anonymised_at"
    )
    @api.depends_context("lang")
    def _compute_state_text(self):
        for request in self:
            request.state_text = request._duret_state_sentence()

    def _duret_state_sentence(self):
        """One sentence for Claire: what became of the request, and why.

        :return: str
        """
        self.ensure_one()
        sentences = {
            "planned": self._duret_planned_sentence,
            "sent": self._duret_sent_sentence,
            "answered": self._duret_answered_sentence,
        }
        return sentences[self.state]() if self.state in sentences else self._duret_stopped_sentence()

    def _duret_planned_sentence(self):
        return self.env._("Not sent yet: it leaves by itself when its day has come.")

    def _duret_sent_sentence(self):
        sent = self._duret_day(self.sent_at)
        if self.reminded_at:
            return self.env._(
                "Sent on %(sent)s, reminded on %(reminded)s: no answer yet.",
                sent=sent,
                reminded=self._duret_day(self.reminded_at),
            )
        return self.env._("Sent on %(sent)s: no answer yet.", sent=sent)

    def _duret_answered_sentence(self):
        values = {"day": self._duret_day(self.answered_at), "way": self._duret_label("source").lower()}
        if self.has_nps:
            return self.env._("Answered %(mark)s/10 on %(day)s (%(way)s).", mark=self.nps, **values)
        return self.env._("Answered on %(day)s (%(way)s).", **values)

    def _duret_stopped_sentence(self):
        """Held, not sent or never answered."""
        reason = self._duret_label("reason")
        if self.state == "held":
            return self.env._("Waits for your decision: %(reason)s.", reason=reason.lower())
        if self.state == "expired":
            return self.env._("Nobody answered within the time allowed.")
        return self.env._("Not sent: %(reason)s.", reason=reason.lower()) if reason else self.env._("Not sent.")

    def _duret_day(self, moment):
        return format_date(self.env, moment, date_format="d MMMM y") if moment else ""

    def _duret_label(self, name):
        """Words of a selection field, in the user's language."""
        return dict(self._fields[name]._description_selection(self.env)).get(self[name], "")

    def _duret_badge(self):
        """Short words for lists of the client's opinions.

        :return: (text, tone)
        """
        self.ensure_one()
        if self.state == "answered" and self.has_nps:
            return self._duret_mark_badge(self.nps)
        return self._duret_label("state"), TONES.get(self.state, "secondary")

    @api.model
    def _duret_mark_badge(self, mark):
        """A mark from 0 to 10 in the colour of what it says.

        :return: (text, tone)
        """
        return f"{mark} / 10", MARK_TONES[class_of(mark)]

    def _duret_card_row(self):
        """Row of the client card: what he said last, or what he has not answered yet.

        :return: dict, see `res.partner._duret_card_sections`, and ``is_answer``
        """
        self.ensure_one()
        is_answer, (badge, tone) = self.state == "answered", self._duret_badge()
        day = self._duret_day(self.answered_at)
        return {
            "model": self._name,
            "id": self.id,
            "title": self.env._("Opinion of %(date)s", date=day) if is_answer else self.name,
            "subtitle": (self.comment or self.name) if is_answer else self.state_text,
            "badge": badge,
            "tone": tone,
            "is_answer": is_answer,
        }

    def _duret_answered_notice(self):
        """Said above the questions when there is an answer already; empty otherwise.

        :return: str
        """
        self.ensure_one()
        if self.state != "answered":
            return ""
        return self.env._("%(answer)s What you change corrects it.", answer=self._duret_answered_sentence())

    # -- what follows an answer ---------------------------------------------------------------------------------
    def _duret_answered(self, first):
        """Override: what was planned for today is taken back at once, not only when its hour comes."""
        result = super()._duret_answered(first)
        self._duret_planned_rows()._mark_skipped("answered")
        return result

    def _duret_planned_rows(self):
        """Rows of the outbox that wait for their hour.

        :return: duret.relance.message in superuser mode
        """
        # sudo: called when an answer was written; only whether these rows still wait is read and changed.
        rows = self.env["duret.relance.message"].sudo()
        return rows.search([("res_model", "=", self._name), ("res_id", "in", self.ids), ("state", "=", "planned")])

    # -- buttons ------------------------------------------------------------------------------------------------
    def action_enter_opinion(self):
        """Open the dialog on this request."""
        return self._duret_entry_action(self)

    @api.model
    def _duret_entry_action(self, record):
        """Client action that opens « Saisir un avis ».

        :param record: client, visit, ticket or request, one
        :return: dict
        """
        record.ensure_one()
        return {"type": "ir.actions.client", "tag": ENTRY, "params": {"model": record._name, "id": record.id}}

    def action_open_subject(self):
        """Open the visit or the ticket that the opinion is about."""
        self.ensure_one()
        subject = self.visit_id or self.ticket_id
        return {
            "type": "ir.actions.act_window",
            "res_model": subject._name,
            "res_id": subject.id,
            "views": [(False, "form")],
        }
