"""A complaint that began with an opinion."""

from odoo import api, fields, models

REQUEST = "duret.satisfaction.request"
# Points of an unhappy client among the reasons of a priority: urgent by itself (see `urgency.assess`).
UNHAPPY, POINTS = "unhappy", 4
ON_THE_DAY = {"recoveries"}


class DuretTicketRecovery(models.AbstractModel):
    """What the ticket shows of the opinion, and what its closing sets off."""

    _name = "duret.ticket.recovery"
    _description = "Ticket: Unhappy Client"

    duret_unhappy = fields.Boolean("Unhappy Client", readonly=True, copy=False, groups="base.group_user")
    duret_opinion_ref = fields.Integer(
        "Number of the Opinion", readonly=True, copy=False, groups="base.group_system", help="Empty: 0."
    )
    duret_opinion_block = fields.Html(
        "Opinion of the Client",
        compute="_compute_duret_opinion_block",
        sanitize=False,
        groups="duret_base.group_assistant,duret_base.group_direction",
    )

    @api.depends("duret_unhappy")
    @api.depends_context("uid", "lang")
    def _compute_duret_opinion_block(self):
        """The answers as they stand now: the first ones, then those about the way the complaint was dealt with."""
        requests = self.env[REQUEST]
        found = requests.search(
            ["|", ("recovery_ticket_id", "in", self.ids), "&", ("ticket_id", "in", self.ids), ("kind", "=", "recovery")]
        ).filtered("answered_at")
        for ticket in self:
            mine = found.filtered(lambda one, ticket=ticket: ticket == one._duret_complaint())
            blocks = [request._duret_answer_block() for request in mine.sorted("answered_at", reverse=True)]
            ticket.duret_opinion_block = blocks[0][:0].join(blocks) if blocks else False

    # -- closing -------------------------------------------------------------------------------------------------
    def write(self, vals):
        """Override: a complaint that is settled has its client asked once more; its call no longer waits."""
        if not {"stage_id", "active", "team_id"} & vals.keys():
            return super().write(vals)
        opened = self.filtered("duret_is_open")
        result = super().write(vals)
        turned = self.filtered(lambda ticket: ticket.duret_is_open != (ticket in opened))
        # sudo: which of them began with an opinion; see `_duret_complaints_turned`.
        turned = turned.sudo().filtered("duret_opinion_ref")
        if turned:
            turned.filtered(lambda ticket: not ticket.duret_is_open)._duret_end_calls()
            self.env[REQUEST]._duret_complaints_turned(turned)
        return result

    def _duret_end_calls(self):
        """Calls that wait about closed complaints are done: their pop-ups go from every screen."""
        if calls := self._duret_waiting_callbacks():
            calls.action_feedback(feedback=self.env._("The complaint was closed."))

    # -- urgency -------------------------------------------------------------------------------------------------
    def _duret_hear_unhappy(self, mark):
        """Count the client's bad mood among what makes the request urgent, with the mark as its reason.

        :param str mark: « 3/10 »; "" when the client only asks to be called
        """
        rows = [row for row in self.duret_urgency_words or [] if row[0] != UNHAPPY]
        if mark or self.duret_unhappy:
            rows.append([UNHAPPY, mark, POINTS])
        self.duret_urgency_words = rows
        self._duret_assess_priority()

    def _duret_words_said(self):
        """Override: a rewritten request keeps its client's mood."""
        return super()._duret_words_said() + [row for row in self.duret_urgency_words or [] if row[0] == UNHAPPY]

    def _duret_reason_text(self, code, value):
        """Override."""
        if code != UNHAPPY:
            return super()._duret_reason_text(code, value)
        return self.env._("unhappy client (%(mark)s)", mark=value) if value else self.env._("unhappy client")

    def _duret_turn_into_complaint(self):
        """A client who only asked to be called turns out to be unhappy."""
        # sudo: the type is read whoever answers; the program handles this ticket.
        kind = self.sudo()._duret_coded("helpdesk.ticket.type", "complaint")
        self.type_id = kind

    # -- merging -------------------------------------------------------------------------------------------------
    def _duret_hand_opinion_to(self, kept):
        """The opinion of a merged complaint follows it; a ticket holds one opinion, further ones stay where they were.

        :param kept: helpdesk.ticket that stays, in superuser mode
        """
        for ticket in self.filtered("duret_opinion_ref"):
            if kept.duret_opinion_ref:
                return
            request = self.env[REQUEST].browse(ticket.duret_opinion_ref).exists()
            unhappy = ticket.duret_unhappy
            ticket.write({"duret_opinion_ref": 0, "duret_unhappy": False})
            # The database sees the place free before somebody else takes it.
            ticket.flush_recordset()
            kept.write({"duret_opinion_ref": request.id, "duret_unhappy": unhappy})
            request.recovery_ticket_id = kept
